"""Edits of successive repairs into edits of the text as it was read.

Each repair states its edits in offsets of the text the repair before it left.
``compose`` folds two such layers into one, in offsets of the first text: edits
that touch the same characters become one edit that carries both reasons.
"""

from dataclasses import dataclass, field

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
    merged = (_merge(cluster) for cluster in _clusters(first, second))
    return tuple(edit for edit in merged if edit.before != edit.after)


@dataclass(slots=True)
class _Cluster:
    """Edits of both layers that touch, and the stretch of the middle text they span."""

    start: int
    end: int
    before_shift: int
    """Middle offset minus first offset at the cluster's start."""
    first: list[tuple[int, int, Edit]] = field(default_factory=list)
    """(start, end, edit), in offsets of the middle text."""
    second: list[tuple[int, int, Edit]] = field(default_factory=list)


def _clusters(first: tuple[Edit, ...], second: tuple[Edit, ...]) -> list[_Cluster]:
    items: list[tuple[int, int, int, Edit]] = []
    shift = 0
    for edit in first:
        start = edit.start + shift
        items.append((start, start + len(edit.after), 0, edit))
        shift += len(edit.after) - len(edit.before)
    items += [(edit.start, edit.end, 1, edit) for edit in second]
    items.sort(key=lambda item: item[:3])
    clusters: list[_Cluster] = []
    shift = 0
    for start, end, layer, edit in items:
        if not (clusters and _touches(clusters[-1], start, end, layer)):
            clusters.append(_Cluster(start, end, shift))
        cluster = clusters[-1]
        cluster.end = max(cluster.end, end)
        if layer == 0:
            shift += len(edit.after) - len(edit.before)
            cluster.first.append((start, end, edit))
        else:
            cluster.second.append((start, end, edit))
    return clusters


def _touches(cluster: _Cluster, start: int, end: int, layer: int) -> bool:
    """Tell whether an item needs what the cluster's other layer did.

    A deletion by the first layer joins a second edit only from strictly inside
    it; an insertion by the second layer joins whatever it stands next to.
    """
    others = cluster.second if layer == 0 else cluster.first
    if not others:
        return False
    other_start, other_end, _ = others[-1]
    inserted = (start, end) if layer == 1 else (other_start, other_end)
    if inserted[0] == inserted[1]:
        return other_start <= end and start <= other_end
    return other_start < end and start < other_end


def _merge(cluster: _Cluster) -> Edit:
    edits = [edit for _, _, edit in (*cluster.first, *cluster.second)]
    if len(edits) == 1 and not cluster.second:
        return edits[0]
    middle = _middle(cluster)
    before = _replaced(cluster, middle, [(s, e, x.before) for s, e, x in cluster.first])
    changes = [(s, e, x.after) for s, e, x in cluster.second]
    after = _replaced(cluster, middle, changes)
    alternatives = []
    for index, (start, end, edit) in enumerate(cluster.second):
        for other in edit.alternatives:
            changed = [*changes[:index], (start, end, other), *changes[index + 1 :]]
            alternatives.append(_replaced(cluster, middle, changed))
    reasons = dict.fromkeys(edit.reason for edit in edits)
    start = cluster.start - cluster.before_shift
    return Edit(
        start,
        start + len(before),
        before,
        after,
        edits[-1].repair,
        SEPARATOR.join(reasons),
        min(edit.confidence for edit in edits),
        tuple(dict.fromkeys(alternatives)),
    )


def _middle(cluster: _Cluster) -> str:
    """Rebuild the middle text of a cluster: each character is in some edit."""
    characters = [""] * (cluster.end - cluster.start)
    for start, _, edit in cluster.second:
        for offset, character in enumerate(edit.before, start - cluster.start):
            characters[offset] = character
    for start, _, edit in cluster.first:
        for offset, character in enumerate(edit.after, start - cluster.start):
            characters[offset] = character
    return "".join(characters)


def _replaced(
    cluster: _Cluster, middle: str, changes: list[tuple[int, int, str]]
) -> str:
    parts = []
    position = 0
    for start, end, text in changes:
        parts += [middle[position : start - cluster.start], text]
        position = end - cluster.start
    return "".join([*parts, middle[position:]])
