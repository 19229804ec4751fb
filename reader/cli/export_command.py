"""``reader export``: study notes in Markdown, or the whole document as JSON."""

from pathlib import Path

import click

from reader.cli import options, screen
from reader.cli.read_command import refuse_failed
from reader.errors import UsageError
from reader.models import Document, Tones

SUFFIXES = {"md": ".md", "json": ".json", "plain": ".txt", "words": ".tsv"}


@click.command("export")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path),
    metavar="FILE|-...",
)
@click.option(
    "--to",
    type=click.Choice(tuple(SUFFIXES)),
    default="md",
    show_default=True,
    help="Study notes, the whole document as data, labelled lines, or the words "
    "that are new to you.",
)
@options.output
@options.force
@options.reading
def command(
    files: tuple[Path, ...],
    to: str,
    output: Path | None,
    force: bool,
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
) -> None:
    """Write study notes, or the whole document as data.

    With one FILE, to standard output or to the path of -o; with several, into the
    directory of -o, each under its own name.
    """
    from reader import pipeline

    places = _places(files, output, SUFFIXES[to])
    glossary = options.load_glossary(glossaries)
    documents = []
    for file, place in places:
        with screen.progress(quiet) as progress:
            document = pipeline.read(
                file,
                glossary=glossary,
                translator=translator,
                model=model,
                repair=not no_repair,
                encoding=encoding,
                tones=tones,
                sandhi=sandhi,
                numerals=numerals,
                progress=progress,
            )
        screen.write(_rendered(document, to, pinyin, level), place, force=force)
        if place:
            screen.note(f"wrote {place}", quiet=quiet)
        documents.append(document)
    if strict:
        for document in documents:
            refuse_failed(document)


def _rendered(document: Document, to: str, pinyin: str, level: int) -> str:
    from reader import vocab
    from reader.render import render

    if to == "json":
        return render(document, to)
    if to == "words":
        return render(document, to, level=level, known=vocab.known())
    document = options.only_hard(document, pinyin, level)
    return render(document, to, pinyin=pinyin != "none")


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
