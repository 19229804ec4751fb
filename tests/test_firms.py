"""Firms that a document names and no list knows: cases, half of them of none."""

from pathlib import Path

import pytest

import glossary
import reader
from reader.annotation import firms_of, people_of

CASES = Path(__file__).parent / "cases" / "firms.txt"
GLOSSARY = glossary.load()


def cases() -> list[tuple[str, str]]:
    lines = CASES.read_text("utf-8").splitlines()
    found = [line.partition(" =") for line in lines if not line.startswith("#")]
    return [(text, firm.strip()) for text, _, firm in found]


@pytest.mark.parametrize(("text", "expected"), cases())
def test_only_firms_are_found(text: str, expected: str) -> None:
    laid = firms_of(text, GLOSSARY, people_of(text))
    new = {term.chinese: term.english for term in laid} if laid is not GLOSSARY else {}
    known = {term.chinese for term in GLOSSARY}
    found = [f"{one} {english}" for one, english in new.items() if one not in known]
    assert [expected] * bool(expected) == found


def test_half_of_the_cases_name_none() -> None:
    found = cases()
    assert 2 * sum(not firm for _, firm in found) >= len(found)


def test_a_firm_is_one_word_and_a_term_of_the_document(tmp_path: Path) -> None:
    file = tmp_path / "text.txt"
    file.write_text("衡川云总裁周启明说，衡川云不卖软件。", "utf-8")
    document = reader.read(file, translator="none")
    token = document.blocks[0].sentences[0].tokens[0]
    assert ("衡川云", "Héngchuān Yún") == (token.text, token.pinyin)
    assert "衡川云" in [entry.chinese for entry in document.glossary]


def test_the_glossary_of_the_reader_wins(tmp_path: Path) -> None:
    own = tmp_path / "own.tsv"
    header = "chinese\tenglish\tpinyin\n"
    own.write_text(f"{header}衡川云\tHCloud\tHéngchuān Yún\n", "utf-8")
    file = tmp_path / "text.txt"
    file.write_text("衡川云总裁周启明说，衡川云不卖软件。", "utf-8")
    laid = glossary.load(own)
    document = reader.read(file, translator="none", glossary=laid)
    found = {entry.chinese: entry.english for entry in document.glossary}
    assert found["衡川云"] == "HCloud"
