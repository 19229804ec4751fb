"""The page for the browser: what it holds, and what Chromium makes of it."""

import base64
import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from reader import read
from reader.models import Document, Token, Translation
from reader.render import html, render
from reader.render.tones import parts
from tests.fixtures import DOCUMENT

SAMPLE = Path(__file__).parents[1] / "sample_texts" / "notes_short.txt"
HOSTILE = "<script>document.title = 'gone'</script><img src=x onerror=alert(1)>"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


class Plain(HTMLParser):
    """Collects the text of each sentence's Chinese, readings and brackets apart."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.inside = self.aside = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, Any]]) -> None:
        if dict(attributes).get("class") == "zh":
            self.texts.append("")
            self.inside = True
        self.aside = self.aside or tag in ("rt", "rp")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("p", "h2"):
            self.inside = False
        if tag in ("rt", "rp"):
            self.aside = False

    def handle_data(self, data: str) -> None:
        if self.inside and not self.aside:
            self.texts[-1] += data


def hostile() -> Document:
    """A document whose every text tries to be markup."""
    first = DOCUMENT.blocks[0].sentences[0]
    bad = replace(
        first,
        text=HOSTILE,
        tokens=(Token(HOSTILE, (), HOSTILE, (HOSTILE,)),),
        translation=Translation(HOSTILE, "argos"),
    )
    block = replace(DOCUMENT.blocks[0], sentences=(bad,), speaker=HOSTILE)
    return replace(DOCUMENT, title=HOSTILE, blocks=(block,), translator=HOSTILE)


@pytest.fixture(scope="module")
def document() -> Document:
    return read(SAMPLE, translator="none")


def test_the_chinese_is_whole(document: Document) -> None:
    page = Plain()
    page.feed(html.render(document))
    assert page.texts == [sentence.text for sentence in document.sentences()]


def test_ids_are_unique_and_links_lead_somewhere(document: Document) -> None:
    page = html.render(document)
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_the_page_asks_nobody_for_anything(document: Document) -> None:
    page = html.render(document)
    assert not re.search(r'(?:src|href)="(?!#)', page)
    assert "@import" not in page
    assert "url(" not in page


def test_the_policy_allows_this_style_and_this_script_only() -> None:
    page = html.render(DOCUMENT)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    for element in ("style", "script"):
        text = page.split(f"<{element}>")[1].split(f"</{element}>")[0]
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{element}-src &#39;sha256-{digest}&#39;;" in policy[1]
    assert policy[1].startswith("default-src &#39;none&#39;;")


def test_a_hostile_text_is_text() -> None:
    page = html.render(hostile())
    assert page.count("<script") == 1
    assert "<img" not in page


def test_pinyin_may_be_off_at_first() -> None:
    assert 'id="pinyin" checked' in html.render(DOCUMENT)
    assert 'id="pinyin" checked' not in html.render(DOCUMENT, pinyin=False)


def test_a_page_says_which_script_it_is_in() -> None:
    traditional = read("我們的雲端業務發展很快。", translator="none")
    assert '<html lang="zh-Hant">' in html.render(traditional)
    assert '<html lang="zh-Hans">' in html.render(DOCUMENT)


def test_the_pieces_of_a_reading_join_to_it(document: Document) -> None:
    for sentence in document.sentences():
        for token in sentence.tokens:
            if token.syllables:
                assert "".join(piece for piece, _ in parts(token)) == token.pinyin


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A headless Chromium, where there is one."""
    sync = pytest.importorskip("playwright.sync_api", reason="no playwright here")
    path = os.environ.get("READER_CHROMIUM") or next(
        filter(None, map(shutil.which, BROWSERS)), None
    )
    if path is None:
        pytest.skip("no Chromium here; install one, or name it in READER_CHROMIUM")
    with sync.sync_playwright() as playwright:
        quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=path, args=quiet)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Any, document: Document, tmp_path: Path) -> Iterator[Any]:
    """The sample's page, opened from a file; what goes wrong in it fails the test."""
    file = tmp_path / "page.html"
    file.write_text(render(document, "html"), encoding="utf-8")
    opened = chromium.new_page(viewport={"width": 1280, "height": 900})
    wrong: list[str] = []
    opened.on("console", lambda message: wrong.append(message.text))
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on(
        "request",
        lambda asked: (
            None if asked.url.startswith("file:") else wrong.append(asked.url)
        ),
    )
    opened.goto(file.as_uri())
    yield opened
    opened.close()
    assert wrong == []


@pytest.mark.parametrize(("width", "columns"), [(1280, 2), (800, 2), (390, 1)])
def test_columns_stand_side_by_side_or_collapse(
    page: Any, width: int, columns: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    boxes = [
        page.locator("#S003").locator(side).bounding_box() for side in (".zh", ".en")
    ]
    beside = boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"]
    assert beside == (columns == 2)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_switches_show_and_hide(page: Any) -> None:
    for box, what in (("pinyin", "rt"), ("english", ".en"), ("explain", ".terms")):
        shown = page.locator(what).first
        assert shown.is_visible()
        page.locator(f"#{box}").uncheck()
        assert not shown.is_visible()
        page.locator(f"#{box}").check()
        assert shown.is_visible()


def test_switches_are_remembered(page: Any) -> None:
    page.locator("#english").uncheck()
    page.reload()
    assert not page.locator("#english").is_checked()


def test_tones_are_told_apart_by_colour(page: Any) -> None:
    page.locator("#tones").check()
    colours = {
        page.locator(f".t{tone}").first.evaluate("e => getComputedStyle(e).color")
        for tone in (1, 2, 3, 4)
    }
    assert len(colours) == 4


def test_the_quiz_hides_the_english_until_asked(page: Any) -> None:
    page.locator("#quiz").check()
    side = page.locator("#S003 .en")
    said = side.locator(".said")
    assert said.evaluate("e => getComputedStyle(e).visibility") == "hidden"
    side.click()
    page.mouse.move(0, 0)
    assert said.evaluate("e => getComputedStyle(e).visibility") == "visible"


def test_a_word_shows_its_card_under_the_pointer_and_by_keys(page: Any) -> None:
    card = page.locator("#card")
    page.locator("#S003 .w[data-senses]").first.hover()
    assert card.is_visible()
    page.keyboard.press("Escape")
    assert not card.is_visible()
    page.mouse.move(0, 0)
    page.keyboard.press("j")
    page.keyboard.press("ArrowRight")
    assert card.is_visible()
    assert card.inner_text()


def test_a_term_leads_to_its_row(page: Any) -> None:
    term = page.locator("a.term").first
    term.click()
    row = page.locator(page.evaluate("location.hash"))
    assert row.locator("th").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing(page: Any, scheme: str, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    page.locator("#tones").check()
    # The policy of the page forbids scripts put in; axe is evaluated, not put in.
    found = axe.Axe().run(page).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"][:120]) for v in found] == []


def test_a_hostile_text_stays_inert(chromium: Any, tmp_path: Path) -> None:
    file = tmp_path / "hostile.html"
    file.write_text(html.render(hostile()), encoding="utf-8")
    opened = chromium.new_page()
    alarms: list[object] = []
    opened.on("dialog", lambda dialog: alarms.append(dialog) or dialog.dismiss())
    opened.goto(file.as_uri())
    opened.locator(".w").first.hover()
    assert opened.title() == HOSTILE
    assert opened.locator("#card img, #card script, main img").count() == 0
    assert alarms == []
    opened.close()


def test_print_leaves_the_switches_out(page: Any) -> None:
    page.emulate_media(media="print")
    assert not page.locator("#switches").is_visible()
    assert page.locator("#S001 .zh").is_visible()
