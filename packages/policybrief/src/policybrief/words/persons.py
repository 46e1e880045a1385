"""Names of people, told from those of institutions by their comma."""

from __future__ import annotations

from typing import NamedTuple


class Person(NamedTuple):
    """The parts of a name."""

    family: str
    given: str
    suffix: str = ""

    @property
    def shown(self) -> str:
        """As readers write it."""
        return " ".join(filter(None, (self.given, self.family, self.suffix)))


def person(name: str) -> Person | None:
    """The parts of a person's name, written "Byron, Ada" or "King, Jr., Ada"; an institution has none."""
    match [part.strip() for part in name.split(",")]:
        case [family, given] if family and given:
            return Person(family, given)
        case [family, suffix, given] if family and suffix and given:
            return Person(family, given, suffix)
    return None


def shown(name: str) -> str:
    """A name as readers write it, a person's or an institution's."""
    found = person(name)
    return found.shown if found else name
