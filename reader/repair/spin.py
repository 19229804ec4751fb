"""A synonym spinner's words into what the writer wrote: 吾们异国 → 我们没有.

A noisy channel. A family's table says what a form may have been, the character
model says which reading of the whole line is likeliest, and keeping the form as it
stands is always among them. Only what shows that it was spun is repaired (see
``evidence``). Forms then agree with the document: how often a form was read one way
there, and next to the same characters, weighs in a second round.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reader.models import Edit
from reader.repair import evidence
from reader.repair.charlm import CharacterModel, model, spell
from reader.repair.family import Family, Pair
from reader.repair.lattice import Decoded, Edge, Lattice, decode, lattice
from reader.repair.novel import Restored, novel
from reader.repair.synonyms import synonyms

NAME = "spin"
IMPLIED_BIAS = -2.0
"""For a pair that was never seen itself but follows from pairs that were."""
CHAIN_BIAS = -4.0
"""For keeping a form that the spinner would itself have replaced (最后 → 末了)."""
AGREEMENT = 1.0
"""How much the document's own counts of a form's readings weigh."""
AGREED = 3.0
"""The most it can weigh, in nats."""
TEMPERATURE = 2.0
"""Turns a difference of logarithms into a confidence; fitted on held-out text."""
HONEST_BIAS = 6.0
"""For each character after the first of a word that holds a form and is honest as it
stands (营业额, 异国他乡): the model may never have met it."""
LINE = re.compile(r"[^\n]+")
NEAR = 0.1
"""Least share of the confidence for a reading to be named as an alternative."""


@dataclass(frozen=True, slots=True)
class Spelled:
    """One line of the text in the model's symbols."""

    string: str
    """A character for each symbol."""
    starts: Sequence[int]
    """Where each symbol begins in the text."""
    ends: Sequence[int]


@dataclass(frozen=True, slots=True)
class Reading:
    """The lines of a text as a family's spinner may have left them, decoded."""

    lines: Sequence[Spelled]
    ways: Lattice
    decoded: Decoded

    def form(self, edge: Edge) -> str:
        """Give the symbols an edge stands over."""
        return self.lines[edge.line].string[edge.start : edge.end]

    def changes(self, decoded: Decoded) -> Iterator[int]:
        """Go through the edges of the best path that change something."""
        return (edge for edge in decoded.path if not self.ways.edges[edge].kept)


def spin(text: str, families: Sequence[Family], near: float = NEAR) -> tuple[Edit, ...]:
    """Propose what a spun text said, with confidences; nothing where it was not spun.

    Readings of a place that are ``near`` sure and more are named as alternatives.

    >>> from reader.repair.family import bundled
    >>> [(edit.before, edit.after) for edit in spin("吾们异国题目。", bundled())]
    [('吾们', '我们'), ('异国', '没有'), ('题目', '问题')]
    >>> spin("他身在异国他乡，只得求助于众人。", bundled())
    ()
    """
    best: tuple[Edit, ...] = ()
    most = 0.0
    for family in families:
        rarities = evidence.rarity(family, model())
        if not evidence.can_be_spun(text, rarities):
            continue
        edits, weight = _spin_family(text, family, near)
        if weight > most:
            best, most = edits, weight
    return best


def _spin_family(
    text: str, family: Family, near: float
) -> tuple[tuple[Edit, ...], float]:
    language = model()
    rarities = evidence.rarity(family, language)
    matches = list(LINE.finditer(text))
    # First the most that each line can show, without the model: clean text ends here.
    weights = [evidence.bound(match[0], family, rarities) for match in matches]
    possible = evidence.stretches(weights)
    if not possible:
        return (), 0.0
    weights = [evidence.Weight(min(weight.sum, 0.0)) for weight in weights]
    chosen = [index for start, end in possible for index in range(start, end)]
    lines = [_spelled(matches[index]) for index in chosen]
    reading = _read(lines, language, family)
    shown: dict[int, list[tuple[int, int, float]]] = defaultdict(list)
    keeping = _Keeping(reading, reading.decoded)
    for number in reading.changes(reading.decoded):
        edge = reading.ways.edges[number]
        shown[edge.line].append((edge.start, edge.end, keeping.of(edge)))
    for number, index in enumerate(chosen):
        weights[index] = evidence.weigh(
            lines[number].string, shown[number], family, rarities
        )
    spun = {
        number
        for start, end in evidence.stretches(weights)
        for number, index in enumerate(chosen)
        if start <= index < end
    }
    if not spun:
        return (), 0.0
    biases = agreement(reading, spun)
    again = Reading(lines, reading.ways, decode(reading.ways, biases))
    total = sum(weights[chosen[number]].sum for number in spun)
    edits = [
        *_edits(again, spun, text, near),
        *_novel(again, sorted(spun), family, text),
    ]
    return tuple(sorted(edits, key=lambda edit: edit.start)), total


def _spelled(match: re.Match[str]) -> Spelled:
    string, starts, ends = spell(match[0])
    offset = match.start()
    return Spelled(
        string, [start + offset for start in starts], [end + offset for end in ends]
    )


def _read(
    lines: Sequence[Spelled], language: CharacterModel, family: Family
) -> Reading:
    """Find how lines read best, those with a form in them."""
    ways = lattice(
        language,
        (
            (line.string, list(_edges(index, line, family)), _chained(line, family))
            for index, line in enumerate(lines)
        ),
    )
    return Reading(lines, ways, decode(ways))


def _edges(index: int, line: Spelled, family: Family) -> Iterator[Edge]:
    """Offer what each form may have been, and honest words as they stand."""
    string, starts, ends = line.string, line.starts, line.ends
    for match in family.honest.finditer(string):
        start, end = match.span()
        yield Edge(index, start, end, match[0], True, HONEST_BIAS * (end - start - 1))
    for match in family.anywhere.finditer(string):
        place = match.start()
        for form in family.starts[string[place]]:
            end = place + len(form)
            if not string.startswith(form, place):
                continue
            if ends[end - 1] - starts[place] != end - place:
                continue  # white space within
            for pair in family.forms[form]:
                yield Edge(index, place, end, pair.original, False, _prior(pair))


def _chained(line: Spelled, family: Family) -> dict[int, float]:
    """Find the places where keeping a form is unlikely: its spinner would not have."""
    return {match.start(): CHAIN_BIAS for match in family.chained.finditer(line.string)}


def _prior(pair: Pair) -> float:
    return IMPLIED_BIAS if pair.source == "implied" else 0.0


class _Keeping:
    """How much worse a line reads with a form kept as it stands."""

    def __init__(self, reading: Reading, decoded: Decoded) -> None:
        self._least: dict[tuple[int, int], float] = {}
        least = self._least
        for edge, loss in zip(reading.ways.edges, decoded.loss, strict=True):
            if edge.kept:
                for place in range(edge.start, edge.end):
                    key = edge.line, place
                    if loss < least.get(key, math.inf):
                        least[key] = loss

    def of(self, edge: Edge) -> float:
        return max(
            self._least[edge.line, place] for place in range(edge.start, edge.end)
        )


def agreement(reading: Reading, spun: Collection[int]) -> list[float]:
    """Give each edge its bias once more, with the document's counts of its reading.

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
    biases = []
    for edge in edges:
        bias = edge.bias
        if not edge.kept:
            form = reading.form(edge)
            odds = (counts[form, edge.text] + 1) / (counts[form, form] + 1)
            bias += max(-AGREED, min(AGREED, AGREEMENT * math.log(odds)))
        biases.append(bias)
    return biases


def _edits(
    reading: Reading, spun: Collection[int], text: str, near: float
) -> Iterator[Edit]:
    """State the changes of the best path in the lines that were spun."""
    keeping = _Keeping(reading, reading.decoded)
    rivals: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for number, edge in enumerate(reading.ways.edges):
        if not edge.kept:
            rivals[edge.line, edge.start, edge.end].append(number)
    for number in reading.changes(reading.decoded):
        edge = reading.ways.edges[number]
        if edge.line not in spun:
            continue
        line = reading.lines[edge.line]
        start, end = line.starts[edge.start], line.ends[edge.end - 1]
        before = text[start:end]
        losses = {before: keeping.of(edge)}
        for other in rivals[edge.line, edge.start, edge.end]:
            losses[reading.ways.edges[other].text] = reading.decoded.loss[other]
        shares = _shares(losses)
        sure = shares.pop(edge.text)
        others = {one: share for one, share in shares.items() if share >= near}
        yield Edit(
            start,
            end,
            before,
            edge.text,
            NAME,
            f"a spinner's word for {edge.text}",
            sure,
            tuple(others),
            tuple(others.values()),
        )


def _novel(
    reading: Reading, spun: Sequence[int], family: Family, text: str
) -> Iterator[Edit]:
    """State the forms that no table has, in the lines that were spun."""
    changed: dict[int, list[Edge]] = defaultdict(list)
    for number in reading.changes(reading.decoded):
        edge = reading.ways.edges[number]
        changed[edge.line].append(edge)
    restored = [_restored(reading.lines[line], changed[line]) for line in spun]
    taken: set[tuple[int, int]] = set()
    found = novel(restored, model(), synonyms(), family.swaps)
    for one in sorted(found, key=lambda one: -one.confidence):
        line = reading.lines[spun[one.line]]
        places = range(one.start, one.start + len(one.form))
        start, end = line.starts[places[0]], line.ends[places[-1]]
        if end - start != len(one.form) or any((one.line, p) in taken for p in places):
            continue
        taken.update((one.line, place) for place in places)
        reason = f"in no table, but reads like a spinner's word for {one.original}"
        yield Edit(
            start,
            end,
            text[start:end],
            one.original,
            NAME,
            reason,
            one.confidence,
            one.others,
        )


def _restored(line: Spelled, changed: Sequence[Edge]) -> Restored:
    parts: list[str] = []
    places: list[int] = []
    at = 0
    for edge in changed:
        parts += [line.string[at : edge.start], edge.text]
        places += [*range(at, edge.start), *[-1] * len(edge.text)]
        at = edge.end
    parts.append(line.string[at:])
    places += range(at, len(line.string))
    return Restored("".join(parts), places)


def _shares(losses: Mapping[str, float]) -> dict[str, float]:
    """Share the belief out over the readings of one place, the likeliest first."""
    weights = {
        reading: math.exp(-loss / TEMPERATURE) for reading, loss in losses.items()
    }
    total = sum(weights.values())
    return {
        reading: round(weights[reading] / total, 3)
        for reading in sorted(weights, key=lambda reading: -weights[reading])
    }
