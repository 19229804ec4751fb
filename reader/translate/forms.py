"""A line of a fixed form -> the English that is certain, and what is left to a model.

Bylines, datelines, credits, numbers of lists, labels, emoji: there is one right way
to say them, and models make sentences of them ("本报记者 沈知夏 发自常州" became "This
newspaper."). Names must be known, by the request, and places by the dictionary: else
nothing is certain, and the whole line is the model's.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from glossary.han import HAN, HAN_CLASS
from glossary.scripts import simplified
from reader.dictionary import Dictionary
from reader.models import Request
from reader.people import CLEAR
from reader.translate.english_numbers import MONTH_NAMES
from reader.translate.windows import sliced

GAP = "[ \u3000]"
COLON = rf"{GAP}?[：:／/|\uff5c丨]{GAP}?"
# Marks, pictures and numbers at the head: "1. ", "2、", "（3）", "▲", "☕️ ", "二、";
# near misses: "1.5倍", "3、4月份", "三、四线城市".
PICTURE = (
    "[\u2190-\u21ff\u2460-\u24ff\u25a0-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]"
    "[\ufe0e\ufe0f\u200d\U0001f3fb-\U0001f3ff]*"
)
HEAD = re.compile(
    rf"""
      (?P<pictures>(?:{PICTURE}{GAP}*|[•·●※#>*-]{GAP}+)+)
    | (?P<number>\d{{1,2}})(?:[.．]|、)(?!\d){GAP}*
    | [（(](?P<closed>\d{{1,2}})[）)]{GAP}*
    | (?P<han>十?[一二三四五六七八九]|十)、(?![一二三四五六七八九十]){GAP}*
    """,
    re.VERBOSE,
)
TAIL = re.compile(rf"{GAP}*(?:{PICTURE}{GAP}*)+\Z")
# "注：", "图2：", "记者：": at the head, with what they label after them.
LABELS = {
    "图": "Photo", "上图": "Above", "下图": "Below", "左图": "Left", "右图": "Right",
    "图表": "Chart", "配图": "Photo", "题图": "Photo", "资料图": "File photo",
    "时间": "Time", "地点": "Place",
    "嘉宾": "Guests", "来源": "Source", "原标题": "Original title",
    "编者按": "Editor's note", "注": "Note", "注意": "Note", "提示": "Tip",
    "记者": "Reporter", "问": "Q", "答": "A", "提问": "Q", "主持人": "Host",
    "评论": "Comment", "观点": "Opinion", "题": "Title",
}  # fmt: skip
LABEL = re.compile(rf"(?P<label>{'|'.join(LABELS)})(?P<number>\d{{0,2}})[：:]{GAP}*")
# "周启明：", whose name the request knows, and "周：".
SPEAKER = re.compile(rf"(?P<name>[{HAN_CLASS}]{{1,4}})[：:]{GAP}*")
CREDITS = {
    "文": "By", "文字": "By", "撰文": "By", "作者": "By", "采写": "By",
    "采访": "Interview by", "摄影": "Photos by", "图片": "Photos by", "图": "Photos by",
    "供图": "Photos courtesy of", "编辑": "Edited by", "责编": "Edited by",
    "责任编辑": "Edited by", "校对": "Proofread by", "整理": "Compiled by",
    "编译": "Translated by", "翻译": "Translated by", "制图": "Graphics by",
    "设计": "Design by", "实习生": "Intern:", "通讯员": "Correspondent:",
    "记者": "By",
}  # fmt: skip
# One name, not "发自" or "台北报道"; and further ones, not the role of the next.
NAME = rf"(?!发自|[{HAN_CLASS}]{{0,6}}报[道导])[{HAN_CLASS}]{{2,4}}(?![{HAN_CLASS}])"
NAMES = rf"{NAME}(?:(?:{GAP}*[、，,]{GAP}*|{GAP}){NAME}(?!{COLON}))*"
CREDIT = re.compile(rf"(?P<role>{'|'.join(CREDITS)}){COLON}(?P<names>{NAMES})")
# "本报记者 沈知夏 发自常州", "记者王思齐／台北报道".
BYLINE = re.compile(
    rf"""
    (?:文{GAP}?[／/|]{GAP}?)?(?:本[报刊网台社]|特约|特派|见习|实习|首席|驻京|{GAP})*记者{GAP}*(?P<names>{NAMES})
    {GAP}*[／/|]?{GAP}*
    (?:发自{GAP}*(?P<from>[{HAN_CLASS}]{{2,8}})|(?P<at>[{HAN_CLASS}]{{2,8}}?)?报[道导])?
    """,
    re.VERBOSE,
)
# "新华社广州7月26日电", "中新网南昌7月26日电(记者 袁汝晶)".
WIRES = {
    "新华社": "Xinhua", "新华网": "Xinhuanet", "中新社": "China News Service",
    "中新网": "China News Service", "人民网": "People's Daily Online",
    "央视网": "CCTV", "法新社": "AFP", "路透社": "Reuters", "美联社": "AP",
    "彭博社": "Bloomberg", "共同社": "Kyodo", "韩联社": "Yonhap", "中央社": "CNA",
}  # fmt: skip
WIRE = re.compile(
    rf"""
    (?P<wire>{"|".join(WIRES)})(?P<at>[{HAN_CLASS}]{{2,6}}?)?{GAP}?
    (?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})日(?:电|讯)
    (?:{GAP}*[（(](?:记者)?{GAP}*(?P<names>{NAMES})[）)])?
    {GAP}*
    """,
    re.VERBOSE,
)
# What the dictionary adds to a place's name, and names that are provinces first.
KIND = re.compile(r" (?:Province|City|County|Municipality|District)\b.*")
PROVINCES = ("海南", "吉林")
DATE = re.compile(
    rf"""
    (?P<year>\d{{4}})(?:年|(?P<sign>[-./]))(?P<month>\d{{1,2}})(?:月|(?P=sign))
    (?P<day>\d{{1,2}})(?(sign)|日)
    (?:{GAP}*(?P<time>\d{{1,2}}:\d{{2}}(?:{GAP}*[~～—–-]+{GAP}*\d{{1,2}}:\d{{2}})?))?
    """,
    re.VERBOSE,
)
# "来源：南方产经观察 作者：区文静 2024-05-24 08:15".
SOURCED = re.compile(
    rf"来源[：:]{GAP}*(?P<source>[^\s：:]{{2,20}})(?P<credits>(?:{GAP}+(?:{'|'.join(CREDITS)})"
    rf"{COLON}{NAMES})*)(?:{GAP}+(?P<date>\d{{4}}[-./年].+))?"
)
# "（图：周启明在车间　摄影/陆行舟）": a caption, and who took the picture;
# "题图：实验室（受访者供图）": who gave it.
CAPTION = re.compile(
    rf"[（(【\[]?{GAP}*(?P<label>图片?|[上下左右题]图|资料图|配图)(?P<number>\d{{0,2}})[：:]"
    rf"{GAP}*(?P<what>.+?)"
    rf"(?:(?:{GAP}+|(?<=[。！？]))(?:摄影?|图){COLON}(?P<names>{NAMES})"
    rf"|{GAP}*[（(](?P<giver>[{HAN_CLASS}]{{2,6}})(?:供图|/图)[）)])?"
    rf"{GAP}*[）)】\]]?"
)
GIVERS = {
    "受访者": "the interviewee", "受访对象": "the interviewee",
    "采访对象": "the interviewee",
    "受访企业": "the company", "企业": "the company", "公司": "the company",
    "受访单位": "the company", "主办方": "the organiser", "主办单位": "the organiser",
    "视觉中国": "Visual China Group", "新华社": "Xinhua",
    "中新社": "China News Service",
    "本人": "the author", "作者": "the author", "网络": "the internet",
}  # fmt: skip
"""Who gives pictures to the press."""
# "图/视觉中国", "图源：网络", "受访者供图", in brackets or not.
PICTURE_FROM = re.compile(
    rf"[（(]?(?:(?:图源?|图片来源|图片|供图){COLON}(?P<after>{'|'.join(GIVERS)})"
    rf"|(?P<before>{'|'.join(GIVERS)})供图)[）)]?"
)


@dataclass(frozen=True, slots=True)
class Form:
    """What is certain of a line's English, and what is not."""

    before: str
    inner: Request | None
    """What is left to translate between both; None where nothing is."""
    after: str

    def filled(self, english: str) -> str:
        """Give the whole line's English, with that of what was left."""
        said = " ".join(part for part in (self.before, english, self.after) if part)
        return said.replace(" )", ")") if self.after.endswith(")") else said


@lru_cache(maxsize=1024)
def form(request: Request) -> Form | None:
    """Find the form of a line; None where it has none.

    >>> names = ((5, 8, "Shen Zhixia"),)
    >>> form(Request("本报记者 沈知夏 发自常州", names, ("沈知夏",))).before
    'By Shen Zhixia, reporting from Changzhou'
    >>> found = form(Request("1. 上周六读书。"))
    >>> found.before, found.inner.text, found.after
    ('1.', '上周六读书。', '')
    """
    text = request.text.strip()
    if not HAN.search(text):
        return None
    # 報導 and 攝影 are said as 报道 and 摄影 are.
    known = _simplified(request)
    text = known.text.strip()
    whole = (
        _byline(known, text)
        or _credits(known, text)
        or _date(text)
        or _picture_from(text)
    )
    if whole:
        return Form(whole, None, "")
    return _sourced(request, known) or _caption(request) or _headed(request)


def _simplified(request: Request) -> Request:
    """Write a line and the names in it in Simplified characters, sign for sign."""
    text = simplified(request.text)
    if text == request.text:
        return request
    names = tuple(
        text[start:end]
        for start, end, _ in request.terms
        if request.text[start:end] in request.names
    )
    return Request(text, request.terms, names)


def _sourced(request: Request, known: Request) -> Form | None:
    """Say where a text is from, and after that who made it, and when."""
    match = SOURCED.fullmatch(known.text)
    if match is None:
        return None
    credits = _credits(known, match["credits"].strip()) if match["credits"] else ""
    when = _date(match["date"]) if match["date"] else ""
    if credits is None or when is None or not (credits or when):
        return None
    inner = sliced(request, match.start("source"), match.end("source"))
    after = " · ".join(filter(None, (credits, when)))
    return Form("Source:", inner, f"· {after}")


def _byline(request: Request, text: str) -> str | None:
    match = BYLINE.match(text)
    if match is None:
        return None
    names = _names(request, match["names"])
    place = match["from"] or match["at"]
    where = _place(place) if place else ""
    rest = text[match.end() :].strip()
    when = _date(rest) if rest else ""
    if names is None or where is None or when is None:
        return None
    said = f"By {names}" + (f", reporting from {where}" if where else "")
    return f"{said}, {when}" if when else said


def _credits(request: Request, text: str) -> str | None:
    """Say who made a text: ``文／林以安　摄影／陈柏宇``."""
    inside = re.fullmatch(r"[（(](.+)[）)]", text)
    found = []
    place = 0
    text = inside[1] if inside else text
    while place < len(text):
        match = CREDIT.match(text, place)
        names = _names(request, match["names"]) if match else None
        if match is None or names is None:
            return None
        role = CREDITS[match["role"]]
        found.append(f"{role} {names}")
        place = match.end()
        gap = re.compile(rf"{GAP}+|[；;，,|\uff5c]{GAP}*").match(text, place)
        if place < len(text) and gap is None:
            return None
        place = gap.end() if gap else place
        when = _date(text[place:])
        if when:
            found.append(when)
            break
    said = " · ".join(found)
    return f"({said})" if inside and said else said or None


def _date(text: str) -> str | None:
    match = DATE.fullmatch(text)
    if match is None or int(match["month"]) not in range(1, 13):
        return None
    day = f"{_month(match['month'])} {int(match['day'])}, {match['year']}"
    return f"{day}, {_time(match['time'])}" if match["time"] else day


def _picture_from(text: str) -> str | None:
    match = PICTURE_FROM.fullmatch(text)
    if match is None:
        return None
    said = f"Photo courtesy of {GIVERS[match['before'] or match['after']]}"
    return f"({said})" if text[0] in "（(" else said


def _caption(request: Request) -> Form | None:
    text = request.text
    match = CAPTION.fullmatch(text.strip())
    if match is None:
        return None
    names = _names(request, match["names"]) if match["names"] else ""
    giver = GIVERS.get(match["giver"]) if match["giver"] else ""
    opened = text.strip()[0] in "（(【["
    closed = text.strip()[-1] in "）)】]" and not match["giver"]
    if names is None or giver is None or opened != closed:
        return None
    start = len(text) - len(text.lstrip())
    inner = sliced(request, start + match.start("what"), start + match.end("what"))
    before = _labelled(LABELS.get(match["label"], "Photo"), match["number"])
    after = f"Photo by {names}" if names else ""
    after = f"(photo courtesy of {giver})" if giver else after
    if opened:
        return Form(f"({before}", inner, f"{after})")
    return Form(before, inner, after)


def _headed(request: Request) -> Form | None:
    """Take heads and tails off, one after another, while there are any."""
    text = request.text
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    before: list[str] = []
    while found := _head(request, text, start):
        said, start = found
        before.append(said)
    tail = TAIL.search(text, start, end)
    if tail:
        end = tail.start()
    if not (before or tail) or start >= end:
        return None
    inner = sliced(request, start, end)
    after = tail[0].strip() if tail else ""
    if not HAN.search(inner.text):
        return None
    whole = _date(inner.text)
    if before and before[-1] == f"{LABELS['地点']}:":
        whole = _place(inner.text)
    if whole:
        return Form(" ".join([*before, whole]), None, after)
    return Form(" ".join(before), inner, after)


def _head(request: Request, text: str, start: int) -> tuple[str, int] | None:
    """Give the English of what heads a text, and where the rest begins."""
    if match := HEAD.match(text, start):
        if match["pictures"]:
            return match[0].strip(), match.end()
        if match["closed"]:
            return f"({match['closed']})", match.end()
        number = match["number"] or str(_chinese(match["han"]))
        return f"{number}.", match.end()
    if match := LABEL.match(text, start):
        return _labelled(LABELS[match["label"]], match["number"]), match.end()
    if match := SPEAKER.match(text, start):
        names = _name(request, match["name"]) or _surname(match["name"])
        return (f"{names}:", match.end()) if names else None
    if match := WIRE.match(text, start):
        return _wire(request, match)
    return None


def _labelled(label: str, number: str) -> str:
    return f"{label} {number}:" if number else f"{label}:"


def _wire(request: Request, match: re.Match[str]) -> tuple[str, int] | None:
    place = _place(match["at"]) if match["at"] else ""
    names = _names(request, match["names"]) if match["names"] else ""
    if place is None or names is None or int(match["month"]) not in range(1, 13):
        return None
    day = f"{_month(match['month'])} {int(match['day'])}"
    source = ", reporter ".join(filter(None, (WIRES[match["wire"]], names)))
    where = f"{place}, {day}" if place else day
    return f"{where} ({source}):", match.end()


def _names(request: Request, text: str) -> str | None:
    """Spell names, all of which the request must know."""
    found = [
        _name(request, one) for one in re.split(rf"{GAP}*[、，,]{GAP}*|{GAP}+", text)
    ]
    known = [one for one in found if one]
    if not known or len(known) < len(found):
        return None
    return " and ".join(filter(None, (", ".join(known[:-1]), known[-1])))


def _name(request: Request, name: str) -> str | None:
    return next(
        (
            english.split("|")[0]
            for start, end, english in request.terms
            if request.text[start:end] == name and name in request.names
        ),
        None,
    )


def _surname(name: str) -> str | None:
    """Spell a surname that stands alone, if it is no word as well."""
    if name not in CLEAR:
        return None
    senses = [sense for one in _dictionary().entries(name) for sense in one.senses]
    found = [sense.split()[1] for sense in senses if re.match("surname [A-Z]", sense)]
    return found[0] if len(set(found)) == 1 else None


@cache
def _place(chinese: str) -> str | None:
    """Give a place's English by the dictionary: of 江苏常州, Changzhou, Jiangsu."""
    found = _known_place(chinese)
    if found:
        return found
    for cut in range(2, len(chinese) - 1):
        large, small = _known_place(chinese[:cut]), _known_place(chinese[cut:])
        # The 海南 of 青海海南 is no province.
        if large and small and chinese[cut:] not in PROVINCES:
            return f"{small}, {large}"
    return None


def _known_place(chinese: str) -> str | None:
    for name in (chinese, chinese.removesuffix("市").removesuffix("省")):
        for entry in _dictionary().entries(name):
            sense = re.match(r"[A-Z][\w'’]*(?: [A-Z][\w'’]*)*", entry.senses[0])
            if entry.is_name and sense:
                return KIND.sub("", sense[0])
    return None


@cache
def _dictionary() -> Dictionary:
    return Dictionary()


def _month(number: str) -> str:
    return MONTH_NAMES[int(number) - 1].capitalize()


def _time(text: str) -> str:
    return re.sub(rf"{GAP}*[~～—–-]+{GAP}*", "–", text)


def _chinese(numeral: str) -> int:
    digits = "零一二三四五六七八九"
    ten = 10 if numeral[0] == "十" else 0
    ones = numeral.removeprefix("十")
    return ten + (digits.index(ones) if ones else 0)
