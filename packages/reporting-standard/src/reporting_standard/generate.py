"""Everything that is written from fields.toml and the codings, and how to tell that it is stale."""

from __future__ import annotations

import json
from pathlib import Path

from . import drawing, pages, template
from .agreement import agreement
from .evaluations import load_all
from .printable import printable, typst
from .profile import profile
from .schema import evaluation_schema, report_schema
from .standard import HERE, load

FOLDER = HERE / "generated"
CODINGS = Path("material/evaluations")
"""The codings lie with the material of the brief, beside which the command runs; else tables are empty."""


def contents() -> dict[str, str]:
    """The generated files by name."""
    standard = load()
    evaluations = load_all(CODINGS)
    profiles = profile(evaluations, standard)
    return {
        "report.schema.json": _json(report_schema(standard)),
        "evaluation.schema.json": _json(evaluation_schema(standard)),
        "template.toml": template.toml_template(standard),
        "template.json": template.json_template(standard),
        "checklist.md": pages.checklist(standard),
        "checklist.html": printable(standard),
        "checklist.typ": typst(standard),
        "reference.md": pages.reference(standard),
        "crosswalk.md": pages.crosswalk(standard),
        "fields.md": pages.fields_table(standard),
        "must.md": pages.must_table(standard),
        "profile.md": pages.profile_table(profiles, standard),
        "profile.svg": drawing.svg(profiles),
        "baseline.md": pages.baseline_table(profiles, standard),
        "agreement.md": pages.agreement_table(agreement(evaluations, standard), evaluations, standard),
    }


def write() -> list[str]:
    """Write what differs and drop what is no longer generated; the names of both."""
    FOLDER.mkdir(exist_ok=True)
    changed = stale()
    wanted = contents()
    for name in changed:
        path = FOLDER / name
        if name in wanted:
            path.write_text(wanted[name], "utf-8")
        else:
            path.unlink()
    return changed


def stale() -> list[str]:
    """The files that differ from what would be written now."""
    wanted = contents()
    found = {path.name: path.read_text("utf-8") for path in FOLDER.iterdir()} if FOLDER.is_dir() else {}
    return sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))


def _json(data: object) -> str:
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"
