"""Forms that no table has, in a text that was spun: 挑 for 提 when no row says so.

A form is suspected where it is improbable and a synonym (see ``synonyms``) reads much
better in its place. A spinner is applied everywhere, so a synonym that the document
itself still has is no candidate, and every place of a form counts as evidence for or
against. What is found is less sure than a table's row; below the confidence that is
asked for it is reported and not applied.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from reader.repair.charlm import BITS, CONTEXT_MASK, UNKNOWN, CharacterModel
from reader.repair.synonyms import Synonyms

REACH = 4
SUSPECT = {1: 7.0, 2: 13.0}
"""Nats a word's characters must cost where it stands, by its length; the mean."""
ALONE = 2
"""How often a single character must stand so, unless a row exchanges it elsewhere."""
EXPECTED = 0.3
"""How many of a synonym one would expect in such a text, for it to be missed."""
MOST = 8
"""Synonyms that are tried, the commonest first."""
REPORTED = 3.0
"""Nats by which a synonym must read better to be reported."""
SAMPLED = 2
"""Places of a form where all its synonyms are tried; the likely ones in all places."""
WORTH = 1.0
"""Nats by which a synonym must read better there on average."""
KEPT = 3
"""How many synonyms are likely."""
TOP = 16.0
"""Nats above which a gain says no more."""
LOWEST = 0.03
"""The least confidence that is worth reporting."""
PROPOSED = 0.25
"""The most confidence in a mere synonym: it is reported, and applied where one asks."""
SUREST = 0.95
LEAST = -10.0
MEAN = 1
FIT = 2
"""Which of the features say how much better a synonym reads, and how well it fits."""
# Of the features, the gain at the place, and how far the next synonym is behind; fitted
# by logistic regression on rows of the table that were held out.
WEIGHTS = (-7.45, 0.20, 0.14, 0.66, 0.04, 1.54, 1.0, 0.1, 0.065)
SWAPPED = (-4.0, 0.4, 0.2)


@dataclass(frozen=True, slots=True)
class Restored:
    """One line as the tables restored it."""

    string: str
    places: Sequence[int]
    """For each symbol its place in the line as read, -1 where it was put there."""


@dataclass(frozen=True, slots=True)
class Found:
    """A form in no table, and what it may stand for."""

    line: int
    start: int
    """Place of its first symbol in the line as read."""
    form: str
    original: str
    confidence: float
    others: tuple[str, ...] = ()


@dataclass(slots=True)
class _Word:
    """A word of the document and where it stands."""

    spots: list[tuple[int, int]] = field(default_factory=list)
    """(line, place in the restored string)"""
    cost: float = 0.0


@dataclass(frozen=True, slots=True)
class _Trial:
    """A form at one place of a restored string, and what to try there."""

    form: str
    line: int
    place: int
    candidates: list[str]


def novel(
    lines: Sequence[Restored],
    language: CharacterModel,
    words: Synonyms,
    swaps: dict[str, set[str]],
) -> Iterator[Found]:
    """Find forms that no table has among the symbols the tables left as they were.

    ``swaps`` names further candidates: characters that a table's rows exchange.
    """
    suspects = _suspects(lines, language, words, swaps)
    left = {
        symbol
        for line in lines
        for symbol, place in zip(line.string, line.places, strict=True)
        if place >= 0
    }
    there = {pair for line in lines for pair in pairwise(line.string)}
    size = sum(len(line.string) for line in lines)
    priors = language.surprises(list(suspects))
    offered = {form: _candidates(form, words, swaps) for form in suspects}
    priors |= language.surprises(
        list({word for others in offered.values() for word in others} - priors.keys())
    )
    for form, others in offered.items():
        most = min(priors[form] - 0.5, math.log(size / EXPECTED))
        others[:] = sorted(
            (
                other
                for other in others
                if priors[other] <= most
                and (
                    other not in left if len(other) == 1 else tuple(other) not in there
                )
            ),
            key=priors.__getitem__,
        )[:MOST]
    first: list[_Trial] = []
    for form, word in suspects.items():
        count = len(word.spots)
        candidates = [
            other
            for other in offered[form]
            if other in swaps.get(form, ())
            or _hope((form, other), count, priors, size) >= LOWEST
        ]
        step = max(1, count // SAMPLED)
        first += [_Trial(form, *spot, candidates) for spot in word.spots[::step]]
    means = _means(first, _gains(first, lines, language))
    second = [
        _Trial(form, *spot, likely)
        for form, word in suspects.items()
        if (likely := _likely(form, offered[form], means))
        for spot in word.spots
    ]
    placed = _gains(second, lines, language)
    counts = {form: len(word.spots) for form, word in suspects.items()}
    clues = {
        pair: features(pair, [mean] * counts[pair[0]], priors, size)
        for pair, mean in _means(second, placed).items()
    }
    for trial, found in zip(second, placed, strict=True):
        form = trial.form
        # How well it fits here, and in the other places of the form.
        fits = {other: gain + clues[form, other][FIT] for other, gain in found.items()}
        best, *rest = sorted(fits, key=lambda other: -fits[other])
        if found[best] < REPORTED:
            continue
        ahead = fits[best] - max((fits[other] for other in rest), default=LEAST)
        here = (min(found[best], TOP), min(ahead, TOP))
        if best in swaps.get(form, ()):
            confidence = swapped(found[best], clues[form, best][MEAN])
        else:
            confidence = sureness((*clues[form, best], *here))
        if confidence < LOWEST:
            continue
        near = tuple(other for other in rest[:2] if found[other] > REPORTED)
        start = lines[trial.line].places[trial.place]
        yield Found(trial.line, start, form, best, confidence, near)


def _gains(
    trials: Sequence[_Trial], lines: Sequence[Restored], language: CharacterModel
) -> list[dict[str, float]]:
    """Give, for each trial, by how much the line reads better with each candidate."""
    import numpy

    ids = {
        number: [0] * REACH + language.ids(lines[number].string) + [0] * REACH
        for number in {trial.line for trial in trials}
    }
    rows: dict[int, list[list[int]]] = {1: [], 2: []}
    for trial in trials:
        around, size = ids[trial.line], len(trial.form)
        left = around[trial.place : trial.place + REACH]
        right = around[trial.place + REACH + size :][:REACH]
        for one in (trial.form, *trial.candidates):
            rows[size].append(left + language.ids(one) + right)
    totals = {}
    for size, windows in rows.items():
        if windows:
            symbols = numpy.array(windows, dtype=numpy.uint64)
            keys = symbols[:, REACH:].copy()
            for back in range(1, REACH + 1):
                before = symbols[:, REACH - back : symbols.shape[1] - back]
                keys |= before << numpy.uint64(BITS * back)
            scores = language.score_packed(keys.ravel())
            totals[size] = iter(scores.reshape(keys.shape).sum(axis=1).tolist())
    found = []
    for trial in trials:
        own = totals[len(trial.form)]
        kept = next(own)
        found.append({other: next(own) - kept for other in trial.candidates})
    return found


def _means(
    trials: Sequence[_Trial], gains: Sequence[dict[str, float]]
) -> dict[tuple[str, str], float]:
    every: dict[tuple[str, str], list[float]] = defaultdict(list)
    for trial, found in zip(trials, gains, strict=True):
        for other, gain in found.items():
            every[trial.form, other].append(min(gain, TOP))
    return {pair: sum(found) / len(found) for pair, found in every.items()}


def _likely(
    form: str, candidates: Sequence[str], means: dict[tuple[str, str], float]
) -> list[str]:
    better = [other for other in candidates if means.get((form, other), 0.0) > WORTH]
    return sorted(better, key=lambda other: -means[form, other])[:KEPT]


def _hope(
    pair: tuple[str, str],
    count: int,
    priors: dict[str, float],
    size: int,
) -> float:
    """Give the most confidence a synonym can have, whatever its surroundings say."""
    return sureness((*features(pair, [12.0] * count, priors, size), 12.0, 6.0))


def sureness(clues: Sequence[float]) -> float:
    """Give the confidence that ``WEIGHTS`` see in the clues about a synonym."""
    score = sum(weight * clue for weight, clue in zip(WEIGHTS, clues, strict=True))
    return round(min(PROPOSED, 1 / (1 + math.exp(-score))), 3)


def swapped(gain: float, mean: float) -> float:
    """Give the confidence of a character that rows of the table exchange elsewhere."""
    score = SWAPPED[0] + SWAPPED[1] * min(gain, TOP) + SWAPPED[2] * min(mean, TOP)
    return round(min(SUREST, 1 / (1 + math.exp(-score))), 3)


def features(
    pair: tuple[str, str],
    gains: Sequence[float],
    priors: dict[str, float],
    size: int,
) -> tuple[float, ...]:
    """Give what the document says of a pair, for ``WEIGHTS``.

    One; the mean gain; how much of it the surroundings give and not the synonym's
    being the commoner word; how many one would expect of each in a text of this size.
    """
    form, other = pair
    mean = sum(gains) / len(gains)
    fit = mean - (priors[form] - priors[other])
    expected = size * math.exp(-priors[other])
    excess = math.log(len(gains) / (size * math.exp(-priors[form]) + 0.05))
    return (
        1.0,
        mean,
        max(-10.0, min(fit, 10.0)),
        math.log(expected + 0.05),
        min(excess, 6.0),
        min(math.log(len(gains)), 1.5),
        float(len(form) - 1),
    )


def _candidates(form: str, words: Synonyms, swaps: dict[str, set[str]]) -> list[str]:
    return list(dict.fromkeys((*swaps.get(form, ()), *words.of(form))))


def _suspects(
    lines: Iterable[Restored],
    language: CharacterModel,
    words: Synonyms,
    swaps: dict[str, set[str]],
) -> dict[str, _Word]:
    """Find the words of one character and two that are improbable where they stand."""
    keys: list[int] = []
    for line in lines:
        context = 0
        for number in language.ids(line.string):
            keys.append(context << BITS | number)
            context = keys[-1] & CONTEXT_MASK
    costs = (-language.score(keys)).tolist()
    found: dict[str, _Word] = defaultdict(_Word)
    at = 0
    for number, line in enumerate(lines):
        string, places = line.string, line.places
        size = len(string)
        for place in range(size):
            start = places[place]
            if start < 0 or not "\u4e00" <= string[place] <= "\u9fff":
                continue
            own = costs[at + place]
            after = costs[at + place + 1] if place + 1 < size else 0.0
            single = found[string[place]]
            single.spots.append((number, place))
            single.cost += own
            if place + 1 < size and places[place + 1] == start + 1:
                pair = found[string[place : place + 2]]
                pair.spots.append((number, place))
                pair.cost += own + after
        at += size
    return {
        form: word
        for form, word in found.items()
        if word.cost >= SUSPECT[len(form)] * len(word.spots)
        and (len(form) > 1 or len(word.spots) >= ALONE or form in swaps)
        and UNKNOWN not in language.ids(form)
    }
