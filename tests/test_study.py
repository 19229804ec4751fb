"""Decks and tables to learn from."""

import csv
import io
import sqlite3
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from reader import read
from reader.models import Document, Translation
from reader.render import anki, html, markdown, render, tmx, tsv
from reader.render.shared import vocabulary
from reader.translate.tmx import read as read_tmx
from tests.fixtures import DOCUMENT

genanki = pytest.importorskip("genanki")


def notes(deck: bytes, tmp_path: Path) -> list[tuple[str, list[str], str]]:
    """Give the notes of a deck: identity, fields, tags."""
    with zipfile.ZipFile(io.BytesIO(deck)) as archive:
        archive.extract("collection.anki2", tmp_path)
    base = sqlite3.connect(tmp_path / "collection.anki2")
    rows = base.execute("SELECT guid, flds, tags FROM notes").fetchall()
    base.close()
    return [(guid, fields.split("\x1f"), tags) for guid, fields, tags in rows]


def test_a_deck_has_a_note_for_each_sentence_and_each_term(tmp_path: Path) -> None:
    found = notes(anki.render(DOCUMENT), tmp_path)
    assert [fields[0] for _, fields, _ in found] == [
        "谈中台",
        "我们约有5~10亿，“中台”*没有*变。",
        "图：$云$ &lt;b&gt;会场&lt;/b&gt;",
        "中台",
    ]
    assert found[1][1][1].startswith("Wǒmen yuē yǒu")
    assert found[1][1][3] == "汤道生 · S002"
    assert "middle platform" in found[3][1][2]
    assert " reader::谈中台 " in found[0][2]
    assert " reader::term " in found[3][2]


def test_a_note_keeps_its_identity_when_its_english_changes(tmp_path: Path) -> None:
    def changed(text: str) -> Document:
        blocks = tuple(
            replace(
                block,
                sentences=tuple(
                    replace(one, translation=Translation(text, "argos"))
                    for one in block.sentences
                ),
            )
            for block in DOCUMENT.blocks
        )
        return replace(DOCUMENT, blocks=blocks)

    first, second = (notes(anki.render(changed(t)), tmp_path) for t in ("one", "two"))
    assert [note[0] for note in first] == [note[0] for note in second]
    assert first != second


def test_a_table_has_a_line_for_each_sentence() -> None:
    rows = list(csv.DictReader(io.StringIO(tsv.render(DOCUMENT)), delimiter="\t"))
    assert [row["id"] for row in rows] == ["S001", "S002", "S003"]
    assert rows[1]["speaker"] == "汤道生"
    assert rows[1]["chinese"] == "我们约有5~10亿，“中台”*没有*变。"
    assert rows[0]["terms"] == "中台 = middle platform"
    assert rows[1]["checks"] == "number: 10亿 is 1 billion"


def test_words_above_a_level_are_listed_the_easiest_first(tmp_path: Path) -> None:
    document = read("谢谢您。轴承厂的车间在常州，轴承和业务都很好。", translator="none")
    found = [word.token.text for word in vocabulary(document, level=4, known=())]
    assert "谢谢" not in found
    assert found.index("业务") < found.index("轴承")
    assert "轴承" not in [
        word.token.text for word in vocabulary(document, level=4, known={"轴承"})
    ]
    assert "| 轴承 | zhóuchéng |" in markdown.render(document)
    assert "| 轴承 |" not in markdown.render(document, known={"轴承"})
    assert ">轴承</th>" in html.render(document)
    cards = [fields[0] for _, fields, _ in notes(anki.render(document), tmp_path)]
    assert "轴承" in cards


def test_a_document_becomes_a_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.tmx"
    path.write_text(tmx.render(DOCUMENT), encoding="utf-8")
    units = read_tmx(path)
    assert [unit.chinese for unit in units] == [s.text for s in DOCUMENT.sentences()]
    assert {unit.maker for unit in units} == {"machine"}
    glossed = replace(
        DOCUMENT.blocks[0].sentences[0], translation=Translation("x", "gloss")
    )
    block = replace(DOCUMENT.blocks[0], sentences=(glossed,))
    assert "<tu>" not in tmx.render(replace(DOCUMENT, blocks=(block,)))


def test_forms_are_text_or_bytes() -> None:
    assert isinstance(render(DOCUMENT, "anki"), bytes)
    assert isinstance(render(DOCUMENT, "tsv"), str)
