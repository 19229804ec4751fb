"""What a document and the network of contexts say of a form that no table has.

A clue is about a form and a word that it may stand for; ``novel`` weighs them.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.repair.context import ContextModel, Gap, Seen
from reader.repair.kin import Kin
from reader.repair.suspects import Suspects
from reader.repair.symbols import codes

if TYPE_CHECKING:
    from numpy import bool_, float32, float64, int64, uint32
    from numpy.typing import NDArray

SAMPLED = 3
"""Places of a form that the network is asked about."""
TRIED = 4
"""Words it is asked for, whichever they are."""
KIN = 2
"""Synonyms, and words that share a character in its place, that it is asked for."""
LACKED = -3.3
"""How few of a word a text should have for it not to be asked for, as a logarithm."""
UNKNOWN_WORD = -11.0
"""What a form counts that the network has no word for, in nats."""


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
    suspects: Suspects,
    network: ContextModel,
    kin: Kin,
    swaps: Mapping[str, Collection[str]],
    free: "NDArray[bool_]",
    seen: Seen,
    size: int,
) -> Clues | None:
    """Ask the network what may stand in the places of suspects.

    ``free`` tells which words the document is without, ``seen`` is what the network
    sees of its lines, ``size`` how many symbols they have, ``swaps`` which characters a
    table's rows exchange. None where the document lacks hardly a word.
    """
    import numpy

    forms = suspects.forms
    length = len(forms[0])
    words = _lacked(network, length, free, size)
    if len(words) < TRIED:
        return None
    read = _read(seen, suspects, network)
    means = network.fillings(read, words)
    column = numpy.full(len(network.words), -1)
    column[words] = numpy.arange(len(words))
    synonym, swapped, sharing = (
        _keyed(numbers, column, len(words))
        for numbers in (
            [kin.synonyms(form) for form in forms],
            [kin.numbers(swaps.get(form, ())) for form in forms],
            [kin.sharing(form) for form in forms],
        )
    )
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
    of, other = numpy.divmod(keys, means.shape[1])
    other = words[other]
    ranked = means.ravel()[best][of]
    next_ = numpy.where(fits == ranked[:, 0], ranked[:, 1], ranked[:, 0])
    prior = network.priors[other].astype(numpy.float64)
    return Clues(
        forms=forms,
        words=network.words,
        of=of,
        other=other,
        longer=length - 1,
        times=suspects.times[of],
        fits=numpy.maximum(fits, -12.0),
        own=numpy.maximum(_own(forms, read, network), -12.0)[of],
        ahead=(fits - next_).clip(-6.0, 6.0),
        apart=(fits - prior).clip(-5.0, 10.0),
        missed=numpy.minimum(numpy.log(size * numpy.exp(prior) + 0.05), 4.0),
        excess=numpy.minimum(suspects.excess, 6.0)[of],
        cost=numpy.minimum(suspects.cost, 30.0)[of],
        synonym=numpy.isin(keys, synonym),
        swapped=numpy.isin(keys, swapped),
        shared=_shared(forms, network.signs, of, other),
    )


def _lacked(
    network: ContextModel, length: int, free: "NDArray[bool_]", size: int
) -> "NDArray[int64]":
    """Number the words of a length that a document is without and might have."""
    import numpy

    there = network.of_length[length]
    least = LACKED - math.log(size)
    found = numpy.flatnonzero(free[there] & (network.priors[there] > least))
    return found + there.start


def _own(
    forms: Sequence[str], read: "NDArray[float32]", network: ContextModel
) -> "NDArray[float64]":
    """Give the chance of each form itself in its places."""
    import numpy

    own = numpy.full(len(forms), UNKNOWN_WORD)
    rows = [row for row, form in enumerate(forms) if form in network.number]
    own[rows] = network.fits(read, rows, [network.number[forms[row]] for row in rows])
    return own


def _read(seen: Seen, suspects: Suspects, network: ContextModel) -> "NDArray[float32]":
    """Give the mean of what the network reads around some places of each form."""
    import numpy

    gaps: list[Gap] = []
    begins = []
    for index, form in enumerate(suspects.forms):
        spots = suspects.spots(index)
        begins.append(len(gaps))
        for line, at in spots[:: -(-len(spots) // SAMPLED)]:
            gaps.append((line, at, at + len(form)))
    sums: NDArray[float32] = numpy.add.reduceat(network.hidden(seen, gaps), begins)
    sums /= numpy.diff([*begins, len(gaps)])[:, None].astype(numpy.float32)
    return sums


def _keyed(
    numbers: "Sequence[NDArray[int64]]", column: "NDArray[int64]", width: int
) -> "NDArray[int64]":
    """Say of some words for each form where they stand in all the means.

    ``column`` says in which column of so many a word is, -1 where in none.
    """
    import numpy

    of = numpy.repeat(numpy.arange(len(numbers)), [*map(len, numbers)])
    columns = column[numpy.concatenate(numbers)]
    there = columns >= 0
    keys: NDArray[int64] = of[there] * width + columns[there]
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
