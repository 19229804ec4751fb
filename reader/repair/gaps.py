"""Blanks that break the words of a sentence: 我们做 云 计 算 业务 → 我们做云计算业务.

Blanks between Chinese words are often meant, or stand where something was left out,
so only those go that set three characters and more apart, one by one, inside a
sentence; and all of a text that is set so from end to end. Headings (第 一 章), labels
(联 系 人：), lists of names, verses and tables are layout.
"""

import re

from glossary.han import HAN_CLASS
from reader.models import Edit
from reader.repair.prose import CJK, Kept, prose

NAME = "spacing"
HAN = re.compile(f"[{HAN_CLASS}]")
# The blank comes first in the pattern: a search for one sign is quick.
GAP = re.compile(f" (?<=[{HAN_CLASS}] )(?=[{HAN_CLASS}])")
ANY_GAP = re.compile(f" (?<=[{CJK}] )(?=[{CJK}])")
TOUCHING = re.compile(f"(?<=[{HAN_CLASS}])(?=[{HAN_CLASS}])")
# 云 计 算 with the blanks around it; not 张 三 or 文件 大小 块.
APART = re.compile(
    f"(?:(?<=[{HAN_CLASS}]) )?(?<![{HAN_CLASS}])[{HAN_CLASS}](?: [{HAN_CLASS}]){{2,}}"
    f"(?![{HAN_CLASS}])(?: (?=[{HAN_CLASS}]))?"
)
MARK = re.compile("[，。！？；,!?;]")
PROSE = 16
"""Han characters a line must have to be a sentence and no verse or label."""
MOST = 0.4
"""The share of a sentence's characters that may stand apart for the blanks to break
a word and not to set the line."""
THROUGHOUT = 0.6
"""The share of neighbours that have a blank between them where a whole text is so."""
FEW = 0.2
"""Blanks between Han characters, as a share of all signs, that are surely too few."""
LEAST = 40
"""Han characters a text must have to be judged as a whole."""


def gaps(text: str) -> tuple[Edit, ...]:
    """Close up words that blanks have broken.

    >>> [e.start for e in gaps("我们在三个工厂里做 云 计 算 业务，已经做了八年。")]
    [9, 11, 13, 15]
    >>> gaps("第 一 章\\n出席者：张 三、王 小 明\\n白 日 依 山 尽，黄 河 入 海 流。")
    ()
    """
    blanks = len(GAP.findall(text))
    if not blanks:
        return ()
    throughout = _is_throughout(text, blanks)
    if not throughout and not APART.search(text):
        return ()
    kept = Kept(text)
    edits = []
    for line in prose(text):
        own = len(HAN.findall(line[0]))
        if own < PROSE or not MARK.search(line[0]):
            continue
        if throughout:
            found = [match.start() for match in ANY_GAP.finditer(line[0])]
        else:
            found = _broken(line[0], own)
        edits += [
            Edit(
                line.start() + place,
                line.start() + place + 1,
                " ",
                "",
                NAME,
                "a blank inside a word",
                0.9,
            )
            for place in found
            if not kept.has(line.start() + place)
        ]
    return tuple(edits)


def _is_throughout(text: str, blanks: int) -> bool:
    if blanks < FEW * len(text) or len(HAN.findall(text)) < LEAST:
        return False
    return blanks > THROUGHOUT * (blanks + len(TOUCHING.findall(text)))


def _broken(line: str, own: int) -> list[int]:
    runs = list(APART.finditer(line))
    apart = sum(len(HAN.findall(run[0])) for run in runs)
    if apart > MOST * own:
        return []
    return [
        run.start() + place
        for run in runs
        if run.start()
        for place, sign in enumerate(run[0])
        if sign == " "
    ]
