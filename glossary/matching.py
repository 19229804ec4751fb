"""Text -> where the terms stand in it: longest match, left to right, no overlaps.

One automaton (Aho and Corasick 1975, by pyahocorasick) meets every form of every term
in one pass over the text; what it meets is then asked whether it stands there as a
word and as the term.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import product
from typing import Any

from glossary.contexts import Context, Sentences, is_evidence, is_of_the_trade
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
        self._contexts: dict[str, Context] = {}
        # The forms that are their term wherever they stand, as they are met.
        self._free: set[str] = set()
        for term in terms:
            for form in term.forms:
                for spelling in spellings(form):
                    self._terms[spelling] = term
                if form.isascii() and form.isalpha() and form.isupper():
                    self._acronyms.add(fold(form))
            if term.traditional:
                own = {fold(form) for form in (term.chinese, *term.aliases)}
                self._as_written |= {
                    fold(form): form
                    for form in term.traditional
                    if fold(form) not in own
                }

    @cached_property
    def _automaton(self) -> Any:
        import ahocorasick

        automaton = ahocorasick.Automaton()
        for form in self._terms:
            automaton.add_word(_bytes(form).decode("latin-1"), form)
        automaton.make_automaton()
        return automaton

    def term(self, form: str) -> Term | None:
        """Return the term that has `form` among its written forms."""
        return self._terms.get(fold(form.strip()))

    def find(
        self, text: str, *, judge: Judge | None = None, trade: bool | None = None
    ) -> list[Match]:
        """Return the terms of `text`, ascending, not overlapping.

        `judge` may refuse a place; then the next longest form there is asked. `trade`
        says whether the text is about the trade; None to find out from itself.
        """
        if not self._terms:
            return []
        folded = fold(text)
        sentences = Sentences(folded)
        sure, unsure = [], []
        free = self._free
        for end, form in self._met(folded):
            start = end - len(form)
            allowed = form in free or self._stands(form, start, text, folded, sentences)
            if allowed:
                sure.append((start, -end, form))
            elif allowed is None:
                unsure.append((start, -end, form))
        if trade:
            return self._chosen(sorted(sure + unsure), folded, judge)
        sure.sort()
        matches = self._chosen(sure, folded, judge)
        if unsure:
            allowed_too = self._of_the_trade(unsure, matches, folded, sentences, trade)
            if allowed_too:
                matches = self._chosen(sorted(sure + allowed_too), folded, judge)
        return matches

    def _met(self, folded: str) -> Iterator[tuple[int, str]]:
        """Go through the forms a text has, each with the offset of its end.

        The automaton looks through the children of a node one by one, and a thousand
        characters open a term. Over the bytes of UTF-8 no node has more than 64, and
        the same text takes a tenth of the time.
        """
        data = _bytes(folded)
        done = end = 0
        for last, form in self._automaton.iter(data.decode("latin-1")):
            end += len(data[done : last + 1].decode("utf-8", "surrogatepass"))
            done = last + 1
            yield end, form

    def _chosen(
        self, hits: list[tuple[int, int, str]], folded: str, judge: Judge | None
    ) -> list[Match]:
        """Take the longest of the hits at each place, none over another."""
        matches = []
        free = 0  # the first character no match has taken
        for start, minus_end, form in hits:
            end = -minus_end
            if start < free or (judge and not judge(folded, start, end)):
                continue
            free = end
            matches.append(Match(start, end, self._terms[form]))
        return matches

    def _of_the_trade(
        self,
        unsure: list[tuple[int, int, str]],
        matches: list[Match],
        folded: str,
        sentences: Sentences,
        trade: bool | None,
    ) -> list[tuple[int, int, str]]:
        """Keep the hits in whose sentence, or text, the trade is spoken of."""
        if trade is None:
            trade = is_of_the_trade((match.term for match in matches), len(folded))
        if trade:
            return unsure
        spoken = {
            sentences.number(match.start)
            for match in matches
            if is_evidence(match.term)
        }
        return [hit for hit in unsure if sentences.number(hit[0]) in spoken]

    def _stands(
        self, form: str, start: int, text: str, folded: str, sentences: Sentences
    ) -> bool | None:
        """Tell whether `form`, met at `start`, is a word there and means the term.

        None where it does if the trade is spoken of.
        """
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
            context = self._contexts[form] = Context(form, self._terms[form])
            is_han = _ALL_HAN.fullmatch(form) and form not in self._as_written
            if context.is_free and is_han:
                self._free.add(form)
        return context.allows(folded, start, sentences)


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


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _is_written(form: str | None, written: str) -> bool:
    return form is None or form == written or fold(form) == form


def _is_prose(text: str, start: int, end: int) -> bool:
    """Tell the pronoun of `on his own` from the HIS of `his系统`."""
    before, after = text[max(start - 2, 0) : start], text[end : end + 2]
    return text[start:end].islower() and bool(
        _WORD_BEFORE.fullmatch(before) or _WORD_AFTER.fullmatch(after)
    )
