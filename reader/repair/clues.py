"""What a document and the network of contexts say of a form that no table has.

A clue is about a form and a word that it may stand for; ``novel`` weighs them.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.repair.charlm import CharacterModel
from reader.repair.context import ContextModel, Gap
from reader.repair.restored import Restored, missing
from reader.repair.suspects import Word
from reader.repair.synonyms import Synonyms

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

SAMPLED = 3
"""Places of a form that the network is asked about."""
TRIED = 4
"""Words it is asked for, whichever they are."""
KIN = 2
"""Synonyms, and words that share a character in its place, that it is asked for."""
UNKNOWN_WORD = -11.0
"""What a form counts that the network has no word for, in nats."""


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
        for line, at in word.spots[:: -(-len(word.spots) // SAMPLED)]:
            gaps.append((lines[line].string, at, at + len(form)))
        bounds[form] = begun, len(gaps)
    if not gaps:
        return {}
    fillings = network.fillings(network.hidden(gaps))
    free_words = missing(lines, network)
    priors = network.priors
    every = {
        length: numpy.array([*free], dtype=numpy.int64)
        for length, free in free_words.items()
    }
    surprises = language.surprises(list(suspects))
    sharing: dict[tuple[int, str], list[int]] = defaultdict(list)
    for known in free_words[2]:
        for place in enumerate(network.words[known]):
            sharing[place].append(known)
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
        numbers = every[len(form)]
        # A long text may have nearly all words.
        if len(numbers) > TRIED:
            numbers = numbers[numpy.argpartition(-means[numbers], TRIED)[:TRIED]]
        best = numbers.tolist()
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
        ranked.append(UNKNOWN_WORD)
        itself = network.number.get(form)
        own = UNKNOWN_WORD if itself is None else float(means[itself])
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
                own=max(own, -12.0),
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
