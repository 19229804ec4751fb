"""Packages come in whole or not at all, from a file, a folder, or a server."""

import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from reader.cli import run
from reader.errors import PackageError, ReaderError, UsageError
from reader.translate import downloads, find, installing
from reader.translate.downloads import DownloadError, Expected, fetch
from tests.fakes import tiny_package

ROOT = Path(__file__).parents[1]
NAME = "translate-zh_en-1_9.argosmodel"


@pytest.fixture(autouse=True)
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test packages, a cache and an impatient downloader of its own."""
    folder = tmp_path / "data" / "packages"
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(folder))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(fetch, "__kwdefaults__", {**KEYWORDS, "pauses": (0.0, 0.0)})
    return folder


KEYWORDS = dict(fetch.__kwdefaults__ or {})


def top() -> str:
    with zipfile.ZipFile(tiny_package()) as archive:
        return archive.namelist()[0].split("/")[0]


def unpacked(folder: Path) -> Path:
    with zipfile.ZipFile(tiny_package()) as archive:
        archive.extractall(folder)
    return folder / top()


def left(places: Path) -> list[str]:
    """Name what is beside and in the packages' folder."""
    names = [path.name for path in places.parent.iterdir() if path != places]
    inside = places.iterdir() if places.is_dir() else []
    return sorted(names + [path.name for path in inside])


# --- files and folders -------------------------------------------------------------


def test_a_file_is_installed_where_argospm_looks(places: Path) -> None:
    package = installing.install(str(tiny_package()))
    assert package.path == places / top()
    assert find()[0] == package
    assert left(places) == [top()]
    assert (places / top()).stat().st_mode & 0o777 == 0o755


def test_a_folder_is_installed_as_it_is(places: Path, tmp_path: Path) -> None:
    folder = unpacked(tmp_path / "somewhere")
    package = installing.install(str(folder))
    assert find()[0].path == package.path == places / folder.name
    assert (package.path / "metadata.json").read_bytes() == (
        folder / "metadata.json"
    ).read_bytes()
    with pytest.raises(UsageError, match="is installed already"):
        installing.install(str(package.path))


def test_a_sound_package_is_replaced_only_when_told(places: Path) -> None:
    first = installing.install(str(tiny_package()))
    (first.path / "mine.txt").touch()
    with pytest.raises(PackageError, match="--force"):
        installing.install(str(tiny_package()))
    assert (first.path / "mine.txt").exists()
    installing.install(str(tiny_package()), force=True)
    assert not (first.path / "mine.txt").exists()
    assert left(places) == [top()]


def test_a_damaged_package_is_replaced_and_its_neighbours_are_left(
    places: Path,
) -> None:
    (places / top()).mkdir(parents=True)
    (places / "empty").mkdir()
    installing.install(str(tiny_package()))
    assert find()[0].path == places / top()
    assert left(places) == sorted(["empty", top()])


def broken(folder: Path, change: str) -> Path:
    """Make a package whose metadata is sound and whose model is not."""
    place = unpacked(folder)
    model = place / "model" / "model.bin"
    if change == "cut":
        model.write_bytes(model.read_bytes()[:5000])
    elif change == "tokens":
        (place / "sentencepiece.model").write_bytes(b"no model")
    else:
        (place / "link").symlink_to("/etc/passwd")
    return place


@pytest.mark.parametrize("change", ["cut", "tokens", "link"])
def test_what_cannot_be_run_is_not_installed(
    places: Path, tmp_path: Path, change: str
) -> None:
    kept = installing.install(str(tiny_package()))
    folder = broken(tmp_path / "bad", change)
    with pytest.raises(PackageError):
        installing.install(str(folder), force=True)
    assert find()[0] == kept
    assert left(places) == [top()]


def test_a_file_with_another_digest_is_refused(places: Path) -> None:
    with pytest.raises(PackageError, match="another SHA-256"):
        installing.install(str(tiny_package()), sha256="0" * 64)
    digest = hashlib.sha256(tiny_package().read_bytes()).hexdigest()
    assert installing.install(str(tiny_package()), sha256=digest.upper())


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("missing.argosmodel", PackageError),
        ("no/folder", PackageError),
        ("Chinese", UsageError),
        ("../zh_en", PackageError),
    ],
)
def test_what_is_no_source_is_refused(source: str, error: type[ReaderError]) -> None:
    with pytest.raises(error) as refused:
        installing.install(source)
    assert "\n" not in str(refused.value)


def test_what_a_killed_install_left_is_swept_a_day_later(places: Path) -> None:
    places.mkdir(parents=True)
    old = places.parent / f"{installing.STAGING}-old"
    new = places.parent / f"{installing.STAGING}-new"
    old.mkdir()
    new.mkdir()
    os.utime(old, (time.time() - 2 * 86_400,) * 2)
    installing.install(str(tiny_package()))
    assert left(places) == sorted([new.name, top()])


def test_two_installs_at_once_leave_one_sound_package(places: Path) -> None:
    failures: list[str] = []

    def work() -> None:
        try:
            installing.install(str(tiny_package()), force=True)
        except ReaderError as error:
            failures.append(str(error))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(failures) < 4
    assert find()[0].path == places / top()
    assert left(places) == [top()]


# --- removing ----------------------------------------------------------------------


@pytest.mark.parametrize("by", ["zh_en", "translate-zh_en", "zh_en 1.0", "folder"])
def test_a_package_is_removed_by_its_names(places: Path, by: str) -> None:
    package = installing.install(str(tiny_package()))
    assert installing.remove(top() if by == "folder" else by) == package.path
    assert left(places) == []


def test_only_what_is_installed_is_removed(places: Path, tmp_path: Path) -> None:
    places.mkdir(parents=True)
    (places / "damaged").mkdir()
    outside = tmp_path / "data" / "outside"
    outside.mkdir()
    for name in ("missing", "../outside", str(outside), "", "."):
        with pytest.raises(PackageError, match=r"no package|comes with"):
            installing.remove(name)
    assert outside.is_dir()
    installing.remove("damaged")
    assert left(places) == ["outside"]
    if any(package.place == "bundled" for package in find()):
        with pytest.raises(PackageError, match="comes with this program"):
            installing.remove("zh_en")


def test_of_two_of_one_name_the_folder_must_be_named(
    places: Path, tmp_path: Path
) -> None:
    installing.install(str(tiny_package()))
    shutil.copytree(places / top(), places / "another")
    with pytest.raises(PackageError, match="name one of these"):
        installing.remove("zh_en")
    installing.remove("another")
    installing.remove("zh_en")


# --- downloading -------------------------------------------------------------------


class Server(ThreadingHTTPServer):
    """Serves one body, and cuts, lies and redirects as it is told."""

    body = b""
    tag = '"one"'
    cuts: list[int]
    """After how many bytes to cut each answer."""
    ranges = True
    status = 200
    location = ""
    files: dict[str, bytes]

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.cuts, self.files, self.asked = [], {}, []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Answer(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        server = self.server
        server.asked.append(self.headers.get("Range"))
        if server.status != 200:
            self.send_response(server.status)
            if server.location:
                self.send_header("Location", server.location)
            self.end_headers()
            return
        body = server.files.get(self.path, server.body)
        start = 0
        asked = self.headers.get("Range")
        if asked and server.ranges and self.headers.get("If-Range") == server.tag:
            start = int(asked.removeprefix("bytes=").rstrip("-"))
        if start >= len(body) > 0:
            self.send_response(416)
            self.end_headers()
            return
        self.send_response(206 if start else 200)
        if start:
            stop = f"{len(body) - 1}/{len(body)}"
            self.send_header("Content-Range", f"bytes {start}-{stop}")
        self.send_header("Content-Length", str(len(body) - start))
        if server.tag:
            self.send_header("ETag", server.tag)
        self.end_headers()
        cut = server.cuts.pop(0) if server.cuts else len(body)
        self.wfile.write(body[start : start + cut])

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    serving = Server()
    thread = threading.Thread(target=serving.serve_forever, daemon=True)
    thread.start()
    yield serving
    serving.shutdown()
    serving.server_close()
    thread.join()


BODY = bytes(range(256)) * 2000
DIGEST = hashlib.sha256(BODY).hexdigest()


def test_a_download_that_breaks_goes_on(server: Server, tmp_path: Path) -> None:
    server.body = BODY
    server.cuts = [100_000, 50_000]
    seen: list[tuple[int, int | None]] = []
    target = tmp_path / "a.bin"
    fetch(
        f"{server.url}/a",
        target,
        expected=Expected(len(BODY), DIGEST),
        progress=lambda *one: seen.append(one),
    )
    assert target.read_bytes() == BODY
    assert server.asked[0] is None
    assert server.asked[1:] == ["bytes=100000-", "bytes=150000-"]
    assert seen[-1] == (len(BODY), len(BODY))
    assert [path.name for path in tmp_path.glob("a.bin*")] == ["a.bin"]


def test_a_later_run_goes_on_where_an_earlier_one_stopped(
    server: Server, tmp_path: Path
) -> None:
    server.body = BODY
    server.cuts = [100_000, 1, 1]
    with pytest.raises(DownloadError, match="100,002 bytes are kept"):
        fetch(f"{server.url}/a", tmp_path / "a.bin")
    fetch(f"{server.url}/a", tmp_path / "a.bin", expected=Expected(None, DIGEST))
    assert server.asked[-1] == "bytes=100002-"
    assert (tmp_path / "a.bin").read_bytes() == BODY


@pytest.mark.parametrize("why", ["changed", "no ranges", "no tag", "weak tag"])
def test_a_part_of_another_file_is_never_gone_on_with(
    server: Server, tmp_path: Path, why: str
) -> None:
    server.body = BODY[::-1]
    server.tag = {"no tag": "", "weak tag": 'W/"one"'}.get(why, '"one"')
    server.cuts = [100_000] * 3
    server.ranges = why != "no ranges"
    with pytest.raises(DownloadError):
        fetch(f"{server.url}/a", tmp_path / "a.bin")
    server.body = BODY
    server.tag = '"two"' if why == "changed" else server.tag
    fetch(f"{server.url}/a", tmp_path / "a.bin", expected=Expected(None, DIGEST))
    assert (tmp_path / "a.bin").read_bytes() == BODY


def test_a_part_that_is_too_long_is_begun_anew(server: Server, tmp_path: Path) -> None:
    server.body = BODY
    part = tmp_path / "a.bin.part"
    part.write_bytes(BODY + b"more")
    note = {"url": f"{server.url}/a", "version": server.tag}
    part.with_name("a.bin.part.json").write_text(json.dumps(note), encoding="utf-8")
    fetch(f"{server.url}/a", tmp_path / "a.bin", expected=Expected(None, DIGEST))
    assert (tmp_path / "a.bin").read_bytes() == BODY


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        (Expected(None, "0" * 64), "SHA-256"),
        (Expected(len(BODY) + 1, DIGEST), "were expected"),
    ],
)
def test_the_wrong_file_is_not_kept(
    server: Server, tmp_path: Path, expected: Expected, said: str
) -> None:
    server.body = BODY
    with pytest.raises(DownloadError, match=said):
        fetch(f"{server.url}/a", tmp_path / "a.bin", expected=expected)
    assert list(tmp_path.glob("a.bin*")) == []


@pytest.mark.parametrize(("status", "tries"), [(404, 1), (403, 1), (503, 3)])
def test_what_the_server_refuses_is_said(
    server: Server, tmp_path: Path, status: int, tries: int
) -> None:
    server.status = status
    with pytest.raises(DownloadError, match=str(status)) as refused:
        fetch(f"{server.url}/a", tmp_path / "a.bin")
    assert "\n" not in str(refused.value)
    assert len(server.asked) == tries


def test_a_dead_server_is_said(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/a"
        with pytest.raises(DownloadError, match="cannot be downloaded"):
            fetch(url, tmp_path / "a.bin")


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/a",
        "ftp://example.com/a",
        "file:///etc/passwd",
        "https://",
        "http://127.0.0.1.example.com/a",
    ],
)
def test_only_https_is_used(server: Server, tmp_path: Path, url: str) -> None:
    with pytest.raises(DownloadError, match="only https"):
        fetch(url, tmp_path / "a.bin")
    server.status, server.location = 302, url
    with pytest.raises(DownloadError, match=r"only https|302|cannot"):
        fetch(f"{server.url}/a", tmp_path / "a.bin")


# --- the index ---------------------------------------------------------------------


def offered(server: Server, *versions: str, **changed: object) -> None:
    entries: list[object] = [
        {
            "package_version": version,
            "from_code": "zh",
            "to_code": "en",
            "code": "translate-zh_en",
            "links": [
                f"{server.url}/translate-zh_en-{version.replace('.', '_')}.argosmodel"
            ],
            **changed,
        }
        for version in versions
    ]
    entries += [None, {"code": "translate-zh_en"}, {"links": [7]}]
    server.files["/index.json"] = json.dumps(entries).encode()
    server.body = tiny_package().read_bytes()


@pytest.fixture
def index(server: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    monkeypatch.setenv("ARGOS_PACKAGE_INDEX", server.url)
    return server


@pytest.mark.parametrize("name", ["zh_en", "translate-zh_en", "zh_en 1.10"])
def test_the_newest_of_a_name_is_installed(
    index: Server, places: Path, name: str, tmp_path: Path
) -> None:
    offered(index, "1.2", "1.10")
    told: list[str] = []
    package = installing.install(name, told=told.append)
    assert package.path == places / top()
    assert told == [
        f"{index.url}/translate-zh_en-1_10.argosmodel: "
        f"no SHA-256 is known to compare it with"
    ]
    assert list((tmp_path / "cache/bilingual-reader/downloads").iterdir()) == []


def test_the_known_package_must_be_itself(index: Server, places: Path) -> None:
    offered(index, "1.9")
    with pytest.raises(DownloadError, match="74,481,402 were expected"):
        installing.install("zh_en")
    assert not places.exists() or left(places) == []


def test_the_known_package_is_known() -> None:
    assert installing.KNOWN[NAME].size == 74_481_402
    assert len(installing.KNOWN[NAME].sha256 or "") == 64


def test_a_digest_may_be_given(index: Server) -> None:
    offered(index, "1.2")
    with pytest.raises(DownloadError, match="SHA-256"):
        installing.install("zh_en", sha256="0" * 64)
    digest = hashlib.sha256(index.body).hexdigest()
    assert installing.install("zh_en", sha256=digest)


@pytest.mark.parametrize(
    ("name", "said"), [("zh_en 3.0", "1.2, not 3.0"), ("de_en", "has no package")]
)
def test_what_the_index_has_not_is_said(index: Server, name: str, said: str) -> None:
    offered(index, "1.2")
    with pytest.raises(PackageError, match=said):
        installing.install(name)


@pytest.mark.parametrize("body", [b"<html>", b"\xff\xfe", b"{}"])
def test_a_broken_index_is_said_in_one_line(index: Server, body: bytes) -> None:
    index.files["/index.json"] = body
    with pytest.raises(ReaderError, match=r"index\.json") as refused:
        installing.install("zh_en")
    assert "\n" not in str(refused.value)


def test_a_package_that_is_none_is_not_installed(index: Server, places: Path) -> None:
    offered(index, "1.2")
    index.body = b"PK no zip"
    with pytest.raises(PackageError, match="not a whole"):
        installing.install("zh_en")
    assert find(skipped=pytest.fail)


# --- the command -------------------------------------------------------------------


def test_the_command_installs_shows_and_removes(
    index: Server, places: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    offered(index, "1.2")
    assert run(["model", "install", "zh_en"]) == 0
    assert capsys.readouterr().err.endswith(f"installed translate-zh_en 1.0 in "
                                            f"{places / top()}\n")  # fmt: skip
    assert run(["model", "info", "zh_en", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["version"], data["place"]) == ("1.0", "installed")
    assert run(["model", "info"]) == 0
    assert str(places / top()) in capsys.readouterr().out
    assert run(["model", "install", "zh_en"]) == 3
    assert "--force" in capsys.readouterr().err
    assert run(["model", "remove", "zh_en"]) == 0
    assert "removed" in capsys.readouterr().err
    assert run(["model", "info", "missing"]) == 3
    (places / "broken").mkdir()
    assert run(["model", "list"]) == 0
    assert "broken" in capsys.readouterr().err


OFFLINE = """
import socket, sys
def refuse(*_, **__):
    raise SystemExit("a socket was opened")
socket.socket.connect = socket.socket.connect_ex = refuse
socket.create_connection = socket.getaddrinfo = refuse
class Socket(socket.socket):
    __init__ = refuse
socket.socket = Socket
from reader.cli import run
sys.exit(run(sys.argv[1:]))
"""


@pytest.mark.parametrize(
    "command",
    [
        "read sample_texts/notes_short.txt",
        "export sample_texts/notes_short.txt --to json",
        "repair sample_texts/notes_short.txt",
        "glossary list",
        "memory list",
        "model list",
        "model info",
        "doctor",
        "--help",
    ],
)
def test_no_command_but_install_opens_a_socket(command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", OFFLINE, *command.split()],
        cwd=ROOT,
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    assert b"a socket was opened" not in done.stderr
    assert done.returncode == 0, done.stderr.decode()


def test_installing_by_name_does_open_one() -> None:
    """The test above sees sockets, or it would show nothing."""
    done = subprocess.run(
        [sys.executable, "-c", OFFLINE, "model", "install", "zh_en"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert b"a socket was opened" in done.stderr


def test_only_one_module_knows_of_the_network() -> None:
    knowing = {
        path.name
        for path in ROOT.glob("reader/**/*.py")
        if "import urllib.request" in path.read_text(encoding="utf-8")
    }
    assert knowing == {"downloads.py"}
    assert downloads.LOOPBACK
