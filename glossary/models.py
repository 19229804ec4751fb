"""The nouns of the glossary: a term, a place where it stands, a fault in a file."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

from glossary.han import HAN
from glossary.scripts import fold
from glossary.syllables import align

# preferred: the rendering to use. common: explain the term, but other renderings are
# as good. keep: do not translate, it stands in English as it stands in Chinese.
# off: no term at all, which takes one of ours out of a glossary laid over it.
Status = Literal["preferred", "common", "keep", "off"]
STATUSES: tuple[str, ...] = get_args(Status)

# Of the term as the preferred English renders it; a name is a proper name.
Pos = Literal["", "noun", "verb", "adjective", "adverb", "phrase", "name"]
PARTS_OF_SPEECH: tuple[str, ...] = tuple(filter(None, get_args(Pos)))


@dataclass(frozen=True)
class Term:
    """A word of the trade: how it is written, read, rendered, and what it means.

    >>> term = Term("应收账款", "accounts receivable", "yīngshōu zhàngkuǎn",
    ...             aliases=("应收", "应收款"))
    >>> term.syllables
    ('yīng', 'shōu', 'zhàng', 'kuǎn')
    """

    chinese: str
    """The usual form, Simplified."""
    english: str
    """The rendering as it stands inside a sentence: lower case unless a name."""
    pinyin: str = ""
    """By GB/T 16159; empty where `chinese` has no Han character."""
    definition: str = ""
    domain: str = ""
    aliases: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()
    """Other English renderings that are right."""
    avoid: tuple[str, ...] = ()
    """English renderings that are wrong or mislead."""
    traditional: tuple[str, ...] = ()
    """Taiwan's and Hong Kong's words for it, where they use other words."""
    status: Status = "preferred"
    not_in: tuple[str, ...] = ()
    """Longer words that hold the characters of the term but not its meaning."""
    only_in: tuple[str, ...] = ()
    """Longer words one of which must stand around the term: 上云 for 云."""
    near: tuple[str, ...] = ()
    """Words one of which must stand in the same sentence where no `only_in` does."""
    pos: Pos = ""
    example: str = ""
    """A Chinese sentence with the term in it."""
    example_english: str = ""

    @property
    def forms(self) -> tuple[str, ...]:
        """Every written form: the term, its aliases, its Traditional words."""
        return (self.chinese, *self.aliases, *self.traditional)

    @cached_property
    def syllables(self) -> tuple[str, ...]:
        """One syllable with its tone mark for each Han character of `chinese`.

        Empty where the term has no pinyin.
        """
        return align(self.chinese, self.pinyin) if self.pinyin else ()

    def readings(self, form: str) -> tuple[str, ...] | None:
        """Return one syllable for each Han character of `form`, or None.

        Known are the term itself, in either script, and forms that only leave
        characters out; of any other alias the term's pinyin says nothing.

        >>> term = Term("应收账款", "accounts receivable", "yīngshōu zhàngkuǎn")
        >>> term.readings("應收款")
        ('yīng', 'shōu', 'kuǎn')
        >>> term.readings("挂账") is None
        True
        """
        if not self.syllables:
            return None
        pairs = iter(zip(_han(self.chinese), self.syllables, strict=True))
        readings = []
        for wanted in _han(form):
            syllable = next((s for char, s in pairs if char == wanted), None)
            if syllable is None:
                return None
            readings.append(syllable)
        return tuple(readings)


@dataclass(frozen=True, slots=True)
class Match:
    """A term in a text: `text[start:end]`, in code points."""

    start: int
    end: int
    term: Term


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a glossary file. Line 1 is the header."""

    line: int
    problem: str
    remedy: str


def _han(text: str) -> list[str]:
    return HAN.findall(fold(text))
