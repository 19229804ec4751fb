"""A syllable or a token's pinyin -> the same with marks, numbers, no tones, or zhuyin.

Documents hold pinyin with tone marks. `--tones` changes how it is shown, `--sandhi`
whose tones are shown: the dictionary's, or those of speech (reader.sandhi).
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import get_args

from glossary.syllables import split
from reader import numerals
from reader.models import Token, Tones
from reader.sandhi import spoken

TONES: tuple[Tones, ...] = get_args(Tones)
MARKS = {"\u0304": 1, "\u0301": 2, "\u030c": 3, "\u0300": 4}
NEUTRAL = 5
# Each letter or two, and its symbol.
INITIALS: dict[str, str] = dict(
    re.findall(
        "([a-z]+)(.)",
        "bㄅpㄆmㄇfㄈdㄉtㄊnㄋlㄌgㄍkㄎhㄏjㄐqㄑxㄒzhㄓchㄔshㄕrㄖzㄗcㄘsㄙ",
    )
)
FINALS: dict[str, str] = dict(
    re.findall(
        "([a-zêü]+)([^a-zêü]+)",
        "aㄚoㄛeㄜêㄝaiㄞeiㄟaoㄠouㄡanㄢenㄣangㄤengㄥerㄦiㄧiaㄧㄚioㄧㄛieㄧㄝiaiㄧㄞiaoㄧㄠiuㄧㄡ"
        "ianㄧㄢinㄧㄣiangㄧㄤingㄧㄥiongㄩㄥuㄨuaㄨㄚuoㄨㄛuaiㄨㄞuiㄨㄟuanㄨㄢunㄨㄣuangㄨㄤongㄨㄥuengㄨㄥ"
        "üㄩüeㄩㄝüanㄩㄢünㄩㄣ",
    )
)
# `yi` is i and `wu` is u; `yu` is ü; before j, q, x a u is ü.
BARE = {"yi": "i", "yin": "in", "ying": "ing", "you": "iu", "yu": "ü", "yue": "üe",
        "yuan": "üan", "yun": "ün", "yong": "iong", "wu": "u", "wei": "ui",
        "wen": "un"}  # fmt: skip
# The cries 呣, 嗯, 哼 and the r of 玩儿 have no vowel.
WHOLE = {"m": "ㄇ", "n": "ㄋ", "ng": "ㄫ", "hm": "ㄏㄇ", "hng": "ㄏㄫ", "r": "ㄦ"}
ZHUYIN_TONES = {1: "", 2: "\u02ca", 3: "\u02c7", 4: "\u02cb"}


@dataclass(frozen=True, slots=True)
class Spelling:
    """How readings are shown."""

    tones: Tones = "marks"
    """Marks over the vowels, numbers after the syllables, none, or zhuyin instead."""
    sandhi: bool = False
    """The tones of speech (yí gè, bú shì, ní hǎo), not the dictionary's."""
    numerals: bool = False
    """Numbers in digits are read, too: 2023年 èr líng èr sān nián."""


def tone(syllable: str) -> int:
    """Return a syllable's tone, 1 to 4, or 5 for the neutral one.

    >>> tone("hǎo"), tone("de")
    (3, 5)
    """
    parts = unicodedata.normalize("NFD", syllable)
    return next((MARKS[part] for part in parts if part in MARKS), NEUTRAL)


def toneless(syllable: str) -> str:
    """Take the tone mark off; ü stays ü.

    >>> toneless("lǜ")
    'lü'
    """
    parts = unicodedata.normalize("NFD", syllable)
    return unicodedata.normalize("NFC", "".join(p for p in parts if p not in MARKS))


def zhuyin(syllable: str) -> str:
    """Write a syllable in zhuyin, the neutral tone's dot before it.

    What is no syllable is given back as it stands.

    >>> [zhuyin(syllable) for syllable in ("zhōng", "xué", "er", "de", "shì")]
    ['ㄓㄨㄥ', 'ㄒㄩㄝˊ', '˙ㄦ', '˙ㄉㄜ', 'ㄕˋ']
    """
    bare, number = toneless(syllable), tone(syllable)
    letters = WHOLE.get(bare) or _letters(bare)
    if letters is None:
        return syllable
    return f"˙{letters}" if number == NEUTRAL else letters + ZHUYIN_TONES[number]


def _letters(bare: str) -> str | None:
    if bare in BARE:
        return FINALS[BARE[bare]]
    if bare[:1] == "y":
        return FINALS.get(f"i{bare[1:]}")
    if bare[:1] == "w":
        return FINALS.get(f"u{bare[1:]}")
    initial = next((bare[:n] for n in (2, 1) if bare[:n] in INITIALS), "")
    final = bare[len(initial) :]
    if initial in ("zh", "ch", "sh", "r", "z", "c", "s") and final == "i":
        return INITIALS[initial]
    if initial in ("j", "q", "x") and final.startswith("u"):
        final = f"ü{final[1:]}"
    if final not in FINALS:
        return None
    return INITIALS.get(initial, "") + FINALS[final]


def written(syllable: str, tones: Tones) -> str:
    """Write a syllable with tone marks in another way.

    >>> [written("nǚ", tones) for tones in TONES]
    ['nǚ', 'nü3', 'nü', 'ㄋㄩˇ']
    """
    if tones == "numbers":
        return f"{toneless(syllable)}{tone(syllable)}"
    if tones == "none":
        return toneless(syllable)
    return zhuyin(syllable) if tones == "zhuyin" else syllable


def respell(tokens: Sequence[Token], spelling: Spelling) -> tuple[Token, ...]:
    """Change how the pinyin of one sentence's tokens is spelled.

    Their syllables stay as they are: in the tones of the dictionary, with marks.

    >>> tokens = [Token("西安", ("xī", "ān"), "Xī'ān")]
    >>> tokens += [Token("你好", ("nǐ", "hǎo"), "nǐhǎo")]
    >>> [token.pinyin for token in respell(tokens, Spelling(tones="numbers"))]
    ['Xi1an1', 'ni3hao3']
    >>> [token.pinyin for token in respell(tokens, Spelling(sandhi=True))]
    ["Xī'ān", 'níhǎo']
    """
    if spelling.numerals:
        tokens = _counted(tokens)
    if spelling.tones == "marks" and not spelling.sandhi:
        return tuple(tokens)
    said = spoken(tokens) if spelling.sandhi else [token.syllables for token in tokens]
    return tuple(
        _respelled(token, syllables, spelling)
        for token, syllables in zip(tokens, said, strict=True)
    )


def _counted(tokens: Sequence[Token]) -> list[Token]:
    """Read numbers in digits: their pinyin is what is said."""
    counted = []
    for token, following in zip(tokens, [*tokens[1:], Token("")], strict=False):
        said = None
        if token.text[:1].isdigit():
            said = numerals.characters(token.text, following.text)
        if said is None:
            counted.append(token)
        else:
            counted.append(replace(token, pinyin=numerals.reading(said)[1]))
    return counted


def _respelled(token: Token, said: Sequence[str], spelling: Spelling) -> Token:
    if token.syllables:
        return replace(token, pinyin=_rewritten(token, said, spelling.tones))
    number = token.text[:1].isdigit() and token.pinyin != token.text
    if not number:
        return token
    syllables = tuple(
        syllable for word in token.pinyin.split() for syllable in split(word)
    )
    read = replace(token, syllables=syllables)
    return replace(token, pinyin=_rewritten(read, syllables, spelling.tones))


def _rewritten(token: Token, said: Sequence[str], tones: Tones) -> str:
    """Put each syllable's new form where the old one stands in the pinyin."""
    low = token.pinyin.lower()
    parts: list[str] = []
    position = 0
    for old, new in zip(token.syllables, said, strict=True):
        start = low.find(old, position)
        if start < 0:  # not ours: a pinyin that does not hold its syllables
            return " ".join(written(syllable, tones) for syllable in said)
        form = written(new, tones)
        if old == "r" and parts:  # 玩儿: wanr2, ㄨㄢˊㄦ
            if tones == "numbers":
                parts[-1], form = parts[-1][:-1], f"r{parts[-1][-1]}"
            elif tones == "zhuyin":
                parts.append("ㄦ")
                position = start + len(old)
                continue
        if token.pinyin[start].isupper():
            form = form[:1].upper() + form[1:]
        between = token.pinyin[position:start]
        if tones in ("numbers", "zhuyin"):
            between = between.replace("'", "")
        if tones == "zhuyin" and not between and parts:
            between = " "
        parts += [between, form]
        position = start + len(old)
    return "".join(parts) + token.pinyin[position:]
