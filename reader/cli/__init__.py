"""The command ``reader``: the only place that reads arguments, prints, or exits.

Each command is a file beside this one, loaded when it is called, so that
``reader --help`` loads none of what they need.
"""

import importlib
import os
import sys
from collections.abc import Sequence

import click

from reader.errors import ReaderError

COMMANDS = {
    "read": "Read a text side by side with its English.",
    "export": "Write study notes, or the whole document as data.",
    "stats": "Say how long a text is, what it is about, where it is damaged.",
    "repair": "Repair a text and show what was changed.",
    "glossary": "List the terms, or look one up.",
    "memory": "Look at what was translated before, and correct it.",
    "model": "List, install and remove translation packages.",
    "vocab": "Keep the list of the words you know.",
    "doctor": "Check what is installed and what works.",
}

INTERRUPTED = 130


class Commands(click.Group):
    """A group whose commands are imported when they are wanted."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands in the order of use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"reader.cli.{cmd_name}_command")
        command: click.Command = module.command
        return command

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command; for an unknown one, name the nearest."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(name, COMMANDS, n=1)
            hint = f"did you mean {near[0]}?" if near else "see reader --help"
            ctx.fail(f"no such command: {name}; {hint}")
        return super().resolve_command(ctx, args)


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="bilingual-reader", prog_name="reader")
def reader() -> None:
    """Read Chinese tech and business interviews with repairs, pinyin and English.

    Give a FILE, or - for standard input.
    """


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code; say errors in one line on stderr."""
    try:
        outcome = reader.main(
            args=None if arguments is None else list(arguments),
            prog_name="reader",
            standalone_mode=False,
        )
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else "see reader --help", err=True)
        return error.exit_code
    except click.ClickException as error:
        click.echo(f"reader: {error.format_message()}", err=True)
        return error.exit_code
    except ReaderError as error:
        click.echo(f"reader: {error}", err=True)
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("reader: interrupted; nothing was written", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has seen enough.
        _silence_stdout()
        return 0
    except OSError as error:
        # A full disk under standard output, say.
        click.echo(f"reader: cannot write the output: {error}", err=True)
        _silence_stdout()
        return ReaderError.exit_code
    return outcome if isinstance(outcome, int) else 0


def _silence_stdout() -> None:
    """Keep Python from complaining when it flushes at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def main() -> None:
    """Run from the command line."""
    sys.exit(run())
