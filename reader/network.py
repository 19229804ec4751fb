"""Sentences -> how likely each reading of each polyphone is, by a small network.

One layer of a bidirectional LSTM over characters and two dense layers above it, the
shape of g2pM (Park & Lee 2020, arXiv:2004.03136), run with numpy over many sentences
at once. Its weights come with reader/data/polyphones.npz as 8-bit integers; training/
readings.py makes the file.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
Place = tuple[int, int]
"""Which text, which character of it."""

UNKNOWN, BEGIN, END = 1, 2, 3
"""Rows of the embedding; 0 is padding."""
BATCH = 160
PIECE, CONTEXT = 160, 40
"""A longer text is read in pieces, each with so much of its neighbours around it."""


class Network:
    """The weights of the network, and which character is which row."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        characters = str(data["characters"])
        self._rows = {
            character: row for row, character in enumerate(characters, END + 1)
        }
        embedding = unpacked(data, "embedding")
        # What a character adds to the gates, both directions: (2, rows, 4 × hidden).
        self._inputs = np.stack(
            [
                embedding @ unpacked(data, f"input_{way}").T
                + unpacked(data, f"bias_{way}")
                for way in ("forward", "backward")
            ]
        ).astype(np.float32)
        self._hidden = np.stack(
            [unpacked(data, f"hidden_{way}").T for way in ("forward", "backward")]
        )
        self._dense = unpacked(data, "dense").T, unpacked(data, "dense_bias")
        self._last = unpacked(data, "last").T, unpacked(data, "last_bias")

    def scores(
        self,
        texts: Sequence[str],
        places: Sequence[Place],
        columns: Sequence[Sequence[int]],
    ) -> list[list[float]]:
        """Score the classes in `columns` for each place; the best of all has 0.

        They are log-probabilities but for a number that is the same at one place.
        """
        pieces: list[tuple[str, list[Place]]] = []
        wanted: dict[int, list[Place]] = {}
        for row, (text, position) in enumerate(places):
            wanted.setdefault(text, []).append((row, position))
        for index, found in wanted.items():
            pieces += _pieces(texts[index], found)
        pieces.sort(key=lambda piece: len(piece[0]))
        scores: list[list[float]] = [[] for _ in places]
        for start in range(0, len(pieces), BATCH):
            batch = pieces[start : start + BATCH]
            for row, values in self._batch(batch, columns):
                scores[row] = values
        return scores

    def _batch(
        self,
        batch: Sequence[tuple[str, list[Place]]],
        columns: Sequence[Sequence[int]],
    ) -> Iterator[tuple[int, list[float]]]:
        rows, numbers, forward, backward = zip(
            *(
                (row, number, position + 1, len(text) - position)
                for number, (text, found) in enumerate(batch)
                for row, position in found
            ),
            strict=True,
        )
        run = self._run([text for text, _ in batch])
        states = np.concatenate(
            [run[forward, 0, numbers], run[backward, 1, numbers]], axis=1
        )
        weights, bias = self._dense
        hidden = np.maximum(states @ weights + bias, 0)
        weights, bias = self._last
        scores = hidden @ weights + bias
        best = scores.max(axis=1)
        places = [place for place, row in enumerate(rows) for _ in columns[row]]
        wanted = [column for row in rows for column in columns[row]]
        values = iter((scores[places, wanted] - best[places]).tolist())
        for row in rows:
            yield row, [next(values) for _ in columns[row]]

    def _run(self, texts: Sequence[str]) -> Array:
        """Run both directions; (time, direction, text, hidden), each from its end."""
        steps = max(map(len, texts)) + 2
        rows = np.zeros((2, len(texts), steps), np.int64)
        for number, text in enumerate(texts):
            line = [BEGIN, *(self._rows.get(c, UNKNOWN) for c in text), END]
            rows[0, number, : len(line)] = line
            rows[1, number, : len(line)] = line[::-1]
        width = self._hidden.shape[1]
        ways = np.arange(2)[:, None]
        state = np.zeros((2, len(texts), width), np.float32)
        cell = np.zeros_like(state)
        run = np.empty((steps, *state.shape), np.float32)
        for step in range(steps):
            gates = state @ self._hidden
            gates += self._inputs[ways, rows[:, :, step]]
            # input, forget, candidate, output
            shaped = gates[..., 2 * width : 3 * width]
            candidate = np.tanh(shaped)
            # A gate's logistic function is a tanh of half its value, half as high.
            gates *= 0.5
            np.tanh(gates, out=gates)
            gates += 1
            gates *= 0.5
            cell = gates[..., width : 2 * width] * cell + gates[..., :width] * candidate
            state = gates[..., 3 * width :] * np.tanh(cell)
            run[step] = state
        return run


def _pieces(
    text: str, found: Sequence[tuple[int, int]]
) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """Cut a long text; each place falls into one piece, with its surroundings."""
    if len(text) <= PIECE + 2 * CONTEXT:
        yield text, list(found)
        return
    for start in range(0, len(text), PIECE):
        low, high = max(0, start - CONTEXT), start + PIECE + CONTEXT
        inside = [
            (row, position - low)
            for row, position in found
            if start <= position < start + PIECE
        ]
        if inside:
            yield text[low:high], inside


def packed(name: str, values: Array) -> dict[str, Any]:
    """Pack a matrix into 8-bit integers with a scale for each row; keep a vector."""
    if values.ndim == 1:
        return {name: values.astype(np.float16)}
    scale = np.abs(values).max(axis=1, keepdims=True) / 127
    scale[scale == 0] = 1
    return {
        name: np.round(values / scale).astype(np.int8),
        f"{name}_scale": scale.astype(np.float32),
    }


def unpacked(data: Mapping[str, Any], name: str) -> Array:
    """Unpack what `packed` packed."""
    values: Array = np.asarray(data[name]).astype(np.float32)
    scale = f"{name}_scale"
    return values * np.asarray(data[scale]) if scale in data else values
