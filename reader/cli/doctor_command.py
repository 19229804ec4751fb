"""``reader doctor``: what is installed, what works, what to do about the rest."""

import os
import platform
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.util import find_spec
from pathlib import Path

import click
from rich.text import Text

from reader.cli import options, screen
from reader.errors import ReaderError

# What only some commands need: the extra that brings it, and what it is for.
EXTRAS = {
    "argostranslate": ("argos", "--translator argostranslate"),
    "genanki": ("anki", "--to anki"),
    "trafilatura": ("web", "web pages and URLs"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    topic: str
    good: bool
    detail: str
    remedy: str = ""
    needed: bool = True
    """Whether the main job fails without it."""


@click.command("doctor")
@options.as_json
@options.color
def command(as_json: bool, color: screen.When) -> int:
    """Check what is installed, what works, and what to do about the rest.

    Exits with 1 if something is missing that the main job needs.
    """
    findings = list(examine())
    if as_json:
        data = [asdict(finding) for finding in findings]
        screen.echo(screen.to_json(data))
    else:
        screen.show(
            _lines(findings),
            color=color,
            paging="never",
            width=screen.terminal_width(None),
        )
    return 0 if all(one.good or not one.needed for one in findings) else 1


def examine() -> Iterator[Finding]:
    """Look at everything, one finding after another."""
    for look in LOOKS:
        yield from look()


def _python() -> Iterator[Finding]:
    found = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    good = sys.version_info >= (3, 11)
    yield Finding("Python", good, found, "" if good else "install Python 3.11 or later")


def _libraries() -> Iterator[Finding]:
    """Look at every library the base install names."""
    for requirement in requires("bilingual-reader") or ():
        if ";" in requirement:  # an extra's
            continue
        name = re.split(r"[^\w.-]", requirement)[0]
        try:
            yield Finding(name, True, version(name))
        except PackageNotFoundError:
            yield Finding(name, False, "missing", f"pip install {name}")


def _extras() -> Iterator[Finding]:
    for name, (extra, use) in EXTRAS.items():
        good = find_spec(name) is not None
        remedy = f"only for {use}: pip install 'bilingual-reader[{extra}]'"
        yield Finding(
            name,
            good,
            version(name) if good else "not installed, and not needed",
            "" if good else remedy,
            needed=False,
        )


def _terminal() -> Iterator[Finding]:
    from reader.render.view import NARROWEST

    if not sys.stdout.isatty():
        yield Finding("terminal", True, "output goes to a file or a pipe")
    else:
        cells = screen.terminal_width(None)
        good = cells >= NARROWEST
        remedy = "" if good else f"a view needs {NARROWEST} columns"
        yield Finding("terminal", good, f"{cells} columns", remedy, needed=False)
    target = screen.console()
    system = target.color_system if not target.no_color else None
    why = "NO_COLOR is set" if os.environ.get("NO_COLOR") else "not a colour terminal"
    yield Finding("colour", True, system or f"off: {why}")
    encoding = (sys.stdout.encoding or "").lower()
    good = encoding.replace("-", "") in ("utf8", "gb18030", "utf16", "utf8sig")
    remedy = "" if good else "set PYTHONIOENCODING=utf-8"
    yield Finding("encoding", good, encoding, remedy)


def _packages() -> Iterator[Finding]:
    from reader.translate import find

    packages = find()
    for number, package in enumerate(packages):
        used = "used" if number == 0 else "there"
        yield Finding("translation", True, f"{package.label}, {used}: {package.path}")
    if not packages:
        yield Finding(
            "translation",
            False,
            "no zh→en package: the English is word by word",
            "reader model install zh_en, or name a file with --model",
            needed=False,
        )


def _trial() -> Iterator[Finding]:
    """Read one sentence through every stage."""
    from reader import pipeline

    try:
        document = pipeline.read("我们从去年开始做产业互联网。")
    except ReaderError as error:
        yield Finding("trial", False, str(error), "mend what is named above")
        return
    english = next(document.sentences()).translation.text
    yield Finding("trial", bool(english), f"我们从去年开始做产业互联网。 → {english}")


def _places() -> Iterator[Finding]:
    import platformdirs

    place = Path(platformdirs.user_cache_dir("bilingual-reader"))
    nearest = next(path for path in (place, *place.parents) if path.exists())
    good = os.access(nearest, os.W_OK)
    remedy = "" if good else "set XDG_CACHE_HOME to a place you can write to"
    yield Finding("cache", good, str(place), remedy, needed=False)


LOOKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    _python,
    _libraries,
    _extras,
    _terminal,
    _places,
    _packages,
    _trial,
)


def _lines(findings: list[Finding]) -> Iterator[Text]:
    for finding in findings:
        mark, style = ("ok", "doctor.ok") if finding.good else ("--", "doctor.missing")
        line = Text(f"{mark} ", style)
        line.append(f" {finding.topic:<20} {finding.detail}", "none")
        yield line
        if finding.remedy:
            yield Text(f"{'':<25}{finding.remedy}", "read.definition")
