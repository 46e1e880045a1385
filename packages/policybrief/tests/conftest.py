"""Gives the tests of the generator its small projects; those in a browser take them from the same module."""

from projects import project, projects_in

__all__ = ["project", "projects_in"]
