"""Whether the title and the message of a figure follow from its data.

A claim quotes the words that it carries (``says``) and names what must hold: a bound on numbers of values, on
the cells of a table, on the dates of a timeline or on a named count; that rows of a chart are the greatest or the
least; or which rows a count has (``are``).  A figure whose title no claim carries is complained about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx_accessible_figures.model import Chart, Figure, Mark, Table, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sphinx_accessible_figures.counts import Counted

BOUNDS: dict[str, Callable[[float, float], bool]] = {
    "is": lambda found, wanted: abs(found - wanted) < 1e-9,
    "at_least": lambda found, wanted: found >= wanted,
    "at_most": lambda found, wanted: found <= wanted,
}
STRAIGHT = str.maketrans("‘’“”", "''\"\"")
"""Claims are typed with straight quotes; texts print curly ones."""
ENDS = {"greatest": 1, "least": -1}
"""Words for a bound that other rows set, so that none of them can pass it unseen."""
COUNTED = ("rows", "complete rows", "cells", "dates")
NUMBERS = ("rate", "number", "low", "high", "width", "successes", "trials")
KNOWN = {
    "says": "the words of the title or the message that it carries",
    "what": "what must hold of each name in `of`; or what is counted of the whole figure",
    "of": "names of values, as rows have them, or of counts",
    "is": "the number that it is; of a chart also whether its rows in `of` are the greatest or the least",
    "at_least": "the least that it may be",
    "at_most": "the most that it may be",
    "among": "beside `greatest` or `least`: the rows to compare with; without it all that stand on the same panel",
    "are": "the rows that a count has, by label or id, all of them",
    "column": "for `cells`: only those under this column",
    "state": "for `cells` and `complete rows`: the state that is counted",
    "year": "for `dates`: the year whose dates are counted",
}
"""The keys of a claim, and what they say."""


def check(
    claims: Any, figure: Figure, counts: Mapping[str, Counted], number: Callable[[str, str], float | str]
) -> Iterator[tuple[str, str]]:
    """What is wrong with the claims of a figure, each with a word of the line where it stands."""
    title, message = (" ".join(plain(text).split()) for text in (figure.title, figure.message))
    if not isinstance(claims, list) or not claims or not all(isinstance(claim, dict) for claim in claims):
        claims = []
    if not any(_says(claim, title) for claim in claims):
        yield "the title is tied to nothing: add [[claims]] with says, what and is, at_least or at_most", "title"
    for claim in claims:
        says = str(claim.get("says", ""))
        word = f'"{says}"'
        if unknown := claim.keys() - set(KNOWN):
            yield f"the claim {says!r} has the unknown key {min(unknown)!r}; known are {', '.join(KNOWN)}", word
        where = "title" if _says(claim, title) else "message"
        if not _says(claim, title) and not _says(claim, message):
            yield f"the claim {says!r} is not in the title {title!r}, nor in the message", word
        for problem in _unlike(claim, counts):
            yield f"the {where} says {says!r}, but {problem}", word
        if (end := str(claim.get("is"))) in ENDS:
            try:
                for problem in _passed(claim, end, figure):
                    yield f"the {where} says {says!r}, but {problem}", word
            except ValueError as error:
                yield f"the claim {says!r} cannot be checked: {error}", word
            continue
        bounds = [key for key in BOUNDS if _is_number(claim.get(key))]
        if not bounds and "are" not in claim:
            ends = " or ".join(map(repr, ENDS))
            yield (
                f"the claim {says!r} sets no bound: one of {', '.join(BOUNDS)} with a number, or is = {ends}",
                word,
            )
        for what, found in _found(claim, figure, number) if bounds or "are" not in claim else ():
            if isinstance(found, str):
                if found:
                    yield f"the claim {says!r} cannot be checked: {found}", word
                continue
            for key in bounds:
                if not BOUNDS[key](found, claim[key]):
                    wanted = f"{key.replace('_', ' ')} {claim[key]:g}"
                    yield f"the {where} says {says!r}, but {what} is {found:.4g}, not {wanted}", word


def _says(claim: dict[str, Any], text: str) -> bool:
    says, text = (
        " ".join(words.translate(STRAIGHT).lower().split()) for words in (str(claim.get("says", "")), text)
    )
    return bool(says) and says in text


def _unlike(claim: dict[str, Any], counts: Mapping[str, Counted]) -> Iterator[str]:
    """Rows that a count has and the claim does not name, and the other way round."""
    if "are" not in claim:
        return
    wanted = [str(name) for name in claim["are"]] if isinstance(claim["are"], list) else [str(claim["are"])]
    for name in map(str, claim.get("of", [])):
        if name not in counts:
            yield f"there is no count {name!r}"
        elif missing := [row for row in wanted if row not in counts[name].ids]:
            yield f"{missing[0]!r} is not among the rows of {name!r}"
        elif counts[name].number != len(wanted):
            yield f"{name!r} has {counts[name].number} rows, not {len(wanted)}"


def _passed(claim: dict[str, Any], end: str, figure: Figure) -> Iterator[str]:
    """The rows that pass those which a claim calls the greatest or the least, or come level with them.

    Compared is what the chart draws, so that days and hours, or two measures of a row, are never taken for one.
    """
    drawn = {
        mark.name: (mark, panel.axis, (place, at))
        for place, panel in enumerate(figure.panels if isinstance(figure, Chart) else ())
        for row in panel.rows
        for at, mark in enumerate(row.marks)
    }
    what, of = str(claim.get("what", "number")), _names(claim, "of")
    among = _names(claim, "among")
    if missing := [name for name in (*of, *among) if name not in drawn]:
        raise ValueError(f"no row of a chart here has {missing[0]!r}")
    if not of:
        raise ValueError("'of' is a list of values")
    beside = {drawn[name][2] for name in of}
    among = among or [name for name, (_mark, _axis, place) in drawn.items() if place in beside]
    if len({drawn[name][1] for name in (*of, *among)}) > 1:
        raise ValueError("its rows stand on axes of two kinds")
    found = {name: _measured(drawn[name][0], name, what) for name in (*of, *among)}
    for name in of:
        for other in among:
            if other not in of and ENDS[end] * (found[other] - found[name]) > -1e-9:
                first, second = (
                    drawn[one][0].text if what in ("rate", "number") else f"{found[one]:g}"
                    for one in (other, name)
                )
                yield f"{what} of {other} is {first}, of {name} {second}"


def _names(claim: dict[str, Any], key: str) -> list[str]:
    if not isinstance(names := claim.get(key, []), list):
        raise ValueError(f"{key!r} is a list of values")
    return list(map(str, names))


def _measured(mark: Mark, name: str, what: str) -> float:
    """What of a drawn number."""
    if what not in NUMBERS:
        raise ValueError(f"{what!r} is none of {', '.join(NUMBERS)}")
    if what == "width":
        found = None if mark.low is None or mark.high is None else mark.high - mark.low
    else:
        found = mark.number if what in ("rate", "number") else getattr(mark, what)
    if found is None:
        raise ValueError(f"{name!r} has no {what!r}")
    return found


def _found(
    claim: dict[str, Any], figure: Figure, number: Callable[[str, str], float | str]
) -> Iterator[tuple[str, float | str]]:
    what = str(claim.get("what", ""))
    if what not in COUNTED:
        names = claim.get("of", [])
        if not isinstance(names, list) or not names:
            yield what, "'of' is a list of values"
            return
        for name in names:
            yield f"{what} of {name}", number(str(name), what)
    elif isinstance(figure, Table):
        yield _counted(claim, what, figure)
    elif figure.days is not None and what == "dates":
        year = claim.get("year")
        yield f"the number of dates in {year}", sum(day.year == year for day in figure.days)
    else:
        yield what, f"a {figure.kind} has no {what}"


def _counted(claim: dict[str, Any], what: str, table: Table) -> tuple[str, float | str]:
    if what == "rows":
        return "the number of rows", len(table.lines)
    state, column = str(claim.get("state", "")), str(claim.get("column", ""))
    if state not in table.states:
        return what, f"no state {state!r}; known are {', '.join(table.states)}"
    if column and column not in table.columns:
        return what, f"no column {column!r}; known are {', '.join(table.columns)}"
    if what == "complete rows":
        rows = [line for line in table.lines if all(cell.state == state for cell in line.cells)]
        return f"the number of rows that are {state!r} throughout", len(rows)
    columns = [table.columns.index(column)] if column else range(len(table.columns))
    cells = sum(line.cells[i].state == state for line in table.lines for i in columns)
    return f"the number of cells {state!r}" + (f" under {column!r}" if column else ""), cells


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
