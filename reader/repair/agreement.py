"""How a document reads its forms -> what weighs in reading it once more."""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import accumulate

from reader.repair.reading import Reading

AGREEMENT = 2.0
"""How much the document's own counts of a form's readings weigh."""
AGREED = 8.0
"""The most it can weigh, in nats."""
BESIDE = 1.5
"""How much it weighs what a form is read as beside the same two symbols."""
SMOOTH = 1.0
SHARED = 2.0
"""Turns a difference of logarithms into a share of the belief."""


def agreement(
    reading: Reading, spun: Collection[int], given: Sequence[float]
) -> list[float]:
    """Add the document's counts of its reading to the bias each edge was given.

    Against keeping the form, which stays at nought: where 本身 was 自己 eleven times of
    twelve, the twelfth needs good reasons to be 本身.
    """
    ways = reading.ways
    edges = ways.edges
    # How many of the symbols before each place were kept.
    kept = [0] * (ways.lines[-1] + 1)
    for number in reading.decoded.path:
        if edges[number].kept:
            line, start, end = edges[number][:3]
            begun = ways.lines[line]
            kept[begun + start : begun + end] = [1] * (end - start)
    kept = [0, *accumulate(kept)]
    spans = [span for span in ways.spans if span[0] in spun]
    forms = {
        (line, start, end): reading.lines[line].string[start:end]
        for line, start, end in spans
    }
    counts: Counter[tuple[str, str]] = Counter()
    for span, form in forms.items():
        line, start, end = span
        begun = ways.lines[line]
        if kept[begun + end] - kept[begun + start] == end - start:
            counts[form, form] += 1
    for number in reading.decoded.changes:
        edge = edges[number]
        if edge.line in spun:
            counts[forms[edge[:3]], edge.text] += 1
    agreed: dict[tuple[str, str], float] = {}
    biases = [*given]
    for span, form in forms.items():
        for number in ways.spans[span]:
            pair = form, edges[number].text
            if pair not in agreed:
                odds = (counts[pair] + 1) / (counts[form, form] + 1)
                agreed[pair] = max(-AGREED, min(AGREED, AGREEMENT * math.log(odds)))
            biases[number] += agreed[pair]
    for number, bias in _beside(reading, forms).items():
        biases[number] += bias
    return biases


def _beside(
    reading: Reading, forms: Mapping[tuple[int, int, int], str]
) -> dict[int, float]:
    """Give edges a bias for what their form is read as beside the same symbols.

    做to B营业 is 业务 in six places of seven: then it is in the seventh. Readings count
    by their shares, the place itself is left out.
    """
    groups: dict[tuple[str, ...], list[dict[int, float]]] = defaultdict(list)
    for span, form in forms.items():
        numbers = reading.ways.spans[span]
        if len(numbers) == 1:
            continue
        losses = [reading.decoded.loss[number] for number in numbers]
        weights = [math.exp(-loss / SHARED) for loss in losses]
        total = sum(weights)
        if min(losses) > AGREED:
            continue  # kept as it stands, or inside another form
        shares = {
            number: weight / total
            for number, weight in zip(numbers, weights, strict=True)
        }
        line, start, end = span
        string = reading.lines[line].string
        groups[form, string[max(0, start - 2) : start], "before"].append(shares)
        groups[form, string[end : end + 2], "after"].append(shares)
    biases: dict[int, float] = defaultdict(float)
    for places in groups.values():
        if len(places) == 1:
            continue
        sums: dict[str, float] = defaultdict(float)
        for shares in places:
            for number, share in shares.items():
                sums[reading.ways.edges[number].text] += share
        for shares in places:
            for number, share in shares.items():
                others = sums[reading.ways.edges[number].text] - share
                even = SMOOTH / len(shares)
                chance = (others + even) / (len(places) - 1 + SMOOTH)
                biases[number] += BESIDE * math.log(chance * len(shares))
    return biases
