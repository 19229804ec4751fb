"""Characters that only look like the right ones, one by one: 产業 → 产业, ⼈ → 人.

In a Simplified text a Traditional character is put back where it stands alone: one
that GB 2312 lacks and whose Simplified form it has (變, but neither 乾 of 乾隆 nor 著
of 著作). A clause that is Traditional as a whole is a quotation, and stays. Radicals
and compatibility forms stand for the characters they are drawn like, a Cyrillic
letter in a Latin word for the Latin one.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator

from glossary.han import HAN_CLASS
from glossary.scripts import one_simplified, traditional_only
from reader.models import Edit

NAME = "lookalikes"
HAN = re.compile(f"[{HAN_CLASS}]")
# ⼈ ⻓ 﨑: Kangxi and CJK radicals, compatibility ideographs.
DRAWN = re.compile("[\u2e80-\u2fd5\uf900-\ufad9]")
# Radicals that Unicode gives no equal.
RADICALS = dict(
    zip("⻓⻔⻋⻅⻉⻛⻜⻢⻥⻦⻩⻬⻰⻚", "长门车见贝风飞马鱼鸟黄齐龙页", strict=True)
)
# The stroke of a dot where 、 is meant: 苹果、香蕉.
STROKE = re.compile(f"\u4e36(?<=[{HAN_CLASS}]\u4e36)(?=[{HAN_CLASS}])")
CYRILLIC = dict(zip("АВЕКМНОРСТХаеорсух", "ABEKMHOPCTXaeopcyx", strict=True))  # noqa: RUF001
LETTER = re.compile(f"[{''.join(CYRILLIC)}]")
# A Latin word with Cyrillic letters in it; not a Russian word.
MIXED = re.compile(
    r"(?<![A-Za-z])[A-Za-z]*"
    r"[АВЕКМНОРСТХаеорсух][A-Za-zАВЕКМНОРСТХаеорсух]*"  # noqa: RUF001
)
MOST = 0.1
"""The share of Traditional characters above which a text is Traditional."""


def lookalikes(text: str) -> tuple[Edit, ...]:
    """Put the right characters for those that look like them.

    >>> [(e.before, e.after) for e in lookalikes("产業互联网改變了每一个行业的⼈。")]
    [('業', '业'), ('變', '变'), ('⼈', '人')]
    >>> lookalikes("產業互聯網改變了每一個行業。")
    ()
    """
    found = [
        *_edits(text, DRAWN, _drawn, "a radical or another form of a character"),
        *_edits(text, STROKE, _mark, "the stroke of a dot where the mark 、 is meant"),
        *(
            _edits(text, MIXED, _latin, "Cyrillic letters in a Latin word")
            if LETTER.search(text)
            else ()
        ),
        *_traditional(text),
    ]
    return tuple(sorted(found, key=lambda edit: edit.start))


def _edits(
    text: str, pattern: re.Pattern[str], right: Callable[[str], str], reason: str
) -> Iterator[Edit]:
    for match in pattern.finditer(text):
        start, end = match.span()
        if (after := right(match[0])) != match[0]:
            yield Edit(start, end, match[0], after, NAME, reason, 0.95)


def _mark(_: str) -> str:
    return "、"


def _drawn(character: str) -> str:
    return RADICALS.get(character) or unicodedata.normalize("NFKC", character)


def _latin(word: str) -> str:
    if word.isascii() or not any(letter.isascii() for letter in word):
        return word
    return "".join(CYRILLIC.get(letter, letter) for letter in word)


def _traditional(text: str) -> list[Edit]:
    hits = list(traditional_only().finditer(text))
    if not hits or len(hits) > max(2, MOST * len(HAN.findall(text))):
        return []
    clauses: dict[tuple[int, int], list[int]] = {}
    for hit in hits:
        clauses.setdefault(_clause(text, hit.start()), []).append(hit.start())
    reason = "a Traditional character in a Simplified text"
    return [
        Edit(place, place + 1, text[place], after, NAME, reason, 0.95)
        for (start, end), places in clauses.items()
        if len(places) * 3 <= end - start or _labels(text, start, end)
        for place in places
        if (after := one_simplified(text[place])) is not None
    ]


def _labels(text: str, start: int, end: int) -> bool:
    """Tell the one character that a line begins with and a colon follows: 問：."""
    begins = not text[text.rfind("\n", 0, start) + 1 : start].strip()
    return begins and end - start == 1 and text[end : end + 1] in tuple("：:")


def _clause(text: str, place: int) -> tuple[int, int]:
    """Find the run of Han characters around a place."""
    start = end = place
    while start and HAN.match(text[start - 1]):
        start -= 1
    while end < len(text) and HAN.match(text[end]):
        end += 1
    return start, end
