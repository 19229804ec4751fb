"""A TSV file of terms <-> terms.

The first line names the columns; `chinese` and `english` must be there, the others may
be. Lists in a cell are separated by `|`. A byte-order mark, Windows line ends and
columns of the reader's own are no obstacle; cells left out at the end of a row are
empty.
"""

from collections.abc import Iterable, Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable

from glossary.errors import GlossaryError
from glossary.models import PARTS_OF_SPEECH, STATUSES, Term
from glossary.scripts import CHARACTERS, fold
from glossary.syllables import align, plain

UNTRANSLATED = ("keep", "off")

# In the order they are written.
COLUMNS = (
    "chinese", "traditional", "aliases", "pinyin", "pos", "english", "accepted",
    "avoid", "definition", "example", "example_english", "domain", "status",
    "only_in", "near", "not_in",
)  # fmt: skip
REQUIRED = ("chinese", "english")
LISTS = frozenset(
    {"aliases", "accepted", "avoid", "traditional", "only_in", "near", "not_in"}
)


def ours() -> list[Traversable]:
    """Return our own tables, one a domain, by name."""
    return sorted(
        (
            entry
            for entry in files("glossary").iterdir()
            if entry.name.endswith(".tsv") and entry.name != CHARACTERS
        ),
        key=lambda entry: entry.name,
    )


def parse(data: bytes | str, *, name: str) -> list[Term]:
    """Read the terms of a TSV text; `name` is the file's, for messages."""
    header, lines = table(data, name=name)
    return terms_of(header, lines, name=name)


def parse_ours(data: bytes) -> list[Term]:
    """Read a table that is known to have no fault, in a fraction of the time.

    The suite holds our own tables to what parse() asks of every other.
    """
    header, *lines = (line.split("\t") for line in data.decode().splitlines())
    lists = [column in LISTS for column in header]
    terms = []
    for cells in lines:
        row: dict[str, object] = {
            column: tuple(cell.split("|")) if is_list else cell
            for column, is_list, cell in zip(header, lists, cells, strict=True)
            if cell
        }
        terms.append(Term(**row))  # type: ignore[arg-type]
    return terms


def terms_of(header: list[str], lines: list[list[str]], *, name: str) -> list[Term]:
    """Turn the cells of a table into terms; of a line without cells comes none.

    Raises GlossaryError at the first row that is no term.
    """
    seen: dict[str, int] = {}
    terms = []
    for line, cells in enumerate(lines, 2):
        if not cells:
            continue
        for problem, remedy in row_faults(header, cells):
            raise GlossaryError(name, line, problem, remedy)
        term = _term(_row(header, cells))
        first = seen.setdefault(fold(term.chinese), line)
        if first != line:
            raise GlossaryError(
                name, line, f"{term.chinese} stands already in line {first}",
                "join the two rows",
            )  # fmt: skip
        terms.append(term)
    return terms


def dump(terms: Iterable[Term]) -> str:
    """Write terms as TSV, sorted; parse() reads the same terms back."""
    lines = ["\t".join(COLUMNS)]
    lines += ("\t".join(row_of(term)) for term in sorted(terms, key=sort_key))
    return "\n".join(lines) + "\n"


def row_of(term: Term) -> list[str]:
    """Give the cells of a term's row, in the order of the columns."""
    values = (getattr(term, column) for column in COLUMNS)
    return [value if isinstance(value, str) else "|".join(value) for value in values]


def table(data: bytes | str, *, name: str) -> tuple[list[str], list[list[str]]]:
    """Return the names of the columns, and the cells of every line below them.

    An empty line has no cells. Raises GlossaryError where a needed column is missing.
    """
    header, *lines = (
        [cell.strip() for cell in line.split("\t")] if line.strip() else []
        for line in decode(data, name).replace("\r\n", "\n").split("\n")
    )
    header = [column.lower() for column in header]
    for column in REQUIRED:
        if column not in header:
            raise GlossaryError(
                name, 1, f"the first line names no column {column!r}",
                "begin the file with a line such as: chinese<TAB>english",
            )  # fmt: skip
    return header, lines


def row_faults(header: list[str], cells: list[str]) -> Iterator[tuple[str, str]]:
    """Yield (problem, remedy) for whatever keeps a row from being a term."""
    if len(cells) > len(header):
        yield (
            f"{len(cells)} cells under {len(header)} columns",
            "take out the tabs too many",
        )
        return
    row = _row(header, cells)
    status = row.get("status")
    for column in REQUIRED:
        # What is not translated, or no term, needs no English.
        if not row[column] and (column == "chinese" or status not in UNTRANSLATED):
            yield f"{column} is empty", "fill it in"
    for column, known in (("status", STATUSES), ("pos", PARTS_OF_SPEECH)):
        cell = row.get(column)
        if cell and cell not in known:
            yield f"unknown {column} {cell!r}", f"write one of {', '.join(known)}"
    for column in ("chinese", "aliases", "traditional"):
        for form in _list(row.get(column, "")):
            if len(form) < 2 and not (row.get("only_in") or row.get("near")):
                yield (
                    f"{form} is a single character, part of too many words",
                    "give the word it stands in, or say in only_in where it is a term",
                )
    if row.get("pinyin") and row["chinese"]:
        try:
            align(row["chinese"], row["pinyin"])
        except ValueError as error:
            yield str(error), "mend the pinyin: a tone mark for each character"


def sort_key(term: Term) -> tuple[str, str]:
    """Order terms by pinyin without tones, Latin terms by their letters."""
    return plain(term.pinyin or term.chinese), term.chinese


def decode(data: bytes | str, name: str) -> str:
    """Return the text of a file in UTF-8, without a byte-order mark."""
    if isinstance(data, str):
        return data.removeprefix("\ufeff")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise GlossaryError(
            name, line, "this is not UTF-8", "save the file as UTF-8"
        ) from error


def _row(header: list[str], cells: list[str]) -> dict[str, str]:
    filled = cells + [""] * (len(header) - len(cells))
    return dict(zip(header, filled, strict=True))


def _term(row: dict[str, str]) -> Term:
    cells: dict[str, object] = {
        column: _list(row[column]) if column in LISTS else row[column]
        for column in COLUMNS
        if row.get(column)
    }
    cells.setdefault("english", row["chinese"])
    return Term(**cells)  # type: ignore[arg-type]


def _list(cell: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in cell.split("|") if item.strip())
