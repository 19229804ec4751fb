"""Edits of successive repairs into edits of the text as it was read.

Each repair states its edits in offsets of the text the repair before it left.
``compose`` folds two such layers into one, in offsets of the first text: edits
that touch the same characters become one edit that carries both reasons.
"""

from bisect import bisect_left
from itertools import accumulate

from reader.models import Edit

SEPARATOR = "; "


def compose(first: tuple[Edit, ...], second: tuple[Edit, ...]) -> tuple[Edit, ...]:
    """Fold edits of a text, and edits of what they left, into edits of that text.

    Both are ascending and disjoint; so is what comes back. Edits that cancel
    each other vanish.

    >>> stray = (Edit(2, 3, "。", "", "stray_marks", "数。据"),)
    >>> spin = (Edit(1, 3, "数目", "数量", "spin", "…"),)
    >>> [(edit.start, edit.before, edit.after) for edit in compose(stray, spin)]
    [(1, '数。目', '数量')]
    """
    if not first:
        return second
    shifts = [0, *accumulate([len(edit.after) - len(edit.before) for edit in first])]
    reached = [edit.end + moved for edit, moved in zip(first, shifts[1:], strict=True)]
    merged: list[Edit] = []
    index = other = 0
    while other < len(second):
        edit = second[other]
        # Most edits of the first layer lie well before the second's next.
        alone = bisect_left(reached, edit.start, index)
        merged += first[index:alone]
        index, shift = alone, shifts[alone]
        if index == len(first) or edit.end < first[index].start + shift:
            merged.append(_moved(edit, -shift))
            other += 1
            continue
        lower, upper = _cluster(first, second, index, other, shift)
        made = _merge(shift, lower, upper)
        if made.before != made.after:
            merged.append(made)
        index += len(lower)
        other += len(upper)
    return (*merged, *first[index:])


Placed = tuple[int, int, Edit]
"""(start, end, edit), in offsets of the middle text."""


def _cluster(
    first: tuple[Edit, ...],
    second: tuple[Edit, ...],
    index: int,
    other: int,
    shift: int,
) -> tuple[list[Placed], list[Placed]]:
    """Give the edits of both layers that touch, from the next of each on.

    ``shift`` is the middle offset less the first text's there.
    """
    lower: list[Placed] = []
    upper: list[Placed] = []
    while index < len(first) or other < len(second):
        low: tuple[int, int] | None = None
        if index < len(first):
            start = first[index].start + shift
            low = start, start + len(first[index].after)
        if other < len(second):
            high = second[other].start, second[other].end
        if low is not None and (other == len(second) or low <= high):
            # An edit of the first layer comes next.
            if (upper or lower) and not (upper and _touches(*low, *upper[-1][:2], 0)):
                break
            edit = first[index]
            lower.append((*low, edit))
            shift += len(edit.after) - len(edit.before)
            index += 1
        else:
            if (upper or lower) and not (lower and _touches(*high, *lower[-1][:2], 1)):
                break
            upper.append((*high, second[other]))
            other += 1
    return lower, upper


def _touches(
    start: int, end: int, other_start: int, other_end: int, layer: int
) -> bool:
    """Tell whether an edit needs what the last one of the other layer did.

    A deletion by the first layer joins a second edit only from strictly inside
    it; an insertion by the second layer joins whatever it stands next to.
    """
    inserted = start == end if layer == 1 else other_start == other_end
    if inserted:
        return other_start <= end and start <= other_end
    return other_start < end and start < other_end


def _merge(shift: int, lower: list[Placed], upper: list[Placed]) -> Edit:
    """Make one edit of a cluster of both layers."""
    if not upper and len(lower) == 1:
        return lower[0][2]
    if not lower and len(upper) == 1:
        return _moved(upper[0][2], -shift)
    start = min(placed[0] for placed in (*lower, *upper))
    end = max(placed[1] for placed in (*lower, *upper))
    edits = [edit for _, _, edit in (*lower, *upper)]
    middle = _middle(start, end, lower, upper)
    before = _replaced(start, middle, [(s, e, x.before) for s, e, x in lower])
    changes = [(s, e, x.after) for s, e, x in upper]
    after = _replaced(start, middle, changes)
    alternatives: dict[str, float] = {}
    for index, (begun, ended, edit) in enumerate(upper):
        scores = edit.scores or (0.0,) * len(edit.alternatives)
        for other, score in zip(edit.alternatives, scores, strict=True):
            changed = [*changes[:index], (begun, ended, other), *changes[index + 1 :]]
            alternatives.setdefault(_replaced(start, middle, changed), score)
    reasons = dict.fromkeys(edit.reason for edit in edits)
    return Edit(
        start - shift,
        start - shift + len(before),
        before,
        after,
        edits[-1].repair,
        SEPARATOR.join(reasons),
        min(edit.confidence for edit in edits),
        tuple(alternatives),
        tuple(alternatives.values()) if any(edit.scores for edit in edits) else (),
    )


def _moved(edit: Edit, by: int) -> Edit:
    """Give an edit another place; ``dataclasses.replace`` takes three times as long."""
    if not by:
        return edit
    return Edit(
        edit.start + by,
        edit.end + by,
        edit.before,
        edit.after,
        edit.repair,
        edit.reason,
        edit.confidence,
        edit.alternatives,
        edit.scores,
    )


def _middle(start: int, end: int, lower: list[Placed], upper: list[Placed]) -> str:
    """Rebuild the middle text of a cluster: each character is in some edit."""
    characters = [""] * (end - start)
    for begun, _, edit in upper:
        for offset, character in enumerate(edit.before, begun - start):
            characters[offset] = character
    for begun, _, edit in lower:
        for offset, character in enumerate(edit.after, begun - start):
            characters[offset] = character
    return "".join(characters)


def _replaced(start: int, middle: str, changes: list[tuple[int, int, str]]) -> str:
    parts = []
    position = 0
    for begun, ended, text in changes:
        parts += [middle[position : begun - start], text]
        position = ended - start
    return "".join([*parts, middle[position:]])
