"""How a document reads its forms -> what weighs in reading it once more."""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence

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
    edges = reading.ways.edges
    kept = {
        (edges[number].line, place)
        for number in reading.decoded.path
        if edges[number].kept
        for place in range(edges[number].start, edges[number].end)
    }
    counts: Counter[tuple[str, str]] = Counter()
    spans = {
        (edge.line, edge.start, edge.end)
        for edge in edges
        if not edge.kept and edge.line in spun
    }
    for line, start, end in spans:
        if kept.issuperset((line, place) for place in range(start, end)):
            form = reading.lines[line].string[start:end]
            counts[form, form] += 1
    for number in reading.changes(reading.decoded):
        edge = edges[number]
        if edge.line in spun:
            counts[reading.form(edge), edge.text] += 1
    near = _beside(reading, spun)
    biases = []
    for number, edge in enumerate(edges):
        bias = given[number]
        if not edge.kept:
            form = reading.form(edge)
            odds = (counts[form, edge.text] + 1) / (counts[form, form] + 1)
            bias += max(-AGREED, min(AGREED, AGREEMENT * math.log(odds)))
            bias += near.get(number, 0.0)
        biases.append(bias)
    return biases


def _beside(reading: Reading, spun: Collection[int]) -> dict[int, float]:
    """Give edges a bias for what their form is read as beside the same symbols.

    做to B营业 is 业务 in six places of seven: then it is in the seventh. Readings count
    by their shares, the place itself is left out.
    """
    rivals: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for number, edge in enumerate(reading.ways.edges):
        if not edge.kept and edge.line in spun:
            rivals[edge.line, edge.start, edge.end].append(number)
    groups: dict[tuple[str, ...], list[dict[int, float]]] = defaultdict(list)
    for (line, start, end), numbers in rivals.items():
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
        string = reading.lines[line].string
        form = string[start:end]
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
