"""How a citation reads in a sentence: in brackets its label, as words the name and then the year, each once.

sphinxcontrib-bibtex puts the names before the label, in which they stand already.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pybtex.style.template import join, node
from sphinxcontrib.bibtex.style.referencing.basic_label import BasicLabelTextualReferenceStyle
from sphinxcontrib.bibtex.style.referencing.label import LabelReferenceStyle
from sphinxcontrib.bibtex.style.template import join2, post_text, pre_text, reference

from policybrief.data import dates

if TYPE_CHECKING:
    from pybtex.style.template import Node


@dataclass
class ReferenceStyle(LabelReferenceStyle):
    """Citations by label, those that are words of the sentence by name and year."""

    def __post_init__(self) -> None:
        """In place of the style for words, ours."""
        super().__post_init__()  # type: ignore[no-untyped-call]
        ours = NameAndYear(pre_text_sep=self.pre_text_sep, post_text_sep=self.post_text_sep)
        self.role_style.update(dict.fromkeys(ours.role_names(), ours))


@dataclass
class NameAndYear(BasicLabelTextualReferenceStyle):
    """`Pan et al. (2024a, p. 3)`; a name that holds its year is not taken apart: `Act 2024/1689 (p. 3)`."""

    def inner(self, role_name: str) -> Node:
        """The whole is the link."""
        within = join2(sep1=self.pre_text_sep, sep2=self.post_text_sep)[pre_text, _year, post_text]
        return reference[join(sep=" ")[_name, _bracketed[within]]]


def _parts(data: dict[str, Any]) -> tuple[str, str]:
    """The label of an entry as name and year, with the letter that tells it from others."""
    label, year = str(data["formatted_entry"].label), dates.years(data["entry"].date)
    found = re.fullmatch(rf"(.+) ({re.escape(year)}-?[a-z]*)", label)
    return (found[1], found[2]) if found else (label, "")


@node  # type: ignore[untyped-decorator]
def _name(_children: list[Any], data: dict[str, Any]) -> str:
    return _parts(data)[0]


@node  # type: ignore[untyped-decorator]
def _year(_children: list[Any], data: dict[str, Any]) -> str:
    return _parts(data)[1]


@node  # type: ignore[untyped-decorator]
def _bracketed(children: list[Any], data: dict[str, Any]) -> Any:
    """In brackets, where there is anything."""
    within = join[children].format_data(data)
    return join["(", within, ")"].format_data(data) if within else within
