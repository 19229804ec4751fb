"""A number in digits -> how it is read aloud in Chinese.

2,300 is a value (èrqiān sānbǎi), 2023年 a year and 13800138000 a telephone number,
read digit by digit; 9:40 is a time, 34.5% and 1/3 are parts. Spelled by GB/T 16159,
§6.1.5: 百, 千, 万 and 亿 join the figure before them, tens and ones join each other.
"""

import re

DIGITS = "零一二三四五六七八九"
UNITS = ("", "十", "百", "千")
GREAT = ("", "万", "亿", "万亿")
SYLLABLES = {
    "零": "líng", "一": "yī", "二": "èr", "两": "liǎng", "三": "sān", "四": "sì",
    "五": "wǔ", "六": "liù", "七": "qī", "八": "bā", "九": "jiǔ", "十": "shí",
    "百": "bǎi", "千": "qiān", "万": "wàn", "亿": "yì", "点": "diǎn", "分": "fēn",
    "之": "zhī", "负": "fù", "比": "bǐ", "到": "dào", "杠": "gàng",
}  # fmt: skip
NUMBER = re.compile(
    r"(?P<value>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<part>\d+))?(?P<percent>[%％])?"
)
TIME = re.compile(r"(\d{1,2})[:：]([0-5]\d)")
FRACTION = re.compile(r"(\d{1,4})/(\d{1,4})")
# A group of figures and units that is written as one word.
# 万 and 亿 join a figure alone: sānwàn, but sānbǎi wàn, èrshí wàn.
WORD = re.compile(
    "(?<![十百千])[一二两三四五六七八九几数十百千](?:[万亿](?![万亿])|万亿)"
    "|[一二两三四五六七八九几数]?十[一二三四五六七八九几]?"
    "|[一二两三四五六七八九几数][百千]|."
)
TENS = re.compile(r"^一十")
# 二零二三, and the 五六 of 三点五六: each figure by itself.
FIGURES = re.compile(f"(?<=点)[{DIGITS}]+|^[{DIGITS}]{{2,}}$")
# What is counted with 两: two of them; 2月 and 2号 are numbers of a row.
COUNTED = re.compile(
    "[个家位名次条种件年天台套款层场轮批届步张篇部座只辆间所页版块倍米岁份颗万亿千百]"
    "|小时|分钟|公里|星期"
)
LONGEST_VALUE = 12
"""Digits of more than this many are read one by one."""


def characters(digits: str, following: str = "") -> str | None:
    """Write a number in digits with Chinese characters; None for what is no number.

    `following` is the word after it, which tells a year from a value, and 两 from 二.

    >>> characters("2023", "年"), characters("2,300"), characters("34.5%")
    ('二零二三', '二千三百', '百分之三十四点五')
    >>> characters("2", "个"), characters("9:40"), characters("1/3")
    ('两', '九点四十分', '三分之一')
    """
    time = TIME.fullmatch(digits)
    if time and int(time[1]) < 25:
        hour, minute = _value(time[1]), time[2]
        hour = "两" if hour == "二" else hour
        if minute == "00":
            return f"{hour}点"
        zero = "零" if minute[0] == "0" else ""
        return f"{hour}点{zero}{_value(minute)}分"
    fraction = FRACTION.fullmatch(digits)
    if fraction:
        return f"{_value(fraction[2])}分之{_value(fraction[1])}"
    number = NUMBER.fullmatch(digits)
    if number is None:
        return None
    value, part = number["value"].replace(",", ""), number["part"]
    year = following.startswith("年") and len(value) in (2, 4) and not part
    telephone = len(value) > LONGEST_VALUE or len(value) == 11 or value[0] == "0"
    if (year or (telephone and len(value) > 1)) and not part and "," not in digits:
        return _one_by_one(value)
    said = _value(value)
    if part:
        said += f"点{_one_by_one(part)}"
    if number["percent"]:
        return f"百分之{said}"
    return "两" if said == "二" and COUNTED.match(following) else said


def reading(said: str) -> tuple[tuple[str, ...], str]:
    """Give the syllables of a number in characters, and its pinyin.

    >>> reading("九亿零七万二千三百五十六")[1]
    'jiǔyì líng qīwàn èrqiān sānbǎi wǔshíliù'
    """
    apart = FIGURES.sub(lambda found: " ".join(found.group()), said)
    groups = [
        tuple(SYLLABLES[character] for character in word)
        for part in apart.split()
        for word in WORD.findall(part)
    ]
    syllables = tuple(syllable for group in groups for syllable in group)
    return syllables, " ".join("".join(group) for group in groups)


def _one_by_one(digits: str) -> str:
    return "".join(DIGITS[int(digit)] for digit in digits)


def _value(digits: str) -> str:
    number = int(digits)
    if number == 0:
        return "零"
    fours = []
    while number:
        number, four = divmod(number, 10_000)
        fours.append(four)
    said = ""
    for place in range(len(fours) - 1, -1, -1):
        four = fours[place]
        if four:
            lack = bool(said) and four < 1000
            said += ("零" if lack else "") + _four(four) + GREAT[place]
    return TENS.sub("十", said)


def _four(number: int) -> str:
    """Write up to four figures: 1003 is 一千零三."""
    said = ""
    waiting = False
    for place in range(3, -1, -1):
        figure = number // 10**place % 10
        if figure:
            said += ("零" if waiting and said else "") + DIGITS[figure] + UNITS[place]
            waiting = False
        else:
            waiting = True
    return said
