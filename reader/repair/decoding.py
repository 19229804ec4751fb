"""The best way through a lattice, and how much worse the best through each reading is.

One pass forward and one back, in all stretches at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.repair.lattice import Lattice
from reader.repair.steps import Steps

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

LOW = float("-inf")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The best way through, and for each edge how much worse the best through it is."""

    path: Sequence[int]
    """Edges by their number in the lattice, in order."""
    changes: Sequence[int]
    """Those of them that change something."""
    loss: "list[float]"
    """For each edge, in nats."""


def decode(ways: Lattice, biases: Sequence[float] | None = None) -> Decoded:
    """Find the best way and the loss of every edge; ``biases`` replace edges' own."""
    import numpy

    steps = ways.steps
    befores, afters = steps.befores, steps.afters
    of_edges = ways.biases if biases is None else numpy.array(biases)
    gains = ways.gains + of_edges[steps.edges]
    forward = numpy.full(len(steps.states), LOW)
    backward = forward.copy()
    forward[: len(steps.lasts)] = 0.0
    backward[steps.lasts] = 0.0
    waves = [(befores[wave], afters[wave], gains[wave]) for wave in steps.waves]
    for before, after, gain in waves:
        numpy.maximum.at(forward, after, forward[before] + gain)
    for before, after, gain in reversed(waves):
        numpy.maximum.at(backward, before, backward[after] + gain)
    so_far = forward[befores] + gains
    best = forward[steps.lasts][steps.stretches]
    lost = numpy.maximum(best - (so_far + backward[afters]), 0.0)
    loss: NDArray[float64] = numpy.full(len(ways.edges), -LOW)
    numpy.minimum.at(loss, steps.edges, lost)
    # Of steps that lead to a node equally well the first.
    leading = numpy.flatnonzero(so_far == forward[afters])[::-1]
    back = numpy.zeros(len(steps.states), dtype=numpy.int64)
    back[afters[leading]] = leading
    path = steps.edges[_path(steps, back.tolist())]
    return Decoded(path.tolist(), path[~ways.kept[path]].tolist(), loss.tolist())


def _path(steps: Steps, back: Sequence[int]) -> list[int]:
    """Follow the steps back from the end of each stretch; give them in order."""
    befores: list[int] = steps.befores.tolist()
    found: list[int] = []
    for first, node in enumerate(steps.lasts.tolist()):
        run = []
        while node != first:
            run.append(back[node])
            node = befores[back[node]]
        found += reversed(run)
    return found
