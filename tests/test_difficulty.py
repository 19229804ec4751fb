"""How hard words are, what is new, and the words a reader keeps."""

import csv
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest

import reader
from reader import vocab
from reader.cli import run
from reader.difficulty import HARDEST, Bands, hard_only, is_hard, new_words
from reader.errors import UnreadableError, UsageError
from reader.models import GAP, Document, Token
from reader.pinyin import sentence_pinyin
from reader.render import render
from reader.words import Cutter

BANDS = Bands(Cutter().frequency)
TEXT = "谢谢您。轴承厂的车间在常州，我们的业务很好。周启明说，轴承很重。"


@pytest.fixture
def words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "deep" / "words.txt"
    monkeypatch.setenv("READER_VOCAB", str(path))
    return path


@pytest.fixture(scope="module")
def document() -> Document:
    return reader.read(TEXT, translator="none")


@pytest.mark.parametrize(
    ("word", "lowest", "highest"),
    [
        ("谢谢", 1, 1), ("谢謝", 1, 1), ("我们", 1, 1), ("手机", 1, 2), ("业务", 4, 6),
        ("轴承", 7, 7), ("周启明", 7, 7), ("他的", 1, 4), ("𠮷𠮷", 7, 7),
    ],
)  # fmt: skip
def test_a_word_has_a_band(word: str, lowest: int, highest: int) -> None:
    assert lowest <= BANDS.band(word) <= highest


def test_every_han_token_has_a_band_and_no_other(document: Document) -> None:
    for sentence in document.sentences():
        for token in sentence.tokens:
            assert bool(token.syllables) == (1 <= token.band <= HARDEST)


def test_only_hard_words_keep_their_pinyin(document: Document) -> None:
    shown = replace(document, blocks=tuple(hard_only(document.blocks, level=5)))
    lines = [sentence_pinyin(s.tokens) for s in shown.sentences()]
    assert "" == lines[0]
    assert f"Zhóuchéngchǎng {GAP} chējiān {GAP} Chángzhōu {GAP}" in lines[1]
    known_words = {"轴承厂", "轴承", "厂", "常州"}
    blocks = tuple(hard_only(document.blocks, level=5, known=known_words))
    known = replace(document, blocks=blocks)
    assert GAP not in sentence_pinyin(next(known.sentences()).tokens)
    assert "zhóu" not in "".join(sentence_pinyin(s.tokens) for s in known.sentences())


def test_a_higher_level_shows_no_more(document: Document) -> None:
    counts = [sum(w.count for w in new_words(document, level=n)) for n in range(1, 8)]
    assert counts == sorted(counts, reverse=True)
    assert 0 == counts[-1]


def test_the_word_list_has_each_new_word_once(document: Document) -> None:
    rows = list(csv.reader(StringIO(render(document, "words", level=4)), "excel-tab"))
    assert ["word", "pinyin", "english", "band", "count", "first"] == rows[0]
    listed = [row[0] for row in rows[1:]]
    assert len(listed) == len(set(listed)) > 0
    assert "周启明" not in listed
    assert "谢谢" not in listed
    assert all(row[5].startswith("S00") and int(row[3]) > 4 for row in rows[1:])


def test_words_are_kept_in_order_and_once(words: Path) -> None:
    assert [] == vocab.load()
    assert ["业务", "中台"] == vocab.add(["业务", "中台", "业务"])
    assert [] == vocab.add(["業務"])
    assert ["业务", "中台"] == vocab.load()
    assert ["业务"] == vocab.remove(["業務", "没有"])
    assert "中台\n" == words.read_text("utf-8")


def test_a_file_edited_by_hand_is_read(words: Path) -> None:
    words.parent.mkdir()
    words.write_text("# mine\n\n業務  # trade\n中台\n", encoding="utf-8")
    assert ["業務", "中台"] == vocab.load()
    assert {"业务", "中台"} == vocab.known()


@pytest.mark.parametrize("word", ["", "hello", "，", "汉" * 21])
def test_what_is_no_word_is_refused_and_nothing_written(word: str, words: Path) -> None:
    with pytest.raises(UsageError):
        vocab.add(["业务", word])
    assert not words.exists()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("业务\n中台\n业务\n", ["业务", "中台"]),
        ('"业务",yèwù\r\n"中台",x\r\n', ["业务", "中台"]),
        ("#separator:tab\nword\tpinyin\n业务\tyèwù\n", ["业务"]),
        ("\ufeff业务;yewu", ["业务"]),
    ],
)
def test_word_lists_of_many_kinds_are_taken(
    text: str, expected: list[str], words: Path, tmp_path: Path
) -> None:
    file = tmp_path / "list"
    file.write_text(text, encoding="utf-8", newline="")
    assert expected == vocab.import_list(file)
    assert expected == vocab.load()


@pytest.mark.parametrize("data", [b"only English\n", b"\xff\xfe\x00", b""])
def test_a_file_without_words_is_refused(
    data: bytes, words: Path, tmp_path: Path
) -> None:
    file = tmp_path / "list"
    file.write_bytes(data)
    with pytest.raises(UnreadableError):
        vocab.import_list(file)
    assert not words.exists()


def test_the_command_keeps_the_list(
    words: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert 0 == run(["vocab", "add", "业务", "中台"])
    assert "2 words added" in capsys.readouterr().err
    assert 0 == run(["vocab", "remove", "中台"])
    assert 0 == run(["vocab", "list"])
    assert "业务\n" == capsys.readouterr().out
    assert 1 == run(["vocab", "remove", "中台"])
    assert 2 == run(["vocab", "add", "x"])
    assert 5 == run(["vocab", "import", str(tmp_path / "none")])


def test_what_an_import_passes_over_is_said(
    words: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "list"
    file.write_text("# mine\nabc\n业务\n\n😀\n", encoding="utf-8")
    assert 0 == run(["vocab", "import", str(file)])
    said = capsys.readouterr().err
    assert said.startswith("1 word added; ")
    assert "2 lines passed over" in said
    assert said.endswith(": 2, 5\n")
    assert ["业务"] == vocab.load()


def test_known_words_need_no_reading(
    words: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "text.txt"
    file.write_text("轴承很重。\n常州在江苏。\n轴承很重。", encoding="utf-8")
    command = ["export", str(file), "--to", "plain", "--translator", "none",
               "--pinyin", "hard", "--level", "6"]  # fmt: skip
    assert 0 == run(command)
    assert "zhóuchéng" in capsys.readouterr().out.lower()
    vocab.add(["轴承"])
    assert 0 == run(command)
    assert "zhóuchéng" not in capsys.readouterr().out.lower()
    assert 0 == run(["export", str(file), "--to", "words", "--translator", "none"])
    assert "轴承" not in [
        line.split("\t")[0] for line in capsys.readouterr().out.splitlines()
    ]


def test_a_mark_is_never_hard() -> None:
    assert not is_hard(Token("，", (), "，"), 1)


@pytest.mark.parametrize(
    ("word", "most"),
    [("二十六", 1), ("第三十七", 1), ("第一年", 1), ("饭馆儿", 2), ("吃饭", 3)],
)
def test_what_is_read_already_is_not_hard(word: str, most: int) -> None:
    assert BANDS.band(word) <= most


def test_people_are_no_words_to_learn() -> None:
    document = reader.read("周启明在轴承厂。周启明说，轴承很重。", translator="none")
    words = {word.token.text for word in new_words(document, level=1)}
    assert "周启明" not in words
    assert "轴承" in words or "轴承厂" in words
