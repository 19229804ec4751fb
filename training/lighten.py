"""Make the network of contexts lighter to ask, as `reader/data/context.npz` is.

    python -m training.lighten --data ../shared/data [--rank 48]

Two things that the choices between words hang little on. The first layer becomes two
factors through fewer dimensions, those in which what it reads differs most. And log p
of a word is how well it fits less the logarithm of a sum over all 5,000, which takes
longer than all else: it is taken to be linear in what the network reads. Both are
fitted on gaps anywhere in the texts that the models are made of.
"""

import argparse
import random
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import numpy as np

from reader.repair.charlm import spell
from reader.repair.context import ContextModel, Seen
from training import language_model

EVERY = 25
"""Of so many lines one is taken."""
SHORTEST = 6
PART = 1000
RANK = 48

Gap = tuple[str, int, int]
"""A line in symbols, and from where to where it is not looked at."""


def lighten(path: Path, lines: Iterable[str], rank: int) -> None:
    """Write a lighter network into a network's file, and say how near it comes."""
    with path.open("rb") as file, np.load(file) as stored:
        arrays = dict(stored)
    arrays["norm"] = np.zeros(arrays["gen"].shape[1] + 1, np.float32)
    gaps = [*_gaps(lines)]
    heavy = ContextModel(arrays)
    layer = arrays["l0"].astype(np.float32) @ arrays["l1"].astype(np.float32)
    before = np.concatenate(
        [_seen(heavy, part).around(_places(part)) @ layer for part in _parts(gaps)]
    )
    mean = before.mean(axis=0)
    # A unit counts by how often it says something and how much is made of it.
    shares = (before + arrays["l1_bias"] > 0).mean(axis=0)
    second = arrays["l2"] * arrays["l2_scales"][:, None]
    weights = np.sqrt(shares * (second**2).sum(axis=0)) + 1e-3
    _, _, ways = np.linalg.svd((before - mean) * weights, full_matrices=False)
    inner, outer = weights[:, None] * ways[:rank].T, ways[:rank] / weights
    arrays["l0"] = (layer @ inner).astype(np.float16)
    arrays["l1"] = outer.astype(np.float16)
    arrays["l1_bias"] = (arrays["l1_bias"] + mean - mean @ inner @ outer).astype(
        np.float32
    )
    light = ContextModel(arrays)
    read = _read(light, gaps)
    full = _read(heavy, gaps)
    sums = np.concatenate(
        [
            np.logaddexp.reduce(light.fillings(part, slice(None)), axis=1)
            for part in np.array_split(read, len(read) // PART + 1)
        ]
    )
    known = np.column_stack([read, np.ones(len(gaps))])
    found, *_ = np.linalg.lstsq(known, sums, rcond=None)
    off = known @ found - sums
    print(f"{len(gaps)} gaps: what is read differs by "
          f"{np.sqrt(((full - read) ** 2).mean() / (full**2).mean()):.1%}; sums differ "
          f"by {sums.std():.2f} nats from their mean, by {off.std():.2f} from what is "
          f"taken for them")  # fmt: skip
    arrays["norm"] = found.astype(np.float32)
    np.savez_compressed(path, **arrays)


def _read(network: ContextModel, gaps: list[Gap]) -> np.ndarray:
    return np.concatenate(
        [network.hidden(_seen(network, part), _places(part)) for part in _parts(gaps)]
    )


def _seen(network: ContextModel, gaps: list[Gap]) -> Seen:
    return network.see([line for line, _, _ in gaps])


def _places(gaps: list[Gap]) -> list[tuple[int, int, int]]:
    return [(number, start, end) for number, (_, start, end) in enumerate(gaps)]


def _parts(gaps: list[Gap]) -> Iterator[list[Gap]]:
    for start in range(0, len(gaps), PART):
        yield gaps[start : start + PART]


def _gaps(lines: Iterable[str]) -> Iterator[Gap]:
    """Give a gap of one or two symbols in each line."""
    draw = random.Random(0)
    for line in lines:
        string = spell(line)[0]
        if len(string) >= SHORTEST:
            start = draw.randrange(len(string) - 1)
            yield string, start, start + draw.choice((1, 2))


def main() -> None:
    """Read the command line and make the network lighter."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    root = language_model.ROOT
    parser.add_argument("--data", type=Path, default=root / ".." / "shared" / "data")
    parser.add_argument("--out", type=Path, default=root / "reader/data/context.npz")
    parser.add_argument("--rank", type=int, default=RANK)
    given = parser.parse_args()
    own = language_model.own_lines([language_model.PAIRS], [])
    texts = (line for line, _ in language_model.texts(given.data, own))
    lighten(given.out, islice(texts, 0, None, EVERY), given.rank)


if __name__ == "__main__":
    main()
