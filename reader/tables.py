"""What is known of readings before a sentence is: pypinyin's data, and our tables.

data/readings.tsv has words that pypinyin reads wrong, data/singles.tsv the commonest
reading of a character alone, data/surnames.tsv surnames, data/names.tsv what given
names are read as, and data/contexts.tsv what a
character is read as beside certain others. Each is opened when it is first asked.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from importlib.resources import files

from glossary.scripts import fold
from glossary.syllables import align
from reader.dictionary import Dictionary
from reader.phrases import first_reading, phrases
from reader.polyphones import CITATION

LONGEST_PHRASE = 12
TITLE = re.compile(
    "先生|女士|小姐|老师|师傅|老板|律师|医生|教授|博士|院士|经理|主任|部长|总(?![是有要会能在把体结共裁经理])|董(?!事)"
)


class Tables:
    """The tables, each opened once.

    >>> tables = Tables(Dictionary())
    >>> tables.read("银行"), tables.usual["行"], tables.titled("单老师", 0)
    (('yín', 'háng'), 'xíng', 'shàn')
    """

    def __init__(self, dictionary: Dictionary) -> None:
        self._dictionary = dictionary
        self._read: dict[str, tuple[str, ...]] = {}

    def read(self, phrase: str) -> tuple[str, ...]:
        """Read a phrase: ours, with CC-CEDICT's neutral tones, or pypinyin's."""
        known = self.ours.get(phrase) or self._read.get(phrase)
        if known:
            return known
        # The data writes some spoken tones (yí gè, bú shì); the standard does not.
        reading = self._dictionary.unstressed.get(phrase) or tuple(
            CITATION.get(character, syllables[0])
            for character, syllables in zip(phrase, self.phrases[phrase], strict=True)
        )
        self._read[phrase] = reading
        return reading

    def in_context(self, text: str, position: int) -> str:
        """Read a character by our rules; Traditional ones have their own: 乾隆."""
        rules = self.contexts.get(text[position])
        if rules:
            before = text[max(0, position - 8) : position]
            for left, right, reading in rules:
                if left.search(before) and right.match(text, position + 1):
                    return reading
        return ""

    def titled(self, text: str, position: int) -> str:
        """Read a surname before a title: 单老师, 曾总."""
        surname = self.surnames.get(text[position])
        return surname[0] if surname and TITLE.match(text, position + 1) else ""

    @cached_property
    def usual(self) -> "_Usual":
        """How each character is read where nothing says otherwise."""
        return _Usual({**self._singles, **self._defaults})

    @cached_property
    def phrases(self) -> Mapping[str, list[list[str]]]:
        """What pypinyin has as a phrase."""
        return phrases()

    @cached_property
    def longest(self) -> dict[str, int]:
        """How long a phrase can be that begins with two given characters."""
        longest: dict[str, int] = {}
        for table in (self.phrases, self.ours):
            for phrase in table:
                size = min(len(phrase), LONGEST_PHRASE)
                if size > longest.get(phrase[:2], 1):
                    longest[phrase[:2]] = size
        return longest

    @cached_property
    def spelled(self) -> dict[str, str]:
        """How the words that pypinyin reads wrong are spelled."""
        return {word: pinyin for word, pinyin, _ in _rows("readings.tsv")}

    @cached_property
    def ours(self) -> dict[str, tuple[str, ...]]:
        """How the words that pypinyin reads wrong are read."""
        return {word: align(word, pinyin) for word, pinyin in self.spelled.items()}

    @cached_property
    def _singles(self) -> dict[str, str]:
        return {character: reading for character, reading, _ in _rows("singles.tsv")}

    @cached_property
    def surnames(self) -> dict[str, tuple[str, ...]]:
        """How surnames are read that are read otherwise than usual."""
        return {
            surname: tuple(reading.split())
            for surname, reading, _ in _rows("surnames.tsv")
        }

    @cached_property
    def given(self) -> dict[str, str]:
        """How characters are read in given names, though in words otherwise, too."""
        return dict(_rows("names.tsv"))

    @cached_property
    def _defaults(self) -> dict[str, str]:
        """The readings that contexts.tsv gives characters without any condition."""
        return {
            character: reading
            for character, reading, before, after, _ in _rows("contexts.tsv")
            if not before and not after and character == fold(character)
        }

    @cached_property
    def contexts(
        self,
    ) -> dict[str, list[tuple[re.Pattern[str], re.Pattern[str], str]]]:
        """What is before and after each character that is then read in one way."""
        rules: dict[str, list[tuple[re.Pattern[str], re.Pattern[str], str]]] = {}
        for character, reading, before, after, _ in _rows("contexts.tsv"):
            if before or after or character not in self._defaults:
                left, right = re.compile(f"(?:{before})$"), re.compile(after)
                rules.setdefault(character, []).append((left, right, reading))
        return rules


class _Usual(dict[str, str]):
    """How characters are read where no rule says otherwise."""

    def __missing__(self, character: str) -> str:
        reading = self[character] = first_reading(character) or character
        return reading


def _rows(table: str) -> Iterator[list[str]]:
    """Go through the rows of one of our tables, its header left out."""
    text = files("reader.data").joinpath(table).read_text("utf-8")
    for row in text.splitlines()[1:]:
        yield row.split("\t")
