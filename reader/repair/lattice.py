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
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

from reader.repair.charlm import BITS, BOUNDARY, CONTEXT_MASK, ORDER, CharacterModel

if TYPE_CHECKING:
    from numpy import bool_, float64, int64, uint64
    from numpy.typing import NDArray

LOW = float("-inf")
REACH = ORDER - 1
"""After so many symbols that can be read one way, what stood before is forgotten."""
CONTEXTS = [(1 << BITS * size) - 1 for size in range(ORDER)]
"""What is left of packed symbols when the last so many are kept."""


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

    path: Sequence[int]
    """Edges by their number in the lattice, in order."""
    changes: Sequence[int]
    """Those of them that change something."""
    loss: "list[float]"
    """For each edge, in nats."""


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
    step_edges: "NDArray[int64]"
    """The edge of each step, by its number."""
    befores: "NDArray[int64]"
    """The node each step starts from."""
    afters: "NDArray[int64]"
    """The node it leads to."""
    gains: "NDArray[float64]"
    """What the character model gives it, in nats."""
    firsts: "NDArray[int64]"
    """The first node of each stretch."""
    lasts: "NDArray[int64]"
    sizes: "NDArray[int64]"
    """How many steps each stretch has."""
    nodes: int
    order: "NDArray[int64]"
    """The steps as they are taken in all stretches at once."""
    waves: Sequence[slice]
    """Those of them that can be taken together."""


def lattice(
    model: CharacterModel,
    lines: Iterable[tuple[str, Sequence[Edge], Mapping[int, float]]],
) -> Lattice:
    """Lay out the ways through lines of symbols, each with the readings it offers.

    Readings that keep the symbols as they stand are added; the mapping says at which
    places they have a bias.
    """
    every = [*lines]
    texts = {edge.text: 0 for _, edges, _ in every for edge in edges}
    strings = [*(string for string, _, _ in every), *texts]
    starts = [*accumulate(map(len, strings), initial=0)]
    texts = dict(zip(texts, starts[len(every) :], strict=False))
    laying = _Laying(model.packed(strings), texts)
    for (string, edges, biases), start in zip(every, starts, strict=False):
        for end, inside in _stretches(edges, len(string)):
            laying.lay(string, start, end, inside, biases)
    return laying.laid(model, starts)


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


class _Laying:
    """Lays out one stretch after the other."""

    def __init__(self, packed: "NDArray[uint64]", texts: Mapping[str, int]) -> None:
        import numpy

        # Behind all, what a line's end is read as.
        self._packed = numpy.append(packed, numpy.uint64(BOUNDARY))
        self._keys: list[int] = self._packed.tolist()
        self._texts = texts
        self._edges: list[Edge] = []
        self._runs: list[int] = []
        """Where the symbols that each edge puts there begin among the packed."""
        self._steps: list[int] = []
        self._befores: list[int] = []
        self._afters: list[int] = []
        self._states: list[int] = []
        """The four symbols before each node."""
        self._depths: list[int] = []
        """How many places of its stretch with a node come before each node."""
        self._firsts: list[int] = []
        self._lasts: list[int] = []
        self._sizes: list[int] = []

    def lay(
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
        keys, states, steps = self._keys, self._states, self._steps
        befores, afters, depths = self._befores, self._afters, self._depths
        size, index = len(string), inside[0].line
        touched = {min(end, size)}
        for edge in inside:
            touched.update(edge[1:3])
        cuts = sorted(touched)
        edges = [
            *inside,
            *[
                Edge(index, one, next_, string[one:next_], True, biases.get(one, 0.0))
                for one, next_ in pairwise(cuts)
            ],
        ]
        nodes: dict[int, dict[int, int]] = {cut: {} for cut in cuts}
        depth_of = {cut: depth for depth, cut in enumerate(cuts)}
        leaving: dict[int, list[tuple[int, int, int, int]]] = {cut: [] for cut in cuts}
        for number, edge in enumerate(edges, len(self._edges)):
            _, start, reached, text, kept, _ = edge
            run = line + start if kept else self._texts[text]
            self._runs.append(run)
            length = len(text)
            last = keys[run + length - 1] & (
                CONTEXTS[length] if length < REACH else CONTEXT_MASK
            )
            leaving[start].append((number, reached, last, BITS * length))
        self._edges += edges
        begun = len(steps)
        start = cuts[0]
        state = keys[line + start - 1] & CONTEXT_MASK if start else BOUNDARY
        nodes[start][state] = len(states)
        self._firsts.append(len(states))
        states.append(state)
        depths.append(0)
        for cut in cuts[:-1]:
            here = nodes[cut].items()
            for number, reached, last, bits in leaving[cut]:
                there = nodes[reached]
                for state, node in here:
                    state = (state << bits | last) & CONTEXT_MASK
                    after = there.get(state)
                    if after is None:
                        after = there[state] = len(states)
                        states.append(state)
                        depths.append(depth_of[reached])
                    steps.append(number)
                    befores.append(node)
                    afters.append(after)
        ending = nodes[cuts[-1]]
        if end > size or len(ending) > 1:
            last = len(states)
            states.append(BOUNDARY)
            depths.append(len(cuts))
            steps += [len(self._edges)] * len(ending)
            befores += ending.values()
            afters += [last] * len(ending)
            self._runs.append(len(keys) - 1)
            self._edges.append(Edge(index, size, size, "", True))
        else:
            (last,) = ending.values()
        self._lasts.append(last)
        self._sizes.append(len(steps) - begun)

    def laid(self, model: CharacterModel, lines: Sequence[int]) -> Lattice:
        """Give what was laid out, scored; ``lines`` are where lines begin."""
        import numpy

        steps, befores, afters, firsts, lasts, sizes, runs = (
            numpy.array(one, dtype=numpy.int64)
            for one in (
                self._steps,
                self._befores,
                self._afters,
                self._firsts,
                self._lasts,
                self._sizes,
                self._runs,
            )
        )
        spans: dict[tuple[int, int, int], list[int]] = {}
        for number, edge in enumerate(self._edges):
            if not edge.kept:
                spans.setdefault(edge[:3], []).append(number)
        in_line, begun, ended, texts, kept, biases = zip(*self._edges, strict=True)
        # The end of a line is a symbol, too.
        lengths = numpy.maximum([*map(len, texts)], 1)
        states = numpy.array(self._states, dtype=numpy.uint64)[befores]
        counts = lengths[steps] if len(steps) else steps
        begins = numpy.cumsum(counts) - counts
        within = numpy.arange(counts.sum()) - numpy.repeat(begins, counts)
        bits = (BITS * numpy.minimum(within + 1, ORDER)).astype(numpy.uint64)
        # Of each symbol put there those before it in its run, and then the state.
        keys = self._packed[numpy.repeat(runs[steps], counts) + within]
        keys &= (numpy.uint64(1) << bits) - numpy.uint64(1)
        keys |= numpy.repeat(states, counts) << bits
        keys &= numpy.uint64((1 << BITS * ORDER) - 1)
        gains = model.score_packed(keys)
        if len(gains):
            gains = numpy.add.reduceat(gains, begins)
        depths = numpy.array(self._depths, dtype=numpy.int64)[befores]
        order = numpy.argsort(depths, kind="stable")
        bounds = [0, *numpy.cumsum(numpy.bincount(depths)).tolist()]
        widths = numpy.array(ended) - begun
        covering = numpy.repeat(numpy.arange(len(widths)), widths)
        inside = numpy.arange(len(covering)) - numpy.repeat(
            numpy.cumsum(widths) - widths, widths
        )
        covered = (numpy.array(lines)[[*in_line]] + begun)[covering] + inside
        return Lattice(
            self._edges,
            numpy.array(biases),
            numpy.array(kept),
            spans,
            lines,
            covered,
            covering,
            steps,
            befores,
            afters,
            gains,
            firsts,
            lasts,
            sizes,
            len(self._states),
            order,
            [slice(*bound) for bound in pairwise(bounds)],
        )


def decode(ways: Lattice, biases: Sequence[float] | None = None) -> Decoded:
    """Find the best way and the loss of every edge; ``biases`` replace edges' own."""
    import numpy

    befores, afters = ways.befores, ways.afters
    of_edges = ways.biases if biases is None else numpy.array(biases)
    gains = ways.gains + of_edges[ways.step_edges]
    forward = numpy.full(ways.nodes, LOW)
    backward = forward.copy()
    forward[ways.firsts] = 0.0
    backward[ways.lasts] = 0.0
    waves = [
        (befores[steps], afters[steps], gains[steps])
        for steps in (ways.order[wave] for wave in ways.waves)
    ]
    for before, after, gain in waves:
        numpy.maximum.at(forward, after, forward[before] + gain)
    for before, after, gain in reversed(waves):
        numpy.maximum.at(backward, before, backward[after] + gain)
    so_far = forward[befores] + gains
    best = numpy.repeat(forward[ways.lasts], ways.sizes)
    lost = numpy.maximum(best - (so_far + backward[afters]), 0.0)
    loss: NDArray[float64] = numpy.full(len(ways.edges), -LOW)
    numpy.minimum.at(loss, ways.step_edges, lost)
    # Of steps that lead to a node equally well the first.
    leading = numpy.flatnonzero(so_far == forward[afters])[::-1]
    back = numpy.zeros(ways.nodes, dtype=numpy.int64)
    back[afters[leading]] = leading
    path = ways.step_edges[_path(ways, back.tolist())]
    return Decoded(path.tolist(), path[~ways.kept[path]].tolist(), loss.tolist())


def _path(ways: Lattice, back: Sequence[int]) -> list[int]:
    """Follow the steps back from the end of each stretch; give them in order."""
    befores: list[int] = ways.befores.tolist()
    steps: list[int] = []
    for first, node in zip(ways.firsts.tolist(), ways.lasts.tolist(), strict=True):
        run = []
        while node != first:
            run.append(back[node])
            node = befores[back[node]]
        steps += reversed(run)
    return steps
