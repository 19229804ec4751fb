"""Text -> where the terms stand in it: longest match, left to right, no overlaps.

A regular expression strides to the characters that can open a term, and a table of
pairs says which forms begin there: 100,000 characters take a few hundredths of what
jieba takes to cut them, and no dependency is needed.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import product

from glossary.han import HAN
from glossary.models import Match, Term
from glossary.scripts import fold

_LATIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
# `To B业务` and `To B 业务`: a blank may stand wherever Han and Latin meet.
_BOUNDARY = re.compile(
    rf"(?<={HAN.pattern})\s*(?=[a-z0-9])|(?<=[a-z0-9&+])\s*(?={HAN.pattern})"
)
_WORD_BEFORE = re.compile(r"[A-Za-z] ")
_WORD_AFTER = re.compile(r" [A-Za-z]")


class Matcher:
    """The written forms of many terms, ready to be found in texts.

    Of two terms with the same form the later one has it.
    """

    def __init__(self, terms: Iterable[Term]) -> None:
        self._terms: dict[str, Term] = {}
        for term in terms:
            for form in term.forms:
                for spelling in spellings(form):
                    self._terms[spelling] = term
        # Taiwan's 軟體 is software, 软体 opens 软体动物: these forms stand as written.
        self._as_written = {
            fold(form): form
            for term in self._terms.values() for form in term.traditional
            if fold(form) not in map(fold, (term.chinese, *term.aliases))
        }  # fmt: skip
        self._opening: dict[str, list[str]] = defaultdict(list)
        for form in sorted(self._terms, key=len, reverse=True):
            self._opening[form[:2]].append(form)
        self._acronyms = {
            fold(form) for term in self._terms.values() for form in term.forms
            if form.isascii() and form.isalpha() and form.isupper()
        }  # fmt: skip
        self._first = _pairs(self._opening or ["  "])
        self._blocks = {form: _blocks(form, term) for form, term in self._terms.items()}

    def term(self, form: str) -> Term | None:
        """Return the term that has `form` among its written forms."""
        return self._terms.get(fold(form.strip()))

    def find(self, text: str) -> list[Match]:
        """Return the terms of `text`, ascending, not overlapping."""
        folded = fold(text)
        opening = self._opening
        matches = []
        free = 0  # the first character no match has taken
        for found in self._first.finditer(folded):
            start = found.start()
            if start < free:
                continue
            for form in opening.get(folded[start : start + 2], ()):
                if self._stands(form, start, text, folded):
                    free = start + len(form)
                    matches.append(Match(start, free, self._terms[form]))
                    break
        return matches

    def _stands(self, form: str, start: int, text: str, folded: str) -> bool:
        """Tell whether `form` begins at `start`, is a word there and means the term."""
        if not folded.startswith(form, start):
            return False
        end = start + len(form)
        if form[0] in _LATIN and folded[start - 1 : start] in _LATIN:
            return False  # B2B holds no 2B
        if form[-1] in _LATIN and folded[end : end + 1] in _LATIN:
            return False  # SaaSy holds no SaaS
        if form in self._acronyms and _is_prose(text, start, end):
            return False
        if not _is_written(self._as_written.get(form), text[start:end]):
            return False
        return not any(
            start >= offset and folded.startswith(word, start - offset)
            for offset, word in self._blocks[form]
        )


def spellings(form: str) -> set[str]:
    """Return the folded ways to write `form`, with and without blanks.

    >>> sorted(spellings("To B业务"))
    ['to b 业务', 'to b业务']
    """
    pieces = _BOUNDARY.split(fold(form.strip()))
    return {
        "".join(map("".join, zip(pieces, (*blanks, ""), strict=True)))
        for blanks in product(("", " "), repeat=len(pieces) - 1)
    }


def _is_written(form: str | None, written: str) -> bool:
    return form is None or form == written or fold(form) == form


def _pairs(pairs: Iterable[str]) -> re.Pattern[str]:
    """Match a character that opens one of the pairs, before one that closes one."""
    opening, closing = (
        "".join(sorted(set(chars))) for chars in zip(*pairs, strict=True)
    )
    return re.compile(f"[{re.escape(opening)}](?=[{re.escape(closing)}])")


def _is_prose(text: str, start: int, end: int) -> bool:
    """Tell the pronoun of `on his own` from the HIS of `his系统`."""
    before, after = text[max(start - 2, 0) : start], text[end : end + 2]
    return text[start:end].islower() and bool(
        _WORD_BEFORE.fullmatch(before) or _WORD_AFTER.fullmatch(after)
    )


def _blocks(form: str, term: Term) -> list[tuple[int, str]]:
    """Where `form` stands in each longer word that is not the term."""
    return [
        (offset, word)
        for word in map(fold, term.not_in)
        for offset in range(len(word) - len(form) + 1)
        if word.startswith(form, offset)
    ]
