"""A Document -> lines without boxes or colour, for pipes and screen readers.

Each line says what it holds: ``ZH:`` the Chinese, ``PY:`` its pinyin, ``EN:`` the
English, ``TERM:`` a term where it first stands, ``CHECK:`` what looks wrong.
"""

from collections.abc import Iterable, Iterator

from reader.models import Block, Document, Sentence
from reader.pinyin import sentence_pinyin
from reader.render.shared import (
    MACHINE_LABELS,
    first_met,
    headline,
    said,
    to_look_at,
)


def render(document: Document, *, pinyin: bool = True) -> str:
    """Render a document as labelled lines, a blank line between sentences."""
    return "".join(f"{line}\n" for line in lines(document, pinyin=pinyin))


def lines(
    document: Document,
    *,
    pinyin: bool = True,
    blocks: Iterable[Block] | None = None,
) -> Iterator[str]:
    """Give the lines one by one.

    ``blocks`` are the document's with their translations, where they still come.
    """
    yield document.title
    yield from headline(document, whole=blocks is None)
    checks = 0
    for block in document.blocks if blocks is None else blocks:
        yield ""
        yield _opening(block)
        for sentence in block.sentences:
            yield from _sentence(sentence, pinyin=pinyin)
            checks += len(sentence.translation.checks)
        for entry in first_met(document, block):
            parts = (entry.chinese, entry.pinyin, entry.english, entry.definition)
            yield f"TERM: {' | '.join(part for part in parts if part)}"
    if blocks is not None:
        yield ""
        yield to_look_at(checks)


def _opening(block: Block) -> str:
    label = f"SPEAKER: {block.speaker}" if block.speaker else block.kind.upper()
    return f"[{block.id}] {label}"


def _sentence(sentence: Sentence, *, pinyin: bool) -> Iterator[str]:
    yield f"ZH: {sentence.id} {sentence.text.strip()}"
    if pinyin and sentence.tokens:
        yield f"PY: {sentence_pinyin(sentence.tokens)}"
    translation = sentence.translation
    yield f"EN: {MACHINE_LABELS[translation.origin]}{translation.text}"
    for remark in said(translation):
        yield f"CHECK: {remark}"
