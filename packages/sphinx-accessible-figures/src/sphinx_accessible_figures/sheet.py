"""The style sheet of pages whose theme has none for drawings: one layout at a time, light or dark as the page is.

A theme that has rules of its own says so by the option ``styles_drawings`` in its ``theme.toml``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_accessible_figures.nodes import PAGES
from sphinx_accessible_figures.writing import Palette, Pen

if TYPE_CHECKING:
    from sphinx.application import Sphinx

NAME = "accessible-figures.css"
OWN = "styles_drawings"
EVENT = "accessible-figures-palette"
"""Asks for the palette of the project; without an answer the drawings have that of `writing`."""
# A theme with a button for dark pages says what it shows by data-theme; one that says nothing of it is light,
# whatever the reader's system is, and so are its drawings.  The ground is their own, since on it contrast was
# measured; browsers that know no light-dark() have it light.
RULES = """\
.drawing {{ container-type: inline-size; background: {light}; background: light-dark({light}, {dark}); }}
.drawing svg {{ display: block; width: 100%; height: auto; }}
.drawing .wide {{ max-width: 56rem; }}
.drawing .phone {{ max-width: 27rem; }}
@container (min-width: 34rem) {{ .drawing .phone {{ display: none; }} }}
@container (max-width: 33.99rem) {{ .drawing .wide {{ display: none; }} }}
[data-theme="dark"] .drawing {{ color-scheme: dark; }}
@media (prefers-color-scheme: dark) {{ [data-theme="auto"] .drawing {{ color-scheme: dark; }} }}
{colours}
@media print {{
  .drawing {{ container-type: normal; color-scheme: light !important; }}
  .drawing .wide {{ display: block; }}
  .drawing .phone {{ display: none; }}
}}
"""


def css(of: Palette) -> str:
    """The rules, with a class for each colour."""
    colours = "\n".join(
        f".drawing .{what}-{name} {{ {what}: light-dark({colour}, {of.dark[name]}); }}"
        for name, colour in of.light.items()
        for what in ("fill", "stroke")
    )
    return RULES.format(light=of.light["paper"], dark=of.dark["paper"], colours=colours)


def write(app: Sphinx) -> None:
    """Write it before any page, so that each names it by its content."""
    if app.builder.name not in PAGES or app.builder.theme.get_options({}).get(OWN):  # type: ignore[attr-defined]
        return
    path = Path(app.outdir, "_static", NAME)
    rules = css(app.emit_firstresult(EVENT) or Pen().palette)
    if not path.is_file() or path.read_text("utf-8") != rules:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(rules, "utf-8")


def offer(app: Sphinx, _name: str, _template: str, context: dict[str, Any], _tree: object) -> None:
    """Have a page with a drawing load it."""
    if 'class="drawing"' in context.get("body", "") and not context.get(f"theme_{OWN}"):
        app.add_css_file(NAME)
