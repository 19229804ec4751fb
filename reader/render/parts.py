"""A repaired text cut where its changes are shown: at sentences, at lines that went.

Every change is in one part, in its order: what the parts read joins to the text as
it was read, and what they say to the repaired one.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from reader.models import Edit, Repaired, Sentence


@dataclass(slots=True)
class Part:
    """A stretch with its changes: one sentence, or lines that went."""

    id: str
    """The sentence's; empty for what is in none."""
    pieces: list[str | Edit] = field(default_factory=list)
    start: int = 0
    """Where it begins in the text as read."""
    end: int = 0
    proposed: list[Edit] = field(default_factory=list)
    removed: bool = False

    @property
    def edits(self) -> list[Edit]:
        """The changes alone."""
        return [piece for piece in self.pieces if isinstance(piece, Edit)]


def parts(repaired: Repaired, sentences: Sequence[Sentence]) -> Iterator[Part]:
    """Cut the repaired text into sentences and lines that went, with all changes."""
    text, edits = repaired.text, repaired.edits
    cuts = _cuts(text, sentences)
    shifts = [0, *accumulate(len(edit.after) - len(edit.before) for edit in edits)]
    places = [edit.start + moved for edit, moved in zip(edits, shifts, strict=False)]
    waiting = list(reversed(repaired.proposed))
    index = at = 0
    for (start, name), end in zip(
        cuts, [*(start for start, _ in cuts[1:]), len(text)], strict=True
    ):
        last = end == len(text)
        at = max(at, start)
        part = Part(name, start=at - shifts[index])
        while index < len(edits) and (places[index] < end or last):
            edit = edits[index]
            part.pieces.append(text[at : places[index]])
            if _is_lines(edit):
                part.end = edit.start
                yield _proposals(part, waiting)
                blank = len(edit.before) - len(edit.before.lstrip("\n"))
                first = edit.start + blank
                yield Part("", [edit], first, edit.end, removed=True)
                part = Part(name, start=edit.end)
            else:
                part.pieces.append(edit)
            at = places[index] + len(edit.after)
            index += 1
        part.pieces.append(text[at:end])
        at = max(at, end)
        part.end = at - shifts[index]
        yield _proposals(part, waiting)


def _cuts(text: str, sentences: Sequence[Sentence]) -> list[tuple[int, str]]:
    """Give where each sentence begins, its label with it, and lines without any."""
    cuts: list[tuple[int, str]] = []
    starts = [(sentence.start, sentence.id) for sentence in sentences]
    begin = 0
    for line in text.split("\n"):
        end = min(begin + len(line) + 1, len(text))
        first = bisect_right(starts, (begin, ""))
        inside = starts[first : bisect_right(starts, (end - 1, "\U0010ffff"))]
        if inside:
            cuts += [(begin, inside[0][1]), *inside[1:]]
        else:
            cuts.append((begin, ""))
        begin = end
    return cuts


def _proposals(part: Part, waiting: list[Edit]) -> Part:
    """Give a part the proposals that begin in it, out of those that still wait."""
    while waiting and waiting[-1].start < part.end:
        part.proposed.append(waiting.pop())
    return part


def shown(found: Iterable[Part]) -> Iterator[Part]:
    """Leave out what did not change; join lines that went for one reason."""
    before: Part | None = None
    for part in found:
        if not (part.proposed or any(not is_blank(edit) for edit in part.edits)):
            continue
        if before is not None and _goes_on(before, part):
            before.pieces += part.pieces
            before.end = part.end
            continue
        if before is not None:
            yield before
        before = part
    if before is not None:
        yield before


def is_blank(edit: Edit) -> bool:
    """Tell whether an edit changes white space alone."""
    return not edit.before.strip() and not edit.after.strip()


def _is_lines(edit: Edit) -> bool:
    """Tell whether an edit takes out whole lines and puts nothing in their place."""
    return "\n" in edit.before and not edit.after.strip() and bool(edit.before.strip())


def _goes_on(before: Part, part: Part) -> bool:
    """Tell whether lines that went follow others that went for the same reason."""
    if not (before.removed and part.removed):
        return False
    last, first = before.edits[-1], part.edits[0]
    return last.reason == first.reason and last.end == first.start
