"""Lines as the tables restored them, and the words that a document is without.

A spinner is applied everywhere: it leaves none of the words it knows. So a word that a
text of this length should have, and has not, may be what a spun form stands for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from reader.repair.context import ContextModel
from reader.repair.lattice import Edge
from reader.repair.reading import Spelled
from reader.repair.symbols import codes

if TYPE_CHECKING:
    from numpy import bool_
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Restored:
    """One line as the tables restored it."""

    string: str
    places: Sequence[int]
    """For each symbol its place in the line as read, -1 where it was put there."""
    put: Sequence[int] = ()
    """Where in the string each reading begins that the tables put there, in order."""


def restore(line: Spelled, changed: Sequence[Edge]) -> Restored:
    """Write a line with the readings of some of its places."""
    parts: list[str] = []
    places: list[int] = []
    put: list[int] = []
    at = 0
    for edge in changed:
        places += range(at, edge.start)
        put.append(len(places))
        places += [-1] * len(edge.text)
        parts += [line.string[at : edge.start], edge.text]
        at = edge.end
    parts.append(line.string[at:])
    places += range(at, len(line.string))
    return Restored("".join(parts), places, put)


def missing(lines: Sequence[Restored], network: ContextModel) -> "NDArray[bool_]":
    """Tell for each of the network's words whether a document is without it."""
    import numpy

    signs = codes("".join(line.string + "\n" for line in lines))
    places = chain.from_iterable(chain(line.places, (-1,)) for line in lines)
    read = numpy.fromiter(places, dtype=numpy.int64, count=len(signs)) >= 0
    there = numpy.zeros(int(max(signs.max(), network.signs.max())) + 1, dtype=bool)
    there[signs[read]] = True
    found = there[network.signs[:, 0]]
    beside = numpy.column_stack((signs[:-1], signs[1:])).view(numpy.uint64).ravel()
    pairs = network.of_length[2]
    words = network.signs[pairs].view(numpy.uint64).ravel()
    order = numpy.argsort(words)
    at = order.take(numpy.searchsorted(words[order], beside), mode="clip")
    found[pairs] = False
    found[pairs.start + at[words[at] == beside]] = True
    return ~found
