"""Pinyin as a dictionary writes it -> one syllable for each Han character.

GB/T 16159 joins the syllables of a word and sets an apostrophe before a syllable that
begins with a, o or e inside a word. So a consonant followed by a vowel always opens a
new syllable: `fāngàn` is fān + gàn, and only `fāng'àn` is fāng + àn.
"""

import re
import unicodedata
from itertools import groupby

from glossary.han import HAN

# Every syllable of Standard Chinese by its initial, without tones; v stands for ü.
_SYLLABLES = {
    "": "a ai an ang ao e ei en eng er o ou",
    "b": "a ai an ang ao ei en eng i ian iao ie in ing o u",
    "p": "a ai an ang ao ei en eng i ian iao ie in ing o ou u",
    "m": "a ai an ang ao e ei en eng i ian iao ie in ing iu o ou u",
    "f": "a an ang ei en eng o ou u",
    "d": "a ai an ang ao e ei en eng i ia ian iao ie ing iu ong ou u uan ui un uo",
    "t": "a ai an ang ao e ei eng i ian iao ie ing ong ou u uan ui un uo",
    "n": "a ai an ang ao e ei en eng i ian iang iao ie in ing iu ong ou u uan un uo "
    "v ve",
    "l": "a ai an ang ao e ei eng i ia ian iang iao ie in ing iu o ong ou u uan un uo "
    "v ve",
    "g": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "k": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "h": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "j": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "q": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "x": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "zh": "a ai an ang ao e ei en eng i ong ou u ua uai uan uang ui un uo",
    "ch": "a ai an ang ao e en eng i ong ou u ua uai uan uang ui un uo",
    "sh": "a ai an ang ao e ei en eng i ou u ua uai uan uang ui un uo",
    "r": "an ang ao e en eng i ong ou u ua uan ui un uo",
    "z": "a ai an ang ao e ei en eng i ong ou u uan ui un uo",
    "c": "a ai an ang ao e en eng i ong ou u uan ui un uo",
    "s": "a ai an ang ao e en eng i ong ou u uan ui un uo",
    "y": "a an ang ao e i in ing o ong ou u uan ue un",
    "w": "a ai an ang ei en eng o u",
}
_INVENTORY = sorted(
    (
        initial + final
        for initial, finals in _SYLLABLES.items()
        for final in finals.split()
    ),
    key=len,
    reverse=True,
)
# `xiangu` -> xian gu, never xiang u: what follows a syllable is no vowel.
# A lone r is the 儿 of 玩儿 (wánr).
_SYLLABLE = re.compile(rf"(?:{'|'.join(_INVENTORY)}|(?<=[a-z])r)(?![aeiouv])")
_WORD = re.compile(rf"(?:{_SYLLABLE.pattern})+")
_TONES = {"\u0304": 1, "\u0301": 2, "\u030c": 3, "\u0300": 4}
# The words GB/T 16159 writes apart and without a tone.
_PARTICLES = frozenset({"a", "ba", "de", "le", "ma", "ne", "r", "zhe"})


def plain(pinyin: str) -> str:
    """Return pinyin as one types it: no tones, blanks or apostrophes, ü as v.

    >>> plain("chǎnyè hùliánwǎng"), plain("lǚyuē"), plain("Xī'ān")
    ('chanyehulianwang', 'lvyue', 'xian')
    """
    return re.sub(r"[\s'’\-]", "", _toneless(unicodedata.normalize("NFC", pinyin)))


def split(pinyin: str) -> list[str]:
    """Split pinyin without Latin words into its syllables, tones kept, lower case.

    Raises ValueError, saying what is wrong, where a piece is no syllable or a tone
    mark is missing, doubled or on the wrong vowel.

    >>> split("jiějué fāng'àn")
    ['jiě', 'jué', 'fāng', 'àn']
    >>> split("hao3")
    Traceback (most recent call last):
    ValueError: 'hao3' is not pinyin with tone marks
    """
    syllables = []
    for word in re.split(r"[\s\-]+", unicodedata.normalize("NFC", pinyin).strip()):
        for index, part in enumerate(word.split("'")):
            bare = _toneless(part)
            if not _WORD.fullmatch(bare):
                raise ValueError(f"{part!r} is not pinyin with tone marks")
            if index and bare[0] not in "aoe":
                raise ValueError(f"no apostrophe stands before {part!r}")
            for found in _SYLLABLE.finditer(bare):
                syllable = part[found.start() : found.end()].lower()
                first = found.start() == 0 and index == 0
                _check_mark(syllable, found.group(), first)
                syllables.append(syllable)
    return syllables


def align(chinese: str, pinyin: str) -> tuple[str, ...]:
    """Give each Han character of `chinese` its syllable of `pinyin`, in order.

    Latin words stand in the pinyin as they stand in the Chinese. Raises ValueError,
    saying what is wrong, where the two do not agree.

    >>> align("To B业务", "To B yèwù")
    ('yè', 'wù')
    """
    runs = [
        ("".join(run), is_han)
        for is_han, run in groupby(chinese, key=lambda c: bool(HAN.match(c)))
    ]
    han_runs = [run for run, is_han in runs if is_han]
    readings = [pinyin.strip()]
    if len(runs) > 1:
        pattern = r"\s*".join(
            "(.+?)" if is_han else re.escape(run.strip()) for run, is_han in runs
        )
        found = re.fullmatch(pattern, readings[0])
        if found is None:
            raise ValueError(f"pinyin {pinyin!r} lacks the Latin part of {chinese!r}")
        readings = list(found.groups())
    elif not han_runs:
        raise ValueError(f"{chinese!r} has no Han character to read")
    syllables: list[str] = []
    for run, reading in zip(han_runs, readings, strict=True):
        pieces = split(reading)
        if len(pieces) != len(run):
            raise ValueError(
                f"{run} has {len(run)} characters, {reading!r} {len(pieces)} syllables"
            )
        syllables.extend(pieces)
    return tuple(syllables)


def _check_mark(syllable: str, bare: str, first: bool) -> None:
    marks = [index for index, char in enumerate(syllable) if _tone(char)]
    if not marks:
        if first and bare not in _PARTICLES:
            raise ValueError(f"{syllable!r} opens a word and has no tone mark")
        return
    if len(marks) > 1:
        raise ValueError(f"{syllable!r} has two tone marks (or lacks an apostrophe)")
    if marks[0] != _marked_vowel(bare):
        raise ValueError(f"{syllable!r} has its tone mark on the wrong vowel")


def _marked_vowel(bare: str) -> int:
    for vowels in ("a", "e", "ou"):
        if vowels in bare:
            return bare.index(vowels)
    return max(bare.rfind(vowel) for vowel in "iouv")  # liú, guǐ: the last one


def _tone(char: str) -> int:
    marks = unicodedata.normalize("NFD", char)[1:]
    return next((_TONES[mark] for mark in marks if mark in _TONES), 0)


def _toneless(text: str) -> str:
    """Drop tone marks, one character for one: `lǜ` -> `lv`."""
    return "".join(_bare(char) for char in text).lower()


def _bare(char: str) -> str:
    base, *marks = list(unicodedata.normalize("NFD", char))
    return "v" if base in "uU" and "\u0308" in marks else base
