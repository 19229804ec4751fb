"""Terms, gathered: find them in a text, look them up, lay one glossary over another."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from difflib import get_close_matches
from functools import cached_property

from glossary.contexts import is_of_the_trade
from glossary.matching import Judge, Matcher
from glossary.models import Match, Term
from glossary.scripts import fold
from glossary.syllables import plain

SHORT = 3
"""Characters of a word of which half being right is near."""


class Glossary:
    """Terms in order; of two with the same Chinese the later one stays.

    >>> from glossary import Glossary, Term
    >>> glossary = Glossary([Term("中台", "middle platform", "zhōngtái")])
    >>> [(match.start, match.term.english) for match in glossary.find("讲中台的人")]
    [(1, 'middle platform')]
    """

    def __init__(self, terms: Iterable[Term] = ()) -> None:
        self._all = {fold(term.chinese): term for term in terms}
        self._terms = {
            key: term for key, term in self._all.items() if term.status != "off"
        }

    def __len__(self) -> int:
        return len(self._terms)

    def __iter__(self) -> Iterator[Term]:
        return iter(self._terms.values())

    def __repr__(self) -> str:
        return f"<Glossary of {len(self)} terms>"

    def find(
        self, text: str, *, judge: Judge | None = None, trade: bool | None = None
    ) -> list[Match]:
        """Return the terms of `text`: longest first, left to right, no overlaps.

        Offsets are code points. Case, width and script make no difference. `judge`,
        asked with the text in one script, an offset and an end, may refuse a place.
        Words such as 弹性 are terms only where the trade is spoken of: `trade` says
        whether it is in the document the text is part of; None asks the text alone.
        """
        return self._matcher.find(text, judge=judge, trade=trade)

    def is_about(self, text: str) -> bool:
        """Tell whether a text is about the trade, by the terms it has.

        >>> from glossary import load
        >>> [load().is_about(text) for text in ("腾讯云的中台和SaaS", "他去买菜")]
        [True, False]
        """
        matches = self._matcher.find(text, trade=False)
        return is_of_the_trade((match.term for match in matches), len(text))

    def term(self, chinese: str) -> Term | None:
        """Return the term that has `chinese` among its written forms."""
        return self._matcher.term(chinese)

    def lookup(self, word: str) -> list[Term]:
        """Return the terms `word` names: in Chinese, pinyin without tones, or English.

        >>> from glossary import load
        >>> [term.chinese for term in load().lookup("zhongtai")]
        ['中台']
        """
        exact = self._matcher.term(word)
        if exact is not None:
            return [exact]
        return list(self._names.get(_name(word), []))

    def suggest(self, word: str, *, limit: int = 5) -> list[Term]:
        """Return the terms nearest to `word`, the nearest first.

        >>> from glossary import load
        >>> load().suggest("zhongtia")[0].chinese
        '中台'
        """
        name = _name(word)
        # Of 中抬 one character in two is right.
        cutoff = 0.6 if len(name) > SHORT else 0.5
        near = get_close_matches(name, self._names, n=limit * 2, cutoff=cutoff)
        terms = dict.fromkeys(term for name in near for term in self._names[name])
        return list(terms)[:limit]

    def merged(self, other: "Glossary") -> "Glossary":
        """Lay `other` over this glossary: its terms win, and own what they name.

        A term both have keeps from this one only what `other` leaves empty, and
        nothing that `other` contradicts.
        """
        terms = {**self._all}
        for key, term in other._all.items():
            # At the end, so that a form claimed twice goes to the later term.
            below = terms.pop(key, None)
            terms[key] = _filled(term, below) if below else term
        return Glossary(terms.values())

    def without(self, words: Iterable[str]) -> "Glossary":
        """Return this glossary without the terms that `words` name in Chinese.

        >>> from glossary import load
        >>> [match.term.chinese for match in load().without(["中台"]).find("开放中台")]
        ['开放']
        """
        named = {self._matcher.term(word) for word in words}
        return Glossary(term for term in self._all.values() if term not in named)

    @cached_property
    def _matcher(self) -> Matcher:
        return Matcher(self)

    @cached_property
    def _names(self) -> dict[str, list[Term]]:
        """Every name of every term, spelled as _name() spells a question."""
        names: dict[str, list[Term]] = defaultdict(list)
        for term in self:
            english = (term.english, *term.accepted)
            for name in dict.fromkeys(map(_name, (*term.forms, term.pinyin, *english))):
                if name:
                    names[name].append(term)
        return dict(names)


def _filled(term: Term, below: Term) -> Term:
    """Fill what `term` leaves empty from the entry below it."""
    empty = {
        field.name: getattr(below, field.name)
        for field in fields(Term)
        if not getattr(term, field.name)
    }
    filled = replace(term, **empty)
    right = {fold(english) for english in (term.english, *term.accepted)}
    return replace(
        filled, avoid=tuple(word for word in filled.avoid if fold(word) not in right)
    )


def _name(word: str) -> str:
    return plain(fold(word))
