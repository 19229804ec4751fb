"""Chinese is broken at words; marks stay where they belong; nothing is lost."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from reader.models import Token
from reader.render.wrap import NO_END, NO_START, fits, words, wrap


def lines(parts: list[str], width: int) -> list[str]:
    wrapped = wrap([Token(part) for part in parts], fits(width))
    return ["".join(token.text for token in line) for line in wrapped]


@pytest.mark.parametrize(
    ("parts", "width", "expected"),
    [
        pytest.param(["我们", "做", "云"], 6, ["我们做", "云"], id="at words"),
        pytest.param(["我们", "，", "做"], 4, ["我", "们，", "做"], id="no ， first"),
        pytest.param(["好", "（", "云", "）"], 4, ["好", "（云）"], id="no （ last"),
        pytest.param(["在", "2023", "年"], 6, ["在", "2023年"], id="2023年 whole"),
        pytest.param(["做", "To B", "业务"], 6, ["做To B", "业务"], id="To B whole"),
        pytest.param(["产业互联网"], 4, ["产业", "互联", "网"], id="too wide a word"),
        pytest.param([], 4, [], id="nothing"),
    ],
)
def test_lines(parts: list[str], width: int, expected: list[str]) -> None:
    assert expected == lines(parts, width)


def test_a_cut_word_keeps_each_syllable_with_its_character() -> None:
    token = Token("中台", ("zhōng", "tái"), "zhōngtái", term="middle platform")
    wrapped = wrap([token], fits(2))
    assert [[("中", "zhōng")], [("台", "tái")]] == [
        [(piece.text, piece.pinyin) for piece in line] for line in wrapped
    ]
    assert all(piece.term == token.term for line in wrapped for piece in line)


ODD = st.text(
    alphabet=st.sampled_from(
        "我们云，。、（）“”《》…— aB1👩‍💻é\u0301\u200b\ufeff𠀀ｗ％"
    ),
    max_size=12,
)


@settings(max_examples=300)
@given(st.lists(ODD, max_size=30), st.integers(2, 40))
def test_no_character_is_lost_and_lines_fit(parts: list[str], width: int) -> None:
    wrapped = lines(parts, width)
    assert "".join(parts) == "".join(wrapped)
    for number, line in enumerate(wrapped):
        wide = cell_len(line.rstrip()) > width
        # Only what may not be parted is wider than the column.
        assert not wide or all(
            a in NO_END or b in NO_START or a.isdecimal() for a, b in pairwise(line)
        )
        assert number == 0 or line[0] not in NO_START


@settings(max_examples=200)
@given(st.text(max_size=80))
def test_words_join_to_the_text(text: str) -> None:
    assert text == "".join(token.text for token in words(text))
