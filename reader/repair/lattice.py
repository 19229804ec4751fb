"""Every way some lines may have read, and which of them reads best.

A reading (an Edge) goes from a place of a line to a later one and says which symbols
stood there: the line's own, or what a spun form may have been. The character model
scores each symbol by the four before it, so a place splits into nodes, one for each
four symbols that can lead there. Where no form stands within four symbols a line has
one way only: the lattice has stretches with forms alone, and all n-grams of all lines
are scored in one batch. Then one pass forward and one back give, for each reading, the
best way through it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from reader.repair.charlm import BITS, BOUNDARY, CONTEXT_MASK, ORDER, CharacterModel

if TYPE_CHECKING:
    from numpy import float64, int64
    from numpy.typing import NDArray

LOW = float("-inf")
REACH = ORDER - 1
"""After so many symbols that can be read one way, what stood before is forgotten."""


class Edge(NamedTuple):
    """One reading of the symbols ``start`` to ``end`` of a line.

    A tuple, because a text has thousands.
    """

    line: int
    start: int
    end: int
    text: str
    """What stood there, a character for each symbol."""
    kept: bool
    bias: float = 0.0
    """Added to the model's logarithm."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The best way through, and for each edge how much worse the best through it is."""

    path: tuple[int, ...]
    """Edges by their number in the lattice, in order."""
    loss: "list[float]"
    """For each edge, in nats."""


@dataclass(slots=True)
class Lattice:
    """The ways through, a step for each edge and node it can start from."""

    edges: list[Edge] = field(default_factory=list)
    stretches: list[tuple[int, int, int, int]] = field(default_factory=list)
    """(first node, last node, first step, end of steps) of each stretch."""
    nodes: int = 0
    step_edges: list[int] = field(default_factory=list)
    befores: list[int] = field(default_factory=list)
    afters: list[int] = field(default_factory=list)
    keys: list[int] = field(default_factory=list)
    """The n-grams of all steps, one step's after the other's."""
    firsts: list[int] = field(default_factory=list)
    """Where each step's n-grams begin among the keys."""
    gains: "NDArray[float64] | None" = None


def lattice(
    model: CharacterModel,
    lines: Iterable[tuple[str, Sequence[Edge], Mapping[int, float]]],
) -> Lattice:
    """Lay out the ways through lines of symbols, each with the readings it offers.

    Readings that keep the symbols as they stand are added; the mapping says at which
    places they have a bias.
    """
    import numpy

    ways = Lattice()
    runs: dict[str, list[int]] = {}
    for index, (string, edges, biases) in enumerate(lines):
        ids = model.ids(string)
        for start, end, inside in _stretches(edges, len(string)):
            kept = _kept(index, string, start, end, inside, biases)
            for edge in inside:
                if edge.text not in runs:
                    runs[edge.text] = model.ids(edge.text)
            _lay(ways, runs, ids, end, [*inside, *kept])
    if ways.keys:
        scores = model.score(ways.keys)
        ways.gains = numpy.add.reduceat(scores, numpy.array(ways.firsts))
    return ways


def _stretches(
    edges: Sequence[Edge], size: int
) -> Iterable[tuple[int, int, list[Edge]]]:
    """Part a line where REACH symbols and more stand between one form and the next."""
    ordered = sorted(edges, key=lambda edge: edge.start)
    inside: list[Edge] = []
    reached = 0
    for edge in ordered:
        if inside and edge.start >= reached + REACH:
            yield inside[0].start, reached + REACH, inside
            inside = []
        inside.append(edge)
        reached = max(reached, edge.end)
    if inside:
        yield inside[0].start, min(size + 1, reached + REACH), inside


def _kept(
    line: int,
    string: str,
    start: int,
    end: int,
    inside: Sequence[Edge],
    biases: Mapping[int, float],
) -> Iterable[Edge]:
    """Keep the symbols as they stand, from each place a form touches to the next."""
    places = {start, min(end, len(string))}
    for edge in inside:
        places.add(edge.start)
        places.add(edge.end)
    cuts = sorted(places)
    for left, right in pairwise(cuts):
        bias = biases.get(left, 0.0)
        yield Edge(line, left, right, string[left:right], True, bias)


def _lay(
    ways: Lattice,
    runs: Mapping[str, list[int]],
    ids: list[int],
    end: int,
    edges: list[Edge],
) -> None:
    """Add one stretch; an ``end`` past the line's own stands for its boundary.

    ``runs`` are the numbers of what forms may have been.
    """
    size = len(ids)
    start = min(edge.start for edge in edges)
    leaving: dict[int, list[tuple[int, int, list[int]]]] = {}
    for number, edge in enumerate(edges, len(ways.edges)):
        run = ids[edge.start : edge.end] if edge.kept else runs[edge.text]
        leaving.setdefault(edge.start, []).append((number, edge.end, run))
    ways.edges += edges
    cuts = [*sorted(leaving), min(end, size)]
    state = 0
    for number in ids[max(0, start - REACH) : start]:
        state = state << BITS | number
    states: dict[int, dict[int, int]] = {cut: {} for cut in cuts}
    states[start][state] = first = ways.nodes
    ways.nodes += 1
    begun = len(ways.step_edges)
    keys, nodes = ways.keys, ways.nodes
    for cut in cuts[:-1]:
        here = states[cut].items()
        for number, reached, run in leaving[cut]:
            there = states[reached]
            ways.step_edges += [number] * len(here)
            for after, node in here:
                ways.firsts.append(len(keys))
                for symbol in run:
                    key = after << BITS | symbol
                    keys.append(key)
                    after = key & CONTEXT_MASK
                if after not in there:
                    there[after] = nodes
                    nodes += 1
                ways.befores.append(node)
                ways.afters.append(there[after])
    ways.nodes = nodes
    ending = states[cuts[-1]]
    if end > size or len(ending) > 1:
        last = ways.nodes
        ways.nodes += 1
        number = len(ways.edges)
        ways.edges.append(Edge(edges[0].line, size, size, "", True))
        for before, node in ending.items():
            ways.firsts.append(len(ways.keys))
            ways.keys.append(before << BITS | BOUNDARY)
            ways.step_edges.append(number)
            ways.befores.append(node)
            ways.afters.append(last)
    else:
        (last,) = ending.values()
    ways.stretches.append((first, last, begun, len(ways.step_edges)))


def decode(ways: Lattice, biases: Sequence[float] | None = None) -> Decoded:
    """Find the best way and the loss of every edge; ``biases`` replace edges' own."""
    import numpy

    if ways.gains is None:
        return Decoded((), [])
    if biases is None:
        biases = [edge.bias for edge in ways.edges]
    numbers = numpy.array(ways.step_edges)
    gained = ways.gains + numpy.array(biases)[numbers]
    gains: list[float] = gained.tolist()
    befores, afters = ways.befores, ways.afters
    forward = [LOW] * ways.nodes
    backward = [LOW] * ways.nodes
    back = [0] * ways.nodes
    best = numpy.empty(len(gains))
    path: list[int] = []
    for first, last, begun, ended in ways.stretches:
        forward[first] = backward[last] = 0.0
        steps = range(begun, ended)
        here = befores[begun:ended], afters[begun:ended], gains[begun:ended]
        for step, before, after, gain in zip(steps, *here, strict=True):
            total = forward[before] + gain
            if total > forward[after]:
                forward[after] = total
                back[after] = step
        for before, after, gain in zip(*(one[::-1] for one in here), strict=True):
            total = backward[after] + gain
            if total > backward[before]:
                backward[before] = total
        best[begun:ended] = forward[last]
        run = []
        node = last
        while node != first:
            step = back[node]
            run.append(ways.step_edges[step])
            node = befores[step]
        path += reversed(run)
    through = numpy.array(forward)[befores] + gained + numpy.array(backward)[afters]
    loss: NDArray[float64] = numpy.full(len(ways.edges), -LOW)
    lost: NDArray[float64] = numpy.maximum(best - through, 0.0)
    places: NDArray[int64] = numbers
    numpy.minimum.at(loss, places, lost)
    return Decoded(tuple(path), loss.tolist())
