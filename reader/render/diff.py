"""A repair -> what it changed, word by word, a paragraph and a sentence at a time.

In colour, what was read is struck through in red and what stands now is green;
without, both stand in the marks of wdiff: ``[-异国-]{+没有+}``. Under each sentence
its changes by kind, each with how sure it is and what else it may be. Sentences keep
the ids that every other view gives them; those without a change are left out.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from rich.text import Text

from reader.models import Edit, Repaired, Sentence, Token
from reader.render.parts import Part, is_blank, parts, shown
from reader.render.shared import percent
from reader.render.view import hanging
from reader.render.wrap import words

GUTTER = 6
NAMES = 14
"""Cells of the column with the repairs' names."""
CUT = 12
"""Signs of a long change that its note shows."""
SAME = 5
"""Lines removed for one reason that are all shown; of more, the first SHOWN."""
SHOWN = 3
NOTHING = "(nothing)"
BETWEEN = "   "
MARKS = ("stray_marks", "punctuation")
"""What is noted last: many places that say little."""


def lines(
    repaired: Repaired,
    sentences: Sequence[Sentence] = (),
    *,
    colored: bool,
    width: int | None = None,
) -> Iterator[Text]:
    """Give what changed, line by line; without a ``width`` lines are not wrapped.

    ``sentences`` are those of the repaired text. Changes of white space alone are
    counted at the end, not shown; what is proposed and not made, at its first place.
    """
    newlines = [place for place, sign in enumerate(repaired.source) if sign == "\n"]
    for number, found in groupby(
        shown(_gathered(parts(repaired, sentences), repaired.proposed)),
        lambda part: bisect_left(newlines, part.start) + 1,
    ):
        paragraph = list(found)
        yield _rule(number, paragraph, width)
        for part in paragraph:
            body = _removed(part, width) if part.removed else [part.pieces]
            label = "" if part.removed else part.id
            for piece in body:
                line = Text().append(f"{label:<{GUTTER}}", "read.id")
                stretches = list(_stretches(piece, colored))
                for stretch in stretches:
                    line.append_text(stretch)
                yield from _wrapped(line, GUTTER, width, _tokens(stretches, colored))
            for name, entries in _notes(part):
                yield from _packed(name, entries, width)
        yield Text()
    for said in (summary(repaired), *_closing(repaired)):
        yield from _wrapped(Text(said, "read.summary"), 0, width)


def summary(repaired: Repaired) -> str:
    """Count the changes by the repair that made them."""
    left = len(repaired.proposed)
    more = f"; {left} less sure, proposed and not made" if left else ""
    if not repaired.edits:
        return f"nothing to repair{more}"
    counts = Counter(edit.repair for edit in repaired.edits)
    each = ", ".join(f"{name} {count}" for name, count in counts.most_common())
    total = len(repaired.edits)
    return f"{total} repair{'' if total == 1 else 's'}: {each}{more}"


def _closing(repaired: Repaired) -> Iterator[str]:
    """Say what the view does not show, and what deserves a look."""
    blanks = sum(map(is_blank, repaired.edits))
    if blanks:
        yield f"{blanks} in white space alone, not shown"
    unsure = sum(_is_marked(edit) for edit in repaired.edits)
    if unsure:
        yield f"{unsure} the text cannot settle, marked ?"


def _gathered(found: Iterable[Part], proposed: Sequence[Edit]) -> Iterator[Part]:
    """Give proposals that are alike all at the first of their places."""
    alike: dict[tuple[str, str], list[Edit]] = {}
    for edit in proposed:
        alike.setdefault((edit.before, edit.after), []).append(edit)
    for part in found:
        part.proposed = [
            one
            for edit in part.proposed
            for one in alike.pop((edit.before, edit.after), ())
        ]
        yield part


def _rule(number: int, parts: Sequence[Part], width: int | None) -> Text:
    """Name the place in the text as read, as the heads of a diff do."""
    said = f"line {number} "
    if parts[0].removed:
        before = "".join(edit.before for edit in parts[0].edits)
        last = number + before.strip("\n").count("\n")
        said = f"lines {number}–{last} removed " if last > number else f"{said}removed "
    return Text(said + "─" * (width - len(said) if width else 2), "read.rule")


def _removed(part: Part, width: int | None) -> list[list[str | Edit]]:
    """Give the lines that went, one each; of many, on a screen, the first."""
    rows = [
        (line, edit)
        for edit in part.edits
        for line in edit.before.split("\n")
        if line.strip()
    ]
    gone: list[list[str | Edit]] = [
        [Edit(0, 0, line.strip(), "", edit.repair, "")] for line, edit in rows
    ]
    if width is not None and len(gone) > SAME:
        return [*gone[:SHOWN], [f"… and {len(gone) - SHOWN} lines more"]]
    return gone


def _stretches(pieces: Sequence[str | Edit], colored: bool) -> Iterator[Text]:
    """Give a sentence stretch by stretch, what stayed and each change."""
    for piece in pieces:
        if isinstance(piece, str):
            yield Text(_flat(piece.strip("\n")))
        elif not is_blank(piece):
            yield _change(piece, colored)


def _tokens(stretches: Sequence[Text], colored: bool) -> list[Token]:
    """Cut a line where it may be broken: not inside the brackets of a change."""
    tokens: list[Token] = []
    for stretch in stretches:
        whole = not colored and stretch.plain.startswith(("[-", "{+"))
        tokens += [Token(stretch.plain)] if whole else words(stretch.plain)
    return tokens


def _change(edit: Edit, colored: bool) -> Text:
    before, after = _flat(edit.before), _flat(edit.after)
    mark = "?" if _is_marked(edit) else ""
    line = Text()
    if not colored:
        line.append(f"[-{before}-]" if before else "")
        return line.append(f"{{+{after}{mark}+}}" if after else "")
    # A mark that is only widened is not shown twice: its note says what was read.
    if not (edit.repair == "punctuation" and len(before) == len(after) == 1):
        line.append(before, "edit.before")
    return line.append(after + mark, "edit.unsure" if mark else "edit.after")


def _notes(part: Part) -> Iterator[tuple[str, list[Text]]]:
    """Give the changes of a part by kind, words before marks; then proposals."""
    kinds: dict[str, list[Edit]] = {}
    for edit in part.edits:
        if not is_blank(edit):
            kinds.setdefault(edit.repair, []).append(edit)
    for name, edits in sorted(kinds.items(), key=lambda kind: kind[0] in MARKS):
        if part.removed:
            reasons = dict.fromkeys(edit.reason for edit in edits)
            least = min(edit.confidence for edit in edits)
            yield name, [Text(f"{'; '.join(reasons)} {percent(least)}", "read.summary")]
        else:
            yield name, list(_entries(edits))
    if part.proposed:
        yield "not made", list(_entries(part.proposed))


def _entries(edits: Sequence[Edit]) -> Iterator[Text]:
    """Give changes, those that are alike once, with how often and how sure."""
    alike: dict[tuple[object, ...], list[Edit]] = {}
    for edit in edits:
        key = edit.before.strip(), edit.after, edit.alternatives
        alike.setdefault(key, []).append(edit)
    for same in alike.values():
        edit = same[0]
        entry = Text().append(_short(edit.before), "edit.before")
        entry.append("→", "read.summary")
        style = "edit.unsure" if _is_marked(edit) else "edit.after"
        entry.append(_short(edit.after), style)
        times = f" ×{len(same)}" if len(same) > 1 else ""
        least = min(one.confidence for one in same)
        scores = edit.scores or (0.0,) * len(edit.alternatives)
        others = " ".join(
            f"{_short(other)} {percent(score)}" if score else _short(other)
            for other, score in zip(edit.alternatives, scores, strict=False)
        )
        said = f"{times} {percent(least)}{f', or {others}' if others else ''}"
        yield entry.append(said, "read.summary")


def _packed(name: str, entries: Sequence[Text], width: int | None) -> Iterator[Text]:
    """Set entries beside each other behind a name, each whole where it fits."""
    line = Text().append(f"{'':<{GUTTER}}{name:<{NAMES}}", "read.summary")
    line.append_text(entries[0])
    for entry in entries[1:]:
        if width and line.cell_len + len(BETWEEN) + entry.cell_len > width:
            yield from _wrapped(line, GUTTER + NAMES, width)
            line = Text(" " * (GUTTER + NAMES)).append_text(entry)
        else:
            line.append(BETWEEN).append_text(entry)
    yield from _wrapped(line, GUTTER + NAMES, width)


def _short(text: str) -> str:
    flat = _flat(text.strip()) or NOTHING
    return flat if len(flat) <= CUT else flat[: CUT - 1] + "…"


def _flat(text: str) -> str:
    return text.replace("\n", "⏎").expandtabs(2)


def _wrapped(
    line: Text, indent: int, width: int | None, tokens: Sequence[Token] = ()
) -> Iterator[Text]:
    if width is None or len(line) <= indent:
        line.rstrip()
        return iter([line])
    return hanging(line, indent, width, tokens)


def _is_marked(edit: Edit) -> bool:
    return edit.is_unsure and bool(edit.after.strip())
