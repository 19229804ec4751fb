"""Which stretches of a text are Chinese prose, and which must be left as they are.

Code, commands, tables, addresses and other languages have marks of their own.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

from glossary.han import HAN_CLASS

CJK = f"{HAN_CLASS}，。：；？！、（）《》“”‘’「」『』【】…—"
CHINESE = re.compile(f"[{CJK}]")
LINE = re.compile(r"[^\n]+")
# Front matter · https://example.com/a?b=1,2 · a@b.cn · www.x.cn · `code`
KEEP = re.compile(
    r"\A---\n(?:[\w-]+:[^\n]*\n|[ #-][^\n]*\n)+---$"
    r"|https?://[^\s，。；！？（）“”\u4e00-\u9fff]+"
    r"|\bwww\.[A-Za-z0-9./?=&_-]+|(?<![\w.+-])[\w.+-]{1,64}@[A-Za-z0-9-]+\.[A-Za-z.]+"
    r"|`[^`\n]*`",
    re.ASCII | re.MULTILINE,
)
PERHAPS = re.compile("[`@]|://|www")
# Opens a block of code, and closes it.
FENCE = re.compile(r"^ {0,3}(```+|~~~+)[^`\n]*$", re.MULTILINE)
# print(x, y) or {"a": 1}: an identifier that is called, an operator, a brace. Bounded,
# because a line can be a megabyte long.
CODE = re.compile(
    r"[A-Za-z_]\w{0,60}\([^)\n]{0,200}\)\s{0,9}[;{.]|[{}=<>]|;[ \t]*$", re.ASCII
)
# $ ls, a row of a table, a cue of subtitles.
OTHER = re.compile(r"^\s*(?:[$#>] ?[a-z./]|\||\d\d:\d\d:\d\d[,.]\d+ *-->)", re.ASCII)
# Kana or Hangul: the line is Japanese or Korean, Han characters in it or not.
FOREIGN = re.compile("[\u3041-\u3096\u30a1-\u30fa\u31f0-\u31ff\uac00-\ud7a3]")
MANY = 2
"""Kana or Hangul in a line that one may still quote in Chinese."""


class Kept:
    """The places of a text that no mark may be changed in."""

    def __init__(self, text: str) -> None:
        spans = sorted(
            [*(match.span() for match in KEEP.finditer(text)), *_fenced(text)]
        )
        self._starts = [start for start, _ in spans]
        # An address inside a block of code begins later and ends before it does.
        self._ends = [*accumulate((end for _, end in spans), max)]

    def has(self, place: int) -> bool:
        """Tell whether a place is in such a stretch."""
        before = bisect_right(self._starts, place) - 1
        return before >= 0 and place < self._ends[before]


def prose(text: str) -> Iterator[re.Match[str]]:
    """Go through the lines that are Chinese prose, those of code and tables left out.

    >>> [line[0] for line in prose("他说,好。\\nrun(x, 1);\\n| 云 | 端 |\\nす、です")]
    ['他说,好。']
    """
    for line in LINE.finditer(text):
        bare = KEEP.sub("", line[0]) if PERHAPS.search(line[0]) else line[0]
        if (
            CHINESE.search(bare)
            and not CODE.search(bare)
            and not OTHER.match(bare)
            and len(FOREIGN.findall(bare)) <= MANY
        ):
            yield line


def _fenced(text: str) -> Iterator[tuple[int, int]]:
    """Give the blocks of code between fences; one that is never closed is none."""
    opened: re.Match[str] | None = None
    for fence in FENCE.finditer(text):
        if opened is None:
            opened = fence
        elif fence[1].startswith(opened[1]) and fence[0].strip() == fence[1]:
            yield opened.start(), fence.end()
            opened = None
