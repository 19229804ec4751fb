"""Read the arrays tokenise.py wrote and cut them into batches.

Sources in one batch are of equal length, so no batch needs a padding mask and every
attention kernel applies; targets are of similar length.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy
import torch
from torch import Tensor

from training.model import END, START


@dataclass(frozen=True)
class Batch:
    """Tensors of one step."""

    source: Tensor
    """[n, S] pieces."""
    target: Tensor
    """[n, T] pieces, beginning with the start mark."""
    kept: Tensor
    """Flat indices into [n, T] of the places that have a label."""
    labels: Tensor
    """The label of each kept place: the next piece, or the end mark."""


class Pairs:
    """Pieces of many pairs, end to end."""

    def __init__(self, src, tgt, src_lengths, tgt_lengths) -> None:
        self.src, self.tgt = src, tgt
        self.src_lengths = src_lengths.astype(numpy.int64)
        self.tgt_lengths = tgt_lengths.astype(numpy.int64)
        self.src_ends = numpy.concatenate([[0], numpy.cumsum(self.src_lengths)])
        self.tgt_ends = numpy.concatenate([[0], numpy.cumsum(self.tgt_lengths)])

    @classmethod
    def read(cls, paths: list[Path]) -> "Pairs":
        """Return the pairs of several ``.npz`` files."""
        files = [numpy.load(path) for path in paths]
        return cls(
            *(
                numpy.concatenate([f[name] for f in files])
                for name in ("src", "tgt", "sl", "tl")
            )
        )

    @classmethod
    def of(cls, sources: list[list[int]], targets: list[list[int]]) -> "Pairs":
        """Return the pairs of two lists of pieces."""
        return cls(
            numpy.array([piece for line in sources for piece in line], numpy.uint16),
            numpy.array([piece for line in targets for piece in line], numpy.uint16),
            numpy.array([len(line) for line in sources]),
            numpy.array([len(line) for line in targets]),
        )

    def __len__(self) -> int:
        return len(self.src_lengths)

    def cut(self, tokens: int, *, seed: int) -> list[numpy.ndarray]:
        """Return the pairs' numbers in batches of at most so many target places."""
        chance = numpy.random.default_rng(seed)
        # Noise of three pieces keeps the same pairs from always meeting.
        noisy = self.tgt_lengths + chance.random(len(self)) * 3
        order = numpy.lexsort((noisy, self.src_lengths))
        batches, at = [], 0
        while at < len(order):
            length, end, widest = self.src_lengths[order[at]], at, 0
            while end < len(order) and self.src_lengths[order[end]] == length:
                wider = max(widest, self.tgt_lengths[order[end]] + 1)
                size = end - at + 1
                if end > at and (size * wider > tokens or size * length > 1.4 * tokens):
                    break
                widest, end = wider, end + 1
            batches.append(order[at:end])
            at = end
        chance.shuffle(batches)
        return batches

    def make(self, numbers: numpy.ndarray) -> Batch:
        """Return the tensors of a batch."""
        length = int(self.src_lengths[numbers[0]])
        places = numpy.arange(length)[None]
        source = self.src[self.src_ends[numbers][:, None] + places].astype(numpy.int64)
        lengths = self.tgt_lengths[numbers][:, None]
        places = numpy.arange(int(lengths.max()) + 1)[None]
        index = numpy.minimum(
            self.tgt_ends[numbers][:, None] + places, len(self.tgt) - 1
        )
        words = self.tgt[index].astype(numpy.int64)
        labels = numpy.where(places < lengths, words, END)
        start = numpy.full((len(numbers), 1), START, numpy.int64)
        target = numpy.concatenate([start, labels[:, :-1]], 1)
        kept = numpy.flatnonzero(places <= lengths)
        return Batch(
            torch.from_numpy(source),
            torch.from_numpy(target),
            torch.from_numpy(kept),
            torch.from_numpy(labels.ravel()[kept]),
        )

    def walk(self, tokens: int, *, seed: int) -> Iterator[Batch]:
        """Yield one pass of batches."""
        for numbers in self.cut(tokens, seed=seed):
            yield self.make(numbers)
