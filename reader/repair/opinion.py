"""What network and dictionary say of each reading -> what weighs in reading again.

The character model sees four symbols before a place and what follows it; the network
of contexts sees twelve on either side, as the first reading restored them, and the
dictionary knows words that no text of theirs has.
"""

from collections.abc import Collection, Sequence
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
DECIDED = 10.0
"""Nats by which all other readings must lose for a place not to be put to it."""

Span = tuple[int, int, int]
"""A line and from where to where a form stands in it."""
Known = dict[Span, "NDArray[float32]"]
"""What the network read around the forms that were put to it."""


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
    rows: list[int] = []
    kept: list[int] = []
    places: dict[Place, int] = {}
    made: list[tuple[int, int]] = []
    for number in _open(reading):
        edge = edges[number]
        line = line_of.get(edge.line)
        if edge.kept or line is None:
            continue
        form = reading.form(edge)
        row = network.rows.get((form, edge.text))
        if row is not None:
            string, lefts, rights = restored[line]
            start, end = lefts[edge.start], rights[edge.end]
            gaps.setdefault(edge[:3], (line, start, end))
            asked.append(number)
            rows.append(row)
            kept.append(network.rows[form, form])
            with_it, without = (
                places.setdefault(_put(string, start, end, text), len(places))
                for text in (edge.text, form)
            )
            made.append((with_it, without))
    if gaps:
        seen = network.see([string for string, _, _ in restored])
        read = network.hidden(seen, [*gaps.values()])
        known.update(zip(gaps, read, strict=True))
        number_of = {span: number for number, span in enumerate(gaps)}
        hidden = read[[number_of[edges[number][:3]] for number in asked]]
        better = network.choices(hidden, rows) - network.choices(hidden, kept)
        weighed = (WEIGHT * better / network.scales[kept]).clip(-MOST, MOST).tolist()
        worth = words.of([*places]).tolist()
        for number, bias, (with_it, without) in zip(asked, weighed, made, strict=True):
            biases[number] += bias + worth[with_it] - worth[without]
    return biases


def _put(string: str, start: int, end: int, text: str) -> Place:
    """Put a reading into a gap, with as much around it as the dictionary reads."""
    left = string[max(0, start - AROUND) : start]
    return left + text + string[end : end + AROUND], len(left), len(left) + len(text)


def _open(reading: Reading) -> list[int]:
    """Give the edges that are among several that may be right where they stand."""
    import numpy

    ways = reading.ways
    near = (numpy.array(reading.decoded.loss) <= DECIDED)[ways.covering]
    covered, covering = ways.covered[near], ways.covering[near]
    crowds = numpy.bincount(covered, minlength=1)
    found: list[int] = numpy.unique(covering[crowds[covered] > 1]).tolist()
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
