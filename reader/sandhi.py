"""Tokens -> the tones that are spoken: 一, 不, and third tones before third tones.

The standard writes the tones of the dictionary; a learner who reads aloud wants these.
The rules are those of every textbook (Chao 1968, §1.3.4; Duanmu 2007, ch. 11):

- 一 is yí before a fourth tone and yì before the others; it stays yī as a number that
  is counted off (第一, 十一, 一月, 一九四九) and where nothing follows;
- 不 is bú before a fourth tone; between two of the same verb, or before a complement,
  both are neutral (看一看, 是不是, 听不懂);
- of two third tones the first is spoken as a second: inside a word first, then between
  words that no mark parts. In a word of three the closer two go together: 展览馆
  zhánlánguǎn, 纸老虎 zhǐláohǔ.
"""

import re
from collections.abc import Sequence

from glossary.han import is_han
from reader.models import Token

YI = {1: "yì", 2: "yì", 3: "yì", 4: "yí"}
# After these 一 is read off, as after 第 and in a row of digits; before these, too.
COUNTED = frozenset("第初二三四五六七八九十〇零")
READ_OFF = frozenset("二三四五六七八九〇零月日号楼层班路期季")
DIGITS = frozenset("一二三四五六七八九〇零")
THIRD = re.compile("[ǎěǐǒǔǚ]")
MARKED = (
    re.compile("[āēīōūǖ]"), re.compile("[áéíóúǘ]"), THIRD, re.compile("[àèìòùǜ]"),
)  # fmt: skip
RAISED = str.maketrans("ǎěǐǒǔǚ", "áéíóúǘ")
# Third tones that are neutral now and still raise the one before: 小姐 xiáojie.
UNDERLYING = re.compile("小姐|哪里|([想走等写找洗打讲请])\\1")
# Two words of one: the last two of three belong together.
INNER_PAIR = re.compile("[小老纸好很总有我你可][^\\W]{2}")


def spoken(tokens: Sequence[Token]) -> list[tuple[str, ...]]:
    """Give each token of one sentence its syllables as they are spoken.

    >>> words = [Token("我", ("wǒ",)), Token("不", ("bù",)), Token("是", ("shì",))]
    >>> spoken(words)
    [('wǒ',), ('bú',), ('shì',)]
    >>> spoken([Token("展览馆", ("zhǎn", "lǎn", "guǎn"))])
    [('zhán', 'lán', 'guǎn')]
    """
    said = [list(token.syllables) for token in tokens]
    places = [
        (index, number)
        for index, token in enumerate(tokens)
        for number in range(len(token.syllables))
    ]
    characters = [
        [character for character in token.text if is_han(character)] for token in tokens
    ]
    if any(len(c) != len(s) for c, s in zip(characters, said, strict=True)):
        return [token.syllables for token in tokens]
    _one_and_not(tokens, said, characters, places)
    _third_tones(tokens, said)
    return [tuple(syllables) for syllables in said]


def _one_and_not(
    tokens: Sequence[Token],
    said: list[list[str]],
    characters: list[list[str]],
    places: list[tuple[int, int]],
) -> None:
    """Say 一 and 不 as what follows them asks for: yí gè, yì tiān, bú shì.

    `places` are the token and the number in it of each character, in reading order.
    """
    for at, (index, number) in enumerate(places):
        character = characters[index][number]
        if character not in ("一", "不") or said[index][number] not in ("yī", "bù"):
            continue
        after = places[at + 1] if at + 1 < len(places) else None
        before = places[at - 1] if at else None
        if after and not _touch(tokens, index, after[0]):
            after = None
        if before and not _touch(tokens, before[0], index):
            before = None
        following = characters[after[0]][after[1]] if after else ""
        previous = characters[before[0]][before[1]] if before else ""
        if previous and previous == following and previous not in DIGITS:
            said[index][number] = "yi" if character == "一" else "bu"
            continue
        if character == "不":
            if after and _tone(said[after[0]][after[1]]) == 4:
                said[index][number] = "bú"
            continue
        if not after or previous in COUNTED or following in READ_OFF:
            continue
        # 一个 is yí gè, and yí ge where 个 is neutral.
        heard = 4 if following == "个" else _tone(said[after[0]][after[1]])
        said[index][number] = YI.get(heard, "yì")


def _third_tones(tokens: Sequence[Token], said: list[list[str]]) -> None:
    """Raise each third tone before another, within words and then between them."""
    for token, syllables in zip(tokens, said, strict=True):
        _inside(token.text, syllables)
    # Between words, from the left: 我很好 is wó hén hǎo.
    for index in range(len(tokens) - 1):
        following = next(
            (j for j in range(index + 1, len(tokens)) if tokens[j].text), index + 1
        )
        if (
            said[index]
            and said[following]
            and _touch(tokens, index, following)
            and THIRD.search(said[index][-1])
            and THIRD.search(said[following][0])
        ):
            said[index][-1] = said[index][-1].translate(RAISED)


def _inside(word: str, syllables: list[str]) -> None:
    """Raise the third tones of one word, as it is built: 展览|馆, 纸|老虎."""
    thirds = [bool(THIRD.search(syllable)) for syllable in syllables]
    if UNDERLYING.fullmatch(word) and thirds[0]:
        syllables[0] = syllables[0].translate(RAISED)
        return
    if len(word) == 3 and all(thirds) and len(thirds) == 3 and INNER_PAIR.match(word):
        syllables[1] = syllables[1].translate(RAISED)
        return
    for number in range(len(syllables) - 1):
        if thirds[number] and thirds[number + 1]:
            syllables[number] = syllables[number].translate(RAISED)


def _touch(tokens: Sequence[Token], left: int, right: int) -> bool:
    """Tell whether nothing but Han characters lies between two tokens."""
    if left == right:
        return True
    if any(token.text.strip() for token in tokens[left + 1 : right]):
        return False
    return is_han(tokens[left].text[-1]) and is_han(tokens[right].text[0])


def _tone(syllable: str) -> int:
    return next(
        (number for number, mark in enumerate(MARKED, 1) if mark.search(syllable)), 5
    )
