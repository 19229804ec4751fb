"""A file, standard input or a string becomes text, or one clear line."""

import io
import sys
from pathlib import Path

import pytest

from reader import sources
from reader.errors import ReaderError, UnreadableError, UsageError

TEXT = "我们从去年开始做产业互联网，没有中台能力是误解。\n第二段：云计算。\n"
TRADITIONAL = "我們從去年開始做產業網際網路，雲端運算是基礎。\n第二段：資料中台。\n"

ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_simplified_text_is_decoded(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "text.txt"
    path.write_bytes(TEXT.encode(encoding))
    assert TEXT == sources.load(path).text


@pytest.mark.parametrize("encoding", ["utf-8", "big5", "big5hkscs", "utf-16"])
def test_traditional_text_is_decoded(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "text.txt"
    path.write_bytes(TRADITIONAL.encode(encoding))
    assert TRADITIONAL == sources.load(path).text


def test_line_ends_become_one_kind(tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_bytes("云\r\n端\r客\n".encode())
    assert sources.load(path).text == "云\n端\n客\n"


def test_the_input_is_not_changed(tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    data = TEXT.encode("gb18030")
    path.write_bytes(data)
    sources.load(path)
    assert data == path.read_bytes()


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(TEXT.encode("gb18030")))
    monkeypatch.setattr(sys, "stdin", stdin)
    assert sources.Source(TEXT, "-", "gb18030") == sources.load("-")


def test_an_encoding_that_is_named_is_used(tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_bytes("云".encode("gb18030"))
    assert sources.load(path, encoding="gb18030").text == "云"


def test_a_string_is_the_text_itself() -> None:
    assert sources.load("云计算") == sources.Source("云计算", "")
    assert sources.load("first\nsecond").text == "first\nsecond"


def test_a_string_that_names_a_file_is_the_file(tmp_path: Path) -> None:
    path = tmp_path / "访谈.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert TEXT == sources.load(str(path)).text


@pytest.mark.parametrize(
    ("data", "error", "said"),
    [
        pytest.param(b"", UnreadableError, "is empty", id="empty"),
        pytest.param(b" \n\n", UnreadableError, "is empty", id="blank"),
        pytest.param(b"%PDF-1.7\n%\xe2\xe3", UnreadableError, "PDF", id="pdf"),
        pytest.param(b"PK\x03\x04\x14\x00", UnreadableError, "Office", id="zip"),
        pytest.param(bytes(range(256)) * 20, UnreadableError, "encoding", id="binary"),
        pytest.param(
            b"\x7fELF\x02\x01\x01" + bytes(64), UnreadableError, "is it text", id="elf"
        ),
    ],
)
def test_what_is_not_text_is_refused(
    tmp_path: Path, data: bytes, error: type[ReaderError], said: str
) -> None:
    path = tmp_path / "file"
    path.write_bytes(data)
    with pytest.raises(error, match=said) as caught:
        sources.load(path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("source", "error", "said"),
    [
        (Path("missing.txt"), ReaderError, "no such file"),
        ("missing.txt", ReaderError, "no such file"),
        (Path(), ReaderError, "is a directory"),
        ("https://example.com/a.html", UsageError, "not fetched"),
    ],
)
def test_what_cannot_be_opened_is_said(
    source: str | Path, error: type[ReaderError], said: str
) -> None:
    with pytest.raises(error, match=said):
        sources.load(source)


def test_a_text_with_controls_in_it_is_still_a_text(tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_text("我\x07们\x1b[31m做\x00云。\n", encoding="utf-8")
    assert "做\x00云" in sources.load(path).text


def test_a_wrong_encoding_is_said(tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_bytes(TEXT.encode("gb18030"))
    with pytest.raises(UnreadableError, match="is not utf-8"):
        sources.load(path, encoding="utf-8")
    with pytest.raises(UsageError, match="no such encoding: utf-9"):
        sources.load(path, encoding="utf-9")


def test_a_file_without_permission_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Patched, because root may read everything."""

    def refuse(_path: Path) -> bytes:
        raise PermissionError

    path = tmp_path / "text.txt"
    path.write_text(TEXT, encoding="utf-8")
    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(ReaderError, match="no permission"):
        sources.load(path)
