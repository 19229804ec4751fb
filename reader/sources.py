"""A file, a URL, standard input or a string -> its text and what is known of it.

Chinese text comes in UTF-8, GB18030 (and GBK and GB 2312 within it), Big5 and
UTF-16, with and without a byte order mark. A mark decides; then UTF-8, which
other encodings hardly ever fake; then charset-normalizer between the rest. Line
ends become ``\\n`` and surrogates U+FFFD; nothing else is changed.
"""

import re
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from glossary.han import HAN
from reader.errors import ReaderError, UnreadableError, UsageError
from reader.fetch import fetch, is_url
from reader.markup import SUFFIXES, read_markdown
from reader.pages import declared, is_page, read_page
from reader.subtitles import is_subtitles, read_subtitles
from reader.surrogates import encodable

STDIN = "-"

# Longest first: the UTF-32 mark begins with the UTF-16 one.
BYTE_ORDER_MARKS = {
    b"\xff\xfe\x00\x00": "utf-32",
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
    b"\x84\x31\x95\x33": "gb18030",
}

CANDIDATES = ["gb18030", "big5hkscs", "big5", "utf_16_le", "utf_16_be"]

MAGIC = {
    b"%PDF": ("a PDF", "extract its text first, for example with pdftotext"),
    b"PK\x03\x04": ("a zip or Office file", "save it as plain text first"),
    b"\xd0\xcf\x11\xe0": ("an old Office file", "save it as plain text first"),
    b"\x89PNG": ("a picture", "recognise its text first"),
    b"\xff\xd8\xff": ("a picture", "recognise its text first"),
    b"GIF8": ("a picture", "recognise its text first"),
    b"\x1f\x8b": ("compressed", "unpack it first, for example with gunzip"),
}

# Real text has next to none of these; a binary file read as text is full of them.
MAX_STRANGE_SHARE = 0.02

# Three bytes of UTF-8, read as Latin letters and encoded once more: ä½ å¥½.
TWICE = re.compile("[\u00e4-\u00e9][\u0080-\u00bf]{2}")
TIMES = 8

LONGEST_PATH = 1024


@dataclass(frozen=True, slots=True)
class Source:
    """A text as it was read."""

    text: str
    name: str
    """The path or URL it came from, ``-`` for standard input, empty for a string.

    Of a path that is no UTF-8, what can be read of it.
    """
    encoding: str | None = None
    title: str = ""
    """What a page or a Markdown text says its title is; the text begins with it."""
    author: str = ""
    date: str = ""
    """YYYY-MM-DD."""


def load(source: str | Path, *, encoding: str | None = None) -> Source:
    """Read a path, a URL, standard input (``-``), or take a string as the text itself.

    A string is taken for a path if such a file exists or if it holds neither a
    line end nor a Han character: then a misspelt path is an error, not a text.

    Raises ReaderError if the source cannot be opened, UnreadableError if it is not
    text.

    >>> load("我们从去年开始做云。").text
    '我们从去年开始做云。'
    """
    if source == "":
        raise UnreadableError("the text is empty; there is nothing to read")
    name = source if isinstance(source, str) else source.as_posix()
    if is_url(name):
        data, said = fetch(name)
        text, used = decode(data, name=name, encoding=encoding, said=said)
        return _formed(text, name, used, url=name)
    if isinstance(source, str) and source != STDIN and not _is_path(source):
        return Source(_readable(source), "")
    if str(source) == STDIN:
        data, name = sys.stdin.buffer.read(), STDIN
    else:
        data, name = _read(Path(source)), str(source)
    text, used = decode(data, name=name, encoding=encoding)
    return _formed(text, name, used)


def _formed(text: str, name: str, encoding: str, url: str | None = None) -> Source:
    """Take the article out of a page, the words out of Markdown and subtitles."""
    name = encodable(name)
    if is_subtitles(text):
        said = read_subtitles(text)
        if not said:
            raise UnreadableError(f"{_shown(name)}: nothing is said in these subtitles")
        return Source(said, name, encoding)
    if is_page(text):
        page = read_page(text, name=_shown(name), url=url)
    elif Path(name).suffix.lower() in SUFFIXES:
        page = read_markdown(text)
    else:
        return Source(text, name, encoding)
    return Source(page.text, name, encoding, page.title, page.author, page.date)


def decode(
    data: bytes, *, name: str, encoding: str | None = None, said: str | None = None
) -> tuple[str, str]:
    """Decode bytes; return the text and the encoding that was found or given.

    ``said`` is what a server says it is; it counts only where the bytes agree.

    >>> decode("云计算与产业互联网".encode("gb18030"), name="x.txt")
    ('云计算与产业互联网', 'gb18030')
    """
    shown = _shown(name)
    if not data.strip():
        raise UnreadableError(f"{shown}: is empty; there is nothing to read")
    for magic, (kind, remedy) in MAGIC.items():
        if data.startswith(magic):
            raise UnreadableError(f"{shown}: is {kind}, not text; {remedy}")
    if encoding:
        return _decode_as(data, encoding, shown), encoding
    for mark, marked in BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            text = _decode_as(data, marked, shown)
            return text.removeprefix("\ufeff"), marked.removesuffix("-sig")
    found = _detect(data, said)
    if found is None:
        raise UnreadableError(
            f"{shown}: no encoding of Chinese text fits it "
            "(tried UTF-8, GB18030, Big5, UTF-16); is it text? "
            "If so, name its encoding with --encoding"
        )
    return found


def _is_path(source: str) -> bool:
    if "\n" in source or len(source) > LONGEST_PATH:
        return False
    try:
        exists = Path(source).exists()
    except (OSError, ValueError):
        return False
    return exists or source.isascii()


def _shown(name: str) -> str:
    return "standard input" if name == STDIN else name


def _read(path: Path) -> bytes:
    if path.is_dir():
        raise ReaderError(f"{path}: is a directory; name a file in it")
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise ReaderError(
            f"{path}: no such file; check the name, or use - to read standard input"
        ) from error
    except PermissionError as error:
        raise ReaderError(
            f"{path}: no permission to read it; check the file's owner and mode"
        ) from error
    except (OSError, ValueError) as error:
        raise ReaderError(f"{path}: cannot be read: {error}") from error


def _decode_as(data: bytes, encoding: str, shown: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableError(
            f"{shown}: is not {encoding} (byte {error.start}); "
            "leave the encoding out to have it found"
        ) from error
    # ValueError for a name that can be none, or Python's codecs that decode nothing.
    except (LookupError, ValueError) as error:
        raise UsageError(
            f"no such encoding: {encoding}; try utf-8, gb18030, big5 or utf-16"
        ) from error
    return _readable(text)


def _detect(data: bytes, said: str | None = None) -> tuple[str, str] | None:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        # What decodes to Han characters is no accident, whatever else is in it, nor
        # are Han characters that were encoded twice.
        good = _plausible(text) or HAN.search(text) or len(TWICE.findall(text)) > TIMES
        return (_readable(text), "utf-8") if good else None
    for named in filter(None, (declared(data), said)):
        try:
            text = data.decode(named)
        except (LookupError, ValueError):
            continue
        if _plausible(text) and HAN.search(text):
            return _readable(text), named.lower()
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=CANDIDATES).best()
    if best is None or not _plausible(str(best)):
        return None
    return _readable(str(best)), best.encoding.replace("_", "-")


def _plausible(text: str) -> bool:
    """Tell text from bytes that merely decode: controls and unassigned characters."""
    strange = sum(
        unicodedata.category(character) in ("Cc", "Cn", "Cs")
        and character not in "\n\r\t\f\v"
        for character in text
    )
    return strange <= MAX_STRANGE_SHARE * len(text)


def _readable(text: str) -> str:
    return encodable(text.replace("\r\n", "\n").replace("\r", "\n"))
