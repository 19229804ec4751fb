"""A Document -> lines without boxes or colour, for pipes and screen readers.

Each line says what it holds: ``ZH:`` the Chinese, ``PY:`` its pinyin, ``EN:`` the
English, ``TERM:`` a term where it first stands, ``CHECK:`` what looks wrong.
"""

from collections.abc import Iterator

from reader.models import Block, Document, Sentence
from reader.pinyin import sentence_pinyin
from reader.render.shared import MACHINE_LABELS, first_met, headline, said


def render(document: Document, *, pinyin: bool = True) -> str:
    """Render a document as labelled lines, a blank line between sentences."""
    return "".join(f"{line}\n" for line in lines(document, pinyin=pinyin))


def lines(document: Document, *, pinyin: bool = True) -> Iterator[str]:
    """Give the lines one by one."""
    yield document.title
    yield from headline(document)
    for block in document.blocks:
        yield ""
        yield _opening(block)
        for sentence in block.sentences:
            yield from _sentence(sentence, pinyin=pinyin)
        for entry in first_met(document, block):
            parts = (entry.chinese, entry.pinyin, entry.english, entry.definition)
            yield f"TERM: {' | '.join(part for part in parts if part)}"


def _opening(block: Block) -> str:
    label = f"SPEAKER: {block.speaker}" if block.speaker else block.kind.upper()
    return f"[{block.id}] {label}"


def _sentence(sentence: Sentence, *, pinyin: bool) -> Iterator[str]:
    yield f"ZH: {sentence.id} {sentence.text.strip()}"
    if pinyin and sentence.tokens:
        spelt = sentence_pinyin(sentence.tokens)
        if spelt:
            yield f"PY: {spelt}"
    translation = sentence.translation
    yield f"EN: {MACHINE_LABELS[translation.origin]}{translation.text}"
    for remark in said(translation):
        yield f"CHECK: {remark}"
