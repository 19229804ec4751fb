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
# Runs of two and three are judged by the long ones beside them.
SHORT = re.compile("(?<![\u0080-\u00ff])[\u0080-\u00ff]{2,3}(?![\u0080-\u00ff])")
WIDE = re.compile(f"[{HAN_CLASS}，。！？；：、（）《》“”‘’…—]+")
LETTERS = re.compile("[\u00c0-\u00ff]")
# What the bytes of 的, ， and 。 in UTF-8 are taken for in GBK: hardly a text has them.
GBK = re.compile("[鐨锛銆鎴涓紝紵闂绛浼鍙鏄]")
LINE = re.compile(r"[^\n]+")
GARBLED = "UTF-8 that was read as GBK"
CERTAIN = 5
"""Characters and marks that bytes must make as UTF-8 to have been it."""
LOST = "\ufffd"
MOST_LOST = 8
"""Of so many signs one may be lost."""
LOSSES = re.compile(f"{LOST}+")
# Marks of which the last byte was lost: ？ or ： at the end of a line, ，, 。.
LATE = re.compile(rb"\xef\xbc[\xff?]\s*$")
COMMA = re.compile(rb"\xef\xbc[\xff?](?!\s*$)")
STOP = re.compile(rb"\xe3(?:\x80[\xff?]|\xff\xff)")
MIDDLE = re.compile(rb"([\xe2-\xe9])\xff([\x80-\xbf])")
LAST = re.compile(rb"([\xe4-\xe9][\x80-\xbf])\xff")
LOST_BYTES = {LOST: b"\xff", "€": b"\x80"}
ASKED = re.compile("(?:[吗呢]|什么|怎么|为何|多少|哪|谁|几|是否).{0,12}$")
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
            edits += _again(line.start(), line[0], _as_utf8(line[0]), GARBLED)
            continue
        if not LETTERS.search(line[0]):
            continue
        whole = _by_ftfy(line[0])
        if whole is not None:
            said = "UTF-8 that was read as Latin letters"
            found = _again(line.start(), line[0], whole, said)
            edits += found
            if found:
                continue
        said = "GBK that was read as Latin letters"
        for run in LATIN.finditer(line[0]):
            edits += _again(line.start() + run.start(), run[0], _as_gbk(run[0]), said)
        if edits and edits[-1].reason == said and edits[-1].start >= line.start():
            # What is too short to be judged by itself: ¡£ behind a number.
            edits += _short(line, {edit.start for edit in edits}, said)
    return tuple(sorted(edits, key=lambda edit: edit.start))


def _short(line: re.Match[str], done: set[int], reason: str) -> list[Edit]:
    """Decode the short runs of a line of which the long ones are garbled, too."""
    found = []
    for run in SHORT.finditer(line[0]):
        start = line.start() + run.start()
        after = None if start in done else _as_gbk(run[0])
        if after is not None and WIDE.fullmatch(after):
            edit = Edit(start, start + len(run[0]), run[0], after, NAME, reason, 0.9)
            found.append(edit)
    return found


def _again(start: int, before: str, after: str | None, reason: str) -> list[Edit]:
    if after is None or after == before:
        return []
    # So many bytes make UTF-8 by no chance; fewer are left to the model.
    wide = sum(not sign.isascii() for sign in after)
    sure = reason == GARBLED and wide >= CERTAIN and HAN.search(after)
    if not sure and not _reads_better(model(), before, after):
        return []
    return [Edit(start, start + len(before), before, after, NAME, reason, 0.97)]


def _reads_better(language: CharacterModel, before: str, after: str) -> bool:
    """Tell whether a line is Chinese after and was none before."""
    if len(HAN.findall(after)) < 2:
        return False
    old, new = spell(before)[0], spell(after.replace(LOST, ""))[0]
    if UNKNOWN in language.ids(new):
        return False
    was, is_ = language.totals([old, new])
    return is_ - was > SYMBOL_GAIN * len(new)


def _by_ftfy(line: str) -> str | None:
    from ftfy import fix_encoding

    fixed = fix_encoding(line)
    return fixed if HAN.search(fixed) and "\n" not in fixed else None


def _as_utf8(line: str) -> str | None:
    """Read a line as UTF-8; what was lost of a mark is guessed.

    A byte that GBK could not read became �, or ? at some sites. Within a line that is
    80, which begins nothing in GBK (and which Windows reads as €); at the end it is the
    last of a mark: 锛� was ？ or ：, 銆� was 。.
    """
    data = b""
    try:
        data = b"".join(LOST_BYTES.get(sign) or sign.encode("gb18030") for sign in line)
    except UnicodeError:
        return None
    data = COMMA.sub("，".encode(), STOP.sub("。".encode(), data))
    data = MIDDLE.sub(b"\\1\x80\\2", data)
    while last := LAST.search(data):
        data = data[: last.start()] + _likeliest(data, last) + data[last.end() :]
    if late := LATE.search(data):
        said = data[: late.start()].decode("utf-8", "ignore")
        data = late.re.sub(("？" if ASKED.search(said) else "：").encode(), data)
    text = LOSSES.sub(LOST, data.decode("utf-8", "replace"))
    return text if text.count(LOST) * MOST_LOST <= len(text) else None


def _likeliest(data: bytes, last: re.Match[bytes]) -> bytes:
    """Give the character, one of 64, whose last byte was lost."""
    before = data[: last.start()].decode("utf-8", "ignore")[-5:]
    after = data[last.end() :].decode("utf-8", "ignore")[:3]
    signs = [(last[1] + bytes([end])).decode("utf-8") for end in range(0x80, 0xC0)]
    known = [sign for sign in signs if UNKNOWN not in model().ids(sign)]
    if not known:
        return LOST.encode()
    totals = model().totals([spell(before + sign + after)[0] for sign in known])
    return known[max(range(len(known)), key=totals.__getitem__)].encode()


def _as_gbk(run: str) -> str | None:
    for encoding in ("latin-1", "cp1252"):
        try:
            return run.encode(encoding).decode("gb18030")
        except UnicodeError:
            continue
    return None
