"""Terms: what is missing is bound, what is there is left alone, nothing is paid."""

from dataclasses import replace
from pathlib import Path

import pytest

import glossary
from reader.models import Check, Request, Translation
from reader.translate import ArgosTranslator, load, packages, terms
from reader.translate.checks import missing
from reader.translate.model import Model
from tests.fakes import tiny_package

OWN = Path(__file__).parent / "cases/terms_dev.tsv"
TERM = Request("我们有中台", ((3, 5, "cloud"),))


@pytest.fixture(scope="module")
def tiny() -> Model:
    return Model(load(tiny_package()), threads=1)


def told(tiny: Model) -> Model:
    """Give the package as one that says it understands annotation; it copies it."""
    model = Model.__new__(Model)
    vars(model).update(vars(tiny))
    model.package = replace(tiny.package, terms="⟨ {english}⟩")
    return model


def test_annotation_takes_the_first_of_several_forms() -> None:
    request = Request(
        "做中台和云", ((1, 3, "middle platform|platform"), (4, 5, "cloud"))
    )
    form = "⟨ {english}⟩"
    assert terms.annotate(request, form) == "做中台⟨ middle platform⟩和云⟨ cloud⟩"


def test_a_sentences_own_brackets_are_not_taken_for_ours(tiny: Model) -> None:
    assert terms.plain(told(tiny), Request("我们⟨有⟩中台")) == "我们 有 中台"


def test_a_term_that_is_there_is_left_alone(tiny: Model) -> None:
    request = Request("我们有中台", ((3, 5, "platform|middle platform"),))
    assert terms.bind(tiny, [request], ["we have platforms"]) == ["we have platforms"]


def test_a_package_that_was_not_taught_is_not_asked_in_the_sentence(
    tiny: Model,
) -> None:
    assert terms.annotated(tiny, [TERM], ["we have platform"]) == [[]]
    assert "⟨" in terms.annotated(told(tiny), [TERM], ["we have platform"])[0][0]


def test_the_english_stands_where_the_term_stood(tiny: Model) -> None:
    found = terms.placed(tiny, [TERM], ["we have platform"])
    assert all("cloud" in text for text in found[0])


def test_the_last_resort_says_it_where_the_model_looked(tiny: Model) -> None:
    request = Request("我们有中台，没有云。", ((3, 5, "customers"),))
    english = "we have platform , lack cloud ."
    (found,) = terms.forced(tiny, [request], [english])
    assert found == ["we have customers , lack cloud ."]


def mute(tiny: Model, *words: str) -> Model:
    """Give the package as one that has no pieces for some words."""
    model = told(tiny)
    model.package = tiny.package
    model.target = lambda text: (  # type: ignore[method-assign]
        None if text.lower() in words else tiny.target(text)
    )
    return model


@pytest.mark.parametrize(
    ("text", "place", "english", "found"),
    [
        (
            "我们有中台，没有云。",
            (3, 5),
            "we have platform , lack cloud .",
            "we have middleware, lack cloud.",
        ),
        ("中台很多", (0, 2), "platform very many", "Middleware very many"),
    ],
)
def test_a_word_the_model_cannot_say_is_put_in(
    tiny: Model, text: str, place: tuple[int, int], english: str, found: str
) -> None:
    request = Request(text, ((*place, "middleware"),))
    assert terms.forced(mute(tiny, "middleware"), [request], [english]) == [[found]]


def test_a_term_is_not_bought_with_a_number() -> None:
    request = Request("中台有38个", ((0, 2, "middle platform"),))
    kept = terms.better(
        request, "The platform has 38.", ["The middle platform.", "38 middle platforms"]
    )
    assert kept == "38 middle platforms"
    assert terms.better(request, "It has 38.", ["The middle platform."]) == "It has 38."


def test_what_cannot_be_bound_is_told() -> None:
    """The English of a term that is Chinese would fail another check."""
    translator = ArgosTranslator(load(tiny_package()))
    (found,) = translator.translate([Request("我们有中台", ((3, 5, "中台"),))])
    assert found == Translation("we have platform", "argos", (NOT_BOUND,))


NOT_BOUND = Check("term", "中台: 中台")


@pytest.mark.parametrize("text", ["部署", "customers", "software-as-a-service"])
def test_english_that_the_vocabulary_has_is_said_in_its_pieces(
    tiny: Model, text: str
) -> None:
    pieces = tiny.target(text)
    assert pieces is None or tiny.text(pieces) == text


@pytest.mark.parametrize("taught", [True, False])
def test_the_bundled_package_binds_the_terms_of_the_development_set(
    taught: bool,
) -> None:
    """`python -m training.binding` says how much better than this it is."""
    package = packages.bundled()
    if package is None:
        pytest.skip("this build comes without a translation package")
    if not taught:
        package = replace(package, terms=None)
    ours = glossary.load()
    rows = OWN.read_text(encoding="utf-8").splitlines()[1:]
    requests = []
    for row in rows[:: 3 if taught else 9]:
        chinese = row.split("\t")[0]
        marks = tuple(
            (one.start, one.end, "|".join((one.term.english, *one.term.accepted)))
            for one in ours.find(chinese)
            if one.term.status != "common"
        )
        requests.append(Request(chinese, marks))
    found = [one.text for one in ArgosTranslator(package).translate(requests)]
    count = sum(len(one.terms) for one in requests)
    lost = sum(
        len(missing(one, text)) for one, text in zip(requests, found, strict=True)
    )
    assert lost <= 0.05 * count
