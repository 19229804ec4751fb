"""The options that several commands share, and what they turn into."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

import glossary as terms
from glossary import Glossary, GlossaryError
from reader.errors import UsageError
from reader.models import Document
from reader.translate import TRANSLATORS

Function = TypeVar("Function", bound=Callable[..., Any])


def reading(function: Function) -> Function:
    """Add the options of every command that reads a document."""
    for option in reversed(
        [
            click.option(
                "--glossary",
                "glossaries",
                multiple=True,
                type=click.Path(path_type=Path),
                metavar="FILE",
                help="Lay a TSV of your own terms over ours; may be repeated.",
            ),
            click.option(
                "--translator",
                type=click.Choice(TRANSLATORS),
                default="auto",
                show_default=True,
                help="What translates: an Argos package run directly, the "
                "argostranslate library, or nothing.",
            ),
            click.option(
                "--model",
                type=click.Path(path_type=Path),
                metavar="PATH",
                help="An .argosmodel file or an unpacked Argos package to use.",
            ),
            click.option(
                "--pinyin",
                type=click.Choice(("all", "hard", "none")),
                default="all",
                show_default=True,
                help="Show the pinyin of every word, of the hard ones, or none.",
            ),
            level,
            click.option(
                "--tones",
                type=click.Choice(("marks", "numbers", "none", "zhuyin")),
                default="marks",
                show_default=True,
                help="How pinyin shows its tones, or zhuyin in its place.",
            ),
            click.option(
                "--sandhi",
                is_flag=True,
                help="Show the tones of speech (yí gè, bú shì, ní hǎo) instead of the "
                "dictionary's.",
            ),
            click.option(
                "--numerals", is_flag=True, help="Read numbers in digits, too."
            ),
            click.option(
                "--no-repair", is_flag=True, help="Take the text as it stands."
            ),
            encoding,
            click.option(
                "--strict",
                is_flag=True,
                help="Exit with 4 if a translation fails a check.",
            ),
            quiet,
        ]
    ):
        function = option(function)
    return function


level = click.option(
    "--level",
    type=click.IntRange(1, 7),
    default=4,
    show_default=True,
    metavar="N",
    help="Your HSK level: words above it are hard, but for those of reader vocab.",
)
encoding = click.option(
    "--encoding",
    metavar="NAME",
    help="The text's encoding, if it is not to be found out.",
)
quiet = click.option("-q", "--quiet", is_flag=True, help="No progress, no remarks.")
color = click.option(
    "--color",
    type=click.Choice(("auto", "always", "never")),
    default="auto",
    show_default=True,
    help="When to use colour; auto heeds NO_COLOR and TERM.",
)
paging = click.option(
    "--paging",
    type=click.Choice(("auto", "always", "never")),
    default="auto",
    show_default=True,
    help="When to go through a pager; auto does on a terminal.",
)
output = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Write here instead of standard output.",
)
force = click.option(
    "-f", "--force", is_flag=True, help="Write over a file that is already there."
)


def only_hard(document: Document, pinyin: str, level: int) -> Document:
    """Leave the pinyin of what is hard at a level, where that was asked for."""
    if pinyin != "hard":
        return document
    from reader import difficulty, vocab

    return difficulty.hard_only(document, level=level, known=vocab.known())


def load_glossary(paths: tuple[Path, ...]) -> Glossary:
    """Load our terms and the user's over them; a fault in a file is a usage error."""
    try:
        return terms.load(*paths)
    except GlossaryError as error:
        raise UsageError(str(error)) from error
