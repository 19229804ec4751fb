"""A Document -> one self-contained page: a bilingual book page for the browser.

Everything is in the file: its style, its script and its charts. A strict
Content-Security-Policy names the two by their digests and allows nothing else, so
the page cannot ask anybody for anything, and whatever a text says stays text
(Jinja2 escapes it). Without its script the page still reads, switches and prints:
the switches are checkboxes that the style looks at; the script adds the cards of
words, the keys, and remembering the switches.

Pinyin is ruby, one annotation a word, as GB/T 16159 joins them (HTML Living
Standard, section 4.5.10), in brackets where ruby is not known.
"""

import base64
import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Any

from glossary.scripts import simplified
from reader.difficulty import level_name
from reader.models import Document, Edit, Sentence, Token
from reader.render.figures import figures
from reader.render.shared import (
    LEVEL,
    MACHINE_LABELS,
    as_written,
    first_met,
    headline,
    placed_edits,
    said,
    vocabulary,
)
from reader.render.tones import parts

SENSES_SHOWN = 4
TRADITIONAL_FROM = 0.05
"""Share of characters that Simplified writes otherwise, from which on it is not."""


@dataclass(frozen=True, slots=True)
class Word:
    """A token as the page shows it."""

    text: str
    reading: list[tuple[str, int]] = field(default_factory=list)
    """Pieces of pinyin with their tones; empty where nothing is read."""
    senses: str = ""
    term: str = ""
    """The id of the glossary row of a term."""
    change: str = ""
    """What a repair did here, for the card."""
    unsure: bool = False


def render(
    document: Document,
    *,
    pinyin: bool = True,
    level: int = LEVEL,
    known: Collection[str] = (),
) -> str:
    """Render a document as one HTML page; the text ends with one line end.

    ``pinyin`` says whether the readings are shown at first; the page has a switch.
    Words above the HSK ``level`` that are not ``known`` are listed at the end.
    """
    style, script = _asset("page.css"), _asset("page.js")
    text = "".join(sentence.text for sentence in document.sentences())
    found = figures(document)
    page: str = _template().render(
        document=document,
        as_written=as_written,
        blocks=list(_blocks(document)),
        changes=list(_changes(document)),
        figures=found,
        level_name=level_name,
        levels=[(level_name(band), count) for band, count in found.bands],
        vocabulary=vocabulary(document, level=level, known=known),
        headline=list(headline(document)),
        language=_language(text),
        policy=_policy(style, script),
        style=style,
        script=script,
        pinyin=pinyin,
        made_with=f"bilingual-reader {version('bilingual-reader')}",
    )
    return page.rstrip("\n") + "\n"


def _blocks(document: Document) -> Iterator[dict[str, Any]]:
    placed = placed_edits(document)
    rows = {entry.chinese: f"T{n}" for n, entry in enumerate(document.glossary, 1)}
    exchanges = [(*one.question, *one.answers) for one in document.exchanges()]
    opening = {blocks[0].id for blocks in exchanges}
    closing = {blocks[-1].id for blocks in exchanges}
    speaking = None
    for block in document.blocks:
        yield {
            "block": block,
            "opens": block.id in opening,
            "closes": block.id in closing,
            "named": block.speaker is not None and block.speaker != speaking,
            "is_title": block.kind == "heading"
            and block.text.strip() == document.title,
            "terms": [
                (rows[entry.chinese], as_written(entry), entry)
                for entry in first_met(document, block)
            ],
            "sentences": [
                {
                    "sentence": sentence,
                    "words": _words(
                        document,
                        sentence,
                        [(one.start, one.edit) for one in placed.get(sentence.id, ())],
                        rows,
                    ),
                    "label": MACHINE_LABELS[sentence.translation.origin],
                    "remarks": list(said(sentence.translation)),
                }
                for sentence in block.sentences
            ],
        }
        speaking = block.speaker


def _words(
    document: Document,
    sentence: Sentence,
    edits: list[tuple[int, Edit]],
    rows: dict[str, str],
) -> list[Word]:
    words, start = [], 0
    for token in sentence.tokens or (Token(sentence.text),):
        end = start + len(token.text)
        here = [
            edit
            for at, edit in edits
            if at < end and start < at + max(len(edit.after), 1)
        ]
        entry = document.entry(token)
        words.append(
            Word(
                token.text,
                parts(token) if token.syllables else [],
                "; ".join(token.gloss[:SENSES_SHOWN]),
                rows[entry.chinese] if entry else "",
                "; ".join(map(_change, here)),
                any(edit.is_unsure for edit in here),
            )
        )
        start = end
    return words


def _change(edit: Edit) -> str:
    before, after = (
        edit.before.strip() or "(nothing)",
        edit.after.strip() or "(nothing)",
    )
    others = f", or {', '.join(edit.alternatives)}" if edit.alternatives else ""
    return f"{before} → {after}{others}: {edit.reason} ({edit.confidence:.0%})"


def _changes(document: Document) -> Iterator[tuple[str, Edit]]:
    """Give each change with the id of its sentence, for the list at the end."""
    for id, inside in placed_edits(document).items():
        for one in inside:
            yield id, one.edit


def _language(text: str) -> str:
    """Name the script for fonts and voices; Simplified text has few odd characters."""
    changed = sum(a != b for a, b in zip(text, simplified(text), strict=True))
    return "zh-Hant" if changed > TRADITIONAL_FROM * len(text) else "zh-Hans"


def _policy(style: str, script: str) -> str:
    """Write the policy that allows the page's own style and script, and no more."""
    return (
        f"default-src 'none'; style-src '{_digest(style)}'; "
        f"script-src '{_digest(script)}'; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


@cache
def _asset(name: str) -> str:
    return files("reader.data").joinpath(name).read_text(encoding="utf-8")


@cache
def _template() -> Any:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.from_string(_asset("page.html"))
