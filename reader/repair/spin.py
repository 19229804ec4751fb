"""A synonym spinner's words into what the writer wrote: 吾们异国 → 我们没有.

A noisy channel. A family's table says what a form may have been, the character
model says which reading of the whole line is likeliest, and keeping the form as it
stands is always among them. Honest Chinese uses most of these forms too, so a text
must first show that it was spun: strong changes speak for it, source words that a
spinner would have left none of (没有, 我们, 问题) speak against it, and only a
stretch of lines where the first outweigh the second is repaired. Forms then agree
with the document: how often a form was read one way there weighs in a second round.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from reader.models import Edit
from reader.repair.charlm import CharacterModel, model, symbols
from reader.repair.family import Family, Pair
from reader.repair.lattice import Decoded, Edge, Lattice, decode, lattice

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
STRONG = 1.5
"""Nats by which a change must beat keeping the form to be evidence of a spinner."""
CAP = 5.0
"""The most one change can be evidence; less for a form that honest text is full of."""
COMMON = 8.0
"""Nats of surprise below which a form by itself is no sign of a spinner."""
LEAST = 0.3
HONEST_BIAS = 6.0
"""For each character after the first of a word that holds a form and is honest as it
stands (营业额, 异国他乡): the model may never have met it."""
SURVIVOR = 4.0
"""What one surviving source word takes from the evidence."""
ENOUGH = 12.0
"""Evidence a stretch of lines must show."""
KINDS = 3
"""Different forms it must show."""
LINE = re.compile(r"[^\n]+")
NEAR = 0.1
"""Least share of the confidence for a reading to be named as an alternative."""


@dataclass(slots=True)
class _Line:
    """One line of the text, cut into symbols; decoded where it may be spun."""

    cut: list[tuple[str, int, int]]
    string: str
    """The symbols joined: each is one character."""
    edges: list[Edge] = field(default_factory=list)
    ways: Lattice | None = None
    decoded: Decoded | None = None

    def form(self, edge: Edge) -> str:
        """Give the symbols an edge stands over."""
        return self.string[edge.start : edge.end]


def spin(text: str, families: Sequence[Family]) -> tuple[Edit, ...]:
    """Propose what a spun text said, with confidences; nothing where it was not spun.

    >>> from reader.repair.family import bundled
    >>> [(edit.before, edit.after) for edit in spin("吾们异国题目。", bundled())]
    [('吾们', '我们'), ('异国', '没有'), ('题目', '问题')]
    >>> spin("他身在异国他乡，只得求助于众人。", bundled())
    ()
    """
    best: tuple[Edit, ...] = ()
    most = 0.0
    for family in families:
        if not any(form in text for form in family.forms):
            continue
        edits, evidence = _spin_family(text, family)
        if evidence > most:
            best, most = edits, evidence
    return best


def _spin_family(text: str, family: Family) -> tuple[tuple[Edit, ...], float]:
    lines = []
    for match in LINE.finditer(text):
        offset = match.start()
        cut = [
            (symbol, start + offset, end + offset)
            for symbol, start, end in symbols(match.group())
        ]
        lines.append(_Line(cut, "".join(symbol for symbol, _, _ in cut)))
    language = model()
    rarity = _rarity(family, language)
    # First the most that each line can show, without the model: clean text ends here.
    scores = [_bound(line, family, rarity) for line in lines]
    possible = _stretches(scores)
    if not possible:
        return (), 0.0
    scores = [(min(weight, 0.0), Counter[str]()) for weight, _ in scores]
    for start, end, _ in possible:
        for index in range(start, end):
            _decode(lines[index], language, family)
            scores[index] = _evidence(lines[index], family, rarity)
    edits: list[Edit] = []
    total = 0.0
    for start, end, evidence in _stretches(scores):
        total += evidence
        agreed = _agreement(lines[start:end])
        for line in lines[start:end]:
            edits += _edits(line, agreed, text)
    return tuple(edits), total


def _edges(line: _Line, family: Family) -> list[Edge]:
    """Offer, at each place, the symbol as it stands and what a form there may be."""
    cut, string = line.cut, line.string
    edges = [
        Edge(
            match.start(),
            match.end(),
            match.group(),
            True,
            HONEST_BIAS * (match.end() - match.start() - 1),
        )
        for match in family.honest.finditer(string)
    ]
    for place, (symbol, _, _) in enumerate(cut):
        bias = 0.0
        for form in family.starts.get(symbol, ()):
            end = place + len(form)
            if not string.startswith(form, place) or not _contiguous(cut, place, end):
                continue
            if form in family.originals:
                bias = CHAIN_BIAS
            for pair in family.forms[form]:
                edges.append(Edge(place, end, pair.original, False, _prior(pair)))
        edges.append(Edge(place, place + 1, symbol, True, bias))
    return edges


def _contiguous(cut: list[tuple[str, int, int]], start: int, end: int) -> bool:
    return cut[end - 1][2] - cut[start][1] == end - start


def _prior(pair: Pair) -> float:
    return IMPLIED_BIAS if pair.source == "implied" else 0.0


def _decode(line: _Line, language: CharacterModel, family: Family) -> None:
    """Find how a line reads best, if it has anything to find."""
    if family.anywhere.search(line.string):
        line.edges = _edges(line, family)
        line.ways = lattice(language, len(line.cut), line.edges)
        line.decoded = decode(line.ways)


def _rarity(family: Family, language: CharacterModel) -> dict[str, float]:
    """The most each form can weigh: its surprise in clean text above COMMON."""
    forms = tuple(family.forms)
    if forms not in language.rarities:
        language.rarities[forms] = {
            form: max(LEAST, min(CAP, surprise - COMMON))
            for form, surprise in language.surprises(forms).items()
        }
    return language.rarities[forms]


def _bound(
    line: _Line, family: Family, rarity: dict[str, float]
) -> tuple[float, Counter[str]]:
    """Give the most evidence a line can show, from its forms and survivors alone."""
    forms: Counter[str] = Counter()
    covered: set[int] = set()
    for match in family.anywhere.finditer(line.string):
        forms[match[1]] += 1
        covered.update(range(*match.span(1)))
    weight = sum(rarity[form] * count for form, count in forms.items())
    return weight - _against(line, family, covered), forms


def _evidence(
    line: _Line, family: Family, rarity: dict[str, float]
) -> tuple[float, Counter[str]]:
    """Weigh a decoded line: what speaks for a spinner less what speaks against it."""
    forms: Counter[str] = Counter()
    weight = 0.0
    changed: set[int] = set()
    decoded = line.decoded or Decoded((), {})
    for edge in decoded.path:
        if edge.kept:
            continue
        changed.update(range(edge.start, edge.end))
        margin = _keeping(line, decoded, edge)
        if margin >= STRONG:
            form = line.form(edge)
            weight += min(margin, rarity[form])
            if rarity[form] >= 1:
                forms[form] += 1
    return weight - _against(line, family, changed), forms


def _against(line: _Line, family: Family, changed: set[int]) -> float:
    return SURVIVOR * sum(
        changed.isdisjoint(range(*match.span()))
        for match in family.survivors.finditer(line.string)
    )


def _keeping(line: _Line, decoded: Decoded, edge: Edge) -> float:
    """How much worse the line reads with this form kept as it stands."""
    return max(
        decoded.loss[other]
        for other in line.edges
        if other.kept and other.start < edge.end and edge.start < other.end
    )


def _stretches(
    scores: Sequence[tuple[float, Counter[str]]], offset: int = 0
) -> list[tuple[int, int, float]]:
    """Find the runs of lines whose evidence is enough, in order."""
    start = 0
    total = most = 0.0
    span = (0, 0)
    for index, (weight, _) in enumerate(scores):
        if total <= 0:
            total, start = 0.0, index
        total += weight
        if total > most:
            most, span = total, (start, index + 1)
    start, end = span
    # A line that shows nothing either way goes with its neighbours.
    while start and scores[start - 1][0] >= 0:
        start -= 1
    while end < len(scores) and scores[end][0] >= 0:
        end += 1
    kinds: set[str] = set()
    for _, forms in scores[start:end]:
        kinds |= forms.keys()
    if most < ENOUGH or len(kinds) < KINDS:
        return []
    return [
        *_stretches(scores[:start], offset),
        (start + offset, end + offset, most),
        *_stretches(scores[end:], end + offset),
    ]


def _agreement(lines: Sequence[_Line]) -> dict[tuple[str, str], float]:
    """Count how the document reads each form, as logarithms to add to the edges.

    Against keeping it, which stays at nought: where 本身 was 自己 eleven times of
    twelve, the twelfth needs good reasons to be 本身.
    """
    counts: Counter[tuple[str, str]] = Counter()
    readings: dict[str, set[str]] = {}
    for line in lines:
        if line.decoded is None:
            continue
        kept = {
            place
            for edge in line.decoded.path
            if edge.kept
            for place in range(edge.start, edge.end)
        }
        spans = set()
        for edge in line.edges:
            if not edge.kept:
                readings.setdefault(line.form(edge), set()).add(edge.text)
                spans.add((edge.start, edge.end))
        for start, end in spans:
            if kept.issuperset(range(start, end)):
                form = line.string[start:end]
                counts[form, form] += 1
        for edge in line.decoded.path:
            if not edge.kept:
                counts[line.form(edge), edge.text] += 1
    agreed = {}
    for form, texts in readings.items():
        for reading in texts:
            odds = (counts[form, reading] + 1) / (counts[form, form] + 1)
            bias = AGREEMENT * math.log(odds)
            agreed[form, reading] = max(-AGREED, min(AGREED, bias))
    return agreed


def _edits(line: _Line, agreed: dict[tuple[str, str], float], text: str) -> list[Edit]:
    """Decode a line once more with the document's counts, and state its changes."""
    if line.ways is None:
        return []
    bias = {
        edge: edge.bias + (0.0 if edge.kept else agreed[line.form(edge), edge.text])
        for edge in line.edges
    }
    decoded = decode(line.ways, bias)
    found = []
    for edge in decoded.path:
        if edge.kept:
            continue
        start, end = line.cut[edge.start][1], line.cut[edge.end - 1][2]
        before = text[start:end]
        confidence, alternatives = _confidence(line, decoded, edge, before)
        reason = f"a spinner's word for {edge.text}"
        found.append(
            Edit(start, end, before, edge.text, NAME, reason, confidence, alternatives)
        )
    return found


def _confidence(
    line: _Line, decoded: Decoded, edge: Edge, before: str
) -> tuple[float, tuple[str, ...]]:
    """Share the belief out over the readings of this place."""
    readings = {before: _keeping(line, decoded, edge)}
    for other in line.edges:
        if (other.start, other.end) == (edge.start, edge.end) and not other.kept:
            readings[other.text] = decoded.loss[other]
    weights = {
        reading: math.exp(-loss / TEMPERATURE) for reading, loss in readings.items()
    }
    total = sum(weights.values())
    near = sorted(
        (reading for reading in weights if reading != edge.text),
        key=lambda reading: -weights[reading],
    )
    return (
        round(weights[edge.text] / total, 3),
        tuple(reading for reading in near if weights[reading] / total >= NEAR),
    )
