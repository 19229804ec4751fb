"""What stands around a character -> what speaks for each of its readings.

Characters and words on either side, alone and together, each with a weight for each
reading of one character: 长 after 越 is cháng, 行 after 以下 is háng. The weights are
fitted by training/readings.py and come packed with reader/data/polyphones.npz: a sorted
row of digests and a row of 8-bit weights, for most that could be said weighs nothing.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any
from zlib import crc32

SCALE = 16
"""Weights are kept in sixteenths."""
EDGE = "^$"
"""Stand for what is before the start of a text, and after its end."""


def features(
    text: str, position: int, words: Sequence[str] = ("", "", "")
) -> list[str]:
    """Name what stands around a character of a text.

    `words` are the word that holds the character, the one before it and the one after.
    None of them stands for the character alone: how common a reading is, is counted
    elsewhere.

    >>> features("路很长。", 2, ("长", "很", "。"))[:4]
    ['a很', 'b路', 'y。', 'z$']
    """
    padded = f"{EDGE[0] * 3}{text}{EDGE[1] * 3}"
    before = padded[position : position + 3]
    after = padded[position + 4 : position + 7]
    word, left, right = words
    return [
        f"a{before[2]}",
        f"b{before[1]}",
        f"y{after[0]}",
        f"z{after[1]}",
        f"c{before[0]}",
        f"x{after[2]}",
        f"B{before[1:]}",
        f"Y{after[:2]}",
        f"M{before[2]}{after[0]}",
        f"C{before}",
        f"X{after}",
        f"p{left}",
        f"n{right}",
        *([f"w{word}"] if len(word) > 1 else ()),
    ]


def digest(character: str, feature: str) -> int:
    """Give the number under which what a feature says of a character is kept."""
    return crc32(f"{character}{feature}".encode())


class Contexts:
    """The weights, from the rows of digests, readings and bytes that training made."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data

    def weigh(self, character: str, found: Sequence[str]) -> dict[str, float]:
        """Add up what features speak for, for each reading they say something of."""
        spoken = self._spoken
        start = crc32(character.encode())
        totals: dict[str, float] = {}
        for feature in found:
            for reading, weight in spoken.get(crc32(feature.encode(), start), ()):
                totals[reading] = totals.get(reading, 0.0) + weight
        return totals

    @cached_property
    def _spoken(self) -> dict[int, list[tuple[str, float]]]:
        spoken: dict[int, list[tuple[str, float]]] = {}
        if "context_digests" in self._data:
            names = str(self._data["context_names"]).split()
            for key, column, weight in zip(
                self._data["context_digests"].tolist(),
                self._data["context_readings"].tolist(),
                self._data["context_weights"].tolist(),
                strict=True,
            ):
                spoken.setdefault(key, []).append((names[column], weight / SCALE))
        return spoken
