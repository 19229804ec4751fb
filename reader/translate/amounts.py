"""Amounts that came out wrong -> translations in which they are asked for, as terms.

Chinese counts in 万 and 亿, English in thousands and millions: a model has to
calculate, and often does not (2,300万 became 2,300 million). What an amount is in
English is certain, so a translation that does not say it is searched again with the
amount's English in its place, then behind it where the package understands that. Of
88 sentences held out that have amounts, 35 failed the check of numbers before, 15
after, and none is paid for with another fault.
"""

from collections.abc import Sequence

from reader.models import Request
from reader.translate import terms
from reader.translate.checks import is_said
from reader.translate.chinese_numbers import amounts
from reader.translate.english_numbers import amount
from reader.translate.model import Model


def lost(request: Request, english: str) -> tuple[tuple[int, int, str], ...]:
    """Give the amounts of a sentence that its English does not say, as terms.

    >>> lost(Request("亏了2,300万元。"), "It lost 2,300 million.")
    ((2, 8, '23 million'),)
    """
    return tuple(
        (start, end, f"more than {amount(value)}" if more else amount(value))
        for start, end, value, more in amounts(request.text)
        if not is_said(value, english)
    )


def mend(
    model: Model, requests: Sequence[Request], english: Sequence[str]
) -> list[str]:
    """Give the English of requests with the amounts that it lost, where it can be.

    A translation is replaced only by one with less wrong in it.
    """
    best = list(english)
    for way in (terms.placed, terms.annotated):
        asked = {
            place: Request(one.text, wanted, one.names)
            for place, one in enumerate(requests)
            if (wanted := lost(one, best[place]))
        }
        found = way(model, list(asked.values()), [best[place] for place in asked])
        for place, candidates in zip(asked, found, strict=True):
            best[place] = terms.better(requests[place], best[place], candidates)
    return best
