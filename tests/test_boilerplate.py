"""A site's own lines go, the article's stay: whole pages, each line marked."""

from pathlib import Path

import pytest

from reader.repair import repair
from reader.repair.site_words import words

CASES = Path(__file__).parent / "cases" / "site_pages.txt"


def pages() -> list:
    cases = []
    for case in CASES.read_text("utf-8").rstrip("\n").split("\n====\n"):
        label, *lines = case.splitlines()
        cases.append(pytest.param(lines, id=label[2:]))
    return cases


@pytest.mark.parametrize("lines", pages())
@pytest.mark.parametrize("between", ["\n", "\n\n    "], ids=["close", "apart"])
def test_what_is_left_of_a_page_is_its_article(lines: list, between: str) -> None:
    page = between.join(line.removeprefix("~") for line in lines)
    article = [line for line in lines if not line.startswith("~")]
    left = repair(page, only=["boilerplate", "spacing"]).text.splitlines()
    assert article == [line for line in left if line]


@pytest.mark.parametrize("lines", pages())
def test_an_article_alone_loses_nothing(lines: list) -> None:
    article = "\n".join(line for line in lines if not line.startswith("~"))
    assert () == repair(article, only=["boilerplate"]).edits


def test_the_words_of_sites_are_sorted_and_of_known_kinds() -> None:
    path = Path(__file__).parents[1] / "reader/repair/tables/site_words.tsv"
    header, *rows = path.read_text("utf-8").splitlines()
    assert "word\tkind\tsource" == header
    assert sorted(set(rows)) == rows
    kinds = {row.split("\t")[1] for row in rows}
    assert all(words(kind) for kind in kinds)
    assert {"site", "letter", "mood", "menu", "glue", "own", "legal"} <= kinds
