"""Text -> the Simplified characters that it is cut and read by, one for one.

glossary.scripts.fold knows one character at a time. 著 is two: zhù of 著作 in either
script, and in Traditional texts the particle that Simplified ones write 着.
"""

import re

from glossary.han import HAN_CLASS
from glossary.scripts import fold

# 笑著, 睡不著, 著急; not 著名, 原著, 魯迅著; but 看著書, and 拿著，.
PARTICLE = re.compile(
    "(?<![名原編编合顯显卓昭專专巨論论土拙遺遗譯译所新])著(?![名作稱称述書书者有錄录])"
    f"(?=[{HAN_CLASS}])|(?<=[看讀拿帶捧抱])著(?=書)"
    "|(?<=[不得看拿帶抱等坐站睡活記掛放穿附執閒盯跟])著"
)


def folded(text: str) -> str:
    """Write a text in Simplified characters, its 著 by what it means.

    >>> folded("他笑著說，名著"), folded("鲁迅著名篇")
    ('他笑着说，名著', '鲁迅著名篇')
    """
    return fold(PARTICLE.sub("着", text) if "著" in text else text)
