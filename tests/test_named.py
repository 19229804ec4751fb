"""People named once: cases, half of them of words that begin like a name."""

from pathlib import Path

import pytest

from reader.dictionary import Dictionary
from reader.named import named
from reader.words import Cutter

CASES = Path(__file__).parent / "cases" / "people.txt"
DICTIONARY = Dictionary()
CUTTER = Cutter(DICTIONARY)


def cases() -> list[tuple[str, str]]:
    lines = CASES.read_text("utf-8").splitlines()
    found = [line.partition(" =") for line in lines if not line.startswith("#")]
    return [(text, names.strip()) for text, _, names in found]


@pytest.mark.parametrize(("text", "expected"), cases())
def test_only_people_are_named(text: str, expected: str) -> None:
    found = named(text, CUTTER, DICTIONARY)
    assert sorted(expected.split()) == sorted(found)


def test_half_of_the_cases_name_nobody() -> None:
    found = cases()
    assert len(found) >= 60
    assert 2 * sum(not names for _, names in found) >= len(found)
