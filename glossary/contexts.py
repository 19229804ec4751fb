"""A place in a text -> whether what stands around it lets a form be its term.

生态 is no ecosystem in 生态环境 (`not_in`), 云 is a cloud only in words such as 做云
(`only_in`), and 推理 is inference only beside 模型 and its like (`near`). Where `near`
is `*`, any term of the trade that needs no such help will do: 弹性 is elastic capacity
in a text about clouds and nowhere else.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import cached_property

from glossary.models import Term
from glossary.scripts import fold

ANY_TERM = "*"
"""In `near`: any term that is evidence of the trade."""
FEWEST = 3
"""So many different terms make a text one of the trade,"""
SPARSEST = 1500
"""if one stands in so many characters."""

_SENTENCE_END = re.compile(r"[。！？!?；;\n]")


def is_evidence(term: Term) -> bool:
    """Tell whether a term shows by itself that a text is about the trade."""
    return term.status != "common" and not term.near and not term.only_in


def is_of_the_trade(terms: Iterable[Term], size: int) -> bool:
    """Tell whether the terms of a text of `size` characters make it one of the trade.

    `terms` names a term as often as it stands there.
    """
    found = [term for term in terms if is_evidence(term)]
    return (
        len({term.chinese for term in found}) >= FEWEST
        and len(found) * SPARSEST >= size
    )


class Sentences:
    """Where the sentences of a text begin and end, found out when first asked."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _ends(self) -> list[int]:
        return [mark.end() for mark in _SENTENCE_END.finditer(self._text)]

    def number(self, place: int) -> int:
        """Say which sentence, counted from 0, has `place`."""
        return bisect_right(self._ends, place)

    def around(self, place: int) -> str:
        """Return the sentence that has `place`."""
        number = self.number(place)
        begin = self._ends[number - 1] if number else 0
        end = self._ends[number] if number < len(self._ends) else len(self._text)
        return self._text[begin:end]


class Context:
    """Where one form is its term."""

    def __init__(self, form: str, term: Term) -> None:
        self._never = _placed(form, term.not_in)
        self._only = _placed(form, term.only_in)
        self._near = tuple(fold(word) for word in term.near if word != ANY_TERM)
        self._wants_trade = ANY_TERM in term.near

    @property
    def is_free(self) -> bool:
        """Tell whether the form is its term wherever it stands."""
        return not (self._never or self._only or self._near or self._wants_trade)

    def allows(self, folded: str, start: int, sentences: Sentences) -> bool | None:
        """Tell whether the form may be the term; None: where the trade is spoken of."""
        if _any_around(self._never, folded, start):
            return False
        if not self._only and not self._near:
            return None if self._wants_trade else True
        if _any_around(self._only, folded, start):
            return True
        if self._near and self._is_near(sentences.around(start)):
            return True
        return None if self._wants_trade else False

    def _is_near(self, sentence: str) -> bool:
        return any(word in sentence for word in self._near)


Around = list[tuple[int, int, frozenset[str]]]
"""(how far before the form a word begins, its length, the words)."""


def _placed(form: str, words: Iterable[str]) -> Around:
    """Sort the longer words by where `form` stands in them and how long they are."""
    places: dict[tuple[int, int], set[str]] = {}
    for word in map(fold, words):
        for offset in range(len(word) - len(form) + 1):
            if word.startswith(form, offset):
                places.setdefault((offset, len(word)), set()).add(word)
    return [(*place, frozenset(found)) for place, found in places.items()]


def _any_around(around: Around, folded: str, start: int) -> bool:
    for offset, length, words in around:
        begin = start - offset
        if begin >= 0 and folded[begin : begin + length] in words:
            return True
    return False
