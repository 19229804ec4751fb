"""Sentences beside their English -> the terms that are rendered in more than one way.

Over many interviews 中台 becomes a middle platform here and a middle office there, and
whoever reads the notes takes them for two things. Only terms whose rendering matters
are followed; of the others any right word will do.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from glossary import Glossary, Match, Term
from reader.terms.notes import Pair
from reader.translate.checks import has_term

STEM = 5
"""Letters by which forms of one word are told: deliver, delivery, delivering."""
WORD = re.compile("[a-z]{3,}")


@dataclass(frozen=True, slots=True)
class Rendering:
    """One English for a term, and the sentences that have it."""

    english: str
    is_right: bool
    """False for a rendering that the glossary says to avoid."""
    places: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Drift:
    """A term and its renderings, the commonest first."""

    term: Term
    renderings: tuple[Rendering, ...]


def drift(
    pairs: Iterable[Pair],
    glossary: Glossary,
    *,
    find: Callable[[str], list[Match]] | None = None,
) -> list[Drift]:
    """Return the terms rendered in two ways or more, or in a way to avoid.

    A sentence in which no known rendering stands says nothing of the term. `find`
    finds the terms of a sentence, where the glossary alone is not to.

    >>> from reader.terms.notes import Pair
    >>> terms = Glossary([Term("中台", "middle platform", accepted=("middle office",))])
    >>> notes = [Pair("a.md", "S001", "建中台。", "Build a middle platform."),
    ...          Pair("b.md", "S007", "有中台。", "There is a middle office.")]
    >>> [rendering.english for rendering in drift(notes, terms)[0].renderings]
    ['middle platform', 'middle office']
    """
    find = find or glossary.find
    seen: dict[Term, dict[str, list[Pair]]] = defaultdict(lambda: defaultdict(list))
    for pair in pairs:
        for term in {
            match.term.chinese: match.term for match in find(pair.chinese)
        }.values():
            english = _rendering(term, pair.english)
            if english:
                seen[term][_same(english, seen[term])].append(pair)
    found = []
    for term, renderings in seen.items():
        ranked = sorted(renderings.items(), key=lambda item: -len(item[1]))
        drifting = Drift(
            term,
            tuple(
                Rendering(english, english not in term.avoid, tuple(places))
                for english, places in ranked
            ),
        )
        several = len(ranked) > 1 and term.status != "common"
        if several or not all(one.is_right for one in drifting.renderings):
            found.append(drifting)
    return sorted(found, key=lambda one: -sum(len(r.places) for r in one.renderings))


def _same(english: str, known: Iterable[str]) -> str:
    """Find the rendering met before that has the same words in other forms.

    To deliver and a delivery are one rendering, a customer and an account two.
    """
    return next((one for one in known if _stems(one) == _stems(english)), english)


def _stems(english: str) -> set[str]:
    return {word[:STEM] for word in WORD.findall(english.lower())}


def _rendering(term: Term, english: str) -> str:
    """Find which of a term's renderings a sentence has, the longest first."""
    known = (term.english, *term.accepted, *term.avoid)
    return next(
        (one for one in sorted(known, key=len, reverse=True) if has_term(english, one)),
        "",
    )
