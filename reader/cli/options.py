"""The options that several commands share, and what they turn into."""

import contextlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from functools import wraps
from pathlib import Path
from typing import Any

import click

import glossary as terms
from glossary import Glossary, GlossaryError
from reader.cli import screen
from reader.errors import ReaderError, UsageError
from reader.fetch import is_url
from reader.models import Block, Tones
from reader.translate import TRANSLATORS, Memory


@dataclass(frozen=True, slots=True)
class Choices:
    """What the options of every command that reads a document were given."""

    glossaries: tuple[Path, ...]
    exempt: tuple[str, ...]
    translator: str
    model: Path | None
    pinyin: str
    level: int
    tones: Tones
    sandhi: bool
    numerals: bool
    no_repair: bool
    no_memory: bool
    encoding: str | None
    strict: bool
    quiet: bool

    def keywords(self) -> dict[str, Any]:
        """Give the keywords of ``pipeline.read``; loads the glossary."""
        return {
            "glossary": load_glossary(self.glossaries),
            "exempt": self.exempt,
            "translator": self.translator,
            "model": self.model,
            "repair": not self.no_repair,
            "encoding": self.encoding,
            "tones": self.tones,
            "sandhi": self.sandhi,
            "numerals": self.numerals,
        }


def reading(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of every command that reads a document, as its ``choices``."""

    @wraps(function)
    def command(**given: Any) -> Any:
        chosen = {field.name: given.pop(field.name) for field in fields(Choices)}
        return function(choices=Choices(**chosen), **given)

    for option in reversed(
        [
            glossary,
            click.option(
                "--exempt",
                multiple=True,
                metavar="TERM[@SENTENCE]",
                help="Take no such term in this document, or only not in one sentence: "
                "平台@S012; may be repeated.",
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
            click.option(
                "--no-memory",
                is_flag=True,
                help="Neither look up what was translated before nor keep what is new.",
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
        command = option(command)
    return command


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

glossary = click.option(
    "--glossary",
    "glossaries",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Lay a file of your own terms over ours and those in your configuration; "
    "may be repeated.",
)
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
as_json = click.option("--json", "as_json", is_flag=True, help="Give JSON.")
quiet = click.option("-q", "--quiet", is_flag=True, help="No progress, no remarks.")
width = click.option(
    "-w",
    "--width",
    type=click.IntRange(min=20),
    metavar="N",
    help="Columns to use instead of the terminal's.",
)
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


def only_hard(blocks: Iterable[Block], choices: Choices) -> Iterator[Block]:
    """Leave the pinyin of what is hard at a level, where that was asked for."""
    if choices.pinyin != "hard":
        return iter(blocks)
    from reader import difficulty, vocab

    return difficulty.hard_only(blocks, level=choices.level, known=vocab.known())


@contextlib.contextmanager
def open_memory(choices: Choices) -> Iterator[Memory | None]:
    """Open the user's memory; where it cannot be used, say so and go without."""
    if choices.no_memory:
        yield None
        return
    try:
        memory = Memory()
    except ReaderError as error:
        screen.note(f"reader: {error}", quiet=choices.quiet)
        yield None
        return
    with memory:
        before = memory.count()["machine"]
        try:
            yield memory
        except KeyboardInterrupt:
            if memory.count()["machine"] > before:
                note = "what was translated is kept: the same command goes on from it"
                screen.note(f"reader: {note}", quiet=choices.quiet)
            raise
        if memory.failure is not None:
            screen.note(f"reader: {memory.failure}", quiet=choices.quiet)


def load_glossary(paths: tuple[Path, ...]) -> Glossary:
    """Load our terms, those in the user's configuration over them, then the files.

    A fault in a file is a usage error.
    """
    try:
        return terms.load(*terms.own(), *paths)
    except GlossaryError as error:
        raise UsageError(str(error)) from error
