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
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy import bool_, float64, uint8, uint16, uint64
    from numpy.typing import NDArray

Find = Callable[["NDArray[uint64]", int], "tuple[NDArray[bool_], NDArray[float64]]"]
"""Packed n-grams and their order to which are known, and their logarithms."""

ORDER = 5
BITS = 12
"""Bits an identifier takes, so five of them and their number fit in 64."""
BOUNDARY = 0
UNKNOWN = 1
BUCKET_BITS = 18
FINGERPRINT_BITS = 16
MULTIPLIER = 0x9E3779B97F4A7C15
STEP = 1 / 16
"""One step of a stored logarithm, in nats."""

WORD = "a"
NUMBER = "0"
MARKS = str.maketrans(",:;?!()", "，：；？！（）")

# A Latin run ("to B", "C++"), a number ("12.5%"), or any other character.
SYMBOL = re.compile(
    r"(?P<word>[A-Za-z][A-Za-z+#'’]*(?: +[A-Za-z][A-Za-z+#'’]*)*)"
    r"|(?P<number>[0-9]+(?:[.,:][0-9]+)*[%％]?)"
    r"|(?P<space>[ \t\u3000]+)"
    r"|(?P<other>.)",
    re.DOTALL,
)


def symbols(text: str) -> list[tuple[str, int, int]]:
    """Cut text into the model's symbols with their offsets; newlines are kept.

    >>> [symbol for symbol, _, _ in symbols("做to B业务, 投30%")]
    ['做', 'a', '业', '务', '，', '投', '0']
    """
    found = []
    for match in SYMBOL.finditer(text):
        kind = match.lastgroup
        if kind == "space":
            continue
        symbol = match.group()
        if kind == "word":
            symbol = WORD
        elif kind == "number":
            symbol = NUMBER
        else:
            symbol = symbol.translate(MARKS)
        found.append((symbol, match.start(), match.end()))
    return found


class CharacterModel:
    """The model, loaded; ``score`` takes n-grams by the batch."""

    def __init__(self, arrays: "dict[str, NDArray[Any]]") -> None:
        import numpy

        characters = bytes(arrays["characters"].tobytes()).decode("utf-8")
        self._ids = {
            character: number for number, character in enumerate(characters, 2)
        }
        self._ids["\n"] = BOUNDARY
        self._grams = _Table(
            numpy, arrays["gram_counts"], arrays["gram_prints"], arrays["gram_logs"]
        )
        self._backoffs = _Table(
            numpy, arrays["back_counts"], arrays["back_prints"], arrays["back_logs"]
        )
        self._known: dict[int, float] = {}
        self.rarities: dict[object, dict[str, float]] = {}
        """What callers keep about the forms they ask for, beside the model."""

    def ids(self, text: Iterable[str]) -> list[int]:
        """Give each symbol its number."""
        ids = self._ids
        return [ids.get(symbol, UNKNOWN) for symbol in text]

    def learn(self, keys: set[int]) -> dict[int, float]:
        """Score n-grams, each packed by ``pack``, and give back all scores so far."""
        new = [key for key in keys if key not in self._known]
        if len(self._known) > 400_000:
            # A bound on memory for those who repair a library in one go.
            self._known = {}
            new = list(keys)
        if new:
            self._known.update(zip(new, self.score(new), strict=True))
        return self._known

    def score(self, keys: Sequence[int]) -> list[float]:
        """Give log p(last symbol | the four before) in nats, for packed 5-grams."""
        import numpy

        packed = numpy.array(keys, dtype=numpy.uint64)
        return [
            float(value)
            for value in score_packed(
                numpy, packed, self._grams.find, self._backoffs.find
            )
        ]

    def surprises(self, texts: Sequence[str]) -> dict[str, float]:
        """Give -log p of short texts whose surroundings are not known, in nats.

        >>> found = model().surprises(["我们", "吾们"])
        >>> found["吾们"] > found["我们"] + 5
        True
        """
        import numpy

        found = dict.fromkeys(texts, 0.0)
        spelled = {text: self.ids(text)[:ORDER] for text in texts}
        for place in range(ORDER):
            there = [text for text in texts if len(spelled[text]) > place]
            keys = []
            for text in there:
                key = 0
                for number in spelled[text][: place + 1]:
                    key = key << BITS | number
                keys.append(key)
            values = score_packed(
                numpy,
                numpy.array(keys, dtype=numpy.uint64),
                self._grams.find,
                self._backoffs.find,
                longest=place + 1,
            )
            for text, value in zip(there, values, strict=True):
                found[text] -= float(value)
        return found

    def logp(self, text: str) -> float:
        """Give the log probability of a whole line of text."""
        ids = self.ids(symbol for symbol, _, _ in symbols(text))
        keys = []
        context = 0
        for number in [*ids, BOUNDARY]:
            keys.append(context << BITS | number)
            context = (context << BITS | number) & CONTEXT_MASK
        return sum(self.score(keys))


CONTEXT_MASK = (1 << BITS * (ORDER - 1)) - 1


def score_packed(
    numpy: ModuleType,
    packed: "NDArray[uint64]",
    find_gram: Find,
    find_backoff: Find,
    longest: int = ORDER,
) -> "NDArray[float64]":
    """Back off from the longest n-gram known; the training command uses it too."""
    total: NDArray[float64] = numpy.zeros(len(packed))
    open_ = numpy.ones(len(packed), dtype=bool)
    for order in range(longest, 0, -1):
        mask = numpy.uint64((1 << BITS * order) - 1)
        found, value = find_gram(packed & mask, order)
        hit = open_ & found
        total[hit] += value[hit]
        open_ &= ~found
        if order > 1:
            context = (packed & mask) >> numpy.uint64(BITS)
            found, value = find_backoff(context, order - 1)
            miss = open_ & found
            total[miss] += value[miss]
    total[open_] += -14.0
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
        buckets = numpy.repeat(
            numpy.arange(len(counts), dtype=numpy.uint64), counts.astype(numpy.int64)
        )
        self._hashes: NDArray[uint64] = (
            buckets << numpy.uint64(FINGERPRINT_BITS) | prints
        )
        self._logs = logs

    def find(
        self, grams: "NDArray[uint64]", order: int
    ) -> "tuple[NDArray[bool_], NDArray[float64]]":
        """Tell which n-grams are there, and their logarithms (nonsense elsewhere)."""
        numpy = self._numpy
        hashes = truncated(numpy, grams, order)
        place = numpy.searchsorted(self._hashes, hashes)
        place[place == len(self._hashes)] = 0
        return self._hashes[place] == hashes, -STEP * self._logs[place].astype(float)


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
