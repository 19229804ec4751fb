"""``reader repair``: the repaired text, or what was changed in it."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from reader import sources
from reader.cli import options, screen
from reader.errors import UsageError
from reader.models import Repaired
from reader.render.diff import lines, summary
from reader.render.explain import explained
from reader.repair import MIN_CONFIDENCE, repair
from reader.repair.script import Script
from reader.repair.spin import NEAR
from reader.sentences import parse


@click.command("repair")
@click.argument("file", type=options.SOURCE, metavar="FILE|-|URL")
@click.option("--diff", is_flag=True, help="Show what was changed, word by word.")
@click.option("--json", "as_json", is_flag=True, help="Give text and changes as JSON.")
@click.option("--only", multiple=True, metavar="REPAIR", help="Make this repair alone.")
@click.option("--skip", multiple=True, metavar="REPAIR", help="Leave this repair out.")
@click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    default=MIN_CONFIDENCE,
    show_default=True,
    help="Leave changes alone that are less sure than this; they are proposed.",
)
@click.option(
    "--table",
    "tables",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A TSV of your own: spun, original, note.",
)
@click.option(
    "--script",
    type=click.Choice(("simplified", "traditional")),
    help="Write the repaired text in these characters; left out, it keeps its own.",
)
@click.option(
    "--explain",
    metavar="S012",
    help="Say why each choice in a sentence was made, and what else it may have been.",
)
@options.output
@options.force
@options.encoding
@options.color
@options.paging
@options.quiet
def command(
    file: str | Path,
    diff: bool,
    as_json: bool,
    only: tuple[str, ...],
    skip: tuple[str, ...],
    min_confidence: float,
    tables: tuple[Path, ...],
    script: Script | None,
    explain: str | None,
    output: Path | None,
    force: bool,
    encoding: str | None,
    color: screen.When,
    paging: screen.When,
    quiet: bool,
) -> None:
    """Repair a text: spam lines, stray marks, flattened punctuation, spun words.

    Writes the repaired text, a paragraph a line. The input is never changed. A table
    of your own (spun, original, note) is read from spinner.tsv in the configuration
    directory, ~/.config/bilingual-reader on Linux.
    """
    repaired = repair(
        sources.load(file, encoding=encoding).text,
        only=only or None,
        skip=skip,
        min_confidence=min_confidence,
        tables=tables,
        script=script,
        near=0.0 if explain else NEAR,
    )
    if explain:
        show_explanation(repaired, explain, color=color, paging=paging)
    elif as_json:
        screen.write(_json(repaired, str(file)), output, force=force)
    elif diff:
        show_diff(repaired, color=color, paging=paging)
    else:
        screen.write(repaired.text.rstrip("\n") + "\n", output, force=force)
    if not diff and not explain:
        screen.note(summary(repaired), quiet=quiet)


def show_diff(repaired: Repaired, *, color: screen.When, paging: screen.When) -> None:
    """Show the changes, in colour where there is colour."""
    target = screen.console(color=color)
    colored = target.is_terminal and not target.no_color
    screen.show(
        lines(repaired, colored=colored),
        color=color,
        paging=paging,
        width=screen.terminal_width(None),
    )


def show_explanation(
    repaired: Repaired, wanted: str, *, color: screen.When, paging: screen.When
) -> None:
    """Show the repairs of one sentence with their reasons.

    Raises UsageError where there is no such sentence.
    """
    sentences = [
        sentence for block in parse(repaired.text) for sentence in block.sentences
    ]
    found = next((one for one in sentences if one.id == wanted.upper()), None)
    if found is None:
        last = f"to {sentences[-1].id}" if sentences else "none at all"
        raise UsageError(f"no sentence {wanted}; there are S001 {last}")
    screen.show(
        explained(repaired, found),
        color=color,
        paging=paging,
        width=screen.terminal_width(None),
    )


def _json(repaired: Repaired, source: str) -> str:
    data = {
        "source": source,
        "text": repaired.text,
        "edits": [asdict(edit) for edit in repaired.edits],
        "proposed": [asdict(edit) for edit in repaired.proposed],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
