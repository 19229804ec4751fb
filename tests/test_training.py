"""The parts of the training recipe that need no framework, and the pairs it brings."""

import doctest
import importlib
import random
import re
import zipfile
from pathlib import Path

import pytest

from glossary.han import is_han
from tests.fakes import tiny_package
from training import annotate, augment, labelled, mixture, prepare, score, start
from training import tiny_package as tiny

PAIRS = Path(__file__).parents[1] / "training" / "pairs"
HAN = re.compile(r"[\u3400-\u9fff]")
WORDS = {"平台": ("platform",), "客户": ("client", "customer"), "成本": ("cost",)}


@pytest.mark.parametrize(
    "name",
    ["amounts", "annotate", "augment", "mixture", "names", "prepare", "score", "start"],
)
def test_examples_in_docstrings_hold(name):
    failed, ran = doctest.testmod(importlib.import_module(f"training.{name}"))
    assert failed == 0
    assert ran > 0


@pytest.mark.parametrize(
    ("zh", "en", "expected"),
    [
        (
            "我们做了三年平台。",
            "We have been building a platform for three years.",
            None,
        ),
        ("1200 万用户", "12 million users", None),
        ("从 2021 年 12 月开始", "Since December 2021", None),
        ("那是 2021 年的事", "That was in 2020", "number"),
        ("在 Azure 上部署应用", "Deploy apps on Windows", "names"),
        ("我们做了三年平台。", "我们 a platform", "english"),
        (
            "详细的说明都在 www.example.com 上",
            "All the details are at www.example.com",
            "address",
        ),
        ("Windows 用户", "Windows users", "han"),
        ("好", "Good", "length"),
        (
            "我们做了三年平台，花了很多钱，也走了很多弯路，最后还是坚持下来了。",
            "We did.",
            "ratio",
        ),
    ],
)
def test_a_pair_is_kept_or_left_out_for_its_fault(zh, en, expected):
    assert prepare.fault(zh, en) == expected


def test_terms_are_found_longest_first_and_marked_with_what_the_reference_has():
    zh, en = "客户要的是平台。", "Customers want Platforms."
    found = annotate.matches(zh, en, WORDS)
    assert [zh[m.start : m.end] for m in found] == ["客户", "平台"]
    assert [en[m.en_start : m.en_end] for m in found] == ["Customers", "Platforms"]


def test_what_is_asked_for_is_in_the_reference_as_asked_or_inflected():
    zh, en = "客户要的是平台。", "Customers want platforms."
    found = annotate.matches(zh, en, WORDS)
    for seed in range(50):
        marked = annotate.ask(zh, en, found, chance=random.Random(seed))
        targets = re.findall("⟨ ([^⟩]*)⟩", marked)
        assert len(targets) == 2
        assert all(target.lower() in en.lower() for target in targets)
        assert re.sub("⟨[^⟩]*⟩", "", marked) == zh


@pytest.mark.parametrize(
    ("en", "phrase", "expected"),
    [
        ("We build a platform now", "orb", "We build an orb now"),
        ("Use an old platform", "orb", "Use an old orb"),
        ("Platform work", "orb", "Orb work"),
        ("An platform", "brin", "A brin"),
    ],
)
def test_a_swapped_word_gets_its_article_and_capital(en, phrase, expected):
    zh = "平台"
    (match,) = annotate.matches(zh, en, WORDS)
    marked, swapped = annotate.swap(zh, en, match, phrase, word=None)
    assert swapped == expected
    assert marked.startswith("平台⟨ ")


def test_variants_change_marks_and_blanks_but_no_word():
    words = augment.Augmenter(WORDS, {}, ("orb",), ask=0, swap=0, name=0)
    zh = "在 Windows 上，我们说：“成本不高。”"
    for seed in range(100):
        varied, en, marked = words.vary(zh, "Cost", chance=random.Random(seed))
        assert HAN.findall(varied) == HAN.findall(zh)
        assert (en, marked) == ("Cost", False)


def test_a_person_put_in_for_tom_is_in_both_languages():
    for seed in range(50):
        chance = random.Random(seed)
        zh, en = augment.rename("汤姆走了。", "Tom left.", often=1, chance=chance)
        assert "汤姆" not in zh
        assert re.fullmatch(r"[A-Z][a-zü]+ [A-Z][a-zü]+ left\.", en)


def test_a_source_takes_the_first_row_that_fits_it():
    share = mixture.shares("flat")
    assert share("msdocs_dynamics-365-operations_ht") > share("msdocs_docs_ht")
    assert share("msdocs_docs_ht") > share("msdocs_docs_mt") > 0
    assert mixture.shares("decay")("msdocs_docs_mt") == 0
    assert mixture.shares("decay")("spoken") > 1


def test_a_pass_takes_each_pair_as_often_as_its_share_says():
    rows = [(str(n), str(n), "msdocs_x_mt") for n in range(10_000)]
    assert 120 < len(mixture.draw(rows, phase="flat", seed=1)) < 280


def test_broken_translations_are_told_from_good_ones():
    assert score.fault("") == "empty"
    assert score.fault("We do 中台 here") == "chinese"
    assert score.fault("We never said that it never ends") is None


def test_a_package_is_read_back_weight_by_weight():
    with zipfile.ZipFile(tiny_package()) as archive:
        (model,) = (n for n in archive.namelist() if n.endswith("model.bin"))
        variables = start.read_variables(archive.read(model))
    sizes = start.sizes(variables)
    assert sizes["width"] == 2 * tiny.HALF
    named = dict(start.names(sizes["encoder"], sizes["decoder"]))
    assert set(named.values()) <= set(variables)
    left = {name for name in variables if name.endswith(("/weight", "/gamma", "/beta"))}
    shared = {"decoder/projection/weight", "encoder/embeddings_0/weight"}
    assert left - set(named.values()) == shared


def test_a_package_of_another_form_is_refused():
    with pytest.raises(ValueError, match="version 5"):
        start.read_variables(b"\x05\0\0\0")


def files():
    return sorted(PAIRS.glob("*.tsv"))


def test_there_are_enough_spoken_pairs():
    pairs = list(mixture.read_spoken(PAIRS))
    assert len(pairs) >= 5000
    held_out = [zh for zh, _, _ in pairs if mixture.is_held_out(zh)]
    assert 0.02 < len(held_out) / len(pairs) < 0.04


@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
def test_a_file_of_pairs_is_well_formed(path):
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    assert header == "zh\ten"
    for line in lines:
        fields = line.split("\t")
        assert len(fields) == 2, line
        zh, en = fields
        assert HAN.search(zh), line
        assert not HAN.search(en), line
        assert zh == zh.strip(), line
        assert en == en.strip() != "", line


def test_no_pair_is_written_twice():
    lines = [
        line.split("\t")[0]
        for path in files()
        for line in path.read_text(encoding="utf-8").splitlines()[1:]
    ]
    seen, twice = set(), set()
    for line in lines:
        (twice if line in seen else seen).add(line)
    assert not twice


def test_what_was_written_to_learn_from_is_well_formed():
    found = list(labelled.written())
    assert len(found) > 25_000
    for one in found:
        assert is_han(one.text[one.position]), one
        assert re.fullmatch("[a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜ]+", one.reading), one


def test_no_phrase_that_is_measured_on_is_learnt_from():
    han = {"".join(filter(is_han, one.text)) for one in labelled.written()}
    lots = ("fourth", "fifth", "known_failures")
    for lot in lots:
        file = labelled.CASES / f"pinyin_{lot}.txt"
        for line in file.read_text("utf-8").splitlines():
            phrase = line.partition(" = ")[0]
            assert "".join(filter(is_han, phrase)) not in han - {""}, phrase
