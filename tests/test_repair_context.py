"""The network of contexts: what fills a gap, and what it settles in a spun text."""

import re
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reader.repair import repair
from reader.repair.context import context
from reader.repair.family import Family, bundled
from reader.repair.restored import Restored, missing
from reader.repair.spin import spin
from reader.repair.symbols import codes
from tests.damage import damage
from tests.test_repair import sample
from training.contexts import choices, corpus, readings, spun_as

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray


def test_a_gap_is_filled_by_what_stands_around_it() -> None:
    """The words of a text of ours are among the likeliest hundred of 5,000."""
    network = context()
    gaps = []
    wanted = []
    for line in sample("interview.txt").splitlines():
        for match in re.finditer("没有|可以|我们|问题|需要|提供|数据|时候", line):
            gaps.append((line, *match.span()))
            wanted.append(network.number[match[0]])
    chances = everything(hidden(*gaps))
    ranks = [
        int((row > row[one]).sum()) for row, one in zip(chances, wanted, strict=True)
    ]
    assert len(ranks) > 20
    assert sum(rank < 100 for rank in ranks) > len(ranks) / 2


def hidden(*gaps: tuple[str, int, int]) -> "NDArray[float32]":
    """Read what stands around gaps, each in a line of its own."""
    network = context()
    seen = network.see([line for line, _, _ in gaps])
    places = [(number, *gap[1:]) for number, gap in enumerate(gaps)]
    return network.hidden(seen, places)


def everything(hidden: "NDArray[float32]") -> "NDArray[float32]":
    """Give log p of the words of any length, as they are numbered."""
    import numpy

    network = context()
    chances = [network.fillings(hidden, one) for one in network.of_length.values()]
    return numpy.concatenate(chances, axis=1)


def test_what_is_in_the_gap_is_not_seen() -> None:
    one, other = ("我们吾们做产品", 2, 4), ("我们他人做产品", 2, 4)
    assert (hidden(one) == hidden(other)).all()


def test_chances_sum_to_about_one() -> None:
    """The sum is not taken but known from what is read, within a factor of three."""
    import numpy

    lines = [line for line in sample("interview.txt").splitlines() if len(line) > 20]
    gaps = [(line, place, place + 1) for line in lines for place in range(0, 20, 3)]
    chances = everything(hidden(*gaps))
    sums = numpy.logaddexp.reduce(chances, axis=1)
    assert len(sums) > 100
    assert abs(sums.mean()) < 0.5
    assert sums.std() < numpy.log(3)


def test_the_mean_of_what_is_read_of_gaps_gives_the_mean_of_their_chances() -> None:
    import numpy

    line = sample("interview.txt").splitlines()[2]
    read = hidden(*((line, place, place + 1) for place in range(6)))
    mean = everything(read.mean(axis=0, keepdims=True))
    assert numpy.allclose(everything(read).mean(axis=0), mean, atol=1e-3)


def test_fits_are_the_chances_of_words() -> None:
    network = context()
    read = hidden(("我们做产品", 2, 3), ("我们没有问题", 2, 4))
    chances = everything(read)
    numbers = [network.number[word] for word in ("没有", "可以")]
    for row in range(2):
        for number, fit in zip(
            numbers, network.fits(read, [row, row], numbers), strict=True
        ):
            assert float(chances[row, number]) == pytest.approx(float(fit), abs=1e-3)


def test_what_stands_in_other_lines_is_not_seen() -> None:
    network = context()
    one, other = "我们做产品", "我们没有问题"
    alone = network.hidden(network.see([one]), [(0, 2, 3)])
    beside = network.see([other, one, other])
    read = network.hidden(beside, [(0, 2, 4), (1, 2, 3)])
    assert read[1:] == pytest.approx(alone, abs=1e-5)
    assert abs(read[:1] - alone).max() > 1e-2


def test_what_is_read_of_a_gap_hangs_on_its_surroundings_alone() -> None:
    """Nor on what is asked beside it, nor on where the line stands."""
    one, other = ("我们做产品", 2, 3), ("我们没有问题", 2, 4)
    read = hidden(one, other, one)
    assert (read[0] == read[2]).all()
    assert (read[0] != read[1]).any()


def test_no_more_is_seen_than_twelve_characters_on_either_side() -> None:
    line = "他说：今年上半年我们一共做了三千个城市的数据中台项目，效果很好。"
    near = line[6 : 6 + 12 + 2 + 12]
    one, other, shorter = (
        hidden((line, 18, 20)),
        hidden(("甲" + near + "乙", 13, 15)),
        hidden((near[1:], 11, 13)),
    )
    assert one == pytest.approx(other, abs=1e-5)
    assert abs(one - shorter).max() > 1e-2


@pytest.mark.parametrize("text", ["", "中\0", "\0", "𠮷a", "\ud842中\udfb7"])
def test_each_character_has_its_code(text: str) -> None:
    assert [ord(sign) for sign in text] == codes(text).tolist()


def test_the_models_together_take_twelve_megabytes_at_most() -> None:
    folder = files("reader.data")
    sizes = [
        len((folder / f"{name}.npz").read_bytes())
        for name in ("charlm", "context", "wordhood")
    ]
    assert sum(sizes) <= 12e6


def test_a_word_that_a_text_has_is_not_missing() -> None:
    network = context()
    free = missing([Restored("我们没有问题", [0, 1, -1, -1, 4, 5])], network)
    # 有 was put there by a row; 我 the text has itself.
    expected = {"没有": False, "可以": True, "我": False, "有": True}
    assert {word: bool(free[network.number[word]]) for word in expected} == expected


@pytest.mark.parametrize("original", ["没有", "问题", "提供"])
def test_a_row_that_is_missing_is_made_up_for(original: str) -> None:
    (known,) = bundled()
    kept = tuple(
        pair
        for pair in known.pairs
        if pair.original != original and not (original == "提供" and pair.spun == "挑")
    )
    text = damage(sample("interview.txt"), layers=["spin"])
    edits = spin(text, (Family(known.name, kept),))
    found = [edit for edit in edits if edit.after == original]
    assert found
    assert all("in no table" in edit.reason for edit in found)


def test_clean_texts_have_nothing_reported() -> None:
    for name in ("interview.txt",):
        repaired = repair(sample(name), only=["spin"])
        assert not repaired.edits
        assert not repaired.proposed


def test_choices_are_found_in_clean_text() -> None:
    (family,) = bundled()
    texts = [("我们没有问题，可以继续。", 1.0), ("他身在异国他乡。", 1.0)]
    models = [Path(str(files("reader.data") / "charlm.npz"))] * 3
    arrays = corpus(texts)
    found = choices(texts, family, spun_as(family), arrays.ids, models)
    known = [*readings(family).items()]
    read = {
        (known[form][0], known[form][1][label])
        for form, label in zip(found.forms, found.labels, strict=True)
    }
    assert {("吾们", "我们"), ("题目", "问题"), ("能够", "可以")} <= read
    assert ("异国", "异国") in read
    assert found.around.shape == (len(found.forms), 24)
    assert (found.scores <= 0).all()


def test_a_text_that_has_every_word_is_repaired() -> None:
    """As a long one may: nothing is missing, so nothing can be made up for."""
    words = "".join(context().words)
    text = damage(sample("interview.txt"), layers=["spin"]) + words
    assert "我们" in repair(text, only=["spin"]).text
