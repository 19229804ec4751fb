"""``reader read``: a text side by side with its English, in the terminal."""

import math
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

import click

from reader.cli import options, screen
from reader.cli.tally import Tally
from reader.models import Block, Document

# Seconds to wait for a whole document before what there is of it is shown.
WAIT = 2.0
# Sentences to hold at most before what there is is shown.
MOST = 2000


@click.command("read")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE|-")
@options.reading
@click.option(
    "--layout",
    type=click.Choice(("auto", "side", "plain")),
    default="auto",
    show_default=True,
    help="Two columns, or labelled lines; auto takes lines where there is no terminal "
    "or too narrow a one.",
)
@click.option(
    "-w",
    "--width",
    type=click.IntRange(min=20),
    metavar="N",
    help="Columns to use instead of the terminal's.",
)
@options.color
@options.paging
def command(
    file: Path,
    glossaries: tuple[Path, ...],
    translator: str,
    model: Path | None,
    pinyin: str,
    no_repair: bool,
    no_memory: bool,
    encoding: str | None,
    strict: bool,
    quiet: bool,
    layout: str,
    width: int | None,
    color: screen.When,
    paging: screen.When,
) -> None:
    """Read a text side by side with its English.

    FILE is plain text in UTF-8, GB18030, Big5 or UTF-16, or a document exported
    with --to json; - is standard input.
    """
    from reader import pipeline

    counted = Tally()
    with options.open_memory(no_memory, quiet=quiet) as memory:
        with screen.progress(quiet) as progress:
            reading = pipeline.stream(
                file,
                glossary=options.load_glossary(glossaries),
                translator=translator,
                model=model,
                memory=memory,
                repair=not no_repair,
                encoding=encoding,
                progress=progress,
            )
            blocks = counted.counting(reading.blocks)
            ready, more = _ahead(blocks)
        show(
            replace(reading.document, blocks=ready) if not more else reading.document,
            blocks=chain(ready, blocks) if more else None,
            layout=layout,
            width=width,
            pinyin=pinyin == "all",
            color=color,
            paging=paging,
        )
        if counted.remembered:
            screen.note(counted.remembered, quiet=quiet)
    if strict:
        counted.refuse_failed()


def show(
    document: Document,
    *,
    blocks: Iterable[Block] | None = None,
    layout: str,
    width: int | None,
    pinyin: bool,
    color: screen.When,
    paging: screen.When,
) -> None:
    """Show a document in the layout that was asked for, or that fits.

    ``blocks`` are its blocks with their translations, where they are still coming.
    """
    from rich.text import Text

    from reader.render import plain, side

    cells = screen.terminal_width(width)
    if layout == "auto":
        asked = width is not None or color == "always" or sys.stdout.isatty()
        layout = "side" if asked and cells >= side.NARROWEST else "plain"
    if layout == "side":
        lines = side.lines(document, width=cells, pinyin=pinyin, blocks=blocks)
    else:
        lines = map(Text, plain.lines(document, pinyin=pinyin, blocks=blocks))
    screen.show(lines, color=color, paging=paging, width=cells)


def _ahead(blocks: Iterator[Block]) -> tuple[tuple[Block, ...], bool]:
    """Take what is soon ready, and say whether more is to come.

    A document that is soon ready is shown with its checks counted at the top. Of a
    longer one the first blocks are shown at once where somebody waits for them; of a
    very long one never more is held than is on its way.
    """
    patience = WAIT if sys.stdout.isatty() else math.inf
    start = time.monotonic()
    ready: list[Block] = []
    held = 0
    for block in blocks:
        ready.append(block)
        held += len(block.sentences)
        if held > MOST or time.monotonic() - start > patience:
            return tuple(ready), True
    return tuple(ready), False
