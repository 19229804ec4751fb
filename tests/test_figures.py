"""What is counted of a document, and that the charts show it."""

from dataclasses import replace

import pytest

from reader import read
from reader.models import Document
from reader.render import charts, html
from reader.render.figures import CHARACTERS_A_MINUTE, figures
from tests.fixtures import DOCUMENT


def test_figures_count_what_is_there() -> None:
    found = figures(DOCUMENT)
    assert found.characters == 3 + 10 + 4
    assert found.words == 11
    assert found.sentences == 3
    assert found.speakers == (("汤道生", 10),)
    assert [(domain, count) for domain, count, _ in found.domains] == [("your own", 2)]
    assert [(p.id, p.repairs, p.unsure, p.checks) for p in found.paragraphs] == [
        ("B001", 0, 0, 0),
        ("B002", 2, 1, 1),
        ("B003", 0, 0, 0),
    ]


def test_words_are_counted_by_band() -> None:
    document = read("谢谢您。轴承厂的车间在常州。", translator="none")
    bands = dict(figures(document).bands)
    assert bands[1] >= 1
    assert bands[7] >= 1
    assert sum(bands.values()) == figures(document).words
    text = "\n".join(line.plain for line in charts.lines(document, width=80))
    assert "0 above it" in text
    assert "HSK 7–9 " in text
    assert "HSK 7 " not in text


def test_new_words_are_those_above_the_level_that_are_not_known() -> None:
    document = read("谢谢您。轴承厂的车间在常州，轴承很重。", translator="none")

    def said(level: int, known: tuple[str, ...] = ()) -> str:
        lines = charts.lines(document, width=160, level=level, known=known)
        return next(line.plain for line in lines if "new to a reader" in line.plain)

    assert said(7) == "new to a reader of HSK 7–9: 0 words, 0 of them more than once"
    counts = [int(said(4, k).split(": ")[1].split()[0]) for k in ((), ("轴承",))]
    assert counts[0] == counts[1] + 1
    assert "1 known word left out" in said(4, ("轴承",))


def test_reading_takes_a_minute_at_least() -> None:
    assert figures(DOCUMENT).minutes == 1
    long = replace(figures(DOCUMENT), characters=CHARACTERS_A_MINUTE * 20)
    assert long.minutes == 20


@pytest.mark.parametrize("width", [40, 60, 80, 160])
def test_no_chart_is_wider_than_asked(width: int) -> None:
    wide = replace(DOCUMENT, blocks=DOCUMENT.blocks * 70)
    for document in (DOCUMENT, wide):
        lines = list(charts.lines(document, width=width))
        assert all(line.cell_len <= width for line in lines)
        text = "\n".join(line.plain for line in lines)
        assert "汤道生" in text
        assert "Repairs by paragraph" in text


def test_a_document_without_anything_has_figures() -> None:
    empty = Document("", "", ())
    assert figures(empty).characters == 0
    assert list(charts.lines(empty, width=60))
    assert "Figures" in html.render(empty)


def test_the_page_draws_the_figures() -> None:
    page = html.render(DOCUMENT)
    assert 'aria-label="Repairs by paragraph: 0, 2, 0"' in page
    assert 'aria-label="汤道生 10"' in page
