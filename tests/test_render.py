"""What the views show, and that the text of a document is never read as markup."""

import json
import re
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
import yaml
from markdown_it import MarkdownIt
from rich.console import Console

from reader.errors import UnreadableError, UsageError
from reader.models import Document, Edit, Repaired, Translation, apply
from reader.render import diff, json_form, markdown, plain, render, side
from reader.render.shared import placed_edits
from reader.render.theme import THEME
from tests.fixtures import DOCUMENT

EXPECTED = Path(__file__).parent / "expected"


def expected(name: str, actual: str, update: bool) -> str:
    """Give the recorded output; with --update, record what came out."""
    path = EXPECTED / name
    if update:
        path.write_text(actual, encoding="utf-8")
    return path.read_text(encoding="utf-8")


def shown(document: Document, width: int, **options: bool) -> str:
    lines = side.lines(document, width=width, **options)
    return "".join(f"{line.plain}\n" for line in lines)


@pytest.mark.parametrize("width", [60, 80, 120, 160])
def test_side_view(width: int, update: bool) -> None:
    actual = shown(DOCUMENT, width)
    assert expected(f"side-{width}.txt", actual, update) == actual


@pytest.mark.parametrize("width", [48, 60, 80, 100, 160, 200])
@pytest.mark.parametrize("pinyin", [True, False])
def test_no_line_is_wider_than_asked(width: int, pinyin: bool) -> None:
    for line in side.lines(DOCUMENT, width=width, pinyin=pinyin):
        assert line.cell_len <= width
        assert line.plain == line.plain.rstrip()


@pytest.mark.parametrize("width", [48, 80, 160])
def test_the_chinese_column_holds_the_whole_text(width: int) -> None:
    text = "".join(
        line.plain.split(side.BAR.strip())[0].strip()
        for line in side.lines(DOCUMENT, width=width, pinyin=False)
        if side.BAR.strip() in line.plain
    )
    text = re.sub(r"S\d{3} |\s", "", text)
    wanted = "".join(sentence.text for sentence in DOCUMENT.sentences())
    assert re.sub(r"\s", "", wanted) == text


def test_markup_in_a_text_is_text_in_the_terminal() -> None:
    out = StringIO()
    console = Console(
        file=out, width=100, color_system=None, theme=THEME, soft_wrap=True, _environ={}
    )
    for line in side.lines(DOCUMENT, width=100):
        console.print(line)
    assert "[b]about[/b]" in out.getvalue()


def test_unsure_repairs_are_underlined() -> None:
    styled = [
        line.plain[span.start : span.end]
        for line in side.lines(DOCUMENT, width=80)
        for span in line.spans
        if span.style == "read.unsure"
    ]
    assert styled == ["没有"]


def test_edits_are_placed_in_their_sentences() -> None:
    placed = placed_edits(DOCUMENT)
    assert {"S002": [(0, "我们"), (15, "没有")]} == {
        id: [(one.start, one.edit.after) for one in inside]
        for id, inside in placed.items()
    }


def test_plain_lines(update: bool) -> None:
    actual = plain.render(DOCUMENT)
    assert expected("plain.txt", actual, update) == actual


def test_glosses_are_called_glosses() -> None:
    sentence = replace(
        DOCUMENT.blocks[0].sentences[0], translation=Translation("talk", "gloss")
    )
    block = replace(DOCUMENT.blocks[0], sentences=(sentence,))
    document = replace(DOCUMENT, blocks=(block,), translator="")
    assert "EN: (word by word) talk" in plain.render(document)
    assert "No translation package" in plain.render(document)
    assert "(word by word)" in shown(document, 100)


def test_markdown_notes(update: bool) -> None:
    actual = markdown.render(DOCUMENT)
    assert expected("notes.md", actual, update) == actual


def test_front_matter_is_yaml() -> None:
    head = markdown.render(DOCUMENT).split("---\n")[1]
    data = yaml.safe_load(head)
    assert data["title"] == "谈中台"
    assert data["source"] == "a: b.txt"
    assert data["speakers"] == ["汤道生"]
    assert data["repairs"] == 2


def text_of(markdown_text: str) -> str:
    """Render as GitHub would and give the text a reader sees."""
    parser = MarkdownIt("gfm-like", {"linkify": False})
    html = parser.render(markdown_text)
    assert not re.search("<(del|s|b)>", html)
    return (
        re.sub(r"<[^>]+>", "", html)
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", '"')
        .replace("&amp;", "&")
    )


def test_what_the_text_says_survives_markdown() -> None:
    seen = text_of(markdown.render(DOCUMENT).split("---\n", 2)[2])
    for sentence in DOCUMENT.sentences():
        assert sentence.text in seen
        assert sentence.translation.text in seen
    assert "Shared services | between" in seen


@pytest.mark.parametrize(
    "text",
    [
        "5~10亿，3~5年",
        "5*8…24*7",
        "2024. 年",
        "- 不是列表",
        "+ 也不是",
        "# 不是标题",
        "> 不是引用",
        "a_b_c __x__",
        "[[链接|字]] [1] ![x](y)",
        "`code` ```",
        "<script>alert(1)</script>",
        "&lt; &amp; P&L",
        "a|b||c",
        "$5与$6",
        "==高亮== ^上标^ %%注%%",
        "\\* 反斜杠",
        "---",
        "===",
        "1) 一",
        "**“云计算”**是",
    ],
)
def test_escaped_text_is_shown_as_it_is(text: str) -> None:
    paragraph = markdown.escape(text)
    assert text == text_of(paragraph).strip()
    assert text == text_of(f"> {paragraph}").strip()
    row = text_of(f"| a | b |\n| --- | --- |\n| {paragraph} | {paragraph} |")
    assert row.split("\n").count(text) == 2


def test_json_is_the_whole_document() -> None:
    assert DOCUMENT == json_form.parse(json_form.render(DOCUMENT))
    data = json.loads(json_form.render(DOCUMENT))
    assert data["format"] == "bilingual-reader/1"
    assert data["summary"]["sentences"] == 3
    assert data["blocks"][1]["sentences"][0]["tokens"][9] == {
        "text": "中台",
        "syllables": ["zhōng", "tái"],
        "pinyin": "zhōngtái",
        "gloss": [],
        "term": "middle platform",
        "band": 0,
    }


@pytest.mark.parametrize("text", ["{", '{"format": "bilingual-reader/1"}', "[]"])
def test_broken_json_is_said(text: str) -> None:
    with pytest.raises(UnreadableError, match="note\\.json: is not"):
        json_form.parse(text, name="note.json")


def test_a_form_that_does_not_exist_is_said() -> None:
    with pytest.raises(UsageError, match="no such form: pdf; there are md"):
        render(DOCUMENT, "pdf")


def repaired(source: str, *edits: Edit) -> Repaired:
    return Repaired(source, apply(source, edits), edits)


def test_diff_marks_words_without_colour() -> None:
    done = repaired(
        "云\n吾们异国云。\n",
        Edit(2, 4, "吾们", "我们", "spin", "", 0.99),
        Edit(4, 6, "异国", "没有", "spin", "", 0.6, ("外国",)),
    )
    lines = [line.plain for line in diff.lines(done, colored=False)]
    assert lines == [
        "    2  [-吾们-]{+我们+}[-异国-]{+没有 (外国?)+}云。",
        "",
        "2 repairs: spin 2",
    ]


def test_diff_shows_removed_lines_and_counts_blanks() -> None:
    done = repaired(
        "彩票\n彩票\n  云\n",
        Edit(0, 6, "彩票\n彩票\n", "", "boilerplate", ""),
        Edit(6, 8, "  ", "", "spacing", ""),
    )
    lines = [line.plain for line in diff.lines(done, colored=False)]
    assert lines == [
        "    1  [-彩票-]",
        "    2  [-彩票-]",
        "",
        "2 repairs: boilerplate 1, spacing 1",
    ]


def test_diff_of_a_clean_text_says_so() -> None:
    assert ["nothing to repair"] == [
        line.plain for line in diff.lines(repaired("云"), colored=False)
    ]


def test_only_the_first_line_of_a_sentence_has_a_capital() -> None:
    lines = shown(DOCUMENT, 60).splitlines()
    spelt = [line.split(" │")[0].strip() for line in lines if "méiyǒu" in line]
    assert spelt == ["“zhōngtái” * méiyǒu * biàn."]
