"""A small network of what stands between two runs of characters: (我, 想买) → 们 …

It reads twelve characters on either side of a gap and says which of some thousand
words may fill it, and, for each form of a spinner's table, which of its originals.
Wider than the character model's four symbols and blind to their order at no place, it
is a second opinion at the places that the tables leave open. Made by
``training/context_model.py`` and shipped as ``reader/data/context.npz``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from reader.repair.arrays import load
from reader.repair.symbols import Numbers, codes

if TYPE_CHECKING:
    from numpy import float32, int64, uint32
    from numpy.typing import NDArray

WIDTH = 12
"""Characters that are read on either side."""
BITS = 12
BOUNDARY = 0
UNKNOWN = 1
EDGE = "\n" * WIDTH
"""What is seen beyond the ends of a line."""
ROWS = 256
"""Gaps that are looked at together."""

Gap = tuple[int, int, int]
"""A line by its number, and from where to where it is not looked at."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Lines as the network sees them, once for all gaps in them."""

    starts: Sequence[int]
    """Where each line begins when all stand in a row, boundaries between them."""
    left: "NDArray[float32]"
    """For each place what is seen there on the left of a gap, end to end."""
    right: "NDArray[float32]"
    """On the right of one."""
    outermost: "NDArray[float32]"
    """At either end of what is looked at."""

    def around(self, gaps: Sequence[Gap]) -> "NDArray[float32]":
        """Give what the first layer sees around gaps, a row for each."""
        import numpy
        from numpy.lib.stride_tricks import sliding_window_view

        size = len(self.left) // len(self.outermost)
        lines, befores, afters = numpy.array(gaps).reshape(-1, 3).T
        begun = numpy.array(self.starts)[lines]
        # From where each side is looked at; it lies in a row there.
        first, second = begun + befores - WIDTH, begun + afters
        found = numpy.empty((len(first), 2, WIDTH * size), dtype=self.left.dtype)
        found[:, 0] = sliding_window_view(self.left, WIDTH * size)[first * size]
        found[:, 1] = sliding_window_view(self.right, WIDTH * size)[second * size]
        found[:, 0, :size] = self.outermost[first]
        found[:, 1, -size:] = self.outermost[second + WIDTH - 1]
        return found.reshape(len(first), -1)


class ContextModel:
    """The network, loaded; gaps are put to it by the batch."""

    def __init__(self, arrays: "dict[str, NDArray[Any]]") -> None:
        import numpy

        def text(name: str) -> str:
            return bytes(arrays[name].tobytes()).decode("utf-8")

        def matrix(name: str) -> "NDArray[float32]":
            scales = arrays[f"{name}_scales"].astype(numpy.float32)
            return arrays[name].astype(numpy.float32) * scales[:, None]

        ids = {c: number for number, c in enumerate(text("characters"), 2)}
        ids["\n"] = BOUNDARY
        self._numbers = Numbers(ids, UNKNOWN)
        self._characters = matrix("e1")
        self._pairs = matrix("e2")
        keys = arrays["pairs"]
        order = numpy.argsort(keys)
        self._pair_keys, self._pair_numbers = keys[order], order + 1
        # The first layer in two factors: the product would be four times the work.
        self._inner = arrays["l0"].astype(numpy.float32)
        self._first = arrays["l1"].astype(numpy.float32)
        self._first_bias = arrays["l1_bias"]
        self._second, self._second_bias = matrix("l2").T.copy(), arrays["l2_bias"]
        self._words, self._word_biases = matrix("gen"), arrays["gen_bias"]
        # What the sum over all words is taken to be, for log p: linear, too.
        self._words -= arrays["norm"][:-1]
        self._word_biases = self._word_biases - arrays["norm"][-1]
        self._choices, self._choice_biases = matrix("tab"), arrays["tab_bias"]
        self.words: list[str] = text("words").split("\n")
        """What may fill a gap; those of one character first."""
        singles = sum(len(word) == 1 for word in self.words)
        self.of_length = {1: slice(0, singles), 2: slice(singles, len(self.words))}
        self.number = {word: number for number, word in enumerate(self.words)}
        self.priors: NDArray[float32] = arrays["priors"]
        """For each word, the logarithm of how often it is any text's next one."""
        self.scales: NDArray[float32] = arrays["scales"]
        """For each row, what a nat of the character model is worth beside it."""
        self.rows: dict[tuple[str, str], int] = {}
        for number, row in enumerate(text("rows").split("\n")):
            form, original = row.split("\t")
            self.rows[form, original] = number

    def see(self, lines: Sequence[str]) -> Seen:
        """Look at lines in symbols; gaps in them are put to ``hidden`` then."""
        import numpy

        text = EDGE + "".join(line + EDGE for line in lines)
        symbols = self._numbers.of(text)
        keys = symbols[:-1] << numpy.uint32(BITS) | symbols[1:]
        places = numpy.searchsorted(self._pair_keys, keys)
        places[places == len(self._pair_keys)] = 0
        # Nought where a symbol's pair with the next has no number.
        pairs = self._pair_numbers[places] * (self._pair_keys[places] == keys)
        beside = self._pairs[pairs]
        # Left of a gap a symbol is read with the one before it, on the right with the
        # one after it; the outermost by themselves.
        left = self._characters[symbols]
        right, outermost = left.copy(), left + self._pairs[0]
        left[1:] += beside
        right[:-1] += beside
        lengths = (len(line) + WIDTH for line in lines)
        starts = [*accumulate(lengths, initial=WIDTH)]
        return Seen(starts, left.ravel(), right.ravel(), outermost)

    def hidden(self, seen: Seen, gaps: Sequence[Gap]) -> "NDArray[float32]":
        """Read the surroundings of gaps: a row of 128 for each.

        >>> network = context()
        >>> network.hidden(network.see(["我们做产品"]), [(0, 2, 3), (0, 3, 5)]).shape
        (2, 128)
        """
        import numpy

        found = numpy.empty((len(gaps), len(self._second_bias)), dtype=numpy.float32)
        # By and by: what is read of so many gaps stays in the processor's cache.
        for first in range(0, len(gaps), ROWS):
            part = slice(first, first + ROWS)
            rows = seen.around(gaps[part]) @ self._inner @ self._first
            rows += self._first_bias
            numpy.maximum(rows, 0, out=rows)
            numpy.matmul(rows, self._second, out=found[part])
        found += self._second_bias
        numpy.maximum(found, 0, out=found)
        return found

    def fillings(
        self, hidden: "NDArray[float32]", words: "slice | NDArray[int64]"
    ) -> "NDArray[float32]":
        """Give log p of some words, by their numbers, a row for each gap.

        As near as the network knows the sum over all words, which is not taken. The
        mean of what is read of some gaps gives the mean of their chances.
        """
        found: NDArray[float32] = hidden @ self._words[words].T
        found += self._word_biases[words]
        return found

    def fits(
        self, hidden: "NDArray[float32]", rows: Sequence[int], words: Sequence[int]
    ) -> "NDArray[float32]":
        """Give log p of words in the gaps of some rows, a word for each row named."""
        numbers = list(words)
        found: NDArray[float32] = (hidden[list(rows)] * self._words[numbers]).sum(
            axis=1
        )
        found += self._word_biases[numbers]
        return found

    @cached_property
    def signs(self) -> "NDArray[uint32]":
        """The code points of each word, two; a word of one has a newline's too."""
        return codes("".join(word.ljust(2, "\n") for word in self.words)).reshape(-1, 2)

    def choices(
        self, hidden: "NDArray[float32]", rows: Sequence[int]
    ) -> "NDArray[float32]":
        """Give how well a row of a table fits each gap, one row a gap, in nats.

        Beside what the character model says; only differences mean something.
        """
        numbers = list(rows)
        found: NDArray[float32] = (hidden * self._choices[numbers]).sum(axis=1)
        found += self._choice_biases[numbers]
        return found


@cache
def context() -> ContextModel:
    """Load the network that comes with the package, once."""
    return ContextModel(load("context"))
