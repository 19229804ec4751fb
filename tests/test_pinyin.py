"""Readings and their spelling: cases, invariants, the floors."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import glossary
from glossary.han import is_han
from reader.contexts import Contexts, digest, stepwise
from reader.models import Token
from reader.pinyin import Readings, sentence_pinyin
from reader.words import Cutter
from tests import measure_language as measure

CASES = Path(__file__).parent / "cases"
SAMPLES = Path(__file__).parents[1] / "sample_texts"
READINGS = Readings()
CUTTER = Cutter()
# Rare, astral, compatibility and private-use characters, marks, emoji, Latin, half of
# a surrogate pair.
ODD = (
    "行长重了一不儿〇㐂𬱖𠮷𪚥豈\ue000\U000f0000e\u0301ā👍👨‍👩‍👧，。 aB1\u200d\ufe0f乾髮"
    "\ud800"
)


def phrases(file: str = "pinyin.txt") -> list[tuple[tuple[str, ...], str, str]]:
    found = []
    names: tuple[str, ...] = ()
    for line in (CASES / file).read_text("utf-8").splitlines():
        if line.startswith("@"):
            names = (line[1:],)
        elif " = " in line and not line.startswith("#"):
            phrase, _, reading = line.partition(" = ")
            found.append((names, phrase, reading))
            names = ()
    return found


@pytest.mark.parametrize(
    ("names", "phrase", "expected"),
    [
        pytest.param(*case, id=case[1])
        for file in (
            "pinyin.txt",
            "pinyin_second.txt",
            "pinyin_third.txt",
            "pinyin_fourth.txt",
            "pinyin_fifth.txt",
        )
        for case in phrases(file)
    ],
)
def test_a_phrase_is_read(names: tuple[str, ...], phrase: str, expected: str) -> None:
    CUTTER.learn(names)
    tokens = READINGS.read(CUTTER.cut(phrase), names=names)
    CUTTER.learn(())
    assert expected == " ".join(s for token in tokens for s in token.syllables)


@pytest.mark.xfail(strict=True)
@pytest.mark.parametrize(
    ("names", "phrase", "expected"), phrases("pinyin_known_failures.txt")
)
def test_a_known_failure(names: tuple[str, ...], phrase: str, expected: str) -> None:
    test_a_phrase_is_read(names, phrase, expected)


def spellings() -> list[tuple[str, str]]:
    lines = (CASES / "spelling.txt").read_text("utf-8").splitlines()
    return [tuple(line.split(" = ")) for line in lines if not line.startswith("#")]


@pytest.mark.parametrize(("tokens", "expected"), spellings())
def test_a_line_is_spelled_by_the_standard(tokens: str, expected: str) -> None:
    read = READINGS.read([Token(text) for text in tokens.split("|")])
    assert expected == sentence_pinyin(read)


@given(st.text(st.one_of(st.sampled_from(ODD), st.characters()), max_size=30))
def test_each_han_character_has_one_syllable(text: str) -> None:
    tokens = READINGS.read(CUTTER.cut(text))
    assert text == "".join(token.text for token in tokens)
    for token in tokens:
        assert len(token.syllables) == sum(map(is_han, token.text))
        assert all(token.syllables)
        assert token.pinyin
    sentence_pinyin(tokens)


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("interview*.txt")), ids=str)
def test_each_han_character_of_a_sample_has_a_reading(path: Path) -> None:
    text = path.read_text("utf-8")
    for line in text.splitlines():
        for token in READINGS.read(CUTTER.cut(line)):
            han = [character for character in token.text if is_han(character)]
            assert len(han) == len(token.syllables)
            assert not any(map(is_han, "".join(token.syllables))), token


def test_a_term_is_read_by_the_glossary() -> None:
    text = "应收账款和长尾"
    terms = glossary.load()
    marks = terms.find(text)
    tokens = READINGS.read(
        CUTTER.cut(text, marks),
        terms={text[mark.start : mark.end]: mark.term for mark in marks},
    )
    assert marks
    for mark in marks:
        known = mark.term.readings(text[mark.start : mark.end])
        found = next(t for t in tokens if t.text == text[mark.start : mark.end])
        assert known == found.syllables


def test_a_role_is_no_name() -> None:
    token = READINGS.read([Token("记者")], names=["记者"])[0]
    assert "jìzhě" == token.pinyin


def test_a_surname_is_read_as_one_only_in_a_name() -> None:
    cutter = Cutter()
    cutter.learn(["单伟建"])
    tokens = READINGS.read(cutter.cut("单伟建签了单"), names=["单伟建"])
    assert "Shàn Wěijiàn" == tokens[0].pinyin
    assert "dān" == tokens[-1].pinyin


def test_one_and_not_keep_the_tone_of_the_dictionary() -> None:
    tokens = READINGS.read([Token("一起"), Token("不是"), Token("一个")])
    assert ["yīqǐ", "bù shì", "yī", "gè"] == [token.pinyin for token in tokens]


def test_reading_again_changes_nothing() -> None:
    tokens = READINGS.read(CUTTER.cut("银行还行，他得去还钱。"))
    assert tokens == READINGS.read(tokens)


def test_our_tables_are_sorted_and_well_formed() -> None:
    data = Path(__file__).parents[1] / "reader/data"
    widths = {"readings": 3, "singles": 3, "surnames": 3, "contexts": 5}
    widths |= {"given": 2, "likeness": 2, "names": 2}
    for table, width in widths.items():
        lines = (data / f"{table}.tsv").read_text("utf-8").splitlines()[1:]
        rows = [line.split("\t") for line in lines]
        assert all(len(row) == width for row in rows), table
        keys = [row[0] for row in rows]
        assert keys == sorted(keys), table
        if table != "contexts":
            assert len(keys) == len(set(keys)), table


def test_readings_work_where_no_cache_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked / "cache"))
    tokens = Readings().read([Token("亲戚")])
    assert "qīnqi" == tokens[0].pinyin


def test_a_broken_cache_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    Readings().read([Token("亲戚")])
    (index,) = (tmp_path / "bilingual-reader").glob("cedict-*.sqlite")
    index.write_bytes(b"not a database, and long enough to be looked at" * 100)
    with closing(sqlite3.connect(index)) as broken, pytest.raises(sqlite3.Error):
        broken.execute("SELECT * FROM entries")
    assert "qīnqi" == Readings().read([Token("亲戚")])[0].pinyin


def test_readings_are_no_worse_than_their_floor(shared: Path) -> None:
    floors = json.loads(measure.QUALITY.read_text("utf-8"))["pinyin"]
    assert shared.samefile(measure.SHARED)
    for figure, value in measure.polyphones().items():
        assert value >= floors[figure], figure


def test_there_are_cases_enough() -> None:
    lots = ("", "_second", "_third", "_fourth", "_fifth")
    files = [f"pinyin{lot}.txt" for lot in lots]
    found = [phrase for file in files for _, phrase, _ in phrases(file)]
    assert len(found) >= 400
    assert len(spellings()) >= 200


def test_many_sentences_are_read_as_one_by_one() -> None:
    texts = [
        "银行还行。",
        "他得去还钱，重新排成一行。" * 20,
        "",
        "👍",
        "长大以后还得还。",
    ]
    cut = [CUTTER.cut(text) for text in texts]
    assert [READINGS.read(tokens) for tokens in cut] == READINGS.read_all(cut)


def test_a_long_text_is_read_like_its_sentences() -> None:
    sentence = "公司的业务增长很快，他在银行工作了三年，还得还贷款。"
    long = READINGS.read(CUTTER.cut(sentence * 40))
    count = len(long) // 40
    assert [t.syllables for t in long[count : 2 * count]] == [
        t.syllables for t in long[-2 * count : -count]
    ]


def test_what_speaks_for_a_reading_is_added_up() -> None:
    rows = sorted(
        [
            (digest("行", "a一"), 0, 16),
            (digest("行", "a一"), 1, -8),
            (digest("行", "R银"), 0, 4),
            (digest("重", "a一"), 1, 32),
        ]
    )
    digests, readings, weights = zip(*rows, strict=True)
    contexts = Contexts(
        {
            **stepwise(digests),
            "context_names": "háng xíng",
            "context_readings": readings,
            "context_weights": weights,
        }
    )
    asked = [("行", ["a一", "R银", "b长"]), ("长", ["a一"]), ("重", ["a一"])]
    assert contexts.weigh(asked) == [{"háng": 1.25, "xíng": -0.5}, {}, {"xíng": 2.0}]


def test_the_network_is_small_and_packed_in_eight_bits() -> None:
    path = Path(__file__).parents[1] / "reader/data/polyphones.npz"
    assert path.stat().st_size < 2_000_000
