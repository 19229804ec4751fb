"""Text decoded as something it is not, decoded as what it is: 鎴戜滑 → 我们.

A line is read anew where that gives Chinese and what stands there is none. UTF-8
taken for Latin letters is ftfy's; UTF-8 taken for GBK, and GBK taken for Latin letters,
are tried here, because only the character model can tell them from rare Chinese.
"""

import re

from glossary.han import HAN_CLASS
from reader.models import Edit
from reader.repair.charlm import UNKNOWN, CharacterModel, model, spell

NAME = "mojibake"
HAN = re.compile(f"[{HAN_CLASS}]")
# æˆ‘ä»¬, ÎÒÃÇ: letters of Latin-1 and what Windows has between, four and more.
LATIN = re.compile(
    "[\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    "\u2013\u2014\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a"
    "\u20ac\u2122]{4,}"
)
LETTERS = re.compile("[\u00c0-\u00ff]")
# The first bytes of 的, ， and 。 in UTF-8, taken for GBK: no Chinese has them.
GBK = re.compile("鐨|锛|銆|鎴戜|涓€")
LINE = re.compile(r"[^\n]+")
SYMBOL_GAIN = 1.0
"""Nats by which a line must read better, for each symbol of what it becomes."""


def mojibake(text: str) -> tuple[Edit, ...]:
    """Decode garbled lines and runs again.

    >>> [edit.after for edit in mojibake("ÎÒÃÇ×öÔÆ¼ÆËã¡£")]
    ['我们做云计算。']
    """
    edits = []
    for line in LINE.finditer(text):
        if GBK.search(line[0]):
            said = "UTF-8 that was read as GBK"
            edits += _again(line.start(), line[0], _as_utf8(line[0]), said)
            continue
        if not LETTERS.search(line[0]):
            continue
        whole = _by_ftfy(line[0])
        if whole is not None:
            said = "UTF-8 that was read as Latin letters"
            edits += _again(line.start(), line[0], whole, said)
            continue
        for run in LATIN.finditer(line[0]):
            said = "GBK that was read as Latin letters"
            edits += _again(line.start() + run.start(), run[0], _as_gbk(run[0]), said)
    return tuple(edits)


def _again(start: int, before: str, after: str | None, reason: str) -> list[Edit]:
    if after is None or after == before or not _reads_better(model(), before, after):
        return []
    return [Edit(start, start + len(before), before, after, NAME, reason, 0.97)]


def _reads_better(language: CharacterModel, before: str, after: str) -> bool:
    """Tell whether a line is Chinese after and was none before."""
    if len(HAN.findall(after)) < 2:
        return False
    old, new = spell(before)[0], spell(after)[0]
    if UNKNOWN in language.ids(new):
        return False
    was, is_ = language.totals([old, new])
    return is_ - was > SYMBOL_GAIN * len(new)


def _by_ftfy(line: str) -> str | None:
    from ftfy import fix_encoding

    fixed = fix_encoding(line)
    return fixed if HAN.search(fixed) and "\n" not in fixed else None


def _as_utf8(line: str) -> str | None:
    try:
        return line.encode("gb18030").decode("utf-8")
    except UnicodeError:
        return None


def _as_gbk(run: str) -> str | None:
    for encoding in ("latin-1", "cp1252"):
        try:
            return run.encode(encoding).decode("gb18030")
        except UnicodeError:
            continue
    return None
