"""Words and marks that were written twice: 的的 → 的, ，， → ，.

Only words that nobody doubles for effect (the 的 of 目的的 and the 了 of 做了了解 stand
rightly twice, and people do say 讨论讨论): a place must read much better without.
"""

import re

from reader.models import Edit
from reader.repair.charlm import model, spell

NAME = "doubled"
WORDS = (
    "我们|你们|他们|可以|进行|通过|因为|所以|因此|但是|如果|并且|以及|"
    "对于|关于|为了|已经|其中"
)
# 的的 but not 的的确 or 目的的; 在在 but not 在在线; 是是 but not 但是是.
TWICE = re.compile(
    rf"({WORDS}|的(?=的(?![确士]))|了(?=了(?![解断却然结]))"
    r"|(?<![但可还只于总要凡或而])是(?=是(?![非否]))"
    r"|(?<![现存所])在(?=在(?![场线乎意于职校建座野此逃岗位]))|也(?=也(?!许)))\1"
)
# ，， and 。。 but not 。。。 or ……
MARKS = re.compile(r"([，、；：])\1+|(?<!。)。。(?!。)")
REACH = 6
GAIN = 9.0
"""Nats by which a place must read better with the word once."""
GAINS = {"的": 5.0}
"""The same of a word that stands twice by mistake wherever it does; 现在在 is said."""


def doubled(text: str) -> tuple[Edit, ...]:
    """Write once what was written twice.

    >>> [(e.start, e.before, e.after) for e in doubled("这是我们的的业务，，很大。")]
    [(4, '的', ''), (9, '，', '')]
    >>> [e.start for e in doubled("一家不喜欢出来讲概念的的企业")]
    [10]
    >>> doubled("这是我们做云的目的的一部分，我做了了解。")
    ()
    """
    edits = [
        Edit(
            match.start() + 1, match.end(), match[0][1:], "", NAME, "a mark twice", 0.95
        )
        for match in MARKS.finditer(text)
    ]
    found = list(TWICE.finditer(text))
    strings = []
    for match in found:
        left = spell(text[max(0, match.start() - 2 * REACH) : match.start()])[0]
        right = spell(text[match.end() : match.end() + 2 * REACH])[0]
        left = left.rsplit("\n")[-1][-REACH:]
        right = right.split("\n")[0][:REACH]
        strings += [left + match[0] + right, left + match[1] + right]
    totals = model().totals(strings) if found else []
    for match, twice, once in zip(found, totals[::2], totals[1::2], strict=True):
        start, end = match.span(1)
        if once - twice >= GAINS.get(match[1], GAIN):
            edits.append(Edit(start, end, match[1], "", NAME, "a word twice", 0.9))
    return tuple(sorted(edits, key=lambda edit: edit.start))
