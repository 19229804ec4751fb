"""``reader export``: study notes in Markdown, or the whole document as JSON."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from reader import sources, vocab
from reader.cli import options, screen
from reader.cli.tally import tally
from reader.errors import UsageError
from reader.models import Document
from reader.render import markdown

SUFFIXES = {
    "md": ".md",
    "anki": ".apkg",
    "html": ".html",
    "json": ".json",
    "plain": ".txt",
    "tmx": ".tmx",
    "tsv": ".tsv",
    "words": ".words.tsv",
}
BINARY = {"anki"}
HARD_ONLY = {"html", "md", "plain", "tsv"}
"""Views, where ``--pinyin hard`` leaves readings out; the others hold them all."""


@click.command("export")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path),
    metavar="FILE|-|URL...",
)
@click.option(
    "--to",
    type=click.Choice(tuple(SUFFIXES)),
    default="md",
    show_default=True,
    help="Study notes, an Anki deck, a page for the browser, the whole document as "
    "data, labelled lines, a translation memory, a table of sentences, or the words "
    "that are new to you.",
)
@click.option(
    "--flavor",
    type=click.Choice(markdown.FLAVORS),
    help="Of Markdown: what every program reads; with Obsidian's links, ids and "
    "callouts; both languages in a table.  [default: plain]",
)
@click.option(
    "--sides",
    type=click.Choice(markdown.SIDES),
    multiple=True,
    help="Of Markdown: both languages, or one alone; may be repeated, and with -o "
    "each is a file: NAME.md, NAME.zh.md, NAME.en.md.  [default: both]",
)
@click.option("--ruby", is_flag=True, help="Of Markdown: pinyin over the words.")
@options.output
@options.force
@options.reading
def command(
    files: tuple[Path, ...],
    choices: options.Choices,
    to: str,
    flavor: markdown.Flavor | None,
    sides: tuple[markdown.Sides, ...],
    ruby: bool,
    output: Path | None,
    force: bool,
) -> None:
    """Write study notes, or the whole document as data.

    With one FILE, to standard output or to the path of -o; with several, into the
    directory of -o, each under its own name.
    """
    from reader import pipeline

    _refuse(to, flavor, sides, ruby, output)
    shown = _shown(to, choices)
    forms: list[dict[str, Any]] = [{}]
    if to == "md":
        forms = [
            {"flavor": flavor or "plain", "ruby": ruby, "sides": side}
            for side in sides or ("both",)
        ]
    places = _places(files, output, SUFFIXES[to])
    keywords = choices.keywords()
    tallies = []
    for file, place in places:
        with (
            options.open_memory(choices) as memory,
            screen.progress(choices.quiet) as progress,
        ):
            document = pipeline.read(
                file,
                memory=memory,
                progress=progress,
                **keywords,
            )
        if to in HARD_ONLY:
            blocks = tuple(options.only_hard(document.blocks, choices))
            document = replace(document, blocks=blocks)
        for form in forms:
            where = _beside(place, form.get("sides", "both"))
            _write(document, to, where, shown | form, force=force, quiet=choices.quiet)
        counted = tally(document.blocks)
        if counted.remembered:
            screen.note(counted.remembered, quiet=choices.quiet)
        tallies.append(counted)
    if choices.strict:
        for counted in tallies:
            counted.refuse_failed()


def _refuse(
    to: str,
    flavor: markdown.Flavor | None,
    sides: tuple[markdown.Sides, ...],
    ruby: bool,
    output: Path | None,
) -> None:
    """Raise UsageError for options that do not go together."""
    if to != "md" and (flavor or sides or ruby):
        raise UsageError(f"--flavor, --sides and --ruby are for --to md, not {to}")
    if to in BINARY and output is None and sys.stdout.isatty():
        raise UsageError(f"--to {to} is no text; name a file with -o")
    if len(sides) > 1 and output is None:
        raise UsageError("several --sides need a place each: -o PATH")


def _shown(to: str, choices: options.Choices) -> dict[str, Any]:
    """Give the renderer's own keywords for what is shown of a document."""
    shown: dict[str, Any] = {}
    if to not in ("json", "words"):
        shown["pinyin"] = choices.pinyin != "none"
    if to in ("anki", "html", "md", "words"):
        shown |= {"level": choices.level, "known": vocab.known()}
    return shown


def _write(
    document: Document,
    to: str,
    place: Path | None,
    keywords: dict[str, Any],
    *,
    force: bool,
    quiet: bool,
) -> None:
    """Write a document in one form."""
    from reader.render import render

    text = render(document, to, **keywords)
    if isinstance(text, str) and to == "md" and place and not force:
        _write_notes(text, place, quiet=quiet)
    else:
        screen.write(text, place, force=force)
    if place:
        screen.note(f"wrote {place}", quiet=quiet)


def _beside(place: Path | None, side: str) -> Path | None:
    """Name the file of one language: ``notes.zh.md`` beside ``notes.md``."""
    if place is None or side == "both":
        return place
    return place.with_suffix(f".{side}{place.suffix}")


def _write_notes(text: str, place: Path, *, quiet: bool) -> None:
    """Write notes; over notes of ours, keep what the reader wrote in them."""
    from reader.render.notes import is_notes, merge

    if place.is_file():
        old, _ = sources.decode(place.read_bytes(), name=str(place))
        if is_notes(old):
            merged = merge(old, text)
            screen.write(merged.text, place, force=True)
            if merged.kept:
                noun = "line" if merged.kept == 1 else "lines"
                screen.note(f"kept {merged.kept} {noun} of yours", quiet=quiet)
            if merged.conflicts:
                where = ", ".join(merged.conflicts[:5])
                screen.note(
                    f"you and we changed the same lines ({where}): both are there",
                    quiet=quiet,
                )
            return
    screen.write(text, place)


def _places(
    files: tuple[Path, ...], output: Path | None, suffix: str
) -> list[tuple[Path, Path | None]]:
    """Decide where each file's export goes, before anything is read."""
    if output is not None and output.is_dir():
        names = [file.with_suffix(suffix).name for file in files]
        if "-" in map(str, files):
            raise UsageError("standard input has no name; give -o a file's name")
        twice = {name for name in names if names.count(name) > 1}
        if twice:
            raise UsageError(
                f"several files would be written as {', '.join(sorted(twice))}; "
                "export them one by one with -o"
            )
        places = [output / name for name in names]
        return list(zip(files, places, strict=True))
    if len(files) > 1:
        raise UsageError("several files need a directory that exists: -o DIRECTORY")
    return [(files[0], output)]
