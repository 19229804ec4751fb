"""The whole path, with its real parts, on every sample and on the real interview."""

import json
import re
from pathlib import Path

import pytest

import reader
from glossary.han import HAN
from reader.models import Document, undo
from reader.render import json_form, markdown, side
from reader.render.look import Look
from reader.render.shared import as_written

ROOT = Path(__file__).parents[1]
SAMPLES = sorted((ROOT / "sample_texts").glob("*.txt"))
CLEAN = [path for path in SAMPLES if "scraped" not in path.name]

# The whole path is run once a text, and looked at from all sides.
_documents: dict[Path, Document] = {}


def read(path: Path) -> Document:
    if path not in _documents:
        _documents[path] = reader.read(path)
    return _documents[path]


@pytest.fixture(params=[*SAMPLES, "the real interview"], ids=str)
def document(request: pytest.FixtureRequest) -> Document:
    if isinstance(request.param, Path):
        return read(request.param)
    return real(request.getfixturevalue("shared"))


def real(shared: Path) -> Document:
    return read(shared / "samples" / "csig_interview_scraped.txt")


def test_every_sentence_has_an_english_side(document: Document) -> None:
    for sentence in document.sentences():
        assert sentence.translation.text.strip(), sentence.id
        assert sentence.translation.origin in ("argos", "rule")


def test_every_han_character_has_a_reading(document: Document) -> None:
    for sentence in document.sentences():
        for token in sentence.tokens:
            assert len(HAN.findall(token.text)) == len(token.syllables), token
            assert all(token.syllables)


def test_tokens_join_to_the_sentence(document: Document) -> None:
    for sentence in document.sentences():
        joined = "".join(token.text for token in sentence.tokens)
        assert sentence.text == joined


def test_ids_count_up(document: Document) -> None:
    ids = [sentence.id for sentence in document.sentences()]
    assert [f"S{number:03}" for number in range(1, len(ids) + 1)] == ids


def test_json_holds_the_whole_document(document: Document) -> None:
    text = json_form.render(document)
    assert document == json_form.parse(text)
    assert json.loads(text)["summary"]["terms"] == len(document.glossary)


def test_notes_and_json_agree(document: Document) -> None:
    notes = markdown.render(document)
    unescaped = re.sub(r"\\(\W|_)", r"\1", notes).replace("**", "")
    for sentence in document.sentences():
        chinese = " ".join(sentence.text.split()).replace("**", "")
        assert f"{sentence.id} {chinese}" in unescaped
        english = " ".join(sentence.translation.text.split())
        assert english.replace("**", "") in unescaped
    for entry in document.glossary:
        assert f"| {markdown.escape(as_written(entry))} |" in notes


def test_terms_are_counted_where_they_stand(document: Document) -> None:
    marked = [
        token.text
        for sentence in document.sentences()
        for token in sentence.tokens
        if token.term
    ]
    assert len(marked) == sum(entry.count for entry in document.glossary)
    forms = {form for entry in document.glossary for form in entry.forms}
    assert forms == set(marked)


@pytest.mark.parametrize("width", [60, 80, 160])
def test_the_columns_hold_the_text_and_are_set_well(
    document: Document, width: int
) -> None:
    """Without pinyin, what stands left of the bar is the Chinese and nothing else."""
    chinese: dict[str, str] = {}
    for line in side.lines(document, Look(width, pinyin=False)):
        assert line.cell_len <= width
        left, bar, _ = line.plain.partition(side.BAR.rstrip())
        if not bar or re.match(r"\s+◆", left):
            continue
        if id := left[: side.GUTTER].strip():
            chinese[id] = ""
        part = left[side.GUTTER :].strip()
        assert not part or part[0] not in "，。、）”》：；？！", line.plain
        chinese[id := next(reversed(chinese))] += part
    for sentence in document.sentences():
        assert squeezed(sentence.text) == squeezed(chinese[sentence.id])


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("path", CLEAN, ids=lambda path: path.name)
def test_a_clean_text_meets_no_spinner(path: Path) -> None:
    assert not [edit for edit in read(path).edits if edit.repair == "spin"]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_repair_is_undone_exactly(path: Path) -> None:
    from reader.sources import load

    source = load(path).text
    repaired = reader.repair(source)
    assert source == undo(repaired.text, repaired.edits)


def test_the_real_interview_is_read_as_one(shared: Path) -> None:
    document = real(shared)
    assert len(document.glossary) >= 40
    speakers = {block.speaker for block in document.blocks}
    assert {"汤道生", "提问", "记者"} <= speakers
    text = "".join(sentence.text for sentence in document.sentences())
    assert "彩票" not in text
    assert not re.search("吾们|走业|挑供|许众", text)
