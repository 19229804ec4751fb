"""A Document -> lines without boxes or colour, for pipes and screen readers.

Each line says what it holds: ``ZH:`` the Chinese, ``PY:`` its pinyin, ``EN:`` the
English, ``TERM:`` a term where it first stands, ``CHECK:`` what looks wrong. At the
end ``COUNT:`` says of each term how often it stands and where first.
"""

from collections.abc import Iterable, Iterator

from reader.models import Block, Document, Sentence
from reader.pinyin import sentence_pinyin
from reader.render.look import Look
from reader.render.shared import (
    MACHINE_LABELS,
    as_written,
    by_domain,
    first_met,
    headline,
    read_as_written,
    said,
    to_look_at,
)


def render(document: Document, *, pinyin: bool = True) -> str:
    """Render a document as labelled lines, a blank line between sentences."""
    look = Look(0, pinyin=pinyin)
    return "".join(f"{line}\n" for line in lines(document, look))


def lines(
    document: Document, look: Look, *, blocks: Iterable[Block] | None = None
) -> Iterator[str]:
    """Give the lines one by one; a line is as long as its sentence.

    ``blocks`` are the document's with their translations, where they still come.
    """
    yield document.title
    yield from headline(document, whole=blocks is None)
    checks = 0
    for block in document.blocks if blocks is None else blocks:
        yield ""
        yield _opening(block)
        for sentence in block.sentences:
            yield from _sentence(sentence, look)
            checks += len(sentence.translation.checks)
        for entry in first_met(document, block) if look.terms else ():
            read = read_as_written(entry, block.sentences)
            parts = (as_written(entry), read, entry.english, entry.definition)
            yield f"TERM: {' | '.join(part for part in parts if part)}"
    if look.terms and document.glossary:
        yield ""
        yield "[TERMS]"
    for domain, entries in by_domain(document) if look.terms else ():
        for entry in entries:
            times = "once" if entry.count == 1 else f"{entry.count} times"
            facts = (domain, as_written(entry), entry.english, times, entry.first)
            yield f"COUNT: {' | '.join(facts)}"
    if blocks is not None:
        yield ""
        yield to_look_at(checks)


def _opening(block: Block) -> str:
    label = f"SPEAKER: {block.speaker}" if block.speaker else block.kind.upper()
    return f"[{block.id}] {label}"


def _sentence(sentence: Sentence, look: Look) -> Iterator[str]:
    yield f"ZH: {sentence.id} {sentence.text.strip()}"
    if look.pinyin and sentence.tokens:
        spelt = sentence_pinyin(sentence.tokens)
        if spelt:
            yield f"PY: {spelt}"
    if not look.english:
        return
    translation = sentence.translation
    yield f"EN: {MACHINE_LABELS[translation.origin]}{translation.text}"
    for remark in said(translation):
        yield f"CHECK: {remark}"
