"""The quiz of ``reader read --quiz``: a sentence, a key, its English, the next."""

import sys

import click
from rich.theme import Theme

from reader.cli import screen
from reader.models import Document
from reader.render import quiz
from reader.render.look import Look

PROMPT = "  space: English   q: stop"
STOP = {"q", "Q", "\x1b", "\x04"}


def show(
    document: Document,
    look: Look,
    *,
    color: screen.When,
    paging: screen.When,
    theme: Theme,
) -> None:
    """Ask sentence by sentence on a terminal; elsewhere put the English at the end."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        lines = quiz.lines(document, look)
        screen.show(lines, color=color, paging=paging, width=look.width, theme=theme)
        return
    console = screen.console(color=color, width=look.width, theme=theme)
    for chinese, english in quiz.questions(document, look):
        for line in chinese:
            console.print(screen.harmless(line))
        click.echo(click.style(PROMPT, dim=True), nl=False)
        key = click.getchar()
        click.echo("\r" + " " * len(PROMPT) + "\r", nl=False)
        if key in STOP:
            return
        for line in english:
            console.print(screen.harmless(line))
        console.print()
