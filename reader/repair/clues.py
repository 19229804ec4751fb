"""What a document and the network of contexts say of a form that no table has.

A clue is about a form and a word that it may stand for; ``novel`` weighs them.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.repair.charlm import CharacterModel
from reader.repair.context import ContextModel, Gap
from reader.repair.restored import Restored
from reader.repair.suspects import Word
from reader.repair.symbols import codes
from reader.repair.synonyms import Synonyms

if TYPE_CHECKING:
    from numpy import bool_, float32, float64, int64, uint32
    from numpy.typing import NDArray

    Numbers = NDArray[int64]

SAMPLED = 3
"""Places of a form that the network is asked about."""
TRIED = 4
"""Words it is asked for, whichever they are."""
KIN = 2
"""Synonyms, and words that share a character in its place, that it is asked for."""
UNKNOWN_WORD = -11.0
"""What a form counts that the network has no word for, in nats."""
# What speaks for asking about a form, by its length: a constant, how often it stands
# there, what it costs, how many too many it is, whether a synonym is free, and how much
# a synonym and another word it may stand for are missed. Fitted to what is found when
# all are asked about: of ten, two or three are, and hardly one is lost.
HOPE = {
    1: (-11.22, 0.09, 0.493, 0.76, 4.74, 0.17, 1.52),
    2: (-7.93, 1.17, 0.320, 0.51, 1.69, 1.06, 0.43),
}
LOW = float("-inf")
MISSED = 3.0
"""How few of a word a text should have for it not to be missed, as a logarithm."""


@dataclass(frozen=True, slots=True)
class _Suspected:
    """Forms of one length, and what document and character model say of them."""

    forms: Sequence[str]
    times: "NDArray[int64]"
    cost: "NDArray[float64]"
    excess: "NDArray[float64]"

    def of(self, some: Sequence[int]) -> "_Suspected":
        """Keep some of them."""
        return _Suspected(
            [self.forms[index] for index in some],
            self.times[some],
            self.cost[some],
            self.excess[some],
        )


@dataclass(frozen=True, slots=True)
class Clues:
    """What the document says of forms and words that they may stand for.

    The forms are of one length. An array has a number for each pair of a form and a
    word.
    """

    forms: Sequence[str]
    words: Sequence[str]
    of: "NDArray[int64]"
    """The form of each pair, by its number."""
    other: "NDArray[int64]"
    """The word."""
    longer: int
    """By how much the forms are longer than one character."""
    times: "NDArray[int64]"
    """How often the form stands there."""
    fits: "NDArray[float64]"
    """How likely the network finds the word in the form's places: log p, the mean."""
    own: "NDArray[float64]"
    """The same of the form."""
    ahead: "NDArray[float64]"
    """By how much the word fits better than the next."""
    apart: "NDArray[float64]"
    """How much likelier there than anywhere."""
    missed: "NDArray[float64]"
    """The logarithm of how many of the word such a text should have."""
    excess: "NDArray[float64]"
    """Of how many more than expected of the form it has."""
    cost: "NDArray[float64]"
    """What the form costs the character model where it stands, in nats."""
    synonym: "NDArray[bool_]"
    swapped: "NDArray[bool_]"
    """Whether a table's rows exchange the two elsewhere."""
    shared: "NDArray[bool_]"
    """Whether they share a character."""

    def pair(self, row: int) -> tuple[str, str]:
        """Give the form and the word of a pair."""
        return self.forms[self.of[row]], self.words[self.other[row]]

    def first(self) -> "NDArray[float64]":
        """Give what ``FIRST`` weighs, a row for each pair."""
        import numpy

        longer = self.longer
        return numpy.column_stack(
            (
                numpy.ones(len(self.of)),
                self.fits,
                self.own,
                self.ahead,
                self.apart,
                self.missed,
                self.excess,
                numpy.minimum(numpy.log(self.times), 2.0),
                self.cost,
                self.synonym,
                self.swapped,
                self.shared,
                numpy.full(len(self.of), longer),
                longer * self.fits,
                longer * self.cost,
                longer * self.excess,
                self.missed * self.excess,
            )
        )

    def then(
        self, rows: Sequence[int], mean: Sequence[float], here: Sequence[float]
    ) -> "NDArray[float64]":
        """Give what ``WEIGHTS`` weigh: the same and the character model's gains.

        A row for each gain; ``rows`` says of which pairs they are.
        """
        import numpy

        gained = numpy.array(mean)
        pairs = list(rows)
        shared = self.shared[pairs]
        return numpy.column_stack(
            (self.first()[pairs], gained, here, self.longer * gained, shared * gained)
        )


def clues(
    lines: Sequence[Restored],
    suspects: Mapping[str, Word],
    language: CharacterModel,
    network: ContextModel,
    words: Synonyms,
    swaps: Mapping[str, set[str]],
    free: "NDArray[bool_]",
) -> Clues | None:
    """Ask the network what may stand in the places of each suspect that has hope.

    The suspects are of one length; ``free`` tells which words the document is without.
    None where there is no such suspect.
    """
    import numpy

    size = sum(len(line.string) for line in lines)
    found = _suspected(suspects, language, size)
    synonyms = [_synonyms(form, network, words) for form in found.forms]
    exchanged = [_exchanged(swaps.get(form, ()), network) for form in found.forms]
    missed = network.priors + math.log(size)
    hopes = _hopes(found, synonyms, exchanged, network, numpy.where(free, missed, LOW))
    if not hopes:
        return None
    found = found.of(hopes)
    forms = found.forms
    kin = (
        [synonyms[index] for index in hopes],
        [exchanged[index] for index in hopes],
        [_sharing(form, network) for form in forms],
    )
    length = len(forms[0])
    means = network.fillings(_read(lines, suspects, forms, network), length)
    first = network.of_length[length].start
    own = numpy.full(len(forms), UNKNOWN_WORD)
    for index, form in enumerate(forms):
        if form in network.number:
            own[index] = means[index, network.number[form] - first]
    means[:, ~free[network.of_length[length]]] = -numpy.inf
    synonym, swapped, sharing = (_keyed(numbers, first, means) for numbers in kin)
    best = _likeliest(means)
    keys = numpy.unique(
        numpy.concatenate(
            [
                best.ravel(),
                _best(numpy.union1d(synonym, swapped), means, KIN),
                _best(sharing, means, KIN),
            ]
        )
    )
    fits = means.ravel()[keys].astype(numpy.float64)
    keys, fits = keys[fits > -numpy.inf], fits[fits > -numpy.inf]
    of, other = numpy.divmod(keys, means.shape[1])
    other += first
    ranked = means.ravel()[best][of]
    next_ = numpy.where(fits == ranked[:, 0], ranked[:, 1], ranked[:, 0])
    prior = network.priors[other].astype(numpy.float64)
    return Clues(
        forms=forms,
        words=network.words,
        of=of,
        other=other,
        longer=length - 1,
        times=found.times[of],
        fits=numpy.maximum(fits, -12.0),
        own=numpy.maximum(own, -12.0)[of],
        ahead=(fits - next_).clip(-6.0, 6.0),
        apart=(fits - prior).clip(-5.0, 10.0),
        missed=numpy.minimum(numpy.log(size * numpy.exp(prior) + 0.05), 4.0),
        excess=numpy.minimum(found.excess, 6.0)[of],
        cost=numpy.minimum(found.cost, 30.0)[of],
        synonym=numpy.isin(keys, synonym),
        swapped=numpy.isin(keys, swapped),
        shared=_shared(forms, network.signs, of, other),
    )


def _suspected(
    suspects: Mapping[str, Word], language: CharacterModel, size: int
) -> _Suspected:
    """Put what is known of forms into arrays; ``size`` is that of the document."""
    import numpy

    forms = [*suspects]
    surprises = language.surprises(forms)
    surprise = numpy.array([surprises[form] for form in forms])
    times = numpy.array([len(word.spots) for word in suspects.values()])
    cost = numpy.array([word.cost for word in suspects.values()])
    excess = numpy.log(times / (size * numpy.exp(-surprise) + 0.05))
    return _Suspected(forms, times, cost / times, excess)


def _hopes(
    found: _Suspected,
    synonyms: "Sequence[Numbers]",
    exchanged: "Sequence[Numbers]",
    network: ContextModel,
    missed: "NDArray[float32]",
) -> list[int]:
    """Choose the forms that the network is asked about.

    ``missed`` is the logarithm of how many of each word such a text should have, if the
    document is without it, and LOW where it is not.
    """
    import numpy

    if not found.forms:
        return []
    # Nought where there is none.
    counted = numpy.where(missed > LOW, (missed + MISSED).clip(0.01, MISSED + 4.0), 0.0)
    synonym = _most(counted, synonyms)
    if len(found.forms[0]) == 1:
        other = _most(counted, exchanged)
    else:
        words = network.of_length[2]
        most = numpy.zeros((2, int(network.signs.max()) + 2))
        forms = codes("".join(found.forms)).reshape(-1, 2)
        for place in range(2):
            numpy.maximum.at(most[place], network.signs[words, place], counted[words])
        other = numpy.maximum(
            *(most[place].take(forms[:, place], mode="clip") for place in range(2))
        )
    weighed = numpy.column_stack(
        (
            numpy.ones(len(found.forms)),
            numpy.minimum(numpy.log(found.times), 2.0),
            found.cost,
            numpy.minimum(found.excess, 6.0),
            synonym > 0,
            synonym,
            other,
        )
    )
    least = weighed @ HOPE[len(found.forms[0])]
    hopes: list[int] = numpy.flatnonzero(least > 0).tolist()
    return hopes


def _most(
    counted: "NDArray[float32]", groups: "Sequence[Numbers]"
) -> "NDArray[float64]":
    """Give the most that a word of each group counts, nought where there is none."""
    import numpy

    found = numpy.zeros(len(groups))
    of = numpy.repeat(numpy.arange(len(groups)), [*map(len, groups)])
    numpy.maximum.at(found, of, counted[numpy.concatenate(groups)])
    return found


def _read(
    lines: Sequence[Restored],
    suspects: Mapping[str, Word],
    forms: Sequence[str],
    network: ContextModel,
) -> "NDArray[float32]":
    """Give the mean of what the network reads around some places of each form."""
    import numpy

    gaps: list[Gap] = []
    begins = []
    for form in forms:
        spots = suspects[form].spots
        begins.append(len(gaps))
        for line, at in spots[:: -(-len(spots) // SAMPLED)]:
            gaps.append((lines[line].string, at, at + len(form)))
    sums: NDArray[float32] = numpy.add.reduceat(network.hidden(gaps), begins)
    sums /= numpy.diff([*begins, len(gaps)])[:, None].astype(numpy.float32)
    return sums


def _synonyms(form: str, network: ContextModel, words: Synonyms) -> "Numbers":
    """Number a form's synonyms."""
    if form not in network.kin:
        number = network.number
        network.kin[form] = _numbers(
            [number[other] for other in words.of(form) if other in number]
        )
    return network.kin[form]


def _exchanged(others: Collection[str], network: ContextModel) -> "Numbers":
    """Number what a table's rows exchange a form for."""
    if not others:
        return network.none
    number = network.number
    return _numbers([number[other] for other in others if other in number])


def _sharing(form: str, network: ContextModel) -> "Numbers":
    """Number the words of two that share a character with a form in its place."""
    import numpy

    if len(form) == 1:
        return network.none
    sharing, none = network.sharing, network.none
    return numpy.concatenate([sharing.get(place, none) for place in enumerate(form)])


def _numbers(found: list[int]) -> "Numbers":
    import numpy

    return numpy.array(found, dtype=numpy.int64)


def _keyed(
    numbers: "Sequence[Numbers]",
    first: int,
    means: "NDArray[float32]",
) -> "NDArray[int64]":
    """Say of some words for each form where they stand in all the means.

    ``first`` is the number of the word in the first column.
    """
    import numpy

    of = numpy.repeat(numpy.arange(len(numbers)), [*map(len, numbers)])
    keys: NDArray[int64] = of * means.shape[1] + numpy.concatenate(numbers) - first
    return keys


def _likeliest(means: "NDArray[float32]") -> "NDArray[int64]":
    """Find where the TRIED likeliest words of each form stand, the likeliest first.

    A search for the most, so many times, is sooner done than a partition.
    """
    import numpy

    found = numpy.empty((len(means), TRIED), dtype=numpy.int64)
    every = numpy.arange(len(means))
    chances = numpy.empty((len(means), TRIED), dtype=means.dtype)
    for place in range(TRIED):
        most = means.argmax(axis=1)
        found[:, place] = most
        chances[:, place] = means[every, most]
        means[every, most] = -numpy.inf
    for place in reversed(range(TRIED)):
        means[every, found[:, place]] = chances[:, place]
    found += (every * means.shape[1])[:, None]
    return found


def _best(
    keys: "NDArray[int64]", means: "NDArray[float32]", count: int
) -> "NDArray[int64]":
    """Keep so many of each form's words, those with the most."""
    import numpy

    of = keys // means.shape[1]
    order = numpy.lexsort((-means.ravel()[keys], of))
    of = of[order]
    ranks = numpy.arange(len(of)) - numpy.searchsorted(of, of)
    kept: NDArray[int64] = keys[order][ranks < count]
    return kept


def _shared(
    forms: Sequence[str],
    signs: "NDArray[uint32]",
    of: "NDArray[int64]",
    other: "NDArray[int64]",
) -> "NDArray[bool_]":
    """Tell which pairs share a character, of forms of more than one."""
    form = codes("".join(one.ljust(2) if len(one) > 1 else "  " for one in forms))
    mine, its = form.reshape(-1, 2)[of], signs[other]
    found: NDArray[bool_] = (mine[:, :, None] == its[:, None]).any(axis=(1, 2))
    return found
