"""A synonym spinner's words into what the writer wrote: 吾们异国 → 我们没有.

A noisy channel. A family's table says what a form may have been, the character
model says which reading of the whole line is likeliest, and keeping the form as it
stands is always among them. Only what shows that it was spun is repaired (see
``evidence``). Forms then agree with the document: how often a form was read one way
there, and next to the same characters, weighs in a second round.
"""

import math
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from reader.dictionary import Dictionary
from reader.models import Edit
from reader.repair import evidence
from reader.repair.agreement import agreement
from reader.repair.charlm import model
from reader.repair.context import Seen, context
from reader.repair.decoding import decode
from reader.repair.family import Family
from reader.repair.kin import kin
from reader.repair.lattice import Edge
from reader.repair.novel import novel
from reader.repair.opinion import Known, opinion
from reader.repair.reading import Keeping, Reading, Spelled, read, spelled
from reader.repair.restored import Restored, missing, restore
from reader.repair.synonyms import synonyms
from reader.repair.unnamed import unnamed
from reader.repair.wordhood import wordhood

if TYPE_CHECKING:
    from numpy import bool_
    from numpy.typing import NDArray

NAME = "spin"
TEMPERATURE = 3.9
"""Turns a difference of logarithms into a confidence; fitted on held-out text."""
SUREST = 0.999
"""The most confidence there is in a word: never all."""
LINE = re.compile(r"[^\n]+")
REACH = 8
"""Symbols of a word on either side of a form that it may hold."""
NEAR = 0.1
"""Least share of the confidence for a reading to be named as an alternative."""


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
        if not evidence.can_be_spun(text, rarities, _is_word):
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
    possible = evidence.stretches(weights, _is_word)
    if not possible:
        return (), 0.0
    weights = [evidence.Weight(min(weight.sum, 0.0)) for weight in weights]
    chosen = [index for start, end in possible for index in range(start, end)]
    lines = [spelled(matches[index]) for index in chosen]
    reading = read(lines, language, family)
    shown: dict[int, list[tuple[int, int, float]]] = defaultdict(list)
    keeping = Keeping(reading.ways, reading.decoded)
    for number in reading.decoded.changes:
        edge = reading.ways.edges[number]
        shown[edge.line].append((edge.start, edge.end, keeping.of(edge)))
    for number, index in enumerate(chosen):
        weights[index] = evidence.weigh(
            lines[number].string, shown[number], family, rarities
        )
    spun = {
        number
        for start, end in evidence.stretches(weights, _is_word)
        for number, index in enumerate(chosen)
        if start <= index < end
    }
    if not spun:
        return (), 0.0
    around = Known()
    biases = opinion(reading, spun, context(), wordhood(), around)
    reading = Reading(lines, reading.ways, decode(reading.ways, biases))
    biases = agreement(reading, spun, biases)
    again = Reading(lines, reading.ways, decode(reading.ways, biases))
    total = sum(weights[chosen[number]].sum for number in spun)
    changed: dict[int, list[Edge]] = {line: [] for line in sorted(spun)}
    for number in again.decoded.changes:
        edge = again.ways.edges[number]
        if edge.line in spun:
            changed[edge.line].append(edge)
    restored = [restore(lines[line], edges) for line, edges in changed.items()]
    network = context()
    free = missing(restored, network)
    seen = network.see([line.string for line in restored])
    others = dict(
        unnamed(restored, [*changed.values()], network, synonyms(), free, seen, around)
    )
    edits = [
        *_edits(again, spun, family, text, near, others),
        *_novel([lines[line] for line in changed], restored, family, text, free, seen),
    ]
    return tuple(sorted(edits, key=lambda edit: edit.start)), total


@cache
def _dictionary() -> Dictionary:
    return Dictionary()


def _is_word(form: str) -> bool:
    return _dictionary().has(form)


def _edits(
    reading: Reading,
    spun: Collection[int],
    family: Family,
    text: str,
    near: float,
    unnamed: Mapping[Edge, str],
) -> Iterator[Edit]:
    """State the changes of the best path in the lines that were spun.

    ``unnamed`` are alternatives that no row has.
    """
    ways = reading.ways
    keeping = Keeping(ways, reading.decoded)
    reasons: dict[tuple[str, str], str] = {}
    for number in reading.decoded.changes:
        edge = ways.edges[number]
        if edge.line not in spun:
            continue
        pair = reading.form(edge), edge.text
        if pair not in reasons:
            reasons[pair] = _reason(family, *pair)
        line = reading.lines[edge.line]
        start, end = line.starts[edge.start], line.ends[edge.end - 1]
        before = text[start:end]
        losses = {before: keeping.of(edge)}
        for other in ways.spans[edge[:3]]:
            losses[ways.edges[other].text] = reading.decoded.loss[other]
        weights = {one: math.exp(-loss / TEMPERATURE) for one, loss in losses.items()}
        total = sum(weights.values())
        sure = min(round(weights.pop(edge.text) / total, 3), SUREST)
        shares = [(round(weight / total, 3), one) for one, weight in weights.items()]
        near_ = [share for share in shares if share[0] >= near]
        others = {one: share for share, one in sorted(near_, key=_less)}
        if edge in unnamed:
            others.setdefault(unnamed[edge], 0.0)
        yield Edit(
            start,
            end,
            before,
            edge.text,
            NAME,
            reasons[pair],
            sure,
            tuple(others),
            tuple(others.values()),
        )


def _is_in(words: re.Pattern[str], string: str, places: range) -> bool:
    """Tell whether places of a string are inside one of some words."""
    around = words.finditer(string, max(0, places[0] - REACH), places[-1] + 1 + REACH)
    return any(word.start() <= places[0] and places[-1] < word.end() for word in around)


def _less(share: tuple[float, str]) -> float:
    return -share[0]


def _reason(family: Family, form: str, original: str) -> str:
    """Say whose word a form is: the table's, one that follows from it, the user's."""
    sources = {pair.source for pair in family.forms[form] if pair.original == original}
    if "observed" in sources:
        return f"a spinner's word for {original}"
    if "implied" in sources:
        return f"a spinner's word for {original}, to judge by others of its words"
    return f"a word for {original} by {' and '.join(sorted(sources))}"


def _novel(
    lines: Sequence[Spelled],
    restored: Sequence[Restored],
    family: Family,
    text: str,
    free: "NDArray[bool_]",
    seen: Seen,
) -> Iterator[Edit]:
    """State the forms that no table has, in the lines that were spun."""
    taken: set[tuple[int, int]] = set()
    forms: dict[str, set[tuple[int, int]]] = defaultdict(set)
    found = novel(restored, model(), context(), kin(), family.swaps, free, seen)
    for one in sorted(found, key=lambda one: (-one.confidence, -one.gain)):
        line = lines[one.line]
        places = range(one.start, one.start + len(one.form))
        start, end = line.starts[places[0]], line.ends[places[-1]]
        if end - start != len(one.form) or any((one.line, p) in taken for p in places):
            continue
        if _is_in(family.honest, line.string, places):
            continue
        # Nor the same form beside it: of 添添, one was 添 before.
        beside = range(places[0] - len(one.form), places[-1] + len(one.form) + 1)
        of_form = forms[one.form]
        if any((one.line, place) in of_form for place in beside):
            continue
        of_form.update((one.line, place) for place in places)
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
