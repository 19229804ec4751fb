"""A text in Simplified or in Traditional characters, where the user asks for one.

OpenCC decides by words (皇后 stays, 後來 is 后来) and writes one character for one, so
each run of changed characters is an edit. Words are not exchanged for a region's own.
"""

from functools import cache
from itertools import groupby
from typing import Any, Literal, get_args

from reader.errors import UsageError
from reader.models import Edit

Script = Literal["simplified", "traditional"]
NAME = "script"
CONFIGURATIONS = {"simplified": "t2s", "traditional": "s2t"}


def convert(text: str, script: Script) -> tuple[Edit, ...]:
    """State what changes when a text is written in a script.

    Raises UsageError for another script.

    >>> [(e.before, e.after) for e in convert("皇后和後來的雲端", "simplified")]
    [('後來', '后来'), ('雲', '云')]
    """
    if script not in get_args(Script):
        raise UsageError(
            f"no script called {script}; there are {', '.join(get_args(Script))}"
        )
    edits = []
    start = 0
    for line in text.splitlines(keepends=True):
        edits += _line(line, _converter(script).convert(line), start, script)
        start += len(line)
    return tuple(edits)


def _line(before: str, after: str, start: int, script: Script) -> list[Edit]:
    reason = f"written in {script.capitalize()} characters"
    if len(before) != len(after):  # no rule of OpenCC's does so today
        return [Edit(start, start + len(before), before, after, NAME, reason, 0.9)]
    edits = []
    places = enumerate(zip(before, after, strict=True), start)
    for differ, run in groupby(places, key=lambda place: place[1][0] != place[1][1]):
        if differ:
            changed = list(run)
            first = changed[0][0]
            old = "".join(pair[0] for _, pair in changed)
            new = "".join(pair[1] for _, pair in changed)
            edits.append(Edit(first, first + len(old), old, new, NAME, reason, 0.99))
    return edits


@cache
def _converter(script: Script) -> Any:
    from opencc import OpenCC

    return OpenCC(CONFIGURATIONS[script])
