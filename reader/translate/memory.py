"""A translation memory: what was translated before -> the same again, at once.

One SQLite file in the user's cache. A machine's translation is kept under what it was
made from: the sentence, the package and its version, the terms that were asked for in
it, and the settings; so a change of any of them translates anew, and nothing else
does. A reader's own correction is kept under the sentence alone and wins over every
machine. Several processes may read and write at once, and one may be killed: each
translation is written whole before the next begins.
"""

import contextlib
import hashlib
import json
import os
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Literal

from glossary.scripts import simplified
from reader.errors import ReaderError
from reader.models import Request
from reader.surrogates import encodable

FILE = "memory.sqlite3"
# Raise it when the way of translating changes, so that old translations are not met.
WORK = 4
# For PRAGMA user_version: a file of a later program is left alone.
VERSION = 1
# How long a process waits while another writes, in seconds.
PATIENCE = 30
# SQLite binds no more values than 999 in some builds.
CHUNK = 500

SCHEMA = """
CREATE TABLE IF NOT EXISTS machine (
    key BLOB PRIMARY KEY, chinese TEXT NOT NULL, english TEXT NOT NULL,
    package TEXT NOT NULL, made INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS hand (
    key TEXT PRIMARY KEY, chinese TEXT NOT NULL, english TEXT NOT NULL,
    source TEXT NOT NULL, made INTEGER NOT NULL) WITHOUT ROWID;
"""

Maker = Literal["machine", "hand"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence and its English as the memory holds them."""

    chinese: str
    english: str
    maker: Maker
    source: str = ""
    """The package that translated it, or the file that a correction came from."""
    made: int = 0
    """When, in seconds since 1970."""


class Memory:
    """An open memory; made with its tables when it is first opened.

    Raises ReaderError where the file cannot be opened as a memory.

    >>> memory = Memory(":memory:")
    >>> memory.correct([("我们做云。", "We build the cloud.")])
    1
    >>> [unit.english for unit in memory.units()]
    ['We build the cloud.']
    """

    def __init__(self, path: str | os.PathLike[str] | None = None) -> None:
        place = default_path() if path is None else path
        self.path = str(place)
        self.failure: ReaderError | None = None
        """Why it was given up on the way, where it was."""
        self._lock = threading.Lock()
        try:
            if self.path != ":memory:":
                Path(place).parent.mkdir(parents=True, exist_ok=True)
            self._database = self._opened()
        except (OSError, sqlite3.Error) as error:
            raise _unusable(self.path, error) from error

    def _opened(self) -> sqlite3.Connection:
        database = sqlite3.connect(
            self.path,
            timeout=PATIENCE,
            isolation_level=None,
            check_same_thread=False,
        )
        try:
            _wait_for_wal(database)
            # Whoever pulls the plug may lose the last second, never the whole.
            database.execute("PRAGMA synchronous = NORMAL")
            (version,) = database.execute("PRAGMA user_version").fetchone()
            if version > VERSION:
                raise ReaderError(
                    f"{self.path} was made by a later version of this program: "
                    f"update it, or go without with --no-memory"
                )
            if version < VERSION:
                database.executescript(f"{SCHEMA}PRAGMA user_version = {VERSION};")
        except BaseException:
            database.close()
            raise
        return database

    def __enter__(self) -> "Memory":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; the memory cannot be used after."""
        self._database.close()

    def find(
        self, requests: Sequence[Request], *, maker: str
    ) -> dict[Request, tuple[str, Maker]]:
        """Give what is known of requests: the English, and whether by hand.

        ``maker`` names what would translate them, with its version.
        """
        found: dict[Request, tuple[str, Maker]] = {}
        for chunk in _chunks(requests):
            keys = {request_key(one, maker): one for one in chunk}
            query = f"SELECT key, english FROM machine WHERE key IN {_marks(keys)}"
            for key, english in self._ask(query, list(keys)):
                found[keys[key]] = english, "machine"
            sentences: dict[str, list[Request]] = {}
            for one in chunk:
                sentences.setdefault(_hand_key(one.text), []).append(one)
            query = f"SELECT key, english FROM hand WHERE key IN {_marks(sentences)}"
            for sentence, english in self._ask(query, list(sentences)):
                for one in sentences[sentence]:
                    found[one] = english, "hand"
        return found

    def keep(self, request: Request, english: str, *, maker: str, source: str) -> None:
        """Keep a machine's translation; ``source`` is its name for a reader."""
        self._do(
            "INSERT OR REPLACE INTO machine VALUES (?, ?, ?, ?, ?)",
            [(
                request_key(request, maker),
                request.text.strip(),
                english,
                source,
                int(time.time()),
            )],
        )  # fmt: skip

    def correct(
        self, pairs: Iterable[tuple[str, str]], *, source: str = "", made: int = 0
    ) -> int:
        """Keep a reader's own English of sentences; give how many were kept."""
        when = made or int(time.time())
        rows = [
            (_hand_key(zh), zh.strip(), en.strip(), source, when) for zh, en in pairs
        ]
        self._do("INSERT OR REPLACE INTO hand VALUES (?, ?, ?, ?, ?)", rows)
        return len(rows)

    def units(self, *, maker: Maker | None = None, text: str = "") -> Iterator[Unit]:
        """Give the units, a reader's own first; ``text`` must be in either side."""
        like = f"%{text.replace('!', '!!').replace('%', '!%').replace('_', '!_')}%"
        for name, source in (("hand", "source"), ("machine", "package")):
            if maker in (None, name):
                query = (
                    f"SELECT chinese, english, {source}, made FROM {name} "
                    f"WHERE chinese LIKE ? ESCAPE '!' OR english LIKE ? ESCAPE '!' "
                    f"ORDER BY made, chinese"
                )
                for chinese, english, where, made in self._ask(query, [like, like]):
                    kind: Maker = "hand" if name == "hand" else "machine"
                    yield Unit(chinese, english, kind, where, made)

    def count(self) -> dict[Maker, int]:
        """Count the units of each maker."""
        kinds: tuple[Maker, ...] = ("machine", "hand")
        return {kind: self._ask(f"SELECT count(*) FROM {kind}")[0][0] for kind in kinds}

    def clear(self, maker: Maker, *, before: int | None = None) -> int:
        """Remove the units of a maker, or those made before a time; give how many."""
        when = 1 << 62 if before is None else before
        gone = self._do(f"DELETE FROM {maker} WHERE made < ?", [(when,)])
        with contextlib.suppress(sqlite3.OperationalError):  # another process reads
            self._database.execute("VACUUM")
        return gone

    def _ask(self, query: str, values: Sequence[object] = ()) -> list[tuple]:  # type: ignore[type-arg]
        with self._lock:
            try:
                return self._database.execute(query, _storable(values)).fetchall()
            except sqlite3.Error as error:
                raise _unusable(self.path, error) from error

    def _do(self, query: str, rows: Sequence[Sequence[object]]) -> int:
        with self._lock:
            try:
                self._database.execute("BEGIN IMMEDIATE")
                try:
                    stored = map(_storable, rows)
                    count = self._database.executemany(query, stored).rowcount
                except BaseException:
                    self._database.execute("ROLLBACK")
                    raise
                self._database.execute("COMMIT")
            except sqlite3.Error as error:
                raise _unusable(self.path, error) from error
        return count


def default_path() -> Path:
    """Say where the user's memory is: ``bilingual-reader`` in the XDG cache."""
    import platformdirs

    return platformdirs.user_cache_path("bilingual-reader") / FILE


def request_key(request: Request, maker: str) -> bytes:
    """Give the key of a request: 20 bytes of a digest of all that decides its English.

    Of the glossary only the terms in the sentence count, so that a new term elsewhere
    does not forget everything.
    """
    what = [WORK, maker, request.text.strip(), request.terms, request.names]
    written = json.dumps(what, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).digest()[:20]


def _hand_key(chinese: str) -> str:
    """Make one of a sentence in either script: it is translated from Simplified."""
    return encodable(" ".join(simplified(chinese).split()))


def _storable(values: Sequence[object]) -> tuple[object, ...]:
    return tuple(
        encodable(value) if isinstance(value, str) else value for value in values
    )


def _chunks(requests: Sequence[Request]) -> Iterator[Sequence[Request]]:
    for start in range(0, len(requests), CHUNK):
        yield requests[start : start + CHUNK]


def _marks(values: Iterable[object]) -> str:
    return f"({', '.join('?' for _ in values)})"


def _wait_for_wal(database: sqlite3.Connection) -> None:
    # SQLite does not wait for its timeout here: to change the journal of a new file
    # while another process makes its tables is refused at once.
    end = time.monotonic() + PATIENCE
    while True:
        try:
            database.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
            time.sleep(0.02)


def _unusable(path: str, error: Exception) -> ReaderError:
    return ReaderError(
        f"the memory {path} cannot be used ({error}): "
        f"go without with --no-memory, or remove the file"
    )
