"""Of what a line is made: a site's words, its menu's entries, its rights, or prose.

``tables/site_words.tsv`` lists words that sites put around an article (分享, 关注我们,
网站地图), each with its kind:

- ``site``: says something about the page by itself;
- ``letter``, ``mood``: the same, but only alone between marks (大 中 小; 愤怒);
- ``menu``: an entry of a menu (财经), honest elsewhere;
- ``ad``, ``lure``: what gamblers offer, and what they say of it (官网, 下载);
- ``glue``: what stands between such words (的, 请, 更多);
- ``own``, ``legal``: words of a notice about rights, of which ``own`` ones speak of
  the page itself (转载, 本站);
- ``links``, ``talk``: open a list of links, or the readers' comments.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from io import StringIO

from glossary.han import HAN_CLASS

# Letters that have to be explained: 微, APP; not digits and marks.
UNIT = re.compile(rf"[{HAN_CLASS}]|(?<![\d.])[A-Za-z][A-Za-z-]*")
# What parts the entries of a menu: 首页 | 新闻 > 财经, 赞 1.2w 收藏 3.
PARTS = re.compile(
    r"""
      (?: [\s|/\uff5c丨>»\u203a→·•\[\]【】()（）:：+]
        | (?<![^\s(（])\d[\d.,]*[wWkK万+]*(?![^\s)）])  # A count by itself.
      )+
    """,
    re.VERBOSE,
)
WORD_KINDS = ("site", "links", "talk")
LONGEST = 80
"""Signs of a line that may be made of a site's words."""


@dataclass(frozen=True, slots=True)
class Cover:
    """How much of a line some words explain."""

    words: int
    """How many of them it has, those that only join others left out."""
    share: float
    """The share of its letters in words and in what joins them."""


NONE = Cover(0, 0.0)


@cache
def words(*kinds: str) -> frozenset[str]:
    """Give the words of some kinds."""
    table = files("reader.repair.tables").joinpath("site_words.tsv")
    rows = csv.DictReader(StringIO(table.read_text("utf-8")), delimiter="\t")
    return frozenset(row["word"] for row in rows if row["kind"] in kinds)


def cover(text: str) -> Cover:
    """Say how much of a line a site's words explain.

    >>> cover("点击下方名片，关注我们")
    Cover(words=3, share=1.0)
    >>> cover("他点击了一下屏幕。").words
    1

    Lines too long to be a button or a call are not looked at.
    """
    return cover_of(text, "glue", *WORD_KINDS) if len(text) <= LONGEST else NONE


def rights(text: str) -> Cover:
    """Say how much of a line is about rights; no words where none is the page's own.

    >>> rights("本文版权归作者所有，转载请注明出处。")
    Cover(words=9, share=1.0)
    >>> rights("合同里写明版权归客户所有。").words
    0
    """
    if not any(word in text for word in words("own")):
        return NONE
    return cover_of(text, "own", "legal")


def entries(text: str) -> tuple[int, int, int]:
    """Count a line's entries between marks, those of a menu, those that are a site's.

    >>> entries("首页 | 财经 | 科技")
    (3, 3, 1)
    >>> entries("产品、服务与案例")
    (1, 0, 0)
    """
    parts = [part for part in PARTS.split(text) if part]
    known = words("menu", "letter", "mood")
    covers = [cover(part) for part in parts]
    sites = [one for one in covers if one.share == 1 and one.words]
    entry = [part for part in parts if part in known]
    return len(parts), len(sites) + len(entry), len(sites)


def opens(text: str, kind: str) -> bool:
    """Tell a line that is one of a kind's words and nothing else: `相关阅读：`."""
    bare = re.sub(r"^[\W\d]+|\W+$|[(（]\d+[)）]$", "", text)
    return bare in words(kind) or text in words(kind)


@lru_cache(maxsize=1024)
def cover_of(text: str, *kinds: str) -> Cover:
    """Say how much of a line the words of some kinds explain."""
    units = len(UNIT.findall(text))
    if not units:
        return NONE
    joining = words("glue") - words(*WORD_KINDS) if "glue" in kinds else frozenset()
    found = list(_words_in(text, *kinds))
    covered = sum(len(UNIT.findall(word)) for word in found)
    counted = sum(word not in joining for word in found)
    return Cover(counted, covered / units)


@cache
def _lengths(*kinds: str) -> dict[str, tuple[int, ...]]:
    """Map a first character to how long the words are that begin so, longest first."""
    found: dict[str, set[int]] = {}
    for word in words(*kinds):
        found.setdefault(word[0], set()).add(len(word))
    return {first: tuple(sorted(found[first], reverse=True)) for first in found}


def _words_in(text: str, *kinds: str) -> Iterator[str]:
    """Give the words that a text has, from the left, the longest first, Latin whole."""
    known, lengths = words(*kinds), _lengths(*kinds)
    place = 0
    while place < len(text):
        for length in lengths.get(text[place], ()):
            word = text[place : place + length]
            if word in known and not (
                _is_latin(word[0])
                and (
                    (place and _is_latin(text[place - 1]))
                    or _is_latin(text[place + length : place + length + 1])
                )
            ):
                yield word
                place += length
                break
        else:
            place += 1


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalpha()
