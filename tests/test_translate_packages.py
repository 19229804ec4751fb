"""Packages: found in order, unpacked whole or not at all, refused in one line."""

import json
import os
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.errors import PackageError, UsageError
from reader.translate import ArgosTranslator, LibraryTranslator, archives, packages
from reader.translate import translator as choose
from reader.translate.packages import find, folders, load, unpacked
from tests.fakes import tiny_package
from training.tiny_package import make

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def own_places(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("ARGOS_PACKAGES_DIR", "SNAP", "SNAP_USER_DATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def no_bundled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "BUNDLED", "absent.argosmodel")


def installed(folder: Path, name: str, **metadata: object) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return make(folder / name, **metadata)


# --- finding -----------------------------------------------------------------------


def test_the_package_that_comes_with_us_is_found_last() -> None:
    (only,) = find()
    assert only.place == "bundled"
    assert only.terms == "⟨ {english}⟩"


def test_a_build_without_a_package_works(no_bundled: None) -> None:
    assert find() == []
    assert choose("auto") is None
    assert choose("none") is None
    for name in ("argos", "argostranslate"):
        with pytest.raises(PackageError, match="--model"):
            choose(name)


def test_an_installed_package_wins_over_ours(tmp_path: Path) -> None:
    installed(tmp_path / "data/argos-translate/packages", "mine", package_version="1.9")
    assert ["translate-zh_en 1.9 (installed)", "bundled"] == [
        find()[0].label,
        find()[1].place,
    ]


def test_the_newest_installed_package_wins(tmp_path: Path) -> None:
    folder = tmp_path / "data/argos-translate/packages"
    for version in ("1.9", "1.10", "1.2"):
        installed(folder, f"v{version}", package_version=version)
    found = [package.version for package in find() if package.place == "installed"]
    assert found == ["1.10", "1.9", "1.2"]


def test_argos_packages_dir_replaces_the_users_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed(tmp_path / "data/argos-translate/packages", "a", package_version="1.9")
    installed(tmp_path / "elsewhere", "b", package_version="1.0")
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path / "elsewhere"))
    assert find()[0].version == "1.0"
    assert [package.place for package in find()] == ["installed", "bundled"]


def test_argos_own_settings_file_is_read(tmp_path: Path) -> None:
    settings = tmp_path / "config/argos-translate/settings.json"
    settings.parent.mkdir(parents=True)
    settings.write_text('{"ARGOS_PACKAGES_DIR": "/some/where"}', encoding="utf-8")
    assert folders() == [Path("/some/where")]
    settings.write_text("not JSON", encoding="utf-8")
    assert tmp_path / "data/argos-translate/packages" in folders()


def test_a_model_wins_over_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed(tmp_path / "elsewhere", "b", package_version="1.0")
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path / "elsewhere"))
    chosen = choose("auto", model=make(tmp_path / "mine.argosmodel"))
    assert isinstance(chosen, ArgosTranslator)
    assert chosen.package.path == tmp_path / "mine.argosmodel"
    assert chosen.label == "translate-zh_en 1.0 (file)"


def test_damaged_neighbours_are_skipped_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "packages"
    installed(folder, "good")
    (folder / "empty").mkdir()
    (installed(folder, "halved") / "model/model.bin").unlink()
    (installed(folder, "garbled") / "metadata.json").write_text("{", encoding="utf-8")
    (folder / "stray.txt").write_text("", encoding="utf-8")
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(folder))
    notes: list[str] = []
    found = find(skipped=notes.append)
    assert [package.path.name for package in found if package.place == "installed"] == [
        "good"
    ]
    assert ["empty", "garbled", "halved"] == sorted(
        name for name in ("empty", "garbled", "halved") if any(name in n for n in notes)
    )
    assert all("\n" not in note for note in notes)


def test_other_pairs_are_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, no_bundled: None
) -> None:
    installed(tmp_path / "packages", "ja", from_code="ja")
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path / "packages"))
    assert find() == []
    assert [package.from_code for package in find(("ja", "en"))] == ["ja"]


def test_an_unknown_name_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="argostranslate"):
        choose("google")


def test_argostranslate_is_offered_by_its_name(tmp_path: Path) -> None:
    chosen = choose("argostranslate", model=tiny_package())
    assert isinstance(chosen, LibraryTranslator)


# --- loading -----------------------------------------------------------------------


def test_a_folder_a_zip_and_a_folder_around_a_folder_load(tmp_path: Path) -> None:
    for path in (
        make(tmp_path / "a.argosmodel"),
        make(tmp_path / "b"),
        installed(tmp_path / "around", "c").parent,
    ):
        assert load(path).label == "translate-zh_en 1.0 (file)"


def edit(change: Callable[[dict[str, bytes]], object]) -> Callable[[Path], Path]:
    """Give a maker of a zip like the tiny package's, with its members changed."""

    def write(path: Path) -> Path:
        with zipfile.ZipFile(tiny_package()) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        change(members)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in members.items():
                archive.writestr(name, content)
        return path

    return write


TOP = "translate-zh_en-tiny"


def metadata(**changes: object) -> Callable[[Path], Path]:
    def change(members: dict[str, bytes]) -> None:
        name = f"{TOP}/metadata.json"
        members[name] = json.dumps(json.loads(members[name]) | changes).encode()

    return edit(change)


def raw(content: bytes) -> Callable[[Path], Path]:
    def write(path: Path) -> Path:
        path.write_bytes(content)
        return path

    return write


def truncated(path: Path) -> Path:
    path.write_bytes(tiny_package().read_bytes()[:-2000])
    return path


def garbled(path: Path) -> Path:
    """Break the compressed data and leave the table of contents whole."""
    content = bytearray(tiny_package().read_bytes())
    content[2000:6000] = bytes(4000)
    path.write_bytes(content)
    return path


def link(path: Path) -> Path:
    edit(lambda members: None)(path)
    with zipfile.ZipFile(path, "a") as archive:
        entry = zipfile.ZipInfo(f"{TOP}/link")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")
    return path


BROKEN: dict[str, tuple[Callable[[Path], Path], str]] = {
    "no zip": (raw(b"not a zip"), "not a whole .argosmodel"),
    "empty file": (raw(b""), "not a whole .argosmodel"),
    "truncated": (truncated, "not a whole .argosmodel"),
    "garbled": (garbled, "not a whole .argosmodel|cannot be run"),
    "empty zip": (edit(dict.clear), "empty archive"),
    "no metadata": (
        edit(lambda members: members.pop(f"{TOP}/metadata.json")),
        "no metadata.json",
    ),
    "metadata no JSON": (
        edit(lambda members: members.update({f"{TOP}/metadata.json": b"{"})),
        "not JSON",
    ),
    "metadata no object": (
        edit(lambda members: members.update({f"{TOP}/metadata.json": b"[]"})),
        "not a JSON object",
    ),
    "no languages": (metadata(from_code=None), "which languages"),
    "wrong pair": (metadata(to_code="fr"), "zh to fr: a package for zh to en"),
    "wrong type": (metadata(type="sbd"), "type 'sbd'"),
    "no model": (
        edit(lambda members: members.pop(f"{TOP}/model/model.bin")),
        "no model/model.bin",
    ),
    "no tokenizer": (
        edit(lambda members: members.pop(f"{TOP}/sentencepiece.model")),
        "no sentencepiece.model",
    ),
    "old tokenizer": (
        edit(
            lambda members: members.update(
                {f"{TOP}/bpe.model": members.pop(f"{TOP}/sentencepiece.model")}
            )
        ),
        "bpe.model",
    ),
    "model no model": (
        edit(lambda members: members.update({f"{TOP}/model/model.bin": b"x" * 99})),
        "cannot be run",
    ),
    "tokenizer no tokenizer": (
        edit(lambda members: members.update({f"{TOP}/sentencepiece.model": b"x"})),
        "cannot be run",
    ),
    "no vocabulary": (
        edit(lambda members: members.pop(f"{TOP}/model/shared_vocabulary.json")),
        "cannot be run",
    ),
    "two folders": (
        edit(lambda members: members.update({"other/x": b""})),
        "one folder",
    ),
    "no folder": (edit(lambda members: members.update({"x": b""})), "one folder"),
    "parent path": (
        edit(lambda members: members.update({f"{TOP}/../../x": b""})),
        "no package has",
    ),
    "absolute path": (
        edit(lambda members: members.update({"/tmp/x": b""})),
        "no package has",
    ),
    "backslash": (
        edit(lambda members: members.update({f"{TOP}\\..\\x": b""})),
        "no package has",
    ),
    "drive": (
        edit(lambda members: members.update({"C:/x": b""})),
        "no package has",
    ),
    "same name but for case": (
        edit(lambda members: members.update({f"{TOP}/Metadata.json": b"{}"})),
        "no package has",
    ),
    "link": (link, "no package has"),
    "bomb": (
        edit(lambda members: members.update({f"{TOP}/zeros": bytes(80 << 20)})),
        "unpacked",
    ),
    "too many entries": (
        edit(lambda members: members.update({f"{TOP}/{n}": b"" for n in range(2100)})),
        "entries",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_package_is_refused_in_one_line(name: str, tmp_path: Path) -> None:
    write, message = BROKEN[name]
    path = write(tmp_path / "broken.argosmodel")
    with pytest.raises(PackageError, match=message) as caught:
        ArgosTranslator(load(path)).load()
    text = str(caught.value)
    assert "\n" not in text
    assert str(path) in text
    assert caught.value.exit_code == 3


def test_a_missing_package_is_refused() -> None:
    with pytest.raises(PackageError, match="no translation package at"):
        load("absent.argosmodel")


# --- unpacking ---------------------------------------------------------------------


def test_a_zip_is_unpacked_once_into_the_cache(tmp_path: Path) -> None:
    package = load(tiny_package())
    with unpacked(package) as first:
        stamp = (first / "model/model.bin").stat().st_mtime_ns
    with unpacked(package) as second:
        assert first == second
        assert stamp == (second / "model/model.bin").stat().st_mtime_ns
    assert [first] == list(first.parent.iterdir())


def test_a_damaged_cache_is_mended(tmp_path: Path) -> None:
    package = load(tiny_package())
    with unpacked(package) as folder:
        (folder / "model/model.bin").write_bytes(b"half")
    ArgosTranslator(package).load()
    assert [folder] == list(folder.parent.iterdir())


def test_nothing_is_left_of_a_zip_that_breaks_half_way(tmp_path: Path) -> None:
    path = garbled(tmp_path / "garbled.argosmodel")
    target = tmp_path / "cache/target"
    with pytest.raises(PackageError):
        archives.unpack(path, target)
    assert not any(target.parent.iterdir())


def test_without_a_cache_a_temporary_folder_serves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setattr(
        "platformdirs.user_cache_path", lambda *_, **__: tmp_path / "file"
    )
    with unpacked(load(tiny_package())) as folder:
        assert (folder / "metadata.json").is_file()
    assert not folder.exists()


def test_what_a_killed_process_left_is_swept_a_day_later(tmp_path: Path) -> None:
    old, new = tmp_path / ".unpacking-old", tmp_path / ".unpacking-new"
    old.mkdir()
    new.mkdir()
    os.utime(old, (0, 0))
    archives.unpack(tiny_package(), tmp_path / "target")
    assert not old.exists()
    assert new.exists()


def test_two_processes_may_unpack_at_once(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from reader.translate import archives;"
        "print(archives.unpack(Path(sys.argv[1]), Path(sys.argv[2])))"
    )
    command = [sys.executable, "-c", code, str(tiny_package()), str(tmp_path / "t")]
    running = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    assert [str(tmp_path / "t")] * 3 == [
        one.communicate()[0].strip() for one in running
    ]
    assert list(tmp_path.iterdir()) == [tmp_path / "t"]
    assert load(tmp_path / "t").version == "1.0"
