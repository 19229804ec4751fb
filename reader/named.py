"""A document -> the people it names, those named once and firmly included.

What reader.people finds by patterns is joined by names that the dictionaries let pass:
a surname and one or two characters that are no word, cut through no word beside them,
and stand where a name is due: after a post, before a title or a verb of speech, in a
list of names, or as jieba's dictionary has them. Where no rule says so, all that stands
about is weighed (reader.likeness). A wrong name is cut, spelled and asked of the
translator, so all doubt is against a name.
"""

import re
from collections.abc import Iterator, Mapping

from glossary.scripts import fold
from reader.dictionary import Dictionary
from reader.foreign import foreign
from reader.likeness import VAGUE, Likeness
from reader.people import (
    CALLED,
    CALLED_BESIDE,
    CLEAR,
    COMPOUND_SURNAME,
    POSTS,
    SPEECH,
    SURNAMES,
    TITLES,
    people,
)
from reader.words import Cutter

REACH = 4
"""Characters after a name that are cut together with it."""
THRESHOLD = 1.0
"""What all that is seen of a name must come to, where no rule says it is one."""
BESIDE = 2.0
"""How much less is enough beside a name."""
# What is in no given name, and what ends a word for a firm or a place.
NEVER = frozenset(
    "的了是在不有也就都还与及或但被把让给对向从到说以上下来去要会能很更最这那他她我你它们"
    "个些么吗呢吧啊着过得地所因则即且等将已再又只才没非和跟于由据位名次者某氏做看想问讲"
    "您谁此每各该将用为什几两一二三四五六七八九十百千"
)
FUNCTION = frozenset(
    "的了是在不有也就都还与及或但被把让给对从到说您谁此每我你他她们吗呢吧着"
)
# These are in names of three characters: 张一鸣, 王守之.
IN_NAMES = frozenset("一之为千百")
# 王总, 温州人: no whole name; 华为, 金山: no people.
TITLED = re.compile(rf"(?:{TITLES}|师傅|人)\Z")
# 王工, 张姐, 郭家: how one is called, and a house.
CALLS = re.compile(
    "[工姐哥局处董总家嫂叔姨爷婆导]|处长|律师|医生|师兄|师姐|师弟|师妹|阿姨|大[娘爷妈叔哥姐嫂]"
    "|奶奶|爷爷|叔叔|老汉|老太"
)
# 受访时坦言: when, not who.
SAID = re.compile(SPEECH)
# 向郭家说明: to whom, not who.
TO = re.compile(f"[和于向][{''.join(sorted(CLEAR))}]")
THINGS = re.compile(
    r"\b(?:company|brand|corporation|bank|city|county|district|town|province|island"
    r"|river|mountain|Mt|dynasty|state|kingdom|software|group)s?\b"
)
ENDINGS = frozenset("方队院司省市县区镇村街店厂局部处委校版型率额费器件类层面人总董")
COMMON, BEGINNING = 2000, 50
"""How often jieba met a word that is no given name, and one that begins no name."""
GIVEN = frozenset(["建国", "光明", "海洋", "胜利", "国庆"])
# 刘易斯, 周比利: foreign names, which English does not spell in pinyin.
FOREIGN = frozenset("斯尔茨姆")
FOREIGN_END = frozenset(
    "夫瓦耶沃廖波门鲁阿特里德克拉亚利尼莱逊顿卡罗萨莎丝诺塔巴曼迪伯勒维纳奇蒂"
)
# 张阿济|莫夫.
FOREIGN_AFTER = re.compile("[格莫夫斯尔特德姆]|[‧·]")
# What jieba's dictionary tags as people, and are kings, halls and rivers.
NO_NAME_END = frozenset(
    "汤树柜旗郡道时矶化士刺侯汗胡禅联引丹老吉馆王宗帝朝河湖桥岭岗碑塔祠殿嘴湾口水土子庙冲娘爷叔伯"
)
# 女王登基, 北魏大军, 宋建隆元年.
KING = re.compile(
    "[魏秦宋齐楚赵韩][太武献惠孝昭襄穆庄文宣哀灵]|..郡|[女楚秦魏齐燕赵韩宋亲国汉晋吴越诸藩君帝]王|[东西南北][魏梁宋周汉]"
)
REIGN = re.compile("[元一二三四五六七八九十0-9]+年")
# Words that names begin with all the same: 王国军, 许家明.
FAMILY = re.compile("王国|.家")
WEEK = re.compile(r"[上下本这每]周\Z")

# Whoever is called so has a given name after it; 东方 and 太史 are words as well.
SURE = re.compile(
    "欧阳|司徒|上官|诸葛|尉迟|令狐|慕容|皇甫|钟离|鲜于|夏侯|宇文|澹台|轩辕|申屠|濮阳"
)
ROLES = (
    rf"{fold(POSTS)}|创办人|合伙人|总监|首席[一-龥]{{2,3}}官|经理|教授|博士|院士|主编|编辑"
    "|老板娘?|代理商|渠道商|经销商|店主|车主|业主|馆长|店长|厂长|行长|局长|司长|镇长|村长|书记|省长"
    "|船长|机长|司机|技工|医生|护士|律师|民警|学者|专家|教练|导演|演员|选手|农民|设计师|程序员"
    "|任命|名叫|实习生|董事|秘书长|会长|理事长|发言人|负责人|工程师|分析师|研究员|讲师|老师|作者|站长|县长|市长"
)
AT_ROLE = re.compile(rf"(?:{ROLES})[ \u3000]?\Z")
# `据`, `由`, `对`: a person may follow, and much else.
AT_PERSON = re.compile(
    r"(?:\A|[\s，。、；：:“”！？（(]|(?<![数证依占相应面绝反自理缘方总温饱参])[据由对向与和跟及])\Z"
)
AT_START = re.compile(r"(?:\A|[\s，。；：:“”！？（(])\Z")
SHORT = "[总董](?=[，。、：:说表认指和与对在也就都的]|\\Z)"
SAYS = rf"{SPEECH}|(?![总董])(?:{TITLES})|{SHORT}|请教|访问|采访|专访|宣布"
FIRM = re.compile(rf"(?:{SAYS})(?!话|笑|明|法|书|事|体|结|共|是)")
DOES = re.compile(
    "(?:访问|采访|专访|加入|离开|担任|出任|创办|创立|毕业|来自|出生|接受|入职|带领|去了|来到"
    "|回到|都来|负责)"
)
SAYS_OR_DOES = re.compile(f"{FIRM.pattern}|{DOES.pattern}")
# A mark, or a word that a name is followed by.
LOOSE = re.compile(
    rf"\Z|[，。、：:；！？／|（(）)\s”》]|{FIRM.pattern}|{DOES.pattern}"
    "|是|在|把|对|从|还|也|就|曾|将|向|与|和|的|及|等|[两三四五六七八九十]人|认为|去"
)
JOINT = re.compile("[、和与及跟]")


def named(
    text: str, cutter: Cutter, dictionary: Dictionary, *, threshold: float = THRESHOLD
) -> tuple[str, ...]:
    """Find the people a text names, the most often named first, as they are written.

    `threshold` is what all that is seen of a name must come to, where no rule says it
    is one.

    >>> named("据赵越介绍，刘建国高兴地说", Cutter(), Dictionary())
    ('刘建国', '赵越')
    """
    search = _Search(fold(text), cutter, dictionary, threshold)
    found = {text[start:end] for start, end in search.spans()}
    simple = fold(text)
    for name in people(simple):
        if search.can_be(name):
            places = re.finditer(name, simple)
            found.update(text[slice(*place.span())] for place in places)
    # 夏侯敬送记者: the text names 夏侯敬 elsewhere.
    found -= {name for name in found if len(name) > 3 and name[:-1] in found}
    found -= {name for name in found if name[:-1] in found and search.runs_on(name)}
    found.update(foreign(text, cutter))
    return tuple(sorted(found, key=lambda name: (-text.count(name), name)))


def candidates(
    text: str, cutter: Cutter, dictionary: Dictionary
) -> Iterator[tuple[int, int, int]]:
    """Go through the places of a Simplified text that could be a name.

    Gives where it starts, how long its surname is, and where it ends.
    """
    search = _Search(text, cutter, dictionary)
    for start, surname in search.surnames():
        for size in (2, 1):
            end = start + surname + size
            if end <= len(text) and search.may_be(start, surname, end):
                yield start, surname, end


class _Search:
    """One text in Simplified characters, and what judges the names in it."""

    def __init__(
        self,
        text: str,
        cutter: Cutter,
        dictionary: Dictionary,
        threshold: float = THRESHOLD,
    ) -> None:
        self._text, self._cutter, self._dictionary = text, cutter, dictionary
        self._threshold = threshold
        self._likeness = Likeness(cutter, dictionary)
        self._listed: dict[int, int] = {}

    def surnames(self) -> Iterator[tuple[int, int]]:
        """Give where surnames begin, and how long each is."""
        for place, character in enumerate(self._text):
            if surname := self._surname(place, character):
                yield place, surname

    def may_be(self, start: int, surname: int, end: int) -> bool:
        """Tell what no dictionary has as anything but a name."""
        name = self._text[start:end]
        return (
            _can_be_given(name[surname:])
            and self._may_be_person(name)
            and (self._cutter.is_person(name) or not self._cutter.frequency(name))
        )

    def spans(self) -> Iterator[tuple[int, int]]:
        """Give the places of names, those that rules find first."""
        spots = list(self.surnames())
        self._listed = dict(self._lists(place for place, _ in spots))
        found: dict[int, int] = {}
        for start, surname in spots:
            for size in (1, 2):
                end = start + surname + size
                if end <= len(self._text) and self._is_name(start, surname, end):
                    found[start] = end
                    break
            else:
                found.update(self._likeliest(start, surname, self._threshold))
        yield from found.items()
        yield from self._beside(found, dict(spots))
        yield from self._called()

    def _surname(self, place: int, character: str) -> int:
        """Give the length of the surname that begins at a place, 0 for none."""
        if COMPOUND_SURNAME.match(self._text, place):
            return 2
        return int(character in SURNAMES)

    def _is_name(self, start: int, surname: int, end: int) -> bool:
        """Weigh what stands on both sides against what else it may be."""
        text = self._text
        given = text[start + surname : end]
        if not _can_be_given(given):
            return False
        word, clear = text[start:end], surname == 2 or text[start] in CLEAR
        if clear and len(word) > 2 and self._cutter.is_person(word):
            # No more than a name stands there: nothing says that it is one.
            return (
                word[-1] not in FOREIGN_END | NO_NAME_END
                and given[0] not in FOREIGN_END
                and COMPOUND_SURNAME.match(given) is None
                and FOREIGN_AFTER.match(text, end) is None
                and REIGN.match(text, end) is None
                and KING.search(text, max(0, start - 1), end) is None
                and not self._dictionary.has(word)
                and (surname == 2 or not self._dictionary.has(word[:2]))
                and self._cutter.frequency(given)
                < COMMON / 10 + 5000 * (given in GIVEN)
                and self._stands(start, end)
                and self._is_cut(start, end)
            )
        if SURE.match(text, start) and self._begins_word(end):
            return self._stands(start, end)
        role = AT_ROLE.search(text, max(0, start - 8), start) is not None
        if not LOOSE.match(text, end):
            return role and self._comes_back(start, end)
        firm = FIRM.match(text, end) is not None
        vague = text[start] in VAGUE and surname == 1
        if role:
            due = not vague or (len(given) == 2 and (firm or self._is_new(start, end)))
        elif firm and AT_PERSON.search(text, max(0, start - 2), start):
            due = clear or (len(given) == 2 and not vague)
        elif self._listed.get(start) == end:
            due = True
        else:
            due = (
                clear
                and DOES.match(text, end) is not None
                and AT_PERSON.search(text, max(0, start - 2), start) is not None
            )
        return due and self._stands(start, end)

    def _comes_back(self, start: int, end: int) -> bool:
        """Tell 老板|查良军, who is named again before another word."""
        word = self._text[start:end]
        after = {self._text[one.end() :][:1] for one in re.finditer(word, self._text)}
        return (
            end - start > 2
            and len(after) > 1
            and self._is_new(start, end)
            and self._stands(start, end)
        )

    def _is_new(self, start: int, end: int) -> bool:
        """Tell what is no word in any part, the word beside it included: 单|晓|宇."""
        tokens = self._cutter.cut(self._text[start : end + REACH])
        return all(len(token.text) == 1 for token in tokens[: end - start])

    def runs_on(self, name: str) -> bool:
        """Tell 游玮正 of 游玮|正在, wherever it stands."""
        return all(
            self._dictionary.has(self._text[one.end() - 1 : one.end() + 1])
            for one in re.finditer(fold(name), self._text)
        )

    def can_be(self, word: str) -> bool:
        """Tell a name from a word or from words in a row: 马上, 向员工."""
        if TITLED.search(word) or CALLS.fullmatch(word[1:]) or TO.match(word):
            return False
        if not FUNCTION.isdisjoint(word[1:]) or not FOREIGN.isdisjoint(word[1:]):
            return False  # 向您, 马斯克
        if self._dictionary.has(word) or self._cutter.is_person(word):
            return self._may_be_person(word)
        return not self._cutter.frequency(word) and not self._has_common(word)

    def _may_be_person(self, word: str) -> bool:
        """Tell whether CC-CEDICT has a word as no more than a name, or not at all."""
        return all(
            entry.is_name and THINGS.search("/".join(entry.senses)) is None
            for entry in self._dictionary.entries(word)
        )

    def _has_common(self, word: str) -> bool:
        """Tell words in a row: 施工方, 向员工; 建国 is a name, too."""
        if len(word) != 3:
            return False
        given = word[1:] if word[1:] not in GIVEN else ""
        frequency = self._cutter.frequency
        return frequency(given) >= COMMON or (
            FAMILY.match(word) is None and self._has_beginning(word)
        )

    def _has_beginning(self, word: str) -> bool:
        """Tell 王国|里, which is no name, from 林晓|岚."""
        first = word[:2]
        return (
            len(word) == 3
            and COMPOUND_SURNAME.match(first) is None
            and self._cutter.frequency(first) >= BEGINNING
            and (self._dictionary.has(first) or not self._cutter.is_person(first))
        )

    def _stands(self, start: int, end: int) -> bool:
        """Tell whether no word is there instead, or cut through."""
        word, cutter = self._text[start:end], self._cutter
        if not self._may_be_person(word) or WEEK.search(self._text, 0, start + 1):
            return False
        if cutter.is_person(word):
            if self._has_beginning(word):
                return False
        elif cutter.frequency(word) or self._has_common(word):
            return False
        return cutter.judge(self._text, start, end)

    def _is_cut(self, start: int, end: int) -> bool:
        """Tell whether words begin and end there, as the text is cut without names."""
        place = max(0, start - 8)
        edges = {place}
        for token in self._cutter.cut(self._text[place : end + 8]):
            place += len(token.text)
            edges.add(place)
        return {start, end} <= edges

    def _begins_word(self, place: int) -> bool:
        """Tell whether a word of two syllables or a small one begins there."""
        if LOOSE.match(self._text, place) or self._text[place] in NEVER:
            return True
        first = self._cutter.cut(self._text[place : place + 6])[0].text
        return len(first) > 1

    def _beside(
        self, found: Mapping[int, int], spots: Mapping[int, int]
    ) -> Iterator[tuple[int, int]]:
        """Find 詹永福 with 庞卫东: less sure alone, but joined to one that is found."""
        threshold = self._threshold - BESIDE
        joined = {start - 1 for start in found if JOINT.match(self._text, start - 1)}
        for start, surname in spots.items():
            if start in found:
                continue
            follows = start - 1 in found.values() and JOINT.match(self._text, start - 1)
            for place, end in self._likeliest(start, surname, threshold):
                if follows or end in joined:
                    yield place, end

    def _likeliest(
        self, start: int, surname: int, threshold: float
    ) -> Iterator[tuple[int, int]]:
        """Find the name that is likely enough, where no rule says there is one."""
        likely = [
            (self._likeness.of(self._text, start, surname, end), end)
            for end in (start + surname + 1, start + surname + 2)
            if end <= len(self._text)
            and self.may_be(start, surname, end)
            and self.can_be(self._text[start:end])
        ]
        score, end = max(likely, default=(0.0, 0))
        if score > threshold:
            yield start, end

    def _lists(self, places: Iterator[int]) -> Iterator[tuple[int, int]]:
        """Find names in a row: `王芳和李明`, `王志强、李晓梅、张文博三人`."""
        text = self._text
        begins = {place for place in places if text[place] in CLEAR}
        for place in sorted(begins):
            if not AT_START.search(text, max(0, place - 1), place) and not re.match(
                "[有是由]", text[place - 1]
            ):
                continue
            row = []
            while place in begins:
                end = next(
                    (
                        place + size
                        for size in (2, 3)
                        if _can_be_given(text[place + 1 : place + size])
                        and len(text) >= place + size
                        and LOOSE.match(text, place + size)
                    ),
                    0,
                )
                if not end or not self._stands(place, end):
                    break
                row.append((place, end))
                if not JOINT.match(text, end):
                    break
                place = end + 1
            if len(row) > 1:
                yield from row

    def _called(self) -> Iterator[tuple[int, int]]:
        """Find 老张 where a list or a verb of speech makes it a person."""
        text = self._text
        for match in CALLED_BESIDE.finditer(text):
            start, end = match.span()
            if not AT_PERSON.search(text, max(0, start - 2), start):
                continue
            joint = JOINT.match(text, end)
            other = CALLED_BESIDE.match(text, end + 1) if joint else None
            if other is None and JOINT.match(text, start - 1):
                other = CALLED_BESIDE.match(text, max(0, start - 3))
            # Of two in a row, one that is no pony: 老张和小马.
            sure = CALLED.fullmatch(match[0]) or (other and CALLED.fullmatch(other[0]))
            if sure and (
                self._is_cut(start, end) if other else SAYS_OR_DOES.match(text, end)
            ):
                yield start, end


def _can_be_given(given: str) -> bool:
    return (
        bool(given)
        and (NEVER - IN_NAMES if len(given) == 2 else NEVER).isdisjoint(given)
        and FOREIGN.isdisjoint(given)
        and TITLED.search(given) is None
        and CALLS.fullmatch(given) is None
        and SAID.fullmatch(given) is None
        and all("一" <= one <= "龥" for one in given)
        and not (len(given) == 2 and given[-1] in ENDINGS)
    )
