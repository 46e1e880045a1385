"""How values are written: in English, in French and in German."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from written_values.values import (
    AsWritten,
    Count,
    Day,
    Estimate,
    Money,
    Names,
    Quantity,
    Style,
    Value,
    is_known,
)  # fmt: skip

STYLES = {
    "en": Style("en", "{successes} of {trials}", "wilson", "to", "our estimate"),
    "fr": Style("fr", "{successes} sur {trials}", "wilson", "à", "notre estimation"),
    "de": Style("de", "{successes} von {trials}", "wilson", "bis", "unsere Schätzung"),
}
# A space here stands for a no-break space.
WRITTEN: list[tuple[Value, str, str, str]] = [
    (Count(9, 10, "single"), "9 of 10 (60–98%)", "9 sur 10 (60–98 %)", "9 von 10 (60–98 %)"),
    (Count(0, 10, "single"), "0 of 10 (0–28%)", "0 sur 10 (0–28 %)", "0 von 10 (0–28 %)"),
    (Count(10, 10, "single"), "10 of 10 (72–100%)", "10 sur 10 (72–100 %)", "10 von 10 (72–100 %)"),
    (Count(1234, 2468, "x"), "1,234 of 2,468 (48–52%)", "1 234 sur 2 468 (48–52 %)", "1.234 von 2.468 (48–52 %)"),
    (Quantity(90, "percent"), "90%", "90 %", "90 %"),
    (Quantity(2.5, "percent", 1, 4), "2.5% (1–4%)", "2,5 % (1–4 %)", "2,5 % (1–4 %)"),
    (Quantity(22.8, "percent", 15.2, 30.4), "22.8% (15.2–30.4%)", "22,8 % (15,2–30,4 %)", "22,8 % (15,2–30,4 %)"),
    (
        Quantity(AsWritten("31.0"), "percent", AsWritten("9.50"), 40),
        "31.0% (9.50–40%)",
        "31,0 % (9,50–40 %)",
        "31,0 % (9,50–40 %)",
    ),
    (Quantity(AsWritten("4.20"), "µg/L", 3.9, 5), "4.20 µg/L (3.9–5)", "4,20 µg/L (3,9–5)", "4,20 µg/L (3,9–5)"),
    (Quantity(2, "percent", -0.5, 4), "2% (−0.5% to 4%)", "2 % (−0,5 % à 4 %)", "2 % (−0,5 % bis 4 %)"),
    (Quantity(2, "points", -0.3, 4.2, digits=0), "2 points (0–4)", "2 points (0–4)", "2 points (0–4)"),
    (Quantity(2, "percent", -0.3, 4.2, digits=0), "2% (0–4%)", "2 % (0–4 %)", "2 % (0–4 %)"),
    (Quantity(-0.0, "points"), "0 points", "0 points", "0 points"),
    (Quantity(12345.6, "trials"), "12,345.6 trials", "12 345,6 trials", "12.345,6 trials"),
    (
        Quantity(-3, "points", -10.5, 4),
        "−3 points (−10.5 to 4)",
        "−3 points (−10,5 à 4)",
        "−3 points (−10,5 bis 4)",
    ),
    (Quantity(3, "points", 1, 4, "over"), "over 3 points (1–4)", "over 3 points (1–4)", "over 3 points (1–4)"),
    (Quantity(0.0414, "p"), "0.04", "0,04", "0,04"),
    (Quantity(0.00041, "p"), "0.0004", "0,0004", "0,0004"),
    (Money(5000, "EUR", 2025), "€5,000 (2025)", "5 000 € (2025)", "5.000 € (2025)"),
    (
        Money(5.5, "EUR", 2025, 1, 10),
        "€5.50 (€1–€10, 2025)",
        "5,50 € (1–10 €, 2025)",
        "5,50 € (1–10 €, 2025)",
    ),
    (Day(dt.date(2026, 8, 1)), "1 August 2026", "1er août 2026", "1. August 2026"),
    (Day(dt.date(2026, 8, 11)), "11 August 2026", "11 août 2026", "11. August 2026"),
    (
        Estimate(5, 15, "person-days"),
        "5–15 person-days (our estimate)",
        "5–15 person-days (notre estimation)",
        "5–15 person-days (unsere Schätzung)",
    ),
    (
        Estimate(552.2, 55220, currency="USD", year=2025),
        "$550–$55,000 (our estimate)",
        "550–55 000 $US (notre estimation)",
        "550–55.000 $ (unsere Schätzung)",
    ),
    (
        Estimate(0.5e6, 1.5e6, "a year", "EUR", 2026),
        "€500,000–€1.5 million a year (our estimate)",
        "500 000 €–1,5 M € a year (notre estimation)",
        "500.000 €–1,5 Mio. € a year (unsere Schätzung)",
    ),
]


@pytest.mark.parametrize(("value", "en", "fr", "de"), WRITTEN)
def test_a_value_is_written_as_its_language_does(value: Value, en: str, fr: str, de: str) -> None:
    for language, expected in (("en", en), ("fr", fr), ("de", de)):
        assert STYLES[language].text(value) == expected.replace(" ", "\N{NO-BREAK SPACE}")


@pytest.mark.parametrize(
    ("language", "day", "names"),
    [
        ("en", "31 May 2028", "Kenya, Japan and Chile"),
        ("en_GB", "31 May 2028", "Kenya, Japan and Chile"),
        ("en_US", "May 31, 2028", "Kenya, Japan, and Chile"),
        ("en_CA", "May 31, 2028", "Kenya, Japan and Chile"),
    ],
)
def test_a_variety_of_english_has_its_own_order_of_a_date(language: str, day: str, names: str) -> None:
    style = replace(STYLES["en"], locale=language)
    assert style.text(Day(dt.date(2028, 5, 31))) == day.replace(" ", "\N{NO-BREAK SPACE}")
    assert style.text(Names(("Kenya", "Japan", "Chile"))) == names


def test_a_language_is_known_with_all_that_its_name_says() -> None:
    assert [is_known(tag) for tag in ("en_US", "en-US", "en", "en_XX", "english", "xx", "")] == [
        *(True, True, True, False, False, False, False)
    ]


def test_names_are_written_as_a_list_that_can_break_and_has_no_comma_before_the_last() -> None:
    names = Names(("Kenya", "Japan", "Chile"))
    assert STYLES["en"].text(names) == "Kenya, Japan and Chile"
    assert STYLES["fr"].text(names) == "Kenya, Japan et Chile"


def test_a_count_can_be_asked_for_in_parts() -> None:
    count, style = Count(9, 10, "single"), STYLES["en"]
    forms = [style.form(count, form) for form in ("count", "rate", "interval")]
    assert forms == ["9\N{NO-BREAK SPACE}of\N{NO-BREAK SPACE}10", "90%", "60–98%"]
    with pytest.raises(ValueError, match="only a count has a rate"):
        style.form(Quantity(3, ""), "rate")


@pytest.mark.parametrize(
    ("count", "rate"),
    [((1, 5000), "0.02%"), ((4999, 5000), "99.98%"), ((1, 1000), "0.1%"), ((0, 5), "0%"), ((5, 5), "100%")],
)
def test_a_rate_that_is_not_0_or_1_is_never_written_as_0_or_100_percent(count: tuple[int, int], rate: str) -> None:
    assert STYLES["en"].rate(Count(*count, "single")) == rate


def test_the_exact_interval_is_written_where_it_is_configured() -> None:
    exact = Style("en", "{successes} of {trials}", "exact")
    assert exact.interval(Count(9, 10, "single")) == "55–99.7%"


counts = st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts, st.sampled_from(sorted(STYLES)))
def test_a_written_count_gives_back_its_numbers(count: tuple[int, int], language: str) -> None:
    written = STYLES[language].count(Count(*count, "single"))
    numbers = re.fullmatch(r"([\d\W]+)\xa0(?:of|sur|von)\xa0([\d\W]+)", written)
    assert numbers
    assert tuple(int(re.sub(r"\D", "", part)) for part in numbers.groups()) == count


@given(counts, st.sampled_from(sorted(STYLES)))
def test_a_written_value_never_breaks_inside_and_an_interval_is_in_order(
    count: tuple[int, int], language: str
) -> None:
    style = STYLES[language]
    value = Count(*count, "single")
    assert not re.search(r"[ \t\n\N{NARROW NO-BREAK SPACE}]", style.text(value))
    low, high = (float(part.rstrip("% \xa0").replace(",", ".")) for part in style.interval(value).split("–"))
    assert 0 <= low <= 100 * value.rate + 1
    assert 100 * value.rate - 1 <= high <= 100


@given(st.floats(-1e14, 1e14, allow_nan=False), st.sampled_from(["percent", "points", "", "p"]))
def test_any_number_is_written(number: float, unit: str) -> None:
    for style in STYLES.values():
        written = style.text(Quantity(number, unit))
        assert written
        assert "-" not in written
        assert "e" not in written.removesuffix("points")
