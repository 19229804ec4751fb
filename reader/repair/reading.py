"""Lines of a text as a family's spinner may have left them, and how they read best."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reader.repair.charlm import CharacterModel, spell
from reader.repair.decoding import Decoded, decode
from reader.repair.family import Family
from reader.repair.lattice import Edge, Lattice, lattice

IMPLIED_BIAS = -1.5
"""For a pair that was never seen itself but follows from pairs that were."""
CHAIN_BIAS = -4.0
"""For keeping a form that the spinner would itself have replaced (最后 → 末了)."""
HONEST_BIAS = 6.0
"""For each character after the first of a word that holds a form and is honest as it
stands (营业额, 异国他乡): the model may never have met it."""


@dataclass(frozen=True, slots=True)
class Spelled:
    """One line of the text in the model's symbols."""

    string: str
    """A character for each symbol."""
    starts: Sequence[int]
    """Where each symbol begins in the text."""
    ends: Sequence[int]


@dataclass(frozen=True, slots=True)
class Reading:
    """The lines of a text as a family's spinner may have left them, decoded."""

    lines: Sequence[Spelled]
    ways: Lattice
    decoded: Decoded

    def form(self, edge: Edge) -> str:
        """Give the symbols an edge stands over."""
        return self.lines[edge.line].string[edge.start : edge.end]


def spelled(match: re.Match[str]) -> Spelled:
    """Write a line of a text in symbols; the match says where it is."""
    string, starts, ends = spell(match[0])
    offset, end = match.span()
    if len(string) == end - offset:  # a symbol for each character
        return Spelled(string, range(offset, end), range(offset + 1, end + 1))
    return Spelled(
        string, [start + offset for start in starts], [end + offset for end in ends]
    )


def read(lines: Sequence[Spelled], language: CharacterModel, family: Family) -> Reading:
    """Find how lines read best, those with a form in them."""
    ways = lattice(
        language,
        (
            (line.string, list(_edges(index, line, family)), _chained(line, family))
            for index, line in enumerate(lines)
        ),
    )
    return Reading(lines, ways, decode(ways))


def _edges(index: int, line: Spelled, family: Family) -> Iterator[Edge]:
    """Offer what each form may have been, and honest words as they stand."""
    string, starts, ends = line.string, line.starts, line.ends
    for match in family.honest.finditer(string):
        start, end = match.span()
        yield Edge(index, start, end, match[0], True, HONEST_BIAS * (end - start - 1))
    for match in family.anywhere.finditer(string):
        start = match.start()
        for form, pairs in family.within[match[1]]:
            end = start + len(form)
            if ends[end - 1] - starts[start] != end - start:
                continue  # white space within
            for pair in pairs:
                bias = IMPLIED_BIAS if pair.source == "implied" else 0.0
                yield Edge(index, start, end, pair.original, False, bias)


def _chained(line: Spelled, family: Family) -> dict[int, float]:
    """Find the places where keeping a form is unlikely: its spinner would not have."""
    return {match.start(): CHAIN_BIAS for match in family.chained.finditer(line.string)}


class Keeping:
    """How much worse a line reads with a form kept as it stands."""

    def __init__(self, ways: Lattice, decoded: Decoded) -> None:
        import numpy

        self._lines = ways.lines
        kept = ways.kept[ways.covering]
        least = numpy.full(ways.lines[-1], math.inf)
        loss = numpy.array(decoded.loss)[ways.covering[kept]]
        numpy.minimum.at(least, ways.covered[kept], loss)
        self._least: list[float] = least.tolist()

    def of(self, edge: Edge) -> float:
        """Give it in nats, for the form an edge stands over."""
        line = self._lines[edge.line]
        return max(self._least[line + edge.start : line + edge.end])
