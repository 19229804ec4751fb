"""Sentence -> tokens: words, terms, names, numbers and marks, nothing lost.

The glossary's terms and the names met in the document are fixed first, then Latin
words, numbers and marks; what is left is Han characters, cut by jieba's dictionary
without its guesses at unknown words (they make 道生说 of 汤道生说). Traditional
characters are folded for the dictionary only; a token is always text as it stands.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from copy import copy

from glossary import Match
from glossary.han import HAN_CLASS
from reader.counting import SEVERAL, counted, numbers
from reader.countries import TOGETHER, are_countries
from reader.dictionary import Dictionary
from reader.folding import folded
from reader.lexicon import Lexicon
from reader.models import Token
from reader.people import CLEAR

# In this order: `https://a.cn/b`, `a@b.cn`; `to B`, `4S店`, `P&L`, `Node.js`, `GPT-4`;
# `1,460`, `91.6`, `09:40`; white space; runs of one mark (`……`, `——`); any other sign.
PIECE = re.compile(
    rf"""
      (?P<whole>
        (?:https?|ftp)://[\w\-.~:/?\#@!$&*+,;=%]*[\w/\#=]
      | [\w.%+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+
      | (?<![A-Za-z])[Tt][Oo]\ ?[ABCGabcg](?![A-Za-z])
      | \d[SsCcDdGgPpKk](?![A-Za-z0-9])(?:(?<=[Ss])店)?
      | [BCGbcg]端
      | \d+(?:,\d{{3}})+(?:\.\d+)?%?
      | \d+(?:[.:：/]\d+)*%?(?![A-Za-z\d])
      | \.?[A-Za-z\u00c0-\u024f0-9_]+
        (?:[.\-&'’/+·][A-Za-z\u00c0-\u024f0-9_]+)*[+\#]*
      )
    | (?P<space>\s+)
    | (?P<han>[{HAN_CLASS}]+)
    | (?P<mark>(?P<same>[^\w\s])(?P=same)+)
    | (?P<other>.)
    """,
    re.VERBOSE | re.ASCII | re.DOTALL,
)
LONGEST_MERGED = 5
# What follows digits: `8个多月`, `86万台`, `200多天`, `3点半`; the dictionary alone
# would swallow the measure word (个多月, 万台). Digits are no part of a word, so more
# is a measure word after them than after a figure (reader.counting), but for what
# begins a word there.
UNIT = re.compile(
    "星期|小时|分钟|公里|千米|平方米|公斤|美元|港元"
    "|[个日万亿元块套款岁倍米秒轮批届步张篇座只辆间所支页版季吨折级]"
    # 90年代, 3分之1, 8点钟: there the dictionary knows better.
    "|年(?![代级轻度初])|月(?!份|底)|天(?![然气空])|周(?![围边末])|家(?![庭长电具乡])"
    "|位(?!置)|名(?![字单])|人(?![民才工力员类])|次(?![数日要])|项(?!目)|条(?![件款])"
    "|种(?![类植子])|件(?!数)|台(?!湾)|点(?![钟击])|分(?![之析别享布])|层(?![次面])"
    "|场(?![景地])|本(?![地身质来])|部(?![门分署])|期(?![间望待])|度(?![过假])|号(?![码称线召])"
)
AFTER_NUMBER = re.compile(
    rf"(?P<more>[万亿千百十]*)(?P<over>[多余来几]?)(?P<unit>{UNIT.pattern})?"
    "(?P<rest>[多余半])?"
)
FIGURES_END = re.compile(r"(?<![\w.\-])\d[\d,.]*\Z")
DOES = (
    "做写说看听读讲谈买卖拿放打拉走跑跳飞开收接发睡坐站等找查问猜算学教用穿管聊笑哭花吃喝住累"
    "高低大小多少快慢难好长短远近贵"
)
# Where the dictionary would join what is apart: 周|总和 in 周总和陈总, 造成|立于 in
# 智造成立于, 笔记|下来 in 用笔记下来, 他的|话说, 大学里|拉过; not 上周总和, 笔记下载.
PARTED = re.compile(
    f"(?<![上本下每这一两三四])(?<=[{''.join(sorted(CLEAR))}]总)"
    "(?=[和与跟](?:..?总|我|他|她))"
    "|(?<=里)(?=拉[过了着])|(?<=的)(?=话[^，。、；：？！吧呢啊])"
    # 写得|出, 管得|了, 走得|很: not 懂得, 不得了, 获得了.
    f"|(?<=[{DOES}]得)(?=[出很起])|(?<=[{DOES}])(?=得[出很起了])"
    "|(?<=造)(?=成立(?:[于了，]|以来|之)(?!不败))|(?<=笔)(?=记下[来了])"
    # 算|了一笔账, 暂不|可用; not 算了吧, 不可用力.
    "|(?<=算)(?=了[^吧呢啊吗])|(?<=不)(?=可用(?![来以于作力心手人意]))"
)
# What each such place holds: most runs hold none.
PARTS = re.compile("得[出很起了]|总[和与跟]|造成立|笔记下|里拉|的话|算了.|不可用")
# What a verb comes to, and what it does not: 睡不着, 买得起.
ABLE = re.compile("[^是要会能有好][不得][着起到动下上了完住见]")
FINAL = frozenset(["罢了", "除了", "为了", "极了"])
"""Words that end in 了 wherever they stand."""
OFFICES = frozenset("厅局部处科院校厂司县市省区镇乡村队会所馆站社班组连营团")
"""What a 长 is the head of: 卫生|厅长."""
BUSY = frozenset(
    "的了着过是在有不没也都就还又将会能要可想说来去上下中里内外前后时人把被给对向跟和与或为做用"
)
"""What is more often a word by itself than the end of one."""
SELDOM = 5
"""How often jieba has met what it has from lists of names, not from texts."""
# 他|儿, 的|儿: no r.
NO_ERHUA = frozenset(
    "我你您他她它的了着过是在有不没也都就还女男幼婴孤小老弃生育一二三四五六七八九十"
)
REMEMBERED = 50_000


class _Known(dict[str, Token]):
    """The tokens of the words met; making one takes longer than finding it."""

    def __missing__(self, word: str) -> Token:
        token = self[word] = Token(word)
        return token


class Cutter:
    """jieba's dictionary, opened once, and the names of the document in hand.

    >>> cutter = Cutter()
    >>> [token.text for token in cutter.cut("CSIG总裁做to B业务已经8个多月了")]
    ['CSIG', '总裁', '做', 'to B', '业务', '已经', '8', '个', '多', '月', '了']
    """

    def __init__(self, dictionary: Dictionary | None = None) -> None:
        self._dictionary = dictionary or Dictionary()
        self._lexicon = Lexicon()
        self._names: re.Pattern[str] | None = None
        self._known = _Known()

    def learn(self, names: Iterable[str]) -> None:
        """Keep these names whole from now on, instead of those learnt before."""
        # A label of one character, 答, is no name: it would cut through 回答.
        known = sorted({name for name in names if name[1:]}, key=len, reverse=True)
        self._names = (
            re.compile("|".join(re.escape(name) for name in known)) if known else None
        )

    def knowing(self, names: Iterable[str]) -> "Cutter":
        """Give a cutter that knows these names, and shares what is open already."""
        other = copy(self)
        other.learn(names)
        return other

    def cut(self, text: str, marks: Sequence[Match] = ()) -> tuple[Token, ...]:
        """Cut one sentence into tokens that, joined, are the sentence.

        Each match of the glossary is one token that carries the term's English. The
        matches are ascending and do not overlap.

        >>> cutter = Cutter()
        >>> cutter.learn(["汤道生"])
        >>> [token.text for token in cutter.cut("汤道生说，AWS的中国版在4S店")]
        ['汤道生', '说', '，', 'AWS', '的', '中国', '版', '在', '4S店']
        """
        tokens: list[Token] = []
        position = 0
        known = self._known
        if len(known) > REMEMBERED:
            known.clear()
        for match in marks:
            tokens += map(known.__getitem__, self._words(text[position : match.start]))
            term = match.term
            tokens.append(Token(text[match.start : match.end], term=term.english))
            position = match.end
        tokens += map(known.__getitem__, self._words(text[position:]))
        return tuple(tokens)

    def judge(self, folded: str, start: int, end: int) -> bool:
        """Tell whether a term can be a word where it stands in a folded text.

        >>> cutter = Cutter()
        >>> cutter.judge("全国企业都在看", 1, 3), cutter.judge("国企都在看", 0, 2)
        (False, True)
        """
        return self._lexicon.judge(folded, start, end)

    def frequency(self, word: str) -> int:
        """Say how often jieba's dictionary met a Simplified word; 0 for never.

        >>> Cutter().frequency("我们") > Cutter().frequency("轴承") > 0
        True
        """
        return self._lexicon.frequency(word)

    def rate(self, word: str) -> float:
        """Say how often a word stands among all words, by jieba's counts."""
        return self._lexicon.rate(word)

    def tag(self, word: str) -> str:
        """Name a word's part of speech as jieba's dictionary does, "" if unknown.

        >>> cutter = Cutter()
        >>> cutter.tag("轴承"), cutter.tag("拜访"), cutter.tag("轴承套圈")
        ('n', 'v', '')
        """
        return self._lexicon.tag(word)

    def words(self) -> Iterator[tuple[str, int, str]]:
        """Go through jieba's words, each with how often it comes and its tag."""
        return self._lexicon.words()

    def is_person(self, word: str) -> bool:
        """Tell whether jieba's dictionary has a Simplified word as a person's name.

        It tags much else so: 古建筑, 黄金周.

        >>> Cutter().is_person("刘建国"), Cutter().is_person("个人")
        (True, False)
        """
        return self._lexicon.is_person(word)

    def _words(self, text: str) -> Iterator[str]:
        position = 0
        for name in self._names.finditer(text) if self._names else ():
            yield from self._pieces(text[position : name.start()])
            yield name.group()
            position = name.end()
        yield from self._pieces(text[position:])

    def _pieces(self, text: str) -> Iterator[str]:
        after_number = False
        for piece in PIECE.finditer(text):
            if piece.lastgroup == "han":
                yield from self._han(piece.group(), after_number)
            else:
                yield piece.group()
            # `1,300 多个`: some write a blank between figures and characters.
            after_number = piece.group()[-1].isdigit() or (
                piece.group() == " "
                and bool(FIGURES_END.search(text, 0, piece.start()))
            )

    def _han(self, run: str, after_number: bool) -> Iterator[str]:
        position = 0
        if after_number:
            simple = folded(run)
            match = AFTER_NUMBER.match(simple)
            assert match is not None  # Every part may be empty.
            if match["unit"] or match["more"] or match["over"]:
                for group in ("more", "over", "unit", "rest"):
                    if match[group]:
                        yield run[slice(*match.span(group))]
                position = match.end()
                # 8个多月: what follows 多 is a unit once more.
                again = UNIT.match(simple, position) if match["rest"] else None
                if again:
                    yield run[slice(*again.span())]
                    position = again.end()
        rest = run[position:]
        start = 0
        simple = folded(rest)
        for word in self._merged(simple) if rest else ():
            for part in counted(word):
                end = start + len(part)
                yield part if simple is rest else rest[start:end]
                start = end

    def _merged(self, run: str) -> Iterator[str]:
        """Cut by jieba's words, and by CC-CEDICT's where jieba has none: 微信."""
        words: list[str] = []
        for part in PARTED.split(run) if PARTS.search(run) else (run,):
            words += self._lexicon.cut(part)
        words = self._shifted(words)
        if SEVERAL.search(run):
            words = numbers(words)
        position = 0
        while position < len(words):
            if "".join(words[position + 1 : position + 2]) == "儿" and (
                len(words[position]) == 1 and words[position] not in NO_ERHUA
            ):
                yield words[position] + "儿"  # 老炮|儿
                position += 2
                continue
            able = "".join(words[position : position + 2])
            if ABLE.fullmatch(able) and self._dictionary.has(able):
                yield able  # 睡|不着
                position += 2
                continue
            if len(words[position]) > 1:
                yield words[position]
                position += 1
                continue
            pair = "".join(words[position : position + 2])
            if are_countries(pair) and TOGETHER.match("".join(words[position + 2 :])):
                yield pair
                position += 2
                continue
            alone = 1
            while (
                position + alone < len(words)
                and alone < LONGEST_MERGED
                and len(words[position + alone]) == 1
            ):
                alone += 1
            size = next(
                filter(
                    lambda size: self._is_word(
                        "".join(words[position : position + size]),
                        alone=size == len(words),
                        last=position + size == len(words),
                    ),
                    range(alone, 1, -1),
                ),
                1,
            )
            yield "".join(words[position : position + size])
            position += size

    def _shifted(self, words: list[str]) -> list[str]:
        """Give a character back that a rare word took from the next: 英德|红茶."""
        for index in range(len(words) - 1):
            word, after = words[index : index + 2]
            if len(after) == 1 and len(word) > 2 and self._takes(word, after):
                words[index : index + 2] = word[:-1], word[-1] + after
        return words

    def _takes(self, word: str, after: str) -> bool:
        """Tell 卫生厅|长 and 英德红|茶 from 运输机|会."""
        if after == "长":
            return word[-1] in OFFICES and self._dictionary.has(word[-1] + after)
        return (
            after not in BUSY
            and self._lexicon.frequency(word) <= SELDOM
            and not self._dictionary.has(word)
            and self._dictionary.has(word[:-1])
            and self._lexicon.frequency(word[-1] + after) > SELDOM
        )

    def _is_word(self, word: str, *, alone: bool, last: bool) -> bool:
        # jieba has weighed the words it knows and chosen against them here.
        if self._lexicon.frequency(word) or not self._dictionary.has(word):
            return False
        # `得了，`, `我去！`; but 搬|到|了, 得|了|奖, 让|我|去.
        if word[-1] != "了" and word != "我去":
            return True
        return alone or word in FINAL or (last and word == "算了")
