"""The bundled terms are clean, and terms are found, read, looked up and laid over."""

import pickle
from collections import Counter
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest

import glossary
import reader
from glossary import Glossary, GlossaryError, Match, Term, check, dump, load, read
from glossary.contexts import ANY_TERM
from glossary.han import HAN
from glossary.matching import spellings
from glossary.scripts import CHARACTERS, fold
from glossary.syllables import align, plain, split
from glossary.tables import COLUMNS, sort_key
from reader.translate.checks import has_term
from reader.words import Cutter

CASES = Path(__file__).parent / "cases" / "glossary_matches.txt"
TABLES = sorted(
    path
    for path in Path(str(files("glossary"))).glob("*.tsv")
    if path.name != CHARACTERS
)
TERMS = load()
CUTTER = Cutter()

READINGS = Path(__file__).parent / "cases" / "glossary_readings.txt"


def match_cases() -> list[tuple[str, str, list[str]]]:
    cases = []
    for line in CASES.read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        label, rest = line.split(": ", 1)
        text, _, forms = rest.partition(" =>")
        cases.append((label, text, [form for form in forms.strip().split("|") if form]))
    return cases


def tsv(tmp_path: Path, text: str | bytes, name: str = "mine.tsv") -> Path:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


# --- the data


def test_all_is_sorted_and_complete():
    assert sorted(glossary.__all__) == glossary.__all__
    assert all(hasattr(glossary, name) for name in glossary.__all__)


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_table_has_no_fault(path):
    assert check(path) == []


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_table_is_written_as_dump_writes_it(path):
    terms = read(path)
    assert dump(terms) == path.read_text("utf-8")
    assert sorted(terms, key=sort_key) == terms


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_every_column_is_filled_and_the_domain_is_the_file(path):
    assert tuple(path.read_text("utf-8").split("\n")[0].split("\t")) == COLUMNS
    for term in read(path):
        assert term.domain == path.stem
        assert term.definition
        assert bool(term.pinyin) == bool(HAN.search(term.chinese))


def test_no_form_belongs_to_two_terms():
    owners = Counter(
        spelling
        for term in TERMS
        for spelling in {s for form in term.forms for s in spellings(form)}
    )
    assert [form for form, count in owners.items() if count > 1] == []


def test_there_are_as_many_terms_as_promised():
    assert len(TERMS) >= 1200
    assert len(TERMS) == sum(len(read(path)) for path in TABLES)


def test_a_kept_name_is_one_of_the_spellings_of_its_english():
    for term in TERMS:
        if term.status == "keep":
            assert fold(term.english) in {s for f in term.forms for s in spellings(f)}


def test_no_rendering_to_avoid_is_the_preferred_one_of_another_form():
    for term in TERMS:
        assert not {*term.avoid} & {term.english, *term.accepted}, term.chinese


def test_not_in_keeps_no_term_from_being_found_alone():
    for term in TERMS:
        if term.only_in or term.near:
            continue
        for form in (term.chinese, *term.aliases, *term.traditional):
            assert [m.term for m in TERMS.find(form)] == [term], form


def test_a_term_is_found_in_its_example():
    for term in TERMS:
        if term.example:
            assert term in [m.term for m in TERMS.find(term.example)], term.chinese


def test_the_english_of_an_example_has_a_rendering_of_its_term():
    for term in TERMS:
        if term.example:
            renderings = (term.english, *term.accepted)
            assert any(has_rendering(term.example_english, r) for r in renderings), (
                term.chinese
            )


def test_an_example_does_not_render_its_term_in_a_way_to_avoid():
    for term in TERMS:
        right = " ".join((term.english, *term.accepted))
        for wrong in term.avoid:
            if not has_term(right, wrong):
                assert not has_term(term.example_english, wrong), term.chinese


def test_no_sentence_serves_two_terms():
    given = Counter(term.example for term in TERMS if term.example)
    assert [sentence for sentence, times in given.items() if times > 1] == []


def has_rendering(english: str, rendering: str) -> bool:
    """Say whether `english` has the rendering: "break out of its niche" too."""
    forms = (rendering, rendering.replace("one's", "the"))
    return any(has_term(english, form) for form in forms)


def test_every_context_makes_its_term():
    for term in TERMS:
        for word in term.only_in:
            assert term in [m.term for m in TERMS.find(word)] or any(
                m.term != term and term.chinese in m.term.chinese
                for m in TERMS.find(word)
            ), word
        for word in set(term.near) - {ANY_TERM}:
            text = f"{word}，{term.chinese}"
            assert term in [m.term for m in TERMS.find(text)], text


def test_every_not_in_word_hides_its_term():
    for term in TERMS:
        for word in term.not_in:
            assert term not in [m.term for m in TERMS.find(word)], word


def test_characters_fold_one_for_one():
    rows = files("glossary").joinpath(CHARACTERS).read_text("utf-8").splitlines()[1:]
    pairs = [row.split("\t") for row in rows]
    assert all(
        len(traditional) == len(simplified) == 1 for traditional, simplified in pairs
    )
    assert sorted(pairs) == pairs
    assert len({traditional for traditional, _ in pairs}) == len(pairs)
    text = "雲端ＳａａＳ，ＩSTANBUL İ"
    assert len(fold(text)) == len(text)


# --- readings


def test_readings_agree_with_the_reader_or_say_why():
    """What the reader finds without the glossary, syllable by syllable."""
    reasons = dict(
        line.split(": ", 1)
        for line in READINGS.read_text("utf-8").splitlines()
        if not line.startswith("#")
    )
    assert all(reasons.values())
    assert {term.chinese for term in TERMS} >= reasons.keys()
    disagree = {
        term.chinese
        for term in TERMS
        if term.syllables != without_the_glossary(term.chinese)
    }
    assert disagree - reasons.keys() == set()


def without_the_glossary(chinese: str) -> tuple[str, ...]:
    tokens = reader.annotate(chinese, glossary=Glossary())
    return tuple(s.lower() for token in tokens for s in token.syllables)


def test_one_syllable_for_each_han_character():
    for term in TERMS:
        assert len(term.syllables) == len(HAN.findall(term.chinese))


@pytest.mark.parametrize(
    ("pinyin", "syllables"),
    [
        ("jiějué fāng'àn", ["jiě", "jué", "fāng", "àn"]),
        ("Xī'ān", ["xī", "ān"]),
        ("xiān", ["xiān"]),
        ("zhàngqī", ["zhàng", "qī"]),
        ("nǚ'ér", ["nǚ", "ér"]),
        ("lǚyuē", ["lǚ", "yuē"]),
        ("dòngtài", ["dòng", "tài"]),
        ("zhìnéng", ["zhì", "néng"]),
        ("zhè bózi", ["zhè", "bó", "zi"]),
        ("wánr", ["wán", "r"]),
        ("zhèng-qǐ", ["zhèng", "qǐ"]),
        ("liúliàng", ["liú", "liàng"]),
        ("fānxīn", ["fān", "xīn"]),
    ],
)
def test_split(pinyin, syllables):
    assert split(pinyin) == syllables


@pytest.mark.parametrize(
    ("chinese", "pinyin", "problem"),
    [
        ("中台", "zhong1tai2", "not pinyin"),
        ("中台", "zhōng", "2 characters"),
        ("中台", "zhongtai", "no tone mark"),
        ("西安", "Xīān", "two tone marks"),
        ("流", "líu", "wrong vowel"),
        ("方案", "fāng'gàn", "no apostrophe"),
        ("To B业务", "yèwù", "Latin part"),
        ("SaaS", "SaaS", "no Han character"),
    ],
)
def test_align_says_what_is_wrong(chinese, pinyin, problem):
    with pytest.raises(ValueError, match=problem):
        align(chinese, pinyin)


def test_readings_of_other_forms():
    receivables = TERMS.lookup("应收账款")[0]
    assert receivables.readings("應收帳款") is None  # 帳 folds to 帐, not to 账
    assert receivables.readings("应收款") == ("yīng", "shōu", "kuǎn")
    middle = TERMS.lookup("数据中台")[0]
    assert middle.readings("數據中台") == ("shù", "jù", "zhōng", "tái")
    assert TERMS.lookup("云计算")[0].readings("雲端運算") is None
    assert TERMS.lookup("SaaS")[0].readings("SaaS") is None


def test_plain():
    assert plain("Xī'ān lǚyuē") == "xianlvyue"


# --- matching


@pytest.mark.parametrize(
    ("text", "forms"),
    [pytest.param(text, forms, id=label) for label, text, forms in match_cases()],
)
def test_find(text, forms):
    matches = TERMS.find(text)
    assert [text[match.start : match.end] for match in matches] == forms


@pytest.mark.parametrize(
    ("text", "forms"),
    [pytest.param(text, forms, id=label) for label, text, forms in match_cases()],
)
def test_the_words_around_take_no_term_away(text, forms):
    """What jieba's words refuse is refused rightly: the cases stay as they are."""
    matches = TERMS.find(text, judge=CUTTER.judge)
    assert [text[match.start : match.end] for match in matches] == forms


def test_the_words_around_refuse_what_cuts_through_them():
    for text, form in (
        ("收款方式很多", "方式"),
        ("他提交付款申请", "交付"),
        ("各国产业不同", "国产"),
        ("他说得对接着说", "对接"),
    ):
        glossary = Glossary([Term(form, "x")])
        start = text.find(form)
        found = glossary.find(text, judge=CUTTER.judge)
        assert bool(found) == (form == "方式"), (text, start)


def test_the_match_cases_are_many():
    labels = [label for label, _, _ in match_cases()]
    assert len(labels) == len(set(labels)) >= 120


def test_matches_ascend_and_do_not_overlap():
    text = "\n".join(text for _, text, _ in match_cases())
    matches = TERMS.find(text)
    for before, after in pairwise(matches):
        assert before.end <= after.start


def test_a_vague_word_is_a_term_where_the_trade_is_spoken_of():
    text = "弹性很重要。腾讯云要有弹性。"
    starts = [m.start for m in TERMS.find(text) if m.term.chinese == "弹性"]
    assert starts == [text.rfind("弹性")]
    for trade, count in ((True, 2), (False, 1), (None, 1)):
        found = TERMS.find(text, trade=trade)
        assert sum(m.term.chinese == "弹性" for m in found) == count
    whole = text + "阿里云和华为云都卖SaaS。"
    assert sum(m.term.chinese == "弹性" for m in TERMS.find(whole)) == 2


def test_a_text_is_of_the_trade_by_its_density_of_terms():
    trade = "腾讯云的中台开放给SaaS厂商。"
    assert TERMS.is_about(trade)
    assert not TERMS.is_about(trade + "他去买菜。" * 2000)
    assert not TERMS.is_about("腾讯云。腾讯云。腾讯云。")


def test_a_form_written_with_its_context_is_no_longer_match():
    (match,) = [m for m in TERMS.find("我们做云") if m.term.chinese == "云"]
    assert (match.start, match.end) == (3, 4)


def test_offsets_are_code_points():
    assert TERMS.find("𠮷野说😀中台") == [Match(4, 6, TERMS.lookup("中台")[0])]


def test_an_empty_glossary_finds_nothing():
    assert Glossary().find("中台") == []
    assert Glossary().find("") == []


def test_the_real_interview_meets_seventy_terms(shared):
    """Repaired from end to end; all 337 marks were read, of which 336 are terms."""
    path = shared / "samples/csig_interview_scraped.txt"
    text = reader.repair(path.read_text("utf-8")).text
    matches = TERMS.find(text, judge=CUTTER.judge)
    assert len({match.term.chinese for match in matches}) >= 70


# --- looking up


@pytest.mark.parametrize(
    ("word", "chinese"),
    [
        ("中台", "中台"),
        ("数仓", "数据仓库"),
        ("軟體", "软件"),
        ("chanyehulianwang", "产业互联网"),
        ("chǎnyè hùliánwǎng", "产业互联网"),
        ("Middle Platform", "中台"),
        ("tob", "To B"),
        ("MLPS", "等保"),
    ],
)
def test_lookup(word, chinese):
    assert TERMS.lookup(word)[0].chinese == chinese


def test_lookup_of_nothing_and_its_near_misses():
    assert TERMS.lookup("zhongtia") == []
    assert TERMS.suggest("zhongtia")[0].chinese == "中台"
    assert TERMS.suggest("产业互连网")[0].chinese == "产业互联网"
    assert TERMS.suggest("qqqqqq") == []


# --- files of one's own


def test_two_columns_are_enough_and_a_mark_or_windows_does_no_harm(tmp_path):
    path = tsv(
        tmp_path, b"\xef\xbb\xbfchinese\tenglish\r\n" + "飞轮\twheel\r\n".encode()
    )
    assert read(path) == [Term("飞轮", "wheel")]
    assert read(path)[0].syllables == ()


def test_a_users_terms_win_and_keep_what_they_leave_empty(tmp_path):
    path = tsv(tmp_path, "chinese\tenglish\n中台\tmiddle office\n飞轮\twheel\n")
    merged = load(path)
    term = merged.lookup("中台")[0]
    assert term.english == "middle office"
    assert term.syllables == ("zhōng", "tái")
    assert [m.term.english for m in merged.find("中台飞轮")] == [
        "middle office",
        "wheel",
    ]
    assert len(merged) == len(TERMS) + 1
    assert TERMS.lookup("中台")[0].english == "middle platform"


def test_the_last_file_wins(tmp_path):
    first = tsv(tmp_path, "chinese\tenglish\n中台\tfirst\n", "first.tsv")
    last = tsv(tmp_path, "chinese\tenglish\n中台\tlast\n", "last.tsv")
    assert load(first, last).lookup("中台")[0].english == "last"
    assert load(last, first).lookup("中台")[0].english == "first"


def test_a_rendering_the_user_wants_is_no_longer_to_be_avoided(tmp_path):
    path = tsv(tmp_path, "chinese\tenglish\n友商\tfriendly merchant\n")
    assert "friendly merchant" not in load(path).lookup("友商")[0].avoid


def test_a_users_term_takes_an_alias_of_ours(tmp_path):
    path = tsv(tmp_path, "chinese\tenglish\n数仓\tdata store\n")
    assert load(path).find("建数仓")[0].term.english == "data store"
    assert load(path).find("建数据仓库")[0].term.english == "data warehouse"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("chinese\nx\n", r"mine.tsv:1: .*'english'; begin the file"),
        ("", r"mine.tsv:1: .*'chinese'"),
        ("chinese\tenglish\n中台\n", r"mine.tsv:2: english is empty; fill it in"),
        ("chinese\tenglish\n\tx\n", r"mine.tsv:2: chinese is empty"),
        ("chinese\tenglish\n\n中台\ta\tb\n", r"mine.tsv:3: 3 cells under 2 columns"),
        ("chinese\tenglish\n云\tcloud\n", r"mine.tsv:2: 云 is a single character"),
        ("chinese\tenglish\n中台\ta\n中台\tb\n", r"mine.tsv:3: .*already in line 2"),
        ("chinese\tenglish\tstatus\n中台\ta\tbest\n", r"unknown status 'best'; write"),
        ("chinese\tenglish\tpinyin\n中台\ta\tzhōng\n", r"mine.tsv:2: .*2 characters"),
        (b"chinese\tenglish\n\xd6\xd0\xcc\xa8\ta\n", r"mine.tsv:2: this is not UTF-8"),
    ],
)
def test_a_broken_file_is_refused_with_line_and_remedy(tmp_path, text, message):
    with pytest.raises(GlossaryError, match=message) as caught:
        load(tsv(tmp_path, text))
    assert "\n" not in str(caught.value)


def test_an_error_survives_the_way_from_another_process():
    error = GlossaryError("mine.tsv", 3, "no English", "fill it in")
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


def test_a_missing_file_is_refused(tmp_path):
    for call in (load, check):
        with pytest.raises(GlossaryError, match=r"absent\.tsv: cannot be read"):
            call(tmp_path / "absent.tsv")


HEADER = "\t".join(COLUMNS)
GOOD = {
    "chinese": "中台",
    "pinyin": "zhōngtái",
    "pos": "noun",
    "english": "middle platform",
    "definition": "A layer of shared services for all.",
    "domain": "x",
    "status": "common",
}


def row(**cells: str) -> str:
    values = GOOD | cells
    return "\t".join(values.get(column, "") for column in COLUMNS)


@pytest.mark.parametrize(
    ("rows", "line", "problem"),
    [
        ([row(english="")], 2, "english is empty"),
        ([row(definition="")], 2, "definition is empty"),
        ([row(definition="The middle platform.")], 2, "only repeats"),
        ([row(definition="A layer of shared services for all")], 2, "no full stop"),
        ([row(domain="")], 2, "domain is empty"),
        ([row(status="good")], 2, "unknown status"),
        ([row(pos="thing")], 2, "unknown pos"),
        ([row(pos="")], 2, "pos is empty"),
        ([row(example="没有它。", example_english="x")], 2, "does not have the term"),
        ([row(example="做中台。")], 2, "one half of the example"),
        ([row(only_in="平台")], 2, "only_in has 平台"),
        ([row(chinese="云", pinyin="yún")], 2, "single character"),
        ([row(pinyin="")], 2, "pinyin is empty"),
        ([row(pinyin="zhōng tai2")], 2, "not pinyin"),
        ([row(pinyin="zhōngtaí")], 2, "wrong vowel"),
        ([row(chinese="ＳaaS", pinyin="")], 2, "full-width"),
        ([row(chinese="中台,")], 2, "half-width mark"),
        ([row(aliases="中间台、共享台")], 2, "separated by '、'"),
        ([row(aliases="共享台|")], 2, "empty item"),
        ([row(aliases="中臺")], 2, "lists a form twice"),
        ([row(english="中 platform")], 2, "Han character"),
        ([row(english="middle，platform")], 2, "Chinese mark"),
        ([row(english="middle platform.")], 2, "ends with a mark"),
        ([row(accepted="middle platform")], 2, "accepted repeats"),
        ([row(avoid="Middle Platform")], 2, "both right and to be avoided"),
        ([row(not_in="平台")], 2, "does not hold"),
        ([row(not_in="中台")], 2, "itself"),
        ([row(), row()], 3, "already a form in line 2"),
        ([row(), row(chinese="后台", pinyin="hòutái")], 3, "stands after"),
        ([row() + "\tmore"], 2, "cells under"),
        ([row(english='"middle platform"')], 2, "quotation marks"),
    ],
)
def test_check_finds_the_fault(tmp_path, rows, line, problem):
    faults = check(tsv(tmp_path, "\n".join([HEADER, *rows]) + "\n"))
    assert [f.line for f in faults if problem in f.problem] == [line], faults
    assert all(fault.remedy for fault in faults)


def test_check_finds_nothing_in_a_good_file(tmp_path):
    assert check(tsv(tmp_path, f"{HEADER}\n{row()}\n")) == []
    assert check(tsv(tmp_path, "chinese\tenglish\n中台\tmiddle platform\n")) == []


def test_check_reports_all_faults_not_the_first(tmp_path):
    rows = [row(english=""), row(status="x"), row(definition="")]
    assert {f.line for f in check(tsv(tmp_path, "\n".join([HEADER, *rows])))} >= {
        2,
        3,
        4,
    }


def test_check_names_an_unknown_column(tmp_path):
    (fault,) = check(tsv(tmp_path, "chinese\tenglish\tdefiniton\n中台\tplatform\tx\n"))
    assert fault.line == 1
    assert "'definiton'" in fault.problem


def test_dump_and_read_lose_nothing(tmp_path):
    path = tsv(tmp_path, dump(TERMS))
    assert set(read(path)) == set(TERMS)
