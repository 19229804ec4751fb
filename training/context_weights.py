"""Labelled polyphones -> the weights of what stands around them, packed.

What reader.contexts names is weighed beside scores that are given: logistic regression
over the readings of each question, by Adagrad in small batches, a Gaussian prior on
each weight. With it comes how far the network is to be trusted with each character.

The kinds of characters are clusters of the vectors that the network of contexts
(reader/data/context.npz), trained on prose, has for them.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from reader.contexts import SCALE, digest, features, stepwise
from reader.polyphones import Question

CONTEXT = Path(__file__).resolve().parent.parent / "reader/data/context.npz"
KINDS = 64
FIRST_KIND = 0xE000
"""Kinds go by code points of the private use area, which no text is read for."""
PRIOR = 0.3
"""How strongly weights are drawn to zero (half a Gaussian's precision)."""
TRUST_PRIOR = 4.0
RATE, TRUST_RATE = 0.2, 0.02
EPOCHS = 6
BATCH = 256
LEAST = 1
"""Weights below so many sixteenths are left out."""

Array = np.ndarray[Any, Any]


def kinds() -> dict[str, Any]:
    """Sort characters by the places that they stand in (k-means)."""
    with np.load(CONTEXT) as arrays:
        characters = bytes(arrays["characters"].tobytes()).decode("utf-8")
        vectors = arrays["e1"][2 : 2 + len(characters)].astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    chance = np.random.default_rng(0)
    centres = vectors[chance.choice(len(vectors), KINDS, replace=False)].copy()
    nearest = np.zeros(len(vectors), int)
    for _ in range(25):
        nearest = ((centres**2).sum(1) - 2 * vectors @ centres.T).argmin(1)
        for kind in np.unique(nearest):
            centres[kind] = vectors[nearest == kind].mean(0)
    return {
        "kind_characters": characters,
        "kinds": (nearest + FIRST_KIND).astype(np.uint16),
    }


def fit(
    questions: Sequence[Question],
    rows: Sequence[Sequence[float]],
    base: Array,
    gold: Array,
    share: Array,
    known: Mapping[str, str],
) -> dict[str, Any]:
    """Fit what contexts add to the scores in `base`, a row a question, and pack it.

    `rows` is what the network says of each choice, `gold` which of them is right,
    `share` what a question counts, `known` the kinds of characters.
    """
    columns: dict[tuple[int, str], int] = {(0, ""): 0}
    trusted: dict[str, int] = {}
    said = np.zeros(base.shape, np.float32)
    named = [
        [
            digest(question.character, feature)
            for feature in features(
                question.text, question.position, question.words, known
            )
        ]
        for question in questions
    ]
    used = np.zeros((*base.shape, max(map(len, named))), np.int32)
    who = np.zeros(len(questions), np.int32)
    for number, question in enumerate(questions):
        who[number] = trusted.setdefault(question.character, len(trusted))
        said[number, : len(rows[number])] = rows[number]
        for place, reading in enumerate(question.choices):
            for slot, key in enumerate(named[number]):
                used[number, place, slot] = columns.setdefault(
                    (key, reading), len(columns)
                )
    met = np.maximum(np.bincount(used.ravel(), minlength=len(columns)), 1)
    often = np.bincount(who, minlength=len(trusted))
    weights, slopes = np.zeros(len(columns)), np.full(len(columns), 1e-4)
    trust, first, second = np.zeros((3, len(trusted)))
    order = np.arange(len(questions))
    chance = np.random.default_rng(0)
    steps = EPOCHS * -(-len(order) // BATCH)
    step = 0
    for _ in range(EPOCHS):
        chance.shuffle(order)
        for start in range(0, len(order), BATCH):
            some = order[start : start + BATCH]
            at = used[some]
            scores = base[some] + weights[at].sum(2)
            wrong = softmax(scores + trust[who[some], None] * said[some])
            wrong[np.arange(len(some)), gold[some]] -= 1
            wrong *= share[some, None]
            seen, places = np.unique(at, return_inverse=True)
            flat = places.ravel()
            slope = np.bincount(flat, np.repeat(wrong.ravel(), at.shape[2]))
            # Each use bears its part of the prior.
            slope += 2 * PRIOR * weights[seen] * np.bincount(flat) / met[seen]
            slope[seen == 0] = 0
            slopes[seen] += slope**2
            weights[seen] -= RATE * slope / np.sqrt(slopes[seen])
            step += 1
            slope = np.bincount(who[some], (wrong * said[some]).sum(1), len(trusted))
            held = np.bincount(who[some], minlength=len(trusted)) / often
            slope = (slope + 2 * TRUST_PRIOR * trust * held) / len(some)
            first = 0.9 * first + 0.1 * slope
            second = 0.99 * second + 0.01 * slope**2
            rate = TRUST_RATE * (1 - step / (steps + 1)) / (1 - 0.9**step)
            trust -= rate * first / (np.sqrt(second / (1 - 0.99**step)) + 1e-7)
    rounded = np.clip(np.round(weights * SCALE), -127, 127).astype(np.int8)
    kept = sorted(
        (key, reading, rounded[column])
        for (key, reading), column in columns.items()
        if abs(rounded[column]) >= LEAST
    )
    names = sorted({reading for _, reading, _ in kept})
    number_of = {name: place for place, name in enumerate(names)}
    return {
        "context_names": " ".join(names),
        **stepwise([key for key, _, _ in kept]),
        "context_readings": np.array([number_of[r] for _, r, _ in kept], np.uint16),
        "context_weights": np.array([weight for _, _, weight in kept], np.int8),
        "trust_characters": "".join(trusted),
        "trust": trust.astype(np.float16),
    }


def softmax(scores: Array) -> Array:
    """Turn scores into shares of one, row by row."""
    likely = np.exp(scores - scores.max(axis=1, keepdims=True))
    summed: Array = likely / likely.sum(axis=1, keepdims=True)
    return summed
