"""A figure is referred to by its id, ``{numref}`storms```, wherever nothing else in the brief has that label."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from policybrief.chapters.domain import BriefDomain


def anchor(id: str) -> str:
    """Where a figure is on its page."""
    return f"figure-{id}"


def give(_app: Sphinx, env: BuildEnvironment) -> None:
    """When everything is read: the labels that are free; of a figure that is printed twice to its first place."""
    domain, standard = cast("BriefDomain", env.get_domain("brief")), env.domains.standard_domain
    for docname in domain.reading_order():
        for id, title in domain.figures.get(docname, {}).items():
            if id not in standard.anonlabels:
                standard.anonlabels[id] = (docname, anchor(id))
                standard.labels[id] = (docname, anchor(id), title)


def take(_app: Sphinx, env: BuildEnvironment, _docnames: list[str]) -> None:
    """Before anything is read: a label that an author now writes would be told as a second one."""
    domain, standard = cast("BriefDomain", env.get_domain("brief")), env.domains.standard_domain
    for docname, ids in domain.figures.items():
        for id in ids:
            if standard.anonlabels.get(id) == (docname, anchor(id)):
                del standard.anonlabels[id]
                standard.labels.pop(id, None)
