"""One sentence -> why each of its repairs was made, and what else it may have been."""

from collections.abc import Iterator

from rich.text import Text

from reader.models import Edit, Repaired, Sentence
from reader.render.parts import is_blank
from reader.render.shared import percent
from reader.render.view import hanging

INDENT = 6
LEAST = 0.0005


def explained(
    repaired: Repaired, sentence: Sentence, *, width: int | None = None
) -> Iterator[Text]:
    """Give the sentence, then its edits with reasons, shares and proposals.

    Without a ``width`` lines are not wrapped.
    """
    for line in _explained(repaired, sentence):
        if width is None or len(line) <= INDENT:
            yield line
        else:
            yield from hanging(line, INDENT, width)


def _explained(repaired: Repaired, sentence: Sentence) -> Iterator[Text]:
    start, end = sentence.start, sentence.start + len(sentence.text)
    line = Text().append(f"{sentence.id:<{INDENT}}", "read.id")
    yield line.append(sentence.text, "read.title")
    inside = list(_inside(repaired.edits, start, end))
    if inside:
        first, last = inside[0], inside[-1]
        read = repaired.source[
            first[0].start - (first[1] - start) : last[0].end
            + (end - last[1] - len(last[0].after))
        ]
        yield Text().append(f"{'read':<{INDENT}}", "read.id").append(read.strip())
    else:
        yield Text("      nothing was repaired here", "read.summary")
    for edit, _ in inside:
        if not is_blank(edit):
            yield from _edit(edit)
    yield from _proposed(repaired, inside)


def _inside(
    edits: tuple[Edit, ...], start: int, end: int
) -> Iterator[tuple[Edit, int]]:
    """Give the edits inside a stretch of the repaired text, and where they are."""
    shift = 0
    for edit in edits:
        place = edit.start + shift
        shift += len(edit.after) - len(edit.before)
        if start <= place and place + len(edit.after) <= end and place < end:
            yield edit, place


def _edit(edit: Edit) -> Iterator[Text]:
    line = Text("  ").append(_shown(edit.before), "edit.before").append(" → ")
    line.append(_shown(edit.after), "edit.unsure" if edit.is_unsure else "edit.after")
    yield line.append(
        f"  {edit.repair}, {percent(edit.confidence)} sure: {edit.reason}"
    )
    if edit.alternatives:
        shares = (
            f"{_shown(other)} {f'{score:.1%}' if score >= LEAST else '<0.1%'}"
            for other, score in zip(edit.alternatives, edit.scores, strict=False)
        )
        others = "  ".join(shares) or "  ".join(map(_shown, edit.alternatives))
        yield Text(f"      or {others}", "read.summary")


def _proposed(repaired: Repaired, inside: list[tuple[Edit, int]]) -> Iterator[Text]:
    if not inside:
        return
    first, last = inside[0][0].start, inside[-1][0].end
    for edit in repaired.proposed:
        if first <= edit.start and edit.end <= last:
            yield Text(
                f"  {_shown(edit.before)} → {_shown(edit.after)}  not made, only "
                f"{percent(edit.confidence)} sure: {edit.reason}",
                "read.summary",
            )


def _shown(text: str) -> str:
    return text.replace("\n", "⏎") or "(nothing)"
