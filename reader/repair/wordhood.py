"""Does a reading make words with what stands beside it? 走动 or 行动, 爱笑 or 爱乐团.

The character model has seen a word as often as its texts have it; a dictionary knows
the rare ones too. Here are words of jieba's dictionary and how common each is, made by
``training/wordhood.py`` and shipped as ``reader/data/wordhood.npz``: sorted hashes,
and a byte for each. A string is worth its best division into words, and a reading
besides what the longest word is that it is only a part of.
"""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from reader.repair.arrays import load
from reader.repair.symbols import codes

if TYPE_CHECKING:
    from numpy import bool_, float64, int64, uint32, uint64
    from numpy.typing import NDArray

LONGEST = 4
"""Characters of a word, at most."""
AROUND = 4
"""Characters that are read on either side of a gap."""
UNKNOWN = -17.9
"""The logarithm of a character that is no word by itself."""
STEP = 1 / 16
"""One step of a stored logarithm, in nats."""
DIVISION = 0.3
"""What a nat of the best division counts beside one of the character model."""
WITHIN = 0.8
"""What a character of a word counts that a reading is a part of."""
COMMON = 0.06
"""What a nat of that word's logarithm counts besides."""
RAREST = 18.0
PERHAPS = 22
"""Bits of a hash that tell what may be a word."""
MULTIPLIER = 0x9E3779B97F4A7C15

Place = tuple[str, int, int]
"""A line in symbols, and from where to where a reading stands in it."""


class Wordhood:
    """The words, loaded."""

    def __init__(self, arrays: "dict[str, NDArray[Any]]") -> None:
        import numpy

        # Stored as the differences of what is sorted, which take less room.
        self._keys: NDArray[uint32] = numpy.cumsum(arrays["steps"], dtype=numpy.uint32)
        self._logs: NDArray[float64] = arrays["logs"] * -STEP
        # Most runs of characters are no word: one look at their first bits tells.
        self._perhaps: NDArray[bool_] = numpy.zeros(1 << PERHAPS, dtype=bool)
        self._perhaps[self._keys >> numpy.uint32(32 - PERHAPS)] = True

    def of(self, places: Sequence[Place]) -> "NDArray[float64]":
        """Say how well the reading at each place makes words, in nats.

        Only differences between readings of one place mean something.

        >>> line, other = "成员要行动一致", "成员要走动一致"
        >>> found = wordhood().of([(line, 3, 4), (other, 3, 4)])
        >>> bool(found[0] > found[1])
        True
        """
        import numpy

        longest = max((end - start for _, start, end in places), default=0)
        width = 2 * AROUND + longest
        # Readings are put in the middle of rows of one length, a newline where the
        # line has nothing: it is no word, and counts alike for every reading.
        rows = []
        ends = []
        for line, start, end in places:
            left = line[max(0, start - AROUND) : start].rjust(AROUND, "\n")
            rows.append((left + line[start : end + AROUND]).ljust(width, "\n"))
            ends.append(AROUND + end - start)
        signs = codes("".join(rows)).reshape(-1, width)
        known = self._words(signs)
        return DIVISION * _divided(signs, known) + _within(known, numpy.array(ends))

    def _words(self, signs: "NDArray[uint32]") -> "list[NDArray[float64]]":
        """Give the logarithm of the word of each length that begins at each place."""
        import numpy

        found = []
        for length in range(1, LONGEST + 1):
            keys = hashed(signs, length)
            logs = numpy.full(keys.shape, -numpy.inf)
            flat = keys.ravel()
            places = numpy.flatnonzero(
                self._perhaps.take(flat >> numpy.uint32(32 - PERHAPS))
            )
            wanted = flat.take(places)
            at = numpy.searchsorted(self._keys, wanted)
            there = numpy.flatnonzero(self._keys.take(at, mode="clip") == wanted)
            logs.ravel()[places.take(there)] = self._logs.take(at.take(there))
            found.append(logs)
        return found


def hashed(signs: "NDArray[uint32]", length: int) -> "NDArray[uint32]":
    """Hash each run of so many code points, of rows of them."""
    import numpy

    count = signs.shape[1] - length + 1
    mixed: NDArray[uint64] = numpy.full((len(signs), count), length, dtype=numpy.uint64)
    for place in range(length):
        mixed = (mixed ^ signs[:, place : place + count]) * numpy.uint64(MULTIPLIER)
        mixed ^= mixed >> numpy.uint64(29)
    keys: NDArray[uint32] = (mixed >> numpy.uint64(32)).astype(numpy.uint32)
    return keys


def _divided(
    signs: "NDArray[uint32]", known: "Sequence[NDArray[float64]]"
) -> "NDArray[float64]":
    """Give the logarithm of the best division of each row into words."""
    import numpy

    width = signs.shape[1]
    best = numpy.zeros((width + 1, len(signs)))
    newline = signs == ord("\n")
    for end in range(1, width + 1):
        alone = numpy.maximum(known[0][:, end - 1], UNKNOWN)
        best[end] = best[end - 1] + numpy.where(newline[:, end - 1], 0.0, alone)
        for length in range(2, min(LONGEST, end) + 1):
            whole = best[end - length] + known[length - 1][:, end - length]
            numpy.maximum(best[end], whole, out=best[end])
    found: NDArray[float64] = best[width]
    return found


def _within(
    known: "Sequence[NDArray[float64]]", ends: "NDArray[int64]"
) -> "NDArray[float64]":
    """Say what the longest word is worth that each reading is a part of.

    Readings begin after what is read on their left, and end at ``ends``.
    """
    import numpy

    most = numpy.zeros(len(ends))
    for length in range(2, LONGEST + 1):
        shorter = ends - AROUND < length
        for begin in range(AROUND + 1 - length, AROUND + 1):
            logs = known[length - 1][:, begin : begin + 1].ravel()
            if len(logs) < len(ends):
                continue  # no row is so long
            holds = shorter & (begin + length >= ends)
            worth = WITHIN * (length + COMMON * (logs + RAREST))
            numpy.maximum(most, numpy.where(holds, worth, 0.0), out=most)
    return most


@cache
def wordhood() -> Wordhood:
    """Load the words that come with the package, once."""
    return Wordhood(load("wordhood"))
