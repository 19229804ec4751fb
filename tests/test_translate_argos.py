"""Running a package: one translation for each sentence, whatever the sentence."""

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reader.models import Check, Request, Translation
from reader.translate import ArgosTranslator, load, windows
from reader.translate.argos import FIRST_GROUP, GROUP, HAN
from reader.translate.choosing import Candidate, choose
from reader.translate.figures import lost
from reader.translate.model import BATCH
from reader.translate.protocol import OTHERWISE, Settings
from tests.fakes import Echo, tiny_package

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def tiny() -> ArgosTranslator:
    return ArgosTranslator(load(tiny_package()))


def texts(tiny: ArgosTranslator, *sentences: str) -> list[str]:
    requests = [Request(sentence) for sentence in sentences]
    return [translation.text for translation in tiny.translate(requests)]


def test_words_come_out_in_english(tiny: ArgosTranslator) -> None:
    assert texts(tiny, "你好，世界。", "我们没有中台。") == [
        "hello , world .",
        "we lack platform .",
    ]


def test_underscores_stay(tiny: ArgosTranslator) -> None:
    assert "user_name" in texts(tiny, "数据user_name")[0]


def test_what_has_no_chinese_goes_past_the_model(tiny: ArgosTranslator) -> None:
    tiny = ArgosTranslator(tiny.package)
    assert texts(tiny, "", " ", "……", "2019", "ERP / CRM", "😀", "。") == [
        "", "", "......", "2019", "ERP / CRM", "😀", ".",
    ]  # fmt: skip
    assert "model" not in vars(tiny)


def test_order_and_number_hold_over_groups(tiny: ArgosTranslator) -> None:
    count = FIRST_GROUP + 2 * GROUP + 3 * BATCH + 1
    sentences = [f"{'我们' * (n % 5 + 1)}有{n}" for n in range(count)]
    expected = [f"{' '.join(['we'] * (n % 5 + 1))} have{n}" for n in range(count)]
    english = list(tiny.english([Request(text) for text in sentences]))
    assert english == expected


def test_progress_counts_every_sentence(tiny: ArgosTranslator) -> None:
    seen: list[tuple[int, int]] = []
    tiny.translate(
        [Request("你好")] * 5, progress=lambda done, count: seen.append((done, count))
    )
    assert seen == [(done, 5) for done in range(1, 6)]


def test_the_first_translations_come_before_the_last_are_asked_for(
    tiny: ArgosTranslator,
) -> None:
    reached = 0

    def endless() -> Iterator[Request]:
        nonlocal reached
        while True:
            reached += 1
            yield Request(f"我们{reached - 1}")

    first = next(tiny.translate_iter(endless()))
    assert first.text == "we0"
    assert reached <= 2 * FIRST_GROUP


def test_a_sentence_that_comes_twice_is_translated_once(
    tiny: ArgosTranslator, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []
    search = tiny.model.search

    def counted(sources, *rest, **named):  # type: ignore[no-untyped-def]
        sent.extend("".join(source).strip("▁") for source in sources)
        return search(sources, *rest, **named)

    monkeypatch.setattr(tiny.model, "search", counted)
    assert len(texts(tiny, *["你好", "世界"] * 400)) == 800
    assert sorted(sent) == ["世界", "你好"]


@pytest.mark.parametrize("text", ["我们" * 1500, "我们有数据，" * 500, "云" * 3000])
def test_a_sentence_longer_than_the_window_loses_nothing(
    tiny: ArgosTranslator, text: str
) -> None:
    english = next(tiny.english([Request(text)]))
    words = text.count("我们") + text.count("云") + 2 * text.count("有数据")
    assert words == sum(english.count(word) for word in ("we", "cloud", "have", "data"))


ODD = st.one_of(
    st.text(max_size=40),
    st.text(alphabet="我们有云数据中台，。？！“”（）⟨⟩▁_ab1亿\n \t", max_size=300),
    st.sampled_from(
        [
            "", "。", "中", "……", "😀", "👩\u200d👧云", "<s>", "</s>", "<unk>", "\0",
            "▁", "\u200b", "云 облако سحابة cloud クラウド", "𠀀𪚥云",
            "云\u0301\u200d\ufe0f", "\ue000云", "1,000" * 9 + "云",
        ]
    ),
)  # fmt: skip


@st.composite
def odd_requests(draw: st.DrawFn) -> Request:
    """Make a request of an odd sentence, with odd terms at odd places."""
    text = draw(ODD)
    ends = sorted(
        draw(st.sets(st.integers(0, len(text)), max_size=6)) if text else set()
    )
    english = st.sampled_from(["cloud", "middle platform|platform", "中", "", "⟨"])
    terms = tuple(
        (start, end, draw(english))
        for start, end in zip(ends[::2], ends[1::2], strict=False)
    )
    return Request(text, terms)


@settings(max_examples=25)
@given(st.lists(odd_requests(), max_size=4))
@example([Request("我们有云，" * 600, ((0, 2, "they"),)), Request("a" * 3000 + "云")])
def test_one_translation_for_each_sentence(requests: list[Request]) -> None:
    package = load(tiny_package())
    translator = ONE.setdefault(package.path.name, ArgosTranslator(package))
    translations = list(translator.translate_iter(iter(requests)))
    assert len(translations) == len(requests)
    for request, translation in zip(requests, translations, strict=True):
        assert isinstance(translation, Translation)
        assert "\n" not in translation.text
        if not HAN.search(request.text):
            assert translation.checks == ()


def test_memory_stays_flat() -> None:
    """`python -m benchmarks longtext` does the same with 10 MB."""
    resource = pytest.importorskip("resource")
    if sys.platform != "linux":
        pytest.skip("the peak is in other units elsewhere")
    code = """
import resource, sys
from reader.models import Request
from reader.translate import ArgosTranslator, load
translator = ArgosTranslator(load(sys.argv[1]))
requests = (Request(f"我们有云数据客户没有中台{n}。") for n in range(2400))
for number, _ in enumerate(translator.translate_iter(requests)):
    if number in (900, 2399):
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(tiny_package())],
        capture_output=True,
        check=True,
        cwd=ROOT,
    )
    early, late = map(int, done.stdout.split())
    assert resource
    assert late - early < 10_000  # kB


ONE: dict[str, ArgosTranslator] = {}


@pytest.mark.parametrize(
    ("second", "given"),
    [("we", "we"), ("again again again again", "we we we we"), ("", "we we we we")],
)
def test_a_loop_is_tried_again_and_the_better_try_is_given(
    tiny: ArgosTranslator, monkeypatch: pytest.MonkeyPatch, second: str, given: str
) -> None:
    asked: list[str] = []
    search = tiny.model.search
    found = SimpleNamespace(hypotheses=[[f"▁{word}" for word in second.split()]])

    def searched(
        sources: list[list[str]], settings: Settings, **named: object
    ) -> list[object]:
        if settings != OTHERWISE:
            # One translation of each, so that there is nothing to choose from.
            return search(sources, replace(settings, hypotheses=1), **named)
        asked.extend("".join(source).strip("▁") for source in sources)
        return [SimpleNamespace(result=lambda: found) for _ in sources]

    monkeypatch.setattr(tiny.model, "search", searched)
    first, looping = tiny.translate([Request("你好"), Request("我们" * 4)])
    assert asked == ["我们" * 4]
    assert first.text == "hello"
    assert looping.text == given
    assert (looping.checks == ()) == (given == "we")


def test_a_sound_translation_is_chosen_before_a_likelier_one() -> None:
    """Of what a search found; `python -m training.score` says what it wins."""
    request = Request("亏了23万元。")
    found = [
        Candidate("It lost money.", -0.4),
        Candidate("It lost 230,000 yuan.", -0.6),
        Candidate("230,000 lost lost lost lost.", -0.3),
    ]
    assert choose(request, found) == "It lost 230,000 yuan."
    assert choose(Request("我们有云。"), found[:2]) == "It lost money."


def test_of_sound_translations_the_one_most_like_the_others_is_chosen() -> None:
    found = [
        Candidate("Clouds are far away.", -0.50),
        Candidate("We have a cloud.", -0.55),
        Candidate("We have the cloud.", -0.60),
    ]
    assert choose(Request("我们有云。"), found) == "We have a cloud."


def test_the_second_try_searches_otherwise(tiny: ArgosTranslator) -> None:
    request = Request("我们" * 12)
    assert next(tiny.english([request])) == " ".join(["we"] * 12)
    assert "we we we we" not in next(tiny.english([request], settings=OTHERWISE))


def test_what_stays_wrong_is_reported(tiny: ArgosTranslator) -> None:
    (translation,) = tiny.translate([Request("我们有三十八客户")])
    assert Check("number", "三十八 is 38") in translation.checks


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("我们有3亿客户", "300 million"),
        ("我们有2,300万", "23 million"),
        ("我们有1.87亿客户", "187 million"),
    ],
)
def test_a_number_that_was_lost_is_asked_for(
    tiny: ArgosTranslator, chinese: str, english: str
) -> None:
    (translation,) = tiny.translate([Request(chinese)])
    assert english in translation.text
    assert translation.checks == ()


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("3到5万人", "to"),
        ("打八折", "off"),
        ("几十万人", "many"),
        ("三五万人", "a few"),
        ("投了23万元", "230,000 yuan"),
    ],
)
def test_what_is_not_certain_or_not_lost_is_not_asked_for(
    chinese: str, english: str
) -> None:
    assert lost(chinese, english) == ()


@pytest.mark.parametrize(
    ("chinese", "term"),
    [
        ("卖了700多万台", (2, 7, "more than 7 million")),
        ("2023年4月13日有云", (0, 10, "April 13, 2023")),
        ("到了9月", (2, 4, "September")),
        ("涨了 38.5%", (3, 8, "38.5%")),
        ("员工1,460人", (2, 7, "1,460")),
        ("今早09:40，", (2, 7, "09:40")),
        ("占百分之五", (1, 5, "5 percent")),
    ],
)
def test_a_lost_number_is_asked_for_as_english_writes_it(
    chinese: str, term: tuple[int, int, str]
) -> None:
    assert lost(chinese, "It is lost.") == (term,)


def test_what_came_out_short_is_translated_clause_by_clause(
    tiny: ArgosTranslator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A model that loses what stands behind a comma, if it is given it."""
    search = tiny.model.search

    def losing(sources: list[list[str]], *rest: object, **named: object) -> list[Any]:
        kept = [
            source[: source.index(",")] if "," in source[:-1] else source
            for source in sources
        ]
        return search(kept, *rest, **named)

    monkeypatch.setattr(tiny.model, "search", losing)
    (translation,) = tiny.translate(
        [Request("我们的客户没有很多数据中台，他们有很多云。")]
    )
    assert "cloud" in translation.text


def test_threads_may_share_a_translator(tiny: ArgosTranslator) -> None:
    shared = ArgosTranslator(tiny.package)
    given: dict[int, list[str]] = {}

    def work(number: int) -> None:
        given[number] = texts(shared, *[f"我们有{number}"] * 3)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert given == {n: [f"we have{n}"] * 3 for n in range(6)}


def test_no_socket_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert texts(ArgosTranslator(load(tiny_package())), "你好") == ["hello"]


# --- cutting -----------------------------------------------------------------------


@settings(max_examples=200)
@given(
    st.text(alphabet="我们有云数据，。；、 “”（）ab1", max_size=200),
    st.integers(min_value=1, max_value=40),
)
def test_parts_join_to_the_sentence(text: str, limit: int) -> None:
    cut = windows.parts(Request(text), limit, len)
    assert "".join(part.text for part in cut) == text
    assert all(len(part.text) <= limit for part in cut)


def test_cuts_prefer_semicolons_to_commas() -> None:
    text = "先说生态，再说中台；最后说云，以及数据"
    assert [part.text for part in windows.parts(Request(text), 12, len)] == [
        "先说生态，再说中台；",
        "最后说云，以及数据",
    ]


def test_terms_stay_whole_and_go_with_their_part() -> None:
    request = Request("我们的数据中台能力很强", ((3, 7, "data platform"),))
    cut = windows.parts(request, 6, len)
    marked = [
        (part.text[start:end], english)
        for part in cut
        for start, end, english in part.terms
    ]
    assert marked == [("数据中台", "data platform")]


def test_numbers_are_not_cut_at_their_commas() -> None:
    cut = windows.parts(Request("我们服务了1,460人"), 8, len)
    assert not any(part.text.endswith("1,") for part in cut)


@pytest.mark.parametrize(
    ("parts", "english"),
    [
        ([("云，", "Cloud."), ("数据。", "Data.")], "Cloud, Data."),
        ([("云。", "Cloud."), ("这是数据。", "It is data.")], "Cloud. It is data."),
        ([("云，", "Cloud."), ("数据", "The data")], "Cloud, the data"),
        ([("云的", "Of the cloud."), ("数据。", "Data.")], "Of the cloud Data."),
        ([("，", ""), ("数据。", "Data.")], "Data."),
        ([("云，", "Cloud."), ("。", "")], "Cloud."),
    ],
)
def test_the_english_of_parts_is_one_sentence(
    parts: list[tuple[str, str]], english: str
) -> None:
    assert windows.join(parts) == english


def test_the_echo_is_a_translator() -> None:
    from reader.translate import Translator

    echo: Translator = Echo()
    assert echo.translate([Request("中台")]) == [Translation("[中台]", "argos")]
