"""A word of jieba's that is several words -> those words, as GB/T 16159 writes them.

jieba's dictionary holds what often stands together: 坐在, 一个月, 数据中心. The
standard, §6.1, writes apart a number and its measure word, a noun and what says where,
a verb and its preposition, an adverb, 这 and 每, and the words of a compound of four
syllables or more. What CC-CEDICT has stays one word; of the rest only what falls into
words of its is parted.
"""

import re
from collections.abc import Sequence
from math import inf

from reader.counting import FIGURE, FIGURES, MEASURES
from reader.countries import TOGETHER, are_countries
from reader.dictionary import Dictionary
from reader.people import COMPOUND_SURNAME
from reader.tones import toneless

NUMBER = re.compile(f"{FIGURE}+|数(?=[十百千万亿]){FIGURE}+")
OVER = re.compile("(?P<over>[多来余])(?P<great>[万亿]*)")
"""What a number may be followed by: 三百多, 三百多万."""
DECIMAL = re.compile(f"{FIGURE}+点{FIGURE}*")
DETERMINERS = frozenset("这那哪每各某本该此另同")
FROM = frozenset("从在对")
PERSONS = frozenset("我你您他她谁咱")
OWNED = frozenset("家会国校厂")
ADVERBS = frozenset("不没最很太更挺较越还已只先又再就都也才刚曾仍却别未")
"""Written apart from the verb or adjective that follows."""
PREPOSITIONS = frozenset("在于向往自")
PLACES = frozenset("上下里中内外前后")
SAID = frozenset(["来说", "来看", "来讲", "时说", "那是", "都会", "就要", "得很"])
# A measure word that is no noun, before what it counts: 辆车, 块钱.
CLASSIFIERS = frozenset("辆艘棵株颗幢趟匹顿块毛封节部段道")
# Nouns of one character that are verbs as well: 镇上, 会上; not 穿上, 关上.
NOUNS = frozenset("镇省会背书信架包袋报账线地床路车船手头网课锅圈洞坑顶画表版图班席")
DIRECTIONS = frozenset(
    first + last
    for first in "上下进出回过起"
    for last in "来去"
    if first + last != "起去"
)
# What belongs to the word after it, and to the word before it.
PREFIXES = frozenset("副总非反超半准次泛无多单双")
SUFFIXES = frozenset(
    "子儿头性者员家手化们率力度型式器机品费税权罪案量额价值感观学师生长客民族界层版局处部"
    "厅署院所站厂店馆园区市县省镇乡村州街路桥河湖江山岛港会社团队组班级类种期物剂药病症法论"
    "史线网卡证书单表图片件库房室楼台车船票款金币债券股险人户商贩工匠兵员星球石木草花鱼鸟肉"
    "油口场酒茶水汤饭面粉色味音声风热潮战赛奖杯节日月年代史制展课本报刊台"
)
PLAIN = frozenset("坏笨旧好")
"""Adjectives that make no compound with a noun of two syllables: 坏消息."""
FUNCTION = frozenset("的地得了着过之而与和或及")
# Words of one syllable that show a phrase where they stand alone in it: 又|来|了,
# 那|就|好, 由|谁|来; and those that may stand beside them.
TELLING = frozenset("我你他她谁的了把被由就也都又个给让得")
SMALL = TELLING | frozenset("在是没还再很太最更从向跟和与这那来去到要会能着说看下里好")
MOST_PLAIN = 1
"""Other single syllables that a phrase may have: 打 of 打个招呼."""
# 买得起, 站得住: what one can do is no phrase; 被代理人 is a noun.
NO_PHRASE = re.compile(".得[起上下住出动到见着了来去成开过]|被.+[人者]|.+儿")
# 上个月, 下个星期; 三月份.
COUNTED_MONTH = re.compile("[上下]个(?:月|星期|礼拜|世纪)")
# 跑得快, 来得早: a verb and how it is done.
MANNER = re.compile("(.)(得)([快慢好差多少早晚远近高低稳准久对])")
NEXT_BUT_ONE = re.compile("(上+|下+)(个)(月|星期|礼拜)")
MONTH = re.compile("([一二三四五六七八九十]{1,2})(月份)")
NEAR = frozenset("近约逾")
ECHO = re.compile(r"(.)([不没])(\1.)")
AGAIN = re.compile(r"(.)\1(.)\2")
NOTE = re.compile(r"^\([^)]*\) ?")
LOCAL = "省市县区州镇乡"
OFFICES = frozenset(
    ["政府", "法院", "医院", "议会", "人大", "政协", "党委", "纪委", "高院"]
)
"""Of a city, a county: with its sign of three syllables, 市政府."""
# What a firm, a school, an office ends in: with the name before it one proper name.
INSTITUTIONS = frozenset({
    "大学", "学院", "中学", "小学", "医院", "银行", "集团", "研究院", "研究所",
    "委员会", "协会", "学会", "基金会", "出版社", "博物馆", "图书馆", "法院",
    "检察院", "机场", "车站", "火车站", "大厦", "新区", "高新区", "开发区",
    "工业园", "工业园区", "自治区", "特区", "证券", "国防部", "商务部", "财政部",
    "教育部", "外交部", "国务院", "工业大学", "理工大学", "师范大学", "科技大学",
    "交易所", "总署", "总局", "档案局", "研究中心", "合作组织", "管理局", "监管局",
})  # fmt: skip
# 省政府, 区法院: of three syllables one word, as 市政府 is to CC-CEDICT.
LOCAL_OFFICE = re.compile(f"[{LOCAL}](?:{'|'.join(sorted(OFFICES))})")
STATE = frozenset(["国家", "國家"])
"""Begins the name of an office, as a place does: 国家档案局."""
# What stands between the place and what it is: 北京|市|海淀区|人民|法院.
OF_INSTITUTIONS = frozenset({
    "人民", "高级", "中级", "最高", "国立", "自治", "科技", "技术", "职业", "师范",
    "理工", "工业", "农业", "医科", "财经", "外国语", "证券", "期货", "黄金", "商品",
    "能源", "卫生", "健康", "体育", "教育", "科学", "社会科学", "发展", "改革", "管理",
    "监督", "监管", "标准化", "技师", "联合", "城市", "建筑", "交通", "航空", "航天",
    "电力", "石油", "化工", "地质", "海洋", "水利", "林业", "中医药", "民族", "政法",
    "电子", "邮电", "音乐", "美术", "戏剧", "电影", "舞蹈", "第一", "第二", "合作",
    "市", "省", "和", "与",
})  # fmt: skip


class Parting:
    """Parts words, and remembers how.

    >>> parting = Parting(Dictionary())
    >>> parting.words("坐在"), parting.words("四十多分钟"), parting.words("数据中心")
    (('坐', '在'), ('四十', '多', '分钟'), ('数据', '中心'))
    >>> parting.words("准确率"), parting.words("我们")
    (('准确率',), ('我们',))
    """

    def __init__(self, dictionary: Dictionary) -> None:
        self._dictionary = dictionary
        self._known: dict[str, tuple[str, ...]] = {}

    def words(self, word: str) -> tuple[str, ...]:
        """Part a Simplified word into words that, joined, are the word."""
        found = self._known.get(word)
        if found is None:
            found = self._known[word] = tuple(self._part(word))
        return found

    def compound(self, word: str) -> tuple[str, ...]:
        """Part a word of the dictionary: 合作伙伴, and a verb with its object, 打电话.

        It is one word all the same, and only spelled by its parts.

        >>> parting = Parting(Dictionary())
        >>> parting.compound("合作伙伴"), parting.compound("打电话")
        (('合作', '伙伴'), ('打', '电话'))
        """
        if word == "有没有":
            return "有", "没有"
        if len(word) == 3 and word[1:] in DIRECTIONS:
            return word[0], word[1:]  # 停下来, 反过来
        if len(word) == 4 and word[0] == "不" and self._has(word[1:]):
            return "不", word[1:]  # 不好意思
        if COUNTED_MONTH.fullmatch(word):
            return word[0], word[1], word[2:]
        if len(word) == 3 and self._has_object(word):
            return word[0], word[1:]
        if len(word) < 4 or AGAIN.fullmatch(word):
            return (word,)
        return tuple(self._by_words(word)) or (word,)

    def _has(self, word: str) -> bool:
        return self._dictionary.has(word)

    def _part(self, word: str) -> list[str]:
        if word in SAID:
            return list(word)
        month = MONTH.fullmatch(word)
        if month:
            return list(month.groups())
        apart = NEXT_BUT_ONE.fullmatch(word) or MANNER.fullmatch(word)
        if apart and not self._has(word):
            return list(apart.groups())
        echo = ECHO.fullmatch(word)
        if echo and self._has(echo[3]):
            return [*echo.groups()]  # 愿不愿意, 后不后悔
        if len(word) < 2 or self._has(word) or AGAIN.fullmatch(word):
            return [word]
        if COMPOUND_SURNAME.fullmatch(word) or LOCAL_OFFICE.fullmatch(word):
            return [word]
        if word in self._dictionary.idioms and not self._by_words(word):
            return [word]  # 一砖一瓦; not 每天晚上, which jieba takes for an idiom.
        if len(word) == 3 and word[0] == word[1] and word[2] in "地的得":
            return [word[:2], word[2]]  # 静静地, 厚厚的
        if are_countries(word[:2]) and TOGETHER.fullmatch(word, 2):
            return [word[:2], word[2:]]  # 中德关系
        if word[0] == "第" or NUMBER.fullmatch(word):
            return [word]  # Spelled by their figures: reader.spelling.
        return (
            self._number(word)
            or self._beginning(word)
            or self._end(word)
            or self._verb(word)
            or (self._by_words(word) if len(word) > 3 else [])
            or self._phrase(word)
            or [word]
        )

    def _number(self, word: str) -> list[str]:
        """Part 三百多个 and 百分之五; 第三个 is spelled as a whole."""
        number = NUMBER.match(word)
        if number is None or number.end() == len(word):
            return []
        rest = word[number.end() :]
        if rest.startswith("分之"):
            share = DECIMAL.fullmatch(rest, 2)
            tail = share[0].partition("点") if share else self._part(rest[2:])
            return [number[0], "分", "之", *filter(None, tail)]
        parts = [number[0]]
        while True:
            over = OVER.match(rest)
            after = rest[over.end() :] if over else ""
            if over and (not after or after[0] in MEASURES or self._has(after)):
                parts += filter(None, over.groups())
                rest = after
            if not rest:
                return parts
            if self._has(rest) and (
                len(rest) > 1 or rest in MEASURES or len(parts) > 1
            ):
                return [*parts, rest]
            if rest[0] not in MEASURES:
                again = self._number(rest) if len(parts) > 1 else []  # 三天三夜
                return [*parts, *again] if again else []
            if len(rest) == 1:
                return [*parts, rest]
            parts.append(rest[0])
            rest = rest[1:]

    def _beginning(self, word: str) -> list[str]:
        """Part what begins with 这, 每, 我, 最, 不, 是."""
        first, rest = word[0], word[1:]
        if (first in NEAR and NUMBER.match(rest)) or (first == "多" and rest in "万亿"):
            return [first, *self._part(rest)]
        fits = self._has(rest) or (
            first in DETERMINERS and rest[0] in FIGURES and bool(self._number(rest))
        )
        if first in DETERMINERS and rest[0] in MEASURES and len(rest) > 1:
            tail = self._part(rest[1:])
            if not self._has(rest) and all(map(self._has, tail)):
                return [first, rest[0], *tail]
        if word.startswith("越来越") and self._has(word[3:]):
            return ["越来越", word[3:]]
        if first in FROM and len(word) > 3:
            tail = self._part(rest)
            return [first, *tail] if all(map(self._has, tail)) else []
        if not fits:
            return []
        counted = first in CLASSIFIERS or (first == "多" and rest in MEASURES)
        if counted and not self._has(word[:2]):
            return [first, rest]
        if first == "是" or (
            first in DETERMINERS
            and (
                first not in "同本另此各"
                or rest[0] in FIGURES
                or not self._has(word[:2])
            )
        ):
            return [first, *self._part(rest)]
        if first in PERSONS and rest in OWNED:
            return [first, rest]
        # 就业率 is none: what stands first may be a word of two.
        if first in ADVERBS and (
            first in "不没最" or len(word) == 2 or not self._has(word[:2])
        ):
            return [first, *self._part(rest)]
        if first in PLAIN and len(rest) == 2:
            return [first, rest]
        return []

    def _end(self, word: str) -> list[str]:
        """Part what ends in 上, 在, 是 or 起来, or has a 了 in it."""
        before, last = word[:-1], word[-1]
        if word[-2:] in DIRECTIONS and len(word) > 2:
            stem = word[:-2]
            if self._has(stem):
                return [stem, word[-2:]]
            if stem[-1] in "不得了" and self._has(stem[:-1]):
                return [stem[:-1], stem[-1], word[-2:]]
        if last in PLACES and (
            self._has(before) if len(before) > 1 else self._is_noun(before)
        ):
            return [before, last]
        if (last in PREPOSITIONS or last in "是的地得") and self._has(before):
            return [before, last]
        aspect = re.search("(?<=.)了", word)
        if aspect and not self._has(word[aspect.start() - 1 :]):
            head, tail = word[: aspect.start()], word[aspect.end() :]
            parts = [*self._part(head), "了", *(self._part(tail) if tail else ())]
            if all(map(self._has, parts)):
                return parts
        return []

    def _verb(self, word: str) -> list[str]:
        """Part a verb and its object of two syllables: 接电话; not 用电量."""
        if len(word) != 3 or self._has(word[:2]) or word[-1] in SUFFIXES:
            return []
        fits = self.is_verb(word[0]) and self._has(word[1:])
        return [word[0], word[1:]] if fits and not self.is_verb(word[1:]) else []

    def _has_object(self, word: str) -> bool:
        """Tell a verb with an object of two syllables: 打电话; not 对不起, 来得及."""
        return (
            word[1] not in "不得"
            and self.is_verb(word)
            and self.is_verb(word[0])
            and self._has(word[1:])
            and not self._has(word[:2])
        )

    def is_verb(self, word: str) -> bool:
        """Tell a word whose first sense is a verb's."""
        entries = self._dictionary.entries(word)
        return any(entry.senses[0].startswith("to ") for entry in entries)

    def is_deed(self, word: str, syllables: Sequence[str]) -> bool:
        """Tell a word that is a verb in one of its senses, where it is read so.

        >>> parting = Parting(Dictionary())
        >>> parting.is_deed("研究", ("yán", "jiū"))
        True
        >>> parting.is_deed("内部", ("nèi", "bù"))
        False
        """
        return any(
            NOTE.sub("", sense).startswith("to ")
            for entry in self._dictionary.entries(word)
            if tuple(map(toneless, entry.syllables)) == tuple(map(toneless, syllables))
            for sense in entry.senses
        )

    def _is_noun(self, character: str) -> bool:
        entries = self._dictionary.entries(character)
        return character in NOUNS or not any(
            NOTE.sub("", sense).startswith("to ")
            for entry in entries
            for sense in entry.senses
        )

    def _phrase(self, word: str) -> list[str]:
        """Part what jieba's dictionary took from talk: 又来了, 打个招呼, 由谁来."""
        if TELLING.isdisjoint(word) or NO_PHRASE.fullmatch(word):
            return []
        none: tuple[str, ...] = ()
        best = [(0.0, none)] + [(inf, none)] * len(word)
        for end in range(1, len(word) + 1):
            for start in range(end):
                cost, parts = best[start]
                part = word[start:end]
                if len(part) > 1 and (part == word or not self._has(part)):
                    continue
                cost += 1 if len(part) > 1 else 1.1 if part in SMALL else 1.7
                if cost < best[end][0]:
                    best[end] = cost, (*parts, part)
        parts = best[-1][1]
        plain = sum(len(part) == 1 and part not in SMALL for part in parts)
        fits = plain <= MOST_PLAIN and not TELLING.isdisjoint(parts)
        return list(parts) if fits and len(word) > 2 else []

    def _by_words(self, word: str) -> list[str]:
        """Part into the fewest words of the dictionary, two syllables each at least.

        A syllable that is left over belongs to the word beside it: 总|工程师, 侵占|罪.
        """
        size = len(word)
        none: tuple[str, ...] = ()
        best = [(0.0, none)] + [(inf, none)] * size
        for end in range(1, size + 1):
            for start in range(end):
                cost, parts = best[start]
                part = word[start:end]
                if cost == inf or part == word:
                    continue
                cost += self._cost(part, first=not start, last=end == size)
                if cost < best[end][0]:
                    best[end] = cost, (*parts, part)
        return list(best[size][1])

    def _cost(self, part: str, *, first: bool, last: bool) -> float:
        if len(part) == 1:
            return 1.1 if part in FUNCTION and not first and not last else inf
        if self._has(part) or part in INSTITUTIONS:
            return 1.0
        if len(part) > 2 and self._has(part[1:]) and part[0] in PREFIXES:
            return 1.2
        if len(part) > 2 and self._has(part[:-1]) and part[-1] in SUFFIXES:
            return 1.2
        return inf
