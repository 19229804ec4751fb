"""People named once: cases, half of them of words that begin like a name."""

from pathlib import Path

import pytest

import reader
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("刘建国来自山东。", "Liú Jiànguó"),
        ("王芳和李明去了杭州。", "Wáng Fāng"),
        ("老张和小马来了。", "Xiǎo Mǎ"),
        ("周总和陈总都同意。", "Chén"),
        ("據葉曉寧透露，訂單不少。", "Yè Xiǎoníng"),
    ],
)
def test_a_person_is_spelled_as_one(text: str, expected: str) -> None:
    assert expected in [token.pinyin for token in reader.annotate(text)]


def test_a_cutter_that_knows_names_leaves_the_first_as_it_was() -> None:
    other = CUTTER.knowing(["林晓岚"])
    assert ["林晓岚"] == [token.text for token in other.cut("林晓岚")]
    assert ["林晓岚"] != [token.text for token in CUTTER.cut("林晓岚")]
