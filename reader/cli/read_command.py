"""``reader read``: a text side by side with its English, in the terminal."""

import sys
from pathlib import Path

import click

from reader.cli import options, screen
from reader.errors import ChecksFailed
from reader.models import Document, Tones


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
    level: int,
    tones: Tones,
    sandhi: bool,
    numerals: bool,
    no_repair: bool,
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

    with screen.progress(quiet) as progress:
        document = pipeline.read(
            file,
            glossary=options.load_glossary(glossaries),
            translator=translator,
            model=model,
            repair=not no_repair,
            encoding=encoding,
            tones=tones,
            sandhi=sandhi,
            numerals=numerals,
            progress=progress,
        )
    show(
        options.only_hard(document, pinyin, level),
        layout=layout,
        width=width,
        pinyin=pinyin != "none",
        color=color,
        paging=paging,
    )
    if strict:
        refuse_failed(document)


def show(
    document: Document,
    *,
    layout: str,
    width: int | None,
    pinyin: bool,
    color: screen.When,
    paging: screen.When,
) -> None:
    """Show a document in the layout that was asked for, or that fits."""
    from rich.text import Text

    from reader.render import plain, side

    cells = screen.terminal_width(width)
    if layout == "auto":
        asked = width is not None or color == "always" or sys.stdout.isatty()
        layout = "side" if asked and cells >= side.NARROWEST else "plain"
    if layout == "side":
        lines = side.lines(document, width=cells, pinyin=pinyin)
    else:
        lines = (Text(line) for line in plain.lines(document, pinyin=pinyin))
    screen.show(lines, color=color, paging=paging, width=cells)


def refuse_failed(document: Document) -> None:
    """Raise ChecksFailed if a translation failed a check."""
    failed = [
        sentence.id for sentence in document.sentences() if sentence.translation.checks
    ]
    if failed:
        shown = ", ".join(failed[:5]) + (" …" if len(failed) > 5 else "")
        raise ChecksFailed(
            f"{len(failed)} of the translations failed a check ({shown}); "
            "look at them, or leave out --strict"
        )
