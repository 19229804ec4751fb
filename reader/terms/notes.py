"""Notes that were exported -> their sentences, Chinese beside English.

Read are documents as JSON and study notes as Markdown, as `reader export` writes them;
in Markdown a reader's own changes to the English are what counts.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reader.errors import UnreadableError, UsageError
from reader.render import json_form

SUFFIXES = (".json", ".md")
# `**S001** 谈起**中台**。` and `> The middle platform.`; not `> ⚠ term: …`.
CHINESE = re.compile(r"\*\*(S\d+)\*\* (.+)")
ENGLISH = re.compile(r"> (?!⚠)(.+)")
ESCAPED = re.compile(r"\\([^\w\s])")
LABEL = "(word by word) "


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence, its English, and where it stands."""

    file: str
    id: str
    chinese: str
    english: str


def pairs(*paths: str | Path) -> list[Pair]:
    """Read the sentences of exported files, or of all that lie in a directory.

    What was not translated is left out. Raises UsageError where there is nothing to
    read, UnreadableError for a file that is no export.
    """
    files = [file for path in map(Path, paths) for file in _files(path)]
    if not files:
        named = ", ".join(map(str, paths))
        raise UsageError(
            f"{named}: no notes there; export some with --to json or --to md"
        )
    return [pair for file in files for pair in _pairs(file)]


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(
            file for file in path.rglob("*") if file.suffix.lower() in SUFFIXES
        )
    if not path.exists():
        raise UsageError(f"{path}: no such file or directory")
    return [path]


def _pairs(file: Path) -> Iterator[Pair]:
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableError(f"{file}: cannot be read: {error}") from error
    if file.suffix.lower() != ".json":
        yield from _markdown(str(file), text)
    elif json_form.is_document(text):
        for sentence in json_form.parse(text, name=str(file)).sentences():
            translation = sentence.translation
            if translation.text and translation.origin != "gloss":
                yield Pair(str(file), sentence.id, sentence.text, translation.text)


def _markdown(name: str, text: str) -> Iterator[Pair]:
    id, chinese = "", ""
    for line in text.splitlines():
        if opening := CHINESE.fullmatch(line):
            id, chinese = opening[1], _plain(opening[2])
        elif line.startswith("#"):
            id = ""
        elif id and (english := ENGLISH.fullmatch(line)):
            if not english[1].startswith(LABEL):
                yield Pair(name, id, chinese, _plain(english[1]))
            id = ""


def _plain(text: str) -> str:
    """Take the marks out of Markdown: bold terms, backslashes before signs."""
    return ESCAPED.sub(r"\1", text.replace("**", ""))
