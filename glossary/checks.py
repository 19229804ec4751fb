"""A TSV file of terms -> every fault in it, each with its line and a remedy.

Reading a file stops at what keeps a row from being a term; checking goes on, and also
reports what can be read but will serve a reader badly.
"""

import re
from collections.abc import Iterable, Iterator
from os import PathLike
from pathlib import Path

from glossary.errors import GlossaryError
from glossary.han import HAN
from glossary.matching import spellings
from glossary.models import Fault, Term
from glossary.scripts import fold
from glossary.tables import (
    COLUMNS,
    LISTS,
    UNTRANSLATED,
    ours,
    parse,
    row_faults,
    sort_key,
    table,
)

# Letters, digits and blanks; not `，`, which is right in Chinese.
_WIDE = re.compile(r"[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\u3000\xa0]")
# `中台,` or `(中台`; not `P&L(盈亏)` in English.
_HALF_WIDTH_MARK = re.compile(rf"{HAN.pattern}[,;:()!?]|[,;:()!?]{HAN.pattern}")
_CHINESE_MARK = re.compile(r"[，。；：、！？（）【】《》“”‘’\uff5c]")
# What `reader glossary extract` adds for whoever edits its candidates.
EXTRACTED = ("count", "context")
_SEPARATOR = re.compile(r"[，、；;\uff5c]")
_CHINESE_CELLS = (
    "chinese", "aliases", "traditional", "example", "only_in", "near", "not_in"
)  # fmt: skip
_ENGLISH_CELLS = ("english", "accepted", "avoid", "definition", "example_english")
# Where a Chinese word may be named or a Chinese sign quoted.
_SENTENCES = ("definition", "example_english")
_WORD = re.compile(r"[a-z]{3,}")
_NEW_WORDS = 4  # that a definition must have beyond those of the English


def check(path: str | PathLike[str]) -> list[Fault]:
    """Return every fault of a TSV file of terms, by line: none for a clean file.

    Raises GlossaryError only where there is no reading the file at all.
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise GlossaryError.unreadable(path, error) from error
    return _check(data, str(path))


def check_ours() -> dict[str, list[Fault]]:
    """Return the faults of each of our own tables, by name; also between tables."""
    found = {}
    owner: dict[str, tuple[str, str]] = {}
    for entry in ours():
        data = entry.read_bytes()
        faults = found[entry.name] = _check(data, entry.name)
        for line, term in enumerate(parse(data, name=entry.name), 2):
            for spelling in {s for form in term.forms for s in spellings(form)}:
                table, first = owner.setdefault(spelling, (entry.name, term.chinese))
                if table != entry.name:
                    faults.append(
                        Fault(
                            line, f"{spelling} is already a form of {first} in {table}",
                            "leave it to one of the two terms",
                        )
                    )  # fmt: skip
    return found


def _check(data: bytes, name: str) -> list[Fault]:
    try:
        header, lines = table(data, name=name)
    except GlossaryError as error:
        return [Fault(error.line, error.problem, error.remedy)]
    faults = list(_header_faults(header))
    terms: dict[int, Term] = {}
    for line, cells in enumerate(lines, 2):
        if not cells:
            continue
        broken = [Fault(line, *fault) for fault in row_faults(header, cells)]
        faults += broken
        if len(cells) > len(header):
            continue
        row = dict(zip(header, cells, strict=False))
        faults += [Fault(line, *fault) for fault in _cell_faults(row)]
        if not broken:
            text = "\t".join(header) + "\n" + "\t".join(cells)
            terms[line] = parse(text, name=name)[0]
            faults += [Fault(line, *fault) for fault in _term_faults(terms[line], row)]
    faults += _clashes(terms)
    # Someone's own few columns may stand in any order, such as the likeliest first.
    if set(COLUMNS) <= set(header):
        faults += _order_faults(terms)
    return sorted(faults, key=lambda fault: fault.line)


def _header_faults(header: list[str]) -> Iterator[Fault]:
    for column in header:
        if column not in (*COLUMNS, *EXTRACTED):
            yield Fault(
                1, f"unknown column {column!r}", f"columns are {', '.join(COLUMNS)}"
            )
    if len(set(header)) < len(header):
        yield Fault(1, "a column is named twice", "name each column once")


def _cell_faults(row: dict[str, str]) -> Iterator[tuple[str, str]]:
    for column, cell in row.items():
        if wide := _WIDE.search(cell):
            yield (
                f"{column} has the full-width {wide.group()!r}",
                "write Latin letters, digits and blanks half-width",
            )
        if cell.startswith('"') and cell.endswith('"'):
            yield f"{column} stands in quotation marks", "export without quoting"
    for column in _CHINESE_CELLS:
        cell = row.get(column, "")
        if mark := _HALF_WIDTH_MARK.search(cell):
            yield f"{column} has a half-width mark: {mark.group()!r}", "use ，；：（）"
        # 云、大数据 may be what stands around a term.
        listed = column in LISTS - {"only_in"}
        if listed and (mark := _SEPARATOR.search(cell)):
            yield f"{column} is separated by {mark.group()!r}", "separate by |"
    for column in _ENGLISH_CELLS:
        cell = row.get(column, "")
        free = column in _SENTENCES or row.get("status") in UNTRANSLATED
        if not free and (han := HAN.search(cell)):
            yield f"{column} has the Han character {han.group()}", "write English"
        if mark := _CHINESE_MARK.search(cell):
            yield f"{column} has the Chinese mark {mark.group()}", "use English marks"
    for column in sorted(LISTS):
        items = [fold(item.strip()) for item in row.get(column, "").split("|")]
        if len(items) > 1 and "" in items:
            yield f"{column} has an empty item", "take out the | too many"
        if len(set(items)) < len(items):
            yield f"{column} names something twice", "name it once"
    if row.get("english", "").endswith((".", ",", ";")):
        yield "english ends with a mark", "write it as it stands inside a sentence"


def _term_faults(term: Term, row: dict[str, str]) -> Iterator[tuple[str, str]]:
    if "pinyin" in row and bool(HAN.search(term.chinese)) != bool(term.pinyin):
        yield (
            ("pinyin is empty", "write the pinyin, words joined")
            if not term.pinyin
            else ("pinyin without a Han character", "leave the cell empty")
        )
    if "definition" in row:
        if not term.definition:
            yield "definition is empty", "say in a sentence what the term means"
        elif not term.definition.endswith("."):
            yield "definition has no full stop", "write one or two whole sentences"
        elif len(_new_words(term)) < _NEW_WORDS:
            yield "definition only repeats the term", "say what it means in this trade"
    if term.example and not any(fold(f) in fold(term.example) for f in term.forms):
        yield "the example does not have the term", "give a sentence that has it"
    if bool(term.example) != bool(term.example_english) and "example_english" in row:
        yield "one half of the example is missing", "give the sentence and its English"
    for word in term.only_in:
        if not any(fold(form) in fold(word) for form in term.forms):
            yield (
                f"only_in has {word}, which does not hold the term",
                "take it out, or put it into near",
            )
    for column in ("domain", "status", "pos"):
        if column in row and not row[column]:
            yield f"{column} is empty", "fill it in"
    right = {fold(term.english)}
    for english in term.accepted:
        if fold(english) in right:
            yield f"accepted repeats {english!r}", "take it out"
        right.add(fold(english))
    for english in term.avoid:
        if fold(english) in right:
            yield f"{english!r} is both right and to be avoided", "decide"
    for word in term.not_in:
        if not any(fold(form) in fold(word) for form in term.forms):
            yield f"not_in has {word}, which does not hold the term", "take it out"
        if any(fold(form) == fold(word) for form in term.forms):
            yield f"not_in has the term {word} itself", "take it out"


def _new_words(term: Term) -> set[str]:
    return set(_WORD.findall(fold(term.definition))) - set(
        _WORD.findall(fold(term.english))
    )


def _clashes(terms: dict[int, Term]) -> Iterator[Fault]:
    owner: dict[str, int] = {}
    for line, term in terms.items():
        for form in term.forms:
            for first in {owner.setdefault(s, line) for s in spellings(form)} - {line}:
                yield Fault(
                    line, f"{form} is already a form in line {first}",
                    "leave it to one of the two terms",
                )  # fmt: skip
        if len({fold(form) for form in term.forms}) < len(term.forms):
            yield Fault(
                line, f"{term.chinese} lists a form twice",
                "case, width and script make no other form: name it once",
            )  # fmt: skip


def _order_faults(terms: dict[int, Term]) -> Iterable[Fault]:
    before: Term | None = None
    for line, term in terms.items():
        if before is not None and sort_key(term) < sort_key(before):
            yield Fault(
                line, f"{term.chinese} stands after {before.chinese}",
                "sort by pinyin without tones; Latin terms by their letters",
            )  # fmt: skip
        before = term
