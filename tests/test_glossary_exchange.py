"""Terms go to other forms and come back whole; other tools read them."""

from pathlib import Path

import pytest

from glossary import FORMS, Glossary, GlossaryError, Term, export, load, own, read
from glossary.exchange import PARSERS

TERMS = load()
HARD = [
    Term("中台", "middle platform", "zhōngtái", 'A "layer", <b> & so on.', pos="noun"),
    Term("To B", "To B", status="keep", aliases=("2B",), not_in=("2B铅笔",)),
    Term("平台", "平台", "píngtái", status="off"),
    Term(
        "云", "cloud", "yún", only_in=("做云", "云、数据"), near=("*", "算力"),
        traditional=("雲端",), accepted=("clouds",), avoid=("the sky's cloud",),
        example="我们做云，不做天。", example_english="We do clouds, not skies.",
    ),
]  # fmt: skip


@pytest.mark.parametrize("form", ["tsv", "csv", "tbx"])
@pytest.mark.parametrize("terms", [list(TERMS), HARD], ids=["ours", "hard"])
def test_there_and_back_nothing_is_lost(tmp_path, form, terms):
    path = tmp_path / f"terms.{form}"
    path.write_text(export(terms, form), "utf-8")
    back = read(path)
    assert {term.chinese: term for term in back} == {t.chinese: t for t in terms}
    assert export(back, form) == path.read_text("utf-8")


def test_omegat_finds_each_form_with_its_english(tmp_path):
    path = tmp_path / "glossary.txt"
    path.write_text(export(HARD, "omegat"), "utf-8")
    assert {term.chinese: term.english for term in read(path)} == {
        "中台": "middle platform",
        "To B": "To B",
        "2B": "To B",
        "云": "cloud",
        "雲端": "cloud",
    }


def test_omegat_gives_several_renderings_and_remarks(tmp_path):
    path = tmp_path / "glossary.utf8"
    path.write_text("# mine\n中台\tmiddle office\tshared\n中台\thub\n\n", "utf-8")
    assert read(path) == [
        Term("中台", "middle office", definition="shared", accepted=("hub",))
    ]


@pytest.mark.parametrize("form", FORMS)
def test_the_name_of_a_file_tells_its_form(tmp_path, form):
    suffix = "txt" if form == "omegat" else form
    path = tmp_path / f"terms.{suffix}"
    path.write_text(export([Term("飞轮", "flywheel")], form), "utf-8")
    assert [term.english for term in load(path).lookup("飞轮")] == ["flywheel"]
    bare = tmp_path / "terms"
    bare.write_text(path.read_text("utf-8"), "utf-8")
    assert read(bare)[0].english == "flywheel"


def test_a_spreadsheet_of_semicolons_is_read(tmp_path):
    path = tmp_path / "terms.csv"
    path.write_bytes('\ufeffchinese;english\r\n飞轮;"wheel; fly"\r\n'.encode())
    assert read(path) == [Term("飞轮", "wheel; fly")]


TBX_2019 = """<?xml version="1.0"?>
<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">
<text><body>
<conceptEntry id="1">
  <langSec xml:lang="en"><termSec><term>data <hi>warehouse</hi></term>
    <termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></termSec>
    <termSec><term>data storeroom</term>
    <termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></termSec>
  </langSec>
  <langSec xml:lang="zh-Hans"><termSec><term>数据仓库</term></termSec></langSec>
  <langSec xml:lang="zh-Hant"><termSec><term>資料倉儲</term></termSec></langSec>
</conceptEntry>
<conceptEntry id="2"><langSec xml:lang="de"><termSec><term>Wolke</term></termSec>
</langSec></conceptEntry>
</body></text></tbx>"""


def test_tbx_of_2019_and_of_other_makers_is_read(tmp_path):
    path = tmp_path / "terms.tbx"
    path.write_text(TBX_2019, "utf-8")
    assert read(path) == [
        Term(
            "数据仓库",
            "data warehouse",
            avoid=("data storeroom",),
            traditional=("資料倉儲",),
        )
    ]


def test_translate_toolkit_reads_our_tbx(tmp_path):
    """A reader that is not ours; its licence (GPL) keeps it out of what we require."""
    tbx = pytest.importorskip("translate.storage.tbx")
    path = tmp_path / "terms.tbx"
    path.write_text(export(TERMS, "tbx"), "utf-8")
    store = tbx.tbxfile.parsefile(str(path))
    found = {unit.source: unit for unit in store.units}
    assert found.keys() == {term.chinese for term in TERMS}
    for term in TERMS:
        assert found[term.chinese].target == term.english


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.tbx", "<martif><text>", r"a\.tbx:1: this is not whole XML"),
        ("a.tbx", "<html/>", r"a\.tbx:1: this is <html>, not TBX"),
        ("a.csv", "term,english\n", r"a\.csv:1: .*'chinese'"),
        ("a.csv", "", r"a\.csv:1: .*'chinese'"),
        ("a.csv", "chinese,english\n中台,\n", r"a\.csv:2: english is empty"),
        ("a.txt", "中台\n", r"a\.txt:1: a line needs Chinese, a tab and English"),
        ("a.tsv", "term\tenglish\n", r"a\.tsv:1: .*'chinese'"),
    ],
)
def test_a_broken_file_is_refused_in_one_line(tmp_path, name, text, message):
    path = tmp_path / name
    path.write_text(text, "utf-8")
    with pytest.raises(GlossaryError, match=message) as caught:
        read(path)
    assert "\n" not in str(caught.value)


def test_every_form_can_be_written_and_read():
    assert tuple(PARSERS) == FORMS
    for form in FORMS:
        assert PARSERS[form](export(Glossary(HARD), form), name="x")


def test_the_readers_own_glossaries_are_found(tmp_path, monkeypatch):
    monkeypatch.setattr("glossary.folders.own_folder", lambda: tmp_path)
    assert own() == []
    for name in ("b.tsv", "a.tbx", "notes.md", ".hidden.tsv"):
        (tmp_path / name).write_text("", "utf-8")
    assert [path.name for path in own()] == ["a.tbx", "b.tsv"]


def test_a_term_can_be_switched_off_and_kept(tmp_path):
    path = Path(tmp_path, "mine.tsv")
    path.write_text(
        "chinese\tenglish\tstatus\n拥抱\t\toff\n中台\t\tkeep\n", encoding="utf-8"
    )
    terms = load(path)
    assert [m.term.english for m in terms.find("拥抱产业互联网，建中台")] == [
        "industrial internet",
        "中台",
    ]
    assert terms.lookup("拥抱") == []
