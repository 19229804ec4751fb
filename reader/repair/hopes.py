"""Which words that may be a spinner's are worth putting to the network of contexts.

There are hundreds in a spun text, and a dozen of them are what no table has. Before
anything is read of their surroundings it is known how often they stand there, what
they cost, and whether the text is without a word that they may stand for.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.repair.charlm import CharacterModel
from reader.repair.context import ContextModel
from reader.repair.kin import Kin
from reader.repair.suspects import Word
from reader.repair.symbols import codes

if TYPE_CHECKING:
    from numpy import bool_, float64, int64
    from numpy.typing import NDArray

# What speaks for asking about a form, by its length: a constant, how often it stands
# there, what it costs, how many too many it is, whether a synonym is free, and how much
# a synonym and another word it may stand for are missed. Fitted to what is found when
# all are asked about. Of single characters one in sixteen is, of two one in four, and
# of what is found with rows held out one in two hundred is lost.
WEIGHTS = {
    1: (-14.5, 0.09, 0.493, 0.76, 4.74, 0.17, 1.52),
    2: (-8.6, 1.17, 0.320, 0.51, 1.69, 1.06, 0.43),
}
LOW = float("-inf")
MISSED = 3.0
"""How few of a word a text should have for it not to be missed, as a logarithm."""


@dataclass(frozen=True, slots=True)
class Hopes:
    """Forms of one length, and what document and character model say of them."""

    forms: Sequence[str]
    times: "NDArray[int64]"
    """How often each stands there."""
    cost: "NDArray[float64]"
    """What it costs the character model, in nats, the mean."""
    excess: "NDArray[float64]"
    """The logarithm of how many more than expected of it there are."""

    def of(self, some: Sequence[int]) -> "Hopes":
        """Keep some of them."""
        return Hopes(
            [self.forms[index] for index in some],
            self.times[some],
            self.cost[some],
            self.excess[some],
        )


def hopes(
    suspects: Mapping[str, Word],
    language: CharacterModel,
    network: ContextModel,
    kin: Kin,
    swaps: Mapping[str, Collection[str]],
    free: "NDArray[bool_]",
    size: int,
) -> Hopes | None:
    """Choose the suspects, all of one length, that the network is asked about.

    ``free`` tells which of its words the document is without, ``size`` how many symbols
    that has, ``swaps`` which characters a table's rows exchange. None where no suspect
    has hope.
    """
    import numpy

    if not suspects:
        return None
    found = _hopes(suspects, language, size)
    missed = network.priors + math.log(size)
    # Nought where there is none.
    counted = numpy.where(free, (missed + MISSED).clip(0.01, MISSED + 4.0), 0.0)
    synonym = _most(counted, [kin.synonyms(form) for form in found.forms])
    if len(found.forms[0]) == 1:
        exchanged = [kin.numbers(swaps.get(form, ())) for form in found.forms]
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
    some = numpy.flatnonzero(weighed @ WEIGHTS[len(found.forms[0])] > 0).tolist()
    return found.of(some) if some else None


def _hopes(suspects: Mapping[str, Word], language: CharacterModel, size: int) -> Hopes:
    """Put what is known of forms into arrays."""
    import numpy

    forms = [*suspects]
    surprises = language.surprises(forms)
    surprise = numpy.array([surprises[form] for form in forms])
    times = numpy.array([len(word.spots) for word in suspects.values()])
    cost = numpy.array([word.cost for word in suspects.values()])
    excess = numpy.log(times / (size * numpy.exp(-surprise) + 0.05))
    return Hopes(forms, times, cost / times, excess)


def _most(
    counted: "NDArray[float64]", groups: "Sequence[NDArray[int64]]"
) -> "NDArray[float64]":
    """Give the most that a word of each group counts, nought where there is none."""
    import numpy

    found = numpy.zeros(len(groups))
    of = numpy.repeat(numpy.arange(len(groups)), [*map(len, groups)])
    numpy.maximum.at(found, of, counted[numpy.concatenate(groups)])
    return found
