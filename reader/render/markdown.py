"""A Document -> study notes in Markdown, for GitHub, Obsidian, pandoc and Typora.

Three flavours: ``plain`` is what all of them read, one sentence in three paragraphs
(the Chinese with its id, its pinyin, its English as a quotation); ``obsidian`` adds
block ids, callouts and links between a term and its entry; ``table`` sets both
languages side by side. Notes carry a record of what was generated, so that they can
be made again over what a reader wrote in them (:mod:`reader.render.notes`).

What stands in the text is escaped, and what stands below the sentences is listed, in
:mod:`reader.render.markdown_lists`.
"""

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from typing import Literal

from reader.models import Block, Document, Sentence, Token
from reader.pinyin import sentence_pinyin
from reader.render.markdown_lists import (
    LINKED,
    SPECIAL,
    escape,
    repairs,
    table,
    terms,
    words,
)
from reader.render.notes import recorded
from reader.render.shared import (
    LEVEL,
    MACHINE_LABELS,
    headline,
    said,
    vocabulary,
)

Flavor = Literal["plain", "obsidian", "table"]
Sides = Literal["both", "zh", "en"]
FLAVORS: tuple[Flavor, ...] = ("plain", "obsidian", "table")
SIDES: tuple[Sides, ...] = ("both", "zh", "en")

# Emphasis around punctuation is not seen by CommonMark, so only these are set bold.
BOLD = re.compile(r"^\w(?:.*\w)?$", re.DOTALL)

BETWEEN_TERMS = re.compile(r"(?<!\\)\*{4}")

NOTES = "<!-- Yours: write here. -->"


@dataclass(frozen=True, slots=True)
class Shape:
    """How notes are to look; options that travel together."""

    flavor: Flavor = "plain"
    sides: Sides = "both"
    """Both languages, or one alone."""
    pinyin: bool = True
    ruby: bool = False
    """Pinyin over the words, in HTML, instead of on a line of its own."""

    @property
    def english(self) -> bool:
        """Whether the English is written."""
        return self.sides != "zh"

    @property
    def chinese(self) -> bool:
        """Whether the Chinese is written."""
        return self.sides != "en"

    @property
    def line(self) -> bool:
        """Whether the pinyin has a line of its own."""
        return self.pinyin and not self.ruby


def render(
    document: Document,
    *,
    pinyin: bool = True,
    flavor: Flavor = "plain",
    sides: Sides = "both",
    ruby: bool = False,
    level: int = LEVEL,
    known: Collection[str] = (),
) -> str:
    """Render a document as study notes; the text ends with one line end.

    Words above the HSK ``level`` that are not ``known`` (folded to Simplified
    characters) are listed at the end.
    """
    shape = Shape(flavor, sides, pinyin and sides != "en", ruby)
    paragraphs = [
        _front_matter(document),
        f"# {escape(document.title)}",
        *_header(document),
        *_blocks(document, shape),
        *terms(document, linked=shape.flavor == "obsidian"),
        *words(vocabulary(document, level=level, known=known)),
        *repairs(document),
        "## Notes",
        NOTES,
    ]
    return recorded("\n\n".join(paragraphs))


def _front_matter(document: Document) -> str:
    summary = document.summary
    speakers = dict.fromkeys(
        block.speaker for block in document.blocks if block.speaker
    )
    fields = {
        "title": document.title,
        "source": document.source,
        "lang": "zh-CN",
        "speakers": list(speakers),
        "sentences": summary.sentences,
        "repairs": summary.edits,
        "terms": summary.terms,
        "checks": summary.checks,
        "translator": summary.translator,
        "made_with": f"bilingual-reader {version('bilingual-reader')}",
    }
    questions = sum(1 for _ in document.exchanges())
    if questions:
        fields["questions"] = questions
    # JSON's strings, numbers and lists are YAML's too: titles may hold colons.
    lines = [
        f"{key}: {json.dumps(value, ensure_ascii=False)}"
        for key, value in fields.items()
    ]
    return "\n".join(["---", *lines, "---"])


def _header(document: Document) -> Iterator[str]:
    for line in headline(document):
        yield f"*{escape(line)}*"


def _blocks(document: Document, shape: Shape) -> Iterator[str]:
    speaking = None
    for block in document.blocks:
        if block.speaker and block.speaker != speaking:
            # An answer stands under its question, so that outlines fold it there.
            level = "####" if block.role == "answer" else "###"
            yield f"{level} {escape(block.speaker)}"
        speaking = block.speaker
        yield from _block(block, document, shape)


def _block(block: Block, document: Document, shape: Shape) -> Iterator[str]:
    if block.kind == "heading":
        text = block.text.strip()
        if text != document.title:
            yield f"## {escape(text)}"
    elif block.kind == "caption":
        yield "*Caption*"
    if shape.flavor == "table":
        yield _rows(block, document, shape)
    else:
        for sentence in block.sentences:
            yield from _sentence(sentence, document, shape)


def _sentence(sentence: Sentence, document: Document, shape: Shape) -> Iterator[str]:
    is_obsidian = shape.flavor == "obsidian"
    anchor = f" ^{sentence.id}" if is_obsidian else ""
    translation = sentence.translation
    if not shape.chinese:
        yield f"**{sentence.id}** {_english(sentence)}{anchor}"
    else:
        yield f"**{sentence.id}** {_chinese(sentence, document, shape)}{anchor}"
        spelt = _spelt(sentence) if shape.line else ""
        if spelt:
            yield f"*{escape(spelt)}*"
        if shape.english and translation.text:
            yield f"> {_english(sentence)}"
    if shape.english:
        for remark in said(translation):
            note = escape(remark)
            yield f"> [!warning] {note}" if is_obsidian else f"> ⚠ {note}"


def _rows(block: Block, document: Document, shape: Shape) -> str:
    """Set the sentences of a block as a table, a language a column."""
    header, rows = [""], []
    if shape.chinese:
        header.append("中文")
    if shape.english:
        header.append("English")
    for sentence in block.sentences:
        row = [f"**{sentence.id}**"]
        if shape.chinese:
            spelt = _spelt(sentence) if shape.line else ""
            reading = f"<br>*{escape(spelt)}*" if spelt else ""
            row.append(_chinese(sentence, document, shape) + reading)
        if shape.english:
            remarks = [f"⚠ {escape(remark)}" for remark in said(sentence.translation)]
            row.append("<br>".join([_english(sentence), *remarks]))
        rows.append(row)
    return table(header, rows)


def _english(sentence: Sentence) -> str:
    translation = sentence.translation
    return escape(MACHINE_LABELS[translation.origin] + translation.text)


def _spelt(sentence: Sentence) -> str:
    return sentence_pinyin(sentence.tokens).strip() if sentence.tokens else ""


def _chinese(sentence: Sentence, document: Document, shape: Shape) -> str:
    """Write the Chinese, a term bold (or linked) where the document has it first."""
    parts = []
    met: set[str] = set()
    for token in sentence.tokens or (Token(sentence.text),):
        entry = document.entry(token)
        text = token.text
        written = _word(token, shape)
        if entry and entry.first == sentence.id and entry.chinese not in met:
            met.add(entry.chinese)
            if shape.flavor == "obsidian" and not shape.ruby:
                written = f"[[#{LINKED.sub(' ', entry.chinese)}|{text}]]"
            elif BOLD.match(text):
                written = f"**{written}**"
        parts.append(written)
    # Two terms side by side are bold together: ** and ** would be read as four stars.
    return BETWEEN_TERMS.sub("", "".join(parts)).strip()


def _word(token: Token, shape: Shape) -> str:
    text = SPECIAL.sub(r"\\\g<0>", re.sub(r"\s", " ", token.text))
    if not (shape.ruby and shape.pinyin and token.syllables):
        return text
    return f"<ruby>{text}<rp>(</rp><rt>{escape(token.pinyin)}</rt><rp>)</rp></ruby>"
