"""A file, a folder or a name -> an installed Argos package, where argospm has its own.

A package is put together beside its folder and moved into place whole, after its model
was loaded once. Installed packages that are damaged are left alone, and so is a sound
one of the same name, unless it is to be replaced.
"""

import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from reader.errors import PackageError, UsageError
from reader.translate import archives, downloads
from reader.translate.downloads import Expected, Progress
from reader.translate.packages import (
    CHINESE_ENGLISH,
    VERSION,
    Package,
    find,
    folders,
    load,
)

INDEX = "https://raw.githubusercontent.com/argosopentech/argospm-index/main/"
# The index gives no checksums. These were compared in nine independent projects that
# pin this file (research of November 2026).
KNOWN = {
    "translate-zh_en-1_9.argosmodel": Expected(
        74_481_402, "62e7af5a3a48b530e47b7b3e5c78c2de79073ecd815750d2bf3ab35b4a67da2d"
    ),
}
# "zh_en", "translate-zh_en", "translate-zh_en 1.9", as argospm and its index write it.
NAME = re.compile(
    r"(?:translate-)?(?P<pair>[a-z]{2,3}_[a-z]{2,3})(?:[ =-]+(?P<v>[\d.]+))?"
)
STAGING = ".bilingual-reader-staging"


@dataclass(frozen=True, slots=True)
class Offer:
    """A package that the index has."""

    name: str
    version: str
    url: str
    expected: Expected


def install(
    source: str,
    *,
    force: bool = False,
    sha256: str | None = None,
    progress: Progress | None = None,
    told: Callable[[str], None] | None = None,
) -> Package:
    """Install the package at a path, or by its name from the Argos index.

    ``force`` replaces a sound package of the same folder. ``sha256`` is what a
    download, or the file, must have. ``told`` hears what cannot be verified.

    Raises PackageError, DownloadError, and UsageError for what is neither.
    """
    place = Path(source)
    if place.is_dir():
        if sha256:
            raise UsageError(f"{source} is a folder, which has no SHA-256")
        return _placed_folder(load(place), force=force)
    if place.is_file():
        if sha256 and archives.digest(place) != sha256.lower():
            raise PackageError(f"{source} has another SHA-256 than {sha256}")
        return _placed_archive(load(place), force=force)
    if os.sep in source or source.endswith((".argosmodel", ".zip")):
        raise PackageError(f"no file or folder {source}: give a path or a name")
    match = NAME.fullmatch(source)
    if match is None:
        raise UsageError(
            f"{source!r} is no file, no folder and no package's name: "
            f"give a path, or a name such as zh_en"
        )
    offer = _offer(f"translate-{match['pair']}", match["v"])
    expected = replace(offer.expected, sha256=sha256) if sha256 else offer.expected
    if expected.sha256 is None and told is not None:
        told(f"{offer.url}: no SHA-256 is known to compare it with")
    import platformdirs

    cache = platformdirs.user_cache_path("bilingual-reader") / "downloads"
    file = cache / Path(urlsplit(offer.url).path).name
    downloads.fetch(offer.url, file, expected=expected, progress=progress)
    try:
        return _placed_archive(load(file), force=force)
    finally:
        file.unlink(missing_ok=True)


def installed(name: str) -> list[Path]:
    """Find the folders that a name means: a package's, or its folder's.

    A damaged package is found by its folder's name.
    """
    found = [
        package.path
        for package in find()
        if package.place == "installed" and name in _names(package)
    ]
    damaged = [
        folder / name
        for folder in folders()
        if name not in ("", ".", "..")
        and Path(name).name == name
        and (folder / name).is_dir()
    ]
    return list(dict.fromkeys([*found, *damaged]))


def remove(name: str) -> Path:
    """Remove an installed package; give the folder where it was.

    Raises PackageError where there is none, or more than one, of that name.
    """
    found = installed(name)
    if len(found) > 1:
        which = ", ".join(path.name for path in found)
        raise PackageError(f"{name} may be {which}: name one of these")
    if not found:
        if any(name in _names(package) for package in find()):
            raise PackageError(
                f"{name} comes with this program and cannot be removed: "
                f"a package that you install is used before it"
            )
        raise PackageError(f"no package {name} is installed; see: reader model list")
    (path,) = found
    try:
        if path.is_symlink():
            path.unlink()
            return path
        room = _room(path.parent)
        path.rename(room / path.name)
        shutil.rmtree(room, ignore_errors=True)
    except OSError as error:
        raise PackageError(
            f"{path} cannot be removed: {error.strerror or error}"
        ) from error
    return path


def _names(package: Package) -> set[str]:
    short = f"{package.from_code}_{package.to_code}"
    names = {package.name, short, package.path.name}
    return names | {f"{one} {package.version}" for one in (package.name, short)}


def _offer(name: str, version: str | None) -> Offer:
    """Look a name up in the index; the newest where no version is asked for."""
    index = os.environ.get("ARGOS_PACKAGE_INDEX") or INDEX
    url = index.rstrip("/") + "/index.json"
    try:
        entries = json.loads(downloads.text(url))
    except ValueError as error:
        raise downloads.DownloadError(f"{url}: is not JSON: try again later") from error
    offers = [
        offer
        for entry in (entries if isinstance(entries, list) else [])
        if (offer := _read_offer(entry)) and offer.name == name
    ]
    if not offers:
        pair = "_".join(CHINESE_ENGLISH)
        raise PackageError(f"{url} has no package {name}: try {pair}")
    wanted = [one for one in offers if version in (None, one.version)]
    if not wanted:
        there = ", ".join(one.version for one in offers)
        raise PackageError(f"{url} has {name} in version {there}, not {version}")
    return max(wanted, key=lambda one: _version(one.version))


def _read_offer(entry: Any) -> Offer | None:
    if not isinstance(entry, dict):
        return None
    pair = f"{entry.get('from_code')}_{entry.get('to_code')}"
    links = entry.get("links")
    urls = [one for one in links if isinstance(one, str)] if links else []
    # Of several the first that is safe to use.
    urls.sort(key=lambda url: not url.startswith("https:"))
    if not urls:
        return None
    file = Path(urlsplit(urls[0]).path).name
    if not file.endswith(".argosmodel"):
        return None
    name = str(entry.get("code") or f"translate-{pair}")
    version = str(entry.get("package_version") or "0")
    return Offer(name, version, urls[0], KNOWN.get(file, Expected()))


def _version(text: str) -> tuple[int, ...]:
    found = VERSION.match(text)
    return tuple(map(int, found[0].split("."))) if found else ()


def _placed_archive(package: Package, *, force: bool) -> Package:
    with archives.opened(package.path) as archive:
        top = archives.check(archive, package.path)
    return _placed(package, top, archives.unpack, force=force)


def _placed_folder(package: Package, *, force: bool) -> Package:
    name = package.path.resolve().name
    return _placed(package, name, archives.copy, force=force)


def _placed(
    package: Package, name: str, put: Callable[[Path, Path], object], *, force: bool
) -> Package:
    """Put a package together, try it, and move it into place."""
    target = folders()[0] / name
    if target.resolve() == package.path.resolve():
        raise UsageError(f"{target} is installed already")
    there = _described(target)
    if there is not None and not force:
        raise PackageError(
            f"{target} is there already ({there.name} {there.version}): "
            f"replace it with --force, or remove it first"
        )
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        room = _room(target.parent)
        try:
            put(package.path, room / "new")
            _try(room / "new")
            _swap(room / "new", target, room / "old")
        finally:
            shutil.rmtree(room, ignore_errors=True)
    except OSError as error:
        raise archives.DiskError(
            f"cannot install into {target.parent}: {error.strerror or error}"
        ) from error
    return replace(load(target), place="installed")


def _swap(new: Path, target: Path, old: Path) -> None:
    """Put the new where the old is, which comes back if that cannot be done."""
    if target.exists() or target.is_symlink():
        target.rename(old)
    try:
        new.rename(target)
    except OSError:
        if old.exists():
            old.rename(target)
        raise


def _described(folder: Path) -> Package | None:
    try:
        return load(folder)
    except PackageError:
        return None


def _try(folder: Path) -> None:
    """Load a package's model once: what cannot be run is not installed."""
    from reader.translate.model import Model

    Model(load(folder), threads=1)


def _room(folder: Path) -> Path:
    """Make a place to put things together, not among the packages where possible.

    argostranslate takes every folder there for a package, and fails on one that is
    none.
    """
    for parent in (folder.parent, folder):
        archives.sweep(parent, STAGING)
        try:
            room = Path(tempfile.mkdtemp(prefix=f"{STAGING}-", dir=parent))
        except OSError:
            continue
        if room.stat().st_dev == folder.stat().st_dev:
            return room
        room.rmdir()
    raise PackageError(f"cannot write to {folder}: choose another ARGOS_PACKAGES_DIR")
