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
    r"\A---\n(?:[A-Za-z_][\w-]*:[^\n]*\n|[ #-][^\n]*\n)+---$"
    r"|https?://[^\s，。；！？（）“”\u4e00-\u9fff]+"
    r"|\bwww\.[A-Za-z0-9./?=&_-]+|(?<![\w.+-])[\w.+-]{1,64}@[A-Za-z0-9-]+\.[A-Za-z.]+"
    r"|`[^`\n]*`",
    re.ASCII | re.MULTILINE,
)
PERHAPS = re.compile("[`@]|://|www")
# Opens a block of code, and closes it.
FENCE = re.compile(r"^ {0,3}(```+|~~~+)[^`\n]*$", re.MULTILINE)
# A row of comma-separated values: no sentence, three short cells and more.
ROW = re.compile(
    r"^[^,\n。！？；，]{0,24}(?:,[^,\n。！？；， ][^,\n。！？；，]{0,23}){2,}$",
    re.MULTILINE,
)
# print(x, y) or {"a": 1}: an identifier that is called, an operator, a brace, `x;` but
# not `第一,默认由平台负责;`. Bounded, because a line can be a megabyte long.
CODE = re.compile(
    r"[A-Za-z_]\w{0,60}\([^)\n]{0,200}\)\s{0,9}[;{.]|[{}=<>]"
    rf"|(?<![{HAN_CLASS}]{{2}});[ \t]*$",
    re.ASCII,
)
# $ ls, a row of a table, a cue of subtitles.
OTHER = re.compile(r"^\s*(?:[$#>] ?[a-z./]|\||\d\d:\d\d:\d\d[,.]\d+ *-->)", re.ASCII)
# Kana or Hangul. A few are quoted, or stand for Han characters on damaged pages.
FOREIGN = re.compile("[\u3041-\u3096\u30a1-\u30fa\u31f0-\u31ff\uac00-\ud7a3]")
MOST = 0.25
"""The share of them, of Han characters, above which a line is no Chinese."""


class Kept:
    """The places of a text that no mark may be changed in."""

    def __init__(self, text: str) -> None:
        found = (match.span() for match in KEEP.finditer(text))
        spans = sorted([*found, *_fenced(text), *_rows(text)])
        self._starts = [start for start, _ in spans]
        # An address inside a block of code begins later and ends before it does.
        self._ends = [*accumulate((end for _, end in spans), max)]

    def has(self, place: int) -> bool:
        """Tell whether a place is in such a stretch."""
        before = bisect_right(self._starts, place) - 1
        return before >= 0 and place < self._ends[before]


def prose(text: str, holding: re.Pattern[str] | None = None) -> Iterator[re.Match[str]]:
    """Go through the lines that are Chinese prose, those of code and tables left out.

    Only those that hold a match of a pattern, where there is one.

    >>> [line[0] for line in prose("他说,好。\\nrun(x, 1);\\n| 云 | 端 |\\nす、です")]
    ['他说,好。']
    """
    for line in LINE.finditer(text):
        if holding is not None and not holding.search(line[0]):
            continue
        bare = KEEP.sub("", line[0]) if PERHAPS.search(line[0]) else line[0]
        if (
            CHINESE.search(bare)
            and not CODE.search(bare)
            and not OTHER.match(bare)
            and not (FOREIGN.search(bare) and _is_foreign(bare))
        ):
            yield line


def _is_foreign(line: str) -> bool:
    return len(FOREIGN.findall(line)) > MOST * len(CHINESE.findall(line))


def _fenced(text: str) -> Iterator[tuple[int, int]]:
    """Give the blocks of code between fences; one that is never closed is none."""
    opened: re.Match[str] | None = None
    for fence in FENCE.finditer(text):
        if opened is None:
            opened = fence
        elif fence[1].startswith(opened[1]) and fence[0].strip() == fence[1]:
            yield opened.start(), fence.end()
            opened = None


def _rows(text: str) -> Iterator[tuple[int, int]]:
    """Give rows of a table, which have as many cells as a row beside them."""
    if "," not in text:
        return
    before: re.Match[str] | None = None
    for row in ROW.finditer(text):
        if (
            before is not None
            and before.end() + 1 == row.start()
            and before[0].count(",") == row[0].count(",")
        ):
            yield before.span()
            yield row.span()
        before = row
