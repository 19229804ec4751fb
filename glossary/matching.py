"""Text -> where the terms stand in it: longest match, left to right, no overlaps.

One automaton (Aho and Corasick 1975, by pyahocorasick) meets every form of every term
in one pass over the text; what it meets is then asked whether it stands there as a
word and as the term.
"""

import re
from collections.abc import Callable, Iterable
from functools import cached_property
from itertools import product
from typing import Any

from glossary.han import HAN
from glossary.models import Match, Term
from glossary.scripts import fold

Judge = Callable[[str, int, int], bool]
"""Tells of (folded text, start, end) whether a word can stand there."""

_LATIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
# `To B业务` and `To B 业务`: a blank may stand wherever Han and Latin meet.
_BOUNDARY = re.compile(
    rf"(?<={HAN.pattern})\s*(?=[a-z0-9])|(?<=[a-z0-9&+])\s*(?={HAN.pattern})"
)
_WORD_BEFORE = re.compile(r"[A-Za-z] ")
_WORD_AFTER = re.compile(r" [A-Za-z]")
_SENTENCE_END = re.compile(r"[。！？!?；;\n]")
_ALL_HAN = re.compile(f"{HAN.pattern}+")


class Matcher:
    """The written forms of many terms, ready to be found in texts.

    Of two terms with the same form the later one has it.
    """

    def __init__(self, terms: Iterable[Term]) -> None:
        self._terms: dict[str, Term] = {}
        # Taiwan's 軟體 is software, 软体 opens 软体动物: these forms stand as written.
        self._as_written: dict[str, str] = {}
        self._acronyms: set[str] = set()
        self._contexts: dict[str, _Context] = {}
        for term in terms:
            own = [fold(form) for form in (term.chinese, *term.aliases)]
            for form in term.forms:
                for spelling in spellings(form):
                    self._terms[spelling] = term
                if form.isascii() and form.isalpha() and form.isupper():
                    self._acronyms.add(fold(form))
            for form in term.traditional:
                if fold(form) not in own:
                    self._as_written[fold(form)] = form

    @cached_property
    def _automaton(self) -> Any:
        import ahocorasick

        automaton = ahocorasick.Automaton()
        for form in self._terms:
            automaton.add_word(form, form)
        automaton.make_automaton()
        return automaton

    def term(self, form: str) -> Term | None:
        """Return the term that has `form` among its written forms."""
        return self._terms.get(fold(form.strip()))

    def find(self, text: str, *, judge: Judge | None = None) -> list[Match]:
        """Return the terms of `text`, ascending, not overlapping.

        `judge` may refuse a place; then the next longest form there is asked.
        """
        if not self._terms:
            return []
        folded = fold(text)
        hits = [
            (last + 1 - len(form), -last, form)
            for last, form in self._automaton.iter(folded)
        ]
        hits.sort()
        matches = []
        free = 0  # the first character no match has taken
        for start, last, form in hits:
            if start < free or not self._stands(form, start, text, folded):
                continue
            end = 1 - last
            if judge and not judge(folded, start, end):
                continue
            free = end
            matches.append(Match(start, end, self._terms[form]))
        return matches

    def _stands(self, form: str, start: int, text: str, folded: str) -> bool:
        """Tell whether `form`, met at `start`, is a word there and means the term."""
        end = start + len(form)
        if start and form[0] in _LATIN and folded[start - 1] in _LATIN:
            return False  # B2B holds no 2B
        if form[-1] in _LATIN and folded[end : end + 1] in _LATIN:
            return False  # SaaSy holds no SaaS
        if form in self._acronyms and _is_prose(text, start, end):
            return False
        if not _is_written(self._as_written.get(form), text[start:end]):
            return False
        context = self._contexts.get(form)
        if context is None:
            context = self._contexts[form] = _Context(form, self._terms[form])
        return context.allows(folded, start)


class _Context:
    """Where a form is its term: never in some words, perhaps only in others."""

    def __init__(self, form: str, term: Term) -> None:
        self._never = _placed(form, term.not_in)
        self._only = _placed(form, term.only_in)
        self._near = tuple(map(fold, term.near))

    def allows(self, folded: str, start: int) -> bool:
        if _any_around(self._never, folded, start):
            return False
        if not self._only and not self._near:
            return True
        if _any_around(self._only, folded, start):
            return True
        return bool(self._near) and self._is_near(folded, start)

    def _is_near(self, folded: str, start: int) -> bool:
        begin = 0
        for mark in _SENTENCE_END.finditer(folded, 0, start):
            begin = mark.end()
        after = _SENTENCE_END.search(folded, start)
        end = after.start() if after else len(folded)
        sentence = folded[begin:end]
        return any(word in sentence for word in self._near)


def spellings(form: str) -> set[str]:
    """Return the folded ways to write `form`, with and without blanks.

    >>> sorted(spellings("To B业务"))
    ['to b 业务', 'to b业务']
    """
    folded = fold(form.strip())
    if _ALL_HAN.fullmatch(folded):
        return {folded}
    pieces = _BOUNDARY.split(folded)
    return {
        "".join(map("".join, zip(pieces, (*blanks, ""), strict=True)))
        for blanks in product(("", " "), repeat=len(pieces) - 1)
    }


def _is_written(form: str | None, written: str) -> bool:
    return form is None or form == written or fold(form) == form


def _is_prose(text: str, start: int, end: int) -> bool:
    """Tell the pronoun of `on his own` from the HIS of `his系统`."""
    before, after = text[max(start - 2, 0) : start], text[end : end + 2]
    return text[start:end].islower() and bool(
        _WORD_BEFORE.fullmatch(before) or _WORD_AFTER.fullmatch(after)
    )


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
