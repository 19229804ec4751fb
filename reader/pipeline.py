"""A source -> a Document: the five stages, in their order.

source → repair → blocks and sentences → words, readings, senses → translation.
The stages do not know each other; only this module knows what follows what.
"""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from inspect import signature
from itertools import islice
from pathlib import Path
from typing import ParamSpec, TypeVar

import glossary as glossaries
from glossary import Glossary
from reader import sources
from reader.annotation import (
    cutter,
    entries_of,
    firms_of,
    glossed,
    people_of,
    request_of,
    terms_of,
    tokens_of,
)
from reader.errors import PackageError
from reader.marking import Terms, exemptions
from reader.models import (
    Block,
    Document,
    Repaired,
    Request,
    Sentence,
    Token,
    Tones,
    Translation,
)
from reader.render import json_form
from reader.repair import repair as repair_text
from reader.sentences import parse
from reader.tones import Spelling, respell
from reader.translate import Memory, Remembering, Renderings, Translator
from reader.translate import translator as find_translator

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R")
Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""

# Sentences that are read together: more are faster, fewer are on the screen sooner.
AT_ONCE = 32


@dataclass(frozen=True)
class Reading:
    """A document on its way: what is known at once, and what comes block by block."""

    document: Document
    """The document with its blocks as they were cut: no words, no translations."""
    blocks: Iterator[Block]
    """The blocks in their order, each with all it will have, as soon as it has."""

    def finish(self) -> Document:
        """Wait for all the blocks."""
        return replace(self.document, blocks=tuple(self.blocks))


def stream(
    source: str | Path,
    *,
    glossary: Glossary | None = None,
    exempt: Collection[str] = (),
    translator: str | Translator = "auto",
    model: str | Path | None = None,
    memory: Memory | None = None,
    repair: bool = True,
    encoding: str | None = None,
    tones: Tones = "marks",
    sandhi: bool = False,
    numerals: bool = False,
    progress: Progress | None = None,
) -> Reading:
    """Read a path, ``-`` or a text, without waiting for the last translation.

    ``translator`` is ``auto`` (the user's Argos package, else ours), ``argos``,
    ``argostranslate`` (the library itself), ``none``, or a Translator. Without a
    translation the English side is word by word, and says so. What ``memory`` holds
    is not translated again, and what is new is kept in it.

    ``exempt`` names terms that are none here, ``平台``, or not in one sentence,
    ``平台@S012``.

    ``tones``, ``sandhi`` and ``numerals`` say how the pinyin is spelled: see
    :class:`reader.tones.Spelling`. A document exported as JSON is taken as it is,
    nothing else done to it again.

    Raises ReaderError and its children: a source that cannot be opened or read, a
    translation package that is missing or damaged, which may be found only where the
    blocks are taken.
    """
    loaded = sources.load(source, encoding=encoding)
    spelling = Spelling(tones, sandhi, numerals)
    if json_form.is_document(loaded.text):
        document = json_form.parse(loaded.text, name=loaded.name)
        return Reading(document, _respelled(document.blocks, spelling))
    if glossary is None:
        glossary = glossaries.load()
    chosen = _chosen(translator, model, memory)

    repaired = (
        repair_text(loaded.text) if repair else Repaired(loaded.text, loaded.text, ())
    )
    blocks = parse(repaired.text)
    speakers = {block.speaker for block in blocks if block.speaker}
    names = people_of(repaired.text) | speakers
    glossary = firms_of(repaired.text, glossary, names)
    terms = Terms(
        glossary,
        names,
        cutter(names).judge,
        glossary.is_about(repaired.text) or None,
        exemptions(exempt, glossary, blocks),
    )
    document = Document(
        title=loaded.title or _title(blocks, loaded.name),
        source=loaded.name,
        blocks=tuple(blocks),
        edits=repaired.edits,
        glossary=entries_of(blocks, terms),
        translator=chosen.label if chosen else "",
    )
    if chosen is not None:
        done = _translated(blocks, terms, chosen, progress)
    else:
        done = _glossed_blocks(blocks, terms, memory)
    return Reading(document, _respelled(done, spelling))


def _with_keywords_of(
    first: Callable[P, T],
) -> Callable[[Callable[[T], R]], Callable[P, R]]:
    """Give a function the keywords of another, whose result it is given."""

    def decorate(then: Callable[[T], R]) -> Callable[P, R]:
        @wraps(then)
        def both(*args: P.args, **keywords: P.kwargs) -> R:
            return then(first(*args, **keywords))

        returned = signature(then).return_annotation
        shown = signature(first).replace(return_annotation=returned)
        both.__signature__ = shown  # type: ignore[attr-defined]
        return both

    return decorate


@_with_keywords_of(stream)
def read(reading: Reading) -> Document:
    """Read a path, ``-`` or a text into a Document.

    Takes what :func:`stream` takes, raises what it raises, and waits for the end.

    >>> document = read("我们做中台。", translator="none")
    >>> [sentence.id for sentence in document.sentences()]
    ['S001']
    """
    return reading.finish()


def annotate(sentence: str, *, glossary: Glossary | None = None) -> tuple[Token, ...]:
    """Cut a sentence into tokens with their readings, senses and terms.

    >>> [(token.text, token.pinyin) for token in annotate("我们做中台。")]
    [('我们', 'wǒmen'), ('做', 'zuò'), ('中台', 'zhōngtái'), ('。', '。')]
    """
    if glossary is None:
        glossary = glossaries.load()
    return tokens_of([Sentence("", sentence)], terms_of(sentence, glossary))[0]


def translate_iter(
    sentences: Iterable[str],
    *,
    glossary: Glossary | None = None,
    translator: str | Translator = "auto",
    model: str | Path | None = None,
    memory: Memory | None = None,
) -> Iterator[Translation]:
    """Translate sentences, one translation for each, giving each when it is ready.

    However many there are, only some hundreds are held at a time. Raises PackageError
    where no package can translate.
    """
    known = glossaries.load() if glossary is None else glossary
    chosen = _chosen(translator, model, memory)
    if chosen is None:
        raise PackageError(
            "there is no package to translate Chinese to English; "
            "install one with `reader model install zh_en`"
        )

    def requests() -> Iterator[Request]:
        for text in sentences:
            terms = terms_of(text, known)
            yield request_of(text, tokens_of([Sentence("", text)], terms)[0], terms)

    return chosen.translate_iter(requests())


@_with_keywords_of(translate_iter)
def translate(translations: Iterator[Translation]) -> list[Translation]:
    """Translate sentences as :func:`translate_iter` does, and wait for the last."""
    return list(translations)


def _chosen(
    translator: str | Translator, model: str | Path | None, memory: Memory | None
) -> Translator | None:
    if isinstance(translator, str):
        found = find_translator(translator, model=model)
    else:
        found = translator
    if found is None or memory is None:
        return found
    return Remembering(found, memory)


def _annotated(
    blocks: Iterable[Block], terms: Terms
) -> Iterator[tuple[Sentence, Request]]:
    """Give each sentence with its words, and what is to be asked of a translator."""
    sentences = (sentence for block in blocks for sentence in block.sentences)
    while several := list(islice(sentences, AT_ONCE)):
        read = tokens_of(several, terms)
        for sentence, tokens in zip(several, read, strict=True):
            request = request_of(sentence.text, tokens, terms, sentence.id)
            yield replace(sentence, tokens=tokens), request


def _respelled(blocks: Iterable[Block], spelling: Spelling) -> Iterator[Block]:
    if spelling == Spelling():
        yield from blocks
        return
    for block in blocks:
        sentences = tuple(
            replace(sentence, tokens=respell(sentence.tokens, spelling))
            for sentence in block.sentences
        )
        yield replace(block, sentences=sentences)


def _translated(
    blocks: Sequence[Block],
    terms: Terms,
    translator: Translator,
    progress: Progress | None,
) -> Iterator[Block]:
    """Give the blocks translated; what is ahead is annotated while the model works."""
    waiting: deque[tuple[Sentence, Request]] = deque()
    count = sum(len(block.sentences) for block in blocks)

    def requests() -> Iterator[Request]:
        for one in _annotated(blocks, terms):
            waiting.append(one)
            yield one[1]

    def told(done: int, _: int) -> None:
        if progress:
            progress("translating", done, count)

    translations = translator.translate_iter(requests(), progress=told)
    renderings = Renderings()
    for block in blocks:
        sentences = []
        for _ in block.sentences:
            translation = next(translations)
            sentence, request = waiting.popleft()
            drift = renderings.check(request, translation.text, sentence.id)
            if drift:
                checks = (*translation.checks, *drift)
                translation = replace(translation, checks=checks)
            sentences.append(replace(sentence, translation=translation))
        yield replace(block, sentences=tuple(sentences))
    # Lets the translator end its last step, so that progress comes to its end.
    next(translations, None)


def _glossed_blocks(
    blocks: Sequence[Block],
    terms: Terms,
    memory: Memory | None,
) -> Iterator[Block]:
    """Give the blocks word by word, but for what a reader translated by hand."""
    for block in blocks:
        annotated = list(_annotated([block], terms))
        requests = [request for _, request in annotated]
        known = memory.find(requests, maker="") if memory is not None else {}
        sentences = tuple(
            replace(
                sentence,
                translation=Translation(known[request][0], "hand")
                if request in known
                else glossed(sentence),
            )
            for sentence, request in annotated
        )
        yield replace(block, sentences=sentences)


def _title(blocks: Sequence[Block], name: str) -> str:
    heading = next((block for block in blocks if block.kind == "heading"), None)
    if heading is not None:
        return heading.text.strip()
    if name not in ("", sources.STDIN):
        return Path(name).stem
    first = next(iter(blocks), None)
    return first.sentences[0].text.strip() if first else ""
