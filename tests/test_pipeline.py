"""What the pipeline makes of the stages' work."""

from collections.abc import Iterable, Iterator, Sequence

import pytest

import reader
from glossary import Glossary, Term
from reader.errors import PackageError
from reader.models import Request, Translation

TERMS = Glossary(
    [
        Term("中台", "middle platform", "zhōngtái", accepted=("mid-platform",)),
        Term("开放", "open up", "kāifàng", status="common"),
    ]
)


class Listening:
    """A translator that keeps what it was asked and answers with the id in order."""

    label = identity = "listening 1.0"
    origin = "argos"

    def __init__(self) -> None:
        self.asked: list[Request] = []

    def translate(
        self, requests: Sequence[Request], *, progress: object = None
    ) -> list[Translation]:
        return list(self.translate_iter(requests))

    def translate_iter(
        self, requests: Iterable[Request], *, progress: object = None
    ) -> Iterator[Translation]:
        for number, request in enumerate(requests, 1):
            self.asked.append(request)
            yield Translation(f"No. {number}", "argos")


def test_only_terms_whose_rendering_matters_are_asked_for() -> None:
    translator = Listening()
    reader.read("开放中台。", glossary=TERMS, translator=translator)
    assert translator.asked == [
        Request("开放中台。", ((2, 4, "middle platform|mid-platform"),))
    ]


def test_people_are_asked_for_by_name() -> None:
    translator = Listening()
    text = "记者：您怎么看？\n周启明：我不急。\n周启明说，他不急。\n"
    reader.read(text, glossary=Glossary(), translator=translator)
    assert [one.terms for one in translator.asked] == [
        (),
        (),
        ((0, 3, "Zhou Qiming"),),
    ]


def test_traditional_text_is_translated_in_simplified_characters() -> None:
    translator = Listening()
    document = reader.read("我們從去年開始做雲端運算。", translator=translator)
    assert translator.asked[0].text == "我们从去年开始做云端运算。"
    assert next(document.sentences()).text == "我們從去年開始做雲端運算。"


def test_each_sentence_keeps_its_own_translation() -> None:
    document = reader.read("一。二。\n三。\n", translator=Listening())
    assert ["No. 1", "No. 2", "No. 3"] == [
        sentence.translation.text for sentence in document.sentences()
    ]


def test_terms_are_collected_in_order_with_their_forms() -> None:
    glossary = Glossary([Term("To B", "To B", aliases=("toB",)), *TERMS])
    document = reader.read(
        "中台。做To B。做toB的中台。", glossary=glossary, translator="none"
    )
    assert [("中台", 2, ("中台",), "S001"), ("To B", 2, ("To B", "toB"), "S002")] == [
        (entry.chinese, entry.count, entry.forms, entry.first)
        for entry in document.glossary
    ]


def test_without_a_translation_the_english_is_word_by_word() -> None:
    document = reader.read("我们做中台。", glossary=TERMS, translator="none")
    (sentence,) = document.sentences()
    assert sentence.translation.origin == "gloss"
    assert "middle platform" in sentence.translation.text
    assert document.translator == ""


def test_a_title_is_the_first_heading_or_the_name() -> None:
    assert reader.read("谈中台\n\n我们做云。\n", translator="none").title == "谈中台"
    assert reader.read("我们做云。\n", translator="none").title == "我们做云。"


def test_repair_can_be_left_out() -> None:
    assert reader.read("吾们异国题目!", translator="none").edits
    assert not reader.read("吾们异国题目!", translator="none", repair=False).edits


def test_translate_needs_a_package() -> None:
    with pytest.raises(PackageError, match="reader model install"):
        reader.translate(["云。"], translator="none")
    assert [Translation("No. 1", "argos")] == reader.translate(
        ["云。"], translator=Listening()
    )


def test_annotate_marks_terms_and_senses() -> None:
    tokens = reader.annotate("我们做中台", glossary=TERMS)
    assert ["我们", "做", "中台"] == [token.text for token in tokens]
    assert tokens[2].term == "middle platform"
    assert tokens[0].gloss
