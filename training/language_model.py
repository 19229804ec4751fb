"""Make reader/data/charlm.npz: a character 5-gram model of Chinese.

    python training/language_model.py --data ../shared/data --out reader/data/charlm.npz

Reads the sources of CLEAN and PARALLEL (Apache-2.0, CC BY and MIT), the pairs written
for this project and the words of jieba's dictionary (MIT), counts n-grams of the
symbols of `reader.repair.charlm`, keeps those that change a probability most, and
stores hashes and quantised logarithms. Blocks of `clean_text` whose number hashes to
0 or 1 of 50 are left out; `--held-out 0` (development) and `--held-out 1` (measured
once) print them.
"""

import argparse
import gzip
import sys
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from reader.repair.charlm import BOUNDARY, UNKNOWN, spell  # noqa: E402
from reader.repair.family import bundled  # noqa: E402
from reader.repair.ngrams import (  # noqa: E402
    BITS,
    BUCKET_BITS,
    FINGERPRINT_BITS,
    ORDER,
    STEP,
    score_packed,
    truncated,
)
from training.mixture import is_held_out  # noqa: E402

PAIRS = ROOT / "training" / "pairs"
CLEAN = ("lctt", "gctt")
# Human translations and human documents; machine-translated sources are left out.
# parallel/lctt repeats clean_text/lctt, held-out blocks and all, so it is left out.
PARALLEL = (
    "*_ht",
    "*_docs",
    "3am_captions",
    "tatoeba_*",
    "opensource_guide",
    "iot_for_beginners",
    "cncf_glossary",
    "twelve_factor",
    "comprehensive_rust",
)
BLOCK = 100
HELD = 50
VOCABULARY = (1 << BITS) - 2
UNIFORM = 1 / VOCABULARY
# What an n-gram gives up to those that were not seen, by its order.
DISCOUNT = {2: 0.6, 3: 0.75, 4: 0.9, 5: 1.0}
MINIMUM = {1: 0, 2: 1, 3: 2, 4: 2, 5: 2}
PAIRS_WEIGHT = 3.0
WEIGHTS = {"tatoeba": 2.0, "captions": 1.0, "guide": 1.0, "msdocs": 0.5, "docs": 0.5}
"""What a line of a source counts, by part of its name: documentation is plentiful and
unlike the texts that are repaired."""
WORDS_WEIGHT = 0.05
RELEVANT = 3.0
"""How much more an n-gram counts in pruning that has a character of a spinner's table:
the choices the model is made for hang on those."""


def main() -> None:
    """Read the command line and make the model."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=ROOT / ".." / "shared" / "data")
    parser.add_argument("--out", type=Path, default=ROOT / "reader/data/charlm.npz")
    parser.add_argument(
        "--size", type=float, default=9.8, help="megabytes (10^6) before compression"
    )
    parser.add_argument(
        "--pairs", type=Path, action="append", help="folders of our own pairs"
    )
    parser.add_argument(
        "--without", action="append", default=[], help="pairs left out, as globs"
    )
    parser.add_argument(
        "--held-out", type=int, choices=(0, 1), help="print these blocks and stop"
    )
    options = parser.parse_args()
    if options.held_out is not None:
        for line in held_out(options.data, options.held_out):
            print(line)
        return
    own = own_lines(options.pairs or [PAIRS], options.without)
    make(texts(options.data, own), options.out, int(options.size * 1e6))


def held_out(data: Path, part: int) -> Iterator[str]:
    """Give the sentences of LCTT that no model is trained on."""
    for number, line in enumerate(_lines(data / "clean_text" / "lctt.txt.gz")):
        if _part(number) == part:
            yield line


def _part(number: int) -> int:
    return zlib.crc32(str(number // BLOCK).encode()) % HELD


def _lines(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield line.rstrip("\n")


def corpus(data: Path) -> Iterator[tuple[str, float]]:
    """Give every line of others' texts once, with what it weighs."""
    held = {line for part in (0, 1) for line in held_out(data, part)}
    seen: set[int] = set()
    paths = {
        path for glob in PARALLEL for path in (data / "parallel").glob(f"{glob}.tsv.gz")
    }
    for name in CLEAN:
        for line in _lines(data / "clean_text" / f"{name}.txt.gz"):
            if line not in held and hash(line) not in seen:
                seen.add(hash(line))
                yield line, 1.0
    for path in sorted(paths):
        weight = next((w for name, w in WEIGHTS.items() if name in path.name), 1.0)
        for row in _lines(path):
            line = row.split("\t")[0]
            if line not in held and hash(line) not in seen:
                seen.add(hash(line))
                yield line, weight


def texts(data: Path, own: Iterable[str]) -> Iterator[tuple[str, float]]:
    """Give every training line with what it weighs, our own last."""
    yield from corpus(data)
    for line in own:
        yield line, PAIRS_WEIGHT


def own_lines(folders: Iterable[Path], without: Iterable[str] = ()) -> Iterator[str]:
    """Give the Chinese of our own pairs, but for what is kept to measure on."""
    skipped = list(without)
    for folder in folders:
        for path in sorted(folder.glob("*.tsv")):
            if any(path.match(glob) for glob in skipped):
                continue
            for row in path.read_text(encoding="utf-8").splitlines()[1:]:
                line = row.split("\t")[0]
                if line and not is_held_out(line):
                    yield line


def words() -> Iterator[tuple[str, float]]:
    """Give the words of jieba's dictionary (MIT) with how often it has them.

    They lend the model the inside of words that its texts have few of (黑龙江).
    """
    import jieba

    path = Path(jieba.__file__).with_name("dict.txt")
    for row in path.read_text(encoding="utf-8").splitlines():
        word, count, _ = row.split(" ")
        if 2 <= len(word) <= ORDER and int(count) > 2:
            yield word, WORDS_WEIGHT * int(count)


def make(lines: Iterable[tuple[str, float]], out: Path, size: int) -> None:
    """Count, discount, prune to ``size`` bytes, and store."""
    cut = []
    weights = []
    counts: Counter[str] = Counter()
    for text, weight in lines:
        cut.append(spell(text)[0])
        weights.append(weight)
        counts.update(cut[-1])
    characters = [s for s, _ in counts.most_common(VOCABULARY) if len(s) == 1]
    ids = {character: number for number, character in enumerate(characters, 2)}
    stream = np.array(
        [
            number
            for line in cut
            for number in (
                BOUNDARY,
                BOUNDARY,
                BOUNDARY,
                BOUNDARY,
                *(ids.get(symbol, UNKNOWN) for symbol in line),
            )
        ]
        + [BOUNDARY],
        dtype=np.uint64,
    )
    weight_of = np.repeat(weights, [len(line) + ORDER - 1 for line in cut])
    weight_of = np.append(weight_of, weight_of[-1])
    del cut
    print(f"{len(stream):,} symbols, {len(characters)} characters", file=sys.stderr)
    budget = int((size - (2 << BUCKET_BITS) - 20_000) / 3)
    tabled = {
        c
        for family in bundled()
        for pair in family.pairs
        for c in pair.spun + pair.original
    }
    relevant = np.zeros(1 << BITS, dtype=bool)
    relevant[[ids[c] for c in tabled if c in ids]] = True
    grams = _Model(_counted(stream, weight_of, ids), budget, relevant)
    arrays = {"characters": np.frombuffer("".join(characters).encode(), np.uint8)}
    for name, table in (("gram", grams.logs), ("back", grams.backoffs)):
        arrays |= _store(name, table)
    np.savez_compressed(out, **arrays)  # type: ignore[arg-type]
    print(f"{out}: {out.stat().st_size / 1e6:.2f} MB", file=sys.stderr)


class _Model:
    """Tables order -> (sorted n-grams, logarithms), pruned to a number of entries."""

    def __init__(
        self,
        counted: dict[int, tuple[np.ndarray, np.ndarray]],
        budget: int,
        relevant: np.ndarray,
    ) -> None:
        self._relevant = relevant
        self.logs: dict[int, tuple[np.ndarray, np.ndarray]] = {}
        self.backoffs: dict[int, tuple[np.ndarray, np.ndarray]] = {}
        seen = {order: _Seen(order, *counted.pop(order)) for order in list(counted)}
        threshold = 8.0
        for _ in range(12):
            self.logs, self.backoffs = {}, {}
            for order in range(1, ORDER + 1):
                self._fit(order, seen[order], threshold)
            total = sum(
                len(t[0]) for t in (*self.logs.values(), *self.backoffs.values())
            )
            print(
                f"threshold {threshold:.2f}: {total:,} of {budget:,}", file=sys.stderr
            )
            if budget * 0.96 <= total <= budget:
                break
            threshold *= (total / (budget * 0.98)) ** 1.1

    def _find(self, tables):  # type: ignore[no-untyped-def]
        def find(grams: np.ndarray, order: int) -> tuple[np.ndarray, np.ndarray]:
            if order not in tables:
                return np.zeros(0, int), np.zeros(0)
            keys, values = tables[order]
            place = np.searchsorted(keys, grams)
            place[place == len(keys)] = 0
            there = np.flatnonzero(keys[place] == grams)
            return there, values[place[there]]

        return find

    def _is_relevant(self, keys: np.ndarray, order: int) -> np.ndarray:
        found = np.zeros(len(keys), dtype=bool)
        for back in range(order):
            symbol = keys >> np.uint64(BITS * back) & np.uint64((1 << BITS) - 1)
            found |= self._relevant[symbol.astype(np.int64)]
        return found

    def _fit(self, order: int, seen: "_Seen", threshold: float) -> None:
        """Discount one order over the orders below, and keep what matters."""
        keys, count = seen.keys, seen.count
        if order == 1:
            chance = 0.999 * count / count.sum() + 0.001 * UNIFORM
            self.logs[1] = keys, np.log(chance)
            return
        mask = np.uint64((1 << BITS * (order - 1)) - 1)
        lower = np.exp(
            score_packed(
                np, keys & mask, self._find(self.logs), self._find(self.backoffs)
            )
        )
        below = seen.weight[seen.group] * lower
        chance = seen.share + below
        # What is rarer than the order below says is kept too: 去 after 去.
        gain = count * np.abs(np.log(chance / below))
        gain *= np.where(self._is_relevant(keys, order), RELEVANT, 1.0)
        keep = gain > threshold * (1 if order > 2 else 0.5)
        self.logs[order] = keys[keep], np.log(chance[keep])
        # What the kept ones leave of a context's mass goes to the order below.
        group = seen.group[keep]
        left = 1 - np.bincount(group, chance[keep], len(seen.contexts))
        under = 1 - np.bincount(group, lower[keep], len(seen.contexts))
        used = np.bincount(group, minlength=len(seen.contexts)) > 0
        backoff = np.log(np.maximum(left[used], 1e-4) / np.maximum(under[used], 1e-4))
        self.backoffs[order - 1] = seen.contexts[used], np.minimum(backoff, 0)


class _Seen:
    """The n-grams of one order, what each is due of its context, and the rest."""

    def __init__(self, order: int, keys: np.ndarray, count: np.ndarray) -> None:
        contexts = keys >> np.uint64(BITS)
        new = np.append(True, contexts[1:] != contexts[:-1])
        first = np.flatnonzero(new)
        group = np.cumsum(new, dtype=np.int32) - 1
        sums = np.add.reduceat(count, first)
        # What is seen a fraction of a time gives up no more than that.
        discount = np.minimum(count, DISCOUNT.get(order, 0.0) * np.minimum(count, 1.0))
        often = count >= MINIMUM[order]
        self.contexts = contexts[first]
        self.weight = np.add.reduceat(discount, first) / sums
        """The share of a context that goes to the order below."""
        self.keys, self.count, self.group = keys[often], count[often], group[often]
        self.share = (self.count - discount[often]) / sums[self.group]


def _counted(
    stream: np.ndarray, weight_of: np.ndarray, ids: dict[str, int]
) -> dict[int, tuple[np.ndarray, np.ndarray]]:
    """Count the n-grams that end in a symbol or in a line's end, and words' insides."""
    # Of the four boundaries between lines only the first is predicted.
    ends = stream[ORDER - 1 :] == BOUNDARY
    again = stream[ORDER - 2 : -1] == BOUNDARY
    predicted = ~(ends & again)
    weights = weight_of[ORDER - 1 :]
    inside = list(words())
    counted = {}
    for order in range(1, ORDER + 1):
        packed = np.zeros(len(stream) - ORDER + 1, dtype=np.uint64)
        for back in range(order):
            part = stream[ORDER - 1 - back : len(stream) - back]
            packed |= part << np.uint64(BITS * back)
        parts = [
            (*np.unique(packed[predicted & (weights == one)], return_counts=True), one)
            for one in np.unique(weights)
        ]
        keys, weighed = _of_words(inside, order, ids)
        unique, group = np.unique(keys, return_inverse=True)
        parts.append((unique, np.bincount(group, weighed), 1.0))
        every = np.unique(np.concatenate([keys for keys, _, _ in parts]))
        count = np.zeros(len(every))
        for keys, times, weight in parts:
            count[np.searchsorted(every, keys)] += weight * times
        counted[order] = every, count
        print(f"order {order}: {len(every):,} seen", file=sys.stderr)
    return counted


def _of_words(
    inside: list[tuple[str, float]], order: int, ids: dict[str, int]
) -> tuple[np.ndarray, np.ndarray]:
    keys = []
    weights = []
    for word, weight in inside:
        numbers = [ids.get(character, UNKNOWN) for character in word]
        for end in range(order, len(numbers) + 1):
            key = 0
            for number in numbers[end - order : end]:
                key = key << BITS | number
            keys.append(key)
            weights.append(weight)
    return np.array(keys, dtype=np.uint64), np.array(weights)


def _store(
    name: str, tables: dict[int, tuple[np.ndarray, np.ndarray]]
) -> dict[str, np.ndarray]:
    """Hash every order's n-grams into one table of buckets."""
    hashes = np.concatenate(
        [truncated(np, keys, order) for order, (keys, _) in tables.items()]
    )
    values = np.concatenate([values for _, values in tables.values()])
    hashes, first = np.unique(hashes, return_index=True)
    values = values[first]
    buckets = (hashes >> np.uint64(FINGERPRINT_BITS)).astype(np.int64)
    counts = np.bincount(buckets, minlength=1 << BUCKET_BITS)
    if counts.max() > 255:
        raise ValueError("a bucket is too full")
    logs = np.clip(np.round(-values / STEP), 0, 255).astype(np.uint8)
    return {
        f"{name}_counts": counts.astype(np.uint8),
        f"{name}_prints": (hashes & np.uint64((1 << FINGERPRINT_BITS) - 1)).astype(
            np.uint16
        ),
        f"{name}_logs": logs,
    }


if __name__ == "__main__":
    main()
