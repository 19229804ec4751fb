"""Vary a pair as texts vary: marks, blanks, joined sentences, names, terms.

What is scraped off the web has ASCII ``,?():`` beside the full-width marks, blanks
between Han and Latin or none, and sentences run together with commas; training data
has one style a source.  Each function takes the ``random.Random`` it draws from.
"""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from training.annotate import Dictionary, ask, insert, matches, swap

BLANK = re.compile(
    r"(?<=[\u3400-\u9fff]) (?=[^\u3400-\u9fff])"
    r"|(?<=[^\u3400-\u9fff]) (?=[\u3400-\u9fff])"
)
# 在Windows中: where a style with blanks has them. Not before a mark or inside Latin.
EDGE = re.compile(
    r"(?<=[\u3400-\u9fff])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[\u3400-\u9fff])"
)
# The folding in the vocabulary makes ， and , one; what stays different is the blank
# after it and the marks that are not folded.
MARKS = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "《": '"', "》": '"'})
# "these", "following" and "way" stand this often in 25 million words; no glossary
# asks for them.
COMMON = 40_000
FINAL = re.compile(r"[。！？!?.]$")

FAMILY = (
    "王 Wang,李 Li,张 Zhang,刘 Liu,陈 Chen,杨 Yang,黄 Huang,赵 Zhao,吴 Wu,周 Zhou,"
    "徐 Xu,孙 Sun,马 Ma,朱 Zhu,胡 Hu,郭 Guo,何 He,林 Lin,高 Gao,罗 Luo,郑 Zheng,"
    "梁 Liang,谢 Xie,宋 Song,唐 Tang,许 Xu,韩 Han,冯 Feng,邓 Deng,曹 Cao,彭 Peng,"
    "曾 Zeng,肖 Xiao,田 Tian,董 Dong,潘 Pan,袁 Yuan,蔡 Cai,蒋 Jiang,余 Yu,于 Yu,"
    "杜 Du,叶 Ye,程 Cheng,魏 Wei,苏 Su,吕 Lü,丁 Ding,任 Ren,沈 Shen,姚 Yao,卢 Lu,"
    "傅 Fu,钟 Zhong,姜 Jiang,崔 Cui,谭 Tan,廖 Liao,范 Fan,汪 Wang,陆 Lu,金 Jin,"
    "石 Shi,戴 Dai,贾 Jia,韦 Wei,夏 Xia,邱 Qiu,方 Fang,侯 Hou,邹 Zou,熊 Xiong,"
    "孟 Meng,秦 Qin,白 Bai,江 Jiang,闫 Yan"
)
GIVEN = (
    "伟 wei,芳 fang,娜 na,敏 min,静 jing,丽 li,强 qiang,磊 lei,军 jun,洋 yang,"
    "勇 yong,艳 yan,杰 jie,娟 juan,涛 tao,明 ming,超 chao,秀 xiu,霞 xia,平 ping,"
    "刚 gang,桂 gui,英 ying,华 hua,玉 yu,兰 lan,红 hong,建 jian,文 wen,斌 bin,"
    "鹏 peng,宇 yu,浩 hao,凯 kai,健 jian,俊 jun,帆 fan,雪 xue,琳 lin,晨 chen,"
    "峰 feng,龙 long,飞 fei,鑫 xin,波 bo,辉 hui,志 zhi,国 guo,海 hai,东 dong,"
    "晓 xiao,春 chun,梅 mei,玲 ling,佳 jia,思 si,雨 yu,嘉 jia,子 zi,轩 xuan,博 bo,"
    "泽 ze,天 tian,一 yi,小 xiao,大 da,新 xin,永 yong,立 li,宏 hong,亮 liang,"
    "庆 qing,云 yun,松 song,林 lin,阳 yang,毅 yi,诚 cheng"
)
# What an invented word is made of.
STARTS = "b br c ch d dr f fl g gr h j k kl l m n p pr qu r s sh sk st t tr v w x y z"
MIDDLES = "a e i o u ai ea ia io oo ou"
ENDS = "b ck d ft l lt m n nd ng p r rn s sh t th v x"


@dataclass(frozen=True)
class Augmenter:
    """What augmenting draws on, and how often each change is made."""

    words: Dictionary
    """Chinese words with the glosses to look for (annotate.dictionary)."""
    counts: dict[str, int]
    """English words of the corpus with their counts; rare ones make better terms."""
    rare: Sequence[str] = field(default=())
    """Words and phrases to swap in."""
    ask: float = 0.15
    swap: float = 0.05
    join: float = 0.08
    marks: float = 0.25
    close: float = 0.30
    apart: float = 0.15
    name: float = 0.5

    def vary(self, zh: str, en: str, *, chance: random.Random) -> tuple[str, str, bool]:
        """Return the pair as one of its variants, and whether it is annotated."""
        zh, en = rename(zh, en, often=self.name, chance=chance)
        if "⟨" not in zh:
            zh, en = self._terms(zh, en, chance)
        # Blanks are changed last: the marks' own blank "⟨ " is no edge of Han.
        draw = chance.random()
        if draw < self.close:
            zh = BLANK.sub("", zh)
        elif draw < self.close + self.apart:
            zh = EDGE.sub(" ", zh)
        if chance.random() < self.marks:
            zh = restyle(zh, chance=chance)
        return zh, en, "⟨" in zh

    def _terms(self, zh: str, en: str, chance: random.Random) -> tuple[str, str]:
        draw = chance.random()
        # Some pairs have no match, so more are tried than are wanted.
        if draw >= (self.ask + self.swap) * 1.2:
            return zh, en
        found = [
            m for m in matches(zh, en, self.words) if self._count(m.gloss) < COMMON
        ]
        if not found:
            return zh, en
        weights = [(self._count(match.gloss) + 5) ** -0.5 for match in found]
        first = chance.choices(found, weights)[0]
        if draw < self.swap * 1.2:
            word = None
            if chance.random() < 0.4:
                word = chance.choice(self._chinese)
            return swap(zh, en, first, self.phrase(chance), word=word)
        chosen = {first}
        for _ in range(chance.choice((0, 0, 0, 1, 1, 2))):
            chosen.add(chance.choices(found, weights)[0])
        return ask(zh, en, sorted(chosen, key=lambda m: m.start), chance=chance), en

    def _count(self, gloss: str) -> int:
        return min(self.counts.get(word, 1) for word in gloss.split())

    @property
    def _chinese(self) -> Sequence[str]:
        return _words_of(self.words)

    def phrase(self, chance: random.Random) -> str:
        """Return a word or phrase the sentence gives no reason to expect."""
        draw = chance.random()
        if draw < 0.35:
            return invent(chance)
        if draw < 0.5:
            return person(chance)[1]
        if draw < 0.6:
            return f"{chance.choice(self.rare)} {chance.choice(self.rare)}"
        phrase = chance.choice(self.rare)
        return phrase.title() if draw < 0.7 else phrase


_CACHE: dict[int, list[str]] = {}


def _words_of(words: Dictionary) -> list[str]:
    # One list per dictionary: drawing from a dict would copy it each time.
    return _CACHE.setdefault(id(words), list(words))


def invent(chance: random.Random) -> str:
    """Return a word that does not exist, sometimes capitalised or in two parts.

    >>> invent(random.Random(3))
    'gait'
    """
    word = "".join(
        chance.choice(STARTS.split()) + chance.choice(MIDDLES.split())
        for _ in range(chance.choice((1, 2, 2)))
    ) + chance.choice(ENDS.split())
    draw = chance.random()
    if draw < 0.15:
        return f"{word} {invent(chance)}"
    return word.capitalize() if draw < 0.55 else word


def person(chance: random.Random) -> tuple[str, str]:
    """Return a Chinese name and its pinyin, family name first.

    >>> person(random.Random(5))
    ('肖永敏', 'Xiao Yongmin')
    """
    han, latin = chance.choice(FAMILY.split(",")).split()
    given = [
        chance.choice(GIVEN.split(",")).split() for _ in range(chance.choice((1, 2)))
    ]
    name = "".join(part for _, part in given).capitalize()
    return han + "".join(part for part, _ in given), f"{latin} {name}"


def rename(zh: str, en: str, *, often: float, chance: random.Random) -> tuple[str, str]:
    """Return the pair with Tom or Mary made a Chinese person, at times asked for.

    Everyday sentences are full of two names; a model that met only those makes
    every name one of them.
    """
    for han, latin in (("汤姆", "Tom"), ("玛丽", "Mary")):
        if han in zh and re.search(rf"\b{latin}\b", en) and chance.random() < often:
            name, pinyin = person(chance)
            asked = chance.random() < 0.4
            zh = zh.replace(han, insert(name, [(len(name), pinyin)]) if asked else name)
            en = re.sub(rf"\b{latin}\b", pinyin, en)
    return zh, en


def restyle(zh: str, *, chance: random.Random) -> str:
    """Return the Chinese with the marks of another typist.

    >>> restyle("他说：“好，走吧。”", chance=random.Random(2))
    '他说：“好，走吧。”'
    """
    draw = chance.random()
    if draw < 0.3:
        zh = re.sub(r"(?<=[，：；？！,:;?!])(?=[\u3400-\u9fff])", " ", zh)
    if 0.2 < draw < 0.6:
        zh = zh.translate(MARKS)
    if 0.5 < draw < 0.8:
        zh = zh.replace("。", ".")
    if draw > 0.75:
        zh = FINAL.sub("", zh)
    return zh


def join(
    first: tuple[str, str], second: tuple[str, str], *, chance: random.Random
) -> tuple[str, str]:
    """Return two pairs as one, at times with a comma where speech runs on.

    >>> join(("好的。", "Fine."), ("走吧。", "Let's go."), chance=random.Random(2))
    ('好的。走吧。', "Fine. Let's go.")
    """
    zh = first[0]
    if chance.random() < 0.4:
        zh = FINAL.sub("，", zh) if not zh.endswith(("？", "?")) else zh
    return zh + second[0], f"{first[1]} {second[1]}"
