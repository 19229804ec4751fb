"""``reader read``: a text side by side with its English, in the terminal."""

import math
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

import click
from rich.text import Text

from reader.cli import options, quizzing, screen
from reader.cli.tally import Tally
from reader.models import Block
from reader.render import inter, plain, side, stack
from reader.render.look import Look
from reader.render.theme import PALETTES, TONES, theme

LAYOUTS = {"side": side.lines, "stack": stack.lines, "inter": inter.lines}
LAYERS = ("pinyin", "english", "terms")
# Seconds to wait for a whole document before what there is of it is shown.
WAIT = 2.0
# Sentences to hold at most before what there is is shown.
MOST = 2000
TWO_COLUMNS_FROM = 80
"""Cells from which on two columns are easier to read than one."""


def _layers(ctx: click.Context, param: click.Parameter, value: str) -> frozenset[str]:
    hidden = frozenset(filter(None, map(str.strip, value.split(","))))
    for layer in hidden - {*LAYERS}:
        raise click.BadParameter(
            f"no such layer: {layer}; there are {', '.join(LAYERS)}"
        )
    return hidden


@click.command("read")
@click.argument("file", type=options.SOURCE, metavar="FILE|-|URL")
@options.reading
@click.option(
    "--layout",
    type=click.Choice(("auto", *LAYOUTS, "plain")),
    default="auto",
    show_default=True,
    help="Two columns; one; word by word with pinyin and senses; labelled lines. "
    "auto: two columns from 80 cells on, one below, lines where there is no terminal.",
)
@click.option(
    "--hide",
    metavar="LAYERS",
    default="",
    callback=_layers,
    help=f"Leave out {', '.join(LAYERS)}: one or several, with commas.",
)
@click.option(
    "--quiz",
    is_flag=True,
    help="Keep the English back until you ask for it; off a terminal, put it at the "
    "end.",
)
@click.option(
    "--tone-colors",
    type=click.Choice(TONES),
    default="none",
    show_default=True,
    help="Colour characters and pinyin by tone, as this dictionary does.",
)
@click.option(
    "--theme",
    "palette",
    type=click.Choice(tuple(PALETTES)),
    default="terminal",
    show_default=True,
    help="The terminal's own colours, or a palette for a light or a dark ground.",
)
@options.width
@options.color
@options.paging
def command(
    file: str | Path,
    choices: options.Choices,
    layout: str,
    hide: frozenset[str],
    quiz: bool,
    tone_colors: str,
    palette: str,
    width: int | None,
    color: screen.When,
    paging: screen.When,
) -> None:
    """Read a text side by side with its English.

    FILE is a text in UTF-8, GB18030, Big5 or UTF-16, a saved web page, Markdown, or
    a document exported with --to json; - is standard input.
    """
    from reader import pipeline

    look = Look(
        screen.terminal_width(width),
        pinyin=choices.pinyin != "none" and "pinyin" not in hide,
        english="english" not in hide,
        terms="terms" not in hide,
        tones=tone_colors != "none",
    )
    colours = theme(palette, tone_colors)
    if layout == "auto":
        asked = width is not None or color == "always" or sys.stdout.isatty()
        fitting = "side" if look.width >= TWO_COLUMNS_FROM else "stack"
        layout = fitting if asked else "plain"
    counted = Tally()
    with options.open_memory(choices) as memory:
        with screen.progress(choices.quiet) as progress:
            reading = pipeline.stream(
                file,
                memory=memory,
                progress=progress,
                **choices.keywords(),
            )
            blocks = options.only_hard(counted.counting(reading.blocks), choices)
            ready, more = _ahead(blocks, everything=quiz)
        document = reading.document
        coming = chain(ready, blocks) if more else None
        if not more:
            document = replace(document, blocks=ready)
        if quiz:
            quizzing.show(document, look, color=color, paging=paging, theme=colours)
        else:
            lines = (
                LAYOUTS[layout](document, look, blocks=coming)
                if layout in LAYOUTS
                else map(Text, plain.lines(document, look, blocks=coming))
            )
            screen.show(
                lines, color=color, paging=paging, width=look.width, theme=colours
            )
        if counted.remembered:
            screen.note(counted.remembered, quiet=choices.quiet)
    if choices.strict:
        counted.refuse_failed()


def _ahead(
    blocks: Iterator[Block], *, everything: bool
) -> tuple[tuple[Block, ...], bool]:
    """Take what is soon ready, and say whether more is to come.

    A document that is soon ready is shown with its checks counted at the top. Of a
    longer one the first blocks are shown at once where somebody waits for them; of a
    very long one never more is held than is on its way.
    """
    if everything:
        return tuple(blocks), False
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
