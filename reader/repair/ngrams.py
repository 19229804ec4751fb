"""N-grams of numbered symbols, hashed, with their logarithms: the character model's.

On disk an n-gram is 16 bits of its hash in a bucket (18 bits more) and its logarithm in
8 bits. An absent n-gram is taken for a present one about twice in ten thousand, which
no choice between words depends on. In memory n-grams are packed into an integer, the
last symbol lowest.
"""

from collections.abc import Callable
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy import float64, int64, uint8, uint16, uint64
    from numpy.typing import NDArray

Find = Callable[["NDArray[uint64]", int], "tuple[NDArray[int64], NDArray[float64]]"]
"""Packed n-grams and their order to the places of those known, and their logarithms."""

ORDER = 5
BITS = 12
"""Bits an identifier takes, so five of them and their number fit in 64."""
CONTEXT_MASK = (1 << BITS * (ORDER - 1)) - 1
"""What a packed n-gram has before its last symbol, when that is shifted out."""
BUCKET_BITS = 18
FINGERPRINT_BITS = 16
MULTIPLIER = 0x9E3779B97F4A7C15
CELL_BITS = 3
"""How much finer than a bucket the index in memory is."""
STEP = 1 / 16
"""One step of a stored logarithm, in nats."""
UNSEEN = -14.0
"""The logarithm of a symbol that is in no n-gram, not even alone."""


def score_packed(
    numpy: ModuleType,
    packed: "NDArray[uint64]",
    find_gram: Find,
    find_backoff: Find,
    longest: int = ORDER,
) -> "NDArray[float64]":
    """Back off from the longest n-gram known; the training command uses it too."""
    total: NDArray[float64] = numpy.empty(len(packed))
    # What is left, and what its backing off has cost so far.
    rest = numpy.arange(len(packed))
    sums: NDArray[float64] = numpy.zeros(len(packed))
    for order in range(longest, 1, -1):
        packed = packed & numpy.uint64((1 << BITS * order) - 1)
        # An n-gram is known only where it is known what backing off from it costs.
        known, cost = find_backoff(packed >> numpy.uint64(BITS), order - 1)
        here, value = find_gram(packed.take(known), order)
        found = known.take(here)
        total[rest.take(found)] = sums.take(found) + value
        sums[known] += cost
        is_left = numpy.ones(len(rest), dtype=bool)
        is_left[found] = False
        left = numpy.flatnonzero(is_left)
        rest, sums, packed = rest.take(left), sums.take(left), packed.take(left)
    total[rest] = sums + UNSEEN
    found, value = find_gram(packed & numpy.uint64((1 << BITS) - 1), 1)
    total[rest.take(found)] = sums.take(found) + value
    return total


class Table:
    """Hashed n-grams and their logarithms."""

    def __init__(
        self,
        numpy: ModuleType,
        counts: "NDArray[uint8]",
        prints: "NDArray[uint16]",
        logs: "NDArray[uint8]",
    ) -> None:
        self._numpy = numpy
        # A finer index than the one on disk: a cell holds one n-gram or two.
        buckets = numpy.repeat(
            numpy.arange(len(counts), dtype=numpy.uint32), counts.astype(numpy.int64)
        )
        fine = buckets << numpy.uint32(CELL_BITS) | prints >> numpy.uint16(
            FINGERPRINT_BITS - CELL_BITS
        )
        sizes = numpy.bincount(fine, minlength=len(counts) << CELL_BITS)
        self._starts = numpy.zeros(len(sizes) + 1, dtype=numpy.int32)
        numpy.cumsum(sizes, out=self._starts[1:])
        # One more than there are: an empty cell at the end begins there.
        self._prints = numpy.append(prints, numpy.uint16(0))
        self._values = numpy.arange(256) * -STEP
        self._logs = numpy.append(logs, numpy.uint8(0))

    def find(
        self, grams: "NDArray[uint64]", order: int
    ) -> "tuple[NDArray[int64], NDArray[float64]]":
        """Tell which n-grams are there, by their place, and give their logarithms."""
        numpy = self._numpy
        hashes = truncated(numpy, grams, order)
        wanted = hashes.astype(numpy.uint16)
        cells = (hashes >> numpy.uint64(FINGERPRINT_BITS - CELL_BITS)).view(numpy.int64)
        places = self._starts.take(cells)
        left = self._starts.take(cells + 1) - places
        # The first of each cell at once: most cells hold no more.
        found = self._prints.take(places) == wanted
        found &= left > 0
        rest = numpy.flatnonzero((left > 1) & ~found)
        here, prints, left = places.take(rest), wanted.take(rest), left.take(rest)
        while len(rest):
            here += 1
            left -= 1
            same = self._prints.take(here) == prints
            hits = rest[same]
            found[hits] = True
            places[hits] = here[same]
            more = numpy.flatnonzero((left > 1) & ~same)
            rest, here = rest.take(more), here.take(more)
            prints, left = prints.take(more), left.take(more)
        there = numpy.flatnonzero(found)
        return there, self._values.take(self._logs.take(places.take(there)))


def truncated(
    numpy: ModuleType, grams: "NDArray[uint64]", order: int
) -> "NDArray[uint64]":
    """Hash packed n-grams of one order to bucket and fingerprint."""
    mixed: NDArray[uint64] = grams | numpy.uint64(order << 60)
    mixed = mixed ^ mixed >> numpy.uint64(29)
    mixed = mixed * numpy.uint64(MULTIPLIER)
    mixed = mixed ^ mixed >> numpy.uint64(32)
    mixed = mixed * numpy.uint64(MULTIPLIER)
    mixed = mixed >> numpy.uint64(64 - BUCKET_BITS - FINGERPRINT_BITS)
    return mixed
