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


@dataclass(frozen=True, slots=True)
class Edge:
    """One reading of the symbols from ``start`` to ``end``."""

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


def decode(
    model: CharacterModel,
    size: int,
    edges: Sequence[Edge],
    spelled: dict[str, list[int]],
) -> Decoded:
    """Find the best path over ``size`` symbols, and the loss of every edge.

    ``spelled`` gives the model's numbers for each edge's text.
    """
    leaving: list[list[Edge]] = [[] for _ in range(size + 1)]
    for edge in edges:
        leaving[edge.start].append(edge)
    moves, keys = _expand(size, leaving, spelled)
    ends = {state: state << BITS | BOUNDARY for state in moves.last}
    known = model.learn(keys | set(ends.values()))
    forward: list[dict[int, float]] = [{} for _ in range(size + 1)]
    back: list[dict[int, tuple[Edge, int]]] = [{} for _ in range(size + 1)]
    forward[0][0] = 0.0
    scored: list[list[tuple[Edge, int, int, float]]] = [[] for _ in range(size + 1)]
    for place in range(size):
        here = forward[place]
        for edge, state, after, run in moves.steps[place]:
            gain = edge.bias
            for key in run:
                gain += known[key]
            scored[place].append((edge, state, after, gain))
            total = here[state] + gain
            there = forward[edge.end]
            if total > there.get(after, LOW):
                there[after] = total
                back[edge.end][after] = (edge, state)
    backward: list[dict[int, float]] = [{} for _ in range(size + 1)]
    backward[size] = {state: known[key] for state, key in ends.items()}
    finals = {state: forward[size][state] + backward[size][state] for state in ends}
    best_state = max(finals, key=lambda state: finals[state])
    best = finals[best_state]
    loss: dict[Edge, float] = {}
    for place in range(size - 1, -1, -1):
        here = backward[place]
        for edge, state, after, gain in scored[place]:
            rest = gain + backward[edge.end][after]
            if rest > here.get(state, LOW):
                here[state] = rest
            lost = best - forward[place][state] - rest
            if lost < loss.get(edge, -LOW):
                loss[edge] = max(lost, 0.0)
    path = []
    place, state = size, best_state
    while place:
        edge, state = back[place][state]
        path.append(edge)
        place = edge.start
    return Decoded(tuple(reversed(path)), loss)


@dataclass(frozen=True, slots=True)
class _Moves:
    steps: list[list[tuple[Edge, int, int, list[int]]]]
    """For each place: (edge, state before, state after, n-grams on the way)."""
    last: set[int]


def _expand(
    size: int, leaving: list[list[Edge]], spelled: dict[str, list[int]]
) -> tuple[_Moves, set[int]]:
    """Find every state of every place, and every n-gram that needs a score."""
    states: list[set[int]] = [set() for _ in range(size + 1)]
    states[0].add(0)
    steps: list[list[tuple[Edge, int, int, list[int]]]] = [[] for _ in range(size + 1)]
    keys: set[int] = set()
    for place in range(size):
        for edge in leaving[place]:
            numbers = spelled[edge.text]
            reached = states[edge.end]
            for state in states[place]:
                after = state
                run = []
                for number in numbers:
                    key = after << BITS | number
                    run.append(key)
                    after = key & CONTEXT_MASK
                keys.update(run)
                steps[place].append((edge, state, after, run))
                reached.add(after)
    return _Moves(steps, states[size]), keys
