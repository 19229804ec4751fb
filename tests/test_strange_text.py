"""Strange characters: whatever comes in, nothing raises and nothing is lost."""

import functools
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import glossary
import reader
from reader import sources
from reader.cli import run
from reader.cli.export_command import SUFFIXES
from reader.errors import UnreadableError, UsageError
from reader.models import Document
from reader.render import (
    RENDERERS,
    html,
    inter,
    json_form,
    markdown,
    plain,
    side,
    stack,
    tsv,
    word_list,
)
from reader.render import tmx as tmx_form
from reader.render.look import Look
from reader.surrogates import encodable
from reader.translate import tmx
from tests.fakes import Echo, tiny_package

STRANGE = {
    "half of a pair before Han": "我们\ud800做中台。",
    "half of a pair after a word": "他说：“云\udc80端”很好。",
    "half of a pair alone": "\ud800",
    "the halves of a pair": "云\ud83d\ude00端。",
    "half of a pair as a speaker": "张三\ud800：你好。\n\udc80：在的。",
    "NUL": "我们\0做中台\0。",
    "NUL alone": "\0",
    "controls": "云\x80\x9b31m端\x1b[31m台\x1b]0;x\x07。\x7f\x0b\x0c\x1c\x85",
    "byte order marks": "我们\ufeff做中台。\ufeff",
    "private use": "我们\ue000做\uf8ff中台\U000f0000。\U0010fffd",
    "unassigned": "我们\u0378做中台\U000e0fff。\U0003fffd",
    "noncharacters": "我们\ufffe做\uffff中台\ufdd0。\U0010ffff",
    "combining marks": "云" + "\u0301" * 400 + "端" + "\u20dd" * 300 + "。",
    "combining marks first": "\u0301" * 300 + "云端。",
    "bidi controls": "\u202e我们\u202d做\u2066中台\u2069。\u200f云\u061c\u202c",
    "nothing to see": "云\u200b\u200c\u200d\u2060\u00ad端\u034f\u180e\u115f\u3164。",
    "only marks": "，。！？；：、…——“”‘’（）【】《》" * 20,
    "only digits": "1234567890" * 50,
    "digits of others": "٣٤٥ ੧੨੩ ๔๕ 𝟘𝟙𝟚 ①②③ Ⅳ ½ ² ㊿ 〇",
    "digits of others as numbers": "有²³个客户，涨³%，第¼季度，½亿元，①亿，٣亿，〡〢。",
    "numbers without end": "9" * 400 + "亿" + "零" * 300 + "万亿万千百" + "一" * 200,
    "divided by nothing": "1/0，0分之一，百分之百分之，1e999，1,,,2，.5.，5..",
    "emoji": "我们👨‍👩‍👧‍👦做🏳️‍🌈中台👍🏽🇨🇳。1️⃣#️⃣🏴\U000e0067\U000e007f",
    "Han outside the plane": "𠮷野家𪚥𫝀𫠝𬺰𮯠𰀀𱍐在做中台。",
    "compatibility Han": "豈更車賈滑中台金丽\U0002f800\U0002fa1d。",
    "radicals": "⼀⼁⼈⼯智能⽤⾦⿕⺀⻳。",
    "described Han": "⿰氵云⿱艹化。〾龙〇々〻",
    "variants": "葛\U000e0100城，辻\ufe00中台\ufe0f。",
    "letters that change their length": "İstanbul ı ß ﬁ ŉ ǰ ΐ ẞ ﬃ K Å 中台 İ",
    "markup": "<b>云</b> [b]端[/b] [/b] \\[ &#0; &#xD800; {{云}} {{c1::云}} ]]> -->",
    "Markdown": "# 云\n```\n端\n---\n<div>\n- [ ] x\n| a |\n|---|\n^S001 %%x%% [[云]]",
    "formats": "%s %d {} {0} %(x)s ${x} \\1 \\g<0> \\n 中台",
    "quotation marks without end": "“" * 300 + "云" + "”" * 300,
    "brackets without end": "（" * 1000 + "云" + "）" * 1000,
    "a long line": "我们从去年开始做云，客户都在工厂里" * 60,
    "a long word": "云" * 1000 + "abc" * 500,
    "blanks": " \u3000\u2003\t\n  \n",
}

# What Python makes of an argument that is no UTF-8 (PEP 383).
HALF = "云\udcff端"

ODD = st.one_of(
    st.characters(),
    st.characters(categories=["Cs", "Cc", "Cf", "Co", "Cn", "Mn", "Me"]),
    st.integers(0x20000, 0x323AF).map(chr),
    st.sampled_from(
        "，。！？；：、…—“”（）《》,.:;!?()[]{}<>|*_#`~-+=/\\&%$@^'\"\n\t "
    ),
    st.sampled_from("0123456789０一二百千万亿零年月日第％点我们做云中台张王总说的了在"),
    st.sampled_from(["产业互联网", "to B", "SaaS", "张三：", "https://a.b/c", "图1："]),
)


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[reader.Memory]:
    with reader.Memory(tmp_path / "memory.sqlite3") as opened:
        yield opened


@pytest.fixture(params=STRANGE)
def strange(request: pytest.FixtureRequest) -> str:
    return STRANGE[request.param]


def check_parts(text: str) -> None:
    assert text == reader.repair(text).undo()
    assert text == "".join(reader.split(text))
    assert text == "".join(token.text for token in reader.annotate(text))


def check_document(document: Document, text: str) -> None:
    """What was read is all there, and every form of it can be written."""
    for sentence in document.sentences():
        assert sentence.text == "".join(token.text for token in sentence.tokens)
        assert sentence.text in encodable(text).replace("\r", "\n")
    for to in RENDERERS:
        form = reader.render(document, to)
        if isinstance(form, str):
            form.encode("utf-8")
    for flavor in markdown.FLAVORS:
        markdown.render(document, flavor=flavor, ruby=True).encode("utf-8")
    for layout in (side, stack, inter):
        for line in layout.lines(document, Look(40)):
            line.plain.encode("utf-8")
    assert document == reader.read(reader.render(document, "json"))


def test_the_parts_take_it(strange: str) -> None:
    check_parts(strange)


def test_it_is_read_and_shown_in_every_form(
    strange: str, memory: reader.Memory
) -> None:
    text = f"云\n{strange}"
    document = reader.read(
        text, translator=Echo(), memory=memory, repair=False, numerals=True
    )
    check_document(document, text)
    again = reader.read(text, translator="none", sandhi=True, tones="zhuyin")
    assert len(list(document.sentences())) >= len(list(again.sentences())) > 0


@given(st.lists(ODD, max_size=60).map("".join))
@settings(max_examples=50)
def test_anything_is_read_and_shown_in_every_form(text: str) -> None:
    text = f"云\n{text}"
    check_parts(text)
    document = reader.read(text, translator=Echo(), repair=False)
    check_document(document, text)


def test_it_is_translated(strange: str) -> None:
    (translation,) = reader.translate(
        [strange], translator="argos", model=tiny_package()
    )
    translation.text.encode("utf-8")


@pytest.mark.parametrize("to", SUFFIXES)
def test_all_of_it_is_exported(to: str, tmp_path: Path, echo: Echo) -> None:
    source, target = tmp_path / "text.txt", tmp_path / f"notes{SUFFIXES[to]}"
    source.write_text(encodable("\n\n".join(STRANGE.values())), encoding="utf-8")
    assert run(["export", str(source), "--to", to, "-o", str(target), "-q"]) == 0
    assert target.stat().st_size


@pytest.mark.parametrize("command", ["read", "repair", "stats"])
def test_all_of_it_comes_through_standard_input(
    command: str,
    echo: Echo,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    data = encodable("\n\n".join(STRANGE.values())).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert run([command, "-"]) == 0
    assert capsys.readouterr().out


def test_it_is_remembered(strange: str, memory: reader.Memory, tmp_path: Path) -> None:
    assert memory.correct([(strange, strange)], source=strange) == 1
    (unit,) = memory.units(text=strange.strip())
    assert unit.chinese == encodable(strange).strip()
    path = tmp_path / "memory.tmx"
    path.write_text("".join(tmx.write(memory.units())), encoding="utf-8")
    tmx.read(path)


def test_it_is_looked_up(strange: str) -> None:
    terms = glossary.load()
    terms.suggest(strange[:40])
    assert terms.lookup(f"{strange}?") == []
    for match in terms.find(strange):
        assert strange[match.start : match.end]


def test_half_of_a_pair_in_a_document_is_replaced() -> None:
    """As escapes JSON may have what no file can."""
    document = reader.read("我们做云。", translator="none")
    text = reader.render(document, "json")
    assert isinstance(text, str)
    half = text.replace("云", r"\ud800").replace("我们", r"\ud83d\ude00")
    again = reader.read(half)
    assert next(again.sentences()).text == "😀做\ufffd。"
    check_document(again, "😀做\ufffd。")


def test_a_document_of_brackets_is_said_to_be_none() -> None:
    deep = '{"format": "bilingual-reader/1", "title": ' + "[" * 100_000
    with pytest.raises(UnreadableError, match="not whole JSON"):
        reader.read(deep)


# Each is put in the place of every value of a document, one after the other.
WRONG = [None, 5, -1, 1.5, True, "x", [], {}, [None], ["x"]]


def places(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Go through the keys that lead to each value, of lists to the first one's."""
    inside = dict(enumerate(value[:1])) if isinstance(value, list) else value
    for key, one in inside.items() if isinstance(inside, dict) else ():
        yield (*place, key)
        yield from places(one, (*place, key))


def test_a_document_in_which_a_value_is_wrong_is_shown_or_said() -> None:
    text = "张三：我们做产业互联网，先要有中台。\n\n李四：异国云计算。"
    whole = reader.render(reader.read(text, translator=Echo()), "json")
    data = json.loads(whole)
    refused = 0
    for place in places(data):
        for wrong in WRONG:
            *before, last = place
            inside = functools.reduce(lambda value, key: value[key], before, data)
            right = inside[last]
            inside[last] = wrong
            try:
                document = json_form.parse(json.dumps(data))
            except UnreadableError:
                refused += 1
            else:
                for view in (markdown, html, plain, tmx_form, tsv, word_list):
                    view.render(document)
                list(side.lines(document, Look(40)))
            inside[last] = right
    assert data == json.loads(whole)
    assert refused > 300


def test_an_empty_text_is_said() -> None:
    with pytest.raises(UnreadableError, match="is empty"):
        reader.read("")


# Names that Python cannot look up, and codecs of its own that decode no text.
@pytest.mark.parametrize("encoding", ["\udcff", "a\0b", "undefined", "punycode", "hex"])
def test_an_encoding_that_is_none_is_said(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_bytes(b"abc +2AA- \\ud800")
    with pytest.raises(UsageError, match="no such encoding") as caught:
        reader.read(path, encoding=encoding, translator="none")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("encoding", ["undefined", "punycode", "x" * 99])
def test_a_page_may_lie_about_its_encoding(encoding: str) -> None:
    page = f'<html><meta charset="{encoding}"><p>我们从去年开始做云。'
    text, used = sources.decode(page.encode("gb18030"), name="page.html")
    assert (text, used) == (page, "gb18030")


def test_utf_7_may_hold_half_of_a_pair(tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_bytes(b"+TpE- +2AA- +TpE-")
    document = reader.read(path, encoding="utf-7", translator="none")
    assert next(document.sentences()).text == "云 \ufffd 云"


ARGUMENTS = [
    pytest.param(["glossary", "lookup", HALF], 1, "no term", id="lookup"),
    pytest.param(["glossary", "list", "--domain", HALF], 1, "domain", id="domain"),
    pytest.param(["glossary", "check", HALF], 2, "", id="glossary"),
    pytest.param(["glossary", "check", "--against", HALF], 2, "", id="notes"),
    pytest.param(["glossary", "import", HALF], 2, "", id="import of terms"),
    pytest.param(["vocab", "add", HALF], 2, "no Chinese word", id="word"),
    pytest.param(["vocab", "remove", HALF], 1, "not on the list", id="no word"),
    pytest.param(["vocab", "import", HALF], 5, "", id="list of words"),
    pytest.param(["memory", "list", HALF], 0, "by hand", id="unit"),
    pytest.param(["memory", "import", HALF], 1, "no such file", id="import of units"),
    pytest.param(["model", "info", HALF], 3, "", id="package"),
    pytest.param(["model", "remove", HALF], 3, "", id="no package"),
    pytest.param(["model", "install", HALF], 2, "", id="install"),
    pytest.param(["read", HALF], 1, "no such file", id="file"),
    pytest.param(["read", f"http://{HALF}/"], 2, "no web address", id="address"),
    pytest.param(["stats", HALF], 1, "no such file", id="stats"),
    pytest.param([HALF], 2, "no such command", id="command"),
    pytest.param(["read", f"--{HALF}"], 2, "o such option", id="option"),
    *(
        pytest.param(["read", "text.txt", option, HALF], code, said, id=option)
        for option, code, said in (
            ("--encoding", 2, "no such encoding"),
            ("--exempt", 2, ""),
            ("--glossary", 2, ""),
            ("--hide", 2, "no such layer"),
            ("--model", 3, ""),
            ("--translator", 2, ""),
            ("--width", 2, ""),
        )
    ),
    *(
        pytest.param(["repair", "text.txt", option, HALF], code, said, id=option)
        for option, code, said in (
            ("--explain", 2, "no sentence"),
            ("--only", 2, ""),
            ("--skip", 2, ""),
            ("--table", 2, ""),
        )
    ),
]


@pytest.mark.parametrize(("command", "code", "said"), ARGUMENTS)
def test_a_strange_argument_gets_one_line(
    command: list[str],
    code: int,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("READER_VOCAB", str(tmp_path / "words.txt"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    Path("text.txt").write_text("我们做云。\n", encoding="utf-8")
    monkeypatch.setattr(sys, "stderr", error := io.StringIO())
    assert code == run(command)
    assert error.getvalue().count("\n") == 1
    assert said in error.getvalue()


@pytest.mark.parametrize(
    "command", [["read"], ["repair", "--json"], ["export", "--to", "json"], ["export"]]
)
def test_a_file_may_have_a_name_that_is_no_utf_8(
    command: list[str],
    echo: Echo,
    tmp_path: Path,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    path = tmp_path / HALF
    try:
        path.write_text("我们做云。\n", encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes UTF-8 only")
    assert run([*command, str(path)]) == 0
    assert "我们" in capfdbinary.readouterr().out.decode("utf-8").replace("**", "")
    assert run(["export", str(path), "-o", f"{path}.md", "-q"]) == 0
    assert Path(f"{path}.md").is_file()


@pytest.mark.parametrize(
    "data", [b"", b"\0", b"\xff", b"\xed\xa0\x80", b"\xff\xfe\x00\xd8"]
)
def test_standard_input_that_is_no_text_gets_one_line(
    data: bytes, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The last three: no UTF-8, half of a pair as UTF-8 would write it, as UTF-16."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert run(["read", "-"]) == UnreadableError.exit_code
    assert capsys.readouterr().err.count("\n") == 1
