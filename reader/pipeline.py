"""A source -> a Document: the five stages, in their order.

source → repair → blocks and sentences → words, readings, senses → translation.
The stages do not know each other; only this module knows what follows what.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path

import glossary as glossaries
from glossary import Glossary
from glossary.scripts import simplified
from reader import sources
from reader.dictionary import Dictionary
from reader.difficulty import Bands
from reader.errors import PackageError
from reader.gloss import Senses
from reader.models import (
    Block,
    Document,
    Entry,
    Repaired,
    Request,
    Sentence,
    Token,
    Tones,
    Translation,
)
from reader.people import people
from reader.pinyin import Readings
from reader.render import json_form
from reader.repair import repair as repair_text
from reader.sentences import parse
from reader.spelling import without_tones
from reader.tones import Spelling, respell
from reader.translate import Translator
from reader.translate import translator as find_translator
from reader.words import Cutter

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""

# `(completed action marker)`, `(opposite: indirect 间接)`.
NOTE = re.compile(r"\([^)]*\)")


def read(
    source: str | Path,
    *,
    glossary: Glossary | None = None,
    translator: str | Translator = "auto",
    model: str | Path | None = None,
    repair: bool = True,
    encoding: str | None = None,
    tones: Tones = "marks",
    sandhi: bool = False,
    numerals: bool = False,
    progress: Progress | None = None,
) -> Document:
    """Read a path, ``-`` or a text into a Document.

    ``translator`` is ``auto`` (the user's Argos package, else ours), ``argos``,
    ``argostranslate`` (the library itself), ``none``, or a Translator. Without a
    translation the English side is word by word, and says so.

    ``tones``, ``sandhi`` and ``numerals`` say how the pinyin is spelled: see
    :class:`reader.tones.Spelling`. A document exported as JSON is taken as it is,
    nothing else done to it again.

    Raises ReaderError and its children: a source that cannot be opened or read, a
    translation package that is missing or damaged.
    """
    loaded = sources.load(source, encoding=encoding)
    spelling = Spelling(tones, sandhi, numerals)
    if json_form.is_document(loaded.text):
        document = json_form.parse(loaded.text, name=loaded.name)
        return _respelled(document, spelling)
    if glossary is None:
        glossary = glossaries.load()
    if isinstance(translator, str):
        chosen = find_translator(translator, model=model)
    else:
        chosen = translator

    repaired = (
        repair_text(loaded.text) if repair else Repaired(loaded.text, loaded.text, ())
    )
    blocks = parse(repaired.text)
    speakers = {block.speaker for block in blocks if block.speaker}
    names = frozenset(speakers.union(people(repaired.text)))
    blocks = _annotated(blocks, glossary, names)
    blocks = _translated(blocks, glossary, names, chosen, progress)
    document = Document(
        title=_title(blocks, loaded.name),
        source=loaded.name,
        blocks=blocks,
        edits=repaired.edits,
        glossary=_entries(blocks, glossary),
        translator=chosen.label if chosen else "",
    )
    return _respelled(document, spelling)


def annotate(sentence: str, *, glossary: Glossary | None = None) -> tuple[Token, ...]:
    """Cut a sentence into tokens with their readings, senses and terms.

    >>> [(token.text, token.pinyin) for token in annotate("我们做中台。")]
    [('我们', 'wǒmen'), ('做', 'zuò'), ('中台', 'zhōngtái'), ('。', '。')]
    """
    if glossary is None:
        glossary = glossaries.load()
    return _tokens([sentence], glossary, frozenset(people(sentence)))[0]


def translate(
    sentences: Iterable[str],
    *,
    glossary: Glossary | None = None,
    translator: str | Translator = "auto",
    model: str | Path | None = None,
) -> list[Translation]:
    """Translate sentences, one translation for each, in their order.

    Raises PackageError where no package can translate.
    """
    if glossary is None:
        glossary = glossaries.load()
    if isinstance(translator, str):
        translator = _some(find_translator(translator, model=model))
    return translator.translate(
        [
            _request(text, annotate(text, glossary=glossary), people(text), glossary)
            for text in sentences
        ]
    )


def _some(found: Translator | None) -> Translator:
    if found is None:
        raise PackageError(
            "there is no package to translate Chinese to English; "
            "install one with `argospm install translate-zh_en`"
        )
    return found


def _annotated(
    blocks: Sequence[Block], glossary: Glossary, names: frozenset[str]
) -> tuple[Block, ...]:
    texts = [sentence.text for block in blocks for sentence in block.sentences]
    read = iter(_tokens(texts, glossary, names))
    return tuple(
        _with_sentences(
            block,
            [replace(sentence, tokens=next(read)) for sentence in block.sentences],
        )
        for block in blocks
    )


def _tokens(
    texts: Sequence[str], glossary: Glossary, names: frozenset[str]
) -> list[tuple[Token, ...]]:
    """Give the tokens of each text, with their readings, senses, bands and terms."""
    marks = [glossary.find(text) for text in texts]
    cutter = _cutter(names)
    sentences = [
        cutter.cut(text, found) for text, found in zip(texts, marks, strict=True)
    ]
    terms = [
        {text[mark.start : mark.end]: mark.term for mark in found}
        for text, found in zip(texts, marks, strict=True)
    ]
    senses, bands = _senses(), Bands(cutter.frequency)
    return [
        bands.rate(senses.explain(tokens), names)
        for tokens in _readings().read_all(sentences, terms=terms, names=names)
    ]


def _respelled(document: Document, spelling: Spelling) -> Document:
    if spelling == Spelling():
        return document
    return replace(
        document,
        blocks=tuple(
            _with_sentences(
                block,
                [
                    replace(sentence, tokens=respell(sentence.tokens, spelling))
                    for sentence in block.sentences
                ],
            )
            for block in document.blocks
        ),
    )


def _translated(
    blocks: Sequence[Block],
    glossary: Glossary,
    names: frozenset[str],
    translator: Translator | None,
    progress: Progress | None,
) -> tuple[Block, ...]:
    sentences = [sentence for block in blocks for sentence in block.sentences]
    if translator is None:
        translations = [_glossed(sentence) for sentence in sentences]
    else:
        requests = [
            _request(sentence.text, sentence.tokens, names, glossary)
            for sentence in sentences
        ]

        def told(done: int, total: int) -> None:
            if progress:
                progress("translating", done, total)

        translations = translator.translate(requests, progress=told)
    done = iter(zip(sentences, translations, strict=True))
    return tuple(
        _with_sentences(
            block,
            (
                replace(sentence, translation=translation)
                for sentence, translation in _take(done, len(block.sentences))
            ),
        )
        for block in blocks
    )


def _take(
    pairs: Iterator[tuple[Sentence, Translation]], count: int
) -> Iterator[tuple[Sentence, Translation]]:
    for _ in range(count):
        yield next(pairs)


def _request(
    text: str, tokens: Sequence[Token], names: Collection[str], glossary: Glossary
) -> Request:
    """Ask for people by name and for the terms whose rendering matters.

    Of the other terms any right word will do. Traditional characters are given to
    the translator as Simplified ones, which is what packages are trained on.
    """
    wanted = [
        (mark.start, mark.end, "|".join((mark.term.english, *mark.term.accepted)))
        for mark in glossary.find(text)
        if mark.term.status != "common"
    ]
    start = 0
    for token in tokens:
        end = start + len(token.text)
        # `Zhōu Qǐmíng`: whoever asks without a name of their own (记者) is no name.
        if token.term is None and token.text in names and " " in token.pinyin:
            wanted.append((start, end, without_tones(token.pinyin)))
        start = end
    return Request(simplified(text), tuple(sorted(wanted)))


def _glossed(sentence: Sentence) -> Translation:
    """Give the first sense of each word, where there is nothing to translate with."""
    senses = [sense for token in sentence.tokens if (sense := _first_sense(token))]
    return Translation(" · ".join(senses) or sentence.text, "gloss")


def _first_sense(token: Token) -> str:
    """Give one short sense: no notes in brackets, no synonyms, no marks."""
    if token.term:
        return token.term
    if token.gloss:
        return NOTE.sub("", token.gloss[0]).split(";")[0].strip(" ,")
    if token.syllables:
        return f"[{token.pinyin}]"
    return token.text.strip() if any(map(str.isalnum, token.text)) else ""


def _entries(blocks: Sequence[Block], glossary: Glossary) -> tuple[Entry, ...]:
    """List the terms the document meets, in the order it meets them."""
    entries: dict[str, Entry] = {}
    for block in blocks:
        for sentence in block.sentences:
            for mark in glossary.find(sentence.text):
                term = mark.term
                form = sentence.text[mark.start : mark.end]
                entry = entries.get(term.chinese) or Entry(
                    term.chinese,
                    term.english,
                    term.pinyin,
                    term.definition,
                    count=0,
                    first=sentence.id,
                )
                entries[term.chinese] = replace(
                    entry,
                    count=entry.count + 1,
                    forms=tuple(dict.fromkeys((*entry.forms, form))),
                )
    return tuple(entries.values())


def _title(blocks: Sequence[Block], name: str) -> str:
    heading = next((block for block in blocks if block.kind == "heading"), None)
    if heading is not None:
        return heading.text.strip()
    if name not in ("", sources.STDIN):
        return Path(name).stem
    first = next(iter(blocks), None)
    return first.sentences[0].text.strip() if first else ""


def _with_sentences(block: Block, sentences: Iterable[Sentence]) -> Block:
    return replace(block, sentences=tuple(sentences))


@cache
def _dictionary() -> Dictionary:
    return Dictionary()


@lru_cache(maxsize=1)
def _cutter(names: frozenset[str]) -> Cutter:
    cutter = Cutter(_dictionary())
    cutter.learn(names)
    return cutter


@cache
def _readings() -> Readings:
    return Readings(_dictionary())


@cache
def _senses() -> Senses:
    return Senses(_dictionary())
