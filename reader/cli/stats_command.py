"""``reader stats``: what one would want to know before reading a text."""

from dataclasses import asdict
from pathlib import Path

import click

from reader.cli import options, screen


@click.command("stats")
@click.argument("file", type=options.SOURCE, metavar="FILE|-|URL")
@options.as_json
@options.reading
@options.width
@options.color
def command(
    file: str | Path,
    choices: options.Choices,
    as_json: bool,
    width: int | None,
    color: screen.When,
) -> None:
    """Say how long a text is, who speaks, what it is about, and where it is damaged.

    With --translator none nothing is translated, and no checks are counted.
    """
    from reader import pipeline, vocab
    from reader.cli.tally import tally
    from reader.render import charts
    from reader.render.figures import figures

    with (
        options.open_memory(choices) as memory,
        screen.progress(choices.quiet) as progress,
    ):
        document = pipeline.read(
            file,
            memory=memory,
            progress=progress,
            **choices.keywords(),
        )
    if as_json:
        found = figures(document)
        data = {"title": document.title, **asdict(found), "minutes": found.minutes}
        screen.echo(screen.to_json(data))
    else:
        cells = screen.terminal_width(width)
        lines = charts.lines(
            document, width=cells, level=choices.level, known=vocab.known()
        )
        screen.show(lines, color=color, paging="never", width=cells)
    if choices.strict:
        tally(document.blocks).refuse_failed()
