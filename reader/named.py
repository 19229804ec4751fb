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
from reader.beside import (
    AT_PERSON,
    AT_ROLE,
    AT_START,
    DOES,
    FIRM,
    JOINT,
    LOOSE,
    SAYS_OR_DOES,
)
from reader.dictionary import Dictionary
from reader.foreign import foreign
from reader.given import CALLS, FOREIGN, NEVER, TITLED, can_be_given
from reader.likeness import VAGUE, Likeness
from reader.people import (
    CALLED,
    CALLED_BESIDE,
    CLEAR,
    COMPOUND_SURNAME,
    SURNAMES,
    people,
)
from reader.words import Cutter

REACH = 4
"""Characters after a name that are cut together with it."""
THRESHOLD = 1.0
"""What all that is seen of a name must come to, where no rule says it is one."""
BESIDE = 2.0
"""How much less is enough beside a name."""
# What no name has after its first character: 向您, 和他.
FUNCTION = frozenset(
    "的了是在不有也就都还与及或但被把让给对从到说您谁此每我你他她们吗呢吧着"
)
# 向郭家说明: to whom, not who.
TO = re.compile(f"[和于向][{''.join(sorted(CLEAR))}]")
THINGS = re.compile(
    r"\b(?:company|brand|corporation|bank|city|county|district|town|province|island"
    r"|river|mountain|Mt|dynasty|state|kingdom|software|group)s?\b"
)
COMMON, BEGINNING = 2000, 50
"""How often jieba met a word that is no given name, and one that begins no name."""
GIVEN = frozenset(["建国", "光明", "海洋", "胜利", "国庆"])
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
            can_be_given(name[surname:])
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
        if not can_be_given(text[start + surname : end]):
            return False
        clear = surname == 2 or text[start] in CLEAR
        if clear and end - start > 2 and self._cutter.is_person(text[start:end]):
            # No more than a name stands there: nothing says that it is one.
            return self._is_known(start, surname, end)
        sure = SURE.match(text, start) and self._begins_word(end)
        due = sure or self._is_due(start, surname, end)
        return bool(due) and self._stands(start, end)

    def _is_known(self, start: int, surname: int, end: int) -> bool:
        """Tell a name of jieba's dictionary from kings, rivers and foreign names."""
        text = self._text
        word, given = text[start:end], text[start + surname : end]
        return (
            word[-1] not in FOREIGN_END | NO_NAME_END
            and given[0] not in FOREIGN_END
            and COMPOUND_SURNAME.match(given) is None
            and FOREIGN_AFTER.match(text, end) is None
            and REIGN.match(text, end) is None
            and KING.search(text, max(0, start - 1), end) is None
            and not self._dictionary.has(word)
            and (surname == 2 or not self._dictionary.has(word[:2]))
            and self._cutter.frequency(given) < COMMON / 10 + 5000 * (given in GIVEN)
            and self._stands(start, end)
            and self._is_cut(start, end)
        )

    def _is_due(self, start: int, surname: int, end: int) -> bool:
        """Tell whether a name is due there: after a post, before a verb of speech."""
        text = self._text
        post = AT_ROLE.search(text, max(0, start - 8), start) is not None
        if not LOOSE.match(text, end):
            return post and self._comes_back(start, end)
        size = end - start - surname
        clear = surname == 2 or text[start] in CLEAR
        vague = surname == 1 and text[start] in VAGUE
        says = FIRM.match(text, end) is not None
        if post:
            return not vague or (size == 2 and (says or self._is_new(start, end)))
        person = AT_PERSON.search(text, max(0, start - 2), start) is not None
        if says and person:
            return clear or (size == 2 and not vague)
        if self._listed.get(start) == end:
            return True
        return clear and person and DOES.match(text, end) is not None

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
                        if can_be_given(text[place + 1 : place + size])
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
