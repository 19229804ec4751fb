"""Words that may be a spinner's though no table has them: improbable, or too many."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from reader.repair.charlm import UNKNOWN, CharacterModel
from reader.repair.ngrams import BITS
from reader.repair.restored import Restored
from reader.repair.symbols import codes

if TYPE_CHECKING:
    from numpy import float64, int64
    from numpy.typing import NDArray

SUSPECT = {1: 7.0, 2: 13.0}
"""Nats a word's characters must cost where it stands, by its length; the mean."""
USUAL = 5.0
"""What one of two must cost where the document has more of it than texts have."""
EXCESS = 1.0
"""How much more, as a logarithm."""
ALONE = 2
"""How often a single character must stand so, unless a row exchanges it elsewhere."""


@dataclass(frozen=True, slots=True)
class Suspects:
    """Words of one length that may be a spinner's, and where they stand."""

    forms: Sequence[str]
    times: "NDArray[int64]"
    """How often each stands there."""
    cost: "NDArray[float64]"
    """What it costs the character model there, in nats, the mean."""
    excess: "NDArray[float64]"
    """The logarithm of how many times as often as expected it stands there."""
    begins: "NDArray[int64]"
    """Where the places of each begin in the next two."""
    lines: "NDArray[int64]"
    places: "NDArray[int64]"
    """In the restored string of the line."""

    def spots(self, index: int) -> list[tuple[int, int]]:
        """Give the places of a form: (line, place in the restored string)."""
        begin = self.begins[index]
        there = slice(begin, begin + self.times[index])
        return list(
            zip(self.lines[there].tolist(), self.places[there].tolist(), strict=True)
        )

    def of(self, some: "NDArray[int64]") -> "Suspects":
        """Keep some of them, by their numbers."""
        return Suspects(
            [self.forms[index] for index in some.tolist()],
            self.times[some],
            self.cost[some],
            self.excess[some],
            self.begins[some],
            self.lines,
            self.places,
        )


def suspects_of(
    lines: Sequence[Restored],
    language: CharacterModel,
    swaps: Mapping[str, set[str]],
) -> Iterator[Suspects]:
    """Find the words that are improbable where they stand, of one character and two."""
    import numpy

    strings = [line.string for line in lines]
    joined = "".join(strings)
    ids = language.numbers(joined).astype(numpy.int64)
    size = len(ids)
    costs = -language.score_packed(language.packed(strings))
    signs = codes(joined)
    sizes = numpy.array([len(string) for string in strings])
    places = numpy.fromiter(
        chain.from_iterable(line.places for line in lines),
        dtype=numpy.int64,
        count=size,
    )
    ends = numpy.cumsum(sizes)
    # What follows each symbol in its line; nothing where it is the last.
    after = numpy.append(costs[1:], 0.0)
    after[ends[ends > 0] - 1] = 0.0
    # Symbols that the line as read has side by side.
    beside = numpy.zeros(size, dtype=bool)
    beside[:-1] = places[1:] == places[:-1] + 1
    beside[ends[ends > 0] - 1] = False
    beside[:-1] &= ids[1:] != UNKNOWN
    first = (places >= 0) & (signs >= 0x4E00) & (signs <= 0x9FFF) & (ids != UNKNOWN)
    lines_of = numpy.repeat(numpy.arange(len(lines)), sizes)
    inside = numpy.arange(size) - numpy.repeat(ends - sizes, sizes)
    pairs = ids << BITS | numpy.append(ids[1:], 0)
    for length, words, cost, there in (
        (1, ids, costs, first),
        (2, pairs, costs + after, first & beside),
    ):
        at = numpy.flatnonzero(there)
        kinds, begins, of, times = numpy.unique(
            words[at], return_index=True, return_inverse=True, return_counts=True
        )
        mean = numpy.bincount(of, cost[at], len(kinds)) / times
        is_costly = mean >= SUSPECT[length]
        found = numpy.flatnonzero(is_costly | (mean >= USUAL) & (times >= ALONE))
        is_costly = is_costly[found]
        surprise = -language.alone(kinds[found], length)
        excess = numpy.log(times[found] / (size * numpy.exp(-surprise) + 0.05))
        forms = [joined[one : one + length] for one in at[begins[found]].tolist()]
        if length == 1:
            swapped = numpy.array([form in swaps for form in forms], dtype=bool)
            kept = is_costly & (swapped | (times[found] >= ALONE))
        else:
            kept = is_costly | (excess >= EXCESS)
        order = at[numpy.argsort(of, kind="stable")]
        yield Suspects(
            forms,
            times[found],
            mean[found],
            excess,
            (numpy.cumsum(times) - times)[found],
            lines_of[order],
            inside[order],
        ).of(numpy.flatnonzero(kept))
