"""Annotated documents -> words and phrases that look like terms, the likeliest first.

A candidate is a run of content words that a document says again and again and the
language at large does not: its rate in the documents is held against the dictionary's
(the keyness of corpus linguistics), and what mostly stands inside a longer candidate
is left to that one (Frantzi and Ananiadou's C-value).
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import log2

from glossary.han import HAN, is_han
from glossary.scripts import fold
from reader.models import Document, Sentence, Token

Rate = Callable[[str], float]
"""How often a word stands among all words of the language, 0 to 1."""
Tag = Callable[[str], str]
"""A word's part of speech as jieba names it, "" for an unknown word."""

LONGEST = 4
"""Words of a candidate."""
KEY = 40
"""A single word of the dictionary must be so many times as common as usual."""
# Nouns, nouns made of verbs, abbreviations, what stands before nouns, Latin words; not
# people and places.
NOUNS = ("n", "vn", "an", "j", "b", "eng", "x")
NAMES = ("nr", "ns")
# 并不, 这不 and 都会 are no words of a term.
GRAMMAR = frozenset("不没这那都就也很的了着过吗呢吧我你他她它们谁啥之")
SHOWN = 40
"""Characters of a context."""
RAREST = 2e-8
LATIN = re.compile(r"[A-Za-z][A-Za-z0-9.+#&-]*[A-Za-z0-9+#]")
# What makes a term of the word before it: 国产化, 渗透率.
ENDINGS = frozenset("化率度性型端层力商者员器机量值")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word or phrase that may be a term."""

    chinese: str
    pinyin: str
    count: int
    context: str
    """Where it stands first, with what is around it."""
    english: str = ""
    """A guess, from the dictionary's senses of its words."""
    words: int = 1


def candidates(
    documents: Iterable[Document],
    *,
    rate: Rate,
    tag: Tag,
    fewest: int = 2,
    limit: int = 50,
) -> list[Candidate]:
    """Return at most `limit` candidates that the documents' glossaries do not know.

    Each stands `fewest` times or more.
    """
    found: dict[str, list[tuple[Sequence[Token], Sentence]]] = defaultdict(list)
    size = 0
    for document in documents:
        for sentence in document.sentences():
            size += len(sentence.tokens)
            for run in _runs(sentence.tokens, tag):
                found[fold("".join(token.text for token in run))].append(
                    (run, sentence)
                )
    counts = {
        key: len(places) for key, places in found.items() if len(places) >= fewest
    }
    inside = _nested(counts, found)
    scores = {}
    for key, count in counts.items():
        run = found[key][0][0]
        own = count - inside.get(key, 0)
        if own < fewest or own * 3 < count:
            continue
        keyness = (own / max(size, 1)) / _expected(run, rate)
        known = len(run) == 1 and rate(key) > 0
        if known and keyness < KEY:
            continue
        if keyness > 1:
            scores[key] = own * log2(keyness) * (1 + 0.2 * (len(run) - 1))
    ranked = sorted(scores, key=lambda key: (-scores[key], key))[:limit]
    return [_candidate(found[key]) for key in ranked]


def _runs(tokens: Sequence[Token], tag: Tag) -> Iterator[Sequence[Token]]:
    """Go through the runs of words that could be one term, none of them a term."""
    for start in range(len(tokens)):
        if not _is_content(tokens[start], tag):
            continue
        for end in range(start + 1, min(start + LONGEST, len(tokens)) + 1):
            last = tokens[end - 1]
            is_ending = end - start > 1 and last.text in ENDINGS
            if not (_is_content(last, tag) or is_ending):
                break
            run = tokens[start:end]
            # 数据中台架构 may be a term, 腾讯CSIG总裁 and 消耗带宽 are none.
            terms = [token.term is not None for token in run]
            if not any(terms) or (terms[0] and not terms[-1]):
                yield run
            if is_ending:
                break


def _is_content(token: Token, tag: Tag) -> bool:
    if token.term or LATIN.fullmatch(token.text):
        return True
    if " " in token.pinyin and token.pinyin[0].isupper():
        return False  # Zhōu Qǐmíng
    word = fold(token.text)
    kind = tag(word)
    return (
        len(word) > 1
        and all(map(is_han, word))
        and word not in _common()
        and not GRAMMAR.intersection(word)
        and (not kind or kind.startswith(NOUNS))
        and not kind.startswith(NAMES)
    )


def _nested(
    counts: dict[str, int],
    found: dict[str, list[tuple[Sequence[Token], Sentence]]],
) -> Counter[str]:
    """Count how often each candidate stands inside a longer one."""
    inside: Counter[str] = Counter()
    for key, count in counts.items():
        run = found[key][0][0]
        parts = {
            fold("".join(token.text for token in run[start:end]))
            for start in range(len(run))
            for end in range(start + 1, len(run) + 1)
            if end - start < len(run)
        }
        for part in parts & counts.keys():
            inside[part] = max(inside[part], count)
    return inside


def _expected(run: Sequence[Token], rate: Rate) -> float:
    """Say how often the language would have the run, by its rarest word."""
    whole = rate(fold("".join(token.text for token in run)))
    if len(run) == 1 or whole:
        return max(whole, RAREST)
    return max(min(rate(fold(token.text)) for token in run) / 10, RAREST)


def _candidate(places: list[tuple[Sequence[Token], Sentence]]) -> Candidate:
    run, sentence = places[0]
    text = "".join(token.text for token in run)
    pinyin = " ".join(token.pinyin for token in run) if HAN.search(text) else ""
    place = sentence.text.find(text)
    start = max(place - (SHOWN - len(text)) // 2, 0)
    context = " ".join(sentence.text[start : start + SHOWN].split())
    senses = [token.term or _sense(token) for token in run]
    english = " ".join(filter(None, senses))
    return Candidate(text, pinyin, len(places), context, english, len(run))


def _sense(token: Token) -> str:
    if not token.gloss:
        return token.text if LATIN.fullmatch(token.text) else ""
    return re.sub(r"\s*\([^)]*\)", "", token.gloss[0]).split(";")[0].strip(" ,")


@cache
def _common() -> frozenset[str]:
    text = files("reader.data").joinpath("common.tsv").read_text("utf-8")
    return frozenset(row.split("\t")[0] for row in text.splitlines()[1:])
