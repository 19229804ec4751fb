"""Argos packages: where they are, what they say about themselves, and which to prefer.

An Argos package is one folder, or a zip of it, that holds ``metadata.json``, a
CTranslate2 model in ``model/`` and ``sentencepiece.model``. The folders searched
are those `argospm <https://github.com/argosopentech/argos-translate>`_ fills, by
the same rules (``ARGOS_PACKAGES_DIR``, then ``XDG_DATA_HOME``), and last the
package that comes with this program. A damaged package never hides a good one.
"""

import contextlib
import json
import os
import re
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Literal

from reader.errors import PackageError
from reader.translate import archives

Pair = tuple[str, str]
Place = Literal["file", "installed", "bundled"]

CHINESE_ENGLISH: Pair = ("zh", "en")
BUNDLED = "translate-zh_en.argosmodel"
NEEDED = ("model/model.bin", "sentencepiece.model")
METADATA_LIMIT = 1 << 20

# "1.9" -> (1, 9); the rest of "1.9b2" is left out.
VERSION = re.compile(r"\d+(?:\.\d+)*")


@dataclass(frozen=True, slots=True)
class Package:
    """A translation package: what its metadata says, and where it is."""

    path: Path
    """A folder with ``metadata.json`` in it, or a zip with one such folder."""
    name: str
    version: str
    from_code: str
    to_code: str
    place: Place
    terms: str | None = None
    """How the model was taught to be told a term's English, or None where it was not.

    ``"⟨ {english}⟩"`` goes right after the term: ``中台⟨ middle platform⟩``.
    """
    window: int | None = None
    """The longest sentence, in pieces, that the model was trained on, where known."""
    target_prefix: str = ""

    @property
    def label(self) -> str:
        """Name the package for a header: ``translate-zh_en 1.9 (installed)``."""
        return f"{self.name} {self.version} ({self.place})"

    @property
    def identity(self) -> str:
        """Tell this package from another, or from the same made anew.

        Name and version, and the digest of the archive or the weights' size and date.
        """
        if self.path.is_dir():
            weights = (self.path / "model" / "model.bin").stat()
            content = f"{weights.st_size}-{weights.st_mtime_ns}"
        else:
            content = archives.digest(self.path)
        return f"{self.name} {self.version} {content}"


def find(
    pair: Pair = CHINESE_ENGLISH, *, skipped: Callable[[str], None] | None = None
) -> list[Package]:
    """List the usable packages for a pair, best first: the user's own, then ours.

    ``skipped`` is told, in one line each, of packages that could not be used.
    """
    packages = []
    for folder in folders():
        found = []
        for path in _children(folder):
            try:
                package = _describe(path, "installed")
            except PackageError as error:
                if skipped is not None:
                    skipped(str(error))
                continue
            if (package.from_code, package.to_code) == pair:
                found.append(package)
        found.sort(key=lambda package: _version(package.version), reverse=True)
        packages += found
    ours = bundled()
    if ours is not None and (ours.from_code, ours.to_code) == pair:
        packages.append(ours)
    return packages


def load(path: str | os.PathLike[str], *, pair: Pair = CHINESE_ENGLISH) -> Package:
    """Describe the package in a folder or an ``.argosmodel`` file.

    Raises :class:`~reader.errors.PackageError` where it is missing, broken, or
    for another pair of languages.
    """
    place = Path(path)
    if not place.exists():
        raise PackageError(
            f"no translation package at {place}: give an .argosmodel file or the "
            f"folder of an unpacked one"
        )
    if place.is_dir() and not (place / "metadata.json").is_file():
        inside = list(_children(place))
        if len(inside) == 1:
            place = inside[0]
    package = _describe(place, "file")
    if (package.from_code, package.to_code) != pair:
        raise PackageError(
            f"{place} translates {package.from_code} to {package.to_code}: "
            f"a package for {pair[0]} to {pair[1]} is needed"
        )
    return package


def bundled() -> Package | None:
    """Describe the package that comes with this program; None in a build without."""
    path = Path(str(resources.files("reader.data").joinpath(BUNDLED)))
    return _describe(path, "bundled") if path.is_file() else None


@contextlib.contextmanager
def unpacked(package: Package) -> Iterator[Path]:
    """Give the package as a folder, for as long as the block lasts.

    A zip is unpacked once, into the user's cache under the digest of its content;
    where the cache cannot be written, into a folder that is removed afterwards.
    """
    if package.path.is_dir():
        yield package.path
        return
    import platformdirs

    cache = platformdirs.user_cache_path("bilingual-reader") / "packages"
    try:
        folder = archives.unpack(package.path, cache / archives.digest(package.path))
    except archives.DiskError:
        with tempfile.TemporaryDirectory(prefix="bilingual-reader-") as temporary:
            yield archives.unpack(package.path, Path(temporary) / "package")
    else:
        yield folder


def folders() -> list[Path]:
    """List the folders that may hold installed packages, as Argos Translate does.

    ``ARGOS_PACKAGES_DIR`` replaces the others, whether it is set in the
    environment or in Argos Translate's own settings file.
    """
    set_place = os.environ.get("ARGOS_PACKAGES_DIR") or _argos_setting(
        "ARGOS_PACKAGES_DIR"
    )
    if set_place:
        places = [Path(set_place)]
    else:
        import platformdirs

        data = Path(os.environ.get("XDG_DATA_HOME") or _home() / ".local" / "share")
        places = [
            data / "argos-translate" / "packages",
            platformdirs.user_data_path("argos-translate", False) / "packages",
        ]
    if snap := os.environ.get("SNAP"):
        places.append(Path(snap) / "snap_custom" / "packages")
    return list(dict.fromkeys(places))


def _home() -> Path:
    return Path(os.environ.get("SNAP_USER_DATA") or Path.home())


def _argos_setting(name: str) -> str | None:
    config = Path(os.environ.get("XDG_CONFIG_HOME") or _home() / ".config")
    file = config / "argos-translate" / "settings.json"
    try:
        settings = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    value = settings.get(name) if isinstance(settings, dict) else None
    return value if isinstance(value, str) else None


def _children(folder: Path) -> list[Path]:
    try:
        return sorted(child for child in folder.iterdir() if child.is_dir())
    except OSError:
        return []


def _version(text: str) -> tuple[int, ...]:
    found = VERSION.match(text)
    return tuple(map(int, found[0].split("."))) if found else ()


def _describe(path: Path, place: Place) -> Package:
    """Read a package's metadata, and see that the files it needs are there."""
    if path.is_dir():
        raw = _folder_metadata(path)
        names = {name for name in (*NEEDED, "bpe.model") if (path / name).is_file()}
    else:
        raw, names = _zip_metadata(path)
    metadata = _parse(raw, path)
    if metadata.get("type", "translate") != "translate":
        raise PackageError(
            f"{path} is a package of type {metadata['type']!r}: "
            f"only packages that translate can be used"
        )
    _refuse_lacking(names, path)
    from_code, to_code = _languages(metadata, path)
    terms = metadata.get("terms")
    window = metadata.get("window")
    return Package(
        path=path,
        name=str(metadata.get("code") or f"translate-{from_code}_{to_code}"),
        version=str(metadata.get("package_version") or "0"),
        from_code=from_code,
        to_code=to_code,
        place=place,
        terms=terms if isinstance(terms, str) and "{english}" in terms else None,
        window=window if isinstance(window, int) and window > 0 else None,
        target_prefix=str(metadata.get("target_prefix") or ""),
    )


def _refuse_lacking(names: Collection[str], path: Path) -> None:
    """Raise PackageError where one of the files that a package needs is not there."""
    for name in NEEDED:
        if name in names:
            continue
        if name == "sentencepiece.model" and "bpe.model" in names:
            raise PackageError(
                f"{path} is of an old kind, with bpe.model: get a newer version of it"
            )
        raise PackageError(f"{path} has no {name}: install the package again")


def _languages(metadata: Mapping[str, Any], path: Path) -> tuple[str, str]:
    """Give the codes of the languages a package translates from and to."""
    from_code, to_code = metadata.get("from_code"), metadata.get("to_code")
    if not (isinstance(from_code, str) and isinstance(to_code, str)) or not (
        from_code and to_code
    ):
        raise PackageError(
            f"{path}: metadata.json does not say which languages it translates: "
            f"install the package again"
        )
    return from_code, to_code


def _folder_metadata(path: Path) -> bytes:
    try:
        return (path / "metadata.json").read_bytes()
    except OSError as error:
        raise PackageError(
            f"{path} is no translation package: it has no readable metadata.json"
        ) from error


def _zip_metadata(path: Path) -> tuple[bytes, set[str]]:
    """Read metadata.json out of a zip; also the names in it, below its one folder."""
    with archives.opened(path) as archive:
        top = archives.check(archive, path)
        names = {
            name.removeprefix(f"{top}/")
            for name in archive.namelist()
            if not name.endswith("/")
        }
        if "metadata.json" not in names:
            raise PackageError(
                f"{path} is no translation package: it has no metadata.json"
            )
        return archives.read(archive, f"{top}/metadata.json", METADATA_LIMIT), names


def _parse(raw: bytes, path: Path) -> dict[str, Any]:
    try:
        metadata = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise PackageError(
            f"{path}: metadata.json is not JSON: install the package again"
        ) from error
    if not isinstance(metadata, dict):
        raise PackageError(
            f"{path}: metadata.json is not a JSON object: install the package again"
        )
    return metadata
