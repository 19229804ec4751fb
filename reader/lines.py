"""A text's lines -> what each is: heading, turn with its speaker, paragraph, caption.

What decides is the document, not the line: a short phrase before a colon is a
speaker when it is a role (`记者`), when it comes again, or when it is a person the
document names; `谈人才标准：…` and `他说：…` are none of these. Once turns have begun,
a paragraph without a label goes on with the last speaker's turn, as answers in
interviews run over paragraphs, until a heading, or until the text speaks of that
speaker in the third person.
"""

import re
from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from glossary.han import HAN_CLASS
from reader.models import Kind
from reader.people import SPEECH, SURNAMES, TITLES, person_of, without_title

ROLES = re.compile(
    r"(?:[^\s，。：:]{0,8}?(?:记者|記者|主持人|编辑|編輯|主编|财经|科技|新闻|周刊|日报|晚报|观察)"
    r"|提问|提問|追问|问|答|問|回答|嘉宾|嘉賓|观众|觀眾|现场提问|媒体|媒體|媒体提问|采访者|受访者|受訪者"
    r"|读者|听众|网友|学员|旁白|翻译|Q\d{0,2}|A\d{0,2}|《[^》]{2,12}》)[一二三四五六甲乙丙丁A-D1-9]?"
)
QUESTIONERS = re.compile(
    r".*(?:记者|記者|提问|提問|追问|主持人|问|問|观众|媒体|Q\d{0,2}|》)[一二三四五六A-D1-9]?"
)
# Before a colon, but nobody who speaks.
NOT_SPEAKERS = re.compile(
    r".*(?:说|道|称|表示|认为|指出|强调|写道|说过|坦言|直言|如下|例如|比如|即|其中|包括|是|为)"
    r"|[谈論论讲].*|(?:注|图|圖|原标题|标题|来源|來源|作者|编者按|编者注|时间|地点|地址|电话|邮箱|责任编辑|责编"
    r"|摘要|导语|导读|关键词|提示|另外|首先|其次|最后|第.{1,3}|结论|总结|背景|链接|编译|文|撰文|摄影|出品|结果"
    r"|问题|答案|原因|优点|缺点|目标|方法|步骤|说明|备注|更正|声明|版权|图源|供图)"
)
LABEL = re.compile(
    r"""
    (?P<open>(?:\*\*|__|【|\[|\#{1,6}\ +|[-•]\ )*)\s*
    (?P<name>[^\s：:，。！？；,!?;*【】\[\]（()）“”"]{1,16}(?:\ [A-Z][A-Za-z.]*){0,3})
    (?:\s?[（(](?P<role>[^（()）]{1,24})[)）])?
    (?P<close>\s*(?:\*\*|__|】|\])?\s*[：:]\s*(?:\*\*|__|】|\])?|\s*(?:】|\]|\*\*))\s*
    """,
    re.VERBOSE,
)
# `图：周启明`, `▲车间`, `腾讯云总裁汤道生 摄影by刘佳`; not `图的是便宜。`
CAPTION = re.compile(
    r"""
      [▲△▼◆]\s*.+
    | [（(【\[]?\s*(?:图片?|圖片?|[上下左右配]图|图表)\s*\d{0,2}\s*
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
    | (?:嘉宾|嘉賓|对话嘉宾|与会|受访人)\s*[：:]\s*.{1,120}
    | .{0,20}(?:记者|記者|通讯员)[\s　].{0,40}
    | .{0,30}\d{4}[年\-/.]\d{1,2}[月\-/.]\d{1,2}日?
      (?:\s*\d{1,2}:\d{2}(?::\d{2})?)?.{0,12}
    | [（(【\[][^（）()]{1,150}[）)】\]]
    """,
    re.VERBOSE,
)
GUESTS = re.compile("嘉宾|嘉賓|对话嘉宾|与会|受访人|时间|地点")
NUMBERED = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|第[一二三四五六七八九十\d]{1,3}[章节部分]+"
    r"|\d{1,2}(?:[、.．]|\s)|(?:Part|PART|Chapter)\s*\.?\s*\d+)\s*\S"
)
MARKDOWN_HEADING = re.compile(r"#{1,6}\s+(?=\S)")
ENDS = "。！？!?…”"
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
    labels = _labels(lines, text)
    names = _full_names(set(labels.values()), text)
    answered = any(not QUESTIONERS.fullmatch(name) for name in labels.values())
    speaker: str | None = None
    waiting = False  # A label stood alone on its line; its text comes next.
    unmarked = _is_unmarked(lines, labels)
    for index, line in enumerate(lines):
        following = lines[index + 1].text if index + 1 < len(lines) else ""
        if line.start in labels:
            label = _label_match(line.text)
            cut = label.end() if label else len(line.text)
            speaker = names[labels[line.start]]
            rest = line.text[cut:]
            waiting = not rest
            if rest:
                yield Line("turn", rest, line.start + cut, speaker)
            continue
        kind = _kind(line.text, first=index == 0, following=following)
        if kind == "heading" and (waiting or (unmarked and _is_plain(line, index))):
            kind = "paragraph"
        if kind == "heading":
            speaker = None
            heading = MARKDOWN_HEADING.match(line.text)
            cut = heading.end() if heading else 0
            yield Line("heading", line.text[cut:], line.start + cut)
        elif kind == "caption" or speaker is None:
            yield replace(line, kind=kind)
        elif (not answered and not waiting) or _is_about(speaker, line.text):
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


def _kind(text: str, *, first: bool, following: str) -> Kind:
    if MARKDOWN_HEADING.match(text):
        return "heading"
    if CAPTION.fullmatch(text) and text[-1] not in ENDS:
        return "caption"
    if first and len(text) <= LONGEST_TITLE and text[-1] not in "。；;，,：:":
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


def _is_plain(line: Line, index: int) -> bool:
    """Tell a line that only its shortness makes a heading; the first is the title."""
    marked = MARKDOWN_HEADING.match(line.text) or NUMBERED.match(line.text)
    return index > 0 and not marked


def _is_heading(text: str, following: str) -> bool:
    bare = text.rstrip("”’」』）)\"'")
    if not bare or bare[-1] in "。；;，,、：:….·—" or not following:
        return False
    if re.search(r"[。；;！!].", text):
        return False
    if NUMBERED.match(text):
        return len(text) <= LONGEST_NUMBERED and bare[-1] not in "！!"
    if bare[-1] in "？?！!" and re.search("[，,]", text):
        return False  # 8个月过去，拥抱产业互联网走到哪一步了？ is prose.
    return len(text) <= LONGEST_HEADING and not text.startswith(("•", "-", "*", "·"))


def _label_match(text: str) -> re.Match[str] | None:
    match = LABEL.match(text)
    if match is None:
        return None
    closed = any(mark in match["close"] for mark in "：:】]*")
    return match if closed else None


def _labels(lines: list[Line], text: str) -> dict[int, str]:
    """Find the lines that open a turn: where the line starts -> the label's name."""
    found: dict[int, str] = {}
    for line in lines:
        match = _label_match(line.text)
        listed = match and GUESTS.fullmatch(match["name"])
        if match and _can_speak(match) and not (listed and line.text[-1] not in ENDS):
            found[line.start] = match["name"]
    counts = Counter(found.values())
    roles = {name for name in counts if ROLES.fullmatch(name)}
    certain = {
        start: name
        for start, name in found.items()
        if name in roles or (counts[name] > 1 and len(name) <= 12)
    }
    if certain:
        for start, name in found.items():
            if _is_person(name, text) or _shortens(name, set(found.values())):
                certain[start] = name
    certain.update(_alone(lines, certain, text))
    return dict(sorted(certain.items()))


def _can_speak(match: re.Match[str]) -> bool:
    name = match["name"]
    if ROLES.fullmatch(name):
        return True
    if NOT_SPEAKERS.fullmatch(name) or any(mark in name for mark in "、—…《"):
        return False
    colon = "：" in match["close"] or ":" in match["close"]
    if not colon:  # 【周启明】
        return name[0] in SURNAMES and 2 <= len(name) <= 4
    return len(name) <= 6 or "·" in name or name.isascii()


def _shortens(name: str, others: set[str]) -> bool:
    """Tell whether a label is the start of a fuller one: `周` of 周启明, `周总`."""
    bare = without_title(name)
    return any(
        other.startswith(bare) and len(other) > len(bare) and other != name
        for other in others
    )


def _is_person(name: str, text: str) -> bool:
    if "·" in name:
        return True
    bare = without_title(name)
    if bare[0] not in SURNAMES or not re.fullmatch(f"[{HAN_CLASS}]{{1,4}}", bare):
        return False
    return len(bare) > 1 or bool(person_of(bare, text))


def _alone(lines: list[Line], certain: dict[int, str], text: str) -> dict[int, str]:
    """Find names alone on their lines, each before prose, at least two in all."""
    found = {}
    for line, following in pairwise(lines):
        name = line.text.strip("*_【】[]#：: ")
        bare = len(name) <= 8 and not re.search(r"[\s，。？！：:]", name)
        if not bare or line.start in certain or len(following.text) <= len(name):
            continue
        if (
            name in certain.values()
            or ROLES.fullmatch(name)
            or (name and name[0] in SURNAMES and 2 <= len(name) <= 4)
        ):
            found[line.start] = name
    counts = Counter([*found.values(), *certain.values()])
    return {
        start: name
        for start, name in found.items()
        if counts[name] > 1 and sum(counts.values()) > 2
    }


def _full_names(names: set[str], text: str) -> dict[str, str]:
    """Map each label to the fullest name the document gives that speaker."""
    full = {}
    for name in names:
        if ROLES.fullmatch(name):
            full[name] = name
            continue
        bare = without_title(name)
        longer = [
            other
            for other in names
            if other.startswith(bare)
            and len(other) > len(bare)
            and other != name
            and not re.search(f"(?:{TITLES})$", other)
        ]
        if longer:
            full[name] = max(longer, key=len)
        elif (
            len(bare) <= 2 and bare[0] in SURNAMES and (bare != name or len(bare) == 1)
        ):
            full[name] = person_of(bare, text) or name
        else:
            full[name] = name
    return full


def _is_about(speaker: str, text: str) -> bool:
    """Tell narration from speech: it names the speaker in the third person."""
    if len(speaker) < 2 or ROLES.fullmatch(speaker):
        return False
    return bool(
        re.search(f"{re.escape(speaker)}(?:{SPEECH})", text) or text.startswith(speaker)
    )
