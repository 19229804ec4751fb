"""The README says what is true: its commands run and give what it shows."""

import re
from pathlib import Path

import pytest

from reader.cli import COMMANDS, run
from reader.cli.glossary_command import command as glossary
from reader.render import RENDERERS

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)
DOMAINS = re.compile(r"<!-- domains: .*? -->\n(.*?)<!-- end -->", re.DOTALL)
FLAG = re.compile(r"`?(--[a-z][a-z-]*)")

# Flags of other programs that the README's two commands call.
OTHERS = {"--upgrade", "--editable", "--group"}


def transcripts(block: str) -> list[tuple[str, list[str]]]:
    """Cut a console block into commands with the lines shown for each."""
    found: list[tuple[str, list[str]]] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        else:
            found[-1][1].append(line)
    return found


def output(command: str, capsys: pytest.CaptureFixture[str]) -> list[str]:
    program, *arguments = command.split()
    assert program == "reader"
    assert run(arguments) == 0, command
    return capsys.readouterr().out.splitlines()


def skeleton(lines: list[str]) -> list[str]:
    """Leave out what the machine decides: int8 rounds otherwise on other processors.

    That is the English column, and with it how many checks it fails.
    """
    left = (line.split("│")[0].rstrip() for line in lines)
    return [re.sub(r"\d+ checks?", "checks", line) for line in left if line.strip()]


def test_commands_give_what_is_shown(
    update: bool, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A transcript that ends with … shows the beginning of the output."""
    monkeypatch.chdir(ROOT)
    text = README.read_text("utf-8")

    def again(match: re.Match[str]) -> str:
        lines = []
        for command, shown in transcripts(match[1]):
            actual = output(command, capsys)
            if shown[-1:] == ["…"]:
                actual = [*actual[: len(shown) - 1], "…"]
            lines += [f"$ {command}", *actual]
            if not update:
                whole = skeleton(actual)
                assert whole[: len(skeleton(shown))] == skeleton(shown)[: len(whole)]
        return "```console\n" + "".join(f"{line}\n" for line in lines) + "```"

    current = CONSOLE.sub(again, text)
    if update:
        README.write_text(current, encoding="utf-8")


def test_the_domains_are_counted_as_the_command_counts(
    update: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["glossary", "list", "--counts"]) == 0
    table = capsys.readouterr().out
    text = README.read_text("utf-8")
    found = DOMAINS.search(text)
    assert found
    if update:
        README.write_text(text.replace(found[1], table), encoding="utf-8")
    else:
        assert table == found[1]


def test_every_command_and_form_is_named() -> None:
    text = README.read_text("utf-8")
    for name in COMMANDS:
        assert f"`reader {name}" in text
    for name in RENDERERS:
        assert f"--to {name}" in text


def test_every_flag_named_exists(capsys: pytest.CaptureFixture[str]) -> None:
    for name in COMMANDS:
        run([name, "--help"])
    for name in glossary.commands:
        run(["glossary", name, "--help"])
    known = set(FLAG.findall(capsys.readouterr().out))
    named = set(FLAG.findall(README.read_text("utf-8")))
    assert named - known - OTHERS == set()
