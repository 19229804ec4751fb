"""Word senses from CC-CEDICT: by word and reading, short, likeliest first."""

import time
from importlib.resources import files
from pathlib import Path

import pytest

from reader.dictionary import Dictionary
from reader.gloss import LONGEST, MOST, Senses
from reader.models import Token
from reader.pinyin import Readings
from reader.words import Cutter

SENSES = Senses()
SAMPLES = Path(__file__).parents[1] / "sample_texts"


def test_half_of_a_surrogate_pair_has_no_entry() -> None:
    assert Dictionary().entries("\ud800") == ()
    assert not Dictionary().has("云\ud800")


@pytest.mark.parametrize(
    ("word", "syllables", "expected"),
    [
        ("行", ("háng",), "row"),
        ("行", ("xíng",), "to walk"),
        ("得", ("děi",), "to have to"),
        ("得", ("dé",), "to obtain"),
        ("长", ("cháng",), "length"),
        ("长", ("zhǎng",), "chief"),
        ("都", ("dōu",), "all"),
        ("还", ("huán",), "to pay back"),
        ("还", ("hái",), "still"),
        ("朋友", ("péng", "you"), "friend"),
        ("客户", ("kè", "hù"), "client"),
        ("业务", ("yè", "wù"), "business"),
        ("銀行", ("yín", "háng"), "bank"),
        ("裡", ("lǐ",), "lining"),
        ("老板", ("lǎo", "bǎn"), "boss"),
        ("周", ("zhōu",), "to make a circuit"),
        ("这儿", ("zhè", "r"), "here"),
    ],
)
def test_a_word_means_by_its_reading(
    word: str, syllables: tuple[str, ...], expected: str
) -> None:
    assert SENSES.gloss(Token(word, syllables))[0].startswith(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3|月|18|日", ["month", "day"]),
        ("五|月", ["month"]),
        ("6|个|月", ["month"]),
        ("7|点|20|分", ["o'clock", "minute (unit of time)"]),
        ("三|点|建议", ["point; item"]),
        ("得|90|分", ["to divide"]),
        ("看|月", ["moon"]),
    ],
)
def test_dates_and_times_are_no_moons_and_suns(text: str, expected: list[str]) -> None:
    tokens = Readings().read([Token(one) for one in text.split("|")])
    explained = SENSES.explain(tokens)
    assert expected == [one.gloss[0] for one in explained if one.text in "月日点分"]


@pytest.mark.parametrize(
    ("word", "syllable", "expected"),
    [
        ("刘", "liú", ("surname Liu",)),
        ("劉", "liú", ("surname Liu",)),
        ("周", "zhōu", ("surname Zhou", "Zhou Dynasty (1046-256 BC)")),
    ],
)
def test_a_surname_before_a_title_is_no_battle_ax(
    word: str, syllable: str, expected: tuple[str, ...]
) -> None:
    written = Token(word, (syllable,), syllable.capitalize())
    assert expected == SENSES.gloss(written)
    assert "surname" not in SENSES.gloss(Token(word, (syllable,), syllable))[0]


def test_a_name_means_the_name_only_when_it_is_written_as_one() -> None:
    assert SENSES.gloss(Token("北京", ("běi", "jīng"), "Běijīng"))[0].startswith(
        "Beijing"
    )


@pytest.mark.parametrize("text", ["CSIG", "，", " ", "8", "周启明关", "\ue000", "👍"])
def test_what_the_dictionary_does_not_know_has_no_sense(text: str) -> None:
    assert () == SENSES.gloss(Token(text))


def test_a_variant_means_what_the_word_means() -> None:
    entry = next(
        entry
        for entry in Dictionary().entries("祇")
        if any("variant of" in sense for sense in entry.senses)
    )
    assert "variant" not in " ".join(SENSES.gloss(Token("祇", entry.syllables)))


def test_the_senses_of_a_sample_are_few_short_and_clean() -> None:
    readings, cutter = Readings(), Cutter()
    known = total = 0
    for line in (SAMPLES / "interview.txt").read_text("utf-8").splitlines():
        for token in readings.read(cutter.cut(line)):
            senses = SENSES.gloss(token)
            assert len(senses) <= MOST
            for sense in senses:
                assert sense
                assert "CL:" not in sense
                assert "[" not in sense
                assert not sense.startswith("variant of")
                assert not sense.startswith("surname ") or token.pinyin.istitle()
                assert "|" not in sense
            if token.syllables:
                total += 1
                known += bool(senses)
    assert known / total > 0.9


def test_most_senses_fit_their_length() -> None:
    words = [
        "业务",
        "客户",
        "需要",
        "能力",
        "服务",
        "管理",
        "数据",
        "问题",
        "解决",
        "方案",
    ]
    for word in words:
        assert all(len(sense) <= LONGEST for sense in SENSES.gloss(Token(word)))


def test_the_index_opens_in_milliseconds() -> None:
    Dictionary().entries("行")  # built, if it was not
    start = time.perf_counter()
    assert Dictionary().entries("行")
    assert time.perf_counter() - start < 0.1


@pytest.mark.parametrize(
    ("words", "index", "expected"),
    [
        (["正在", "服务", "客户"], 1, "to serve"),
        (["提供", "的", "服务", "。"], 2, "service"),
        (["他们", "管理", "团队"], 1, "to "),
        (["需要", "管理", "。"], 1, "management"),
    ],
)
def test_the_sense_fits_where_the_word_stands(
    words: list[str], index: int, expected: str
) -> None:
    tokens = Readings().read([Token(word) for word in words])
    assert SENSES.explain(tokens)[index].gloss[0].startswith(expected)
    assert words == [token.text for token in SENSES.explain(tokens)]


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("12|家|公司", "家", "(measure word for firms, shops, families)"),
        ("回|家|了", "家", "home; family"),
        ("6| |月", "月", "month"),
        ("客户|被|打动|了", "被", "by (in the passive)"),
        ("三|天|后|上线", "后", "after; behind; later"),
        ("按|行|授权", "按", "according to"),
        ("两|種|産品", "種", "kind; sort"),
        ("项目|不会|延期", "不会", "will not"),
        ("他|在|成都", "成都", "Chengdu subprovincial city"),
        ("他|在|四川", "四川", "Sichuan province"),
    ],
)
def test_a_word_means_first_what_it_means_in_prose(
    text: str, word: str, expected: str
) -> None:
    tokens = Readings().read([Token(one) for one in text.split("|")])
    found = {one.text: one.gloss for one in SENSES.explain(tokens)}
    assert found[word][0] == expected


def test_our_senses_are_sorted_and_none_is_given_twice() -> None:
    table = files("reader.data").joinpath("senses.tsv").read_text("utf-8")
    rows = [row.split("\t") for row in table.splitlines()[1:]]
    assert all(len(row) == 4 and row[3] for row in rows)
    keys = [tuple(row[:3]) for row in rows]
    assert keys == sorted(set(keys))
