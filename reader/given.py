"""What follows a surname -> whether it can be a given name, by its characters alone.

What a dictionary has as a word, and what stands about, is for others to ask
(reader.named).
"""

import re

from reader.people import SPEECH, TITLES

# What is in no given name.
NEVER = frozenset(
    "的了是在不有也就都还与及或但被把让给对向从到说以上下来去要会能很更最这那他她我你它们"
    "个些么吗呢吧啊着过得地所因则即且等将已再又只才没非和跟于由据位名次者某氏做看想问讲"
    "您谁此每各该将用为什几两一二三四五六七八九十百千"
)
# These are in names of three characters: 张一鸣, 王守之.
IN_NAMES = frozenset("一之为千百")
# What ends a word for a firm or a place.
ENDINGS = frozenset("方队院司省市县区镇村街店厂局部处委校版型率额费器件类层面人总董")
# 刘易斯, 周比利: foreign names, which English does not spell in pinyin.
FOREIGN = frozenset("斯尔茨姆")
# 王总, 温州人: no whole name; 华为, 金山: no people.
TITLED = re.compile(rf"(?:{TITLES}|师傅|人)\Z")
# 王工, 张姐, 郭家: how one is called, and a house.
CALLS = re.compile(
    "[工姐哥局处董总家嫂叔姨爷婆导]|处长|律师|医生|师兄|师姐|师弟|师妹|阿姨|大[娘爷妈叔哥姐嫂]"
    "|奶奶|爷爷|叔叔|老汉|老太"
)
# 受访时坦言: when, not who.
SAID = re.compile(SPEECH)


def can_be_given(given: str) -> bool:
    """Tell whether one or two characters can be a given name.

    >>> can_be_given("一鸣"), can_be_given("一"), can_be_given("女士")
    (True, False, False)
    """
    return (
        bool(given)
        and (NEVER - IN_NAMES if len(given) == 2 else NEVER).isdisjoint(given)
        and FOREIGN.isdisjoint(given)
        and TITLED.search(given) is None
        and CALLS.fullmatch(given) is None
        and SAID.fullmatch(given) is None
        and all("一" <= one <= "龥" for one in given)
        and not (len(given) == 2 and given[-1] in ENDINGS)
    )
