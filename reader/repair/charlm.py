"""A character model of Chinese: how likely each character is after those before it.

An n-gram model (order 5, interpolated absolute discounting, pruned), made by
``training/language_model.py`` and shipped as ``reader/data/charlm.npz``. Text is
scored in symbols: a Han character is one, a run of Latin letters is one (``a``), so
is a number (``0``); half-width marks count as full-width; white space is not seen.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

from reader.repair.arrays import load
from reader.repair.ngrams import BITS, ORDER, Table, score_packed
from reader.repair.symbols import Numbers

if TYPE_CHECKING:
    from numpy import float64, uint64
    from numpy.typing import NDArray

BOUNDARY = 0
GAP = "\n" * (ORDER - 1)
"""Symbols of the boundary, as many as any n-gram can look back."""
UNKNOWN = 1

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


def spell(text: str) -> tuple[str, Sequence[int], Sequence[int]]:
    """Write text in the model's symbols; give where each begins and ends in the text.

    Newlines are kept.

    >>> spell("做to B业务, 投30%")
    ('做a业务，投0', [0, 1, 5, 6, 7, 9, 10], [1, 5, 6, 7, 8, 10, 13])
    """
    starts: Sequence[int] = range(len(text))
    ends: Sequence[int] = range(1, len(text) + 1)
    if RUN.search(text):
        text, starts, ends = _shortened(text)
    # Few of them are there: a translation looks up every character.
    for half, full in MARKS:
        text = text.replace(half, full)
    return text, starts, ends


def _shortened(text: str) -> tuple[str, list[int], list[int]]:
    """Write one symbol for each run of letters or digits, and none for blanks."""
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
    return "".join(parts), starts, ends


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
        self._grams = Table(
            numpy, arrays["gram_counts"], arrays["gram_prints"], arrays["gram_logs"]
        )
        self._backoffs = Table(
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
            known.update(
                zip(there, (-self.alone(packed, length)).tolist(), strict=True)
            )
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


@cache
def model() -> CharacterModel:
    """Load the model that comes with the package, once."""
    return CharacterModel(load("charlm"))
