"""Fit what the network of contexts takes for the sum over its words.

    python -m training.normaliser --data ../shared/data

log p of a word is how well it fits less the logarithm of a sum over all 5,000. That
takes longer than all else in looking for forms that no table has, and they hang little
on it, so it is taken to be linear in what the network reads; fitted on gaps anywhere in
the texts that the models are made of, and written into `reader/data/context.npz`.
"""

import argparse
import random
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import numpy as np

from reader.repair.charlm import spell
from reader.repair.context import ContextModel, Gap
from training import language_model

LINES = 40_000
EVERY = 25
"""Of so many lines one is taken, until there are as many as LINES."""
SHORTEST = 6


def fit(path: Path, lines: Iterable[str]) -> None:
    """Write the normaliser into a network's file, and say how near it comes."""
    with path.open("rb") as file, np.load(file) as stored:
        arrays = dict(stored)
    arrays["norm"] = np.zeros(arrays["gen"].shape[1] + 1, np.float32)
    network = ContextModel(arrays)
    gaps = [*_gaps(lines)]
    read = [network.hidden(gaps[at : at + 1000]) for at in range(0, len(gaps), 1000)]
    sums = np.concatenate(
        [
            np.logaddexp.reduce(
                np.concatenate(
                    [network.fillings(hidden, size) for size in (1, 2)], axis=1
                ),
                axis=1,
            )
            for hidden in read
        ]
    )
    known = np.column_stack([np.concatenate(read), np.ones(len(gaps))])
    found, *_ = np.linalg.lstsq(known, sums, rcond=None)
    off = known @ found - sums
    print(f"{len(gaps)} gaps: the sums differ by {sums.std():.2f} nats from their mean, "
          f"by {off.std():.2f} from what is taken for them")  # fmt: skip
    arrays["norm"] = found.astype(np.float32)
    np.savez_compressed(path, **arrays)


def _gaps(lines: Iterable[str]) -> Iterator[Gap]:
    """Give a gap of one or two symbols in each line."""
    draw = random.Random(0)
    for line in lines:
        string = spell(line)[0]
        if len(string) >= SHORTEST:
            start = draw.randrange(len(string) - 1)
            yield string, start, start + draw.choice((1, 2))


def main() -> None:
    """Read the command line and fit the normaliser."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    root = language_model.ROOT
    parser.add_argument("--data", type=Path, default=root / ".." / "shared" / "data")
    parser.add_argument("--out", type=Path, default=root / "reader/data/context.npz")
    given = parser.parse_args()
    own = language_model.own_lines([language_model.PAIRS], [])
    texts = (line for line, _ in language_model.texts(given.data, own))
    fit(given.out, islice(texts, 0, LINES * EVERY, EVERY))


if __name__ == "__main__":
    main()
