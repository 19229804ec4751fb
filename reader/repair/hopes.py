"""Which words that may be a spinner's are worth putting to the network of contexts.

There are hundreds in a spun text, and a dozen of them are what no table has. Before
anything is read of their surroundings it is known how often they stand there, what
they cost, and whether the text is without a word that they may stand for.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from reader.repair.context import ContextModel
from reader.repair.kin import Kin
from reader.repair.suspects import Suspects
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
    2: (-8.4, 1.17, 0.320, 0.51, 1.69, 1.06, 0.43),
}
MISSED = 3.0
"""How few of a word a text should have for it not to be missed, as a logarithm."""


def hopes(
    suspects: Suspects,
    network: ContextModel,
    kin: Kin,
    swaps: Mapping[str, Collection[str]],
    free: "NDArray[bool_]",
    size: int,
) -> Suspects:
    """Choose the suspects that the network is asked about.

    ``free`` tells which of its words the document is without, ``size`` how many symbols
    that has, ``swaps`` which characters a table's rows exchange.
    """
    import numpy

    forms = suspects.forms
    if not forms:
        return suspects
    missed = network.priors + math.log(size)
    # Nought where there is none.
    counted = numpy.where(free, (missed + MISSED).clip(0.01, MISSED + 4.0), 0.0)
    synonym = _most(counted, [kin.synonyms(form) for form in forms])
    if len(forms[0]) == 1:
        exchanged = [kin.numbers(swaps.get(form, ())) for form in forms]
        other = _most(counted, exchanged)
    else:
        words = network.of_length[2]
        most = numpy.zeros((2, int(network.signs.max()) + 2))
        signs = codes("".join(forms)).reshape(-1, 2)
        for place in range(2):
            numpy.maximum.at(most[place], network.signs[words, place], counted[words])
        other = numpy.maximum(
            *(most[place].take(signs[:, place], mode="clip") for place in range(2))
        )
    weighed = numpy.column_stack(
        (
            numpy.ones(len(forms)),
            numpy.minimum(numpy.log(suspects.times), 2.0),
            suspects.cost,
            numpy.minimum(suspects.excess, 6.0),
            synonym > 0,
            synonym,
            other,
        )
    )
    return suspects.of(numpy.flatnonzero(weighed @ WEIGHTS[len(forms[0])] > 0))


def _most(
    counted: "NDArray[float64]", groups: "Sequence[NDArray[int64]]"
) -> "NDArray[float64]":
    """Give the most that a word of each group counts, nought where there is none."""
    import numpy

    found = numpy.zeros(len(groups))
    of = numpy.repeat(numpy.arange(len(groups)), [*map(len, groups)])
    numpy.maximum.at(found, of, counted[numpy.concatenate(groups)])
    return found
