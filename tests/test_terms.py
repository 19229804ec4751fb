"""New terms are found in documents, and terms rendered in two ways in notes."""

from pathlib import Path

import pytest

import reader
from glossary import Glossary, Term, load
from reader.cli import run
from reader.errors import UsageError
from reader.render import render
from reader.terms import Pair, drift, extract, pairs
from tests.fakes import Echo

TERMS = Glossary(
    [
        Term("中台", "middle platform", accepted=("middle office",), avoid=("Taiwan",)),
        Term("开放", "open up", accepted=("openness",), status="common"),
    ]
)
BEARINGS = (
    "轴承套圈要磨。轴承套圈的精度决定寿命。我们检验轴承套圈。"
    "他在磨床前。磨床要调。磨床很贵。我们知道这个问题，我们知道。"
)


class Says(Echo):
    """A translator that says the same of every sentence."""

    origin = "hand"

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def say(self, request):
        return self.text


# --- candidates


def test_a_phrase_said_again_and_again_is_a_candidate():
    found = extract([BEARINGS], glossary=Glossary(), translator="none")
    texts = [one.chinese for one in found]
    assert texts[0] == "轴承套圈"
    assert "磨床" in texts
    assert not {"轴承", "套圈", "我们", "知道", "问题"} & set(texts)
    first = found[0]
    assert (first.count, first.pinyin) == (3, "zhóuchéng tàoquān")
    assert "轴承套圈要磨" in first.context
    assert first.english


def test_what_a_glossary_knows_is_no_candidate():
    known = Glossary([Term("轴承套圈", "bearing ring")])
    found = extract([BEARINGS], glossary=known, translator="none")
    assert "轴承套圈" not in [one.chinese for one in found]


def test_the_translator_guesses_phrases_and_the_dictionary_words():
    found = extract([BEARINGS], glossary=Glossary(), translator=Says("bearing ring."))
    english = {one.chinese: one.english for one in found}
    assert english["轴承套圈"] == "bearing ring"
    assert english["磨床"] != "bearing ring"


def test_no_more_than_wanted_and_as_often_as_wanted():
    once = extract([BEARINGS], glossary=Glossary(), translator="none", fewest=1)
    assert len(extract([BEARINGS], translator="none", limit=1)) == 1
    assert min(one.count for one in once) == 1


# --- drift


def test_a_term_rendered_in_two_ways_is_found_with_its_places():
    notes = [
        Pair("a.md", "S001", "建中台。", "Build middle platforms."),
        Pair("a.md", "S002", "中台很大。", "The middle platform is large."),
        Pair("b.md", "S001", "有中台。", "There is a middle office."),
    ]
    (found,) = drift(notes, TERMS)
    assert [(r.english, len(r.places)) for r in found.renderings] == [
        ("middle platform", 2),
        ("middle office", 1),
    ]
    assert found.renderings[1].places[0].file == "b.md"


def test_a_rendering_to_avoid_is_found_though_it_is_the_only_one():
    (found,) = drift([Pair("a.md", "S001", "中台", "Taiwan")], TERMS)
    assert not found.renderings[0].is_right


def test_of_a_common_term_and_of_what_is_not_rendered_nothing_is_said():
    notes = [
        Pair("a.md", "S001", "开放", "opened up"),
        Pair("a.md", "S002", "开放", "openness"),
        Pair("a.md", "S003", "中台", "it"),
        Pair("a.md", "S004", "中台", "middle platform"),
    ]
    assert drift(notes, TERMS) == []


def test_forms_of_one_word_are_one_rendering():
    terms = Glossary([Term("交付", "delivery", accepted=("deliver", "hand over"))])
    notes = [
        Pair("a.md", "S001", "交付", "the delivery"),
        Pair("a.md", "S002", "交付", "We delivered it."),
    ]
    assert drift(notes, terms) == []
    notes.append(Pair("a.md", "S003", "交付", "We handed it over; hand over."))
    assert [r.english for r in drift(notes, terms)[0].renderings] == [
        "delivery",
        "hand over",
    ]


@pytest.mark.parametrize("form", ["md", "json"])
def test_notes_are_read_back_as_they_were_said(tmp_path, form):
    text = "我们做*中台*，5~10个。\n中台[1]是什么？"
    document = reader.read(text, translator=Says("We do *5~10* [middle] offices."))
    place = tmp_path / f"notes.{form}"
    place.write_text(render(document, form), "utf-8")
    found = pairs(tmp_path)
    assert [(one.id, one.chinese.strip(), one.english) for one in found] == [
        (s.id, s.text.strip(), s.translation.text) for s in document.sentences()
    ]


def test_word_by_word_english_is_no_rendering(tmp_path):
    document = reader.read("做中台。", translator="none")
    for form in ("md", "json"):
        Path(tmp_path, f"n.{form}").write_text(render(document, form), "utf-8")
    assert pairs(tmp_path) == []


def test_where_there_are_no_notes_it_is_said(tmp_path):
    with pytest.raises(UsageError, match="no notes there; export some"):
        pairs(tmp_path)
    with pytest.raises(UsageError, match="no such file"):
        pairs(tmp_path / "none")


# --- exemptions


def test_a_term_is_none_where_it_is_exempt():
    text = "中台很大。中台很小。"
    for exempt, marked in (
        ((), [True, True]),
        (("中台",), [False, False]),
        (("中台@S002",), [True, False]),
    ):
        document = reader.read(text, glossary=TERMS, translator="none", exempt=exempt)
        found = [any(t.term for t in s.tokens) for s in document.sentences()]
        assert found == marked
        assert sum(entry.count for entry in document.glossary) == sum(marked)


@pytest.mark.parametrize(
    ("exempt", "message"),
    [("中抬", "no term 中抬 to exempt; did you mean"), ("中台@S9", "no sentence S9")],
)
def test_what_cannot_be_exempt_is_a_mistake(exempt, message):
    with pytest.raises(UsageError, match=message):
        reader.read("中台很大。", translator="none", exempt=[exempt])


# --- commands


def test_extract_gives_a_glossary_to_edit(tmp_path, capsys):
    text = tmp_path / "text.txt"
    text.write_text(BEARINGS, "utf-8")
    out = tmp_path / "new.tsv"
    arguments = ["glossary", "extract", str(text), "--translator", "none"]
    assert run([*arguments, "-o", str(out)]) == 0
    assert run(["glossary", "check", str(out)]) == 0
    assert load(out).lookup("轴承套圈")[0].pinyin == "zhóuchéng tàoquān"


def test_import_makes_terms_ones_own_and_export_gives_them(
    tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr("glossary.own_folder", lambda: tmp_path / "config")
    monkeypatch.setattr("glossary.folders.own_folder", lambda: tmp_path / "config")
    source = tmp_path / "team.csv"
    source.write_text("chinese,english\n飞轮,wheel\n", "utf-8")
    assert run(["glossary", "import", str(source)]) == 0
    assert (tmp_path / "config" / "team.tsv").is_file()
    assert run(["glossary", "import", str(source)]) == 1  # It is there already.
    assert run(["glossary", "lookup", "飞轮"]) == 0
    assert "wheel" in capsys.readouterr().out
    assert run(["glossary", "export", "--to", "omegat"]) == 0
    assert "飞轮\twheel\t" in capsys.readouterr().out
    assert run(["glossary", "import", str(source), "-o", "-"]) == 0
    assert capsys.readouterr().out.startswith("chinese\t")


def test_import_says_what_it_cannot_take(tmp_path, capsys):
    empty = tmp_path / "empty.tbx"
    empty.write_text("<martif/>", "utf-8")
    assert run(["glossary", "import", str(empty)]) == 2
    assert run(["glossary", "import", str(tmp_path / "none.tbx")]) == 2
    assert capsys.readouterr().err.count("\n") == 2


def test_check_without_a_file_checks_ours(capsys):
    assert run(["glossary", "check"]) == 0
    assert "cloud.tsv: no fault" in capsys.readouterr().err


def test_check_against_notes_names_term_renderings_and_places(tmp_path, capsys):
    notes = tmp_path / "notes.md"
    notes.write_text(
        "**S001** 建**中台**。\n\n> A middle platform.\n\n"
        "**S002** 有中台。\n\n> A middle office.\n",
        "utf-8",
    )
    assert run(["glossary", "check", "--against", str(tmp_path)]) == 1
    out = capsys.readouterr().out
    assert "中台 zhōngtái: rendered in 2 ways; the glossary prefers" in out
    assert f"1 × middle office: {notes} S002" in out
    notes.write_text("**S001** 建中台。\n\n> A middle platform.\n", "utf-8")
    assert run(["glossary", "check", "--against", str(notes)]) == 0


def test_the_readers_exemptions_reach_the_view(tmp_path, capsys):
    text = tmp_path / "text.txt"
    text.write_text("腾讯云开放中台。", "utf-8")
    arguments = ["read", str(text), "--translator", "none", "--exempt", "中台"]
    assert run(arguments) == 0
    assert "TERM: 中台" not in capsys.readouterr().out
    assert run([*arguments[:-1], "无此"]) == 2
