"""The options that several commands share, and what they turn into."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

import glossary as terms
from glossary import Glossary, GlossaryError
from reader.errors import UsageError
from reader.fetch import is_url
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
                type=click.Choice(("all", "none")),
                default="all",
                show_default=True,
                help="Show the pinyin of every sentence, or none.",
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


class _Source(click.ParamType):  # type: ignore[type-arg,unused-ignore]
    """A path, or a URL as it was typed: a Path would take slashes out of it."""

    name = "source"

    def convert(
        self,
        value: str | Path,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str | Path:
        """Leave URLs alone."""
        return value if isinstance(value, Path) or is_url(value) else Path(value)


SOURCE = _Source()

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


def load_glossary(paths: tuple[Path, ...]) -> Glossary:
    """Load our terms and the user's over them; a fault in a file is a usage error."""
    try:
        return terms.load(*paths)
    except GlossaryError as error:
        raise UsageError(str(error)) from error
