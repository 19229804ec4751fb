"""A Document -> a table of its sentences, for spreadsheets and other programs.

One header, one sentence a line, tab-separated; what is a tab or a line end in a text
becomes a blank, so that a line is always a sentence.
"""

from collections.abc import Iterator

from reader.models import Document
from reader.pinyin import sentence_pinyin
from reader.render.shared import said

COLUMNS = (
    "id",
    "block",
    "kind",
    "speaker",
    "chinese",
    "pinyin",
    "english",
    "origin",
    "terms",
    "checks",
)


def render(document: Document, *, pinyin: bool = True) -> str:
    """Render a document as a table, a sentence a line."""
    return "".join("\t".join(row) + "\n" for row in _rows(document, pinyin))


def _rows(document: Document, pinyin: bool) -> Iterator[tuple[str, ...]]:
    yield COLUMNS
    for block in document.blocks:
        for sentence in block.sentences:
            translation = sentence.translation
            terms = dict.fromkeys(
                f"{token.text} = {token.term}"
                for token in sentence.tokens
                if token.term is not None
            )
            row = (
                sentence.id,
                block.id,
                block.kind,
                block.speaker or "",
                sentence.text,
                sentence_pinyin(sentence.tokens) if pinyin and sentence.tokens else "",
                translation.text,
                translation.origin,
                "; ".join(terms),
                "; ".join(said(translation)),
            )
            yield tuple(" ".join(field.split()) for field in row)
