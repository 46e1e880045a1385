"""The order of sources: one alphabet, that of the language, whichever library has it."""

from __future__ import annotations

import random
import tomllib
from pathlib import Path

import pytest

from policybrief.data import collation

ORDERS = {
    language: [name.strip() for name in names.replace("\n", "").split("|")]
    for language, names in tomllib.loads((Path(__file__).parent / "alphabets.toml").read_text("utf-8")).items()
}
SHARED = ("de", "en", "fr", "it", "nl", "pt")


@pytest.mark.parametrize("language", collation.tailorings())
def test_two_hundred_names_stand_in_the_order_that_icu_gives_them(language: str) -> None:
    expected = ORDERS["shared" if language in SHARED else language]
    names = random.Random(language).sample(expected, len(expected))
    assert len(names) > 200
    assert sorted(names, key=collation.key_of_pyuca(language, names)) == expected
    if collation.icu is not None:
        assert sorted(names, key=collation.key_of(language, names)) == expected


def test_a_variety_of_a_language_has_its_alphabet_and_an_unknown_one_that_of_all() -> None:
    names = ["Zorn", "Ärzte", "Östberg", "Alm"]
    assert sorted(names, key=collation.key_of_pyuca("sv_FI", names)) == ["Alm", "Zorn", "Ärzte", "Östberg"]
    assert sorted(names, key=collation.key_of_pyuca("tlh", names)) == ["Alm", "Ärzte", "Östberg", "Zorn"]
    assert not collation.tailorings().keys() & {"tlh", "cs"}
