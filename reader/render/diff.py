"""A repair -> what it changed, word by word, a paragraph at a time.

In colour, what was read is struck through in red and what it became is green;
without, the same stands in the marks of wdiff: ``[-异国-]{+没有+}``.
"""

from collections import Counter
from collections.abc import Iterator

from rich.text import Text

from reader.models import Edit, Repaired


def lines(repaired: Repaired, *, colored: bool) -> Iterator[Text]:
    """Give the paragraphs that changed, each with its number in the text as read.

    Changes of white space alone are counted at the end, not shown.
    """
    shown = [edit for edit in repaired.edits if not _is_blank(edit)]
    for number, line in _changed(repaired.source, shown, colored):
        yield Text(f"{number:>5}  ", "read.id").append_text(line)
    if shown:
        yield Text()
    yield Text(summary(repaired), "read.summary")


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


def _changed(
    source: str, edits: list[Edit], colored: bool
) -> Iterator[tuple[int, Text]]:
    """Give (line number, line) for each line of the source that an edit touches."""
    number = 1
    line = Text()
    touched = False
    position = 0

    def passed(text: str) -> Iterator[tuple[int, Text]]:
        nonlocal number, line, touched
        while "\n" in text:
            head, text = text.split("\n", 1)
            line.append(head)
            if touched:
                yield number, line
            number, line, touched = number + 1, Text(), False
        line.append(text)

    for edit in edits:
        yield from passed(source[position : edit.start])
        before = edit.before.split("\n")
        for part in before[:-1]:
            line.append_text(_before(part, colored))
            yield number, line
            number, line = number + 1, Text()
        line.append_text(_before(before[-1], colored))
        line.append_text(_after(edit, colored))
        touched = touched or bool(before[-1]) or bool(edit.after)
        position = edit.end
    yield from passed(source[position:] + "\n")


def _before(text: str, colored: bool) -> Text:
    if not text:
        return Text()
    return Text(text, "edit.before") if colored else Text(f"[-{text}-]")


def _after(edit: Edit, colored: bool) -> Text:
    if not edit.after:
        return Text()
    others = f" ({'/'.join(edit.alternatives)}?)" if edit.alternatives else ""
    if colored:
        style = "edit.unsure" if edit.is_unsure else "edit.after"
        return Text(edit.after + others, style)
    return Text(f"{{+{edit.after}{others}+}}")


def _is_blank(edit: Edit) -> bool:
    return not edit.before.strip() and not edit.after.strip()
