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
from reader.models import Tones
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
    to: str,
    flavor: markdown.Flavor | None,
    sides: tuple[markdown.Sides, ...],
    ruby: bool,
    output: Path | None,
    force: bool,
    glossaries: tuple[Path, ...],
    exempt: tuple[str, ...],
    translator: str,
    model: Path | None,
    pinyin: str,
    level: int,
    tones: Tones,
    sandhi: bool,
    numerals: bool,
    no_repair: bool,
    no_memory: bool,
    encoding: str | None,
    strict: bool,
    quiet: bool,
) -> None:
    """Write study notes, or the whole document as data.

    With one FILE, to standard output or to the path of -o; with several, into the
    directory of -o, each under its own name.
    """
    from reader import pipeline
    from reader.render import render

    if to != "md" and (flavor or sides or ruby):
        raise UsageError(f"--flavor, --sides and --ruby are for --to md, not {to}")
    if len(sides) > 1 and output is None:
        raise UsageError("several --sides need a place each: -o PATH")
    shown: dict[str, Any] = {}
    if to != "json" and to != "words":
        shown["pinyin"] = pinyin != "none"
    if to in ("anki", "html", "md", "words"):
        shown |= {"level": level, "known": vocab.known()}
    forms: list[dict[str, Any]] = [{}]
    if to == "md":
        forms = [
            {"flavor": flavor or "plain", "ruby": ruby, "sides": side}
            for side in sides or ("both",)
        ]
    places = _places(files, output, SUFFIXES[to])
    glossary = options.load_glossary(glossaries)
    tallies = []
    for file, place in places:
        with (
            options.open_memory(no_memory, quiet=quiet) as memory,
            screen.progress(quiet) as progress,
        ):
            document = pipeline.read(
                file,
                glossary=glossary,
                exempt=exempt,
                translator=translator,
                model=model,
                memory=memory,
                repair=not no_repair,
                encoding=encoding,
                tones=tones,
                sandhi=sandhi,
                numerals=numerals,
                progress=progress,
            )
        if to not in ("anki", "words"):
            blocks = tuple(options.only_hard(document.blocks, pinyin, level))
            document = replace(document, blocks=blocks)
        for form in forms:
            where = _beside(place, form.get("sides", "both"))
            text = render(document, to, **shown, **form)
            if isinstance(text, bytes) and where is None and sys.stdout.isatty():
                raise UsageError(f"--to {to} is no text; name a file with -o")
            if isinstance(text, str) and to == "md" and where and not force:
                _write_notes(text, where, quiet=quiet)
            else:
                screen.write(text, where, force=force)
            if where:
                screen.note(f"wrote {where}", quiet=quiet)
        counted = tally(document.blocks)
        if counted.remembered:
            screen.note(counted.remembered, quiet=quiet)
        tallies.append(counted)
    if strict:
        for counted in tallies:
            counted.refuse_failed()


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
                screen.note(f"kept {merged.kept} lines of yours", quiet=quiet)
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
