"""Numbers that came out wrong -> translations in which they are asked for, as terms.

Chinese counts in 万 and 亿, English in thousands and millions: a model has to
calculate, and often does not (2,300万 became 2,300 million). Dates come apart, and
numbers are lost from long sentences. What such a number is in English is certain, so
a translation that fails the check of numbers is searched again with the number's
English in its place, then behind it where the package understands that.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from reader.models import Request, Span
from reader.translate import terms
from reader.translate.checks import lost_numbers
from reader.translate.chinese_numbers import Quantity
from reader.translate.english_numbers import MONTH_NAMES, amount
from reader.translate.model import Model

DATE = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})[日号]")
# "1,460", "38.5" and "2023", with the % behind; "09:40".
ARABIC = re.compile(r"\d[\d,.:]*(?<![,.:])%?")


def mend(
    model: Model, requests: Sequence[Request], english: Sequence[str]
) -> list[str]:
    """Give the English of requests with the numbers that it lost, where it can be.

    A translation is replaced only by one with less wrong in it.
    """
    best = list(english)
    for way in (terms.placed, terms.annotated):
        asked = {
            place: replace(one, terms=wanted, hints=())
            for place, one in enumerate(requests)
            if (wanted := _wanted(way, one.text, best[place]))
        }
        found = way(model, list(asked.values()), [best[place] for place in asked])
        for place, candidates in zip(asked, found, strict=True):
            best[place] = terms.better(requests[place], best[place], candidates)
    return best


def _wanted(way: terms.Way, chinese: str, english: str) -> tuple[Span, ...]:
    """Give what is to be asked for in a way: what is written alike has its place."""
    found = lost(chinese, english)
    if way is terms.placed and all(
        chinese[start:end] == said for start, end, said in found
    ):
        return ()
    return found


def lost(chinese: str, english: str) -> tuple[Span, ...]:
    """Give the numbers of a sentence that its English does not say, as terms.

    >>> lost("亏了2,300万元。", "It lost 2,300 million.")
    ((2, 8, '23 million'),)
    >>> lost("4月13日有700多万人。", "On April there were 7 million.")
    ((0, 5, 'April 13'),)
    """
    found: dict[tuple[int, int], str] = {}
    for one in lost_numbers(chinese, english):
        term = _in_date(chinese, one) or _rendered(chinese, one)
        if term:
            found.setdefault(term[:2], term[2])
    return tuple(sorted((*span, said) for span, said in found.items()))


def _in_date(chinese: str, quantity: Quantity) -> Span | None:
    for match in DATE.finditer(chinese):
        if match.start() <= quantity.start < match.end():
            year, month, day = match.groups()
            if int(month) not in range(1, 13):
                return None
            said = f"{_month(int(month))} {int(day)}" + (f", {year}" if year else "")
            return match.start(), match.end(), said
    return None


def _rendered(chinese: str, quantity: Quantity) -> Span | None:
    """Say a number in English; None where that is not certain."""
    start, end = quantity.start, quantity.end
    if quantity.shared:
        return None
    if quantity.text[-1] in "万亿":
        if len(quantity.values) > 1:
            return None
        more = "more than " if re.search("[多余]", quantity.text) else ""
        return start, end, more + amount(quantity.values[0])
    if quantity.month:
        return start, end + 1, _month(int(quantity.values[0]))
    if quantity.text.startswith("百分之"):
        return start, end, f"{quantity.values[0]:g} percent"
    if chinese.startswith("折", end):
        return None
    for match in ARABIC.finditer(chinese):
        if match.start() <= start and end <= match.end():
            return *match.span(), match[0]
    return None


def _month(number: int) -> str:
    return MONTH_NAMES[number - 1].capitalize()
