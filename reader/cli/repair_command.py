"""``reader repair``: the repaired text, or what was changed in it."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click
from rich.text import Text

from reader import sources
from reader.cli import options, screen
from reader.errors import UsageError
from reader.models import Repaired, Sentence
from reader.render.diff import lines, summary
from reader.render.explain import explained
from reader.repair import MIN_CONFIDENCE, REPAIRS, repair
from reader.repair.script import Script
from reader.repair.spin import NEAR
from reader.sentences import parse


@click.command("repair")
@click.argument("file", type=options.SOURCE, metavar="FILE|-|URL")
@click.option("--diff", is_flag=True, help="Show what was changed, word by word.")
@click.option("--json", "as_json", is_flag=True, help="Give text and changes as JSON.")
@click.option(
    "--only",
    multiple=True,
    metavar="REPAIR",
    help=f"Make this repair alone, of {', '.join(REPAIRS)}; may be repeated.",
)
@click.option(
    "--skip",
    multiple=True,
    metavar="REPAIR",
    help="Leave this repair out; may be repeated.",
)
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
    forms = {"--diff": diff, "--json": as_json, "--explain": bool(explain)}
    asked = [form for form, wanted in forms.items() if wanted]
    if len(asked) > 1:
        raise UsageError(f"{' and '.join(asked)} are different forms; choose one")
    source = sources.load(file, encoding=encoding)
    repaired = repair(
        source.text,
        only=only or None,
        skip=skip,
        min_confidence=min_confidence,
        tables=tables,
        script=script,
        near=0.0 if explain else NEAR,
    )
    if explain:
        found = list(_explained(repaired, explain, color=color, file=output))
        _view(found, output, force=force, color=color, paging=paging)
    elif diff:
        found = list(_diff(repaired, color=color, file=output))
        _view(found, output, force=force, color=color, paging=paging)
    else:
        text = repaired.text.rstrip("\n") + "\n"
        text = _json(repaired, source.name) if as_json else text
        screen.write(text, output, force=force)
    if output or not asked or as_json:
        screen.note(summary(repaired), quiet=quiet)


def _diff(
    repaired: Repaired, *, color: screen.When, file: Path | None
) -> Iterator[Text]:
    """Give the changes: in colour where there is colour, whole lines to a file."""
    target = screen.console(color=color)
    is_screen = target.is_terminal and file is None
    return lines(
        repaired,
        _sentences(repaired),
        colored=is_screen and target.color_system is not None and not target.no_color,
        width=screen.terminal_width(None) if is_screen else None,
    )


def _explained(
    repaired: Repaired, wanted: str, *, color: screen.When, file: Path | None
) -> Iterator[Text]:
    """Give the repairs of one sentence with their reasons.

    Raises UsageError where there is no such sentence.
    """
    sentences = _sentences(repaired)
    number = wanted.upper().removeprefix("S")
    name = f"S{number:0>3}"
    found = next((one for one in sentences if one.id == name), None)
    if found is None:
        there = f"there are S001 to {sentences[-1].id}" if sentences else "it has none"
        raise UsageError(f"no sentence {wanted} in the repaired text; {there}")
    is_screen = screen.console(color=color).is_terminal and file is None
    width = screen.terminal_width(None) if is_screen else None
    return explained(repaired, found, width=width)


def _view(
    found: list[Text],
    output: Path | None,
    *,
    force: bool,
    color: screen.When,
    paging: screen.When,
) -> None:
    """Show lines on the screen, or write them to a file."""
    if output is not None:
        plain = "".join(f"{screen.harmless(line).plain}\n" for line in found)
        screen.write(plain, output, force=force)
        return
    width = screen.terminal_width(None)
    screen.show(found, color=color, paging=paging, width=width)


def _sentences(repaired: Repaired) -> list[Sentence]:
    return [sentence for block in parse(repaired.text) for sentence in block.sentences]


def _json(repaired: Repaired, source: str) -> str:
    data = {
        "source": source,
        "text": repaired.text,
        "edits": [asdict(edit) for edit in repaired.edits],
        "proposed": [asdict(edit) for edit in repaired.proposed],
    }
    return screen.to_json(data)
