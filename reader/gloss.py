"""Token -> its English senses from CC-CEDICT (CC BY-SA 4.0), by word and reading.

The reading decides first (行 háng is a row, 行 xíng is to go), then the dictionary's
own order, in which the common sense of an entry comes early. What is no sense is left
out: classifiers (`CL:個|个[ge4]`), pronunciations, surnames where the word is not one.
"""

import re
import unicodedata

from glossary.han import HAN
from reader.dictionary import Dictionary, Entry
from reader.models import Token

MOST = 3
LONGEST = 48
# Not senses of their own.
NOTE = re.compile(
    r"CL:|also pr\.|Taiwan pr\.|also written|pr\. |surname |Japanese surname"
)
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
CLASSIFIER = re.compile(r"\s?\(CL:[^)]*\)")
READING = re.compile(r"\s?\[[A-Za-z0-9:, ·\-]+\]")
LEADING_NOTE = re.compile(
    r"^\((?:bound form|literary|formal|colloquial|coll\.|spoken|idiom|loanword"
    r"|fig\.|lit\.|old|computing|slang|Internet slang|neologism|Tw|PRC|dialect"
    r"|archaic|classical)"
    r"[^)]*\)\s*"
)
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

    def gloss(self, token: Token) -> tuple[str, ...]:
        """Return at most three short senses of a token, likeliest first.

        Empty for what is no Han word and for words the dictionary does not know.
        """
        if not HAN.search(token.text):
            return ()
        found: list[str] = []
        for entry in self._ranked(token):
            for sense in self._senses(entry, depth=0):
                if sense not in found:
                    found.append(sense)
            if found:
                break  # Another reading is another word.
        common = [sense for sense in found if not RARE.match(sense)]
        rare = [sense for sense in found if RARE.match(sense)]
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
    """Keep as many synonyms as fit, and at least one."""
    kept = ""
    for part in sense.split("; "):
        longer = f"{kept}; {part}" if kept else part
        if kept and len(longer) > LONGEST:
            break
        kept = longer
    if len(kept) > LONGEST:
        kept = re.sub(r"\s?\([^()]*\)", "", kept).strip() or kept
    return kept
