"""What a document and the network of contexts say of a form that no table has.

A clue is about a form and a word that it may stand for; ``novel`` weighs them.
"""

from collections.abc import Mapping, Sequence
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
    """What the document says of forms and words that they may stand for.

    An array has a number for each pair of a form and a word.
    """

    forms: Sequence[str]
    words: Sequence[str]
    of: "NDArray[int64]"
    """The form of each pair, by its number."""
    other: "NDArray[int64]"
    """The word."""
    length: "NDArray[int64]"
    """Of the form."""
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

        longer = self.length - 1
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
                longer,
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
        longer, shared = self.length[pairs] - 1, self.shared[pairs]
        return numpy.column_stack(
            (self.first()[pairs], gained, here, longer * gained, shared * gained)
        )


def clues(
    lines: Sequence[Restored],
    suspects: Mapping[str, Word],
    language: CharacterModel,
    network: ContextModel,
    words: Synonyms,
    swaps: Mapping[str, set[str]],
    free_words: Mapping[int, Sequence[int]],
) -> Clues | None:
    """Ask the network what may stand in the places of each suspect.

    ``free_words`` are the words that the document is without, by their length. None
    where there is no suspect.
    """
    import numpy

    if not suspects:
        return None
    size = sum(len(line.string) for line in lines)
    means = _asked(lines, suspects, network)
    forms = [*suspects]
    lengths = numpy.array([len(form) for form in forms])
    free = numpy.zeros((3, len(network.words)), dtype=bool)
    for length, numbers in free_words.items():
        free[length, numbers] = True
    kin = [_kin(form, network, words) for form in forms]
    exchanged = [
        [network.number[one] for one in swaps.get(form, ()) if one in network.number]
        for form in forms
    ]
    synonyms = _keyed([one for one, _ in kin], means)
    swapped = _keyed(exchanged, means)
    named = numpy.union1d(synonyms, swapped)
    best = _likeliest(means, lengths, free_words)
    is_free = free[lengths]
    keys = numpy.unique(
        numpy.concatenate(
            [
                best[best >= 0],
                *(
                    _best(keys[is_free.ravel()[keys]], means, KIN)
                    for keys in (named, _keyed([one for _, one in kin], means))
                ),
            ]
        )
    )
    of, other = numpy.divmod(keys, len(network.words))
    fits = means.ravel()[keys].astype(numpy.float64)
    ranked = numpy.where(best >= 0, means.ravel()[best], UNKNOWN_WORD)[of]
    next_ = numpy.where(fits == ranked[:, 0], ranked[:, 1], ranked[:, 0])
    own = numpy.full(len(forms), UNKNOWN_WORD)
    for index, form in enumerate(forms):
        if form in network.number:
            own[index] = means[index, network.number[form]]
    surprises = language.surprises(forms)
    surprise = numpy.array([surprises[form] for form in forms])
    times = numpy.array([len(word.spots) for word in suspects.values()])
    cost = numpy.array([word.cost for word in suspects.values()])
    excess = numpy.log(times / (size * numpy.exp(-surprise) + 0.05))
    prior = network.priors[other].astype(numpy.float64)
    return Clues(
        forms=forms,
        words=network.words,
        of=of,
        other=other,
        length=lengths[of],
        times=times[of],
        fits=numpy.maximum(fits, -12.0),
        own=numpy.maximum(own, -12.0)[of],
        ahead=(fits - next_).clip(-6.0, 6.0),
        apart=(fits - prior).clip(-5.0, 10.0),
        missed=numpy.minimum(numpy.log(size * numpy.exp(prior) + 0.05), 4.0),
        excess=numpy.minimum(excess, 6.0)[of],
        cost=numpy.minimum(cost / times, 30.0)[of],
        synonym=numpy.isin(keys, synonyms),
        swapped=numpy.isin(keys, swapped),
        shared=_shared(forms, network.signs, of, other),
    )


def _asked(
    lines: Sequence[Restored], suspects: Mapping[str, Word], network: ContextModel
) -> "NDArray[float32]":
    """Give the mean log p of each word in some places of each suspect."""
    gaps: list[Gap] = []
    counts = []
    for form, word in suspects.items():
        spots = word.spots[:: -(-len(word.spots) // SAMPLED)]
        counts.append(len(spots))
        for line, at in spots:
            gaps.append((lines[line].string, at, at + len(form)))
    return network.means(network.hidden(gaps), counts)


def _kin(
    form: str, network: ContextModel, words: Synonyms
) -> "tuple[NDArray[int64], NDArray[int64]]":
    """Number a form's synonyms, and the words that share a character in its place."""
    import numpy

    if form not in network.kin:
        number = network.number
        synonyms = [number[other] for other in words.of(form) if other in number]
        alike = [
            number
            for place in enumerate(form if len(form) > 1 else "")
            for number in network.sharing.get(place, ())
        ]
        network.kin[form] = (
            numpy.array(synonyms, dtype=numpy.int64),
            numpy.array(alike, dtype=numpy.int64),
        )
    return network.kin[form]


def _keyed(
    numbers: "Sequence[Sequence[int] | NDArray[int64]]", means: "NDArray[float32]"
) -> "NDArray[int64]":
    """Say of some words for each form where they stand in all the means."""
    import numpy

    of = numpy.repeat(numpy.arange(len(numbers)), [len(one) for one in numbers])
    joined: NDArray[int64] = numpy.concatenate(numbers).astype(numpy.int64)
    keys: NDArray[int64] = of * means.shape[1] + joined
    return keys


def _likeliest(
    means: "NDArray[float32]",
    lengths: "NDArray[int64]",
    free_words: Mapping[int, Sequence[int]],
) -> "NDArray[int64]":
    """Find where the TRIED likeliest free words of each form stand, -1 for none.

    The likeliest first. A search for the most, so many times, is sooner done than a
    partition.
    """
    import numpy

    found = numpy.full((len(means), TRIED), -1, dtype=numpy.int64)
    for length, numbers in free_words.items():
        rows = numpy.flatnonzero(lengths == length)
        words = numpy.array(numbers, dtype=numpy.int64)
        left = means[rows].take(words, axis=1)
        every = numpy.arange(len(rows))
        for place in range(min(TRIED, len(words))):
            most = left.argmax(axis=1)
            found[rows, place] = rows * means.shape[1] + words[most]
            left[every, most] = -numpy.inf
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
