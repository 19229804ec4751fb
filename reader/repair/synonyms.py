"""Words of a length that share a sense in CC-CEDICT: what a spinner may have swapped.

Derived once from the dictionary that is installed beside the program and kept in the
user's cache, as the dictionary's own index is; in memory where nothing can be written.
"""

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, suppress
from functools import cache
from itertools import permutations
from pathlib import Path
from tempfile import NamedTemporaryFile

from reader.dictionary import cached_path, every

LONGEST = 2
CROWD = 60
"""A sense that so many words have says little."""
NOTE = re.compile(r"\([^)]*\)|\b(?:sb|sth|somebody|something)\b")
LEADING = re.compile(r"^(?:to be|to|a|an|the|be) ")
# What is no sense: a measure word, another spelling, a pointer.
OTHER = re.compile(r"^(?:cl:|variant|old variant|surname|abbr|see |used |erhua)")
HAN = re.compile("[\u4e00-\u9fff]+")


class Synonyms:
    """The pairs, looked up word by word."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._known: dict[str, tuple[str, ...]] = {}

    def of(self, word: str) -> tuple[str, ...]:
        """Give the words that share a sense with a word, those with most first.

        >>> "提" in synonyms().of("挑"), "小" in synonyms().of("幼")
        (True, True)
        """
        if word not in self._known:
            rows = self._connection.execute(
                "SELECT other FROM pairs WHERE word = ? ORDER BY senses DESC, other",
                (word,),
            )
            self._known[word] = tuple(other for (other,) in rows)
        return self._known[word]


@cache
def synonyms() -> Synonyms:
    """Open the pairs, made first where they are not there yet."""
    path = cached_path("synonyms")
    if not path.exists():
        with suppress(OSError, sqlite3.Error):
            path.parent.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=path.parent, delete=False) as file:
                pass
            with closing(sqlite3.connect(file.name)) as connection:
                _fill(connection)
            Path(file.name).replace(path)
    with suppress(sqlite3.Error):
        connection = sqlite3.connect(
            f"{path.as_uri()}?mode=ro", uri=True, check_same_thread=False
        )
        connection.execute("SELECT 1 FROM pairs LIMIT 1").fetchone()
        return Synonyms(connection)
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    _fill(connection)
    return Synonyms(connection)


def _fill(connection: sqlite3.Connection) -> None:
    words: dict[str, set[str]] = defaultdict(set)
    for entry in every():
        word = entry.simplified
        if len(word) <= LONGEST and not entry.is_name and HAN.fullmatch(word):
            for sense in _senses(entry.senses):
                words[sense].add(word)
    shared: dict[tuple[str, str], int] = defaultdict(int)
    for group in words.values():
        if len(group) <= CROWD:
            for word, other in permutations(group, 2):
                if len(word) == len(other):
                    shared[word, other] += 1
    connection.execute("CREATE TABLE pairs (word, other, senses INTEGER)")
    connection.executemany(
        "INSERT INTO pairs VALUES (?, ?, ?)",
        ((word, other, count) for (word, other), count in shared.items()),
    )
    connection.execute("CREATE INDEX by_word ON pairs (word)")
    connection.commit()


def _senses(senses: tuple[str, ...]) -> Iterator[str]:
    for sense in senses:
        for part in re.split("[;,]", NOTE.sub("", sense).lower()):
            plain = LEADING.sub("", " ".join(part.split())).rstrip(".")
            if plain and not OTHER.match(plain):
                yield plain
