"""Lines that belong to a site and not to the article.

Two passes. First the shape of each line by itself, and repetition: one phrase line
after line, a row of share buttons, an editor's line, a line that is made of a site's
words and no others. Then context: what stands among such lines above the article or
below it (a menu's entries, links under 相关阅读, readers' comments).
Titles, headings, captions and datelines stay. A text without a line of the first pass
and with less than two that are as good as certain at its ends loses none.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from glossary.han import HAN_CLASS
from glossary.scripts import one_simplified, traditional_only
from reader.models import Edit
from reader.repair.site_lines import (
    ENDS,
    around,
    beside,
    is_advertisement,
    is_entry,
    is_turn,
    shape,
)
from reader.repair.site_words import cover, cover_of, opens

NAME = "boilerplate"

# • 首页, 1. 首页, - 首页
BULLET = re.compile(r"^[ \t\u3000]*(?:[•·●■◆▪*-]|\d{1,2}[.、])[ \t\u3000]+")
# What broken bytes of another encoding leave at the end of a line: ע ¼ Ƹ 淨.
LEFTOVER = re.compile(r"[\u0080-\u024f\u0370-\u07ff\ue000-\uf8ff\ufffd]+$")
EMPTY = re.compile(r"\n(?:[ \t\u3000]*\n)*")
HAN = re.compile(f"[{HAN_CLASS}]")
SENTENCE = re.compile("[。！？!?；;]")
# A stop in prose; titles of other pages ask and cry, too.
STOP = re.compile(f"[。．｡；;]|(?<=[{HAN_CLASS}])\\.")
# A caption or a byline, which stay: `图：…`, `文／林以安`, `来源：…`.
KEPT = re.compile(
    r"[（(【\[]?(?:图|摄影|供图|文|作者|撰文|采访|整理|翻译|译者|来源|资料来源|参考|附|注)"
    r"\s*\d{0,2}[：:／/|\uff5c丨].*|.*(?:摄|供图|摄影)[）)】\]]?"
)
REPEATS = 3
SHORT = 24
LONGEST = 300
"""Signs a line may have and still be no prose."""
EXTRA = 6
"""Signs by which lines of a repeated phrase may differ."""
SHORT_ENTRY = 6
"""Signs of an entry of a menu that stands line by line."""
EDGES = 2
"""Lines at the ends of a text that are a site's, for there to be a site."""
TALK = 0.2
"""The most of a page's prose that readers' comments below an article are."""


@dataclass(slots=True)
class _Line:
    start: int
    end: int
    """Where the line ends, its newline left out."""
    text: str
    """Without bullet, blanks and leftovers of broken bytes, and Simplified."""
    bullet: str
    reason: str | None = None
    sure: float = 0.0


def boilerplate(text: str) -> tuple[Edit, ...]:
    """Take out the site's lines, whole.

    >>> page = "• 好运彩票\\n• 好运彩票ע\\n• 好运彩票app\\n• 对话周启明\\n正文。"
    >>> page += "\\n责任编辑：小王"
    >>> [edit.before for edit in boilerplate(page)]
    ['• 好运彩票\\n', '• 好运彩票ע\\n', '• 好运彩票app\\n', '• ', '\\n责任编辑：小王']
    """
    lines = _lines(text)
    _repetition(lines)
    _shape(lines)
    if any(line.reason for line in lines) or _has_edges(lines):
        _context(lines)
    return _edits(text, lines)


def _lines(text: str) -> list[_Line]:
    lines = []
    traditional = traditional_only()
    is_traditional = traditional.search(text) is not None
    for match in re.finditer(r"[^\n]+", text):
        raw = match.group()
        bullet = BULLET.match(raw)
        clean = raw[bullet.end() :] if bullet else raw
        clean = LEFTOVER.sub("", clean.strip(" \t\u3000")).strip(" \t\u3000")
        if is_traditional and traditional.search(clean):
            clean = "".join(one_simplified(sign) or sign for sign in clean)
        if clean or (bullet and raw.strip()):
            lines.append(
                _Line(match.start(), match.end(), clean, bullet[0] if bullet else "")
            )
    return lines


def _repetition(lines: Sequence[_Line]) -> None:
    """Mark runs of lines that say one short phrase, give or take a few signs."""
    index = 0
    while index < len(lines):
        phrase = min(
            (line.text for line in lines[index : index + REPEATS]), key=len, default=""
        )
        end = index
        while end < len(lines) and _says(lines[end].text, phrase):
            end += 1
        if end - index >= REPEATS:
            for line in lines[index:end]:
                line.reason, line.sure = "the same phrase line after line", 0.99
            index = end
        else:
            index += 1


def _says(text: str, phrase: str) -> bool:
    return (
        len(text) <= SHORT
        and text.startswith(phrase)
        and len(text) - len(phrase) <= EXTRA
        and len(HAN.findall(phrase)) >= 2
        and not text.endswith(("：", ":"))  # 记者： on a line of its own
        and not SENTENCE.search(text)
    )


def _offers(lines: Sequence[_Line]) -> None:
    """Mark entries of a list above the article that repeat what is offered.

    Two phrases may take turns there: 快三平台, 彩神下载, 快三技巧, 彩神注册.
    """
    listed = [line for line in lines if line.bullet and len(line.text) <= SHORT]
    starts = Counter(line.text[:2] for line in listed)
    lures = sum(cover_of(line.text, "ad", "lure").words > 0 for line in listed)
    if lures >= len(listed) / 2:
        for line in listed:
            if starts[line.text[:2]] >= REPEATS:
                _mark(line, ("an offer among others", 0.9))


def _shape(lines: Sequence[_Line]) -> None:
    seen: dict[str, list[_Line]] = {}
    for line in lines:
        if not line.reason and len(line.text) <= LONGEST:
            _mark(line, shape(line.text))
            bracketed = line.text[0] in "(（[【" and is_advertisement(line.text[1:-1])
            _mark(line, ("an advertisement", 0.9) if bracketed else None)
            seen.setdefault(line.text, []).append(line)
    for text, same in seen.items():
        if len(same) > 1 and not ENDS.search(text) and cover(text).share == 1:
            for line in same:
                _mark(line, ("a site's words, more than once", 0.9))


def _has_edges(lines: Sequence[_Line]) -> bool:
    """Tell whether two lines at least above or below the prose are a site's."""
    found = 0
    for part in (lines, lines[::-1]):
        for line in part:
            if around(line.text):
                found += 1
            elif _is_prose(line):
                break
    return found >= EDGES


def _context(lines: Sequence[_Line]) -> None:
    """Mark what stands among the site's lines at either end of the article."""
    prose = [not line.reason and _is_prose(line) for line in lines]
    _links(lines, prose)
    end = _talk(lines, prose)
    # `罗亦舟：难吗？` may be the title yet.
    first = next((i for i in range(end) if prose[i] and _begins(lines, prose, i)), 0)
    last = next((i for i in reversed(range(end)) if prose[i]), len(lines))
    _offers(lines[:first])
    _head(lines[:first])
    for part in (lines[:first], lines[last + 1 :]):
        _edge(part)
    _tail(lines[last + 1 :])


def _links(lines: Sequence[_Line], prose: list[bool]) -> None:
    """Find lists of links; between the paragraphs only what is marked as one goes."""
    for index, line in enumerate(lines):
        if line.reason or not opens(line.text, "links"):
            continue
        end = index + 1
        while end < len(lines) and not lines[end].reason and is_entry(lines[end].text):
            end += 1
        inside = any(prose[end:])
        listed = [
            other for other in lines[index + 1 : end] if other.bullet or not inside
        ]
        if inside and not listed:
            continue
        _mark(line, ("a list of links", 0.9))
        for other in listed:
            _mark(other, ("an entry of a list of links", 0.85))
        prose[index:end] = [False] * (end - index)


def _talk(lines: Sequence[_Line], prose: Sequence[bool]) -> int:
    """Find where readers' comments begin below an article, and mark them."""
    sizes = [
        len(line.text) * is_prose for line, is_prose in zip(lines, prose, strict=True)
    ]
    for index, line in enumerate(lines):
        if opens(line.text, "talk") and sum(sizes[index:]) <= TALK * sum(sizes):
            for other in lines[index:]:
                _mark(other, ("readers' comments", 0.85))
            return index
    return len(lines)


def _head(lines: Sequence[_Line]) -> None:
    """Mark a menu that stands line by line, and the title where it comes again."""
    begin = 0
    while begin < len(lines):
        end = begin
        while end < len(lines) and len(lines[end].text) <= SHORT_ENTRY:
            end += 1
        run = lines[begin:end]
        known = [
            line
            for line in run
            if line.reason or around(line.text) or beside(line.text)
        ]
        if len(known) >= max(2, len(run) / 2):
            for line in run[: 1 + max(map(run.index, known))]:
                _mark(line, ("an entry of a menu", 0.85))
        begin = max(end, begin + 1)
    if any(line.reason for line in lines):
        for index, line in enumerate(lines):
            if any(line.text == other.text for other in lines[index + 1 :]):
                _mark(line, ("the title, which comes again", 0.85))


def _edge(lines: Sequence[_Line]) -> None:
    """Mark what can be a site's line and stands beside one."""
    for line in lines:
        _mark(line, around(line.text))
    changed = True
    while changed:
        changed = False
        for index, line in enumerate(lines):
            near = lines[max(0, index - 1) : index + 2]
            if not line.reason and any(other.reason for other in near):
                _mark(line, beside(line.text))
                changed = changed or line.reason is not None


def _tail(lines: Sequence[_Line]) -> None:
    """Mark what follows the site's first line below the article, captions left out."""
    opened = False
    for line in lines:
        kept = KEPT.fullmatch(line.text) or line.text.endswith(("：", ":", "。"))
        if opened and not kept:
            _mark(line, ("below the site's own lines", 0.8))
        opened = opened or (line.reason or "an editor's line") != "an editor's line"


def _mark(line: _Line, why: tuple[str, float] | None) -> None:
    if why and not line.reason:
        line.reason, line.sure = why


def _begins(lines: Sequence[_Line], prose: Sequence[bool], index: int) -> bool:
    return STOP.search(lines[index].text) is not None or any(
        prose[index + 1 : index + 2]
    )


def _is_prose(line: _Line) -> bool:
    """Tell what only an article has: a turn, or a sentence of some length."""
    text = line.text
    if is_turn(text):
        return ENDS.search(text) is not None
    if around(text) or (line.bullet and not SENTENCE.search(text)):
        return False
    return len(HAN.findall(text)) >= 12 and STOP.search(text) is not None


def _edits(text: str, lines: Sequence[_Line]) -> tuple[Edit, ...]:
    edits: list[Edit] = []
    for index, line in enumerate(lines):
        if line.reason:
            start, end = line.start, line.end
            if end < len(text):
                # With the empty lines after it, which only set it apart.
                end = EMPTY.match(text, end).end()  # type: ignore[union-attr]
            elif start and not (edits and edits[-1].end == start):
                start -= 1
            edits.append(
                Edit(start, end, text[start:end], "", NAME, line.reason, line.sure)
            )
        elif line.bullet and any(
            other.reason and other.bullet
            for other in lines[max(0, index - 1) : index + 2]
        ):
            # The title of the article, left over from a list of spam.
            end = line.start + len(line.bullet)
            edits.append(
                Edit(
                    line.start,
                    end,
                    text[line.start : end],
                    "",
                    NAME,
                    "the bullet of a list that went",
                    0.9,
                )
            )
    return tuple(edits)
