"""Syllables -> pinyin as GB/T 16159-2012 and GB/T 28039-2011 write it.

Words are joined, an apostrophe stands before a syllable that begins with a, o or e
(Xī'ān), names are capitalised and split after the surname (Mǎ Huàténg), a number stands
apart from its measure word (yī gè), 第 takes a hyphen (dì-yī), and the marks of a line
are Western ones.
"""

import re
import unicodedata
from collections.abc import Container, Iterable, Sequence
from itertools import groupby

from glossary.han import HAN, is_han
from glossary.scripts import fold
from reader.counting import ABOUT, PLAIN, SPELLED
from reader.countries import are_countries
from reader.dictionary import Entry
from reader.joining import is_joined
from reader.models import GAP, Token
from reader.numerals import WORD
from reader.people import COMPOUND_SURNAME

# `一个`, `三家`, `十几年`: a number and its measure word; not 一样, 三明治.
COUNTED = re.compile(f"([一二两三四五六七八九十百千几数半]+)({SPELLED})")
DEMONSTRATIVE = re.compile(f"([这那哪每各某])([{PLAIN}])")
ORDINAL = re.compile("第([一二三四五六七八九十百千]+)(.*)")
# The Western mark, and which side of it takes no blank: its left, its right, both.
MARKS = {
    "，": (",", "left"), "。": (".", "left"),
    "：": (":", "left"), "；": (";", "left"),
    "？": ("?", "left"), "！": ("!", "left"),
    "、": (",", "left"), "｡": (".", "left"),
    "（": ("(", "right"), "）": (")", "left"),
    "“": ("“", "right"), "”": ("”", "left"),
    "‘": ("‘", "right"), "’": ("’", "left"),
    "《": ("“", "right"), "》": ("”", "left"),
    "〈": ("‘", "right"), "〉": ("’", "left"),
    "「": ("“", "right"), "」": ("”", "left"),
    "『": ("‘", "right"), "』": ("’", "left"),
    "【": ("[", "right"), "】": ("]", "left"),
    "——": ("—", "both"), "—": ("—", "both"),
    "……": ("…", "left"), "…": ("…", "left"),
    "·": (" ", "both"), "～": ("–", "both"),
    "－": ("-", "both"), "／": ("/", "both"),
    ",": (",", "left"), ".": (".", "left"), ":": (":", "left"), ";": (";", "left"),
    "?": ("?", "left"), "!": ("!", "left"), "(": ("(", "right"), ")": (")", "left"),
    "[": ("[", "right"), "]": ("]", "left"), "％": ("%", "left"), "%": ("%", "left"),
    "/": ("/", "both"), "-": ("-", "both"), "...": ("…", "left"),
}  # fmt: skip


# Idioms that do not fall into halves: 轰轰烈烈, 总而言之, 言外之意, 不亦乐乎, 一衣带水.
UNDIVIDED = re.compile(
    r"(.)\1(.)\2|.[而之亦].{2}|.{2}[之而].|爱莫能助|一衣带水|吊儿郎当|黑不溜秋|.若.若|.如.如"
)
# `不是`, `不会`: an adverb and its verb, two words; 不但, 不过, 不同 are one each.
NOT = re.compile(
    "不(好|大|多|高|快|对|是|会|能|要|想|来|去|做|说|看|听|用|懂|卖|买|签|接|跟|谈|吃|走|写|问|给|让|在|到|有|爱|敢|肯|该"
    "|像|信|怕|知道|应该|需要|愿意|可能|一定|清楚|可以|能够|希望|喜欢|认为|觉得)|很.{1,2}"
)
# A place and what it is: 常州市, 浙江省; 珠江 and 泰山 if the dictionary says so, for
# 佛山 and 九江 are cities.
GENERIC = re.compile("..+(?<!新)[省市县區区镇鎮乡鄉村]")
NATURAL = re.compile(".+[河江湖山岛島]")
DISTRICT = re.compile(".{2,}新区")
# Small words in a long name, as CC-CEDICT spells them: 国家发展和改革委员会.
JOINING = frozenset("和与及之的")
LANDFORM = re.compile(
    r"\b([Rr]iver|[Ll]ake|[Mm]ount(ain)?|Island|island)\b(?!.*\bcity\b)"
)
# `看一看`, `是不是`: each by itself.
ECHO = re.compile(r"(.)[一不]\1")
# A number from a hundred on: 一千二百 is yīqiān èrbǎi.
NUMBER = re.compile("[一二两三四五六七八九十百千万亿零几数]{2,}")
GREAT_ABOUT = re.compile(f"(?:{ABOUT})[十百千万亿]{{1,2}}")
"""五六百 is wǔ-liù bǎi."""
TEENS_ABOUT = re.compile(f"[二三四五六七八九]?十(?:{ABOUT})")
"""十七八 is shíqī-bā."""
# The marks around a title, and what takes no capital in one: Diànjià zhī Zhēng.
TITLES = {"《": 1, "》": -1, "〈": 1, "〉": -1}
SMALL = frozenset("的之与和及了着过在於于與")
# What an emoji is joined, varied and coloured with.
JOINED = re.compile("[\u200d\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff]")
# The four tone marks, not the dots of ü.
TONES = re.compile("[\u0304\u0301\u030c\u0300]")

# Where a capital is due: at the start, and where somebody begins to speak.
OPENING = re.compile(r"^\W*[^\W\d_]")
SPEECH = re.compile(r"([:.?!] [“‘])([^\W\d_])")


def spell(text: str, syllables: Sequence[str], capital: bool = False) -> str:
    """Spell one token: its Han characters by their syllables, the rest as it stands.

    >>> spell("方案", ("fāng", "àn")), spell("第一个", ("dì", "yī", "gè"))
    ("fāng'àn", 'dì-yī gè')
    >>> spell("to B业务", ("yè", "wù")), spell("玩儿", ("wán", "r"))
    ('to B yèwù', 'wánr')
    """
    ordinal = ORDINAL.fullmatch(text)
    if ordinal and len(syllables) == len(text):
        middle = 1 + len(ordinal[1])
        number = f"{syllables[0]}-{join(syllables[1:middle])}"
        return " ".join(filter(None, [number, join(syllables[middle:])]))
    counted = COUNTED.fullmatch(text) or DEMONSTRATIVE.fullmatch(text)
    if counted and len(syllables) == len(text):
        middle = len(counted[1])
        number = join(syllables[:middle])
        if re.fullmatch(ABOUT, counted[1]):
            number = "-".join(syllables[:middle])
        return f"{number} {join(syllables[middle:])}"
    if re.fullmatch(ABOUT, text) and len(syllables) == len(text):
        return "-".join(syllables)
    about = GREAT_ABOUT.fullmatch(text)
    if about and len(syllables) == len(text):
        return f"{'-'.join(syllables[:2])} {' '.join(syllables[2:])}"
    about = TEENS_ABOUT.fullmatch(text)
    if about and len(syllables) == len(text):
        return f"{join(syllables[:-1])}-{syllables[-1]}"
    if NUMBER.fullmatch(text) and len(syllables) == len(text):
        return " ".join(
            join(syllables[word.start() : word.end()]) for word in WORD.finditer(text)
        )
    if ECHO.fullmatch(text):
        return " ".join(syllables)
    if NOT.fullmatch(text) and len(syllables) == len(text):
        return f"{syllables[0]} {join(syllables[1:])}"
    parts = []
    used = 0
    for han, run in groupby(text, key=is_han):
        if han:
            count = len(list(run))
            parts.append(join(syllables[used : used + count]))
            used += count
        else:
            parts.append("".join(run).strip())
    spelled = " ".join(filter(None, parts))
    return capitalised(spelled) if capital else spelled


def name(text: str, syllables: Sequence[str]) -> str:
    """Spell a person's name, Chinese or foreign.

    >>> name("马化腾", ("mǎ", "huà", "téng"))
    'Mǎ Huàténg'
    >>> name("比尔·盖茨", ("bǐ", "ěr", "gài", "cí"))
    "Bǐ'ěr Gàicí"
    """
    if not all(map(is_han, text)):
        parts = []
        used = 0
        for run in HAN.sub("字", text).replace("·", " ").replace("‧", " ").split():
            count = run.count("字")
            part = syllables[used : used + count]
            parts.append(capitalised(join(part)) if count else run)
            used += count
        return " ".join(parts)
    compound = len(text) > 2 and COMPOUND_SURNAME.match(text)
    middle = 2 if compound else 1
    if len(text) > 4:
        return capitalised(join(syllables))
    surname, given = join(syllables[:middle]), join(syllables[middle:])
    return " ".join(capitalised(part) for part in (surname, given) if part)


def join(syllables: Sequence[str]) -> str:
    """Join the syllables of a word, with an apostrophe where one would be misread.

    >>> join(["nǚ", "ér"]), join(["xī", "ān"])
    ("nǚ'ér", "xī'ān")
    """
    spelled = ""
    for syllable in syllables:
        first = unicodedata.normalize("NFD", syllable)[:1]
        spelled += f"'{syllable}" if spelled and first in tuple("aoe") else syllable
    return spelled


def without_tones(pinyin: str) -> str:
    """Take the tone marks off, as names are written in English.

    >>> without_tones("Lǚ Qǐmíng")
    'Lü Qiming'
    """
    parted = unicodedata.normalize("NFD", pinyin)
    return unicodedata.normalize("NFC", TONES.sub("", parted))


def capitalised(text: str) -> str:
    """Make the first letter a capital and leave the rest as it is."""
    return text[:1].upper() + text[1:]


def proper_name(text: str, syllables: Sequence[str], entries: Iterable[Entry]) -> str:
    """Spell a name of the dictionary, its words apart as the dictionary has them.

    >>> entry = Entry("北京市", "北京市", "Bei3 jing1 Shi4", ())
    >>> proper_name("北京市", ("běi", "jīng", "shì"), [entry])
    'Běijīng Shì'
    """
    entries = list(entries)
    if GENERIC.fullmatch(text) or (
        NATURAL.fullmatch(text)
        and any(LANDFORM.search(sense) for entry in entries for sense in entry.senses)
    ):
        specific, generic = join(syllables[:-1]), capitalised(syllables[-1])
        return f"{capitalised(specific)} {generic}"
    if DISTRICT.fullmatch(text):
        return " ".join(
            capitalised(join(part)) for part in (syllables[:-2], syllables[-2:])
        )
    for entry in entries:
        parts = entry.pinyin.split()
        if len(parts) == len(syllables) == len(text):
            spelled = _as_written(text, parts, syllables)
            # Zhōng-Měi guānxi, §6.1.9: each part is a name in short.
            return spelled.replace(" ", "-") if are_countries(text) else spelled
    return spell(text, syllables, capital=True)


def _as_written(text: str, parts: Sequence[str], syllables: Sequence[str]) -> str:
    """Spell a name with the capitals of `parts`: `Gong1 shang1 Yin2 hang2`."""
    upper = [part[0].isupper() for part in parts]
    words: list[list[str]] = []
    small: set[int] = set()
    for index, syllable in enumerate(syllables):
        # `Fa1 zhan3 he2 Gai3 ge2`, but `Gong4 he2 guo2`.
        joins = text[index] in JOINING and upper[index : index + 2] == [False, True]
        if upper[index] or not words or joins:
            words.append([])
        if joins:
            small.add(len(words) - 1)
        words[-1].append(syllable)
    return " ".join(
        join(word) if number in small else capitalised(join(word))
        for number, word in enumerate(words)
    )


def is_idiom(text: str, entries: Iterable[Entry], others: Container[str] = ()) -> bool:
    """Tell an idiom of two halves, which takes a hyphen: 层出不穷, not 总而言之.

    `others` are idioms that CC-CEDICT does not mark as such.

    >>> idiom = Entry("层出不穷", "層出不窮", "", ("more and more emerge (idiom)",))
    >>> is_idiom("层出不穷", [idiom])
    True
    """
    return (
        len(text) == 4
        and UNDIVIDED.fullmatch(text) is None
        and (
            fold(text) in others
            or any("(idiom" in sense for entry in entries for sense in entry.senses)
        )
    )


def is_name(entries: Iterable[Entry]) -> bool:
    """Tell whether the dictionary knows a word as a proper name only."""
    found = [entry.is_name for entry in entries]
    return bool(found) and all(found)


def _mark(tokens: Sequence[Token], index: int, text: str) -> tuple[str, str]:
    """Give what a token is in a line of pinyin, and which side takes no blank."""
    mark, side = MARKS.get(text, (text, ""))
    if side == "both" and text.isascii():
        # `云-边`, but `- 容器化`: with a blank beside it, it is no part of a word.
        around = [one.text for one in tokens[max(index - 1, 0) : index + 2]]
        return (mark, "") if " " in around else (mark, side)
    if not side and len(text) > 1 and all(MARKS.get(one) for one in text):
        marks = [MARKS[one] for one in text]  # `！！！`
        if all(side == "left" for _, side in marks):
            return "".join(mark for mark, _ in marks), "left"
    return mark, side


def _is_one(tokens: Sequence[Token], index: int) -> bool:
    """Tell what is one with the token before: `00:01`, `f(x)`, an emoji's parts."""
    if index == 0:
        return False
    before, text = tokens[index - 1].text, tokens[index].text
    if JOINED.match(text) or before.endswith("\u200d"):
        return True
    # Both in ASCII, and no blank between: as it was written.
    return all(one.strip() and one.isascii() for one in (before, text))


def line(tokens: Iterable[Token], *, capital: bool = True) -> str:
    """Write the pinyin of a sentence's tokens as one line, or of a part of them.

    Empty where none of them has a reading: a line of English is none of pinyin.
    """
    written = ""
    tight = True  # Nothing, or an opening mark, stands before.
    tokens = list(tokens)
    if not any(token.pinyin not in ("", token.text) for token in tokens):
        return ""
    quoted = False
    titles = 0
    for index, token in enumerate(tokens):
        text = token.pinyin or token.text
        if token.text == "丨":
            text = "|"  # Drawn between the parts of a headline, not read shù.
        titles += TITLES.get(token.text, 0)
        if not text.strip() or (text == GAP and written.endswith(GAP)):
            continue
        mark, side = _mark(tokens, index, text)
        if text == GAP:
            mark, side = GAP, ""
        elif text == '"':
            side, quoted = "left" if quoted else "right", not quoted
        if _is_one(tokens, index):
            written += token.text
        elif side in ("left", "both") or is_joined(tokens, index):
            written += mark
        else:
            if titles > 0 and token.syllables and (tight or token.text not in SMALL):
                # Each word of a title: GB/T 3259, “Bā Nián Zhàngběn”.
                mark = " ".join(map(capitalised, mark.split()))
            written += mark if tight else f" {mark}"
        tight = side in ("right", "both")
    if written.startswith(GAP):
        return "" if written == GAP else written
    written = SPEECH.sub(lambda found: found[1] + found[2].upper(), written)
    # `2015 nián`: a number that opens the sentence takes the capital's place.
    return OPENING.sub(lambda found: found[0].upper(), written) if capital else written
