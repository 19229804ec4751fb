"""Make sentence pairs about amounts: Chinese counts in 万 and 亿, English does not.

Documentation hardly has such numbers and interviews are full of them, so the pairs
are made by rule: an amount in one of the ways Chinese writes it, in a plain sentence.

Example: ``python -m training.amounts --count 5``
"""

import argparse
import random
from collections.abc import Iterator

from reader.translate import english_numbers

DIGITS = "零一二三四五六七八九"

# Unit and plural noun; money has none in Chinese but its currency.
THINGS = (
    "个用户|users,家企业|companies,台服务器|servers,人|people,名开发者|developers,"
    "个节点|nodes,台设备|devices,笔订单|orders,次请求|requests,条数据|records,"
    "家门店|stores,名员工|employees,个客户|customers,户家庭|households,辆车|vehicles,"
    "件商品|products,次调用|calls,位医生|doctors,所学校|schools,家工厂|factories"
)
MONEY = "元|yuan,元人民币|yuan,美元|US dollars,块钱|yuan,港元|Hong Kong dollars"

# {n}: things with their number, {m}: money, {p}: a share, {t}: times.
SENTENCES = (
    "去年我们服务了{n}。|Last year we served {n}.",
    "目前平台上有{n}。|There are currently {n} on the platform.",
    "我们现在有{n}。|We now have {n}.",
    "到今年年底，这个数字会变成{n}。|By the end of this year, the figure will be {n}.",
    "一天要处理{n}。|{N} have to be handled every day.",
    "系统每天产生{n}。|The system produces {n} every day.",
    "三年时间，从{n}增长到{n2}。|In three years, it grew from {n} to {n2}.",
    "他们一共有{n}，分布在{d}个城市。|They have {n} in total, in {d} cities.",
    "公司去年的收入是{m}。|The company's revenue last year was {m}.",
    "营收达到{m}，同比增长{p}。|Revenue reached {m}, up {p} year on year.",
    "这一轮我们融了{m}。|We raised {m} in this round.",
    "这个项目投入了{m}。|{M} was invested in this project.",
    "这个项目花了{m}。|This project cost {m}.",
    "市场规模是{m}。|The market is worth {m}.",
    "一年下来能省{m}。|That saves {m} over a year.",
    "客单价从{m}涨到了{m2}。|The average contract rose from {m} to {m2}.",
    "净利润为{m}，占收入的{p}。|Net profit was {m}, or {p} of revenue.",
    "成本降低了{p}。|Costs fell by {p}.",
    "有{p}的客户选择了续费。|{P} of customers chose to renew.",
    "效率提升了{p}左右。|Efficiency improved by around {p}.",
    "毛利率不到{p}。|The gross margin is below {p}.",
    "{p}的收入来自海外。|{P} of revenue comes from overseas.",
    "规模是三年前的{t}。|The scale is {t} what it was three years ago.",
    "峰值是平时的{t}。|The peak is {t} the usual level.",
    "收入翻了{f}番。|Revenue has {g}.",
    "{y}年，团队只有{d}个人。|In {y}, the team had only {d} people.",
    "从{y}年开始，我们投入了{m}。|Since {y}, we have invested {m}.",
    "{n}是个什么概念？|What does {n} actually mean?",
)


ABOUT = (
    ("近", "nearly"),
    ("超过", "more than"),
    ("大约", "about"),
    ("将近", "close to"),
    ("不到", "less than"),
    ("至少", "at least"),
)


def numeral(value: int) -> str:
    """Return a number below ten thousand in Chinese characters.

    >>> numeral(12), numeral(200), numeral(3005), numeral(350)
    ('十二', '两百', '三千零五', '三百五十')
    """
    text, zero = "", False
    for size, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, size)
        if digit:
            word = "两" if digit == 2 and size > 10 else DIGITS[digit]
            text += ("零" if zero and text else "") + word + name
        zero = not digit and bool(text)
    return text.removeprefix("一") if text.startswith("一十") else text


def amount(chance: random.Random, *, largest: int = 12) -> tuple[str, str]:
    """Return an amount up to a power of ten, in Chinese and in English.

    >>> amount(random.Random(4))
    ('二十万', '200,000')
    """
    powers = [power for power in (4, 4, 4, 8, 8, 12) if power <= largest]
    power = chance.choice(powers)
    scale = {4: "万", 8: "亿", 12: "万亿"}[power]
    base = chance.choice((1, 10, 100)) * chance.randint(1, 9)
    if chance.random() < 0.6:
        base += chance.randrange(max(base, 1))
    # Ten trillion devices are too many; so are ten billion of most things.
    if power == largest:
        base = base % 9 + 1
    draw = chance.random()
    if draw < 0.3:
        tenths = base * 10 + chance.randint(1, 9)
        return f"{tenths / 10}{scale}", english_numbers.amount(
            tenths * 10 ** (power - 1)
        )
    value = english_numbers.amount(base * 10**power)
    if draw < 0.5:
        return numeral(base) + scale, value
    if draw < 0.6 and base % 10 == 0 and base < 1000:
        return f"{base}多{scale}", f"more than {value}"
    if draw < 0.75:
        near, nearly = chance.choice(ABOUT)
        return f"{near}{base}{scale}", f"{nearly} {value}"
    return f"{base}{scale}", value


def _share(chance: random.Random) -> tuple[str, str]:
    value = chance.randint(1, 99)
    draw = chance.random()
    if draw < 0.25:
        return f"百分之{numeral(value)}", f"{value}%"
    if draw < 0.4:
        tenth = value % 9 + 1
        return f"{DIGITS[tenth]}成", f"{tenth}0%"
    if draw < 0.6:
        return f"{value}.{value % 7 + 1}%", f"{value}.{value % 7 + 1}%"
    return f"{value}%", f"{value}%"


def _fill(sentence: str, chance: random.Random) -> tuple[str, str]:
    zh, en = sentence.split("|")
    for slot in ("n", "m", "p", "t", "d", "y", "n2", "m2", "f"):
        if f"{{{slot}}}" not in zh:
            continue
        chinese, latin = _value(slot[0], chance)
        zh = zh.replace(f"{{{slot}}}", chinese)
        en = en.replace(f"{{{slot}}}", latin).replace("{g}", latin)
        en = en.replace(f"{{{slot.upper()}}}", latin[:1].upper() + latin[1:])
    return zh, en


def _value(kind: str, chance: random.Random) -> tuple[str, str]:
    match kind:
        case "p":
            return _share(chance)
        case "t":
            times = chance.randint(2, 20)
            chinese = numeral(times) if chance.random() < 0.5 else str(times)
            return f"{chinese}倍", f"{times} times"
        case "f":
            return chance.choice((("一", "doubled"), ("两", "quadrupled")))
        case "d":
            count = chance.randint(3, 99)
            return (numeral(count) if chance.random() < 0.5 else str(count)), str(count)
        case "y":
            return (str(chance.randint(1995, 2024)),) * 2
    chinese, latin = amount(chance, largest=8 if kind == "n" else 12)
    unit, name = chance.choice((THINGS if kind == "n" else MONEY).split(",")).split("|")
    return chinese + unit, f"{latin} {name}"


def make(count: int, *, seed: int) -> Iterator[tuple[str, str, str]]:
    """Yield pairs with the source name ``amounts``.

    >>> next(make(1, seed=3))[:1]
    ('他们一共有近3亿家工厂，分布在4个城市。',)
    """
    chance = random.Random(seed)
    for _ in range(count):
        yield *_fill(chance.choice(SENTENCES), chance), "amounts"


def main() -> None:
    """Run the step from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    for zh, en, _ in make(args.count, seed=args.seed):
        print(zh, en, sep="\t")


if __name__ == "__main__":
    main()
