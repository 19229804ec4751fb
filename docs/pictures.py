"""Make the README's pictures: the terminal's view and the browser's page, as PNG.

    python -m docs.pictures

Needs Chromium (or its path in ``READER_CHROMIUM``) and Playwright, from the dev
group. Rich's own SVG squeezes Chinese: it sets a run as wide as its characters are
many.
"""

import os
import shutil
import tempfile
from collections.abc import Callable
from html import escape
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Any

from rich.cells import cell_len
from rich.console import Console
from rich.segment import Segment

import reader
from reader.render import side
from reader.render.look import Look
from reader.render.theme import theme

HERE = Path(__file__).parent
SAMPLE = HERE.parent / "sample_texts" / "interview_scraped.txt"
CELLS, LINES = 110, 34
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# Every character in cells of its own, as a terminal sets it: fonts disagree on the
# width of ǐ and “.
TERMINAL = """\
<!doctype html><meta charset="utf-8"><style>
body { margin: 0; background: #171714; color: #e7e3d9; padding: 18px 22px; }
div { height: 23px; white-space: pre; font: 13.3px/23px "DejaVu Sans Mono", monospace; }
i { display: inline-block; width: 8px; font-style: inherit; }
i.w { width: 16px; font: 15.5px/23px "Noto Sans Mono CJK SC", monospace; }
i.w { font-weight: inherit; font-style: inherit; }
</style>
"""


def terminal(document: reader.Document) -> str:
    """Write the beginning of the side view as a page that looks like a terminal."""
    console = Console(
        file=StringIO(), width=CELLS, theme=theme("dark"), color_system="truecolor"
    )
    lines = islice(side.lines(document, Look(CELLS)), LINES)
    return TERMINAL + "".join(
        f"<div>{''.join(map(_run, console.render(line)))}</div>" for line in lines
    )


def _run(segment: Segment) -> str:
    css = segment.style.get_html_style() if segment.style else ""
    cells = "".join(
        f"<i{' class=w' if cell_len(sign) == 2 else ''}>{escape(sign)}</i>"
        for sign in segment.text.rstrip("\n")
    )
    return f'<span style="{css}">{cells}</span>'


def picture(
    chromium: Any,
    html: str,
    path: Path,
    size: tuple[int, int],
    before: Callable[[Any], None] = lambda view: None,
) -> None:
    """Take a picture of a page of so many pixels."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.html"
        file.write_text(html, encoding="utf-8")
        width, height = size
        view = chromium.new_page(viewport={"width": width, "height": height})
        view.goto(file.as_uri())
        before(view)
        view.screenshot(path=str(path))
        view.close()


def main() -> None:
    """Make both pictures."""
    from playwright.sync_api import sync_playwright

    document = reader.read(SAMPLE)
    browser = os.environ.get("READER_CHROMIUM") or next(
        filter(None, map(shutil.which, BROWSERS))
    )
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=quiet)
        picture(chromium, terminal(document), HERE / "terminal.png", (930, 818))
        picture(
            chromium,
            str(reader.render(document, "html")),
            HERE / "page.png",
            (1280, 860),
            lambda view: view.locator("#S003 .w[data-senses]").nth(3).hover(),
        )
        chromium.close()
    print("docs/terminal.png, docs/page.png")


if __name__ == "__main__":
    main()
