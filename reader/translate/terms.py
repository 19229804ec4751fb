"""A sentence and its terms -> English that has them: the ways to bind, in their order.

A term that comes out by itself is left alone. What is missing is asked for in four
ways, each tried on what the ways before it left over, so that each costs only where
it is needed:

1. placed: the English stands in the place of the term;
2. annotated: the English stands after the term, in the form that the package was
   taught (``中台⟨ middle platform⟩``), where it was taught one;
3. ranked: of several translations of either, the likeliest that has the terms;
4. forced: the translation begins as before, up to where the model looked at the term,
   goes on with the term's English, and the model ends it; so the term agrees with
   what follows (``customer`` may become ``customers``). The last resort is to put
   the English into the old translation in the place of the words that stood there.

``python -m training.binding`` prints what each is worth alone and together.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from reader.models import Request, Span
from reader.translate.asking import annotate, plain, substitute
from reader.translate.checks import faults, missing
from reader.translate.choosing import ordered
from reader.translate.forcing import tries
from reader.translate.model import Model
from reader.translate.protocol import TO_CHOOSE, Settings

Way = Callable[[Model, Sequence[Request], Sequence[str]], list[list[str]]]
"""Requests and their English so far -> for each the candidates to replace it."""

# How many translations are ranked.
HYPOTHESES = 8
# Terms of one sentence that are forced, one after another.
ROUNDS = 4
# "architect architect"; "very very" too, which is why it only weighs among equals.
TWICE = re.compile(r"\b(\w+) \1\b", re.IGNORECASE)


def bind(
    model: Model, requests: Sequence[Request], english: Sequence[str]
) -> list[str]:
    """Give the English of requests with as many of their terms as can be bound.

    A translation is replaced only by one with less wrong in it, so that a term is
    never bought with a lost number or a loop.
    """
    best = list(english)
    for way in WAYS.values():
        open_ = [
            place
            for place, request in enumerate(requests)
            if missing(request, best[place])
        ]
        if not open_:
            break
        asked = [requests[place] for place in open_]
        found = way(model, asked, [best[place] for place in open_])
        for place, request, candidates in zip(open_, asked, found, strict=True):
            best[place] = better(request, best[place], candidates)
    return best


def better(request: Request, english: str, candidates: Sequence[str]) -> str:
    """Give the first candidate with the least wrong in it, if less than there was.

    Of two with as much wrong in them, the one that says no word twice on end.
    """
    least = min(
        candidates,
        key=lambda text: (faults(request, text), len(TWICE.findall(text))),
        default=english,
    )
    return least if faults(request, least) < faults(request, english) else english


def annotated(
    model: Model, requests: Sequence[Request], english: Sequence[str]
) -> list[list[str]]:
    """Ask in the form that the package was taught, all terms or the missing alone."""
    form = model.package.terms
    if form is None:
        return [[] for _ in requests]
    texts = [
        annotate(Request(plain(model, one), _ascending(terms, one.hints)), form)
        for one, text in zip(requests, english, strict=True)
        for terms in (one.terms, missing(one, text))
    ]
    return _both(_searched(model, texts))


def placed(
    model: Model, requests: Sequence[Request], english: Sequence[str]
) -> list[list[str]]:
    """Give the model the English in the place of the Chinese."""
    texts = [
        substitute(Request(plain(model, one), terms))
        for one, text in zip(requests, english, strict=True)
        for terms in (missing(one, text), one.terms)
    ]
    return _both(_searched(model, texts))


def ranked(
    model: Model, requests: Sequence[Request], english: Sequence[str]
) -> list[list[str]]:
    """Give several translations of each, asked and unasked, the likeliest first."""
    many = replace(TO_CHOOSE, hypotheses=HYPOTHESES)
    found = _searched(model, [plain(model, one) for one in requests], many)
    form = model.package.terms
    if form is None:
        return found
    asked = [
        annotate(Request(plain(model, one), _ascending(one.terms, one.hints)), form)
        for one in requests
    ]
    return [
        [*others, *ours]
        for ours, others in zip(found, _searched(model, asked, many), strict=True)
    ]


def forced(
    model: Model, requests: Sequence[Request], english: Sequence[str]
) -> list[list[str]]:
    """Let each translation say a missing term where the model looked at it."""
    best = list(english)
    for _ in range(ROUNDS):
        open_ = [
            place for place, one in enumerate(requests) if missing(one, best[place])
        ]
        if not open_:
            break
        changed = False
        found = tries(
            model,
            [requests[place] for place in open_],
            [best[place] for place in open_],
        )
        for place, (bound, spliced) in zip(open_, found, strict=True):
            text = better(requests[place], best[place], [*bound, *spliced])
            changed = changed or text != best[place]
            best[place] = text
        if not changed:
            break
    return [[text] for text in best]


WAYS: dict[str, Way] = {
    "placed": placed,
    "annotated": annotated,
    "ranked": ranked,
    "forced": forced,
}


def _searched(
    model: Model, texts: Sequence[str], settings: Settings = TO_CHOOSE
) -> list[list[str]]:
    """Give the translations of each text, those worth most first."""
    different = list(dict.fromkeys(texts))
    futures = model.search([model.pieces(text) for text in different], settings)
    found = {
        text: ordered(model.candidates(future))
        for text, future in zip(different, futures, strict=True)
    }
    return [found[text] for text in texts]


def _ascending(*spans: tuple[Span, ...]) -> tuple[Span, ...]:
    return tuple(sorted(span for several in spans for span in several))


def _both(found: Sequence[list[str]]) -> list[list[str]]:
    """Join what was found for the two texts of each request."""
    return [[*found[place], *found[place + 1]] for place in range(0, len(found), 2)]
