"""Splitting and blocks: cases, invariants, the real interview, the floors."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.models import Block
from reader.sentences import parse, split
from tests import measure_language as measure

CASES = Path(__file__).parent / "cases"
SAMPLES = Path(__file__).parents[1] / "sample_texts"
MARKS = "。！？!?.…，,：“”‘’\"'「」『』（）()《》【】[]—、；１1a中文说他 \n\t\r\u3000·"


def cases() -> list[tuple[str, list[str]]]:
    found = []
    label = ""
    for line in (CASES / "sentences.txt").read_text("utf-8").splitlines():
        if line.startswith("= "):
            label = line[2:]
        elif line and not line.startswith("#"):
            text = line.replace("⏎", "\n").replace("␍", "\r")
            found.append((label, text.replace("\\u0301", "\u0301").split("|")))
    return found


@pytest.mark.parametrize(
    "expected", [pytest.param(pieces, id=label) for label, pieces in cases()]
)
def test_a_text_is_split_where_the_case_says(expected: list[str]) -> None:
    assert expected == split("".join(expected))


def test_there_are_cases_enough() -> None:
    labels = [label for label, _ in cases()]
    assert len(labels) >= 120
    assert len(labels) == len(set(labels))


@given(st.text(st.one_of(st.sampled_from(MARKS), st.characters()), max_size=60))
def test_the_sentences_joined_are_the_text(text: str) -> None:
    sentences = split(text)
    assert text == "".join(sentences)
    assert all(sentences)
    if text.strip():
        assert all(sentence.strip() for sentence in sentences)


@given(st.text(st.one_of(st.sampled_from(MARKS), st.characters()), max_size=80))
def test_a_block_keeps_every_character_but_labels_and_blanks(text: str) -> None:
    for block in parse(text):
        for sentence in block.sentences:
            end = sentence.start + len(sentence.text)
            assert sentence.text == text[sentence.start : end]
            assert sentence.text == sentence.text.strip() != ""


def block_cases() -> list[tuple[str, str, list[list[str]]]]:
    found = []
    for case in (CASES / "blocks.txt").read_text("utf-8").split("\n= ")[1:]:
        label, _, body = case.partition("\n")
        text, _, expected = body.partition("\n->\n")
        rows = [line.split(" | ") for line in expected.splitlines() if line]
        found.append((label, text, rows))
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [pytest.param(text, rows, id=label) for label, text, rows in block_cases()],
)
def test_lines_become_blocks(text: str, expected: list[list[str]]) -> None:
    assert expected == [
        [block.kind, block.speaker or "-", shown(block)] for block in parse(text)
    ]


def shown(block: Block) -> str:
    return " / ".join(sentence.text for sentence in block.sentences)


def test_ids_count_through_the_document() -> None:
    blocks = parse("谈边界\n记者：难吗？真的？\n周启明：难。")
    assert ["B001", "B002", "B003"] == [block.id for block in blocks]
    identities = [sentence.id for block in blocks for sentence in block.sentences]
    assert ["S001", "S002", "S003", "S004"] == identities


def test_a_long_document_has_ids_of_four_digits() -> None:
    assert parse("难。" * 1000)[0].sentences[-1].id == "S1000"


def test_every_block_of_our_sample_is_what_it_is() -> None:
    blocks = parse((SAMPLES / "interview.txt").read_text("utf-8"))
    kinds = [block.kind for block in blocks]
    speakers = {block.speaker for block in blocks if block.kind == "turn"}
    assert {"记者", "提问", "周启明"} == speakers
    assert ["heading", "caption", "paragraph"] == kinds[:3]
    assert "caption" == kinds[-1]


def test_every_block_of_the_real_interview_is_what_it_is(shared: Path) -> None:
    restored = (shared / "samples/csig_interview_restored_opening.txt").read_text(
        "utf-8"
    )
    blocks = parse(first_readings(restored))
    expected = (
        "h" + "p" * 9 + "ch" + "QAA" + "QAAA" + "QAAA" + "h" + "QAA" + "QAAA" + "Q"
    )
    letters = {"heading": "h", "paragraph": "p", "caption": "c"}
    speakers = {"提问": "Q", "汤道生": "A"}
    found = "".join(
        letters.get(block.kind) or speakers.get(block.speaker or "", "?")
        for block in blocks
    )
    assert expected == found


def test_every_block_of_the_repaired_interview_is_what_it_is(shared: Path) -> None:
    repair = pytest.importorskip("reader.repair")
    if not hasattr(repair, "repair"):
        pytest.skip("reader.repair has no repair yet")
    scraped = (shared / "samples/csig_interview_scraped.txt").read_text("utf-8")
    blocks = parse(repair.repair(scraped).text)
    letters = {"heading": "h", "paragraph": "p", "caption": "c"}
    speakers = {"提问": "Q", "记者": "J", "汤道生": "A"}
    found = "".join(
        letters.get(block.kind) or speakers.get(block.speaker or "", "?")
        for block in blocks
    )
    expected = (
        "h" + "p" * 9 + "ch" + "QAA" + "QAAA" + "QAAA" + "h" + "QAA" + "QAAA" + "QAA"
        "h" + "QAAA" + "QA" + "A" + "h" + "QAAAAAA" + "h" + "QAAA" + "QAAA"
        "h" + "JAA" + "JAA"
    )
    assert expected == found


def first_readings(text: str) -> str:
    """Take the first reading of each `⟦a|b⟧`."""
    parts = text.split("⟦")
    rest = (part.split("⟧", 1) for part in parts[1:])
    return parts[0] + "".join(choices.split("|")[0] + after for choices, after in rest)


def test_splitting_is_no_worse_than_its_floors(shared: Path) -> None:
    assert shared.samefile(measure.SHARED)
    floors = json.loads(measure.QUALITY.read_text("utf-8"))["sentences"]
    tables = {
        "ud_flattened_f1": measure.FLAT,
        "ud_half_flattened_f1": measure.HALF_FLAT,
        "ud_full_width_f1": {},
    }
    for figure, table in tables.items():
        assert measure.splitting(1, table)[0] >= floors[figure], figure
