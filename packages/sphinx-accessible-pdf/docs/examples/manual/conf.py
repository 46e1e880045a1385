project = "Shapes"
author = "The authors of the gallery"
release = "2.1"
extensions = ["sphinx_accessible_pdf"]
accessible_pdf_template = "manual"
accessible_pdf_elements = {"colours": {"accent": "#7A1F1F"}}
