project = "Sprachen"
author = "The authors of the gallery"
language = "de"
extensions = ["sphinx_accessible_pdf"]
accessible_pdf_template = "howto"
