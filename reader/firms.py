"""A document -> the firms it names that no word list knows: 衡川云, 灵犀科技.

A name of two or three characters that are no word, before what a firm calls itself by,
met more than once, and somewhere beside what only a firm has: a founder, staff. A name
that is a rare word (长风云) must have a founder or a head, or somebody who joined it.
They become terms of the document, so that they stay whole, are spelled as names and
come out of a translation with one rendering. A wrong firm costs more than a missed one:
all doubt is against a name.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from glossary.scripts import fold
from reader.dictionary import Dictionary
from reader.given import NEVER
from reader.words import Cutter

KINDS = {
    "云": "Cloud", "科技": "Technology", "集团": "Group", "软件": "Software",
    "数据": "Data", "网络": "Network", "信息": "Information", "资本": "Capital",
    "证券": "Securities", "银行": "Bank", "汽车": "Motor", "电气": "Electric",
    "重工": "Heavy Industry", "生物": "Biotech",
    "医疗": "Medical", "能源": "Energy", "物流": "Logistics", "传媒": "Media",
    "基金": "Fund", "创投": "Ventures", "投资": "Investment", "咨询": "Consulting",
    "机器人": "Robotics", "制药": "Pharmaceutical",
    "电子": "Electronics", "机械": "Machinery", "精密": "Precision",
    "新材": "Materials", "轴承": "Bearings", "智能": "Intelligence",
}  # fmt: skip
"""What a firm calls itself by, and how that is rendered."""
FIRM = re.compile(
    r"(?=([一-龥]{2,3})(" + "|".join(sorted(KINDS, key=len, reverse=True)) + "))"
)
OWN_KINDS = frozenset(["云", "科技", "集团", "资本", "重工", "创投"])
"""What only a firm calls itself by: 芯片软件 may be any, 芯片集团 is one."""
RARE = 300
"""How often jieba may have met a word that is the name of a firm here."""
# 图源网络, 图片来源网络: where a picture comes from.
CREDIT = re.compile("[图圖][片源虫]|[图圖]$|片来|来源|[题配供]图|摄影")
# Who only a firm has.
HEADS = "的?(?:联合)?(?:创始人|创办人|总裁|副总裁|董事长|总经理|首席|CEO|CTO|COO|CFO)"
# What only a firm has, or does.
AFTER = re.compile(
    f"{HEADS}|.{{2}}(?:副总裁|总监|经理)|的?(?:员工|高管|上市|公司|总部)"
    "|(?:[今昨近]日|今天|昨天|正式|刚刚)?(?:宣布|发布|推出)|成立|说|表示|完成.{0,4}融资"
)
HEADED = re.compile(HEADS)
JOINED = r"(?:创办|创立|成立|加入|加盟|离开|入职|供职于|就职于|任职于)了?\Z"
BEFORE = re.compile(rf"{JOINED}|(?:旗下的?|公司)\Z")
ENTERED = re.compile(JOINED)
MOST = 20
"""Firms of a document, the most often named first."""


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm: its name, what kind of firm it calls itself, both as they are written."""

    name: str
    kind: str
    english: str
    """The kind in English: `Cloud`."""
    is_short: bool
    """Whether the text uses the name without its kind, too."""


def firms(
    text: str, cutter: Cutter, dictionary: Dictionary, people: Collection[str] = ()
) -> tuple[Firm, ...]:
    """Find the firms a text names, the most often named first; ``people`` are none.

    >>> text = "衡川云总裁周启明说，衡川云不卖软件。"
    >>> firms(text, Cutter(), Dictionary())
    (Firm(name='衡川', kind='云', english='Cloud', is_short=False),)
    """
    search = _Search(fold(text), cutter, dictionary, frozenset(map(fold, people)))
    return tuple(search.found()[:MOST])


class _Search:
    """One text in Simplified characters, and what judges the names in it."""

    def __init__(
        self,
        text: str,
        cutter: Cutter,
        dictionary: Dictionary,
        people: frozenset[str],
    ) -> None:
        self._text, self._cutter, self._dictionary = text, cutter, dictionary
        self._people = people

    def found(self) -> list[Firm]:
        """Give the firms, the most often named first."""
        counts: Counter[tuple[str, str]] = Counter()
        firm: set[tuple[str, str]] = set()
        for name, kind, start, end in self._places():
            counts[name, kind] += 1
            rare = self._is_word(name)
            after, before = (HEADED, ENTERED) if rare else (AFTER, BEFORE)
            if after.match(self._text, end) or before.search(
                self._text, max(0, start - 5), start
            ):
                firm.add((name, kind))
        return [
            Firm(*one, KINDS[one[1]], self._is_short(*one))
            for one, count in counts.most_common()
            if one in firm
            and (count > 1 or (one[1] == "科技" and not self._is_word(one[0])))
        ]

    def _places(self) -> Iterator[tuple[str, str, int, int]]:
        for match in FIRM.finditer(self._text):
            name, kind = match.groups()
            start, end = match.start(), match.end(1)
            if self._can_be_name(name, kind) and not self._is_cut_through(start, end):
                yield name, kind, start, match.end(2)

    def _can_be_name(self, name: str, kind: str) -> bool:
        """Tell characters that are no word and hold none: 衡川, not 混合.

        Or a rare word, before what only a firm calls itself by: 长风|云.
        """
        if not NEVER.isdisjoint(name) or CREDIT.search(name):
            return False
        if any(person in name or name in person for person in self._people):
            return False
        if len(name) > 2:
            return not any(map(self._is_word, (name, name[:2], name[1:])))
        return not self._is_word(name) or (
            kind in OWN_KINDS
            and 0 < self._cutter.frequency(name) <= RARE
            and self._cutter.tag(name).startswith("n")
            and not self._is_word(name + kind)
        )

    def _is_word(self, part: str) -> bool:
        return self._cutter.frequency(part) > 0 or self._dictionary.has(part)

    def _is_cut_through(self, start: int, end: int) -> bool:
        """Tell whether a word from before ends inside a name: 土|耳其, 马|士基."""
        return any(
            self._is_word(self._text[before:after])
            for before in range(max(0, start - 2), start)
            for after in range(start + 1, end + 1)
        )

    def _is_short(self, name: str, kind: str) -> bool:
        """Tell whether the name is used without its kind, too: 衡川 for 衡川云."""
        return len(re.findall(f"{name}(?!{kind})", self._text)) > 1
