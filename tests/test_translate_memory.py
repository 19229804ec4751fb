"""The memory: nothing is translated twice, nothing half-written is ever met."""

import multiprocessing
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reader
from reader.errors import ReaderError, UnreadableError
from reader.models import Request, Translation
from reader.translate import Memory, Remembering, tmx
from reader.translate.memory import Unit, request_key
from tests.fakes import Echo

ROOT = Path(__file__).parents[1]
REQUEST = Request("我们做中台。", ((3, 5, "middle platform"),))


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    with Memory(tmp_path / "memory.sqlite3") as opened:
        yield opened


def texts(translator: Remembering, *sentences: str) -> list[tuple[str, str]]:
    found = translator.translate([Request(sentence) for sentence in sentences])
    return [(one.text, one.origin) for one in found]


def test_a_second_run_asks_nothing(memory: Memory) -> None:
    echo = Echo()
    first = texts(Remembering(echo, memory), "云。", "数据。", "云。")
    second = texts(Remembering(echo, memory), "云。", "数据。", "云。")
    assert first[0] == ("[云。]", "argos")
    assert second == [(text, "memory") for text in ("[云。]", "[数据。]", "[云。]")]
    assert len(echo.asked) == 3


@pytest.mark.parametrize(
    "other",
    [
        replace(REQUEST, text="我们做中台"),
        replace(REQUEST, terms=()),
        replace(REQUEST, terms=((3, 5, "mid-platform"),)),
        replace(REQUEST, names=("中台",)),
    ],
)
def test_another_sentence_or_glossary_is_another_key(other: Request) -> None:
    assert request_key(REQUEST, "one 1.0") != request_key(other, "one 1.0")
    assert request_key(REQUEST, "one 1.0") != request_key(REQUEST, "one 1.1")
    assert request_key(REQUEST, "one 1.0") == request_key(
        Request("我们做中台。", REQUEST.terms), "one 1.0"
    )


def test_another_package_translates_anew(memory: Memory) -> None:
    newer = Echo()
    newer.identity = "echo 1.1"
    texts(Remembering(Echo(), memory), "云。")
    assert texts(Remembering(newer, memory), "云。") == [("[云。]", "argos")]
    assert len(newer.asked) == 1


def test_a_readers_own_english_wins(memory: Memory) -> None:
    echo = Echo()
    texts(Remembering(echo, memory), "云。")
    memory.correct([("云。 ", "The cloud.")])
    assert texts(Remembering(echo, memory), " 云。") == [("The cloud.", "hand")]
    other = Echo()
    other.identity = "other"
    assert texts(Remembering(other, memory), "云。") == [("The cloud.", "hand")]


def test_a_correction_holds_in_either_script(memory: Memory) -> None:
    memory.correct([("我們從去年開始做雲端運算。", "We began last year.")])
    for text in ("我們從去年開始做雲端運算。", "我们从去年开始做云端运算。"):
        document = reader.read(text, translator=Echo(), memory=memory, repair=False)
        (sentence,) = document.sentences()
        assert sentence.translation.text == "We began last year."
    assert [one.chinese for one in memory.units()] == ["我們從去年開始做雲端運算。"]


def test_what_is_remembered_is_checked(memory: Memory) -> None:
    memory.correct([("有90亿元。", "It has 90 million yuan.")])
    (found,) = Remembering(Echo(), memory).translate([Request("有90亿元。")])
    assert [one.check for one in found.checks] == ["number"]


def test_the_order_holds_however_much_is_known(memory: Memory) -> None:
    for known in ([5, 6, 400], range(100, 360), range(700), [699]):
        Remembering(Echo(), memory).translate([Request(f"云{n}") for n in known])
        found = texts(Remembering(Echo(), memory), *[f"云{n}" for n in range(700)])
        assert [text for text, _ in found] == [f"[云{n}]" for n in range(700)]


def test_what_is_known_is_given_before_the_rest_is_asked(memory: Memory) -> None:
    Remembering(Echo(), memory).translate([Request(f"云{n}") for n in range(300)])
    taken = 0

    def endless() -> Iterator[Request]:
        nonlocal taken
        while True:
            yield Request(f"云{taken % 300}")
            taken += 1

    known = Remembering(Echo(), memory).translate_iter(endless())
    assert next(known).text == "[云0]"
    assert taken < 300


class Stopping(Echo):
    """Stops with an error after so many sentences."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self.after = after

    def translate_iter(
        self, requests: Iterable[Request], *, progress: object = None
    ) -> Iterator[Translation]:
        for request in requests:
            if len(self.asked) == self.after:
                raise KeyboardInterrupt
            self.asked.append(request)
            yield Translation(self.say(request), "argos")


def test_an_interrupted_document_goes_on_where_it_stopped(memory: Memory) -> None:
    text = "".join(f"我们做云{n}。" for n in range(50))
    with pytest.raises(KeyboardInterrupt):
        reader.read(text, translator=Stopping(20), memory=memory, repair=False)
    echo = Echo()
    document = reader.read(text, translator=echo, memory=memory, repair=False)
    assert len(echo.asked) == 30
    origins = [one.translation.origin for one in document.sentences()]
    assert origins == ["memory"] * 20 + ["argos"] * 30


def test_without_a_translator_a_readers_own_english_is_shown(memory: Memory) -> None:
    memory.correct([("我们做云。", "We build the cloud.")])
    document = reader.read("我们做云。数据。", translator="none", memory=memory)
    assert [one.translation.origin for one in document.sentences()] == ["hand", "gloss"]


def test_a_memory_that_another_is_making_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite3"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    other.execute("CREATE TABLE half_made (key)")
    timer = threading.Timer(0.2, other.execute, ["COMMIT"])
    timer.start()
    with Memory(path) as memory:
        assert memory.count()["machine"] == 0
    timer.join()
    other.close()


def _write(path: str, start: int) -> None:
    with Memory(path) as memory:
        for number in range(start, start + 200):
            memory.keep(Request(f"云{number}"), str(number), maker="m", source="s")


def test_two_processes_write_at_once(tmp_path: Path) -> None:
    path = str(tmp_path / "memory.sqlite3")
    context = multiprocessing.get_context("spawn")
    both = [context.Process(target=_write, args=(path, n * 200)) for n in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert [one.exitcode for one in both] == [0, 0]
    with Memory(path) as memory:
        assert memory.count()["machine"] == 400
        requests = [Request(f"云{number}") for number in range(400)]
        assert len(memory.find(requests, maker="m")) == 400


KILLED = """
import sys
from reader.models import Request
from reader.translate.memory import Memory
with Memory(sys.argv[1]) as memory:
    for number in range(10**6):
        memory.keep(Request(f"云{number}"), "x" * 2000, maker="m", source="s")
        print(number, flush=True)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
def test_a_killed_process_leaves_a_sound_memory(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite3"
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(path)],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert process.stdout is not None
    for _ in range(50):
        last = int(process.stdout.readline())
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    with Memory(path) as memory:
        requests = [Request(f"云{number}") for number in range(last + 1)]
        found = memory.find(requests, maker="m")
        assert len(found) == len(requests)
        assert {text for text, _ in found.values()} == {"x" * 2000}
    check = sqlite3.connect(path)
    assert check.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    check.close()


def test_a_memory_that_is_none_is_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite3"
    path.write_bytes(b"no database at all, but long enough to be one" * 99)
    with pytest.raises(ReaderError, match="--no-memory") as refused:
        Memory(path)
    assert "\n" not in str(refused.value)


def test_a_memory_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite3"
    with Memory(path) as memory:
        memory.correct([("云", "cloud")])
    database = sqlite3.connect(path)
    database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(ReaderError, match="later version"):
        Memory(path)


def test_a_memory_that_fails_on_the_way_does_not_stop_the_reading(
    memory: Memory,
) -> None:
    translator = Remembering(Echo(), memory)
    memory.close()
    assert texts(translator, "云。") == [("[云。]", "argos")]
    assert memory.failure is not None


def test_units_are_found_by_either_side(memory: Memory) -> None:
    memory.correct([("云_100%", "cloud"), ("数据", "data")], source="own.tsv")
    memory.keep(Request("中台"), "platform", maker="m", source="echo")
    assert [one.chinese for one in memory.units()] == ["云_100%", "数据", "中台"]
    assert [one.chinese for one in memory.units(text="0%")] == ["云_100%"]
    assert [one.chinese for one in memory.units(text="PLAT")] == ["中台"]
    assert [one.source for one in memory.units(maker="hand")] == ["own.tsv"] * 2


def test_clearing_keeps_a_readers_own(memory: Memory) -> None:
    memory.correct([("云", "cloud")])
    memory.keep(Request("中台"), "platform", maker="m", source="echo")
    assert memory.clear("machine", before=int(time.time()) - 9) == 0
    assert memory.clear("machine") == 1
    assert memory.count() == {"machine": 0, "hand": 1}
    assert memory.clear("hand") == 1


# --- TMX ---------------------------------------------------------------------------

TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"),
    min_size=1,
    max_size=40,
).filter(lambda text: text == text.strip() and text)


@given(st.dictionaries(TEXT, TEXT, max_size=8), st.integers(0, 4 * 10**9))
def test_tmx_there_and_back(tmp_path_factory, pairs, made) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path_factory.mktemp("tmx") / "memory.tmx"
    units = [Unit(zh, en, "hand", "own.tsv", made) for zh, en in pairs.items()]
    path.write_text("".join(tmx.write(units)), encoding="utf-8", newline="\n")
    assert tmx.read(path) == units


def test_what_xml_cannot_hold_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "memory.tmx"
    unit = Unit("云\x00\x0b<b>&", "\ud800cloud", "hand")
    path.write_text("".join(tmx.write([unit])), encoding="utf-8")
    assert [(one.chinese, one.english) for one in tmx.read(path)] == [
        ("云<b>&", "cloud")
    ]


OMEGAT = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">
  <header creationtool="OmegaT" o-tmf="OmegaT TMX" adminlang="EN-US"
    datatype="plaintext" creationtoolversion="6.0.1" segtype="sentence"
    srclang="zh-CN"/>
  <body>
<!-- Default translations -->
    <tu>
      <tuv xml:lang="zh-CN"><seg>我们做中台。</seg></tuv>
      <tuv xml:lang="en-US" changeid="lin" changedate="20240309T193000Z"
        creationid="lin" creationdate="20240301T080000Z">
        <seg>We build middle platforms.</seg>
      </tuv>
    </tu>
    <tu>
      <note>ask Lin</note>
      <tuv lang="ZH_TW"><seg>做<bpt i="0" x="0">&lt;b></bpt>雲<ept i="0">&lt;/b></ept>\
<ph x="1">&lt;br1/></ph>。</seg></tuv>
      <tuv lang="EN"><seg>We do <hi type="b">cloud</hi>.</seg></tuv>
    </tu>
    <tu>
      <tuv xml:lang="zh-CN"><seg>只有中文。</seg></tuv>
      <tuv xml:lang="fr"><seg>Du chinois.</seg></tuv>
    </tu>
<!-- Alternative translations -->
    <tu>
      <prop type="file">a.txt</prop><prop type="prev">上一句。</prop>
      <tuv xml:lang="zh-CN"><seg>我们做中台。</seg></tuv>
      <tuv xml:lang="en-US"><seg>We make it.</seg></tuv>
    </tu>
  </body>
</tmx>
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_omegats_conventions_are_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "project_save.tmx"
    named = OMEGAT.replace("UTF-8", "UTF-16" if encoding == "utf-16" else "UTF-8")
    path.write_bytes(named.encode(encoding))
    assert sorted((one.chinese, one.english, one.maker) for one in tmx.read(path)) == [
        ("做雲。", "We do cloud.", "hand"),
        ("我们做中台。", "We build middle platforms.", "hand"),
    ]
    dated = next(one for one in tmx.read(path) if "platforms" in one.english)
    assert time.gmtime(dated.made)[:5] == (2024, 3, 9, 19, 30)


def test_what_omegat_asks_of_a_file_is_there(tmp_path: Path) -> None:
    """Its reader wants the header's languages and one tuv a language, codes known."""
    from xml.etree import ElementTree

    lines = tmx.write([Unit("云", "cloud", "machine", "echo 1.0", 1)], version="0.1")
    root = ElementTree.fromstring("".join(lines).split("?>", 1)[1])
    header = root.find("header")
    assert root.get("version") == "1.4"
    assert header is not None
    needed = {
        "creationtool", "creationtoolversion", "segtype", "o-tmf", "adminlang",
        "srclang", "datatype",
    }  # fmt: skip
    assert needed <= set(header.attrib)
    assert header.get("segtype") == "sentence"
    languages = [one.get(tmx.XML_LANG) for one in root.iter("tuv")]
    assert languages == [header.get("srclang"), "en"]


# Ten times ten times ... ten times "ha": what a parser must not write out.
LAUGHS = (
    "<!DOCTYPE tmx [<!ENTITY a0 'ha'>"
    + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
    + "]><tmx><body><tu><tuv xml:lang='zh'><seg>&a9;</seg></tuv></tu></body></tmx>"
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no xml", "line 1"),
        ("<tmx><body><tu>", "line 1"),
        ("<html><body/></html>", "begins with <html>"),
        ("", "line 1"),
        (LAUGHS, "line"),
        ('<?xml version="1.0" encoding="klingon"?><tmx/>', "XML"),
    ],
)
def test_what_is_no_tmx_is_refused_in_one_line(
    tmp_path: Path, text: str, said: str
) -> None:
    path = tmp_path / "bad.tmx"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableError, match=r"bad\.tmx") as refused:
        tmx.read(path)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)
