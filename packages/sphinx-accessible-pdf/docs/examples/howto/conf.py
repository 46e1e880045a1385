project = "How to draw a plan"
author = "The authors of the gallery"
extensions = ["sphinx_accessible_pdf"]
accessible_pdf_template = "howto"
