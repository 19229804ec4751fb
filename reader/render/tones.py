"""Syllables -> tones, and a word's pinyin cut where its syllables are.

For views that colour tones. The tone is read off the mark, so it is always the one
that is shown.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from glossary.han import is_han
from reader.models import Token
from reader.tones import tone

if TYPE_CHECKING:
    from rich.text import Text


def parts(token: Token) -> list[tuple[str, int]]:
    """Cut a token's pinyin into pieces with their tones; 0 for what is no syllable.

    Joined, the pieces are ``token.pinyin``. Where the spelling is not made of the
    syllables one after the other (a merged r), it stays one piece.

    >>> parts(Token("西安", ("xī", "ān"), "Xī'ān"))
    [('Xī', 1), ("'", 0), ('ān', 1)]
    >>> parts(Token("玩儿", ("wán", "r"), "wánr"))
    [('wán', 2), ('r', 5)]
    """
    spelt, found, at = token.pinyin, [], 0
    for syllable in token.syllables:
        start = spelt.lower().find(syllable, at)
        if start < 0 or any(sign.isalpha() for sign in spelt[at:start]):
            return [(spelt, 0)]
        if start > at:
            found.append((spelt[at:start], 0))
        at = start + len(syllable)
        found.append((spelt[start:at], tone(syllable)))
    return [*found, (spelt[at:], 0)] if at < len(spelt) else found


def marked(text: "Text", syllables: Sequence[str], *, han: bool) -> None:
    """Style the characters (``han``) or the syllables of a line by their tones.

    Syllables are one for each Han character of the line, in order.
    """
    at = 0
    low = text.plain.lower()
    for syllable in syllables:
        if han:
            while at < len(low) and not is_han(low[at]):
                at += 1
            start, end = at, at + 1
        else:
            start = low.find(syllable, at)
            end = start + len(syllable)
        if 0 <= start < end <= len(low):
            text.stylize(f"tone.{tone(syllable)}", start, end)
            at = end
