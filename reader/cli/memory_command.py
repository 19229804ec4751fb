"""``reader memory``: what was translated before, and a reader's own corrections."""

import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from reader.cli import options, screen
from reader.errors import UnreadableError, UsageError
from reader.models import Document
from reader.translate.memory import Maker, Memory, Unit

DAY = 86_400

hand = click.option("--hand", is_flag=True, help="Only a reader's own corrections.")


@click.group("memory")
def command() -> None:
    """Look at the translation memory, correct it, take it elsewhere, empty it.

    `read` and `export` keep what they translate there and do not translate it
    again. A correction of your own wins over every machine.
    """


@command.command("list")
@click.argument("text", required=False, default="")
@hand
@options.as_json
@options.quiet
def list_units(text: str, hand: bool, as_json: bool, quiet: bool) -> None:
    """List the units, or those with TEXT in them.

    Chinese, English, maker, tabs between; your own corrections come first.
    """
    with Memory() as memory:
        units = memory.units(maker="hand" if hand else None, text=text)
        if as_json:
            data = [asdict(unit) for unit in units]
            screen.echo(screen.to_json(data))
            return
        for unit in units:
            screen.echo(f"{unit.chinese}\t{unit.english}\t{unit.maker}\n")
        count = memory.count()
        said = f"{count['hand']:,} by hand, {count['machine']:,} by machine"
        screen.note(f"{memory.path}: {said}", quiet=quiet)


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@options.quiet
def import_units(file: Path, quiet: bool) -> None:
    """Take the units of FILE as your own corrections.

    FILE is a TMX file, a TSV of Chinese and English, or a document exported with
    --to json: of that, the sentences whose origin is "hand". Units that a machine
    made are left out.
    """
    units = _read(file)
    own = [unit for unit in units if unit.maker == "hand"]
    with Memory() as memory:
        before = memory.count()["hand"]
        by_date = sorted(own, key=lambda unit: unit.made)
        for unit in by_date:
            memory.correct(
                [(unit.chinese, unit.english)], source=file.name, made=unit.made
            )
        added = memory.count()["hand"] - before
    said = f"{file}: {added:,} new, {len(own) - added:,} replaced"
    if left := len(units) - len(own):
        said += f", {left:,} made by a machine left out"
    screen.note(said, quiet=quiet)


@command.command("export")
@hand
@options.output
@options.force
@options.quiet
def export_units(hand: bool, output: Path | None, force: bool, quiet: bool) -> None:
    """Write the memory as TMX 1.4b, for OmegaT and other translation tools."""
    from importlib.metadata import PackageNotFoundError, version

    from reader.translate import tmx

    try:
        ours = version("bilingual-reader")
    except PackageNotFoundError:
        ours = ""
    with Memory() as memory:
        units = list(memory.units(maker="hand" if hand else None))
        screen.write("".join(tmx.write(units, version=ours)), output, force=force)
    if output is not None and str(output) != "-":
        screen.note(f"wrote {output}: {len(units):,} units", quiet=quiet)


@command.command("clear")
@click.option("--hand", is_flag=True, help="Your own corrections, not the machine's.")
@click.option(
    "--older-than",
    "days",
    type=click.IntRange(min=0),
    metavar="DAYS",
    help="Only what was kept so many days ago or earlier.",
)
@options.quiet
def clear(hand: bool, days: int | None, quiet: bool) -> None:
    """Forget what machines translated; your own corrections only with --hand."""
    maker: Maker = "hand" if hand else "machine"
    before = None if days is None else int(time.time()) - days * DAY + 1
    with Memory() as memory:
        gone = memory.clear(maker, before=before)
        left = memory.count()
    screen.note(
        f"{gone:,} forgotten; {left['hand']:,} by hand and {left['machine']:,} "
        f"by machine are left",
        quiet=quiet,
    )


def _read(file: Path) -> list[Unit]:
    from reader import sources
    from reader.render import json_form
    from reader.translate import tmx

    if file.suffix.lower() in (".tmx", ".xml"):
        if not file.is_file():
            raise UsageError(f"{file}: no such file")
        return tmx.read(file)
    text = sources.load(file).text
    if json_form.is_document(text):
        return list(_marked(json_form.parse(text, name=str(file))))
    return list(_table(text, file))


def _marked(document: Document) -> Iterator[Unit]:
    for sentence in document.sentences():
        if sentence.translation.origin == "hand":
            yield Unit(sentence.text.strip(), sentence.translation.text, "hand")


def _table(text: str, file: Path) -> Iterator[Unit]:
    """Read lines of Chinese, a tab, English; a first line ``zh en`` is a header."""
    for number, line in enumerate(text.splitlines(), 1):
        cells = [cell.strip() for cell in line.split("\t")]
        if not line.strip() or (number == 1 and cells[:2] in HEADERS):
            continue
        if len(cells) < 2 or not cells[0] or not cells[1]:
            raise UnreadableError(
                f"{file}: line {number} is not Chinese, a tab and English; "
                "give a TMX file, a TSV, or a document exported with --to json"
            )
        yield Unit(cells[0], cells[1], "hand")


HEADERS = (["zh", "en"], ["chinese", "english"])
