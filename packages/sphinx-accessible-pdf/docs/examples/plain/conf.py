project = "Formulas and tables"
author = "The authors of the gallery"
extensions = ["sphinx_accessible_pdf", "sphinx.ext.mathjax"]
