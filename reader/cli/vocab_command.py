"""``reader vocab``: the words you know, which `--pinyin hard` passes over."""

from pathlib import Path

import click

from reader import vocab
from reader.cli import options, screen
from reader.errors import ReaderError


@click.group("vocab")
def command() -> None:
    """Keep the list of the words you know.

    `--pinyin hard` shows no reading of theirs, and `export --to words` leaves them out.
    The list is a text file, a word a line; READER_VOCAB names another.
    """


@command.command("add")
@click.argument("words", nargs=-1, required=True, metavar="WORD...")
@options.quiet
def add(words: tuple[str, ...], quiet: bool) -> None:
    """Add words to the list."""
    _said(vocab.add(words), "added", quiet)


@command.command("remove")
@click.argument("words", nargs=-1, required=True, metavar="WORD...")
@options.quiet
def remove(words: tuple[str, ...], quiet: bool) -> None:
    """Take words off the list."""
    gone = vocab.remove(words)
    if not gone:
        raise ReaderError(f"{words[0]} is not on the list; see reader vocab list")
    _said(gone, "removed", quiet)


@command.command("list")
def list_words() -> None:
    """List the words, in the order they were added."""
    screen.echo("".join(f"{word}\n" for word in vocab.load()))


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@options.quiet
def import_words(file: Path, quiet: bool) -> None:
    """Add the words of a file: a word list, CSV, TSV, or an export of Anki's.

    The first field of each line that holds Chinese is taken.
    """
    _said(vocab.import_list(file), "added", quiet)
    if lines := vocab.passed_over(file):
        shown = ", ".join(map(str, lines[:5])) + (" …" if len(lines) > 5 else "")
        noun = "line" if len(lines) == 1 else "lines"
        screen.note(
            f"{len(lines)} {noun} passed over, for want of a Chinese word of at most "
            f"{vocab.LONGEST} characters in front: {shown}",
            quiet=quiet,
        )


def _said(words: list[str], what: str, quiet: bool) -> None:
    noun = "word" if len(words) == 1 else "words"
    screen.note(f"{len(words)} {noun} {what}; {vocab.place()}", quiet=quiet)
