"""What network and dictionary say of each reading -> what weighs in reading again.

The character model sees four symbols before a place and what follows it; the network
of contexts sees twelve on either side, as the first reading restored them, and the
dictionary knows words that no text of theirs has.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reader.repair.context import ContextModel, Gap
from reader.repair.reading import Reading
from reader.repair.wordhood import AROUND, Place, Wordhood

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

WEIGHT = 0.9
"""What it counts beside the character model."""
MOST = 10.0
"""The most it can weigh, in nats."""
DECIDED = 6.0
"""Nats by which all other readings must lose for a place not to be put to it."""

Span = tuple[int, int, int]
"""A line and from where to where a form stands in it."""


@dataclass(slots=True)
class Known:
    """What the network read around the forms that were put to it."""

    rows: dict[Span, int] = field(default_factory=dict)
    read: "NDArray[float32] | None" = None


def opinion(
    reading: Reading,
    spun: Collection[int],
    network: ContextModel,
    words: Wordhood,
    known: Known,
) -> list[float]:
    """Give each edge its bias with their word, against keeping the form.

    A reading that no row taught the network has its bias unchanged, and so have those
    that the first reading decided between. ``known`` keeps what the network reads.
    """

    edges = reading.ways.edges
    biases: list[float] = reading.ways.biases.tolist()
    lines = sorted(spun)
    restored = _restored(reading, lines)
    line_of = {line: number for number, line in enumerate(lines)}
    gaps: dict[Span, Gap] = {}
    asked: list[int] = []
    of: list[int] = []
    rows: list[int] = []
    kept: list[int] = []
    places: list[Place] = []
    with_it: list[int] = []
    without: list[int] = []
    for span, some in _open(reading).items():
        line = line_of.get(span[0])
        form = reading.form(edges[some[0]])
        known_rows = [
            (number, network.rows[form, edges[number].text])
            for number in some
            if (form, edges[number].text) in network.rows
        ]
        if line is None or not known_rows:
            continue
        string, lefts, rights = restored[line]
        start, end = lefts[span[1]], rights[span[2]]
        left = string[max(0, start - AROUND) : start]
        right = string[end : end + AROUND]
        first = len(places)
        places.append((left + form + right, len(left), len(left) + len(form)))
        for number, row in known_rows:
            text = edges[number].text
            with_it.append(len(places))
            places.append((left + text + right, len(left), len(left) + len(text)))
            asked.append(number)
            rows.append(row)
        many = len(known_rows)
        of += [len(gaps)] * many
        kept += [network.rows[form, form]] * many
        without += [first] * many
        gaps[span] = line, start, end
    if asked:
        seen = network.see([string for string, _, _ in restored])
        read = network.hidden(seen, [*gaps.values()])
        known.rows, known.read = {span: row for row, span in enumerate(gaps)}, read
        hidden = read[of]
        better = network.choices(hidden, rows) - network.choices(hidden, kept)
        weighed = (WEIGHT * better / network.scales[kept]).clip(-MOST, MOST)
        worth = words.of(places)
        weighed += worth[with_it] - worth[without]
        for number, bias in zip(asked, weighed.tolist(), strict=True):
            biases[number] += bias
    return biases


def _open(reading: Reading) -> dict[Span, list[int]]:
    """Give the changes that are among several ways that may be right, by spans."""
    import numpy

    ways = reading.ways
    near = (numpy.array(reading.decoded.loss) <= DECIDED)[ways.covering]
    covered, covering = ways.covered[near], ways.covering[near]
    crowds = numpy.bincount(covered, minlength=1)
    numbers = numpy.unique(covering[crowds[covered] > 1])
    found: dict[Span, list[int]] = {}
    for number in numbers[~ways.kept[numbers]].tolist():
        found.setdefault(ways.edges[number][:3], []).append(number)
    return found


def _restored(
    reading: Reading, lines: Sequence[int]
) -> list[tuple[str, list[int], list[int]]]:
    """Write some lines as they were read first.

    With each, where the text before a place of the line ends in it, and where the text
    after it begins.
    """
    changes: dict[int, list[int]] = {line: [] for line in lines}
    for number in reading.decoded.changes:
        line = reading.ways.edges[number].line
        if line in changes:
            changes[line].append(number)
    found = []
    for line, numbers in changes.items():
        string = reading.lines[line].string
        parts: list[str] = []
        lefts: list[int] = []
        rights: list[int] = []
        at = size = 0
        for number in numbers:
            edge = reading.ways.edges[number]
            parts += [string[at : edge.start], edge.text]
            size += edge.start - at
            before = range(size - (edge.start - at), size)
            inside = edge.end - edge.start
            lefts += [*before, *[size] * inside]
            # The place where a reading begins follows what stands before it.
            after = size + len(edge.text)
            rights += [*before, size, *[after] * (inside - 1)]
            size, at = after, edge.end
        rest = range(size, size + len(string) - at + 1)
        parts.append(string[at:])
        found.append(("".join(parts), [*lefts, *rest], [*rights, *rest]))
    return found
