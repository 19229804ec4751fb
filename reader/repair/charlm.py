"""A character model of Chinese: how likely each character is after those before it.

An n-gram model (order 5, interpolated absolute discounting, pruned), made by
``training/language_model.py`` and shipped as ``reader/data/charlm.npz``. Text is
scored in symbols: a Han character is one, a run of Latin letters is one (``a``), so
is a number (``0``); half-width marks count as full-width; white space is not seen.

On disk an n-gram is 16 bits of its hash in a bucket (18 bits more) and its
logarithm in 8 bits. An absent n-gram is taken for a present one about twice in
ten thousand, which no choice between words depends on.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from importlib.resources import files
from itertools import accumulate, pairwise
from types import ModuleType
from typing import TYPE_CHECKING, Any

from reader.repair.symbols import Numbers

if TYPE_CHECKING:
    from numpy import float64, int64, uint8, uint16, uint64
    from numpy.typing import NDArray

Find = Callable[["NDArray[uint64]", int], "tuple[NDArray[int64], NDArray[float64]]"]
"""Packed n-grams and their order to the places of those known, and their logarithms."""

ORDER = 5
BITS = 12
"""Bits an identifier takes, so five of them and their number fit in 64."""
BOUNDARY = 0
GAP = "\n" * (ORDER - 1)
"""Symbols of the boundary, as many as any n-gram can look back."""
UNKNOWN = 1
BUCKET_BITS = 18
FINGERPRINT_BITS = 16
MULTIPLIER = 0x9E3779B97F4A7C15
CELL_BITS = 3
"""How much finer than a bucket the index in memory is."""
STEP = 1 / 16
"""One step of a stored logarithm, in nats."""
UNSEEN = -14.0
"""The logarithm of a symbol that is in no n-gram, not even alone."""

WORD = "a"
NUMBER = "0"
MARKS = tuple(zip(",:;?!()", "，：；？！（）", strict=True))

# A Latin run ("to B", "C++"), a number ("12.5%"), white space; any other character
# is a symbol by itself. Most are: one look tells so of them.
RUN = re.compile(
    r"(?=[A-Za-z0-9 \t\u3000])"
    r"(?:(?P<word>[A-Za-z][A-Za-z+#'’]*(?: +[A-Za-z][A-Za-z+#'’]*)*)"
    r"|(?P<number>[0-9]+(?:[.,:][0-9]+)*[%％]?)"
    r"|(?P<space>[ \t\u3000]+))"
)


def spell(text: str) -> tuple[str, list[int], list[int]]:
    """Write text in the model's symbols; give where each begins and ends in the text.

    Newlines are kept.

    >>> spell("做to B业务, 投30%")
    ('做a业务，投0', [0, 1, 5, 6, 7, 9, 10], [1, 5, 6, 7, 8, 10, 13])
    """
    parts = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for match in RUN.finditer(text):
        start, end = match.span()
        parts.append(text[at:start])
        starts += range(at, start)
        ends += range(at + 1, start + 1)
        kind = match.lastgroup
        if kind != "space":
            parts.append(WORD if kind == "word" else NUMBER)
            starts.append(start)
            ends.append(end)
        at = end
    parts.append(text[at:])
    starts += range(at, len(text))
    ends += range(at + 1, len(text) + 1)
    string = "".join(parts)
    # Few of them are there: a translation looks up every character.
    for half, full in MARKS:
        string = string.replace(half, full)
    return string, starts, ends


class CharacterModel:
    """The model, loaded; ``score`` takes n-grams by the batch."""

    def __init__(self, arrays: "dict[str, NDArray[Any]]") -> None:
        import numpy

        characters = bytes(arrays["characters"].tobytes()).decode("utf-8")
        self._ids = {
            character: number for number, character in enumerate(characters, 2)
        }
        self._ids["\n"] = BOUNDARY
        self._numbers = Numbers(self._ids, UNKNOWN)
        self._grams = _Table(
            numpy, arrays["gram_counts"], arrays["gram_prints"], arrays["gram_logs"]
        )
        self._backoffs = _Table(
            numpy, arrays["back_counts"], arrays["back_prints"], arrays["back_logs"]
        )
        self._surprises: dict[str, float] = {}
        self.rarities: dict[object, dict[str, float]] = {}
        """What callers keep about the forms they ask for, beside the model."""

    def ids(self, text: Iterable[str]) -> list[int]:
        """Give each symbol its number."""
        ids = self._ids
        return [ids.get(symbol, UNKNOWN) for symbol in text]

    def numbers(self, text: str) -> "NDArray[uint64]":
        """Give the numbers of many symbols at once."""
        import numpy

        return self._numbers.of(text).astype(numpy.uint64)

    def score(self, keys: Sequence[int]) -> "NDArray[float64]":
        """Give log p(last symbol | the four before) in nats, for packed 5-grams."""
        import numpy

        return self.score_packed(numpy.array(keys, dtype=numpy.uint64))

    def score_packed(self, packed: "NDArray[uint64]") -> "NDArray[float64]":
        """Give the same for an array of them."""
        import numpy

        return score_packed(numpy, packed, self._grams.find, self._backoffs.find)

    def surprises(self, texts: Sequence[str]) -> dict[str, float]:
        """Give -log p of short texts whose surroundings are not known, in nats.

        >>> found = model().surprises(["我们", "吾们"])
        >>> found["吾们"] > found["我们"] + 5
        True
        """
        import numpy

        known = self._surprises
        new = [text for text in dict.fromkeys(texts) if text not in known]
        ids = {text: self.ids(text)[:ORDER] for text in new}
        for length in {*map(len, ids.values())}:
            there = [text for text in new if len(ids[text]) == length]
            packed = numpy.zeros(len(there), dtype=numpy.uint64)
            for place in range(length):
                packed = packed << numpy.uint64(BITS) | numpy.array(
                    [ids[text][place] for text in there], dtype=numpy.uint64
                )
            known.update(zip(there, -self.alone(packed, length), strict=True))
        return {text: known[text] for text in texts}

    def alone(self, packed: "NDArray[Any]", length: int) -> "NDArray[float64]":
        """Give log p of packed texts of a length whose surroundings are not known."""
        import numpy

        packed = packed.astype(numpy.uint64)
        total = numpy.zeros(len(packed))
        for size in range(1, length + 1):
            total += score_packed(
                numpy,
                packed >> numpy.uint64(BITS * (length - size)),
                self._grams.find,
                self._backoffs.find,
                longest=size,
            )
        return total

    def totals(self, strings: Sequence[str]) -> list[float]:
        """Give the log probability of each of some strings of symbols, in nats.

        To compare readings of one place, in surroundings that are the same.
        """
        firsts = [0, *accumulate(map(len, strings))]
        scores = self.score_packed(self.packed(strings)).tolist()
        return [sum(scores[start:end]) for start, end in pairwise(firsts)]

    def packed(self, strings: Sequence[str]) -> "NDArray[uint64]":
        """Give the 5-gram that ends in each symbol of some strings, one's by one's."""
        import numpy

        # So many boundaries that no string sees the one before it.
        padded = self.numbers("".join(GAP + string for string in strings))
        keys = padded.copy()
        for back in range(1, ORDER):
            keys[back:] |= padded[:-back] << numpy.uint64(BITS * back)
        sizes = [len(string) for string in strings]
        gaps = len(GAP) * numpy.arange(1, len(sizes) + 1)
        return keys[numpy.arange(sum(sizes)) + numpy.repeat(gaps, sizes)]

    def logp(self, text: str) -> float:
        """Give the log probability of a whole line of text."""
        return self.totals([spell(text)[0] + "\n"])[0]


CONTEXT_MASK = (1 << BITS * (ORDER - 1)) - 1


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


class _Table:
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


@cache
def model() -> CharacterModel:
    """Load the model that comes with the package, once."""
    import numpy

    path = files("reader.data") / "charlm.npz"
    with path.open("rb") as file, numpy.load(file) as arrays:
        return CharacterModel(dict(arrays))
