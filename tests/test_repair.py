"""Repairs by case, what must hold of any text, and the real interview."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import ReaderError, UsageError
from reader.models import Edit, apply, undo
from reader.repair import REPAIRS, repair
from reader.repair.charlm import model
from reader.repair.edits import compose
from reader.repair.ngrams import BITS, CONTEXT_MASK
from tests.damage import LAYERS, OTHER, TAIL, damage

ROOT = Path(__file__).parents[1]
CASES = Path(__file__).parent / "cases"
SAMPLES = ROOT / "sample_texts"
FLOORS = json.loads((Path(__file__).parent / "quality.json").read_text("utf-8"))
CLEAN = {
    "interview.txt": "utf-8",
    "interview_traditional.txt": "utf-8",
    "keynote_gb18030.txt": "gb18030",
    "notes_short.txt": "utf-8",
}


def whole_cases() -> list:
    text = (CASES / "repair_whole.txt").read_text("utf-8")
    cases = []
    for case in text.split("\n====\n"):
        label, body = case.split("\n", 1)
        before, after = body.split("\n--\n")
        cases.append(pytest.param(before, after.rstrip("\n"), id=label[2:]))
    return cases


def spin_cases(name: str = "spin_repaired.txt", marks: tuple = ()) -> list:
    text = (CASES / name).read_text("utf-8")
    return [
        pytest.param(*case.splitlines()[1:3], id=case.splitlines()[0][2:], marks=marks)
        for case in text.strip().split("\n\n")
    ]


def honest_cases() -> list:
    lines = (CASES / "spin_honest.txt").read_text("utf-8").splitlines()
    return [
        pytest.param(text, id=label[2:])
        for label, text in zip(lines[::2], lines[1::2], strict=True)
    ]


def sample(name: str) -> str:
    return (SAMPLES / name).read_bytes().decode(CLEAN[name])


def texts() -> dict[str, str]:
    """Every text the invariants run over."""
    found = {f"case {c.id}": c.values[0] for c in (*whole_cases(), *spin_cases())}
    found |= {f"honest {case.id}": case.values[0] for case in honest_cases()}
    for name in CLEAN:
        found[name] = sample(name)
        found[f"{name}, damaged"] = damage(sample(name))
        found[f"{name}, other damage"] = damage(sample(name), family=OTHER)
    return found


TEXTS = texts()


@pytest.mark.parametrize(("before", "after"), whole_cases())
def test_a_text_is_repaired(before: str, after: str) -> None:
    assert after == repair(before).text.rstrip("\n")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        *spin_cases(),
        *spin_cases("spin_known_failures.txt", (pytest.mark.xfail(strict=True),)),
    ],
)
def test_spun_text_is_restored(before: str, after: str) -> None:
    from tests.measure_repair import distance

    repaired = repair(before, only=["spin"]).text
    assert (0, repaired) == (distance(repaired, after), repaired)


@pytest.mark.parametrize("text", honest_cases())
def test_honest_words_stay(text: str) -> None:
    assert () == repair(text).edits


def test_honest_sentences_stay_as_one_document() -> None:
    text = "\n".join(case.values[0] for case in honest_cases())
    assert () == repair(text).edits


@pytest.mark.parametrize("name", CLEAN)
def test_a_clean_sample_stays(name: str) -> None:
    assert () == repair(sample(name)).edits


@pytest.mark.parametrize("name", TEXTS)
def test_every_change_is_on_record(name: str) -> None:
    text = TEXTS[name]
    repaired = repair(text)
    assert repaired.text == apply(text, repaired.edits)
    assert text == repaired.undo()
    for edit in (*repaired.edits, *repaired.proposed):
        assert edit.before == text[edit.start : edit.end]
        assert edit.repair in REPAIRS
        assert edit.reason
        assert 0 <= edit.confidence <= 1
        assert edit.before != edit.after


@pytest.mark.parametrize("name", TEXTS)
def test_repairing_twice_is_repairing_once(name: str) -> None:
    assert () == repair(repair(TEXTS[name]).text).edits


PIECES = st.sampled_from(
    [
        *'数。据,同。记者问,消,根，。:：?!()（）"“”.…• 　\t\n\u200b\ufeff\r😀aB3',
        *("吾们", "异国", "题目", "众", "挑供", "相符", "营业", "走业", "最后", "没有"),
        *(
            "--",
            " -- ",
            "~",
            "“",
            "”",
            "，。",
            "。，",
            "云 计 算",
            "```\n",
            "| ",
            "です",
        ),
        *("首页 ", "责任编辑：王", "Copyright © 某网\n", "  • 彩票\n", "\n\n\n", "..."),
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join))
@settings(max_examples=150, deadline=None)
def test_any_text_can_be_repaired_and_put_back(text: str) -> None:
    repaired = repair(text)
    assert text == repaired.undo()
    assert repaired.text == apply(text, repaired.edits)
    assert () == repair(repaired.text).edits


@given(st.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_any_characters_can_be_repaired_and_put_back(text: str) -> None:
    repaired = repair(text)
    assert text == repaired.undo()
    assert () == repair(repaired.text).edits


@st.composite
def layers(draw: st.DrawFn) -> tuple[str, tuple[Edit, ...], tuple[Edit, ...]]:
    text = draw(st.text("abcdefgh", max_size=14))
    first = draw(layer(text))
    return text, first, draw(layer(apply(text, first)))


@st.composite
def layer(draw: st.DrawFn, text: str) -> tuple[Edit, ...]:
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=12)))
    edits: list[Edit] = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        after = draw(st.text("甲乙丙", max_size=3))
        taken = bool(edits) and start == end == edits[-1].end
        if after != text[start:end] and not taken:
            edits.append(Edit(start, end, text[start:end], after, "spin", "…"))
    return tuple(edits)


@given(layers())
def test_layers_fold_into_edits_of_the_first_text(
    drawn: tuple[str, tuple[Edit, ...], tuple[Edit, ...]],
) -> None:
    text, first, second = drawn
    last = apply(apply(text, first), second)
    edits = compose(first, second)
    assert last == apply(text, edits)
    assert text == undo(last, edits)


def test_a_mark_inside_a_spun_word_is_one_edit_with_both_reasons() -> None:
    text = "吾们异国题目,吾们挑供数。目众的数。据。"
    edit = next(edit for edit in repair(text).edits if "数。目" in edit.before)
    assert "数量" in edit.after
    assert "; " in edit.reason


def test_no_line_of_the_site_is_left() -> None:
    repaired = repair(damage(sample("interview.txt"), layers=["boilerplate"])).text
    original = [line.strip() for line in sample("interview.txt").splitlines()]
    left = [line for line in repaired.splitlines() if line and line not in original]
    assert [] == left
    assert len(TAIL) == 5


@pytest.mark.parametrize("layer_name", LAYERS)
def test_each_layer_of_damage_is_undone(layer_name: str) -> None:
    """What the repair of one layer leaves, as a share of what that layer changed."""
    from tests.measure_repair import distance, marked

    gold = sample("interview.txt")
    damaged = damage(gold, layers=[layer_name])
    repaired = repair(damaged).text
    reference = marked(gold) if layer_name == "spin" else gold
    lines = zip(_lines(repaired), _lines(reference), strict=True)
    left = sum(distance(*pair) for pair in lines)
    if layer_name == "boilerplate":
        assert left == 0
    else:
        before = zip(_lines(damaged), _lines(gold), strict=True)
        assert left <= 0.1 * sum(distance(*pair) for pair in before)


@pytest.mark.parametrize("name", OTHER)
def test_other_damage_is_not_made_worse(name: str) -> None:
    from tests.measure_repair import distance

    gold = sample("interview.txt")
    damaged = damage(gold, layers=[name], family=OTHER)
    after = zip(_lines(repair(damaged).text), _lines(gold), strict=True)
    before = zip(_lines(damaged), _lines(gold), strict=True)
    assert sum(distance(*p) for p in after) <= sum(distance(*p) for p in before)


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def test_low_confidence_is_reported_and_not_applied() -> None:
    text = damage(sample("interview.txt"))
    sure, all_ = repair(text, min_confidence=0.9), repair(text, min_confidence=0)
    assert sure.proposed
    assert () == all_.proposed
    assert all(edit.confidence >= 0.9 for edit in sure.edits)
    assert all(edit.confidence < 0.9 for edit in sure.proposed)
    assert len(all_.edits) > len(sure.edits)


def test_only_and_skip_choose_repairs() -> None:
    text = "  吾们异国题目!"
    assert "吾们异国题目!" == repair(text, only=["spacing"]).text
    assert "吾们异国题目！" == repair(text, skip=["spin"]).text
    with pytest.raises(UsageError, match="no repair called spinner"):
        repair(text, only=["spinner"])


def test_a_users_table_adds_pairs(tmp_path: Path) -> None:
    table = tmp_path / "mine.tsv"
    table.write_text("spun\toriginal\tnote\n云端\t云上|云计算\t\n", encoding="utf-8")
    text = "吾们异国题目,吾们挑供云端服务。"
    assert "云端" in repair(text).text
    assert "云端" not in repair(text, tables=[table], min_confidence=0).text


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("甲\t乙\n", "mine.tsv:1: no header"),
        ("spun\toriginal\n甲\t乙\n丙\t\n", "mine.tsv:3: needs both"),
        ("spun\toriginal\n甲\t甲\n", "mine.tsv:2: 甲 needs an original"),
    ],
)
def test_a_broken_table_is_refused_with_its_line(
    tmp_path: Path, rows: str, message: str
) -> None:
    table = tmp_path / "mine.tsv"
    table.write_text(rows, encoding="utf-8")
    with pytest.raises(UsageError, match=re.escape(message)):
        repair("我们", tables=[table])
    with pytest.raises(ReaderError, match="No such file"):
        repair("我们", tables=[tmp_path / "none.tsv"])


def test_the_bundled_table_is_sorted_and_has_no_row_twice() -> None:
    table = ROOT / "reader/repair/tables/spin_zhong.tsv"
    rows = [line.split("\t") for line in table.read_text("utf-8").splitlines()]
    assert rows[0] == ["spun", "original", "source", "note"]
    keys = [row[:2] for row in rows[1:]]
    assert sorted(keys) == keys
    assert len({tuple(key) for key in keys}) == len(keys)
    assert {row[2] for row in rows[1:]} == {"observed", "implied"}


def test_the_model_fits_and_prefers_chinese() -> None:
    size = (ROOT / "reader/data/charlm.npz").stat().st_size
    assert size <= 12_000_000
    assert model().logp("我们没有问题") > model().logp("吾们异国题目") + 10


def test_symbols_are_numbered_by_the_batch_as_one_by_one() -> None:
    strings = ["我们没有问题", "", "a0，\n云𠮷\ud800", "吾"]
    for string in strings:
        assert model().ids(string) == model().numbers(string).tolist()
    keys = []
    for string in strings:
        context = 0
        for number in model().ids(string):
            keys.append(context << BITS | number)
            context = keys[-1] & CONTEXT_MASK
    assert keys == model().packed(strings).tolist()


def test_the_real_opening_is_restored(shared: Path) -> None:
    from tests.measure_repair import opening

    damaged, left, _, _ = opening()
    assert 1 - left / damaged >= FLOORS["repair"]["real_opening_restored"]


def test_no_boilerplate_line_of_the_real_page_is_left(shared: Path) -> None:
    text = (shared / "samples/csig_interview_scraped.txt").read_text("utf-8")
    lines = _lines(repair(text).text)
    gold = (shared / "samples/csig_interview_restored_opening.txt").read_text("utf-8")
    assert gold.splitlines()[0] == lines[0]
    assert not [line for line in lines if "彩票" in line]
    assert len(lines) == 66


def test_prose_never_seen_is_restored(shared: Path) -> None:
    from tests.measure_repair import blocks, spun

    damaged, left, near, _, _ = spun(blocks(0, 20))
    assert 1 - left / damaged >= FLOORS["repair"]["lctt_spun_restored"]
    assert 1 - near / damaged >= FLOORS["repair"]["lctt_spun_restored_near"]


def test_our_own_pairs_held_out_are_restored() -> None:
    from tests.measure_repair import own, spun

    damaged, _, near, _, _ = spun(own(0))
    assert 1 - near / damaged >= FLOORS["repair"]["own_spun_restored_near"]


def test_clean_prose_keeps_its_words(shared: Path) -> None:
    from tests.measure_repair import blocks, clean, news

    documents = ["\n".join(block) for block in blocks(0, 60)]
    _, spins, _ = clean([*documents, *news()])
    assert spins <= FLOORS["repair"]["clean_spinner_edits"]


def test_the_users_own_table_is_read_without_being_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reader.repair import family

    table = tmp_path / "spinner.tsv"
    monkeypatch.setattr(family, "own_table_path", lambda: table)
    text = "吾们异国题目,吾们挑供云端服务。"
    assert "云端" in repair(text).text
    table.write_text("spun\toriginal\tnote\n云端\t云上|云计算\t\n", encoding="utf-8")
    assert "云端" not in repair(text, min_confidence=0).text


def test_every_reading_is_scored_where_it_is_asked_for() -> None:
    text = "吾们异国题目，吾们挑供的营业许众。"
    edit = next(edit for edit in repair(text, near=0.0).edits if edit.before == "营业")
    assert {edit.after, *edit.alternatives} == {"业务", "商业", "生意", "营业"}
    assert len(edit.alternatives) == len(edit.scores)
    assert edit.confidence + sum(edit.scores) == pytest.approx(1, abs=0.01)


def test_a_form_in_no_table_is_proposed_and_less_sure() -> None:
    """Rows of 挑 held out but for two: the others follow from them."""
    from dataclasses import replace

    from reader.repair.family import Family, bundled
    from reader.repair.spin import spin

    kept = ("挑供", "挑醒")
    (known,) = bundled()
    family = Family(
        known.name,
        tuple(
            replace(pair)
            for pair in known.pairs
            if "挑" not in pair.spun or pair.spun in kept
        ),
    )
    text = damage(sample("interview.txt"), layers=["spin"])
    found = [edit for edit in spin(text, (family,)) if edit.before == "挑"]
    assert found
    assert {"提"} == {edit.after for edit in found}
    assert all("in no table" in edit.reason for edit in found)
    assert all(edit.confidence < 0.99 for edit in found)


def test_rows_held_out_and_other_damage_keep_their_floors(shared: Path) -> None:
    from tests.measure_held_out import documents, held_out_rows, other_damage

    texts = documents(0, 6)
    held = held_out_rows(texts, 2)
    found = (held.repaired + held.reported) / held.places
    assert found >= FLOORS["repair"]["held_out_rows_found"]
    assert held.right / held.applied >= FLOORS["repair"]["held_out_rows_precision"]
    assert {0} == {worse for _, _, _, worse in other_damage(texts)}
