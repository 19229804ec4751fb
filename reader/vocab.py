"""The words a reader knows: a text file of theirs, a word a line.

It lies in the user's data directory, or where READER_VOCAB says, and may be edited by
hand: blank lines and what follows a # are passed over. Words are kept as they were
given, and compared by their Simplified characters.
"""

import os
import re
from collections.abc import Iterable
from pathlib import Path

from glossary.han import HAN
from glossary.scripts import fold
from reader.errors import ReaderError, UnreadableError, UsageError
from reader.staging import staged
from reader.surrogates import SURROGATE

LONGEST = 20
# The first field of a line of an import: a word list, CSV, TSV, an Anki export.
FIRST = re.compile(r'\s*"?([^"\t,;#]*)')


def place() -> Path:
    """Say where the file is, whether or not it is there yet."""
    named = os.environ.get("READER_VOCAB")
    if named:
        return Path(named)
    from platformdirs import user_data_path

    return user_data_path("bilingual-reader") / "known_words.txt"


def load() -> list[str]:
    """Return the words known, in the order they were added.

    Raises UnreadableError where the file is there but is no text in UTF-8.
    """
    path = place()
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableError(
            f"{path}: cannot be read as a list of words ({error}); "
            "mend it, or name another file in READER_VOCAB"
        ) from error
    words = (line.partition("#")[0].strip() for line in text.splitlines())
    return list(dict.fromkeys(filter(None, words)))


def known() -> frozenset[str]:
    """Return the words known, folded to be compared."""
    return frozenset(map(fold, load()))


def add(words: Iterable[str]) -> list[str]:
    """Add words; return those that are new.

    Raises UsageError, before anything is written, for what is no Chinese word.
    """
    wanted = [word.strip() for word in words]
    wrong = [word for word in wanted if not _is_word(word)]
    if wrong:
        raise UsageError(
            f"{wrong[0]!r} is no Chinese word; give words like 业务 or to B"
        )
    return _add(wanted)


def remove(words: Iterable[str]) -> list[str]:
    """Take words out; return those that were there."""
    gone = {fold(word.strip()) for word in words}
    have = load()
    kept = [word for word in have if fold(word) not in gone]
    if len(kept) < len(have):
        _save(kept)
    return [word for word in have if fold(word) in gone]


def read_list(path: Path) -> list[str]:
    """Read the words of a file: the first field of each line that holds Chinese.

    Raises UnreadableError if it is no text, or holds no Chinese word.
    """
    found = [word for _, word in _fields(path) if _is_word(word)]
    if not found:
        raise UnreadableError(
            f"{path}: no line begins with a Chinese word; "
            "give a word a line, or a table with the words in its first column"
        )
    return list(dict.fromkeys(found))


def passed_over(path: Path) -> list[int]:
    """Give the numbers of the lines of which :func:`read_list` takes no word.

    Blank lines and comments are not among them.
    """
    return [number for number, word in _fields(path) if not _is_word(word)]


def import_list(path: Path) -> list[str]:
    """Add the words of a file; return those that are new."""
    return _add(read_list(path))


def _fields(path: Path) -> list[tuple[int, str]]:
    """Give the first field of each line that is no comment, with the line's number."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableError(
            f"{path}: cannot be read as text in UTF-8 ({error}); save it as UTF-8"
        ) from error
    return [
        (number, match[1].strip())
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip() and not line.lstrip().startswith("#")
        if (match := FIRST.match(line))
    ]


def _is_word(word: str) -> bool:
    return (
        bool(HAN.search(word))
        and len(word) <= LONGEST
        and "\n" not in word
        and SURROGATE.search(word) is None
    )


def _add(words: Iterable[str]) -> list[str]:
    have = load()
    seen = set(map(fold, have))
    new = []
    for word in words:
        if fold(word) not in seen:
            seen.add(fold(word))
            new.append(word)
    if new:
        _save([*have, *new])
    return new


def _save(words: Iterable[str]) -> None:
    """Write the file in one step."""
    path = place()
    text = "".join(f"{word}\n" for word in words)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with staged(path) as made:
            made.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ReaderError(
            f"{path}: cannot be written ({error}); name another file in READER_VOCAB"
        ) from error
