"""Every way a line may have read, and which of them reads best.

A line of symbols is a row of places; an edge goes from a place to a later one and
says which symbols stood there: the line's own, or what a spun form may have been.
The character model scores each symbol by the four before it, so a place splits
into states, one for each four symbols that can lead there. Scoring is one batch a
line; then forward and backward passes give, for each edge, the best line through it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from reader.repair.charlm import BITS, BOUNDARY, CONTEXT_MASK, CharacterModel

LOW = float("-inf")


@dataclass(frozen=True, slots=True, eq=False)
class Edge:
    """One reading of the symbols from ``start`` to ``end``; told apart by identity."""

    start: int
    end: int
    text: str
    """What stood there; for an edge that keeps a symbol, the symbol."""
    kept: bool
    bias: float = 0.0
    """Added to the model's logarithm."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The best path, and for each edge how much worse the best path through it is."""

    path: tuple[Edge, ...]
    loss: dict[Edge, float]


@dataclass(frozen=True, slots=True)
class Lattice:
    """The ways through a line, scored by the model, ready to decode."""

    steps: list[list[tuple[Edge, int, int, float]]]
    """For each place: (edge, state before, state after, logarithm without bias)."""
    ends: dict[int, float]
    """For each last state, the logarithm of the line's ending there."""


def lattice(model: CharacterModel, size: int, edges: Sequence[Edge]) -> Lattice:
    """Lay out every way through a line of ``size`` symbols, scored in one batch."""
    leaving: list[list[tuple[Edge, list[int]]]] = [[] for _ in range(size)]
    for edge in edges:
        leaving[edge.start].append((edge, model.ids(edge.text)))
    states: list[set[int]] = [set() for _ in range(size + 1)]
    states[0].add(0)
    runs: list[list[tuple[Edge, int, int, list[int]]]] = [[] for _ in range(size)]
    keys: set[int] = set()
    for place in range(size):
        here, run_here = states[place], runs[place]
        for edge, numbers in leaving[place]:
            reached = states[edge.end]
            for state in here:
                after = state
                run = []
                for number in numbers:
                    key = after << BITS | number
                    run.append(key)
                    after = key & CONTEXT_MASK
                keys.update(run)
                run_here.append((edge, state, after, run))
                reached.add(after)
    ends = {state: state << BITS | BOUNDARY for state in states[size]}
    known = model.learn(keys | set(ends.values()))
    steps = [
        [
            (edge, state, after, sum([known[key] for key in run]))
            for edge, state, after, run in run_here
        ]
        for run_here in runs
    ]
    return Lattice(steps, {state: known[key] for state, key in ends.items()})


def decode(ways: Lattice, bias: dict[Edge, float] | None = None) -> Decoded:
    """Find the best path, and the loss of every edge; ``bias`` replaces edges' own."""
    size = len(ways.steps)
    forward: list[dict[int, float]] = [{} for _ in range(size + 1)]
    back: list[dict[int, tuple[Edge, int]]] = [{} for _ in range(size + 1)]
    forward[0][0] = 0.0
    gains: list[list[float]] = []
    for place, steps in enumerate(ways.steps):
        here = forward[place]
        added = []
        for edge, state, after, gain in steps:
            gain += edge.bias if bias is None else bias[edge]
            added.append(gain)
            total = here[state] + gain
            there = forward[edge.end]
            if total > there.get(after, LOW):
                there[after] = total
                back[edge.end][after] = (edge, state)
        gains.append(added)
    last = forward[size]
    state = max(ways.ends, key=lambda end: last[end] + ways.ends[end])
    loss = _losses(ways, forward, gains, last[state] + ways.ends[state])
    path = []
    place = size
    while place:
        edge, state = back[place][state]
        path.append(edge)
        place = edge.start
    return Decoded(tuple(reversed(path)), loss)


def _losses(
    ways: Lattice,
    forward: list[dict[int, float]],
    gains: list[list[float]],
    best: float,
) -> dict[Edge, float]:
    """Go back through the line: what the best path through each edge falls short by."""
    size = len(ways.steps)
    backward: list[dict[int, float]] = [{} for _ in range(size + 1)]
    backward[size] = dict(ways.ends)
    loss: dict[Edge, float] = {}
    for place in range(size - 1, -1, -1):
        here = backward[place]
        for (edge, state, after, _), gain in zip(
            ways.steps[place], gains[place], strict=True
        ):
            rest = gain + backward[edge.end][after]
            if rest > here.get(state, LOW):
                here[state] = rest
            lost = best - forward[place][state] - rest
            if lost < loss.get(edge, -LOW):
                loss[edge] = max(lost, 0.0)
    return loss
