"""What the views show, and that the text of a document is never read as markup."""

import json
import re
from dataclasses import replace
from html import unescape
from io import StringIO
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rich.cells import cell_len
from rich.console import Console

from reader import read
from reader.errors import UnreadableError, UsageError
from reader.models import (
    Block,
    Document,
    Sentence,
    Token,
    Translation,
)
from reader.render import (
    inter,
    json_form,
    markdown,
    markdown_lists,
    plain,
    quiz,
    render,
    side,
    stack,
    view,
)
from reader.render.look import Look
from reader.render.shared import placed_edits
from reader.render.theme import THEME
from reader.render.view import View
from tests.fixtures import ANSWER, DOCUMENT

EXPECTED = Path(__file__).parent / "expected"


def expected(name: str, actual: str, update: bool) -> str:
    """Give the recorded output; with --update, record what came out."""
    path = EXPECTED / name
    if update:
        path.write_text(actual, encoding="utf-8")
    return path.read_text(encoding="utf-8")


LAYOUTS = {"side": side, "stack": stack, "inter": inter}


def shown(document: Document, width: int, layout: str = "side", **look: bool) -> str:
    lines = LAYOUTS[layout].lines(document, Look(width, **look))
    return "".join(f"{line.plain}\n" for line in lines)


@pytest.mark.parametrize("width", [60, 80, 120, 160, 200])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_layouts(layout: str, width: int, update: bool) -> None:
    actual = shown(DOCUMENT, width, layout)
    assert expected(f"{layout}-{width}.txt", actual, update) == actual


def test_layers_can_be_hidden(update: bool) -> None:
    for layout in LAYOUTS:
        bare = shown(
            DOCUMENT, 80, layout, pinyin=False, english=False, terms=False
        ).split("─\n")[1]
        assert "Wǒmen" not in bare
        assert "wǒmen" not in bare
        assert "billion" not in bare
        assert "Shared services" not in bare
        assert "我们" in bare
    assert "Wǒmen" not in shown(DOCUMENT, 80, pinyin=False)


def test_the_columns_share_the_width_as_the_document_needs_it() -> None:
    def left(english: str, **look: bool) -> int:
        sentence = replace(ANSWER, translation=Translation(english, "argos"))
        block = replace(DOCUMENT.blocks[1], sentences=(sentence,))
        document = replace(DOCUMENT, blocks=(block,), edits=())
        return side.columns(View(document, Look(100, **look)))[0]

    assert left("word " * 60) < left("word " * 3)
    assert left("word " * 12, pinyin=False) < left("word " * 12)


def test_tones_colour_characters_and_syllables() -> None:
    lines = stack.lines(DOCUMENT, Look(80, tones=True))
    seen = {
        (line.plain[span.start : span.end], span.style)
        for line in lines
        for span in line.spans
        if str(span.style).startswith("tone.")
    }
    wanted = {("中", 1), ("tái", 2), ("我", 3), ("们", 5)}
    assert {(text, f"tone.{tone}") for text, tone in wanted} <= seen


def test_a_quiz_on_paper_has_its_answers_at_the_end() -> None:
    text = "".join(f"{line.plain}\n" for line in quiz.lines(DOCUMENT, Look(80)))
    _, chinese, *_, answers = text.split("─" * 80)
    assert "On the middle platform" not in chinese
    assert "S001 On the middle platform" in answers


def test_a_quiz_asks_sentence_by_sentence() -> None:
    asked = list(quiz.questions(DOCUMENT, Look(80)))
    assert len(asked) == 3
    chinese, english = asked[1]
    assert "汤道生" in chinese[0].plain
    assert "billion" in "".join(line.plain for line in english)


SAMPLES = sorted((Path(__file__).parents[1] / "sample_texts").glob("*.txt"))


@pytest.fixture(scope="module", params=SAMPLES, ids=lambda path: path.stem)
def sample(request: pytest.FixtureRequest) -> Document:
    return read(request.param, translator="none")


@pytest.mark.parametrize("pinyin", [True, False])
@pytest.mark.parametrize("width", [60, 80, 120, 160, 200])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_sample_fits_and_is_whole(
    sample: Document, layout: str, width: int, pinyin: bool
) -> None:
    hold(sample, layout, width, pinyin)


def hold(document: Document, layout: str, width: int, pinyin: bool) -> None:
    """Assert that no line is wider than asked and no Chinese is lost or doubled."""
    look = Look(width, pinyin=pinyin, english=False, terms=False)
    lines = [line.plain for line in LAYOUTS[layout].lines(document, look)]
    for line in lines:
        assert cell_len(line) <= width
        assert line == line.rstrip()
    if not pinyin and layout != "inter":
        rule = next(at for at, line in enumerate(lines) if set(line) == {"─"})
        body = lines[rule + 1 :]
        text = "".join(line[view.GUTTER :] for line in body if "▌" not in line)
        wanted = "".join(sentence.text for sentence in document.sentences())
        assert re.sub(r"\s", "", wanted) == re.sub(r"\s", "", text)


# What terminals measure in their own ways: ambiguous marks, joiners, combining and
# invisible signs, right-to-left marks, a colour of skin, wide Latin.
MARKS = "，。“”…—·\u0301\u200b\u200d\u202e\ufe0f\U0001f3fd\uff48\u3000"
ODD = st.text(
    st.one_of(
        st.sampled_from(MARKS + "我们云 \t[/b]é😀💻א"),
        st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")),
    ),
    min_size=1,
    max_size=120,
)


@given(text=ODD, width=st.integers(20, 90), layout=st.sampled_from(sorted(LAYOUTS)))
def test_odd_text_fits_and_is_whole(text: str, width: int, layout: str) -> None:
    sentence = Sentence("S001", text, 0, (Token(text),), Translation(text, "argos"))
    block = Block("B001", "paragraph", (sentence,))
    document = Document("题", "-", (block,))
    width = max(width, side.NARROWEST) if layout == "side" else width
    hold(document, layout, width, pinyin=False)


def test_markup_in_a_text_is_text_in_the_terminal() -> None:
    out = StringIO()
    console = Console(
        file=out, width=100, color_system=None, theme=THEME, soft_wrap=True, _environ={}
    )
    for line in side.lines(DOCUMENT, Look(100)):
        console.print(line)
    assert "[b]about[/b]" in out.getvalue()


def test_unsure_repairs_are_underlined() -> None:
    styled = [
        line.plain[span.start : span.end]
        for line in side.lines(DOCUMENT, Look(80))
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
    assert "Not translated" in plain.render(document)
    assert "(word by word)" in shown(document, 100)


def test_markdown_notes(update: bool) -> None:
    actual = markdown.render(DOCUMENT)
    assert expected("notes.md", actual, update) == actual


@pytest.mark.parametrize("flavor", ["obsidian", "table"])
def test_flavors_of_markdown(flavor: str, update: bool) -> None:
    actual = markdown.render(DOCUMENT, flavor=flavor)  # type: ignore[arg-type]
    assert expected(f"notes-{flavor}.md", actual, update) == actual


def test_ruby_stands_over_words() -> None:
    text = markdown.render(DOCUMENT, ruby=True)
    assert "<ruby>我们<rp>(</rp><rt>wǒmen</rt><rp>)</rp></ruby>" in text
    assert "*Wǒmen" not in text


@pytest.mark.parametrize(("sides", "has"), [("zh", (1, 0)), ("en", (0, 1))])
def test_one_language_alone(sides: str, has: tuple[int, int]) -> None:
    text = markdown.render(DOCUMENT, sides=sides)  # type: ignore[arg-type]
    body = text.split("## Glossary")[0].split("\n---\n")[1]
    assert has == (body.count("“中台”"), body.count("We have"))


def words_of(html: str) -> list[str]:
    return re.sub(r"<[^>]+>", " ", html).split()


@pytest.mark.parametrize("flavor", markdown.FLAVORS)
def test_three_programs_show_the_same_words(flavor: str) -> None:
    """Markdown is what cmark-gfm, markdown-it and pandoc make of it."""
    cmarkgfm = pytest.importorskip("cmarkgfm")
    pypandoc = pytest.importorskip("pypandoc")
    text = markdown.render(DOCUMENT, flavor=flavor).split("---\n", 2)[2]  # type: ignore[arg-type]
    shown = {
        "cmark-gfm": cmarkgfm.github_flavored_markdown_to_html(text),
        "markdown-it": MarkdownIt("gfm-like", {"linkify": False}).render(text),
        "pandoc": pypandoc.convert_text(text, "html", format="gfm"),
    }
    words = {name: words_of(unescape(html)) for name, html in shown.items()}
    assert words["cmark-gfm"] == words["markdown-it"] == words["pandoc"]


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
    paragraph = markdown_lists.escape(text)
    assert text == text_of(paragraph).strip()
    assert text == text_of(f"> {paragraph}").strip()
    row = text_of(f"| a | b |\n| --- | --- |\n| {paragraph} | {paragraph} |")
    assert row.split("\n").count(text) == 2


@pytest.mark.parametrize(
    "head", ['{"format":"bilingual-reader/2",', '\n{ "format" : "bilingual-reader/12",']
)
def test_json_of_a_later_form_is_no_text(head: str) -> None:
    text = head + '"title":"云","blocks":[]}'
    assert json_form.is_document(text)
    with pytest.raises(
        UnreadableError, match=r"a\.json: is in the form bilingual-reader/1?2"
    ):
        json_form.parse(text, name="a.json")


def test_a_document_is_known_in_whatever_order_its_keys_are() -> None:
    data = json.loads(json_form.render(DOCUMENT))
    text = json.dumps(dict(sorted(data.items())), ensure_ascii=False)
    assert not text.startswith('{"format"')
    assert json_form.is_document(text)
    assert DOCUMENT == json_form.parse(text)
    assert DOCUMENT == read(text, translator="none")
    assert json_form.is_document(text[:-200])


@pytest.mark.parametrize(
    "text",
    [
        '{"format": "other/1"}',
        '{"a": {"format": "bilingual-reader/1"}}',
        '{"a": "它写着 \\"format\\": \\"bilingual-reader/1\\""}',
        '正文里有 {"format": "bilingual-reader/1"}',
    ],
)
def test_what_only_speaks_of_the_form_is_text(text: str) -> None:
    assert not json_form.is_document(text)


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


def test_only_the_first_line_of_a_sentence_has_a_capital() -> None:
    lines = shown(DOCUMENT, 60).splitlines()
    spelt = [line.split(" │")[0].strip() for line in lines if "méiyǒu" in line]
    assert spelt == ["“zhōngtái” * méiyǒu * biàn."]


def test_two_terms_side_by_side_are_bold_together() -> None:
    document = read("存储成本不高。", translator="none")
    notes = render(document, "md")
    assert "**存储成本**不高" in notes
