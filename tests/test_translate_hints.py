"""Hints: what the dictionary calls a word, for a model that hardly knows it."""

from itertools import pairwise
from pathlib import Path

import pytest

import glossary
from reader.annotation import request_of, terms_of, tokens_of
from reader.models import Request, Sentence
from reader.translate import ArgosTranslator, load, windows
from reader.translate.asking import MOST, asked, hinted
from reader.translate.model import Model
from training.tiny_package import make

REQUEST = Request("我们有生力军", hints=((0, 2, "we"), (3, 6, "fresh troops")))
FORM = "⟨ {english}⟩"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("package") / "taught", terms=FORM)


@pytest.fixture(scope="module")
def model(folder: Path) -> Model:
    (folder / "known.txt").write_text("我们\n有\n", encoding="utf-8")
    return Model(load(folder), threads=1)


def asking(text: str) -> Request:
    terms = terms_of(text, glossary.load())
    return request_of(text, tokens_of([Sentence("", text)], terms)[0], terms)


def test_words_come_with_what_the_dictionary_calls_them() -> None:
    text = "农民工是乡村振兴的生力军。"
    said = {text[start:end]: english for start, end, english in asking(text).hints}
    assert said["生力军"] == "fresh troops"
    assert "是" not in said, "one character may mean anything"


def test_terms_and_people_are_no_hints() -> None:
    request = asking("周启明说，中台是生力军。")
    spans = [range(start, end) for start, end, _ in (*request.terms, *request.hints)]
    assert request.terms
    assert len({place for one in spans for place in one}) == sum(map(len, spans))


def test_only_what_the_model_hardly_knows_is_hinted_at(model: Model) -> None:
    assert hinted(model.known, REQUEST).hints == ((3, 6, "fresh troops"),)
    assert asked(model, hinted(model.known, REQUEST)) == "我们有生力军⟨ fresh troops⟩"


def test_a_package_that_does_not_say_what_it_knows_gets_no_hints(
    tmp_path: Path,
) -> None:
    model = Model(load(make(tmp_path / "taught", terms=FORM)), threads=1)
    assert asked(model, hinted(model.known, REQUEST)) == "我们有生力军"


def test_hints_are_few_and_of_the_longest_words(model: Model) -> None:
    words = ["锦上添花", "生力军", "雪中送炭", "政委", "毒瘾", "斑羚"]
    places = [sum(map(len, words[:count])) for count in range(len(words) + 1)]
    hints = tuple((start, end, "x") for start, end in pairwise(places))
    kept = hinted(model.known, Request("".join(words), hints=hints)).hints
    assert kept == (hints[0], hints[1], hints[2])
    assert len(kept) == MOST


def test_a_part_keeps_its_hints() -> None:
    request = Request("先说生态，再说生力军。", hints=((7, 10, "fresh troops"),))
    assert windows.parts(request, 6, len)[1].hints == ((2, 5, "fresh troops"),)


def test_the_translation_is_of_the_hinted_sentence(model: Model) -> None:
    translator = ArgosTranslator(model.package, threads=1)
    (translation,) = translator.translate([REQUEST])
    assert "troops" in translation.text
