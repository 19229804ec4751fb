"""A spinner's family: which forms it writes, and what each may have been.

A table is a TSV with a header naming at least ``spun`` and ``original``; a row is
one pair, or several originals joined by ``|``. The bundled tables lie in
``reader/repair/tables``; a user's table adds its pairs to every family, and the one in
the user's configuration directory does so always.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from io import StringIO
from pathlib import Path

from reader.errors import UnreadableError, UsageError

PREFIX = "spin_"


@dataclass(frozen=True, slots=True)
class Pair:
    """One substitution: a form as the spinner writes it, and what it stands for."""

    spun: str
    original: str
    source: str = "observed"
    """``observed``, ``implied``, or the user's table it comes from."""


@dataclass(frozen=True, slots=True)
class Family:
    """The substitutions of one spinner, indexed for the decoder."""

    name: str
    pairs: tuple[Pair, ...]
    forms: dict[str, tuple[Pair, ...]] = field(init=False)
    """form -> its pairs"""
    within: dict[str, tuple[tuple[str, tuple[Pair, ...]], ...]] = field(init=False)
    """form -> it and the forms it begins with, longest first, each with its pairs"""
    chained: re.Pattern[str] = field(init=False)
    """Matches before each form that the spinner would itself have replaced."""
    anywhere: re.Pattern[str] = field(init=False)
    """Matches before each place where a form begins; group 1 is the longest one."""
    survivors: re.Pattern[str] = field(init=False)
    """Matches the words a spinner of this family leaves none of."""
    swaps: dict[str, set[str]] = field(init=False)
    """character -> those it stands for in some row (挑供 was 提供: 挑 → 提)"""
    honest: re.Pattern[str] = field(init=False)
    """Matches honest words that hold a form, or read as if they were one."""

    def __post_init__(self) -> None:
        forms: dict[str, list[Pair]] = {}
        for pair in dict.fromkeys(self.pairs):
            forms.setdefault(pair.spun, []).append(pair)
        starts: dict[str, list[str]] = {}
        for form in sorted(forms, key=len, reverse=True):
            starts.setdefault(form[0], []).append(form)
        set_ = object.__setattr__
        set_(self, "forms", {form: tuple(pairs) for form, pairs in forms.items()})
        set_(
            self,
            "within",
            {
                form: tuple(
                    (other, self.forms[other])
                    for other in starts[form[0]]
                    if form.startswith(other)
                )
                for form in forms
            },
        )
        left = {
            pair.original
            for pair in self.pairs
            if pair.source == "observed" and len(pair.original) > 1
        }
        firsts = "".join(starts)
        set_(self, "anywhere", re.compile(f"(?=[{firsts}])(?=({_by_first(starts)}))"))
        set_(self, "survivors", re.compile(_any(left)))
        set_(self, "honest", re.compile(_any(honest())))
        set_(self, "swaps", _swaps(self.pairs))
        chains = forms.keys() & {pair.original for pair in self.pairs}
        set_(self, "chained", re.compile(f"(?={_any(chains)})"))


def _swaps(pairs: Iterable[Pair]) -> dict[str, set[str]]:
    swaps: dict[str, set[str]] = {}
    for pair in pairs:
        if len(pair.spun) == len(pair.original):
            differing = [
                (spun, original)
                for spun, original in zip(pair.spun, pair.original, strict=True)
                if spun != original
            ]
            if len(differing) == 1:
                swaps.setdefault(differing[0][0], set()).add(differing[0][1])
    return swaps


def _any(words: Iterable[str]) -> str:
    """Write a pattern of any of some words, the longest that fits first."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True))) or "(?!)"


def _by_first(starts: dict[str, list[str]]) -> str:
    """Write the same with each first character once; it is tried at every place."""
    return "|".join(
        first + "(?:" + "|".join(form[1:] for form in forms) + ")"
        for first, forms in starts.items()
    )


@cache
def honest() -> tuple[str, ...]:
    """Load the words that hold spun forms and are honest as they stand.

    >>> "营业额" in honest()
    True
    """
    text = (files("reader.repair") / "tables/honest.tsv").read_text(encoding="utf-8")
    return tuple(line.split("\t")[0] for line in text.splitlines()[1:])


@cache
def bundled() -> tuple[Family, ...]:
    """Load the families that come with the package.

    >>> [family.name for family in bundled()]
    ['zhong']
    """
    folder = files("reader.repair") / "tables"
    found = sorted(
        (entry for entry in folder.iterdir() if entry.name.startswith(PREFIX)),
        key=lambda entry: entry.name,
    )
    return tuple(
        Family(
            entry.name.removeprefix(PREFIX).removesuffix(".tsv"),
            tuple(read_pairs(entry.read_text(encoding="utf-8"), entry.name)),
        )
        for entry in found
    )


def families(tables: Iterable[Path] = ()) -> tuple[Family, ...]:
    """Give the bundled families, each with the pairs of the user's tables.

    Raises UsageError (with the line) where a table is not one, UnreadableError
    where it is no text.
    """
    added = tuple(pair for table in tables for pair in load_pairs(Path(table)))
    if not added:
        return bundled()
    return tuple(Family(family.name, family.pairs + added) for family in bundled())


def own_table() -> tuple[Path, ...]:
    """Find the user's own table, where there is one: it is read without being named."""
    path = own_table_path()
    return (path,) if path.is_file() else ()


def own_table_path() -> Path:
    """Say where the user's own table lies: ``spinner.tsv`` in the configuration."""
    from platformdirs import user_config_path

    return user_config_path("bilingual-reader") / "spinner.tsv"


def load_pairs(path: Path) -> list[Pair]:
    """Read a user's table."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError(f"{path}: not UTF-8; save the table as UTF-8") from error
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error
    return list(read_pairs(text, str(path), source=path.name))


def read_pairs(text: str, where: str, *, source: str | None = None) -> Iterator[Pair]:
    """Read the rows of a table.

    >>> list(read_pairs("spun\\toriginal\\n清新\\t知道|清楚\\n", "my.tsv"))[1].original
    '清楚'
    """
    rows = csv.reader(StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE)
    header = next(rows, [])
    if "spun" not in header or "original" not in header:
        raise UsageError(
            f"{where}:1: no header with the columns spun and original, tab-separated"
        )
    for number, row in enumerate(rows, 2):
        if not any(cell.strip() for cell in row) or row[0].startswith("#"):
            continue
        cells = dict(zip(header, (cell.strip() for cell in row), strict=False))
        spun, originals = cells.get("spun", ""), cells.get("original", "")
        if not spun or not originals:
            raise UsageError(f"{where}:{number}: needs both spun and original")
        for original in originals.split("|"):
            if original == spun or not original:
                raise UsageError(
                    f"{where}:{number}: {spun} needs an original other than itself"
                )
            yield Pair(spun, original, source or cells.get("source") or "observed")
