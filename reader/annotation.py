"""Sentences -> their tokens with readings, senses, bands and terms, and what is asked.

The middle of the pipeline, sentence by sentence: which terms stand in a sentence, its
words, how they are read and what they mean, and what a translator is asked of it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache

from glossary import Glossary, Term
from glossary.scripts import simplified
from reader.dictionary import Dictionary
from reader.difficulty import Bands
from reader.firms import firms
from reader.gloss import Senses, phrase
from reader.marking import Terms
from reader.models import Block, Entry, Request, Sentence, Token, Translation
from reader.named import named
from reader.pinyin import Readings
from reader.spelling import capitalised, join, without_tones
from reader.surrogates import encodable
from reader.words import Cutter

# `(completed action marker)`, `(opposite: indirect 间接)`.
NOTE = re.compile(r"\([^)]*\)")
FIRM = "A firm that this text names; not in the glossary."
"""What is said of a term that firms_of made."""


def terms_of(sentence: str, glossary: Glossary) -> Terms:
    """Take a sentence for itself, with the people it names."""
    names = people_of(sentence)
    return Terms(glossary, names, cutter(names).judge)


def people_of(text: str) -> frozenset[str]:
    """Find the people whom a text names."""
    return frozenset(named(text, _nameless(), _dictionary()))


def firms_of(text: str, glossary: Glossary, people: frozenset[str]) -> Glossary:
    """Lay under a glossary the firms that a text names and no list knows.

    They are rendered by their sound and their kind: 衡川云 is Hengchuan Cloud.
    """
    new = []
    for firm in firms(text, _nameless(), _dictionary(), people):
        name, kind = map(_named, (firm.name, firm.kind))
        if glossary.term(firm.name + firm.kind) is None:
            term = Term(
                firm.name + firm.kind,
                f"{without_tones(name)} {firm.english}",
                f"{name} {kind}",
                FIRM,
                "organisation",
                aliases=(firm.name,) if firm.is_short else (),
                accepted=(without_tones(name),),
                pos="name",
            )
            new.append(term)
    return Glossary(new).merged(glossary) if new else glossary


def _named(word: str) -> str:
    """Spell a word as a name."""
    tokens = _readings().read([Token(word)])
    return capitalised(join([one for token in tokens for one in token.syllables]))


def tokens_of(sentences: Sequence[Sentence], terms: Terms) -> list[tuple[Token, ...]]:
    """Give the tokens of each sentence: readings, senses, bands and terms.

    Several at once are read faster than one by one.
    """
    found = [terms.find(sentence.text, sentence.id) for sentence in sentences]
    words = cutter(terms.names)
    cut = [
        words.cut(sentence.text, marks)
        for sentence, marks in zip(sentences, found, strict=True)
    ]
    marked = [
        {sentence.text[mark.start : mark.end]: mark.term for mark in marks}
        for sentence, marks in zip(sentences, found, strict=True)
    ]
    senses, bands = _senses(), Bands(words.frequency)
    return [
        bands.rate(senses.explain(tokens), terms.names)
        for tokens in _readings().read_all(cut, terms=marked, names=terms.names)
    ]


def request_of(
    text: str, tokens: Sequence[Token], terms: Terms, sentence: str = ""
) -> Request:
    """Ask for people by name and for the terms whose rendering matters.

    Of the other terms any right word will do. Traditional characters are given to
    the translator as Simplified ones, which is what packages are trained on.
    """
    wanted = [
        (mark.start, mark.end, "|".join((mark.term.english, *mark.term.accepted)))
        for mark in terms.find(text, sentence)
        if mark.term.status != "common"
    ]
    start = 0
    called = []
    hints = []
    for token in tokens:
        end = start + len(token.text)
        # 比尔·盖茨 is no Bi'er Gaici in English, and what he is, no table says.
        if "·" in token.text or token.term is not None:
            pass
        # `Zhōu Qǐmíng`: whoever asks without a name of their own (记者) is no name.
        elif token.text in terms.names:
            if " " in token.pinyin:
                wanted.append((start, end, without_tones(token.pinyin)))
                called.append(simplified(token.text))
        elif len(token.text) > 1 and token.gloss and (said := phrase(token.gloss[0])):
            hints.append((start, end, said))
        start = end
    people = tuple(dict.fromkeys(called))
    simple = encodable(simplified(text))
    return Request(simple, tuple(sorted(wanted)), people, tuple(hints))


def glossed(sentence: Sentence) -> Translation:
    """Give the first sense of each word, where there is nothing to translate with."""
    senses = [sense for token in sentence.tokens if (sense := _first_sense(token))]
    return Translation(" · ".join(senses) or sentence.text, "gloss")


def entries_of(blocks: Sequence[Block], terms: Terms) -> tuple[Entry, ...]:
    """List the terms the document meets, in the order it meets them."""
    entries: dict[str, Entry] = {}
    for block in blocks:
        for sentence in block.sentences:
            for mark in terms.find(sentence.text, sentence.id):
                term = mark.term
                form = sentence.text[mark.start : mark.end]
                entry = entries.get(term.chinese) or Entry(
                    term.chinese,
                    term.english,
                    term.pinyin,
                    term.definition,
                    count=0,
                    first=sentence.id,
                    domain=term.domain,
                )
                entries[term.chinese] = replace(
                    entry,
                    count=entry.count + 1,
                    forms=tuple(dict.fromkeys((*entry.forms, form))),
                )
    return tuple(entries.values())


def _first_sense(token: Token) -> str:
    """Give one short sense: no notes in brackets, no synonyms, no marks."""
    if token.term:
        return token.term
    if token.gloss:
        return NOTE.sub("", token.gloss[0]).split(";")[0].strip(" ,")
    if token.syllables:
        return f"[{token.pinyin}]"
    return token.text.strip() if any(map(str.isalnum, token.text)) else ""


@cache
def _dictionary() -> Dictionary:
    return Dictionary()


@lru_cache(maxsize=1)
def cutter(names: frozenset[str]) -> Cutter:
    """Give what cuts a text in which these people are named; the last one is kept."""
    return _nameless().knowing(names)


@cache
def _nameless() -> Cutter:
    return Cutter(_dictionary())


@cache
def _readings() -> Readings:
    return Readings(_dictionary())


@cache
def _senses() -> Senses:
    return Senses(_dictionary())
