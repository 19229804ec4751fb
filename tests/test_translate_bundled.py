"""The package that comes with us, run for real."""

import re
from pathlib import Path

import pytest

from reader.models import Request
from reader.translate import ArgosTranslator, packages

ROOT = Path(__file__).parents[1]
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def translator() -> ArgosTranslator:
    package = packages.bundled()
    if package is None:
        pytest.skip("this build comes without a translation package")
    return ArgosTranslator(package)


def test_it_says_what_its_makers_measured(translator: ArgosTranslator) -> None:
    (translation,) = translator.translate([Request("您可以在云上部署应用程序。")])
    words = set(re.findall("[a-z]+", translation.text.lower()))
    assert {"you", "can", "deploy", "cloud"} <= words
    assert translation.origin == "argos"
    assert translation.checks == ()


def test_every_sentence_of_a_sample_has_english(translator: ArgosTranslator) -> None:
    text = (ROOT / "sample_texts/interview.txt").read_text(encoding="utf-8")
    sentences = [
        one for one in re.findall(r"[^。！？\n]+[。！？]?", text) if one.strip()
    ]
    assert len(sentences) > 50
    translations = translator.translate([Request(one) for one in sentences])
    for sentence, translation in zip(sentences, translations, strict=True):
        if HAN.search(sentence):
            assert re.search(r"\w", translation.text), sentence
        assert "▁" not in translation.text
        assert "⟨" not in translation.text


def test_asking_binds_more_terms(translator: ArgosTranslator) -> None:
    """The glossary's English is there more often when its terms are given."""
    import glossary

    terms = glossary.load()
    text = (ROOT / "sample_texts/interview.txt").read_text(encoding="utf-8")
    requests = []
    for sentence in re.findall(r"[^。！？\n]+[。！？]?", text):
        marks = terms.find(sentence)
        if marks:
            requests.append(
                Request(
                    sentence,
                    tuple((one.start, one.end, one.term.english) for one in marks),
                )
            )
    given = [one.text for one in translator.translate(requests)]
    plain = list(translator.english(requests))
    assert _bound(requests, given) > _bound(requests, plain)


def _bound(requests: list[Request], texts: list[str]) -> int:
    return sum(
        term.lower() in text.lower()
        for request, text in zip(requests, texts, strict=True)
        for _, _, term in request.terms
    )


@pytest.mark.parametrize("text", ["在看点这里❤️", "OEE提升到71%↑。"])
def test_no_broken_bytes_are_said(translator: ArgosTranslator, text: str) -> None:
    (translation,) = translator.translate([Request(text)])
    assert translation.text
    assert "\ufffd" not in translation.text
