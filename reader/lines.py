"""A text's lines -> what each is: heading, turn with its speaker, paragraph, caption.

What decides is the document, not the line. Once turns have begun (reader.speakers
finds who speaks), a paragraph without a label goes on with the last speaker's turn, as
answers in interviews run over paragraphs, until a heading, or until the text speaks of
that speaker in the third person.
"""

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from glossary.han import HAN_CLASS
from glossary.scripts import fold
from reader.models import Kind
from reader.people import SPEECH, SURNAME
from reader.speakers import (
    ENDS,
    Label,
    asks,
    is_guest,
    is_named,
    is_role,
    speakers,
)

# `图：周启明`, `▲车间`, `腾讯云总裁汤道生 摄影by刘佳`; not `图的是便宜。`
CAPTION = re.compile(
    r"""
      [▲△▼◆]\s*.+
    | [（(【\[]?\s*(?:[图圖][片说說注]?|[上下左右配题題][图圖]|[图圖]表
      |(?:资料|資料)[图圖])\s*\d{0,2}\s*
      (?:[：:／/|\uff5c]|为|為|片?来源).*
    | .{0,60}(?:摄影|攝影|摄|攝|供图|供圖|图源|图片来源|图据)\s*
      (?:[：:／/|by]+\s*)?[\w·\s]{0,14}[）)】\]]?
    | [（(【\[].{1,60}(?:供图|供圖|摄|摄影|资料图|图)[）)】\]]
    """,
    re.VERBOSE,
)
# Bylines and datelines: `本报记者 沈知夏 发自常州　2023年11月8日`, `来源：第一财经`,
# `地点：厦门`, `嘉宾：梁牧之`; notes in brackets.
BYLINE = re.compile(
    r"""
      (?:原标题|来源|來源|作者|文|撰文|采访|採訪|编辑|編輯|编译|责编|责任编辑|整理|出品|摄影|校对
        |记者|时间|時間|地点|地點|采访时间|主办|承办)\s*[：:／/|\uff5c丨]\s*.{1,40}
    | (?:.{0,4}嘉[宾賓]|与会|受访人|主持人?)\s*[：:]\s*.{0,120}
    | 发布于[：:].{1,12}
    | .{0,20}(?:记者|記者|通讯员)[\s　].{0,40}
    | .{0,8}(?:记者|記者)[^\s，。：:]{2,8}[／/\s].{0,8}(?:报道|報導|电|電)
    | .{0,30}\d{4}[年\-/.]\d{1,2}[月\-/.]\d{1,2}日?
      (?:\s*\d{1,2}:\d{2}(?::\d{2})?)?.{0,12}
    | [（(【\[][^（）()]{1,150}[）)】\]]
    """,
    re.VERBOSE,
)
# `【转型之痛】` over prose; not `【图1】`, `【编者按：…】`.
BOXED = re.compile(
    r"[【\[](?!.{0,2}[图圖注])[^（）()【】\[\]：:／/|\uff5c，。,]{2,16}[】\]]"
)
NUMBERED = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|第[一二三四五六七八九十\d]{1,3}[章节部分]+"
    r"|\d{1,2}(?:[、.．]|\s)|(?:Part|PART|Chapter)\s*\.?\s*\d+)\s*\S"
)
# A question that goes on from what was said: `那么问题来了：搬到哪里去？`
GOES_ON = re.compile(
    "(?:那么|但是|但|所以|因此|于是|可是|不过|而且|然后|比如|其实|当然|难道|有人问|那后来|可见"
    "|那麼|因為|於是|當然|難道|有人問)"
)
MARKDOWN_HEADING = re.compile(r"#{1,6}\s+(?=\S)")
# `简以安说，他最得意的`; not `王总说的对`.
NAMED = re.compile(f"({SURNAME}[{HAN_CLASS}]{{1,2}}?)(?:{SPEECH})，")
SELF = re.compile("我|咱")
# `？答：` within a line: where a turn ended and another may begin.
INNER = re.compile(
    r"(?<=[。！？!?…”])\s*(?P<name>[^\s：:，。！？；!?“”（）()]{1,8})[：:](?=\s*\S)"
)
# A whole line in bold stands out as a heading does: `**贵不贵，怎么算？**`
BOLD = re.compile(r"(?:\*\*|__)([^*_\n]{2,60})(?:\*\*|__)")
GREETING = re.compile(
    r"(?:.{0,12}[，,])?(?:(?:大家|各位|同学们|同學們|朋友们|朋友們).{0,4}好|谢谢|謝謝|你好|您好|早上好|下午好|晚上好).{0,6}[！!]"
)
# `柯宗翰透露，……`, `“……，”他说。` after answers: the reporter tells.
TOLD = re.compile(
    rf"(?:{SURNAME}[{HAN_CLASS}]{{1,2}}|[他她])(?:{SPEECH})(?![话法明])"
    rf".*|.*[”」』][，,]?(?:[他她]|{SURNAME}[{HAN_CLASS}]{{1,2}})(?:笑[着著])?(?:{SPEECH})[。！]?"
)
LONGEST_TITLE = 60
LONGEST_HEADING = 32
# Of an article, its headings are a small share; of subtitles nearly all lines are bare.
FEWEST_UNMARKED, UNMARKED_SHARE = 6, 0.8
LONGEST_NUMBERED = 40


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank: what it is, its text, where the text begins."""

    kind: Kind
    text: str
    start: int
    speaker: str | None = None


def classify(text: str) -> Iterator[Line]:
    """Tell what each line of a text is; labels alone on a line are not given.

    >>> [line.kind for line in classify("（图：常州）\\n谈边界\\n记者：难吗？")]
    ['caption', 'heading', 'turn']
    """
    lines = list(_lines(text))
    found = speakers([(line.start, line.text) for line in lines], text)
    if parts := _parted(lines, found.labels):
        lines = parts
        found = speakers([(line.start, line.text) for line in lines], text)
    answered = any(not asks(label.name) for label in found.labels.values())
    speaker: str | None = None
    waiting = False  # A label stood alone on its line; its text comes next.
    unmarked = _is_unmarked(lines, found.labels)
    for index, line in enumerate(lines):
        following = lines[index + 1].text if index + 1 < len(lines) else ""
        label = found.labels.get(line.start)
        if label:
            speaker = found.names[label.name]
            rest = line.text[label.begin : label.end]
            waiting = not rest
            if rest:
                yield Line("turn", rest, line.start + label.begin, speaker)
            continue
        before = lines[index - 1].text if index else ""
        bold = BOLD.fullmatch(line.text)
        if bold:
            line = replace(line, text=bold[1], start=line.start + bold.start(1))
        kind = _kind(line.text, first=index == 0, following=following)
        if bold and following and line.text[-1] not in "。：:":
            kind = "heading"
        if kind == "heading" and index and _is_listed(before, line.text, following):
            kind = "caption" if is_guest(line.text) else "paragraph"
        if kind == "heading" and (waiting or (unmarked and _is_plain(line, index))):
            kind = "paragraph"
        if kind == "heading":
            speaker = None
            heading = MARKDOWN_HEADING.match(line.text)
            cut = heading.end() if heading else 0
            yield Line("heading", line.text[cut:], line.start + cut)
        elif kind == "caption" or speaker is None:
            yield replace(line, kind=kind)
        elif (not answered and not waiting) or _is_about(
            speaker, line.text, text[: line.start]
        ):
            speaker = None
            yield line
        else:
            yield replace(line, kind="turn", speaker=speaker)
        waiting = waiting and kind == "caption"


def _lines(text: str) -> Iterator[Line]:
    start = 0
    for line in text.splitlines(keepends=True):
        stripped = line.strip()
        if stripped:
            lead = len(line) - len(line.lstrip())
            yield Line("paragraph", stripped, start + lead)
        start += len(line)


def _parted(lines: Sequence[Line], labels: Mapping[int, Label]) -> list[Line]:
    """Part lines in which a turn ends and others begin; none where no line has two.

    Line breaks get lost: `问：难吗？答：难。`
    """
    turns = [line for line in lines if line.start in labels]
    begins = {
        line.start: [hit for hit in INNER.finditer(line.text) if hit.start()]
        for line in turns
    }
    counts = Counter(hit["name"] for hits in begins.values() for hit in hits)
    names = {label.name for label in labels.values()}
    parts = []
    for line in lines:
        cuts = [0]
        for hit in begins.get(line.start, ()):
            name = hit["name"]
            known = name in names or (counts[name] > 1 and is_named(name))
            if (known or is_role(name)) and line.text[-1] in ENDS:
                cuts.append(hit.start("name"))
        for cut, end in pairwise([*cuts, len(line.text)]):
            parts.append(
                replace(line, text=line.text[cut:end].rstrip(), start=line.start + cut)
            )
    return parts if len(parts) > len(lines) else []


def _kind(text: str, *, first: bool, following: str) -> Kind:
    if MARKDOWN_HEADING.match(text):
        return "heading"
    if CAPTION.fullmatch(text) and text[-1] not in ENDS:
        return "caption"
    if first and len(text) <= LONGEST_TITLE and text[-1] not in "。；;，,：:":
        return "heading"
    if BOXED.fullmatch(text) and following and not BOXED.fullmatch(following):
        return "heading"
    if BYLINE.fullmatch(text) and text[-1] not in ENDS:
        return "caption"
    if CAPTION.fullmatch(text) and len(text) <= LONGEST_TITLE:
        return "caption"
    return "heading" if _is_heading(text, following) else "paragraph"


def _is_unmarked(lines: list[Line], labels: Container[int]) -> bool:
    """Tell a text whose lines end without marks, as subtitles and lyrics do.

    There, nearly every short line would be a heading.
    """
    texts = [line.text for line in lines if line.start not in labels]
    if len(texts) < FEWEST_UNMARKED:
        return False
    bare = sum(text[-1] not in ENDS and len(text) <= LONGEST_HEADING for text in texts)
    return bare >= UNMARKED_SHARE * len(texts)


def _is_listed(before: str, text: str, following: str) -> bool:
    """Tell an entry of a list: of guests, or numbered as the line beside it is."""
    if is_guest(text) and (
        is_guest(before) or is_guest(following) or before.endswith(("：", ":"))
    ):
        return True
    number = NUMBERED.match(text)
    if number is None or text[-1] in ENDS:
        return False
    return any(_numbers_alike(number[0], other) for other in (before, following))


def _numbers_alike(number: str, other: str) -> bool:
    found = NUMBERED.match(other)
    return found is not None and found[0][0].isdigit() == number[0].isdigit()


def _is_plain(line: Line, index: int) -> bool:
    """Tell a line that only its shortness makes a heading; the first is the title."""
    marked = MARKDOWN_HEADING.match(line.text) or NUMBERED.match(line.text)
    return index > 0 and not marked


def _is_heading(text: str, following: str) -> bool:
    bare = text.rstrip("”’」』）)\"'")
    if not bare or bare[-1] in "。；;，,、：:….·—" or not following:
        return False
    if "\t" in text or GREETING.match(text):
        return False  # The row of a table; 大家上午好！
    if re.search(r"[。；;！!].", text):
        return False
    if NUMBERED.match(text):
        return len(text) <= LONGEST_NUMBERED and bare[-1] not in "！!"
    if bare[-1] in "？?！!" and (re.search("[，,]", text) or GOES_ON.match(text)):
        return False  # 8个月过去，拥抱产业互联网走到哪一步了？ is prose.
    return len(text) <= LONGEST_HEADING and not text.startswith(("•", "-", "*", "·"))


def _is_about(speaker: str, text: str, before: str) -> bool:
    """Tell narration from speech: it names the speaker in the third person.

    `before` is what comes before in the text, where whoever answers as A is named.
    """
    if is_role(speaker):
        named = NAMED.match(text)
        told = named is not None and named[1] in before
        return not asks(speaker) and (told or bool(TOLD.fullmatch(fold(text))))
    if len(speaker) < 2:
        return False
    return text.startswith(speaker) or (
        speaker in text
        and bool(
            re.search(f"{re.escape(speaker)}(?:{SPEECH})", text)
            or not SELF.search(text)
        )
    )
