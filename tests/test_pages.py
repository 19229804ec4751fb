"""Saved pages of the usual shapes, and what a reader gets of each."""

import re
from pathlib import Path

import pytest

from reader import sources
from reader.errors import UnreadableError
from reader.repair import repair

PAGES = Path(__file__).parent / "pages"
# The page, the encoding it is in, and the one it says it is in.
CASES = [
    ("portal", "utf-8", "utf-8"),
    ("wechat", "utf-8", "utf-8"),
    ("blog", "utf-8", "UTF-8"),
    ("interview", "utf-8", "utf-8"),
    ("breaks", "gb18030", "gb2312"),
    ("big5", "big5", "big5"),
    ("big5", "big5", "utf-8"),
    ("big5", "utf-8", "big5"),
    ("wrong_charset", "gb18030", "utf-8"),
    ("wrong_charset", "gb18030", "iso-8859-1"),
    ("wrong_charset", "gb18030", "no-such-thing"),
    ("wrong_charset", "utf-8", "gbk"),
]
CHARSET = re.compile(r"(?<=charset=)[\"']?[\w-]+", re.IGNORECASE)


def saved(name: str, folder: Path, encoding: str, declared: str) -> Path:
    html = (PAGES / f"{name}.html").read_text("utf-8")
    assert CHARSET.search(html)
    path = folder / f"{name}.html"
    path.write_bytes(CHARSET.sub(f'"{declared}', html, count=1).encode(encoding))
    return path


@pytest.mark.parametrize(("name", "encoding", "declared"), CASES)
def test_a_page_is_its_article(
    name: str, encoding: str, declared: str, tmp_path: Path, update: bool
) -> None:
    source = sources.load(saved(name, tmp_path, encoding, declared))
    head = [
        f"title: {source.title}",
        f"author: {source.author}",
        f"date: {source.date}",
    ]
    actual = "\n".join([*head, "", repair(source.text).text.rstrip("\n"), ""])
    path = PAGES / f"{name}.txt"
    if update:
        path.write_text(actual, encoding="utf-8")
    assert path.read_text("utf-8") == actual


def test_a_list_of_links_is_no_article(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="no article was found") as caught:
        sources.load(saved("none", tmp_path, "utf-8", "utf-8"))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("head", "author"),
    [
        ('<meta name="author" content="沈知夏">', "沈知夏"),
        ("<meta content='沈知夏' name='author'>", "沈知夏"),
        ('<meta property="article:author" content="记者 沈知夏">', "沈知夏"),
        ('<meta name="description" content="作者谈云">', ""),
    ],
)
def test_an_author_is_named_in_the_head(head: str, author: str, tmp_path: Path) -> None:
    body = (
        "<p>我们从去年开始做工业互联网，客户都在工厂里，他们不急，我们也不急。</p>" * 9
    )
    path = tmp_path / "page.html"
    html = f'<html><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'
    path.write_text(html, encoding="utf-8")
    assert sources.load(path).author == author
