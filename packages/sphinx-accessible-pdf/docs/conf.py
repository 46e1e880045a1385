"""The documentation of the builder, which the builder prints: ``sphinx-build -b accessiblepdf docs out``."""

project = "Sphinx accessible PDF"
author = "The authors of sphinx-accessible-pdf"
extensions = ["sphinx_accessible_pdf", "sphinx.ext.graphviz"]
exclude_patterns = ["out", "examples"]
accessible_pdf_documents = [("index", "accessible-pdf", project, author, "manual")]
