"""Half-width marks into full-width ones where the text around them is Chinese.

Only in a document that shows the flattening: one where such marks stand for full-width
ones at least half as often as those are there. Numbers, times, ratios, addresses, code
and English sentences keep theirs. Quotes are paired line by line.
"""

import re

from glossary.han import HAN_CLASS
from reader.models import Edit
from reader.repair.prose import CHINESE, Kept, prose

NAME = "punctuation"
FULL = {",": "，", ":": "：", ";": "；", "?": "？", "!": "！", ".": "。"}
FLAT = re.compile(r"[,:;?!.()\"]")
MARK = re.compile(r"[,:;?!]|(?<!\.)\.(?!\.)")
PAIR = re.compile(r"\(([^()\n]*)\)")
QUOTES = re.compile(r'"([^"\n]*)"')
REACH = 24
"""Blanks and more that may lie between a mark and what it belongs to."""
CLOSING = '”’）》")'
HAN = re.compile(f"[{HAN_CLASS}]")
BLANK = re.compile(f" (?=[{HAN_CLASS}])")
AFTER_BLANK = re.compile(f"[{HAN_CLASS}] $")
COUNTED = {*FULL, "(", ")"}
REASONS = ("a half-width mark in Chinese text", "straight quotes in Chinese text")
FULL_MARKS = re.compile("[，：；？！（）]")


def punctuation(text: str) -> tuple[Edit, ...]:
    """Widen flattened marks and pair straight quotes.

    >>> [(e.before, e.after) for e in punctuation('他说:"不急, 等等。"')]
    [(':', '：'), ('"', '“'), (', ', '，'), ('"', '”')]
    >>> punctuation("会议12:30开始，比分3:2，共1,200人")
    ()
    """
    if not FLAT.search(text):
        return ()
    lines = prose(text, FLAT)
    found = [edit for line in lines for edit in _line(text, *line.span())]
    least = len(FULL_MARKS.findall(text)) / 2
    if not found or _counted(found) < least:
        return ()
    kept = Kept(text)
    found = [edit for edit in found if not kept.has(edit.start)]
    if _counted(found) < least:
        return ()
    return tuple(sorted(found, key=lambda edit: edit.start))


def _counted(edits: list[Edit]) -> int:
    return sum(edit.before.strip() in COUNTED for edit in edits)


def _line(text: str, start: int, end: int) -> list[Edit]:
    line = text[start:end]
    edits: list[tuple[int, int, str, float]] = []
    for match in MARK.finditer(line):
        if _is_chinese(line, match):
            # The blanks of Western marks go with them: 不急, 等等 !
            first = match.start() - bool(
                AFTER_BLANK.search(_before(line, match.start(), 2))
            )
            last = match.end() + (BLANK.match(line, match.end()) is not None)
            edits.append((first, last, FULL[match.group()], 0.97))
    for match in PAIR.finditer(line):
        before = _before(line, match.start()).rstrip()[-1:]
        after = _after(line, match.end()).lstrip()[:1]
        if CHINESE.search(before + match[1]) or (not before and CHINESE.match(after)):
            edits.append((match.start(), match.start() + 1, "（", 0.95))
            edits.append((match.end() - 1, match.end(), "）", 0.95))
    if line.count('"') % 2 == 0:
        for match in QUOTES.finditer(line):
            # 说:"Yes." has its Chinese before the colon.
            around = _before(line, match.start(), 2) + match[1]
            around += _after(line, match.end(), 1)
            if CHINESE.search(around):
                edits.append((match.start(), match.start() + 1, "“", 0.95))
                edits.append((match.end() - 1, match.end(), "”", 0.95))
    return [
        Edit(start + a, start + b, line[a:b], after, NAME, REASONS[after in "“”"], sure)
        for a, b, after, sure in edits
    ]


def _is_chinese(line: str, match: re.Match[str]) -> bool:
    """Tell whether a mark belongs to the Chinese around it."""
    start, end = match.span()
    mark = match.group()
    before = _before(line, start).rstrip()[-1:]
    after = _after(line, end).lstrip()[:1]
    # After a bracket or quote, what the bracket holds decides: (CSIG),云.
    if mark == ".":
        return bool(HAN.match(before)) and (
            not after or bool(CHINESE.match(after)) or line[end : end + 1] == " "
        )
    if before.isascii() and before.isalnum() and after in CLOSING:
        # "toB还是toC?" but not "Yes, or no?"
        return bool(after and HAN.search(line[max(0, start - 12) : start]))
    if CHINESE.match(before) or CHINESE.match(after):
        return not (before.isascii() and before.isdigit() and after.isdigit())
    spaced = line[end : end + 1] in ("", " ")
    if not before or (before.isdigit() and after.isdigit()):
        return False
    # "IBM, Oracle" is English; "toB,toC都" was flattened: no blank follows.
    near = line[max(0, start - 12) : end + 12]
    return bool(HAN.search(near)) and (
        not spaced or before in ")\"'" or (mark in "?!" and not after)
    )


def _before(line: str, place: int, reach: int = REACH) -> str:
    return line[max(0, place - reach) : place]


def _after(line: str, place: int, reach: int = REACH) -> str:
    return line[place : place + reach]
