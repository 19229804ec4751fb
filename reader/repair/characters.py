"""Characters nobody meant to write: invisible ones, controls, full-width Latin.

Line breaks of other systems become newlines; a no-break space becomes a space. Joiners
inside an emoji stay, and so does anything that can be seen.
"""

import re

from reader.models import Edit

CONTROLS = "controls"
FULL_WIDTH = "full_width"

# A CR or a line separator; a zero-width space, BOM, soft hyphen or control. Not a
# tab, not a newline, not the joiner of 👨‍👩‍👧.
BREAK = re.compile("\r\n?|[\x85\u2028\u2029]")
INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u2064\ufeff]+"
    "|(?<=[\u3400-\u9fff])[\u200c\u200d]+"
)
# One sign of any of them: most texts have none.
ANY = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\xa0\xad\u2000-\u200f\u2028-\u202f\u205f-\u2064\ufeff]"
)
SPACE = re.compile("[\xa0\u2000-\u200a\u202f\u205f]+")
# Full-width CSIG and 2019, but not ， or （.
WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ]+")  # noqa: RUF001
# 二○一六年; not 李○明, 三○度.
CIRCLE = re.compile(
    "(?<=[一二三四五六七八九])[○◯]+(?=[一二三四五六七八九年]|[后後][^面])"
    "|(?<=[一二三四五六七八九][○◯])[○◯]+(?=年)"
)
WIDE_OFFSET = 0xFF21 - ord("A")


def controls(text: str) -> tuple[Edit, ...]:
    """Drop what cannot be seen, and write line breaks and blanks the plain way.

    >>> [(edit.before, edit.after) for edit in controls("腾\u200b讯\xa0云")]
    [('\\u200b', ''), ('\\xa0', ' ')]
    """
    if not ANY.search(text):
        return ()
    found = [
        *(
            _edit(match, "\n", "a line break of another system")
            for match in BREAK.finditer(text)
        ),
        *(
            _edit(match, "", "characters that cannot be seen")
            for match in INVISIBLE.finditer(text)
        ),
        *(
            _edit(match, " " * len(match.group()), "a blank of unusual width")
            for match in SPACE.finditer(text)
        ),
    ]
    return tuple(sorted(found, key=lambda edit: edit.start))


def full_width(text: str) -> tuple[Edit, ...]:
    """Write Latin letters and digits at their own width, and 〇 for a circle.

    >>> [edit.after for edit in full_width("ＣＳＩＧ成立于２０１８年，二○一八年")]
    ['CSIG', '2018', '〇']
    """
    circles = [
        Edit(
            match.start(),
            match.end(),
            match.group(),
            "〇" * len(match.group()),
            FULL_WIDTH,
            "a circle for the figure 〇",
            0.99,
        )
        for match in CIRCLE.finditer(text)
    ]
    wide = [
        Edit(
            match.start(),
            match.end(),
            match.group(),
            "".join(chr(ord(letter) - WIDE_OFFSET) for letter in match.group()),
            FULL_WIDTH,
            "full-width letters or digits",
            0.99,
        )
        for match in WIDE.finditer(text)
    ]
    return tuple(sorted((*wide, *circles), key=lambda edit: edit.start))


def _edit(match: re.Match[str], after: str, reason: str) -> Edit:
    before = match.group()
    return Edit(match.start(), match.end(), before, after, CONTROLS, reason)
