"""What stands around a character -> what speaks for each of its readings.

Characters and words on either side, alone and together, the kinds of characters beside
it, and what stands anywhere near, each with a weight for each reading of one character:
长 after 越 is cháng, 行 after 以下 is háng, 还 near 钱 is huán. The weights are fitted
by training/readings.py and come packed with reader/data/polyphones.npz: a sorted row of
digests and a row of 8-bit weights, for most that could be said weighs nothing.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import Any
from zlib import crc32

SCALE = 16
"""Weights are kept in sixteenths."""
EDGE = "^$"
"""Stand for what is before the start of a text, and after its end."""
NEAR = 8
"""So many characters on either side are near, wherever they stand."""


def features(
    text: str,
    position: int,
    words: Sequence[str] = ("", "", ""),
    kinds: Mapping[str, str] = MappingProxyType({}),
) -> list[str]:
    """Name what stands around a character of a text.

    `words` are the word that holds the character, the one before it and the one after;
    `kinds` says which characters stand in like places, those of a kind by one sign.
    None of them stands for the character alone: how common a reading is, is counted
    elsewhere.

    >>> features("路很长。", 2, ("长", "很", "。"))[:4]
    ['a很', 'b路', 'y。', 'z$']
    """
    padded = f"{EDGE[0] * 3}{text}{EDGE[1] * 3}"
    before = padded[position : position + 3]
    after = padded[position + 4 : position + 7]
    word, left, right = words
    first, second, third, fourth = (
        kinds.get(sign, sign) for sign in (*before[1:], *after[:2])
    )
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
        f"ka{second}",
        f"ky{third}",
        f"km{second}{third}",
        f"kb{first}{second}",
        f"kz{third}{fourth}",
        *(f"L{sign}" for sign in set(text[max(0, position - NEAR) : position])),
        *(f"R{sign}" for sign in set(text[position + 1 : position + 1 + NEAR])),
    ]


def digest(character: str, feature: str) -> int:
    """Give the number under which what a feature says of a character is kept."""
    return crc32(f"{character}{feature}".encode())


class Contexts:
    """The weights, from the rows of digests, readings and bytes that training made."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data

    def weigh(
        self, asked: Sequence[tuple[str, Sequence[str]]]
    ) -> list[dict[str, float]]:
        """Add up what features speak for, for each reading they say something of.

        `asked` are characters, each with what is named around it.
        """
        import numpy as np  # takes its time

        unique, starts, readings, weights, names = self._spoken
        if not len(unique):
            return [{} for _ in asked]
        keys = np.array(
            [
                crc32(feature.encode(), start)
                for start, found in (
                    (crc32(character.encode()), found) for character, found in asked
                )
                for feature in found
            ],
            np.uint32,
        )
        sizes = [len(found) for _, found in asked]
        places = np.minimum(np.searchsorted(unique, keys), len(unique) - 1)
        hits = np.flatnonzero(unique[places] == keys)
        first = starts[places[hits]]
        many = starts[places[hits] + 1] - first
        # The rows of all hits, one after the other, and which question each is for.
        ends = np.cumsum(many)
        rows = np.arange(many.sum()) + np.repeat(first - ends + many, many)
        asking = np.repeat(np.repeat(np.arange(len(asked)), sizes)[hits], many)
        spots, where = np.unique(
            asking * len(names) + readings[rows], return_inverse=True
        )
        sums = np.bincount(where, weights[rows], len(spots))
        totals: list[dict[str, float]] = [{} for _ in asked]
        for spot, total in zip(spots.tolist(), sums.tolist(), strict=True):
            totals[spot // len(names)][names[spot % len(names)]] = total
        return totals

    @cached_property
    def kinds(self) -> dict[str, str]:
        """Which characters stand in like places: a sign for each kind."""
        names = str(self._data["kind_characters"])
        return dict(zip(names, map(chr, self._data["kinds"].tolist()), strict=True))

    @cached_property
    def _spoken(self) -> tuple[Any, Any, Any, Any, list[str]]:
        """The digests, where the rows of each begin, the rows, and the readings."""
        import numpy as np

        low = np.asarray(self._data["context_steps"], np.uint32)
        high = np.asarray(self._data["context_leaps"], np.uint32)
        # The digests are sorted: what is kept is how far each is from the last.
        digests = np.cumsum(high << np.uint32(16) | low, dtype=np.uint32)
        unique, starts = np.unique(digests, return_index=True)
        return (
            unique,
            np.append(starts, len(digests)),
            np.asarray(self._data["context_readings"], np.int64),
            np.asarray(self._data["context_weights"], np.float64) / SCALE,
            str(self._data["context_names"]).split(),
        )


def stepwise(digests: Sequence[int]) -> dict[str, Any]:
    """Pack sorted digests as the steps between them, which take half the room."""
    import numpy as np

    apart = np.array(digests, np.int64) - np.array([0, *digests][:-1], np.int64)
    return {
        "context_steps": (apart & 0xFFFF).astype(np.uint16),
        "context_leaps": (apart >> 16).astype(np.uint16),
    }
