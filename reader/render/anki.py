"""A Document -> an Anki deck: a card for each sentence, each term and each new word.

Made with genanki (the extra ``[anki]``). A note's identity is what it teaches, the
sentence or the term with its reading, so a deck imported again renews its notes and
keeps what Anki knows of the learner; a term met in two documents is one note.
"""

import hashlib
import html
import re
import tempfile
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from reader.difficulty import level_name
from reader.errors import ReaderError
from reader.models import Document, Entry, Sentence
from reader.pinyin import sentence_pinyin
from reader.render.shared import LEVEL, MACHINE_LABELS, vocabulary

# Made up once, never to change: Anki knows note types by them.
SENTENCE_MODEL, TERM_MODEL, WORD_MODEL = 1607392811, 1607392812, 1607392813
MADE = 0
"""The time of making in the file: the same document gives the same bytes."""

STYLE = """\
.card { font: 20px/1.6 Georgia, serif; text-align: center; color: #1f1e1b;
  background: #fdfcf9; max-width: 40rem; margin: 0 auto; }
.nightMode.card { color: #e7e3d9; background: #171714; }
.zh { font: 28px/1.6 "Noto Serif CJK SC", "Songti SC", SimSun, serif; }
.py { color: #7a766c; } .more { font-size: 16px; color: #7a766c; }
"""
FRONT = '<div class="zh" lang="zh">{{Chinese}}</div><div class="more">{{Who}}</div>'
BACK = (
    '{{FrontSide}}<hr id="answer"><div class="py">{{Pinyin}}</div>'
    '<div>{{English}}</div><div class="more">{{More}}</div>'
)
FIELDS = ("Chinese", "Pinyin", "English", "Who", "More")


def render(
    document: Document,
    *,
    pinyin: bool = True,
    level: int = LEVEL,
    known: Collection[str] = (),
) -> bytes:
    """Render a document as an ``.apkg`` for Anki 2.1 and AnkiDroid.

    Words above the HSK ``level`` that are not ``known`` have cards of their own.

    Raises ReaderError where genanki is not installed.
    """
    try:
        import genanki
    except ImportError as error:
        raise ReaderError(
            "Anki decks need genanki: pip install 'bilingual-reader[anki]'"
        ) from error

    deck = genanki.Deck(_number(f"deck {document.title}"), f"中文::{document.title}")
    tag = _tag(document.title)
    for kind, number, cards in (
        ("sentence", SENTENCE_MODEL, _sentences(document)),
        ("term", TERM_MODEL, _terms(document)),
        ("word", WORD_MODEL, _words(document, level, known)),
    ):
        model = genanki.Model(
            number,
            f"bilingual-reader {kind}",
            fields=[{"name": name} for name in FIELDS],
            templates=[{"name": kind, "qfmt": FRONT, "afmt": BACK}],
            css=STYLE,
        )
        for identity, fields, more_tags in cards:
            shown = [html.escape(field) for field in fields]
            if not pinyin:
                shown[1] = ""
            note = genanki.Note(
                model=model,
                fields=shown,
                guid=genanki.guid_for("bilingual-reader", kind, *identity),
                tags=[f"reader::{tag}", *more_tags],
            )
            deck.add_note(note)
    return _packed(genanki.Package(deck))


Card = tuple[tuple[str, ...], tuple[str, ...], list[str]]
"""What makes the note the same note, its fields, its tags beside the document's."""


def _sentences(document: Document) -> Iterator[Card]:
    for block in document.blocks:
        for sentence in block.sentences:
            chinese = sentence.text.strip()
            translation = sentence.translation
            english = MACHINE_LABELS[translation.origin] + translation.text
            who = f"{block.speaker} · {sentence.id}" if block.speaker else sentence.id
            fields = (chinese, _spelt(sentence), english, who, "")
            yield (chinese,), fields, [f"reader::{block.kind}"]


def _terms(document: Document) -> Iterator[Card]:
    places = {sentence.id: sentence for sentence in document.sentences()}
    for entry in document.glossary:
        example = places.get(entry.first)
        shown = example.text.strip() if example else ""
        meaning = " — ".join(filter(None, (entry.english, entry.definition)))
        fields = (entry.chinese, entry.pinyin, meaning, "", shown)
        yield (entry.chinese, entry.pinyin), fields, _term_tags(entry)


def _words(document: Document, level: int, known: Collection[str]) -> Iterator[Card]:
    for word in vocabulary(document, level=level, known=known):
        token = word.token
        meaning = "; ".join(token.gloss)
        fields = (token.text, token.pinyin, meaning, "", word.first.text.strip())
        yield (
            (token.text, token.pinyin),
            fields,
            ["reader::word", f"HSK::{level_name(token.band)}"],
        )


def _term_tags(entry: Entry) -> list[str]:
    domain = [f"reader::domain::{_tag(entry.domain)}"] if entry.domain else []
    return ["reader::term", *domain]


def _spelt(sentence: Sentence) -> str:
    return sentence_pinyin(sentence.tokens) if sentence.tokens else ""


def _packed(package: Any) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "deck.apkg"
        package.write_to_file(str(path), timestamp=MADE)
        return path.read_bytes()


def _number(text: str) -> int:
    """Give a number that Anki takes for a deck's, the same for the same text."""
    digest = hashlib.sha256(text.encode()).digest()
    return 1 << 30 | int.from_bytes(digest[:4], "big") >> 2


def _tag(text: str) -> str:
    """Write a text as a tag: Anki's tags hold no blanks, ``::`` makes levels."""
    return re.sub(r"[\s:]+", "_", text.strip())[:60] or "untitled"
