"""A Chinese sentence -> the numbers in it, by value: 90亿 is 9 billion, 三成 is 30 %.

What cannot be read with certainty is left out: 几百, 七八个, 千万别, 十三五, the 8 of
M8. A number that may be said in several ways has several values: 80后 are those born
in the 80s or the 1980s.
"""

import re
import unicodedata
from dataclasses import dataclass, field, replace

DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")}
DIGITS |= {"〇": 0, "两": 2}
UNITS = {"十": 10, "百": 100, "千": 1000}
SCALES = {"万": 10**4, "亿": 10**8}
# 千, but not of 千米 and 千瓦; 多 where a scale follows, as in 700多万.
SCALE = "(?:[十百万亿]|千(?![米瓦克伏卡赫])|[多余](?=[万亿]))"
NUMERAL = "零〇一二两三四五六七八九十百千万亿"
# Traditional forms; one sign for one sign, so that places stay.
PLAIN = str.maketrans(
    "萬億兩點個後週歲條項種輪屆禮時", "万亿两点个后周岁条项种轮届礼时"
)

# The names "M8", "v3.2", "B2B"; addresses; versions "10.0.13"; what numbers a list,
# "2、" or "(3)"; near miss: "ERP有90亿", "2.5倍".
NAMES = re.compile(
    r"https?://[!-~]+|[A-Za-z][A-Za-z0-9_.-]*\d[A-Za-z0-9_.-]*|\d+(?:\.\d+){2,}"
    r"|^\s*\(?\d+(?:[、)]|\.(?!\d))"
)
# "3 月 20 日" as some write it.
BLANK = re.compile(r"(?<=\d) +(?=[\u4e00-\u9fff%])|(?<=[\u4e00-\u9fff]) +(?=\d)")
NUMBER = re.compile(
    rf"""
    [百千]分之(?P<part>\d+(?:\.\d+)?|[{NUMERAL}点]+)                # 百分之五
    | (?P<below>[{NUMERAL}]+|\d+)分之(?P<above>[{NUMERAL}]+|\d+)    # 三分之一
    | (?P<arabic>\d+(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)          # 1,460  18.7
      (?:{SCALE}+(?:\d+{SCALE}+)*)?                                 # 1亿2000万
      (?:个[百千]?[万亿]+)?                                         # 90个亿
    | (?:[{NUMERAL}](?<!千(?=[米瓦克伏卡赫])))+                       # 二十
      (?:点[零〇一二三四五六七八九]++(?![十分钟]))?[万亿]*          # 三点五万
      (?:[多余][万亿]+|个[百千]?[万亿]+)?                           # 两个亿
    """,
    re.VERBOSE,
)
# 几十万 and 数百 are vague; 周三, 星期五, 礼拜五 are days.
NOT_BEFORE = re.compile(r"(?:[几数周]|星期|礼拜)$")
NOT_AFTER = re.compile("[A-Za-z斤亩]|里(?![面程])")
# What makes a lone 三 (or 十, 十一) count something: 三年, 七家; near miss: 三星, 十分.
MEASURE = re.compile(
    "年|天|周|家|台|倍|岁|个|次|项|条|位|名|款|种|轮(?!车)|届|套|小时|分钟|元|公里|米"
)
# 两 is often left unsaid (两个极端: the extremes); these it is not.
TWO = re.compile("年|天|周|倍|家|个(?:月|亿|小时)|小时|分钟|亿|万|元|公里|米")
# 三成 is 30 %, unless 成 begins a word: 我们三成立.
TENTHS = re.compile("成(?![立为功本熟员长了交果都])")
RANGE = re.compile("[到至~～—–-]")
# The number before 5万 in 3到5万, 3～5万 and 三五万, and the sign of -5万.
SHARES = re.compile(rf"[\d{NUMERAL}][到至~～—–、-]$|[\d{NUMERAL}.,-]$")
PIECE = re.compile(r"\d+(?:\.\d+)?|.")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as a sentence writes it, and the values it may be said with."""

    text: str
    values: tuple[float, ...]
    month: bool = False
    """It is the month of a date, and may be said with its name."""
    start: int = field(default=0, compare=False)
    """Where it stands, in code points of the sentence; of two alike, the first."""
    end: int = field(default=0, compare=False)
    shared: bool = field(default=False, compare=False)
    """It may share its scale with a number before it, as the 5万 of 3到5万."""


def quantities(text: str) -> list[Quantity]:
    """Read the numbers that can be read with certainty.

    >>> [(one.text, *one.values) for one in quantities("90亿，三万多人，百分之五")]
    [('90亿', 9000000000.0), ('三万', 30000.0), ('百分之五', 5.0, 0.05)]
    >>> quantities("几百家，十分重要，千万别做，M8螺丝")
    []
    """
    text = "".join(map(_narrow, text)).translate(PLAIN)
    blank = {place for gap in BLANK.finditer(text) for place in range(*gap.span())}
    places = [place for place in range(len(text)) if place not in blank]
    text = "".join(text[place] for place in places) if blank else text
    text = NAMES.sub(lambda name: "x" * len(name[0]), text)
    found = []
    for match in NUMBER.finditer(text):
        values = _values(match, text)
        if values:
            month = values[0] in range(1, 13) and text.startswith("月", match.end())
            span = places[match.start()], places[match.end() - 1] + 1
            shared = SHARES.search(text[: match.start()]) is not None
            found.append((match, Quantity(match[0], values, month, *span, shared)))
    for place, (match, quantity) in enumerate(found[:-1]):
        following = found[place + 1][0]
        scale = SCALES.get(following[0][-1])
        between = text[match.end() : following.start()]
        if scale and quantity.text[-1] not in SCALES and RANGE.fullmatch(between):
            # The 3 of 3到5万 is 30,000 as well.
            more = tuple(value * scale for value in quantity.values)
            found[place] = (
                match,
                replace(quantity, values=quantity.values + more, shared=True),
            )
    return [quantity for _, quantity in found]


def value(text: str) -> float | None:
    """Read one number, in Arabic or Chinese numerals or both.

    >>> [value(text) for text in ("1亿2000万", "一万零五百", "两百三", "三点五万")]
    [120000000.0, 10500.0, 230.0, 35000.0]
    >>> value("二〇一八"), value("十三五"), value("七八")
    (2018.0, None, None)
    """
    text = re.sub("[个多余,]", "", text)
    if "点" in text:
        return _decimal(text)
    if len(text) > 1 and all(sign in DIGITS for sign in text):
        # 二〇一八 is read off; 七八 and 三五 are "seven or eight", "a few".
        return float(_read_off(text)) if len(text) == 4 else None
    total = section = 0.0
    number: float | None = None
    unit, zero = 1, False
    for piece in PIECE.findall(text):
        if piece in "零〇":
            zero = True
        elif piece in DIGITS or piece[0].isdecimal():
            if number is not None:
                return None
            number = float(DIGITS.get(piece, piece))
        elif piece in UNITS:
            if number is None and piece != "十":
                return None
            section += (1 if number is None else number) * UNITS[piece]
            number, unit, zero = None, UNITS[piece], False
        else:
            scale = SCALES[piece]
            section += number or 0
            if not section and not total:
                return None
            # 3万2千亿 is 32,000 times 亿, but 1亿2千万 is 1亿 and 2,000 times 万.
            if total < scale:
                total = (total + section) * scale
            else:
                total += section * scale
            section, number, unit, zero = 0, None, scale, False
    if number is not None:
        # 两百三 is 230 and 三万五 is 35,000, but 三万零五 is 30,005.
        short = unit > 10 and not zero and number < 10
        section += number * unit / 10 if short else number
    return total + section


def _narrow(sign: str) -> str:
    form = unicodedata.normalize("NFKC", sign)
    return form if len(form) == 1 else sign


def _read_off(digits: str) -> str:
    return "".join(str(DIGITS[sign]) for sign in digits)


def _decimal(text: str) -> float | None:
    whole, rest = text.split("点", 1)
    digits = rest.rstrip("万亿")
    before = value(whole)
    if before is None or not digits or any(sign not in DIGITS for sign in digits):
        return None
    scale = 1
    for sign in rest[len(digits) :]:
        scale *= SCALES[sign]
    return (before + float(f"0.{_read_off(digits)}")) * scale


def _values(match: re.Match[str], text: str) -> tuple[float, ...]:
    """Give what a number may be said with; nothing where that is not certain."""
    before, after = text[: match.start()], text[match.end() :]
    if match["part"]:
        part = value(match["part"])
        if part is None:
            return ()
        return (part, part / 100) if match[0][0] == "百" else (part, part / 1000)
    if match["below"]:
        below, above = value(match["below"]), value(match["above"])
        return (above / below,) if below and above is not None else ()
    number = value(match[0])
    # 0 and 1 are said in too many ways ("free", "a"), 4S店 is a name, and 20里 is
    # likely to be 10 kilometres.
    if number in (0, 1, None) or NOT_AFTER.match(after):
        return ()
    if not match["arabic"] and not _counts(match[0], before, after):
        return ()
    if TENTHS.match(after) and number <= 10:
        return number * 10, number / 10  # 九成 is not 9
    return (number, *_otherwise(number, before, after))


def _counts(numeral: str, before: str, after: str) -> bool:
    """Say whether Chinese numerals are a number here, and not part of a word.

    二十 is one wherever it stands, 三 and 十 before a measure, 一 and 百万 never.
    """
    if numeral[0] in "百千万亿" or numeral in ("一", "零", "〇"):
        return False
    if NOT_BEFORE.search(before) or after.startswith("几"):
        return False
    # 一点一点: bit by bit.
    if "点" in numeral and after.startswith("点"):
        return False
    if numeral in ("两", "二"):
        # 第二天 is "the next day" as well.
        return TWO.match(after) is not None and not before.endswith("第")
    if len(numeral) > 1 and numeral != "十一":
        return True
    if after.startswith("月"):
        return True
    if before.endswith("第") or TENTHS.match(after) or after.startswith("折"):
        return True
    return MEASURE.match(after) is not None


def _otherwise(number: float, before: str, after: str) -> tuple[float, ...]:
    """Give the other values that what follows lets a number be said with."""
    if after.startswith(("%", "个百分点")):
        return (number / 100,)
    if after.startswith("‰"):
        return number / 1000, number / 10
    if after.startswith("折") and number < 100:
        # 八折 is 80 % of the price, or 20 % off.
        rate = number * 10 if number < 10 else number
        return rate, rate / 100, 100 - rate, 1 - rate / 100
    if after.startswith(("后", "年代", "年")) and number < 100 and before[-1:] != "第":
        half = (number + 0.5,) if after.startswith("年半") else ()
        return number + 1900, number + 2000, *half
    if re.match("(?:个|岁|倍|天|小时)?半", after):
        return (number + 0.5,)
    if after.startswith("倍"):
        # 增长三倍 is three times more, which is four times as much.
        return (number + 1,)
    if after.startswith(("点", "时", ":")) and number <= 12:
        return (number + 12,)
    if after.startswith("个月"):
        return (number / 12,)
    if after.startswith(("天", "小时")):
        return tuple(number / days for days in (7, 24, 30) if number % days == 0)
    if below := re.match(r"/(\d+)", after):
        return (number / float(below[1] or 1) if float(below[1]) else number,)
    return ()
