"""Every way some lines may have read, and how likely each piece of it is.

A reading (an Edge) goes from a place of a line to a later one and says which symbols
stood there: the line's own, or what a spun form may have been. The character model
scores each symbol by the four before it, so a place splits into nodes, one for each
four symbols that can lead there. Where no form stands within four symbols a line has
one way only: the lattice has stretches with forms alone, and all n-grams of all lines
are scored in one batch.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

from reader.repair.charlm import BOUNDARY, CharacterModel
from reader.repair.ngrams import BITS, CONTEXT_MASK, ORDER
from reader.repair.steps import Cuts, Steps, steps

if TYPE_CHECKING:
    from numpy import bool_, float64, int64, uint64
    from numpy.typing import NDArray

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
class Lattice:
    """The ways through, a step for each edge and node it can start from."""

    edges: Sequence[Edge]
    biases: "NDArray[float64]"
    """That of each edge."""
    kept: "NDArray[bool_]"
    """Whether it is."""
    spans: Mapping[tuple[int, int, int], Sequence[int]]
    """(line, start, end) -> the edges that change what stands there."""
    lines: Sequence[int]
    """Where the symbols of each line begin, when all lines stand in a row."""
    covered: "NDArray[int64]"
    """The places in that row that edges stand over, one edge's after the other's."""
    covering: "NDArray[int64]"
    """The edge of each of those."""
    steps: Steps
    gains: "NDArray[float64]"
    """What the character model gives each step, in nats."""


def lattice(
    model: CharacterModel,
    lines: Iterable[tuple[str, Sequence[Edge], Mapping[int, float]]],
) -> Lattice:
    """Lay out the ways through lines of symbols, each with the readings it offers.

    Readings that keep the symbols as they stand are added; the mapping says at which
    places they have a bias.
    """
    import numpy

    every = [*lines]
    texts = {edge.text: 0 for _, edges, _ in every for edge in edges}
    strings = [*(string for string, _, _ in every), *texts]
    starts = [*accumulate(map(len, strings), initial=0)]
    texts = dict(zip(texts, starts[len(every) :], strict=False))
    # Behind all, what a line's end is read as.
    packed = numpy.append(model.packed(strings), numpy.uint64(BOUNDARY))
    plan = _Plan(len(packed) - 1, texts)
    for (string, edges, biases), start in zip(every, starts, strict=False):
        for end, inside in _stretches(edges, len(string)):
            plan.add(string, start, end, inside, biases)
    return _laid(plan, packed, model, starts)


def _stretches(edges: Sequence[Edge], size: int) -> Iterable[tuple[int, list[Edge]]]:
    """Part a line where REACH symbols and more stand between one form and the next.

    With the edges of each stretch its end, which may be past the line's own.
    """
    ordered = sorted(edges, key=lambda edge: edge.start)
    inside: list[Edge] = []
    reached = 0
    for edge in ordered:
        if inside and edge.start >= reached + REACH:
            yield reached + REACH, inside
            inside = []
        inside.append(edge)
        reached = max(reached, edge.end)
    if inside:
        yield min(size + 1, reached + REACH), inside


class _Plan:
    """Edges, and the places that they lead from and to: the cuts of their stretches."""

    def __init__(self, boundary: int, texts: Mapping[str, int]) -> None:
        self._boundary = boundary
        self._texts = texts
        self.edges: list[Edge] = []
        self.runs: list[int] = []
        """Where the symbols that each edge puts there begin among the packed."""
        self.leaving: list[int] = []
        """The cut that each edge leads from."""
        self.reaching: list[int] = []
        self.ranks: list[int] = []
        """How many cuts of its stretch come before each cut."""
        self.firsts: list[int] = []
        """The first cut of each stretch."""
        self.before: list[int] = []
        """Where the symbol before it stands among the packed."""

    def cuts(self) -> Cuts:
        """Give the cuts as arrays."""
        import numpy

        return Cuts(
            numpy.array(self.leaving),
            numpy.array(self.reaching),
            numpy.array(self.ranks),
            numpy.array(self.firsts),
        )

    def add(
        self,
        string: str,
        line: int,
        end: int,
        inside: Sequence[Edge],
        biases: Mapping[int, float],
    ) -> None:
        """Add the stretch of some edges, and edges that keep what stands there.

        Those go from each place that a form touches to the next. ``line`` is where the
        line's symbols begin among the packed; an ``end`` past them stands for their
        boundary.
        """
        size, index, first = len(string), inside[0].line, len(self.ranks)
        touched = {min(end, size)}
        for edge in inside:
            touched.update(edge[1:3])
        cuts = sorted(touched)
        number = {cut: first + rank for rank, cut in enumerate(cuts)}
        self.edges += inside
        for _, start, reached, text, kept, _ in inside:
            self.runs.append(line + start if kept else self._texts[text])
            self.leaving.append(number[start])
            self.reaching.append(number[reached])
        last = first + len(cuts) - 1
        self.edges += [
            Edge(
                index,
                start,
                reached,
                string[start:reached],
                True,
                biases.get(start, 0.0),
            )
            for start, reached in pairwise(cuts)
        ]
        self.runs += [line + cut for cut in cuts[:-1]]
        self.leaving += range(first, last)
        self.reaching += range(first + 1, last + 1)
        if end > size:
            self.edges.append(Edge(index, size, size, "", True))
            self.runs.append(self._boundary)
            self.leaving.append(last)
            last += 1
            self.reaching.append(last)
        self.ranks += range(last - first + 1)
        self.firsts.append(first)
        self.before.append(line + cuts[0] - 1 if cuts[0] else self._boundary)


def _laid(
    plan: _Plan, packed: "NDArray[uint64]", model: CharacterModel, lines: Sequence[int]
) -> Lattice:
    """Lay out what is planned, and score it; ``lines`` are where lines begin."""
    import numpy

    edges = plan.edges
    spans: dict[tuple[int, int, int], list[int]] = {}
    for number, edge in enumerate(edges):
        if not edge[4]:
            spans.setdefault(edge[:3], []).append(number)
    in_line, begun, ended, texts, kept, biases = zip(*edges, strict=True)
    sizes = numpy.array([*map(len, texts)])
    runs = numpy.array(plan.runs)
    mask = numpy.uint64(CONTEXT_MASK)
    # What an edge leaves of the symbols before it; a line's end nothing.
    moved = numpy.where(sizes, BITS * numpy.minimum(sizes, REACH), BITS * REACH)
    shifts = moved.astype(numpy.uint64)
    puts = packed[runs + numpy.maximum(sizes, 1) - 1]
    puts &= (numpy.uint64(1) << shifts) - numpy.uint64(1)
    taken = steps(plan.cuts(), packed[plan.before] & mask, puts, shifts)
    # The end of a line is a symbol, too.
    counts = numpy.maximum(sizes, 1)[taken.edges]
    begins = numpy.cumsum(counts) - counts
    within = numpy.arange(counts.sum()) - numpy.repeat(begins, counts)
    bits = (BITS * numpy.minimum(within + 1, ORDER)).astype(numpy.uint64)
    # Of each symbol put there those before it in its run, and then the state.
    keys = packed[numpy.repeat(runs[taken.edges], counts) + within]
    keys &= (numpy.uint64(1) << bits) - numpy.uint64(1)
    keys |= numpy.repeat(taken.states[taken.befores], counts) << bits
    keys &= numpy.uint64((1 << BITS * ORDER) - 1)
    gains = numpy.add.reduceat(model.score_packed(keys), begins)
    widths = numpy.array(ended) - begun
    covering = numpy.repeat(numpy.arange(len(widths)), widths)
    inside = numpy.arange(len(covering)) - numpy.repeat(
        numpy.cumsum(widths) - widths, widths
    )
    covered = (numpy.array(lines)[[*in_line]] + begun)[covering] + inside
    return Lattice(
        edges,
        numpy.array(biases),
        numpy.array(kept),
        spans,
        lines,
        covered,
        covering,
        taken,
        gains,
    )
