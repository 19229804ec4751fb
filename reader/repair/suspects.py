"""Words that may be a spinner's though no table has them: improbable, or too many."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from types import ModuleType
from typing import TYPE_CHECKING

from reader.repair.charlm import BITS, UNKNOWN, CharacterModel
from reader.repair.restored import Restored
from reader.repair.symbols import codes

if TYPE_CHECKING:
    from numpy import bool_, float64, int64
    from numpy.typing import NDArray

SUSPECT = {1: 7.0, 2: 13.0}
"""Nats a word's characters must cost where it stands, by its length; the mean."""
USUAL = 5.0
"""What one of two must cost where the document has more of it than texts have."""
EXCESS = 1.0
"""How much more, as a logarithm."""
ALONE = 2
"""How often a single character must stand so, unless a row exchanges it elsewhere."""


@dataclass(slots=True)
class Word:
    """A word of the document and where it stands."""

    spots: list[tuple[int, int]] = field(default_factory=list)
    """(line, place in the restored string)"""
    cost: float = 0.0
    """Of all spots together, to the character model, in nats."""


def suspects_of(
    lines: Sequence[Restored],
    language: CharacterModel,
    swaps: Mapping[str, set[str]],
) -> dict[str, Word]:
    """Find the words of one character and two that are improbable where they stand."""
    import numpy

    strings = [line.string for line in lines]
    joined = "".join(strings)
    ids = language.numbers(joined).astype(numpy.int64)
    size = len(ids)
    costs = -language.score_packed(language.packed(strings))
    signs = codes(joined)
    places = numpy.fromiter(chain.from_iterable(line.places for line in lines), int)
    ends = numpy.cumsum([len(string) for string in strings])
    # What follows each symbol in its line; nothing where it is the last.
    after = numpy.append(costs[1:], 0.0)
    after[ends[ends > 0] - 1] = 0.0
    # Symbols that the line as read has side by side.
    beside = numpy.zeros(size, dtype=bool)
    beside[:-1] = places[1:] == places[:-1] + 1
    beside[ends[ends > 0] - 1] = False
    beside[:-1] &= ids[1:] != UNKNOWN
    first = (places >= 0) & (signs >= 0x4E00) & (signs <= 0x9FFF) & (ids != UNKNOWN)
    pairs = ids << BITS | numpy.append(ids[1:], 0)
    costs_of = costs, costs + after
    marked = (
        _costly(numpy, ids, costs, first, SUSPECT[1], SUSPECT[1]),
        _costly(numpy, pairs, costs_of[1], first & beside, SUSPECT[2], USUAL),
    )
    sizes = numpy.array([len(string) for string in strings])
    lines_of = numpy.repeat(numpy.arange(len(lines)), sizes)
    inside = numpy.arange(size) - numpy.repeat(ends - sizes, sizes)
    found: dict[str, Word] = defaultdict(Word)
    for length, there in enumerate(marked, 1):
        of_length = costs_of[length - 1]
        marked_places = numpy.flatnonzero(there)
        for at, line, place, cost in zip(
            marked_places.tolist(),
            lines_of[marked_places].tolist(),
            inside[marked_places].tolist(),
            of_length[marked_places].tolist(),
            strict=True,
        ):
            word = found[joined[at : at + length]]
            word.spots.append((line, place))
            word.cost += cost
    return _unusual(found, size, language, swaps)


def _unusual(
    words: Mapping[str, Word],
    size: int,
    language: CharacterModel,
    swaps: Mapping[str, set[str]],
) -> dict[str, Word]:
    """Keep the words that cost much, or of which the document has too many."""
    found = {}
    doubted = []
    for form, word in words.items():
        times = len(word.spots)
        if word.cost < SUSPECT[len(form)] * times:
            if times >= ALONE:
                doubted.append(form)
        elif len(form) > 1 or times >= ALONE or form in swaps:
            found[form] = word
    for form, surprise in language.surprises(doubted).items():
        expected = size * math.exp(-surprise) + 0.05
        if math.log(len(words[form].spots) / expected) >= EXCESS:
            found[form] = words[form]
    return found


def _costly(
    numpy: ModuleType,
    words: "NDArray[int64]",
    costs: "NDArray[float64]",
    there: "NDArray[bool_]",
    least: float,
    usual: float,
) -> "NDArray[bool_]":
    """Mark the places of words whose mean cost is so much, or usual where repeated."""
    _, kinds = numpy.unique(words[there], return_inverse=True)
    counts = numpy.bincount(kinds)
    costly = numpy.bincount(kinds, weights=costs[there]) / numpy.maximum(counts, 1)
    marked: NDArray[bool_] = there.copy()
    of_kind = (costly >= least) | (costly >= usual) & (counts >= ALONE)
    marked[there] = of_kind[kinds]
    return marked
