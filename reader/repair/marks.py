"""Marks that stand for others, as keyboards have them: -- for ——, 。。。 for ……, ~.

What GB/T 15834-2011 asks for, in Chinese prose alone: a dash or a range has Chinese or
numbers on both sides. Two marks that exclude each other become one, and quotation
marks that are the wrong way round are turned.
"""

import re
from collections.abc import Iterator

from glossary.han import HAN_CLASS
from reader.models import Edit
from reader.repair.prose import Kept, prose

NAME = "punctuation"

OPENING, CLOSING = "“‘《（「『【", "”’》）」』】"
LONG = "\uff0d\u2013\u2015"
"""A full-width hyphen, an en dash, a bar: two of one are a dash.  Two box lines (──)
are left: Big5 texts have them, and in Taiwan they are printed so."""
# 云--端 and 云 -- 端; neither 用 --help (a blank on one side) nor ---- (a rule).
DASH = re.compile(
    f"(?<=[{HAN_CLASS}{CLOSING}])(?P<blank> ?)(?:-{{2,3}}|([{LONG}])\\2)(?P=blank)"
    f"(?=[{HAN_CLASS}{OPENING}”])"
)
# 想了想。。。 and ... and ··· and a single … beside Chinese; not 。。 (one too many)
# or man ...；
DOTS = re.compile(
    f"(?<![。．.·…])(?:。{{3,}}|．{{3,}}|·{{3,}}|\u2025{{2}}"
    rf"|(?<=[{HAN_CLASS}{CLOSING}，])\.{{3,}}|\.{{3,}}(?=[{HAN_CLASS}{OPENING}])"
    f"|(?<=[{HAN_CLASS}])…(?=[{HAN_CLASS}{CLOSING}，。！？]|$))(?![。．.·…])"
)
# 5~10天, 30%~40%, 周一~周五; not ~/bin, HEAD~1 or 好的~
RANGE = re.compile(f"(?<=[0-9%％℃{HAN_CLASS}])~(?=[0-9{HAN_CLASS}])")
# 好，。 but not “，。” or 用，。；隔开.
PAIRS = {
    "，。": ("。", ()),
    "、。": ("。", ()),
    "；。": ("。", ()),
    "、，": ("，", ()),
    "。，": ("，", ("。",)),
}
BOTH = re.compile(
    f"(?<=[{HAN_CLASS}A-Za-z0-9%）》”])(?:{'|'.join(PAIRS)})(?![，。、；：！？”])"
)
# “好" and "好”, but not “一台15" or an English “Yes".
HALF = re.compile(
    f'“[^“”"]{{0,39}}[{HAN_CLASS}，。！？…](?P<close>")'
    f'|(?P<open>")[{HAN_CLASS}][^“”"]{{0,39}}”'
)
# Each of the above, or what is no such thing after all.
ANY = re.compile(
    f'--|"|[{LONG}]|[.。．·]{{3}}|\u2025|…(?<!……)(?!…)|~|{"|".join(PAIRS)}'
)
QUOTE = re.compile("[“”]")
ENDING, BEGINNING = ("。", "！", "？", "，", "…"), ("：", "，", "。")
LONGEST = 40
"""Signs that quotation marks may have between them to be a pair put wrong."""


def marks(text: str) -> tuple[Edit, ...]:
    """Write dashes, ellipses and ranges as they are printed, and one mark for two.

    >>> [edit.after for edit in marks("他想了想。。。说--云要5~10年，。")]
    ['……', '——', '～', '。']
    >>> marks("用 --help 看帮助，再看 ~/.bashrc 和 HEAD~1。")
    ()
    """
    quotes = "".join(QUOTE.findall(text))
    is_paired = quotes == "“”" * (len(quotes) // 2)
    if is_paired and not ANY.search(text):
        return ()
    kept = Kept(text)
    found: list[Edit] = []
    is_open = False
    for line in prose(text, ANY if is_paired else None):
        if ANY.search(line[0]):
            found += _line(line.start(), line[0])
        if not is_paired:
            turned, is_open = _turned(line.start(), line[0], is_open)
            found += turned
    edits = (edit for edit in found if not kept.has(edit.start))
    return tuple(sorted(edits, key=lambda edit: edit.start))


def _line(start: int, line: str) -> Iterator[Edit]:
    for match in DASH.finditer(line):
        yield _edit(start, match, "——", "hyphens or lines where a dash is meant", 0.95)
    for match in DOTS.finditer(line):
        yield _edit(start, match, "……", "dots where an ellipsis is meant", 0.97)
    for match in RANGE.finditer(line):
        yield _edit(start, match, "～", "a half-width mark in Chinese text", 0.95)
    for match in HALF.finditer(line) if line.count('"') == 1 else ():
        if line.count("“") - line.count("”") == (1 if match["close"] else -1):
            mark = match.start("close") if match["close"] else match.start("open")
            after = "”" if match["close"] else "“"
            reason = "a straight quotation mark beside a curly one"
            yield Edit(start + mark, start + mark + 1, '"', after, NAME, reason, 0.9)
    for match in BOTH.finditer(line):
        after, others = PAIRS[match[0]]
        reason = "two marks that exclude each other"
        sure = 0.6 if others else 0.95
        yield _edit(start, match, after, reason, sure, others)


def _turned(start: int, line: str, is_open: bool) -> tuple[list[Edit], bool]:
    """Turn quotation marks where a line has two that face the wrong way.

    A quotation may go on over lines: then ” comes first, and rightly so. Gives also
    whether one is open at the line's end.
    """
    found = list(QUOTE.finditer(line))
    faces = "".join(match[0] for match in found)
    if is_open or len(found) % 2 or not found or faces == "“”" * (len(found) // 2):
        return [], faces[-1:] == "“" if faces else is_open
    edits = []
    for first, second in zip(found[::2], found[1::2], strict=True):
        if not _is_quotation(line, first.start(), second.start()):
            return [], faces[-1] == "“"
        for match, right in ((first, "“"), (second, "”")):
            if match[0] != right:
                reason = "a quotation mark the wrong way round"
                edits.append(_edit(start, match, right, reason, 0.9))
    return edits, False


def _is_quotation(line: str, first: int, second: int) -> bool:
    """Tell whether two marks may hold a quotation between them, whichever they are.

    Not where the first ends one (先听。”) or the second begins one (他说：“), and not
    where it stands for inches.
    """
    before = line[first - 1 : first] if first else ""
    if before.isdigit() or (line[first] == "”" and before in ENDING):
        return False
    if line[second] == "“" and line[second - 1] in BEGINNING:
        return False
    return 1 < second - first <= LONGEST


def _edit(
    start: int,
    match: re.Match[str],
    after: str,
    reason: str,
    sure: float,
    others: tuple[str, ...] = (),
) -> Edit:
    begun, ended = start + match.start(), start + match.end()
    return Edit(begun, ended, match[0], after, NAME, reason, sure, others)
