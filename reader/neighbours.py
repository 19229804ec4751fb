"""Tokens side by side -> parted and capitalised by what stands beside them.

What is one word by itself may be another's end: 收|回来 for jieba's 收回|来, 写得|出.
And what is no name by itself may be part of one: Wáng xiānsheng, Jiāngsū Yínháng.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from glossary.scripts import fold
from reader.counting import FIGURES
from reader.countries import TOGETHER, are_countries
from reader.joining import ACTS
from reader.models import Token
from reader.parting import (
    DIRECTIONS,
    INSTITUTIONS,
    LOCAL,
    OF_INSTITUTIONS,
    OFFICES,
    STATE,
)
from reader.people import SURNAMES
from reader.spelling import JOINING, capitalised, join
from reader.tables import TITLE

ABLE = frozenset(["出", "起", "很", "了"])
# 跑|不动: a complement that fails, each syllable for itself.
CANNOT = re.compile("不[动動成满滿下清完出起到上开開住通准準好掉走进進]")
# After these 过 is what is wished or allowed: 打算过两天去, 可以过海关.
WISHES = frozenset(
    ["决定", "打算", "准备", "希望", "开始", "计划", "建议", "喜欢", "愿意", "可以",
     "应该", "需要", "必须", "能够", "允许", "继续", "害怕", "不想", "不敢", "不能",
     "不用"]
)  # fmt: skip
# 过 is no particle in 反应过大, 收入过万, 生活过得好, 回家过了年, 下楼过条马路; it is
# in 研究过三年, 考虑过了，.
PASSES = re.compile(
    "[高低大小多少快慢长短重轻热冷早晚强弱紧松宽窄深浅密满难繁严硬软半万亿百千久得于不]"
    r"|了(?![吗吧呢\W]|$)"
    "|(?:[好完上]|[一几两]?[条座道])?(?:日子|生日|马路|桥|河|安检|海关|周末|春节|中秋|年|节"
    "|冬|秤|街|关|闸|江|轨|夜)"
)
# The office of a place, not of a land: 市|政府, 省委.
OFFICE = re.compile(f"[{LOCAL}]({'|'.join(sorted(OFFICES))})|[{LOCAL}]委")
OF_PLACE = re.compile("[市县]|城区|红?茶|人(?![民工口])|当地|本地|境内|籍|话|西站|站")
PLACED = re.compile(r"(?:[在到去回从于往驻]|来自|地处|抵达|前往|离开|途经|老家)\Z")
REACH = 4
"""Tokens after a particle that are looked at."""


def with_complements(
    tokens: list[Token],
    is_verb: Callable[[str], bool],
    is_deed: Callable[[str, Sequence[str]], bool],
) -> list[Token]:
    """Give a verb the complement that it has: 收|回来 for jieba's 收回|来, 写|得|出.

    And the particle: the 过 of 研究过. `is_verb` tells whether a character is a verb,
    `is_deed` whether a word so read may be one.
    """
    done: list[Token] = []
    for index, token in enumerate(tokens):
        before = done[-1] if done else token
        if (
            token.text in ("来", "去", "來")
            and len(before.text) == len(before.syllables) == 2
            and fold(before.text[1] + token.text) in DIRECTIONS
            and not before.term
            and is_verb(before.text[0])
        ):
            first, second = before.syllables
            pair = (second, *token.syllables)
            done[-1] = Token(before.text[0], syllables=(first,), pinyin=first)
            token = Token(
                before.text[1] + token.text, syllables=pair, pinyin=join(pair)
            )
        elif token.text in ABLE and before.text == "得" and len(done) > 1:
            if fold(done[-2].text) in ACTS:
                # 写得出, 管得了: what one is able to; not 获得了.
                done[-1] = replace(before, syllables=("de",), pinyin="de")
                if token.text == "了":
                    token = replace(token, syllables=("liǎo",), pinyin="liǎo")
        elif (
            token.text in ("过", "過")
            and len(before.text) == len(before.syllables) == 2
            and is_deed(fold(before.text), before.syllables)
            and fold(before.text) not in WISHES
            and before.text[0] not in FIGURES
        ):
            after = "".join(one.text for one in tokens[index + 1 : index + REACH])
            if PASSES.match(fold(after)) is None:
                token = replace(token, syllables=("guo",), pinyin="guo")
        elif CANNOT.fullmatch(token.text) and fold(before.text) in ACTS:
            token = replace(token, pinyin=" ".join(token.syllables))
        done.append(token)
    return done


def with_capitals(
    tokens: list[Token], is_place: Callable[[str], bool]
) -> tuple[Token, ...]:
    """Write a surname before a title, and an institution after a name, with capitals.

    Wáng xiānsheng, Lǐ zǒng; Jiāngsū Yínháng, Sūzhōu Gāoxīnqū, Hángzhōu Shì Zhèngfǔ.
    `is_place` tells whether two countries in short may be one place, too: 英德.
    """
    start = -1  # Where a name began that an institution may be the end of.
    for index, token in enumerate(tokens):
        text = fold(token.text)
        if (
            "-" in token.pinyin
            and are_countries(text)
            and is_place(text)
            and _stands_for_place(tokens, index)
        ):
            token = replace(token, pinyin=capitalised(join(token.syllables)))
            tokens[index] = token
        after_name = 0 <= start == index - 1
        if after_name and text in OFFICES and fold(tokens[start].text)[-1] in LOCAL:
            # 海淀区|政府; but 中国|政府.
            tokens[index] = replace(token, pinyin=capitals(token.pinyin))
            continue
        office = OFFICE.fullmatch(text) if after_name else None
        if office:
            parts = token.syllables[:1], token.syllables[1:]
            apart = [join(part) for part in parts] if office[1] else [token.pinyin]
            tokens[index] = replace(token, pinyin=capitals(" ".join(apart)))
            continue
        if start >= 0 and text.endswith(tuple(INSTITUTIONS)):
            first = start if tokens[start].text in STATE else start + 1
            for place in range(first, index + 1):
                one = tokens[place]
                if one.text not in JOINING:
                    tokens[place] = replace(one, pinyin=capitals(one.pinyin))
        elif token.text in SURNAMES and any(
            TITLE.match(following.text) for following in tokens[index + 1 : index + 2]
        ):
            tokens[index] = replace(token, pinyin=capitalised(token.pinyin))
        if text in STATE or (token.syllables and tokens[index].pinyin[:1].isupper()):
            start = index
        elif text not in OF_INSTITUTIONS and not text.endswith(tuple(INSTITUTIONS)):
            start = -1
    return tuple(tokens)


def _stands_for_place(tokens: list[Token], index: int) -> bool:
    """Tell 广东英德 and 来自英德 from 英德关系."""
    after = "".join(one.text for one in tokens[index + 1 : index + REACH])
    if TOGETHER.match(fold(after)):
        return False
    if OF_PLACE.match(fold(after)):
        return True
    before = tokens[index - 1] if index else None
    return before is not None and (
        PLACED.search(before.text) is not None
        or (before.pinyin[:1].isupper() and bool(before.syllables))
    )


def capitals(pinyin: str) -> str:
    """Give each word of a name a capital.

    >>> capitals("běijīng dàxué")
    'Běijīng Dàxué'
    """
    return " ".join(map(capitalised, pinyin.split()))
