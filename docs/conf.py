"""The documentation of the generator: built with it, in its own look.  ``make docs`` builds it, strictly."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))
import reference

project = "policybrief"
author = "the policybrief contributors"
language = "en"
extensions = ["policybrief"]
exclude_patterns = ["_ext", "CHANGELOG.md"]
brief_subtitle = "briefs with a typed chain of evidence"
brief_status = "documentation"
brief_reviewed = "by its tests"
brief_licence = "BSD-2-Clause"


def setup(app):
    """Before anything is read: the pages that follow from the code."""
    app.connect("config-inited", lambda app, config: reference.write(Path(app.confdir) / "reference", config))
