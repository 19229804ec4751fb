"""pypinyin's data (MIT): what phrases and characters it knows, and how they are read.

Read only: the tables belong to whoever else uses pypinyin in the same program.
"""

from collections.abc import Mapping


def phrases() -> Mapping[str, list[list[str]]]:
    """Return phrase -> its syllables, each with what else it may be read as.

    >>> phrases()["银行"]
    [['yín'], ['háng']]
    """
    from pypinyin.constants import PHRASES_DICT

    return PHRASES_DICT


def characters() -> Mapping[int, str]:
    """Return code point -> its readings, the commonest first, commas between.

    >>> characters()[ord("行")].split(",")[:2]
    ['xíng', 'háng']
    """
    from pypinyin.constants import PINYIN_DICT

    return PINYIN_DICT


def first_reading(character: str) -> str:
    """Return the commonest reading of a character, "" where there is none.

    >>> first_reading("行"), first_reading("A")
    ('xíng', '')
    """
    return characters().get(ord(character), "").partition(",")[0]
