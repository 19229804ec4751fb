"""Forms that no table has, in a text that was spun: 挑 for 提 when no row says so.

A form is suspected where it is improbable and another word, which the document is
without, reads much better in its place: to the network of contexts first, which asks
all its words at once, then to the character model. A spinner is applied everywhere, so
a word that the document itself still has is no candidate, and every place of a form
counts as evidence for or against. Synonyms (see ``synonyms``), characters that a
table's rows exchange elsewhere and words that share a character are likelier. What is
found is less sure than a table's row; what is not sure enough is reported and not
applied.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from reader.repair.charlm import GAP, CharacterModel
from reader.repair.clues import Clues, clues
from reader.repair.context import ContextModel, Seen
from reader.repair.hopes import hopes
from reader.repair.kin import Kin
from reader.repair.ngrams import BITS
from reader.repair.restored import Restored
from reader.repair.suspects import Suspects, suspects_of

if TYPE_CHECKING:
    from numpy import bool_, float64
    from numpy.typing import NDArray

REACH = len(GAP)
TOP = 16.0
"""Nats above which a gain says no more."""
REPORTED = 2.0
"""Nats by which a word must read better at a place to be reported there."""
LOWEST = 0.025
"""The least confidence that is worth reporting."""
SURE = 0.75
"""The least confidence that is applied without being asked for."""
PROPOSED = 0.35
"""The most that a less sure one is given."""
SUREST = 0.97
NAMED = 3
"""Words that are named beside the likeliest."""
LEAST = -5.5
"""The least that ``FIRST`` must give a word for the character model to be asked."""
# What the network and the document say of a form and a word (``Clues``), and then with
# the character model's gains. Fitted by logistic regression on texts of which rows of
# the table were held out, by no command that is kept here: ``tests.measure_held_out``
# shows what they give.
FIRST = (
    -5.793, 1.271, -0.394, 0.352, -0.908, -0.414, -0.399, 2.220, 0.299, 2.976, 6.801,
    2.954, 3.330, 0.110, -0.115, -0.092, 0.157,
)  # fmt: skip
WEIGHTS = (
    -4.045, 0.768, -0.094, 0.454, -0.846, -0.496, -0.713, 1.820, 0.001, 3.141, 7.125,
    -0.229, 4.544, 0.134, -0.140, -0.095, 0.072, 0.363, 0.081, -0.062, 0.312,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """A form in no table, and what it may stand for."""

    line: int
    start: int
    """Place of its first symbol in the line as read."""
    form: str
    original: str
    confidence: float
    gain: float
    """How much better the line reads to the character model, in nats."""
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Trial:
    """A form at one place of a restored string, and what to try there."""

    form: str
    line: int
    place: int
    candidates: list[str]


def novel(
    lines: Sequence[Restored],
    language: CharacterModel,
    network: ContextModel,
    kin: Kin,
    swaps: Mapping[str, set[str]],
    free: "NDArray[bool_]",
    seen: Seen,
) -> Iterator[Found]:
    """Find forms that no table has among the symbols the tables left as they were.

    ``swaps`` names further candidates: characters that a table's rows exchange;
    ``free`` tells which words the document is without, ``seen`` is what the network
    sees of the lines.
    """
    size = sum(len(line.string) for line in lines)
    for suspects in suspects_of(lines, language, swaps):
        hoped = hopes(suspects, network, kin, swaps, free, size)
        if hoped.forms:
            known = clues(hoped, network, kin, swaps, free, seen, size)
            if known is not None:
                yield from _found(known, hoped, lines, language)


def _found(
    known: Clues,
    suspects: Suspects,
    lines: Sequence[Restored],
    language: CharacterModel,
) -> Iterator[Found]:
    """Find the forms of one length that the clues and the character model speak of."""
    tried: dict[int, list[str]] = defaultdict(list)
    rows: dict[tuple[str, str], int] = {}
    for row in (known.first() @ FIRST > LEAST).nonzero()[0].tolist():
        form, other = known.pair(row)
        tried[int(known.of[row])].append(other)
        rows[form, other] = row
    trials = [
        _Trial(suspects.forms[form], *spot, others)
        for form, others in tried.items()
        for spot in suspects.spots(form)
    ]
    gains = _gains(trials, lines, language)
    means = _means(trials, gains)
    asked = [
        (rows[trial.form, other], means[trial.form, other], min(gain, TOP))
        for trial, gained in zip(trials, gains, strict=True)
        for other, gain in gained.items()
        if gain >= REPORTED
    ]
    if not asked:
        return
    chances = iter(_chances(known.then(*zip(*asked, strict=True))))
    for trial, gained in zip(trials, gains, strict=True):
        sure = {
            other: next(chances) for other, gain in gained.items() if gain >= REPORTED
        }
        if not sure:
            continue
        best, *rest = sorted(sure, key=lambda other: -sure[other])
        # Two words that both fit: neither is sure (添 was 增 or 加).
        next_ = sure[rest[0]] if rest else 0.0
        chance = sure[best] * sure[best] / (sure[best] + next_)
        if sure[best] >= LOWEST:
            start = lines[trial.line].places[trial.place]
            said = max(confidence(chance), LOWEST)
            near = tuple(rest[:NAMED])
            gain = gained[best]
            yield Found(trial.line, start, trial.form, best, said, gain, near)


def _gains(
    trials: Sequence[_Trial], lines: Sequence[Restored], language: CharacterModel
) -> list[dict[str, float]]:
    """Give, for each trial, by how much the line reads better with each candidate.

    All forms are of one length.
    """
    import numpy

    if not trials:
        return []
    # One array of all lines, with boundaries around each that a window may reach into.
    firsts = _firsts(lines)
    around = language.numbers(GAP + "".join(line.string + GAP for line in lines))
    size = len(trials[0].form)
    starts = numpy.repeat(
        [firsts[trial.line] + trial.place - REACH for trial in trials],
        [1 + len(trial.candidates) for trial in trials],
    )
    windows = around[starts[:, None] + numpy.arange(size + 2 * REACH)]
    ones = [one for trial in trials for one in (trial.form, *trial.candidates)]
    windows[:, REACH : REACH + size] = language.numbers("".join(ones)).reshape(-1, size)
    keys = windows[:, REACH:].copy()
    for back in range(1, REACH + 1):
        before = windows[:, REACH - back : windows.shape[1] - back]
        keys |= before << numpy.uint64(BITS * back)
    scores = language.score_packed(keys.ravel()).reshape(keys.shape).sum(axis=1)
    totals = iter(scores.tolist())
    found = []
    for trial in trials:
        kept = next(totals)
        found.append({other: next(totals) - kept for other in trial.candidates})
    return found


def _firsts(lines: Sequence[Restored]) -> list[int]:
    """Give where each line begins where all stand in a row with GAP around each."""
    sizes = (len(line.string) + len(GAP) for line in lines)
    return [*accumulate(sizes, initial=len(GAP))]


def _means(
    trials: Sequence[_Trial], gains: Sequence[dict[str, float]]
) -> dict[tuple[str, str], float]:
    every: dict[tuple[str, str], list[float]] = defaultdict(list)
    for trial, found in zip(trials, gains, strict=True):
        for other, gain in found.items():
            every[trial.form, other].append(min(gain, TOP))
    return {pair: sum(found) / len(found) for pair, found in every.items()}


def confidence(chance: float) -> float:
    """Give the confidence of what has a chance: below SURE it is only proposed.

    >>> confidence(0.95), confidence(0.6), confidence(0.1)
    (0.95, 0.35, 0.1)
    """
    return round(min(SUREST, chance if chance >= SURE else min(chance, PROPOSED)), 3)


def _chances(weighed: "NDArray[float64]") -> list[float]:
    """Give the chance that a form stands for a word at a place, for rows of clues."""
    import numpy

    found: list[float] = (1 / (1 + numpy.exp(-(weighed @ WEIGHTS)))).tolist()
    return found
