"""Forms that no table has, in a text that was spun: 挑 for 提 when no row says so.

A form is suspected where it is improbable and another word, which the document is
without, reads much better in its place: to the network of contexts first, which asks
all its words at once, then to the character model. A spinner is applied everywhere, so
a word that the document itself still has is no candidate, and every place of a form
counts as evidence for or against. Synonyms (see ``synonyms``), characters that a
table's rows exchange elsewhere and words that share a character are likelier. What is
found is less sure than a table's row; what is not sure enough is reported and not
applied.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from reader.repair.charlm import BITS, GAP, CharacterModel
from reader.repair.context import ContextModel, Gap
from reader.repair.restored import Restored, missing
from reader.repair.suspects import Word, suspects_of
from reader.repair.synonyms import Synonyms

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

REACH = len(GAP)
SAMPLED = 3
"""Places of a form that the network is asked about."""
TRIED = 4
"""Words it is asked for, whichever they are."""
KIN = 2
"""Synonyms, and words that share a character in its place, that it is asked for."""
UNKNOWN_WORD = -11.0
"""What a form counts that the network has no word for, in nats."""
TOP = 16.0
"""Nats above which a gain says no more."""
REPORTED = 2.0
"""Nats by which a word must read better at a place to be reported there."""
LOWEST = 0.07
"""The least confidence that is worth reporting."""
SURE = 0.9
"""The least confidence that is applied without being asked for."""
PROPOSED = 0.35
"""The most that a less sure one is given."""
SUREST = 0.97
HOPE = -5.5
"""The least that ``FIRST`` must give a word for the character model to be asked."""
# Fitted by logistic regression on texts of which rows of the table were held out: what
# the network and the document say of a form and a word (``Clues``), and then with the
# character model's gains.
FIRST = (
    -6.724, 1.248, -0.388, 0.118, -0.488, 0.340, -0.314, 1.575, 0.225, 4.061, 4.210,
    3.133, -0.593, -0.105, -0.008, 0.170, 0.013,
)  # fmt: skip
WEIGHTS = (
    -15.409, 0.063, -0.256, 0.525, 0.002, 0.266, -0.089, 2.599, 0.005, 4.438, 10.393,
    -0.027, 5.983, 0.131, -0.054, -0.676, 0.133, 0.308, 0.102, -0.040, 0.264,
)  # fmt: skip


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


@dataclass(frozen=True, slots=True)
class _Trial:
    """A form at one place of a restored string, and what to try there."""

    form: str
    line: int
    place: int
    candidates: list[str]


@dataclass(frozen=True, slots=True)
class Clues:
    """What the document says of a form and a word that it may stand for."""

    length: int
    times: int
    """How often the form stands there."""
    fits: float
    """How likely the network finds the word in the form's places: log p, the mean."""
    own: float
    """The same of the form."""
    ahead: float
    """By how much the word fits better than the next."""
    apart: float
    """How much likelier there than anywhere."""
    missed: float
    """The logarithm of how many of the word such a text should have."""
    excess: float
    """Of how many more than expected of the form it has."""
    cost: float
    """What the form costs the character model where it stands, in nats."""
    synonym: bool
    swapped: bool
    """Whether a table's rows exchange the two elsewhere."""
    shared: bool
    """Whether they share a character."""

    def first(self) -> tuple[float, ...]:
        """Give what ``FIRST`` weighs."""
        longer = self.length - 1
        return (
            1.0,
            self.fits,
            self.own,
            self.ahead,
            self.apart,
            self.missed,
            self.excess,
            min(math.log(self.times), 2.0),
            self.cost,
            float(self.synonym),
            float(self.swapped),
            float(self.shared),
            longer,
            longer * self.fits,
            longer * self.cost,
            longer * self.excess,
            self.missed * self.excess,
        )

    def then(self, mean: float, here: float) -> tuple[float, ...]:
        """Give what ``WEIGHTS`` weigh: the same and the character model's gains."""
        longer = self.length - 1
        return (*self.first(), mean, here, longer * mean, self.shared * mean)


def novel(
    lines: Sequence[Restored],
    language: CharacterModel,
    network: ContextModel,
    words: Synonyms,
    swaps: Mapping[str, set[str]],
) -> Iterator[Found]:
    """Find forms that no table has among the symbols the tables left as they were.

    ``swaps`` names further candidates: characters that a table's rows exchange.
    """
    suspects = suspects_of(lines, language, swaps)
    known = clues(lines, suspects, language, network, words, swaps)
    hopes: dict[str, list[str]] = defaultdict(list)
    for (form, other), clue in known.items():
        if _weighed(FIRST, clue.first()) > HOPE:
            hopes[form].append(other)
    trials = [
        _Trial(form, *spot, others)
        for form, others in hopes.items()
        for spot in suspects[form].spots
    ]
    gains = _gains(trials, lines, language)
    means = _means(trials, gains)
    for trial, gained in zip(trials, gains, strict=True):
        sure = {
            other: sureness(known[trial.form, other], means[trial.form, other], gain)
            for other, gain in gained.items()
            if gain >= REPORTED
        }
        if not sure:
            continue
        best, *rest = sorted(sure, key=lambda other: -sure[other])
        if sure[best] >= LOWEST:
            start = lines[trial.line].places[trial.place]
            near = tuple(rest[:2])
            yield Found(trial.line, start, trial.form, best, sure[best], near)


def clues(
    lines: Sequence[Restored],
    suspects: Mapping[str, Word],
    language: CharacterModel,
    network: ContextModel,
    words: Synonyms,
    swaps: Mapping[str, set[str]],
) -> dict[tuple[str, str], Clues]:
    """Ask the network what may stand in the places of each suspect."""
    import numpy

    size = sum(len(line.string) for line in lines)
    gaps: list[Gap] = []
    bounds: dict[str, tuple[int, int]] = {}
    for form, word in suspects.items():
        begun = len(gaps)
        for line, place in word.spots[:: -(-len(word.spots) // SAMPLED)]:
            gaps.append((lines[line].string, place, place + len(form)))
        bounds[form] = begun, len(gaps)
    if not gaps:
        return {}
    fillings = network.fillings(network.hidden(gaps))
    free_words = missing(lines, network)
    priors = network.priors
    surprises = language.surprises(list(suspects))
    sharing: dict[tuple[int, str], list[int]] = defaultdict(list)
    for number in free_words[2]:
        for place in enumerate(network.words[number]):
            sharing[place].append(number)
    found = {}
    for form, (begun, ended) in bounds.items():
        means = fillings[begun:ended].mean(axis=0)
        free = free_words[len(form)]
        synonyms = set(words.of(form))
        exchanged = swaps.get(form, set())
        named = [
            number
            for other in synonyms | exchanged
            if (number := network.number.get(other)) is not None and number in free
        ]
        numbers = numpy.array(list(free))
        best = numbers[numpy.argpartition(-means[numbers], TRIED)[:TRIED]].tolist()
        alike = [
            number
            for place in enumerate(form if len(form) > 1 else "")
            for number in sharing.get(place, ())
            if number in free
        ]
        chosen = list(
            dict.fromkeys([*best, *_best(named, means, KIN), *_best(alike, means, KIN)])
        )
        ranked = sorted((float(means[number]) for number in chosen), reverse=True)
        own = network.number.get(form)
        word = suspects[form]
        times = len(word.spots)
        expected = size * math.exp(-surprises[form])
        for number in chosen:
            other = network.words[number]
            fits = float(means[number])
            prior = float(priors[number])
            next_ = ranked[1] if fits == ranked[0] else ranked[0]
            found[form, other] = Clues(
                length=len(form),
                times=times,
                fits=max(fits, -12.0),
                own=UNKNOWN_WORD if own is None else max(float(means[own]), -12.0),
                ahead=max(-6.0, min(fits - next_, 6.0)),
                apart=max(-5.0, min(fits - prior, 10.0)),
                missed=min(math.log(size * math.exp(prior) + 0.05), 4.0),
                excess=min(math.log(times / (expected + 0.05)), 6.0),
                cost=min(word.cost / times, 30.0),
                synonym=other in synonyms,
                swapped=other in exchanged,
                shared=len(form) > 1 and not set(form).isdisjoint(other),
            )
    return found


def _best(numbers: Collection[int], means: "NDArray[float32]", count: int) -> list[int]:
    return sorted(numbers, key=lambda number: -means[number])[:count]


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


def sureness(clue: Clues, mean: float, here: float) -> float:
    """Give the confidence that a form stands for a word at a place.

    ``mean`` and ``here`` say how much better the word reads, in all places and there.
    """
    chance = 1 / (1 + math.exp(-_weighed(WEIGHTS, clue.then(mean, min(here, TOP)))))
    return round(min(SUREST, chance if chance >= SURE else min(chance, PROPOSED)), 3)


def _weighed(weights: Sequence[float], clues: Sequence[float]) -> float:
    return sum(weight * clue for weight, clue in zip(weights, clues, strict=True))
