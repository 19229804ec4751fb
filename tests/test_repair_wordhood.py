"""Words of a dictionary: how well a reading makes some with its surroundings."""

from importlib.resources import files

import numpy
import pytest

from reader.repair.charlm import model
from reader.repair.context import context
from reader.repair.family import bundled
from reader.repair.opinion import Known, opinion
from reader.repair.reading import read, spelled
from reader.repair.spin import LINE
from reader.repair.symbols import codes
from reader.repair.wordhood import LONGEST, Wordhood, hashed, wordhood
from training.wordhood import LEAST, counts, make


def words(**logs: float) -> Wordhood:
    """Hold some words, each with what it costs in steps."""
    known = {
        int(hashed(codes(word).reshape(1, -1), len(word))[0, 0]): cost
        for word, cost in logs.items()
    }
    known.setdefault(0, 255)
    keys = numpy.array(sorted(known), dtype=numpy.uint32)
    return Wordhood(
        {
            "steps": numpy.diff(keys, prepend=numpy.uint32(0)),
            "logs": numpy.array([known[int(key)] for key in keys], numpy.uint8),
        }
    )


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (("成员经济体要行动一致", 6, 7), ("成员经济体要走动一致", 6, 7)),
        (("爱乐合唱团的官网", 1, 2), ("爱笑合唱团的官网", 1, 2)),
        (("城市的黑市", 3, 4), ("城市的暗市", 3, 4)),
        (("公开场合佩戴", 3, 4), ("公开场相符佩戴", 3, 5)),
    ],
)
def test_a_reading_that_makes_a_word_is_worth_more(right, wrong) -> None:
    worth = wordhood().of([right, wrong])
    assert worth[0] > worth[1]


def test_what_a_place_is_worth_does_not_hang_on_the_places_beside_it() -> None:
    one, other = ("要行动一致", 1, 2), ("这是一个新鲜血液的例子", 4, 8)
    alone = wordhood().of([one])[0]
    assert wordhood().of([other, one])[1] == pytest.approx(alone)
    assert wordhood().of([]).tolist() == []


def test_a_word_is_found_wherever_it_stands_around_the_reading() -> None:
    """行 is a part of 银行, not of 行长; the longer word counts."""
    known = words(银行=100, 银行家=100)
    place, longer, none = ("我在银行里", 3, 4), ("银行家说", 1, 2), ("我在行里了", 2, 3)
    short, long_, alone = known.of([place, longer, none])
    assert long_ > short > alone


def test_a_reading_that_is_a_whole_word_is_no_part_of_one() -> None:
    known = words(问题=100, 问题儿童=100)
    whole, part = known.of([("没有问题。", 2, 4), ("没有问题儿童", 2, 4)])
    assert part > whole


def test_the_table_that_ships_is_what_the_command_makes(tmp_path) -> None:
    made = tmp_path / "wordhood.npz"
    make(counts(), made)
    with (
        numpy.load(made) as new,
        numpy.load(str(files("reader.data") / "wordhood.npz")) as old,
    ):
        for name in ("steps", "logs"):
            assert (new[name] == old[name]).all()


def test_rare_words_and_long_ones_are_left_out(tmp_path) -> None:
    make({"行动": LEAST, "行走": LEAST - 1, "行": 1}, tmp_path / "few.npz")
    assert max(map(len, counts())) == LONGEST
    with numpy.load(tmp_path / "few.npz") as arrays:
        assert len(arrays["steps"]) == 2


@pytest.mark.parametrize("word", ["行动", "走动"])
def test_the_dictionary_weighs_in_what_a_form_may_have_been(word) -> None:
    """走 was 行 where only 行动 is a word, and is 走 where only 走动 is one."""
    (family,) = bundled()
    (line,) = LINE.finditer("成员经济体要走动一致")
    reading = read([spelled(line)], model(), family)
    (number,) = (n for n, edge in enumerate(reading.ways.edges) if edge.text == "行")
    none, known = (
        opinion(reading, [0], context(), one, Known())[number]
        for one in (words(), words(**{word: 100}))
    )
    assert (known > none) == (word == "行动")
