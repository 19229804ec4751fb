"""Blanks at the ends of lines, and more than one empty line in a row."""

import re

from reader.models import Edit

NAME = "spacing"

# Blanks that begin or end a line, the ideographic one of an indent among them.
EDGE = re.compile(r"^[ \t\u3000]+|[ \t\u3000]+$", re.MULTILINE)
# The third newline in a row; any at the start; a second at the end.
EMPTY = re.compile(r"\A\n+|(?<=\n\n)\n+|(?<=\n)\n+\Z")


def edges(text: str) -> tuple[Edit, ...]:
    """Drop indents and blanks at the ends of lines.

    >>> [edit.start for edit in edges("    正文 \\n　　正文")]
    [0, 6, 8]
    """
    return tuple(
        _gone(match, "an indent or a blank at the end of a line")
        for match in EDGE.finditer(text)
    )


def empty_lines(text: str) -> tuple[Edit, ...]:
    """Leave one empty line where there are more.

    >>> [edit.before for edit in empty_lines("一\\n\\n\\n\\n二\\n")]
    ['\\n\\n']
    """
    return tuple(
        _gone(match, "more than one empty line") for match in EMPTY.finditer(text)
    )


def _gone(match: re.Match[str], reason: str) -> Edit:
    return Edit(match.start(), match.end(), match.group(), "", NAME, reason)
