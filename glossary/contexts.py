"""A place in a text -> whether what stands around it lets a form be its term.

生态 is no ecosystem in 生态环境 (`not_in`), 云 is a cloud only in words such as 做云
(`only_in`), and 推理 is inference only beside 模型 and its like (`near`). Where `near`
is `*`, any term of the trade that needs no such help will do: 弹性 is elastic capacity
in a text about clouds and nowhere else.
"""

import re
from collections.abc import Iterable

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


def sentence_around(text: str, place: int) -> tuple[int, int]:
    """Return start and end of the sentence that has `place`."""
    begin = 0
    for mark in _SENTENCE_END.finditer(text, 0, place):
        begin = mark.end()
    after = _SENTENCE_END.search(text, place)
    return begin, after.start() if after else len(text)


class Context:
    """Where one form is its term."""

    def __init__(self, form: str, term: Term) -> None:
        self._never = _placed(form, term.not_in)
        self._only = _placed(form, term.only_in)
        self._near = tuple(fold(word) for word in term.near if word != ANY_TERM)
        self._wants_trade = ANY_TERM in term.near

    def allows(self, folded: str, start: int) -> bool | None:
        """Tell whether the form may be the term; None: where the trade is spoken of."""
        if _any_around(self._never, folded, start):
            return False
        if not self._only and not self._near:
            return None if self._wants_trade else True
        if _any_around(self._only, folded, start) or self._is_near(folded, start):
            return True
        return None if self._wants_trade else False

    def _is_near(self, folded: str, start: int) -> bool:
        if not self._near:
            return False
        begin, end = sentence_around(folded, start)
        sentence = folded[begin:end]
        return any(word in sentence for word in self._near)


def _placed(form: str, words: Iterable[str]) -> list[tuple[int, str]]:
    """Say where `form` stands in each longer word that holds it."""
    return [
        (offset, word)
        for word in map(fold, words)
        for offset in range(len(word) - len(form) + 1)
        if word.startswith(form, offset)
    ]


def _any_around(words: list[tuple[int, str]], folded: str, start: int) -> bool:
    return any(
        start >= offset and folded.startswith(word, start - offset)
        for offset, word in words
    )
