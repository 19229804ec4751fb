"""The steps through a lattice: each edge from each node that it can start from.

A node is a cut of a stretch, where edges meet, and the four symbols that lead there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from reader.repair.ngrams import CONTEXT_MASK

if TYPE_CHECKING:
    from numpy import int64, uint64
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Cuts:
    """Where the edges of all stretches lead from and to."""

    leaving: "NDArray[int64]"
    """The cut that each edge leads from."""
    reaching: "NDArray[int64]"
    ranks: "NDArray[int64]"
    """How many cuts of its stretch come before each cut."""
    firsts: "NDArray[int64]"
    """The first cut of each stretch."""


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps of all stretches, those that can be taken together side by side."""

    edges: "NDArray[int64]"
    """The edge of each step, by its number."""
    befores: "NDArray[int64]"
    """The node each step starts from."""
    afters: "NDArray[int64]"
    """The node it leads to."""
    waves: Sequence[slice]
    """Those that can be taken together, in order."""
    states: "NDArray[uint64]"
    """The four symbols before each node, packed; a stretch's first has its number."""
    stretches: "NDArray[int64]"
    """The stretch of each step."""
    lasts: "NDArray[int64]"
    """The last node of each stretch."""


def steps(
    cuts: Cuts,
    states: "NDArray[uint64]",
    puts: "NDArray[uint64]",
    shifts: "NDArray[uint64]",
) -> Steps:
    """Take all stretches at once, a wave for the cuts of one rank.

    ``states`` are the symbols before each stretch, ``puts`` those that each edge puts
    behind them, packed, and ``shifts`` by how many bits it moves them.
    """
    import numpy

    mask = numpy.uint64(CONTEXT_MASK)
    leaving, reaching, stretches = cuts.leaving, cuts.reaching, cuts.firsts
    # For each cut, its first node and how many it has.
    firsts, many = numpy.zeros((2, len(cuts.ranks)), dtype=numpy.int64)
    firsts[stretches], many[stretches] = numpy.arange(len(stretches)), 1
    rank = cuts.ranks[reaching]
    by_rank = numpy.argsort(rank, kind="stable")
    waves = numpy.split(by_rank, numpy.cumsum(numpy.bincount(rank)))
    found: list[tuple[NDArray[int64], ...]] = []
    # No edge leads to a stretch's first cut, and behind the last wave nothing is left.
    for wave in waves[1:-1]:
        counts = many[leaving[wave]]
        edges = numpy.repeat(wave, counts)
        begins = numpy.repeat(numpy.cumsum(counts) - counts, counts)
        befores = firsts[leaving[edges]] + numpy.arange(len(edges)) - begins
        state = (states[befores] << shifts[edges] | puts[edges]) & mask
        cut = reaching[edges]
        order = numpy.lexsort((state, cut))
        state, cut = state[order], cut[order]
        is_new = numpy.append(True, (cut[1:] != cut[:-1]) | (state[1:] != state[:-1]))
        afters = numpy.empty(len(edges), dtype=numpy.int64)
        afters[order] = len(states) - 1 + numpy.cumsum(is_new)
        found.append((edges, befores, afters))
        cut = cut[is_new]
        new = numpy.flatnonzero(numpy.append(True, cut[1:] != cut[:-1]))
        firsts[cut[new]] = len(states) + new
        many[cut[new]] = numpy.diff(new, append=len(cut))
        states = numpy.append(states, state[is_new])
    ends = numpy.append(stretches[1:], len(cuts.ranks)) - 1
    bounds = accumulate((len(edges) for edges, _, _ in found), initial=0)
    edges, befores, afters = map(numpy.concatenate, zip(*found, strict=True))
    of_cut = numpy.repeat(numpy.arange(len(stretches)), ends + 1 - stretches)
    return Steps(
        edges,
        befores,
        afters,
        [slice(*bound) for bound in pairwise(bounds)],
        states,
        of_cut[leaving[edges]],
        firsts[ends],
    )
