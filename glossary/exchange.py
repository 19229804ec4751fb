"""A file of terms in any of the forms we know <-> terms.

``tsv`` is our own form, ``csv`` the same columns for spreadsheets, ``tbx`` the standard
of ISO 30042, ``omegat`` a glossary of OmegaT. TSV, CSV and TBX lose nothing.
"""

import csv
from collections.abc import Callable, Iterable
from io import StringIO
from os import PathLike
from pathlib import Path

from glossary import omegat, tables, tbx
from glossary.errors import GlossaryError
from glossary.han import HAN
from glossary.models import Term
from glossary.tables import COLUMNS, REQUIRED, sort_key

SUFFIXES = {
    ".tsv": "tsv",
    ".csv": "csv",
    ".tbx": "tbx",
    ".xml": "tbx",
    ".txt": "omegat",
    ".utf8": "omegat",
}
"""What the name of a file says of its form."""


def dump_csv(terms: Iterable[Term]) -> str:
    """Write terms as CSV, with the mark by which spreadsheets know UTF-8."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for term in sorted(terms, key=sort_key):
        writer.writerow(tables.row_of(term))
    return "\ufeff" + out.getvalue()


def parse_csv(data: bytes | str, *, name: str) -> list[Term]:
    """Read terms from CSV; commas, semicolons or tabs part the cells.

    Raises GlossaryError, with the line, for a row that is no term.
    """
    text = tables.decode(data, name)
    head = text.split("\n", 1)[0]
    mark = max(",;\t", key=head.count)
    rows = [
        [" ".join(cell.split()) for cell in row]
        for row in csv.reader(StringIO(text), delimiter=mark)
    ]
    header = [cell.lower() for cell in rows[0]] if rows else []
    for column in REQUIRED:
        if column not in header:
            raise GlossaryError(
                name, 1, f"the first line names no column {column!r}",
                "begin the file with a line such as: chinese,english",
            )  # fmt: skip
    lines = [row if any(row) else [] for row in rows[1:]]
    return tables.terms_of(header, lines, name=name)


DUMPS: dict[str, Callable[[Iterable[Term]], str]] = {
    "tsv": tables.dump,
    "csv": dump_csv,
    "tbx": tbx.dump,
    "omegat": omegat.dump,
}
PARSERS: dict[str, Callable[..., list[Term]]] = {
    "tsv": tables.parse,
    "csv": parse_csv,
    "tbx": tbx.parse,
    "omegat": omegat.parse,
}
FORMS = tuple(DUMPS)


def export(terms: Iterable[Term], to: str) -> str:
    """Write terms in a form: ``tsv``, ``csv``, ``tbx`` or ``omegat``."""
    return DUMPS[to](terms)


def read(path: str | PathLike[str], *, form: str | None = None) -> list[Term]:
    """Read the terms of a file; its name and opening tell the form where none is given.

    Raises GlossaryError for a file that cannot be read or a row that is no term.
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise GlossaryError.unreadable(path, error) from error
    form = form or SUFFIXES.get(path.suffix.lower()) or _guess(data)
    # A table of ours may well be called .txt, and one of OmegaT's .tsv.
    if form == "omegat" and _is_headed(data):
        form = "tsv"
    elif form == "tsv" and HAN.match(data.decode(errors="replace").lstrip("\ufeff")):
        form = "omegat"
    return PARSERS[form](data, name=str(path))


def _is_headed(data: bytes) -> bool:
    """Tell whether the first line names the column `chinese`."""
    head = data.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0]
    return b"chinese" in [cell.strip().lower() for cell in head.split(b"\t")]


def _guess(data: bytes) -> str:
    head = data[:400].lstrip(b"\xef\xbb\xbf \r\n\t")
    if head.startswith(b"<"):
        return "tbx"
    first = head.split(b"\n", 1)[0]
    return "csv" if b"\t" not in first and (b"," in first or b";" in first) else "tsv"
