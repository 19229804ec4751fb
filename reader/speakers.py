"""A text's lines -> who speaks in them: labels of turns, and the names they stand for.

A short phrase before a colon is a speaker when it is a role (`记者`), when it comes
again, or when it is a person the document names; `谈人才标准：…` and `他说：…` are none
of these. Other forms of label (`记者|…`, `问——…`, `Q. …`, `周启明 00:20`) look like
much else, so each asks for more: a stop at the line's end, a question and an answer,
or a second line of its kind.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from glossary.han import HAN_CLASS
from reader.people import (
    COMPOUND_SURNAME,
    SURNAMES,
    TITLES,
    person_of,
    without_title,
)

ROLES = re.compile(
    r"(?:[^\s，。：:]{0,8}?(?:记者|記者|主持人|编辑|編輯|主编|财经|科技|新闻|周刊|日报|晚报|观察)"
    r"|提问|提問|追问|问|答|問|回答|嘉宾|嘉賓|观众|觀眾|现场提问|媒体|媒體|媒体提问|采访者|受访者|受訪者"
    r"|读者|听众|网友|学员|旁白|翻译|Q\d{0,2}|A\d{0,2}|《[^》]{2,12}》)[一二三四五六甲乙丙丁A-D1-9]?"
)
QUESTIONERS = re.compile(
    r".*(?:记者|記者|提问|提問|追问|主持人|问|問|观众|觀眾|媒体|媒體|网友|读者|听众|学员|Q\d{0,2}|》)"
    rf"[一二三四五六甲乙丙丁A-D1-9]?|(?:主持人|记者|記者)[{HAN_CLASS}]{{2,3}}"
)
# `记者问：`, `周启明答：`: what the label says they do.
DOES = re.compile("(.{2,8}?)(?:追问|提问|问|問|回答|答)")
# Before a colon, but nobody who speaks.
NOT_SPEAKERS = re.compile(
    r".*(?:说|道|称|表示|认为|指出|强调|写道|说过|坦言|直言|如下|例如|比如|即|其中|包括|是|为)"
    r"|[谈論论讲].*|(?:注|图|圖|原标题|标题|来源|來源|作者|编者按|编者注|时间|地点|地址|电话|邮箱|责任编辑|责编"
    r"|摘要|导语|导读|关键词|提示|另外|首先|其次|最后|第.{1,3}|结论|总结|背景|链接|编译|文|撰文|摄影|出品|结果"
    r"|问题|答案|原因|优点|缺点|目标|方法|步骤|说明|备注|更正|声明|版权|图源|供图)"
)
LABEL = re.compile(
    r"""
    (?:[\[（(]?
      (?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?[\ T])?\d{1,2}:\d{2}(?::\d{2})?
    [\]）)]?\s+)?
    (?P<open>(?:\*\*|__|【|\[|\#{1,6}\ +|[-•>]\ |[■●◆◎▌▎▪★☆※]\ ?)*)\s*
    (?P<number>\d{1,2}[.．、]\s*)?
    (?P<name>[^\s：:，。！？；,!?;*【】\[\]（()）“”"\uff5c|丨]{1,16}
      (?:(?:\ [A-Z][A-Za-z.]*){1,3}
        |[\ \u3000](?!\d)[^\s：:，。！？；,!?;*【】\[\]（()）“”"\uff5c|丨]{1,8})?)
    (?:\s?[（(](?P<role>[^（()）]{1,24})[)）])?
    (?P<close>\s*(?:\*\*|__|】|\])?\s*[：:\uff5c|丨]\s*(?:\*\*|__|】|\])?|\s*(?:】|\]|\*\*))\s*
    """,
    re.VERBOSE,
)
# `问——难吗？`, `A. 难。`: only where some ask and some answer; not `A. 三成`.
LETTERED = re.compile(
    r"(?P<name>[问問答]|[QA]\d{0,2})(?:\s*(?:——?|[.．、])\s*|[ \u3000]+)(?=\S)"
)
# `周启明 00:20`, `说话人 1 01:02:03`, as recordings are written down.
TIMED = re.compile(
    r"(?P<name>[^\s：:，。！？\d][^\s：:，。！？]{0,11}(?:\s\d{1,2})?)\s+(?:\d{1,2}:)?\d{1,2}:\d{2}"
)
GUESTS = re.compile(".{0,4}嘉宾|.{0,4}嘉賓|主持人?|与会|受访人|时间|地点")
# `沈若溪 云上周刊主编`, an entry of a list of guests; not `沈若溪，您怎么看`.
GUEST = re.compile(
    rf"(?:{COMPOUND_SURNAME}|[{''.join(sorted(SURNAMES))}])[{HAN_CLASS}]{{1,2}}"
    r"(?:[ \u3000]+|[，,/／|\uff5c（(]"
    r"(?=[^，,]*(?:总|主|裁|长|人|官|师|授|员|C[ETIOF]O)))[^？?。！!]{2,60}"
)
# `编辑：赵一鸣`, `记者：王小明 李立`: who made it, not what they say.
CREDIT = re.compile(
    rf".*(?:记者|記者|编辑|編輯|主编)[：:\uff5c|丨\s]+(?:[{''.join(sorted(SURNAMES))}][{HAN_CLASS}]{{1,2}}[\s、，,]*)+"
)
BARS = "\uff5c|丨"
ALONE = 3
"""How often a line stands among others to be a name, whatever it is: 架构时间."""
ENDS = "。！？!?…”"


@dataclass(frozen=True, slots=True)
class Label:
    """What opens a turn: who speaks, and where in the line the speech stands."""

    name: str
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Speakers:
    """Who speaks in a document."""

    labels: Mapping[int, Label]
    """Where a line starts -> the label that opens it."""
    names: Mapping[str, str]
    """A label's name -> the fullest name of that speaker."""


def speakers(lines: Sequence[tuple[int, str]], text: str) -> Speakers:
    """Find who speaks; `lines` are (offset in `text`, the line without its blanks).

    >>> lines = [(0, "记者：难吗？"), (7, "周启明：难。"), (14, "周：真难。")]
    >>> found = speakers(lines, "记者：难吗？\\n周启明：难。\\n周：真难。")
    >>> [(start, label.name) for start, label in found.labels.items()]
    [(0, '记者'), (7, '周启明'), (14, '周')]
    >>> found.names["周"]
    '周启明'
    """
    labels = _labels(lines, text)
    names = {label.name for label in labels.values()}
    return Speakers(labels, _full_names(names, text))


def asks(name: str) -> bool:
    """Tell a role that asks from one that answers: 记者 and Q, not 嘉宾."""
    return QUESTIONERS.fullmatch(name) is not None


def is_guest(line: str) -> bool:
    """Tell an entry of a list of guests: a name, then what they are."""
    return GUEST.fullmatch(line) is not None


def is_named(name: str) -> bool:
    """Tell what is written like a Chinese name."""
    surname = re.match(COMPOUND_SURNAME, name) or (name and name[0] in SURNAMES)
    return bool(surname) and re.fullmatch(f"[{HAN_CLASS}]{{2,4}}", name) is not None


def is_role(name: str) -> bool:
    """Tell a role from a person's name."""
    return ROLES.fullmatch(name) is not None


def _label_match(text: str) -> re.Match[str] | None:
    match = LABEL.match(text)
    if match is None:
        return None
    closed = any(mark in match["close"] for mark in f"：:】]*{BARS}")
    if any(bar in match["close"] for bar in BARS) and (
        text[-1] not in ENDS or any(bar in text[match.end() :] for bar in BARS)
    ):
        return None
    return match if closed and not CREDIT.fullmatch(text) else None


def _label(match: re.Match[str], text: str) -> Label:
    """Place the speech behind a label; marks of bold go with the line's end."""
    end = len(text)
    bold = next((mark for mark in ("**", "__") if mark in match["open"]), None)
    if bold and bold not in match["close"] and text.endswith(bold):
        end -= len(bold)
    return Label(_named(match["name"]), min(match.end(), end), end)


def _named(label: str) -> str:
    """Take the person from a label that says more: `云栈科技 罗亦舟`, `记者问`.

    >>> _named("云栈科技 罗亦舟"), _named("罗亦舟 CEO"), _named("周启明答")
    ('罗亦舟', '罗亦舟', '周启明')
    """
    does = DOES.fullmatch(label)
    if does and (is_role(does[1]) or is_named(does[1])):
        return does[1]
    parts = label.split()
    if len(parts) > 1 and not label.isascii():
        if asks(parts[0]):
            return "".join(parts)  # 主持人沈若溪
        return next(filter(is_named, parts), label)
    return label


def _labels(lines: Sequence[tuple[int, str]], text: str) -> dict[int, Label]:
    """Find the lines that open a turn: where the line starts -> its label."""
    found: dict[int, Label] = {}
    for (start, line), (_, following) in pairwise([*lines, (0, "")]):
        match = _label_match(line)
        if match and _can_speak(match) and not _lists(match, line, following):
            found[start] = _label(match, line)
    counts = Counter(label.name for label in found.values())
    roles = {name for name in counts if is_role(name)}
    certain = {
        start: label
        for start, label in found.items()
        if label.name in roles or (counts[label.name] > 1 and len(label.name) <= 12)
    }
    if certain:
        for start, label in found.items():
            if _is_person(label.name, text) or _shortens(label.name, set(counts)):
                certain[start] = label
    certain.update(_lettered(lines, certain))
    certain.update(_alone(lines, certain, text))
    certain.update(_timed(lines, certain))
    return dict(sorted(certain.items()))


def _lettered(
    lines: Sequence[tuple[int, str]], certain: Mapping[int, Label]
) -> dict[int, Label]:
    """Find `Q. …` and `问——…`, where there are answers, too."""
    found = {
        start: Label(match["name"], match.end(), len(line))
        for start, line in lines
        if start not in certain and (match := LETTERED.match(line))
    }
    asked = {asks(label.name) for label in found.values()}
    return found if len(asked) == 2 else {}


def _timed(
    lines: Sequence[tuple[int, str]], certain: Mapping[int, Label]
) -> dict[int, Label]:
    """Find `周启明 00:20` alone on a line, at least twice."""
    found = {
        start: Label(match["name"], len(line), len(line))
        for start, line in lines
        if start not in certain and (match := TIMED.fullmatch(line))
    }
    return found if len(found) > 1 else {}


def _lists(match: re.Match[str], line: str, following: str) -> bool:
    """Tell a label that names the guests, on its own line or on those below it."""
    if not GUESTS.fullmatch(match["name"]) or line[-1] in ENDS:
        return False
    rest = line[match.end() :] or following
    if match["name"].startswith("主持"):
        return bool(GUEST.fullmatch(rest) or (is_named(rest) and line.endswith(rest)))
    return bool(line[match.end() :]) or is_guest(following)


def _can_speak(match: re.Match[str]) -> bool:
    name = _named(match["name"])
    if is_role(name):
        return True
    if any(blank in name for blank in " \u3000") and not name.isascii():
        return False
    if NOT_SPEAKERS.fullmatch(name) or any(mark in name for mark in "、—…《"):
        return False
    if match["number"]:
        return name[0] in SURNAMES and 2 <= len(name) <= 4
    colon = any(mark in match["close"] for mark in f"：:{BARS}")
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
    if bare != name and len(bare) == 1:
        return bare in SURNAMES  # 李女士, who speaks but once
    if bare[0] not in SURNAMES or not re.fullmatch(f"[{HAN_CLASS}]{{1,4}}", bare):
        return False
    return len(bare) > 1 or bool(person_of(bare, text))


def _alone(
    lines: Sequence[tuple[int, str]], certain: Mapping[int, Label], text: str
) -> dict[int, Label]:
    """Find names alone on their lines, each before prose, at least two in all."""
    known = {label.name for label in certain.values()}
    repeated = Counter(line for _, line in lines)
    found = {}
    for (start, line), (_, following) in pairwise(lines):
        name = line.strip("*_【】[]#：: ")
        bare = len(name) <= 8 and not re.search(r"[\s，。？！：:]", name)
        if not bare or start in certain or len(following) <= len(name):
            continue
        if (
            name in known
            or is_role(name)
            or (name and name[0] in SURNAMES and 2 <= len(name) <= 4)
            or (repeated[line] >= ALONE and line[-1] not in ENDS)
        ):
            found[start] = Label(name, len(line), len(line))
    # Q1, Q2 and Q3 are one.
    counts = Counter(_kind(label) for label in [*found.values(), *certain.values()])
    return {
        start: label
        for start, label in found.items()
        if (counts[_kind(label)] > 1 and sum(counts.values()) > 2)
        # Who speaks once among others, and is named before.
        or (sum(counts.values()) > 3 and text.find(label.name) < start)
    }


def _kind(label: Label) -> str:
    return re.sub(r"(?<=[QA问答])\d+$", "", label.name)


def _full_names(names: set[str], text: str) -> dict[str, str]:
    """Map each label to the fullest name the document gives that speaker."""
    full = {}
    for name in names:
        if is_role(name):
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
