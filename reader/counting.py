"""Figures and measure words: what a number is written with, and what it counts.

The lists of measure words grow: the more else a character may be, the more must be
known before a figure beside it makes it one. 三家 is never a word; 一下, 一面 and 两口
are words as often as not.
"""

import re
from collections.abc import Sequence

FIGURES = frozenset("零〇一二两三四五六七八九十百千万亿几")
"""What numbers are written with."""
AMOUNTS = FIGURES | frozenset("数第半多")
"""What a word that says how many, or which, is written with: 数百, 第三, 半."""
FIGURE = f"[{''.join(sorted(FIGURES))}]"
"""A class of regular expressions."""
TENS = frozenset("二三四五六七八九")
GREAT = frozenset("十百千万亿")

THINGS = "个家位名人次项条种件台套款层场轮批届步张篇部座只辆间所支页版期颗"
"""Measure words wherever a figure is before them."""
PERIODS = "年月日天元块岁倍米"
"""Units that are parted from their figure even in a word of jieba's."""
PLAIN = (
    "年天" + THINGS.translate(dict.fromkeys(map(ord, "个人层")))
    + "本季句份遍趟门排段盏瓶盒箱袋碗顿棵株朵封幅串枚桩宗滴户亩吨斤克秒艘架栋幢册桶盘"
)  # fmt: skip
"""What 这 and 每 are written apart from, too: zhè jiā; but zhège, měirén."""
SPELLED = f"[个月日号周块岁倍米点层元杯代人口声双片根把笔群股]|小时|分钟|[{PLAIN}]"
"""What is written apart from a number where the two are one token."""
MEASURES = frozenset(
    "个年月日天号点分秒岁届次回趟遍顿番场阵下声口把笔份封张本册页篇章节段句字行列项条款件"
    "台部辆架艘只头匹棵株朵粒颗块片层座栋幢间套家户位名人员种类样批群队组班对双副伙成倍吨斤"
    "克两米尺寸里亩升元角毛码股桶箱袋包瓶杯碗盘盒罐锅勺根支枝杆束串排堆捆盆桌圈步夜晚刻世代"
    "期季周集部所处道门盏扇面顶床件枚幅首滴团丝缕通度茬则栏档站炉"
)
"""What may be a measure word where no dictionary has it and its figure as a word."""

NUMERALS = re.compile(f"{FIGURE}+")
# 二百四十四, 八十二, 六七十万; not 一万一千's 万一, 三三两两.
_DIGIT = "[一二两三四五六七八九几]"
ABOUT = "一二|二三|两三|三四|三五|四五|五六|六七|七八|八九"
"""Two figures in a row for about so many: 三四天, 七八个."""
_BELOW = (
    f"(?:(?:{_DIGIT}|{ABOUT})千零?)?(?:(?:{_DIGIT}|{ABOUT})百零?)?"
    f"(?:(?:{_DIGIT}|{ABOUT})?十)?(?:{_DIGIT}|{ABOUT})?"
)
NUMBER = re.compile(f"(?:{_BELOW}亿零?)?(?:{_BELOW}万零?)?{_BELOW}")
# Where two figures stand in a row.
SEVERAL = re.compile(f"{FIGURE}(?![零〇])[{''.join(sorted(FIGURES))}多]")
_MEASURE = f"[{THINGS}{PERIODS}]"
_PART = re.compile(f"{FIGURE}+|这|那|哪|每|各|{_MEASURE}")
COUNTED = re.compile(
    f"(?:{FIGURE}+{_MEASURE})+{FIGURE}*|[这那哪每各](?!个|[年天人种次])一?{_MEASURE}"
)
LEXICAL = frozenset({"各位", "一次", "一步", "一天", "万年", "百年", "千年", "一部"})
"""Words, though by their characters a number and a measure word."""


def numbers(words: Sequence[str]) -> list[str]:
    """Make one word of a number that was cut in two, and part what it counts.

    >>> numbers(["八", "十二"]), numbers(["四", "十分"]), numbers(["八百", "多个"])
    (['八十二'], ['四十', '分'], ['八百', '多', '个'])
    """
    done: list[str] = []
    for word in words:
        before = done[-1] if done else ""
        number = NUMERALS.match(word)
        if not before or before[-1] not in FIGURES:
            done.append(word)
        elif word[0] == "十" and word[1:2] in tuple("分点") and before[-1] in TENS:
            done[-1:] = [f"{before}十", word[1:]]
        elif (
            number
            and NUMBER.fullmatch(before + number[0])
            and (word == number[0] or COUNTED.fullmatch(word))
        ):
            done[-1:] = [before + number[0], *filter(None, [word[number.end() :]])]
        elif word[0] == "多" and before[-1] in GREAT and word[1:2] in tuple(THINGS):
            done += "多", word[1:]
        else:
            done.append(word)
    return done


def counted(word: str) -> list[str]:
    """Part a number from its measure word: 三家 is 三 and 家, 十分 stays.

    >>> counted("三家"), counted("十分"), counted("这一批")
    (['三', '家'], ['十分'], ['这', '一', '批'])
    """
    if len(word) > 1 and COUNTED.fullmatch(word) and word not in LEXICAL:
        return [match.group() for match in _PART.finditer(word)]
    return [word]
