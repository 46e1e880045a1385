"""The one reader of TOML: what is read as meant, and the line of everything that may be wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from policybrief.data.toml import File
from policybrief.words.complaints import Rule

TEXT = """\
title = "A"
"odd word" = 1
text = '''
title = "not a key"
'''

[values]
[values.first]
number = 1

[[panels]]
title = "one"
[[panels.rows]]
label = "a"
[[panels]]
title = "two"
[[panels.rows]]
label = "b"
[[panels.rows]]
label = "c"
short.long = 2
"""
PLACES: dict[tuple[str | int, ...], int] = {
    ("title",): 1,
    ("odd word",): 2,
    ("text",): 3,
    ("values",): 7,
    ("values", "first"): 8,
    ("values", "first", "number"): 9,
    ("panels", 0): 11,
    ("panels", 0, "rows", 0, "label"): 14,
    ("panels", 1, "title"): 16,
    ("panels", 1, "rows", 1, "label"): 20,
    ("panels", 1, "rows", 1, "short", "long"): 21,
    ("panels", 1, "rows", 1, "missing"): 19,
    ("nothing", "at", "all"): 1,
}


def read(folder: Path, content: str | bytes) -> File:
    """A file of that content."""
    path = folder / "a.toml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return File(path, "a.toml", Rule.EVIDENCE_FILE)


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_each_table_and_key_has_its_line_and_what_is_missing_that_of_what_is_around_it(
    tmp_path: Path, place: tuple[str | int, ...]
) -> None:
    assert read(tmp_path, TEXT).line(*place) == PLACES[place]


@pytest.mark.parametrize("content", [b'\xef\xbb\xbfa = "\xc3\xa9"\r\n', b'a = "\xc3\xa9"\r\n', b'a = "\xc3\xa9"'])
def test_a_byte_order_mark_and_the_line_ends_of_any_system_are_read_as_meant(
    tmp_path: Path, content: bytes
) -> None:
    file = read(tmp_path, content)
    assert (file.data, file.complaints) == ({"a": "é"}, [])


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        (b"a = 1\nb = '\xe9'\n", 2, "not UTF-8"),
        ('a = 1\nb = "\n', 2, "not TOML"),
        ("a = 1\nb = \\", 2, "not TOML"),
        ('a = 1\nb = "\\u0007"\n', 2, "control character U+0007"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(
    tmp_path: Path, content: str | bytes, line: int, said: str
) -> None:
    (found,) = read(tmp_path, content).complaints
    assert (found.path, found.line) == ("a.toml", line)
    assert said in found.text


@pytest.mark.parametrize(
    ("written", "cure"),
    [
        ("number = 41,6", "write 41.6, with a point before the decimals"),
        ("number = -41,6 # µg", "write -41.6, with a point before the decimals"),
        ("successes = 4 815", "write 4815, with nothing between thousands"),
        ("successes = 4\u202f815", "write 4815, with nothing between thousands"),
        ("amount = 18.500,50", "write 18500.50, with a point before the decimals"),
        ("task = { low = 1,5, high = 2 }", "write 1.5, with a point before the decimals"),
        ("as_of = 12.10.2026", "a day is written like 2026-10-07"),
        ("as_of = 1er octobre 2026", "a day is written like 2026-10-07"),
        ("as_of = 12. Oktober 2026", "a day is written like 2026-10-07"),
    ],
)
def test_a_number_or_a_day_of_a_language_is_told_with_the_one_of_toml(
    tmp_path: Path, written: str, cure: str
) -> None:
    (found,) = read(tmp_path, f"a = 1\n{written}\nb = 2\n").complaints
    assert (found.line, found.text.startswith("not TOML: ")) == (2, True)
    assert cure in found.text


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    (found,) = File(tmp_path / "no.toml", "no.toml", Rule.CONFIGURATION).complaints
    assert found.text == "the file is missing"


def test_an_unknown_key_is_told_with_the_nearest_known_one_or_with_all(tmp_path: Path) -> None:
    file = read(tmp_path, "a = 1\nlocater = 2\nzzz = 3\n")
    file.keys(file.data, ("a", "locator"))
    assert [(found.line, found.text) for found in file.complaints] == [
        (2, "unknown key 'locater'; did you mean 'locator'?"),
        (3, "unknown key 'zzz'; known are a, locator"),
    ]
    assert not file.sound
