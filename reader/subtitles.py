"""Subtitles (SubRip ``.srt``, WebVTT ``.vtt``) -> what is said in them, a cue a line.

Numbers, times, cue settings, notes and styles go, and so do the tags around words.
A cue that is broken over lines is one line again, with a blank where it was broken,
which in subtitles often stands for a mark. Who speaks in a WebVTT voice tag
(``<v 周启明>``) stands before a colon, as in a transcript.
"""

import re
from html import unescape

# `00:01:02,500 --> 00:01:04,000 align:start`; WebVTT has a point, and may lack hours.
TIME = r"(?:\d{1,3}:)?\d{2}:\d{2}[,.]\d{3}"
TIMES = re.compile(rf"[ \t]*{TIME}[ \t]*-->[ \t]*{TIME}(?:[ \t].*)?")
SEPARATE = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
# A file begins with its first cue, numbered or not, or says that it is WebVTT.
OPENING = re.compile(rf"\s*(?:WEBVTT\b|(?:\d+[ \t]*\n)?{TIMES.pattern}\n)")
VOICE = re.compile(r"<v(?:\.[\w.]+)?[ \t]+([^<>\n]+)>")
# `<i>`, `</font>`, `<00:01:02.500>`, `{\an8}`; not `a < b`.
TAG = re.compile(r"</?(?:[a-zA-Z][^<>\n]*|\d[\d:.]*)>|\{\\[^{}\n]*\}")


def is_subtitles(text: str) -> bool:
    r"""Tell whether a text is a file of subtitles, by how it begins.

    >>> is_subtitles("1\n00:00:01,000 --> 00:00:04,200\n大家好\n")
    True
    >>> is_subtitles("1\n大家好\n")
    False
    """
    return OPENING.match(text) is not None


def read_subtitles(text: str) -> str:
    r"""Take the words out of subtitles; empty where there are none.

    >>> read_subtitles("1\n00:00:01,000 --> 00:00:04,200\n<i>大家</i>\n好\n")
    '大家 好'
    """
    cues = map(_words, SEPARATE.split(text.strip()))
    return "\n\n".join(cue for cue in cues if cue)


def _words(cue: str) -> str:
    """Give what is said in a cue; nothing for a block that has no times."""
    lines = cue.split("\n")
    for place, line in enumerate(lines[:2]):
        if TIMES.fullmatch(line):
            said = "\n".join(line.strip() for line in lines[place + 1 :])
            break
    else:
        return ""
    said = unescape(TAG.sub("", VOICE.sub(r"\1：", said))).strip()
    return " ".join(said.split("\n"))
