"""What a schema cannot say about a report: counts that fit, intervals that follow, dates that exist.

Every rule takes data that may be wrong in other ways too, so it looks only at values of the right type and
leaves the rest to the schema.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterator
from typing import Any, TypeGuard

from .places import Path
from .schema import DATE
from .standard import EXCEPTIONS, Field, Standard, path_of

Found = tuple[Path, str, str, str]
"""Path, field id, what is wrong, what would be right."""

EARLIEST = "1900-01-01"
TOLERANCE = 0.5  # percentage points, so that rounding to whole per cent passes
SMALL = 30  # trials; below, only exact, wilson and bayesian intervals
STAND_INS = {
    "withheld": "withheld",
    "redacted": "withheld",
    "confidential": "withheld",
    "not done": "not_done",
    "not measured": "not_done",
    "not applicable": "not_applicable",
    "n/a": "not_applicable",
    "na": "not_applicable",
    "todo": "answer",
    "tbd": "answer",
    "-": "answer",
    "?": "answer",
}
"""Words that stand where an answer belongs, and the form that says what is meant."""
LONG_SUM = 5_000  # trials; above, the exact interval lies within 0.1 points of Wilson's and is not summed


def broken(data: dict[str, Any], standard: Standard) -> Iterator[Found]:
    """Every rule that the report *data* breaks."""
    yield from _arms(data)
    yield from _headline(data)
    yield from _review(data)
    yield from _misses(data)
    yield from _awareness(data)
    yield from _ruling_out(data)
    yield from _redaction(data, standard)
    yield from _exceptions(data, standard)
    yield from _dates(data, standard)
    yield from _placeholders(data, standard)


def impossible_days(data: dict[str, Any]) -> Iterator[Found]:
    """Each date of a coding that no calendar has, that is to come, or on which it could not be so yet."""
    published, today = data.get("published"), str(datetime.date.today())
    for path, day in _days(data, ()):
        if not _exists(day):
            yield path, "", f"{day} is no day of the calendar", "write an existing day"
        elif day > today:
            yield path, "", f"{day} is still to come", "write the day on which it was"
        elif day < EARLIEST:
            yield path, "", f"{day} is before anything was tested so", "write the day on which it was"
        elif isinstance(published, str) and day < published <= today and _exists(published):
            yield path, "", f"{day} is before the publication on {published}", "correct one of the two"


def _days(table: dict[str, Any], path: Path) -> Iterator[tuple[Path, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _days(value, (*path, key))
        elif key in ("published", "date") and isinstance(value, str) and re.match(DATE, value):
            yield (*path, key), value


def answers(data: dict[str, Any], standard: Standard) -> Iterator[tuple[Field, Any]]:
    """Every field of the standard with what the report says there, None for nothing."""
    for field in standard.fields:
        value: Any = data
        for key in path_of(field).split("."):
            value = value.get(key) if isinstance(value, dict) else None
        yield field, value


def exception_of(value: Any) -> str | None:
    """Which of withheld, not_done, not_applicable stands in place of an answer."""
    if isinstance(value, dict):
        return next((key for key in EXCEPTIONS if key in value), None)
    return None


def _arms(data: dict[str, Any]) -> Iterator[Found]:
    models = _get(data, "system", "models")
    names = [m.get("name") for m in models if isinstance(m, dict)] if isinstance(models, list) else []
    arms = _get(data, "trials", "arms")
    for index, arm in enumerate(arms if isinstance(arms, list) else []):
        if isinstance(arm, dict):
            path: Path = ("trials", "arms", index)
            yield from _model(path, arm, names)
            yield from _counts(path, arm)
            yield from _attempts(path, arm)
            yield from _interval(path, arm)


def _model(path: Path, arm: dict[str, Any], names: list[Any]) -> Iterator[Found]:
    model = arm.get("model")
    if names and isinstance(model, str) and model not in names:
        listed = ", ".join(str(name) for name in names)
        yield (*path, "model"), "G1", f"{model!r} is not among system.models", f"write one of: {listed}"


def _counts(path: Path, arm: dict[str, Any]) -> Iterator[Found]:
    run, excluded = _count(arm, "run"), _count(arm, "excluded")
    if run is None or excluded is None:
        return
    if excluded > run:
        yield (*path, "excluded"), "G1", f"{excluded} excluded of {run} run", "exclude at most what was run"
    elif excluded == run:
        yield (*path, "run"), "G1", "no trial is left after exclusion", "an arm needs at least one trial"
    if excluded and not arm.get("exclusion_reason"):
        yield (*path, "excluded"), "G1", "trials were excluded without a reason", "write exclusion_reason"


def _attempts(path: Path, arm: dict[str, Any]) -> Iterator[Found]:
    rule, k = arm.get("attempt_rule"), _count(arm, "k")
    if rule == "single" and k is not None and k != 1:
        yield (*path, "k"), "G3", f"k = {k} does not fit attempt_rule single", "use pass_at_k or best_of_k"
    if rule in ("pass_at_k", "best_of_k") and k is not None and k < 2:
        yield (*path, "k"), "G3", f"k = {k} is no repeated attempt", "write the number of attempts, 2 or more"
    successes, attempts = _count(arm, "attempt_successes"), _count(arm, "attempts")
    if successes is not None and attempts is not None and successes > attempts:
        wrong = f"{successes} successful attempts of {attempts}"
        yield (*path, "attempt_successes"), "G3", wrong, "successes cannot exceed attempts"


def _interval(path: Path, arm: dict[str, Any]) -> Iterator[Found]:
    successes, trials = _count(arm, "successes"), _analysed(arm)
    if successes is None or trials is None:
        return
    if successes > trials:
        wrong = f"{successes} successes in {trials} trials"
        yield (*path, "successes"), "G4", wrong, "successes are at most trials run less those excluded"
        return
    method, run = arm.get("method"), _count(arm, "run")
    if trials < SMALL <= (run or 0) and method in ("normal", "clustered"):
        wrong = f"{trials} trials are left after exclusion, too few for method {method}"
        yield (*path, "method"), "G4", wrong, 'use method = "exact" or "wilson" and its interval'
    low, high = arm.get("interval_low"), arm.get("interval_high")
    if not (_is_number(low) and _is_number(high)):
        return
    if low > high or high > 100:
        wrong = f"{low:g} to {high:g} is no interval in per cent"
        yield (*path, "interval_low"), "G4", wrong, "write the lower end, then the upper end, 0 to 100"
        return
    expected = _recomputed(successes, trials, method)
    if expected and max(abs(low - expected[0]), abs(high - expected[1])) > TOLERANCE:
        yield (*path, "interval_low"), "G4", *_mismatch(successes, trials, method, (low, high), expected)


def _mismatch(
    successes: int, trials: int, method: Any, given: tuple[float, float], expected: tuple[float, float]
) -> tuple[str, str]:
    wrong = (
        f"{given[0]:g} to {given[1]:g} is not the {method} 95% interval of {successes} of {trials}, "
        f"which is {expected[0]:.1f} to {expected[1]:.1f} per cent"
    )
    right = f"write interval_low = {expected[0]:.1f} and interval_high = {expected[1]:.1f}"
    if given[1] <= 1 and abs(100 * given[1] - expected[1]) <= TOLERANCE:
        return wrong, f"give per cent, not fractions: {right}"
    for other in ("exact", "wilson", "normal"):
        limits = _recomputed(successes, trials, other)
        if other != method and limits and all(abs(a - b) <= 0.1 for a, b in zip(given, limits, strict=True)):
            return wrong, f"these are the limits of method {other}; {right}, or change method"
    return wrong, right


def _recomputed(successes: int, trials: int, method: Any) -> tuple[float, float] | None:
    """The interval in per cent, where it follows from the counts alone."""
    from trial_counts import intervals  # `statistics` costs as much as all of this module

    if method == "normal":
        rate = successes / trials
        half = 1.959964 * math.sqrt(rate * (1 - rate) / trials)
        return 100 * max(0.0, rate - half), 100 * min(1.0, rate + half)
    if method not in intervals.METHODS:
        return None
    low, high = intervals.interval(successes, trials, "wilson" if trials > LONG_SUM else method)
    return 100 * low, 100 * high


def _headline(data: dict[str, Any]) -> Iterator[Found]:
    headline, arms = _get(data, "results", "headline"), _get(data, "trials", "arms")
    if not isinstance(headline, str) or not isinstance(arms, list):
        return
    path: Path = ("results", "headline")
    counts = [(arm, _count(arm, "successes"), _analysed(arm)) for arm in arms if isinstance(arm, dict)]
    counted = [(arm, k, n) for arm, k, n in counts if k is not None and n is not None]
    named = [arm for arm, k, n in counted if re.search(rf"(?<!\d){k} ?(of|/|out of) ?{n}(?!\d)", headline)]
    if counted and not named:
        _, k, n = counted[0]
        wrong = "the headline names no count of trials.arms"
        yield path, "H1", wrong, f'say for example "{k} of {n} trials", with the interval'
    intervals = [interval for arm in named if (interval := _interval_of(arm))]
    if intervals and not any(_states(headline, interval) for interval in intervals):
        low, high = intervals[0]
        wrong = "the headline gives a count without its interval"
        yield path, "H1", wrong, f'add for example "(95% interval {low:.1f} to {high:.1f}%)"'


def _interval_of(arm: dict[str, Any]) -> tuple[float, float] | None:
    """The interval of *arm* in per cent: what follows from its counts, else what it says."""
    successes, trials = _count(arm, "successes"), _analysed(arm)
    if successes is not None and trials is not None and successes <= trials:
        computed = _recomputed(successes, trials, arm.get("method"))
        if computed:
            return computed
    low, high = arm.get("interval_low"), arm.get("interval_high")
    return (low, high) if _is_number(low) and _is_number(high) else None


def _states(headline: str, interval: tuple[float, float]) -> bool:
    """Whether both ends of *interval* stand in *headline*, as far as rounding goes."""
    given = [float(number) for number in re.findall(r"(?<![\d.])\d{1,3}(?:\.\d+)?", headline)]
    return all(any(abs(end - number) <= TOLERANCE for number in given) for end in interval)


def _review(data: dict[str, Any]) -> Iterator[Found]:
    yield from _at_most_all(data, ("tasks", "false_successes"), "read", "E4", "{part} read of {all} successes")


def _misses(data: dict[str, Any]) -> Iterator[Found]:
    """Planted and clean cases: no part is more than its whole, and the sensitivity that follows."""
    misses = _get(data, "tasks", "misses")
    if not isinstance(misses, dict):
        return
    for part, whole in (("found", "planted"), ("flagged", "clean"), ("attempt", "attempts")):
        some, of = _count(misses, part), _count(misses, whole)
        if some is not None and of is not None and some > of:
            said = f"{some} {part} of {of} {whole}" if part != "attempt" else f"attempt {some} of {of} attempts"
            yield ("tasks", "misses", part), "E8", said, f"{part} is at most {whole}"
    planted, found, shown = _count(misses, "planted"), _count(misses, "found"), misses.get("shown_at_least")
    if not planted or found is None or found > planted:
        return
    from trial_counts import intervals

    expected = 100 * intervals.lower_limit(found, planted)
    if _is_number(shown) and abs(shown - expected) > TOLERANCE:
        path: Path = ("tasks", "misses", "shown_at_least")
        wrong = f"{shown:g} per cent is not what {found} of {planted} show, which is {expected:.1f}"
        yield path, "E8", wrong, f"write shown_at_least = {expected:.1f}"


def _awareness(data: dict[str, Any]) -> Iterator[Found]:
    yield from _at_most_all(data, ("elicitation", "awareness"), "aware", "F5", "{part} aware runs of {all}")


def _at_most_all(
    data: dict[str, Any], place: tuple[str, str], part: str, question: str, said: str
) -> Iterator[Found]:
    """A part of what was counted is no more than ``of``, the whole."""
    counted = _get(data, *place)
    if isinstance(counted, dict):
        some, of = _count(counted, part), _count(counted, "of")
        if some is not None and of is not None and some > of:
            yield (*place, part), question, said.format(part=some, all=of), f"{part} is at most of"


def _ruling_out(data: dict[str, Any]) -> Iterator[Found]:
    """Only a test that was shown to find the ability can rule it out."""
    answers_ = _get(data, "construct", "answers")
    if not isinstance(answers_, list) or "ruled_out" not in answers_:
        return
    path: Path = ("construct", "answers")
    right = "answer {} with what was planted and found, or take ruled_out out of answers"
    control, misses = _get(data, "tasks", "positive_control"), _get(data, "tasks", "misses")
    if exception_of(control) in ("not_done", "not_applicable"):
        yield path, "C7", "ruled_out is claimed without a positive control", right.format("tasks.positive_control")
    elif isinstance(control, dict) and control.get("found") is False:
        wrong = "ruled_out is claimed by a test that did not find what was known to be there"
        yield path, "C7", wrong, "take ruled_out out of answers"
    if exception_of(misses) in ("not_done", "not_applicable"):
        yield path, "C7", "ruled_out is claimed without a rate of misses", right.format("tasks.misses")


def _redaction(data: dict[str, Any], standard: Standard) -> Iterator[Found]:
    withheld = [field.id for field, value in answers(data, standard) if exception_of(value) == "withheld"]
    if withheld and _get(data, "publication", "redaction", "anything_withheld") is False:
        wrong = f"says that nothing is withheld, but {', '.join(withheld)} is"
        path: Path = ("publication", "redaction", "anything_withheld")
        yield path, "J1", wrong, "write true, and in the statement what is withheld, why and who holds it"


def _exceptions(data: dict[str, Any], standard: Standard) -> Iterator[Found]:
    for field, value in answers(data, standard):
        stated = [key for key in EXCEPTIONS if isinstance(value, dict) and key in value]
        if len(stated) > 1:
            path: Path = tuple(path_of(field).split("."))
            yield path, field.id, f"is said to be {' and '.join(stated)} at once", "keep one of them"


def _placeholders(data: dict[str, Any], standard: Standard) -> Iterator[Found]:
    """A word in place of an answer, where the standard has a form that says more."""
    for field, value in answers(data, standard):
        form = STAND_INS.get(value.strip().lower()) if isinstance(value, str) else None
        if form:
            path: Path = tuple(path_of(field).split("."))
            rest = f'{field.key}.{form} = "why"' if form in field.also else "an answer in words"
            if form == "withheld" and form in field.also:
                rest = f"{field.key}.withheld = a reason, with {field.key}.held_by and {field.key}.lodged"
            yield path, field.id, f"{value.strip()!r} is no answer", f"write {rest}"


def _dates(data: dict[str, Any], standard: Standard) -> Iterator[Found]:
    for field, value in answers(data, standard):
        path: Path = tuple(path_of(field).split("."))
        keys = {part.key for part in field.parts if part.type == "date"} | {"lodged"}
        for place, table in _tables(path, value):
            for key in sorted(keys & table.keys()):
                text = table[key]
                if isinstance(text, str) and re.match(DATE, text) and not _exists(text):
                    yield (*place, key), field.id, f"{text} is no day of the calendar", "write an existing day"


def _tables(path: Path, value: Any) -> Iterator[tuple[Path, dict[str, Any]]]:
    if isinstance(value, dict):
        yield path, value
    elif isinstance(value, list):
        yield from (((*path, i), item) for i, item in enumerate(value) if isinstance(item, dict))


def _exists(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _get(data: Any, *keys: str) -> Any:
    for key in keys:
        data = data.get(key) if isinstance(data, dict) else None
    return data


def _count(table: dict[str, Any], key: str) -> int | None:
    value = table.get(key)
    if _is_number(value) and 0 <= value <= 1e9 and value == int(value):
        return int(value)
    return None


def _analysed(arm: dict[str, Any]) -> int | None:
    """Trials run less those excluded, when both are known and something is left."""
    run, excluded = _count(arm, "run"), _count(arm, "excluded")
    if run is None or excluded is None or excluded >= run:
        return None
    return run - excluded


def _is_number(value: Any) -> TypeGuard[float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
