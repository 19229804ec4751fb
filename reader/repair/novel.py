"""Forms that no table has, in a text that was spun: 挑 for 提 when no row says so.

A form is suspected where it is improbable and a synonym (see ``synonyms``) reads much
better in its place. A spinner is applied everywhere, so a synonym that the document
itself still has is no candidate, and every place of a form counts as evidence for or
against. What is found is less sure than a table's row; below the confidence that is
asked for it is reported and not applied.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, chain, pairwise
from types import ModuleType
from typing import TYPE_CHECKING

from reader.repair.charlm import BITS, GAP, UNKNOWN, CharacterModel
from reader.repair.synonyms import Synonyms

if TYPE_CHECKING:
    from numpy import bool_, float64, int64
    from numpy.typing import NDArray

REACH = len(GAP)
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
        if not candidates:
            continue
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

    # One array of all lines, with boundaries around each that a window may reach into.
    firsts = _firsts(lines)
    around = language.numbers(GAP + "".join(line.string + GAP for line in lines))
    totals: dict[int, Iterator[float]] = {}
    for size in {len(trial.form) for trial in trials}:
        of_size = [trial for trial in trials if len(trial.form) == size]
        ones = [one for trial in of_size for one in (trial.form, *trial.candidates)]
        starts = numpy.repeat(
            [firsts[trial.line] + trial.place - REACH for trial in of_size],
            [1 + len(trial.candidates) for trial in of_size],
        )
        windows = around[starts[:, None] + numpy.arange(size + 2 * REACH)]
        windows[:, REACH : REACH + size] = language.numbers("".join(ones)).reshape(
            -1, size
        )
        keys = windows[:, REACH:].copy()
        for back in range(1, REACH + 1):
            before = windows[:, REACH - back : windows.shape[1] - back]
            keys |= before << numpy.uint64(BITS * back)
        scores = language.score_packed(keys.ravel())
        totals[size] = iter(scores.reshape(keys.shape).sum(axis=1).tolist())
    found = []
    for trial in trials:
        own = totals[len(trial.form)]
        kept = next(own)
        found.append({other: next(own) - kept for other in trial.candidates})
    return found


def _firsts(lines: Sequence[Restored]) -> list[int]:
    """Give where each line begins where all stand in a row with GAP around each."""
    sizes = (len(line.string) + len(GAP) for line in lines)
    return [*accumulate(sizes, initial=len(GAP))]


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
    lines: Sequence[Restored],
    language: CharacterModel,
    words: Synonyms,
    swaps: dict[str, set[str]],
) -> dict[str, _Word]:
    """Find the words of one character and two that are improbable where they stand."""
    import numpy

    strings = [line.string for line in lines]
    joined = "".join(strings)
    ids = language.numbers(joined).astype(numpy.int64)
    size = len(ids)
    costs = -language.score_packed(language.packed(strings))
    codes = numpy.frombuffer(joined.encode("utf-32-le", "surrogatepass"), "<u4")
    places = numpy.fromiter(chain.from_iterable(line.places for line in lines), int)
    ends = numpy.cumsum([len(string) for string in strings])
    # What follows each symbol in its line; nothing where it is the last.
    after = numpy.append(costs[1:], 0.0)
    after[ends[ends > 0] - 1] = 0.0
    # Symbols that the line as read has side by side.
    beside = numpy.zeros(size, dtype=bool)
    beside[:-1] = places[1:] == places[:-1] + 1
    beside[ends[ends > 0] - 1] = False
    beside[:-1] &= ids[1:] != UNKNOWN
    first = (places >= 0) & (codes >= 0x4E00) & (codes <= 0x9FFF) & (ids != UNKNOWN)
    pairs = ids << BITS | numpy.append(ids[1:], 0)
    single = _costly(numpy, ids, costs, first, 1)
    double = _costly(numpy, pairs, costs + after, first & beside, 2)
    found: dict[str, _Word] = defaultdict(_Word)
    lines_of = numpy.repeat(numpy.arange(len(lines)), [len(one) for one in strings])
    begins = ends - [len(string) for string in strings]
    for at in numpy.flatnonzero(single | double).tolist():
        line = int(lines_of[at])
        spot = line, at - int(begins[line])
        if single[at]:
            found[joined[at]].spots.append(spot)
        if double[at]:
            found[joined[at : at + 2]].spots.append(spot)
    return {
        form: word
        for form, word in found.items()
        if len(form) > 1 or len(word.spots) >= ALONE or form in swaps
    }


def _costly(
    numpy: ModuleType,
    words: "NDArray[int64]",
    costs: "NDArray[float64]",
    there: "NDArray[bool_]",
    length: int,
) -> "NDArray[bool_]":
    """Mark the places of words whose mean cost is that of a suspect."""
    _, kinds = numpy.unique(words[there], return_inverse=True)
    counts = numpy.bincount(kinds)
    sums = numpy.bincount(kinds, weights=costs[there])
    marked: NDArray[bool_] = there.copy()
    marked[there] = (sums >= SUSPECT[length] * counts)[kinds]
    return marked
