"""A package's zip, opened with care: a zip from anywhere -> a folder that is complete.

Nothing is written outside the folder asked for, nothing larger than a package
can be is unpacked, and a folder appears under its final name only when it is
whole: it is filled under another name and moved. So two processes may unpack
the same zip at once, and one may be killed half-way.
"""

import contextlib
import hashlib
import shutil
import stat
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from reader.errors import PackageError

# The official package is 86 MB unpacked and has 20 entries; large models reach 1 GB.
SIZE_LIMIT = 4 << 30
ENTRY_LIMIT = 2_000
# Weights hardly shrink (1.1 to 2 times); a bomb shrinks a thousand times.
RATIO_LIMIT = 60
RATIO_FROM = 64 << 20
CHUNK = 1 << 20
STAGING = ".unpacking-"
STALE_SECONDS = 24 * 3600


@contextlib.contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open a package's zip; whatever zipfile finds wrong becomes a PackageError."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except PackageError:
        raise
    except OSError as error:
        raise PackageError(f"cannot read {path}: {error.strerror or error}") from error
    # zlib.error, RuntimeError (a password), NotImplementedError (a method),
    # EOFError, UnicodeDecodeError: zipfile has no base class for what it raises.
    except Exception as error:
        raise PackageError(
            f"{path} is not a whole .argosmodel file ({error}): get it again"
        ) from error


def check(archive: zipfile.ZipFile, path: Path) -> str:
    """Return the name of the zip's one folder, or say why it is not to be unpacked."""
    entries = archive.infolist()
    if not entries:
        raise PackageError(f"{path} is an empty archive: get it again")
    if len(entries) > ENTRY_LIMIT:
        raise PackageError(
            f"{path} has {len(entries):,} entries: no package has so many"
        )
    size = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if size > SIZE_LIMIT or (size > RATIO_FROM and size > RATIO_LIMIT * packed):
        raise PackageError(
            f"{path} would take {size / 1e6:,.0f} MB unpacked from "
            f"{packed / 1e6:,.1f} MB: no package does"
        )
    seen = set()
    for entry in entries:
        if _unsafe(entry) or entry.filename.casefold() in seen:
            raise PackageError(
                f"{path} has an entry that no package has: {entry.filename!r}"
            )
        seen.add(entry.filename.casefold())
    tops = {PurePosixPath(entry.filename).parts[0] for entry in entries}
    if len(tops) != 1 or not any("/" in entry.filename for entry in entries):
        raise PackageError(f"{path} does not hold one folder, as a package does")
    return tops.pop()


def read(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    """Read a small member, no more than ``limit`` bytes of it."""
    with archive.open(name) as member:
        return member.read(limit)


def digest(path: Path) -> str:
    """Return the SHA-256 of a file's content, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def unpack(path: Path, target: Path) -> Path:
    """Unpack a package's zip so that its files lie right under ``target``.

    A target that is already whole is left as it is. Raises :class:`DiskError` where
    nothing can be written, PackageError where the zip is not sound.
    """
    with opened(path) as archive:
        top = check(archive, path)
        members = {
            entry.filename.removeprefix(f"{top}/"): entry
            for entry in archive.infolist()
            if not entry.is_dir()
        }
        if _whole(target, members):
            return target
        # Outside `opened`'s care: a full disk is not the archive's fault.
        with _disk_errors():
            target.parent.mkdir(parents=True, exist_ok=True)
            sweep(target.parent, STAGING)
            staging = Path(tempfile.mkdtemp(prefix=STAGING, dir=target.parent))
        try:
            for name, entry in members.items():
                _write(archive, entry, staging / name)
            with _disk_errors():
                _place(staging, target, members)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    return target


def copy(source: Path, target: Path) -> None:
    """Copy a package's folder: plain files and folders, no more than a package has.

    Raises PackageError for what no package has, OSError where it cannot be written.
    """
    count = size = 0
    for found in sorted(source.rglob("*")):
        status = found.lstat()
        count, size = count + 1, size + status.st_size
        if not (stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)):
            raise PackageError(f"{found} is no plain file: no package has such")
        if count > ENTRY_LIMIT or size > SIZE_LIMIT:
            raise PackageError(f"{source} is larger than any package")
    shutil.copytree(source, target)


class DiskError(PackageError):
    """A package could not be written where it was to go."""


@contextlib.contextmanager
def _disk_errors() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise DiskError(f"cannot unpack a package: {error}") from error


def _unsafe(entry: zipfile.ZipInfo) -> bool:
    """Say whether an entry could land elsewhere, or is no plain file or folder.

    ``orig_filename``, since zipfile cuts names at NUL and turns backslashes.
    """
    name = entry.orig_filename
    kind = stat.S_IFMT(entry.external_attr >> 16)
    parts = name.removesuffix("/").split("/")
    return (
        any(part in ("", ".", "..") for part in parts)
        or any(sign in name for sign in "\\:\0")
        or kind not in (0, stat.S_IFREG, stat.S_IFDIR)
        or bool(entry.flag_bits & 1)
    )


def _whole(folder: Path, members: dict[str, zipfile.ZipInfo]) -> bool:
    """Compare sizes only: a folder is moved into place whole, or not at all."""
    try:
        return all(
            (folder / name).stat().st_size == entry.file_size
            for name, entry in members.items()
        )
    except OSError:
        return False


def _write(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path) -> None:
    with _disk_errors():
        target.parent.mkdir(parents=True, exist_ok=True)
        out = target.open("xb")
    with out, archive.open(entry) as member:
        while chunk := member.read(CHUNK):
            with _disk_errors():
                out.write(chunk)


def _place(staging: Path, target: Path, members: dict[str, zipfile.ZipInfo]) -> None:
    staging.chmod(0o755)
    for _ in range(2):
        try:
            staging.rename(target)
        except OSError:
            if _whole(target, members):
                return  # another process was first
            # What stands there is damaged: move it into ours to be swept with it.
            aside = Path(tempfile.mkdtemp(prefix=STAGING, dir=target.parent))
            target.rename(aside / "damaged")
            shutil.rmtree(aside, ignore_errors=True)
        else:
            return
    staging.rename(target)


def sweep(folder: Path, prefix: str) -> None:
    """Remove what processes killed while they put a folder together left a day ago."""
    for left in folder.glob(f"{prefix}*"):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > STALE_SECONDS:
                shutil.rmtree(left, ignore_errors=True)
