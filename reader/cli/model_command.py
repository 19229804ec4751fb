"""``reader model``: the translation packages; get one, look at one, remove one."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reader.cli import options, screen
from reader.errors import PackageError

if TYPE_CHECKING:
    from reader.translate.downloads import Progress
    from reader.translate.packages import Package

HINT = "install one with: reader model install zh_en"


@click.group("model")
def command() -> None:
    """List, install and remove translation packages.

    They lie where argospm has its own, and are any program's that knows that place.
    Nothing but `install` with a name uses a network.
    """


@command.command("list")
@options.as_json
@options.quiet
def list_packages(as_json: bool, quiet: bool) -> None:
    """List the Chinese to English packages, the one that is used first."""
    from reader.translate import find

    packages = find(skipped=lambda line: screen.note(f"reader: {line}", quiet=quiet))
    if as_json:
        data = [
            {
                "name": package.name,
                "version": package.version,
                "place": package.place,
                "path": str(package.path),
            }
            for package in packages
        ]
        screen.echo(screen.to_json(data))
        return
    if not packages:
        screen.echo(f"no zh→en package; {HINT}\n")
    for number, package in enumerate(packages):
        used = "used" if number == 0 else "    "
        screen.echo(f"{used}  {package.label}  {package.path}\n")


@command.command("install")
@click.argument("source", metavar="FILE|FOLDER|NAME")
@click.option("--sha256", metavar="HEX", help="What the file must have.")
@click.option(
    "-f", "--force", is_flag=True, help="Replace a package that is there already."
)
@options.quiet
def install(source: str, sha256: str | None, force: bool, quiet: bool) -> None:
    """Install an .argosmodel file, an unpacked package, or one of the Argos index.

    A NAME such as zh_en is looked up in the index and downloaded; a download that
    breaks goes on where it broke. The Chinese to English package of version 1.9 has
    74 MB and is compared with its known SHA-256.
    """
    from reader.translate import installing

    with _progress(quiet) as progress:
        package = installing.install(
            source,
            sha256=sha256,
            force=force,
            progress=progress,
            told=lambda line: screen.note(f"reader: {line}", quiet=quiet),
        )
    screen.note(
        f"installed {package.name} {package.version} in {package.path}", quiet=quiet
    )


@command.command("info")
@click.argument("name", required=False)
@options.as_json
def info(name: str | None, as_json: bool) -> None:
    """Say all about a package: the one that is used, or NAME, a file or a folder."""
    data = _data(_named(name))
    if as_json:
        screen.echo(screen.to_json(data))
        return
    for key, value in data.items():
        if value not in (None, ""):
            screen.echo(f"{key:<12} {value}\n")


@command.command("remove")
@click.argument("name")
@options.quiet
def remove(name: str, quiet: bool) -> None:
    """Remove an installed package by its name or its folder's."""
    from reader.translate import find, installing

    path = installing.remove(name)
    packages = find()
    then = f"{packages[0].label} is used now" if packages else f"none is left; {HINT}"
    screen.note(f"removed {path}; {then}", quiet=quiet)


def _named(name: str | None) -> "Package":
    from reader.translate import find, load

    packages = find()
    if name is None:
        if not packages:
            raise PackageError(f"no zh→en package; {HINT}")
        return packages[0]
    if Path(name).exists():
        return load(name)
    for package in packages:
        short = f"{package.from_code}_{package.to_code}"
        if name in (package.name, short, package.path.name):
            return package
    raise PackageError(f"no package {name}; see: reader model list")


def _data(package: "Package") -> dict[str, Any]:
    path = package.path
    files = [path] if path.is_file() else list(path.rglob("*"))
    size = sum(one.stat().st_size for one in files if one.is_file())
    return {
        "name": package.name,
        "version": package.version,
        "place": package.place,
        "path": str(path),
        "size": f"{size / 1e6:,.1f} MB",
        "from": package.from_code,
        "to": package.to_code,
        "terms": f"asked for as 词{package.terms}" if package.terms else "not taught",
        "window": f"{package.window} pieces" if package.window else None,
    }


@contextmanager
def _progress(quiet: bool) -> "Iterator[Progress | None]":
    """Show a download's bar on stderr, on a terminal only."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    columns = (
        TextColumn("downloading"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("downloading", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
