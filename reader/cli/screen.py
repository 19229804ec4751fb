"""Where output goes: the terminal, its pager, a pipe, a file; and its progress."""

import contextlib
import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from io import StringIO
from pathlib import Path
from typing import Literal

import click
from rich.console import Console
from rich.text import Text
from rich.theme import Theme

from reader.errors import ReaderError
from reader.pipeline import Progress
from reader.render.theme import THEME
from reader.staging import staged

When = Literal["auto", "always", "never"]

# more and most lose colours or stop at the end of each page.
UNFIT_PAGERS = {"more", "most"}
LESS = ["less", "-FIRX"]

DEFAULT_WIDTH = 80

# A text must not move the cursor or change the terminal's colours: its control
# characters are shown as the pictures Unicode has for them.
PICTURES = {code: 0x2400 + code for code in range(0x20) if code not in (0x09, 0x0A)}
PICTURES |= {0x7F: 0x2421, **dict.fromkeys(range(0x80, 0xA0), 0xFFFD)}


def console(
    *, color: When = "auto", width: int | None = None, theme: Theme = THEME
) -> Console:
    """Make the console of standard output; Rich heeds NO_COLOR and TERM itself."""
    return Console(
        theme=theme,
        width=width,
        force_terminal={"auto": None, "always": True, "never": False}[color],
        no_color=True if color == "never" else None,
        highlight=False,
        emoji=False,
        markup=False,
        soft_wrap=True,
    )


def terminal_width(width: int | None) -> int:
    """Take the width that was asked for, else the terminal's, else 80 cells."""
    return width or shutil.get_terminal_size((DEFAULT_WIDTH, 24)).columns


def show(
    lines: Iterable[Text],
    *,
    color: When,
    paging: When,
    width: int,
    theme: Theme = THEME,
) -> None:
    """Print lines, through the pager where there is a terminal to page."""
    screen = console(color=color, width=width, theme=theme)
    lines = map(harmless, lines)
    pager = _pager() if _wanted(paging) else None
    if pager is None:
        for line in lines:
            screen.print(line)
        return
    _page(lines, screen, pager, theme)


def echo(text: str) -> None:
    """Print text as it is; Chinese must not fail on a terminal of another encoding."""
    stream = sys.stdout
    encoding = stream.encoding or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError as error:
        raise ReaderError(
            f"standard output is {encoding}, which has no {text[error.start]!r}; "
            "set PYTHONIOENCODING=utf-8, or write to a file with -o"
        ) from error
    stream.write(text)
    stream.flush()


def to_json(data: object) -> str:
    """Write data as every command gives it: JSON, two blanks deep, Chinese as it is."""
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def write(text: str | bytes, path: Path | None, *, force: bool = False) -> None:
    """Write text or bytes to a path whole or not at all, or to standard output.

    Raises ReaderError where the file is there already or cannot be written.
    """
    if path is None or str(path) == "-":
        if isinstance(text, bytes):
            sys.stdout.buffer.write(text)
        else:
            echo(text)
        return
    if path.is_dir():
        raise ReaderError(f"{path}: is a directory; name a file in it")
    if path.exists() and not force:
        raise ReaderError(
            f"{path}: is there already; name another file, "
            "or write over it with --force"
        )
    try:
        _replace(path, text)
    except FileNotFoundError as error:
        raise ReaderError(
            f"{path}: there is no directory {path.parent}; make it first"
        ) from error
    except PermissionError as error:
        raise ReaderError(
            f"{path}: no permission to write there; choose another place with -o"
        ) from error
    except OSError as error:
        raise ReaderError(f"{path}: cannot be written: {error.strerror}") from error


@contextlib.contextmanager
def progress(quiet: bool) -> Iterator[Progress | None]:
    """Show a bar on stderr while something takes long, on a terminal only."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(compact=True),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None)
        yield lambda what, done, total: bar.update(
            task, description=what, completed=done, total=total
        )


def note(text: str, *, quiet: bool) -> None:
    """Say something beside the result, on stderr."""
    if not quiet:
        click.echo(text, err=True)


def harmless(line: Text) -> Text:
    """Show a text's control characters instead of obeying them."""
    line.plain = line.plain.translate(PICTURES)
    return line


def _replace(path: Path, text: str | bytes) -> None:
    """Write a file whole or not at all; the mode of one that is there stays."""
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
    with staged(path) as made:
        made.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        made.chmod(mode)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _wanted(paging: When) -> bool:
    if paging == "auto":
        return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    return paging == "always"


def _pager() -> list[str] | None:
    """Find the pager: READER_PAGER, PAGER, less; None to print as it comes."""
    named = os.environ.get("READER_PAGER") or os.environ.get("PAGER")
    if named:
        command = shlex.split(named)
        if command and shutil.which(command[0]):
            if Path(command[0]).name == "less" and len(command) == 1:
                return LESS
            if Path(command[0]).name not in UNFIT_PAGERS:
                return command
    return LESS if shutil.which("less") else None


def _page(
    lines: Iterable[Text], screen: Console, pager: list[str], theme: Theme
) -> None:
    """Feed the pager line by line, so that the first page shows at once."""
    environment = {**os.environ, "LESSCHARSET": "utf-8"}
    process = subprocess.Popen(
        pager, stdin=subprocess.PIPE, env=environment, encoding="utf-8"
    )
    feed = process.stdin
    assert feed is not None  # because of stdin=PIPE
    buffer = StringIO()
    paged = Console(
        file=buffer,
        theme=theme,
        width=screen.width,
        force_terminal=screen.is_terminal,
        color_system=screen.color_system,  # type: ignore[arg-type]
        no_color=screen.no_color,
        highlight=False,
        emoji=False,
        markup=False,
        soft_wrap=True,
    )
    # Closing the pager early is how one stops reading: no error.
    with contextlib.suppress(BrokenPipeError):
        for line in lines:
            paged.print(line)
            feed.write(buffer.getvalue())
            buffer.seek(0)
            buffer.truncate()
    with contextlib.suppress(BrokenPipeError):
        feed.close()
    while True:
        # Ctrl-C belongs to the pager while it runs.
        with contextlib.suppress(KeyboardInterrupt):
            process.wait()
            return
