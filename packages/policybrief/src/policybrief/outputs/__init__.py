"""Outputs that are no pages: register, print, citation, readability, review; and the run that makes all."""
