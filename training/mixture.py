"""Choose which pairs a pass over the data holds, by the table mixtures.tsv.

A share of 0.3 takes each pair with chance 0.3, a share of 2 takes it twice; the
two copies are then augmented differently (augment.py).  ``spoken`` are our own
pairs in ``training/pairs/``.
"""

import csv
import random
import zlib
from collections.abc import Callable, Iterable, Iterator
from fnmatch import fnmatch
from pathlib import Path

HERE = Path(__file__).parent
# Of every hundred spoken pairs this many are kept out of training, to measure on.
HELD_OUT_PER_CENT = 3


def shares(phase: str) -> Callable[[str], float]:
    """Return the function from a source's name to its share in a phase.

    >>> shares("flat")("msdocs_biztalk-docs_mt")
    0.02
    """
    with (HERE / "mixtures.tsv").open(encoding="utf-8") as lines:
        table = list(csv.DictReader(lines, delimiter="\t"))

    def share(source: str) -> float:
        row = next(row for row in table if fnmatch(source, row["source"]))
        return float(row[phase])

    return share


def read_pairs(path: Path) -> Iterator[tuple[str, str, str]]:
    """Yield zh, en, source of each line of ``pairs.tsv``."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            zh, en, source = line.rstrip("\n").split("\t")
            yield zh, en, source


def read_spoken(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Yield the pairs of every ``*.tsv`` in a folder (header ``zh<TAB>en``)."""
    seen = set()
    for path in sorted(folder.glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines()[1:]:
            fields = line.split("\t")
            if len(fields) == 2 and fields[0] not in seen:
                seen.add(fields[0])
                yield fields[0], fields[1], "spoken"


def is_held_out(zh: str) -> bool:
    """Say whether a spoken pair is kept to measure on; only its text decides.

    >>> is_held_out("说实话，我们一开始也没想清楚。")
    False
    """
    return zlib.crc32(zh.encode()) % 100 < HELD_OUT_PER_CENT


def draw(
    rows: Iterable[tuple[str, str, str]], *, phase: str, seed: int
) -> list[tuple[str, str, str]]:
    """Return the rows of one pass, each as often as its source's share says."""
    chance, share, drawn = random.Random(seed), shares(phase), []
    for row in rows:
        times, rest = divmod(share(row[2]), 1)
        drawn += [row] * (int(times) + (chance.random() < rest))
    chance.shuffle(drawn)
    return drawn
