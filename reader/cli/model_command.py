"""``reader model``: which translation packages there are, and which is used."""

import json

import click

from reader.cli import screen


@click.group("model")
def command() -> None:
    """List the translation packages."""


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Give JSON.")
def list_packages(as_json: bool) -> None:
    """List the Chinese to English packages, the one that is used first."""
    from reader.translate import find

    packages = find()
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
        screen.echo(json.dumps(data, ensure_ascii=False, indent=2) + "\n")
        return
    if not packages:
        screen.echo(
            "no zh→en package; install one with: argospm install translate-zh_en\n"
        )
    for number, package in enumerate(packages):
        used = "used" if number == 0 else "    "
        screen.echo(f"{used}  {package.label}  {package.path}\n")
