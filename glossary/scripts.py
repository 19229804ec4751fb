"""Text -> the one spelling terms are compared in: Simplified, half-width, lower case.

Every character becomes exactly one character, so an offset in the folded text is an
offset in the text. characters.tsv says which Traditional character has which
Simplified one; it is derived from OpenCC's TSCharacters (Apache-2.0).
"""

import re
from functools import cache
from importlib.resources import files
from string import ascii_letters, ascii_uppercase, digits

from glossary.han import HAN

CHARACTERS = "characters.tsv"


def fold(text: str) -> str:
    """Return `text` with script, width and case made equal, character for character.

    >>> fold("產業互聯網，To B")
    '产业互联网，to b'
    """
    unfolded, table = _foldable(), _fold_table()
    return unfolded.sub(lambda found: found.group().translate(table), text)


def simplified(text: str) -> str:
    """Return Traditional `text` in Simplified characters, one for one.

    A text with fewer than one Traditional character in ten Han is left alone: it is
    Simplified, and the few (乾隆, 著作) stand there rightly.

    >>> simplified("產業互聯網，To B"), simplified("他的著作和乾隆")
    ('产业互联网，To B', '他的著作和乾隆')
    """
    table = _simplified_table()
    changed = sum(ord(character) in table for character in text)
    if changed < 2 or changed * 10 < len(HAN.findall(text)):
        return text
    return text.translate(table)


def one_simplified(character: str) -> str | None:
    """Give the Simplified form of a Traditional character, None where it has none.

    >>> one_simplified("變"), one_simplified("云")
    ('变', None)
    """
    return _simplified_table().get(ord(character))


@cache
def traditional_only() -> re.Pattern[str]:
    """Match a character that has a Simplified form and that GB 2312 lacks.

    GB 2312 is the set of Simplified writing: it has 乾 (乾隆) and 著 (著作).
    """
    table = _simplified_table()
    only = [chr(code) for code in table if not _is_common(chr(code))]
    return re.compile(f"[{''.join(only)}]")


def _is_common(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@cache
def _foldable() -> re.Pattern[str]:
    # Most of a text is Simplified Han: passing over it in one stride is three times
    # as fast as translating every character.
    return re.compile(f"[{re.escape(''.join(map(chr, _fold_table())))}]+")


@cache
def _fold_table() -> dict[int, str]:
    table = {ord(char): char.lower() for char in ascii_uppercase}
    # Full-width marks stay: ， is no comma of a Latin word. A full-width & is P&L's.
    for char in ascii_letters + digits + "&+-/":
        table[ord(char) + 0xFEE0] = char.lower()
    table |= {0x3000: " ", 0xA0: " "}
    return table | _simplified_table()


@cache
def _simplified_table() -> dict[int, str]:
    rows = files("glossary").joinpath(CHARACTERS).read_text("utf-8").splitlines()
    pairs = (row.split("\t") for row in rows[1:])
    return {ord(traditional): simple for traditional, simple in pairs}
