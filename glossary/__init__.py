"""The curated terms of cloud, To B and the industrial internet, and how to use them.

One TSV file a domain lies beside this module; README.md explains the columns.

>>> import glossary
>>> terms = glossary.load()
>>> [match.term.english for match in terms.find("做产业互联网，先要有中台")]
['industrial internet', 'middle platform']
"""

from functools import cache
from os import PathLike

from glossary.checks import check, check_ours
from glossary.collection import Glossary
from glossary.errors import GlossaryError
from glossary.exchange import FORMS, export, read
from glossary.folders import own, own_folder
from glossary.models import Fault, Match, Term
from glossary.tables import dump, ours, parse_ours

__all__ = [
    "FORMS",
    "Fault",
    "Glossary",
    "GlossaryError",
    "Match",
    "Term",
    "check",
    "check_ours",
    "dump",
    "export",
    "load",
    "own",
    "own_folder",
    "read",
]


def load(*paths: str | PathLike[str]) -> Glossary:
    """Return our terms with those of the files laid over them, the last on top.

    A file is TSV, CSV, TBX or OmegaT's. ``load(*own(), "mine.tsv")`` has the reader's
    own glossaries between ours and the file. Raises GlossaryError, naming file and
    line, for a file that cannot be used.
    """
    terms = _bundled()
    for path in paths:
        terms = terms.merged(Glossary(read(path)))
    return terms


@cache
def _bundled() -> Glossary:
    return Glossary(term for table in ours() for term in parse_ours(table.read_bytes()))
