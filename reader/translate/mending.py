"""Translations in which something looks wrong -> the best of several further tries.

Each try is only for what looks wrong in its way, and is taken only where less is
wrong in it: what loops, has a hole or is left in Chinese is searched with settings
against it; what came out so short that a clause may be lost, clause by clause; then
numbers, then terms and names are asked for.
"""

from collections.abc import Sequence
from itertools import islice

from reader.models import Request
from reader.translate import figures, terms, windows
from reader.translate.asking import asked, plain
from reader.translate.checks import DEGENERATE, check, faults, missing
from reader.translate.choosing import choose
from reader.translate.model import Model
from reader.translate.protocol import OTHERWISE, TO_CHOOSE


def mend(
    model: Model, requests: Sequence[Request], english: Sequence[str]
) -> list[str]:
    """Give the English of requests with less wrong in it, where that can be had."""
    best = list(english)
    _search_otherwise(model, requests, best)
    _search_clauses(model, requests, best)
    places = [
        place
        for place, one in enumerate(requests)
        if figures.lost(one.text, best[place])
    ]
    if places:
        asked = [requests[place] for place in places]
        found = figures.mend(model, asked, [best[place] for place in places])
        for place, text in zip(places, found, strict=True):
            best[place] = text
    if any(map(missing, requests, best)):
        return terms.bind(model, requests, best)
    return best


def _search_otherwise(
    model: Model, requests: Sequence[Request], english: list[str]
) -> None:
    failed = [
        place
        for place, (one, text) in enumerate(zip(requests, english, strict=True))
        if any(found.check in DEGENERATE for found in check(one.text, text))
    ]
    sources = [model.pieces(plain(model, requests[place])) for place in failed]
    futures = model.search(sources, OTHERWISE)
    for place, future in zip(failed, futures, strict=True):
        text = model.text(model.result(future).hypotheses[0])
        english[place] = terms.better(requests[place], english[place], [text])


def _search_clauses(
    model: Model, requests: Sequence[Request], english: list[str]
) -> None:
    def length(text: str) -> int:
        return len(model.pieces(text))

    short = {
        place: cut
        for place, (one, text) in enumerate(zip(requests, english, strict=True))
        if windows.is_short(one.text, text)
        and len(cut := windows.clauses(one, length)) > 1
    }
    clauses = [clause for cut in short.values() for clause in cut]
    sources = [model.pieces(asked(model, clause)) for clause in clauses]
    found = iter(model.search(sources, TO_CHOOSE))
    for place, cut in short.items():
        said = [
            choose(clause, model.candidates(future))
            for clause, future in zip(cut, islice(found, len(cut)), strict=True)
        ]
        pairs = [(one.text, text) for one, text in zip(cut, said, strict=True)]
        text = windows.join(pairs)
        # As short as it was, it is no worse for having all its clauses.
        if faults(requests[place], text) <= faults(requests[place], english[place]):
            english[place] = text
