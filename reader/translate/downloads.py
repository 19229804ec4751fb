"""A URL -> a file that is whole and the right one; the only module that uses a network.

A download that breaks goes on where it broke, in this run and in the next. What came
is compared with the size and the SHA-256 that are known, before it gets its name.
Only https is used, and http to this machine itself.
"""

import contextlib
import hashlib
import http.client
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from reader.errors import ReaderError

Progress = Callable[[int, int | None], None]
"""Told how many bytes there are, and of how many, where that is known."""

CHUNK = 1 << 16
TIMEOUT = 30.0
# A connection that breaks is made again so often, after so many seconds.
PAUSES = (0.5, 2.0, 5.0, 10.0)
# The largest Argos packages have some 300 MB.
LIMIT = 4 << 30
TEXT_LIMIT = 16 << 20
LOOPBACK = ("127.0.0.1", "::1", "localhost")


class DownloadError(ReaderError):
    """Something could not be downloaded, or is not what it should be."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What is known of a file before it is downloaded."""

    size: int | None = None
    sha256: str | None = None


def fetch(
    url: str,
    target: Path,
    *,
    expected: Expected = Expected(),
    progress: Progress | None = None,
    pauses: tuple[float, ...] = PAUSES,
) -> Path:
    """Download a URL to ``target``, going on with what an earlier try has left.

    Raises DownloadError; what came so far stays beside ``target`` as ``.part``, unless
    it is wrong.
    """
    part = target.with_name(f"{target.name}.part")
    try:
        part.parent.mkdir(parents=True, exist_ok=True)
        for pause in (*pauses, None):
            try:
                _continue(url, part, expected, progress)
                break
            except (OSError, http.client.HTTPException) as error:
                if isinstance(error, urllib.error.HTTPError):
                    error.close()
                    if error.code < 500:
                        raise _failed(url, error) from error
                if pause is None:
                    raise _failed(url, error, part) from error
                time.sleep(pause)
        _verify(url, part, expected)
        part.replace(target)
        _note(part).unlink(missing_ok=True)
    except OSError as error:
        raise DownloadError(
            f"cannot write {part}: {error.strerror or error}: make room there, "
            f"or set XDG_CACHE_HOME to another place"
        ) from error
    return target


def text(url: str) -> str:
    """Download a small text in UTF-8."""
    try:
        with _open(url, {}) as answer:
            raw: bytes = answer.read(TEXT_LIMIT)
    except (OSError, http.client.HTTPException) as error:
        raise _failed(url, error) from error
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DownloadError(f"{url}: is not text in UTF-8") from error


def _continue(
    url: str, part: Path, expected: Expected, progress: Progress | None
) -> None:
    """Add to a part what is missing of it, or begin anew where that is not possible."""
    start = part.stat().st_size if part.exists() else 0
    note = _read_note(part)
    if note.get("url") != url or not note.get("version"):
        start = 0  # of another file, or of one that may have changed
    if start and start == expected.size:
        return
    headers = {"Accept-Encoding": "identity"}
    if start:
        headers |= {"Range": f"bytes={start}-", "If-Range": str(note["version"])}
    try:
        answer = _open(url, headers)
    except urllib.error.HTTPError as error:
        if error.code != 416:  # the part is longer than the file
            raise
        error.close()
        part.unlink(missing_ok=True)
        start, answer = 0, _open(url, {"Accept-Encoding": "identity"})
    with answer:
        if answer.status != 206 or not _goes_on(answer.headers, start):
            start = 0
        length = answer.headers.get("Content-Length")
        total = start + int(length) if length and length.isdecimal() else None
        if total is not None and expected.size not in (None, total):
            raise DownloadError(
                f"{url}: has {total:,} bytes, and {expected.size:,} were expected: "
                f"nothing was downloaded"
            )
        version = answer.headers.get("ETag") or answer.headers.get("Last-Modified")
        if version and version.startswith("W/"):
            version = None  # says that it means the same, not that it is the same
        _note(part).write_text(
            json.dumps({"url": url, "version": version}), encoding="utf-8"
        )
        with part.open("ab" if start else "wb") as file:
            _copy(answer, file, start, total, url, progress)


def _copy(
    answer: Any,
    file: IO[bytes],
    done: int,
    total: int | None,
    url: str,
    progress: Progress | None,
) -> None:
    while chunk := answer.read(CHUNK):
        done += len(chunk)
        if done > (LIMIT if total is None else total):
            raise DownloadError(f"{url}: is longer than any package")
        file.write(chunk)
        if progress is not None:
            progress(done, total)
    if total is not None and done < total:
        raise http.client.IncompleteRead(b"", total - done)


def _goes_on(headers: Message, start: int) -> bool:
    return str(headers.get("Content-Range", "")).startswith(f"bytes {start}-")


def _verify(url: str, part: Path, expected: Expected) -> None:
    size = part.stat().st_size
    wrong = ""
    if expected.size not in (None, size):
        wrong = f"has {size:,} bytes, and {expected.size:,} were expected"
    elif expected.sha256 is not None:
        with part.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != expected.sha256.lower():
            wrong = f"has the SHA-256 {found}, and {expected.sha256} was expected"
    if wrong:
        part.unlink()
        _note(part).unlink(missing_ok=True)
        raise DownloadError(
            f"{url}: {wrong}: what was downloaded is removed; try again later"
        )


def _note(part: Path) -> Path:
    """Where stands what a part is of, so that no two files are ever mixed."""
    return part.with_name(f"{part.name}.json")


def _read_note(part: Path) -> dict[str, Any]:
    with contextlib.suppress(OSError, ValueError):
        note = json.loads(_note(part).read_text(encoding="utf-8"))
        if isinstance(note, dict):
            return note
    return {}


def _open(url: str, headers: dict[str, str]) -> Any:
    _allow(url)
    request = urllib.request.Request(
        url, headers={"User-Agent": "bilingual-reader", **headers}
    )
    return urllib.request.build_opener(_Redirects).open(request, timeout=TIMEOUT)


def _allow(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme == "https" and parts.hostname:
        return
    if parts.scheme == "http" and parts.hostname in LOOPBACK:
        return
    raise DownloadError(
        f"{url}: only https is used, so that nobody on the way can change the file; "
        f"download it yourself and give its path"
    )


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows only where it may go in the first place."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: Any,
        newurl: str,
    ) -> urllib.request.Request | None:
        _allow(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _failed(url: str, error: Exception, part: Path | None = None) -> DownloadError:
    if isinstance(error, urllib.error.HTTPError):
        why = f"the server answers {error.code} {error.reason}"
    elif isinstance(error, urllib.error.URLError):
        why = str(error.reason)
    elif isinstance(error, http.client.IncompleteRead):
        why = "the connection was cut"
    else:
        why = str(error) or type(error).__name__
    kept = part is not None and part.exists() and part.stat().st_size
    then = (
        f"{kept:,} bytes are kept, the same command goes on from there"
        if kept
        else "try again later, or download it elsewhere and give its path"
    )
    return DownloadError(f"{url}: cannot be downloaded ({why}): {then}")
