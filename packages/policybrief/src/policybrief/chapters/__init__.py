"""Chapters as Sphinx reads them: the domain and its directives and roles, what is filled in, lists, links."""
