"""The curated terms of cloud, To B and the industrial internet, and how to use them.

One TSV file a domain lies beside this module; README.md explains the columns.

>>> import glossary
>>> terms = glossary.load()
>>> [match.term.english for match in terms.find("做产业互联网，先要有中台")]
['industrial internet', 'middle platform']
"""

from functools import cache
from importlib.resources import files
from os import PathLike

from glossary.checks import check
from glossary.collection import Glossary
from glossary.errors import GlossaryError
from glossary.models import Fault, Match, Term
from glossary.scripts import CHARACTERS
from glossary.tables import dump, parse_ours, read

__all__ = [
    "Fault",
    "Glossary",
    "GlossaryError",
    "Match",
    "Term",
    "check",
    "dump",
    "load",
    "read",
]


def load(*paths: str | PathLike[str]) -> Glossary:
    """Return our terms with those of the TSV files laid over them, the last on top.

    Raises GlossaryError, naming file and line, for a file that cannot be used.
    """
    terms = _bundled()
    for path in paths:
        terms = terms.merged(Glossary(read(path)))
    return terms


@cache
def _bundled() -> Glossary:
    tables = sorted(
        (
            entry
            for entry in files("glossary").iterdir()
            if entry.name.endswith(".tsv") and entry.name != CHARACTERS
        ),
        key=lambda entry: entry.name,
    )
    return Glossary(
        term for table in tables for term in parse_ours(table.read_bytes())
    )
