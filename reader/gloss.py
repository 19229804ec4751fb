"""Token -> its English senses from CC-CEDICT (CC BY-SA 4.0), by word and reading.

The reading decides first (行 háng is a row, 行 xíng is to go), then the dictionary's
own order, in which the common sense of an entry comes early. Of the commonest words it
does not: 被 is first a quilt there, 后 an empress, 家 in `12家` a home. What those mean
in prose, and after a number, is ours (data/senses.tsv). What is no sense is left
out: classifiers (`CL:個|个[ge4]`), pronunciations, surnames where the word is not one.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

from glossary.han import HAN
from glossary.scripts import fold
from reader.dictionary import Dictionary, Entry
from reader.models import Token

Part = Literal["verb", "noun", ""]
# What tells a verb or a noun, where it stands beside one.
AFTER_VERB = re.compile("[了着过得]|[起下出]来")
BEFORE_VERB = re.compile(
    "[不没会能要想得将就才也都还又再来去可帮让使请别地所我你您他她]|没有|能够|可以|应[该当]|必须"
    "|正在|已经|曾经|将要|可能|愿意|希望|打算|准备|开始|继续|帮助|不[要能会]|一起|共同|互相|更好地"
    "|[我你他她它]们|大家"
)
BEFORE_NOUN = re.compile(
    "[的把被对从用以为向和与及有是做作这那各每某该其、]|进行|提供|需要|实现|成为"
)
AFTER_NOUN = re.compile("[。，！？；：、”》）和与及是的也都里上中]|方面|能力")
COUNTS = re.compile("[个种项家位名次条件套层类份场]|[这那一][个种]")
MOST = 3
LONGEST = 48
# Not senses of their own.
NOTE = re.compile(
    r"CL:|also pr\.|Taiwan pr\.|also written|pr\. |surname |Japanese surname"
)
# What is counted in dates and times, and the dictionary's word for it.
DATES = {
    "月": "month", "日": "day", "分": "minute (unit of time)",
    "点": "o'clock", "點": "o'clock",
}  # fmt: skip
NUMBER = re.compile(r"\d+|[〇零一二三四五六七八九十]+")
# What a measure word stands behind: 12, 两千, 多, 这; not 一起.
AMOUNT = re.compile(
    r"\d[\d,.]*|[〇零一二三四五六七八九十百千万亿两几数半多余来]+|[这那哪每某各该首整]|上[百千万]"
)
SURNAME = re.compile("surname ")
# `variant of 裡|里[li3]`, `see 什麼|什么[shen2 me5]`, `abbr. for 電子商務|电子商务[…]`.
FOLLOW = re.compile(
    r"(?:\([^)]*\) ?)?(?:old |archaic |ancient |Japanese |popular |erhua )?"
    r"(?:variant of|variant form of|see(?: also)?|same as|equivalent (?:of|to)"
    r"|abbr\. (?:for|of|to)|also written)"
    r" ([^\s|\[,;]+)(?:\|([^\s\[,;]+))?(?:\[([^\]]+)\])?,?[\s(]*"
)
HANZI = re.compile(
    r"([^\s|\[\](),;]*[\u3400-\u9fff][^\s|\[\](),;]*)\|([^\s|\[\](),;]+)"
)
# `Chengdu subprovincial city and capital of Sichuan province 四川 in …`.
PLACE = re.compile(
    r"([A-Z][\w'’-]*(?: [\w'’-]+){0,3}"
    r" (?:city|province|county|district|municipality|town))(?:,| (?:and|in|of|\())"
)
CLASSIFIER = re.compile(r"\s?\(CL:[^)]*\)")
READING = re.compile(r"\s?\[[A-Za-z0-9:, ·\-]+\]")
LEADING_NOTE = re.compile(
    r"^\((?:bound form|literary|formal|colloquial|coll\.|spoken|idiom|loanword"
    r"|fig\.|lit\.|old|computing|slang|Internet slang|neologism|Tw|PRC|dialect"
    r"|archaic|classical)"
    r"[^)]*\)\s*"
)
# Of a sense that is to stand in a sentence.
NOTES = re.compile(r"\([^)]*\)|\[[^]]*\]")
BEFORE_PHRASE = re.compile(r"^(?:fig\. )?(?:(?:to be|to|an?|the) )?")
PHRASE = re.compile(r"[A-Za-z][A-Za-z' -]+")
SOMEBODY = re.compile(r"\b(?:sth|sb|one's|oneself)\b")
WORDS_LIMIT = 4
RARE = re.compile(
    r"\((?:old|archaic|literary|dialect|Tw|Buddhism|classical|obsolete|slang|vulgar)"
    r"|archaic|ancient"
)


class Senses:
    """The dictionary's English, opened when the first word is looked up.

    >>> from reader.models import Token
    >>> senses = Senses()
    >>> senses.gloss(Token("行", ("háng",)))[0], senses.gloss(Token("行", ("xíng",)))[0]
    ('row', 'to walk')
    """

    def __init__(self, dictionary: Dictionary | None = None) -> None:
        self._dictionary = dictionary or Dictionary()
        self._known: dict[tuple[str, tuple[str, ...], bool, Part], tuple[str, ...]] = {}

    def explain(self, tokens: Sequence[Token]) -> tuple[Token, ...]:
        """Give each token of a sentence its senses, fitting where it stands.

        A term of the glossary is explained there. What stands before and after a word
        tells a verb from a noun: 服务 in `他们服务客户` and in `提供的服务`.
        """
        explained = []
        # Blanks stand between no words: `6 月` is a month, too.
        said = [token for token in tokens if not token.text.isspace()]
        index = -1
        for token in tokens:
            index += not token.text.isspace()
            if token.term is None and token.syllables:
                before = said[index - 1].text if index else ""
                after = said[index + 1].text if index + 1 < len(said) else ""
                part = part_of_speech(before, after)
                counts = AMOUNT.fullmatch(fold(before)) is not None
                senses = self.gloss(token, part, counts=counts)
                if counted := _counted(said, index):
                    senses = (counted, *(one for one in senses if one != counted))
                token = replace(token, gloss=senses[:MOST])
            explained.append(token)
        return tuple(explained)

    def gloss(
        self, token: Token, part: Part = "", *, counts: bool = False
    ) -> tuple[str, ...]:
        """Return at most three short senses of a token, likeliest first.

        Empty for what is no Han word and for words the dictionary does not know.
        With a part of speech, senses that can be that part come first; where a number
        stands before it and it `counts`, what it means as a measure word.
        """
        if not HAN.search(token.text):
            return ()
        if token.pinyin.islower():
            known = (fold(token.text), token.pinyin)
            ours = (*(_ours(*known, "counted") if counts else ()), *_ours(*known, ""))
            if part and len(token.text) > 1:
                ours = tuple(
                    sorted(ours, key=lambda one: _is_verb(one) != (part == "verb"))
                )
            if ours:
                return ours[:MOST]
        key = (token.text, token.syllables, token.pinyin[:1].isupper(), part)
        if key not in self._known:
            self._known[key] = self._gloss(token, part)
        return self._known[key]

    def _gloss(self, token: Token, part: Part) -> tuple[str, ...]:
        found: list[str] = []
        for entry in self._ranked(token):
            senses = self._senses(entry, depth=0)
            if _is_surname(token):
                senses = [*filter(SURNAME.match, entry.senses), *senses]
            for sense in senses:
                if sense not in found:
                    found.append(sense)
            if found:
                break  # Another reading is another word.
        common = [sense for sense in found if not RARE.match(sense)]
        rare = [sense for sense in found if RARE.match(sense)]
        if part:
            common.sort(key=lambda sense: _is_verb(sense) != (part == "verb"))
        return tuple(_short(sense) for sense in [*common, *rare][:MOST])

    def _ranked(self, token: Token) -> list[Entry]:
        """Order a word's entries: its reading first, names last unless written so."""
        name = token.pinyin[:1].isupper()
        return sorted(
            self._dictionary.entries(token.text),
            key=lambda entry: (
                _distance(entry.syllables, token.syllables),
                entry.is_name != name,
                not any(not NOTE.match(sense) for sense in entry.senses),
                all(FOLLOW.match(sense) for sense in entry.senses),
            ),
        )

    def _senses(self, entry: Entry, *, depth: int) -> list[str]:
        senses = []
        for sense in entry.senses:
            follow = FOLLOW.match(sense)
            if follow:
                senses += self._followed(follow, sense, depth + 1)
            elif not NOTE.match(sense):
                senses.append(_clean(sense))
        return [sense for sense in senses if sense]

    def _followed(self, match: re.Match[str], sense: str, depth: int) -> list[str]:
        entries = self._dictionary.entries(match[2] or match[1])
        reading = (match[3] or "").lower()
        same = [entry for entry in entries if entry.pinyin.lower() == reading]
        explained = _clean(sense[match.end() :])
        if explained and "abbr." in match[0]:
            return [explained.rstrip(")")]
        for entry in (same or entries[:1]) if depth < 3 else ():
            senses = self._senses(entry, depth=depth)
            if senses:
                return senses
        return [explained.rstrip(")")] if explained else []


@lru_cache(maxsize=4096)
def phrase(sense: str) -> str | None:
    """Make a sense a phrase that can stand in a sentence, if it is no explanation.

    What an idiom says word by word is not what it means.

    >>> phrase("(fig.) to give a hand; to help"), phrase("Suzhou, city in Jiangsu")
    ('give a hand', 'Suzhou')
    >>> phrase("classifier for things that come in rows"), phrase("to tell sb")
    (None, None)
    >>> phrase("lit. water flows"), phrase("lit. water flows; fig. to succeed")
    (None, 'succeed')
    """
    sense = sense.rpartition("; fig. ")[2]
    first = re.split("[;,/:]", NOTES.sub("", sense))[0].strip()
    found = BEFORE_PHRASE.sub("", first)
    if not PHRASE.fullmatch(found) or len(found.split()) > WORDS_LIMIT:
        return None
    return None if SOMEBODY.search(found) else found


def _ours(word: str, reading: str, beside: str) -> tuple[str, ...]:
    return _table().get((word, reading, beside), ())


@cache
def _table() -> dict[tuple[str, str, str], tuple[str, ...]]:
    text = files("reader.data").joinpath("senses.tsv").read_text("utf-8")
    rows = [row.split("\t") for row in text.splitlines()[1:]]
    return {
        (word, reading, beside): tuple(senses.split("|"))
        for word, reading, beside, senses in rows
    }


def part_of_speech(before: str, after: str) -> Part:
    """Guess from its neighbours whether a word is a verb or a noun.

    Empty where they do not tell, and the dictionary's own order is the best guess.

    >>> part_of_speech("正在", "客户"), part_of_speech("的", "。")
    ('verb', 'noun')
    """
    if AFTER_VERB.fullmatch(after) or (BEFORE_VERB.fullmatch(before) and after != "的"):
        return "verb"
    if BEFORE_NOUN.fullmatch(before) and (not after or AFTER_NOUN.fullmatch(after)):
        return "noun"
    return "noun" if COUNTS.fullmatch(before) else ""


def _counted(tokens: Sequence[Token], index: int) -> str:
    """Give what a word means in a date or a time: 月 in 3月 is no moon."""
    text = tokens[index].text
    before = tokens[index - 1].text if index else ""
    after = tokens[index + 1].text if index + 1 < len(tokens) else ""
    if text == "月" and before in ("个", "個"):
        return "month"
    if not NUMBER.fullmatch(before):
        return ""
    # `7点20分`, but `三点建议`, `得90分`.
    if text in ("点", "點") and not (after == "半" or NUMBER.fullmatch(after)):
        return ""
    if text == "分" and (index < 2 or tokens[index - 2].text not in ("点", "點")):
        return ""
    return DATES.get(text, "")


def _is_surname(token: Token) -> bool:
    """Tell a single character written as a name: 刘 in 刘总."""
    return len(token.text) == 1 and token.pinyin[:1].isupper()


def _is_verb(sense: str) -> bool:
    return sense.startswith(("to ", "(to ", "be "))


def _distance(entry: tuple[str, ...], token: tuple[str, ...]) -> int:
    """Say how far apart two readings are: 0 the same, 1 but for tones, 2 otherwise."""
    if not token or entry == token:
        return 0
    if "".join(map(_toneless, entry)) == "".join(map(_toneless, token)):
        return 1
    return 2


def _toneless(syllable: str) -> str:
    parts = unicodedata.normalize("NFD", syllable)
    return "".join(part for part in parts if part not in "\u0304\u0301\u030c\u0300")


def _clean(sense: str) -> str:
    sense = READING.sub("", HANZI.sub(r"\2", CLASSIFIER.sub("", sense)))
    return LEADING_NOTE.sub("", sense).strip(" ,;")


def _short(sense: str) -> str:
    """Keep as many synonyms as fit, and at least one; of a place, what it is."""
    place = PLACE.match(sense)
    if place:
        return place[1]
    kept = ""
    for part in sense.split("; "):
        longer = f"{kept}; {part}" if kept else part
        if kept and len(longer) > LONGEST:
            break
        kept = longer
    if len(kept) > LONGEST:
        kept = re.sub(r"\s?\([^()]*\)", "", kept).strip() or kept
    return kept
