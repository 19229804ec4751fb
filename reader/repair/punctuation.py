"""Half-width marks into full-width ones where the text around them is Chinese.

Only in a document that shows the flattening: one where such marks stand for full-width
ones at least half as often as those are there. Numbers, times, ratios, addresses, code
and English sentences keep theirs. Quotes are paired line by line.
"""

import re

from glossary.han import HAN_CLASS
from reader.models import Edit

NAME = "punctuation"
FULL = {",": "，", ":": "：", ";": "；", "?": "？", "!": "！", ".": "。"}
CJK = f"{HAN_CLASS}，。：；？！、（）《》“”‘’「」『』【】…—"

# https://example.com/a?b=1,2 · a@b.cn · www.x.cn · `code` · C:\path
KEEP = re.compile(
    r"https?://[^\s，。；！？（）“”\u4e00-\u9fff]+"
    r"|\bwww\.[A-Za-z0-9./?=&_-]+|[\w.+-]+@[A-Za-z0-9-]+\.[A-Za-z.]+|`[^`\n]*`",
    re.ASCII,
)
MARK = re.compile(r"[,:;?!]|(?<!\.)\.(?!\.)")
DOTS = re.compile(rf"(?<=[{CJK}])\.{{3,}}|\.{{3,}}(?=[{CJK}])|…(?<!……)(?!…)")
PAIR = re.compile(r"\(([^()\n]*)\)")
QUOTES = re.compile(r'"([^"\n]*)"')
CLOSING = '”’）》")'
CHINESE = re.compile(f"[{CJK}]")
HAN = re.compile(f"[{HAN_CLASS}]")
FULL_MARKS = re.compile("[，：；？！（）]")
LINE = re.compile(r"[^\n]+")
# print(x, y) or {"a": 1}: an identifier that is called, an operator, a brace.
CODE = re.compile(r"[A-Za-z_]\w*\([^)\n]*\)\s*[;{.]|[{}=<>]=?|;\s*$", re.ASCII)


def punctuation(text: str) -> tuple[Edit, ...]:
    """Widen flattened marks and pair straight quotes.

    >>> [edit.after for edit in punctuation('他说:"不急,等等..."')]
    ['：', '“', '，', '……', '”']
    >>> punctuation("会议12:30开始，比分3:2，共1,200人")
    ()
    """
    found = []
    kept = [match.span() for match in KEEP.finditer(text)]
    for line in LINE.finditer(text):
        bare = KEEP.sub("", line.group())
        if CHINESE.search(bare) and not CODE.search(bare):
            found += _line(text, line.start(), line.end())
    found = [
        edit
        for edit in found
        if not any(start <= edit.start < end for start, end in kept)
    ]
    full = len(FULL_MARKS.findall(text))
    if sum(edit.before in FULL or edit.before in "()" for edit in found) < full / 2:
        return ()
    return tuple(sorted(found, key=lambda edit: edit.start))


def _line(text: str, start: int, end: int) -> list[Edit]:
    line = text[start:end]
    edits = []
    for match in MARK.finditer(line):
        if _is_chinese(line, match):
            edits.append((match.start(), match.end(), FULL[match.group()], 0.97))
    for match in DOTS.finditer(line):
        edits.append((match.start(), match.end(), "……", 0.97))
    for match in PAIR.finditer(line):
        before = line[: match.start()].rstrip()[-1:]
        after = line[match.end() :].lstrip()[:1]
        if CHINESE.search(before + match[1]) or (not before and CHINESE.match(after)):
            edits.append((match.start(), match.start() + 1, "（", 0.95))
            edits.append((match.end() - 1, match.end(), "）", 0.95))
    if line.count('"') % 2 == 0:
        for match in QUOTES.finditer(line):
            # 说:"Yes." has its Chinese before the colon.
            around = line[: match.start()][-2:] + match[1] + line[match.end() :][:1]
            if CHINESE.search(around):
                edits.append((match.start(), match.start() + 1, "“", 0.95))
                edits.append((match.end() - 1, match.end(), "”", 0.95))
    reason = "half-width where the text is Chinese"
    return [
        Edit(start + a, start + b, line[a:b], after, NAME, reason, sure)
        for a, b, after, sure in edits
    ]


def _is_chinese(line: str, match: re.Match[str]) -> bool:
    """Tell whether a mark belongs to the Chinese around it."""
    start, end = match.span()
    mark = match.group()
    before, after = line[:start].rstrip()[-1:], line[end:].lstrip()[:1]
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
