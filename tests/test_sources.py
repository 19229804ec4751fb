"""A file, standard input or a string becomes text, or one clear line."""

import io
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote

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


PAGE = """<!DOCTYPE html><html lang="zh"><head><meta charset="{charset}">
<title>对话周启明：云是一门慢生意_好运资讯网</title>
<meta name="author" content="沈知夏">
<meta property="article:published_time" content="2023-11-08T09:40:00+08:00"></head>
<body><nav><a href="/">首页</a> <a href="/n">新闻</a> <a href="/t">科技</a></nav>
<article><h1>对话周启明：云是一门慢生意</h1>
<p>11月初，衡川云发布了新版工业数据平台“听澜”，并宣布向合作伙伴开放设备接入、声纹诊断和能耗优化三项能力。</p>
<figure><img src="a.jpg"><figcaption>周启明在某轴承厂“听诊”机床</figcaption></figure>
<h2>亏了2300万元之后</h2>
<p>记者：你多次提到2019年的那个4S店项目。它到底教会了衡川云什么？</p>
<p>周启明：教会我们说“不”。客户牌子大，谁都想拿下，合同还没有看清楚就签了。</p>
<table><tr><td>年份</td><td>收入</td></tr><tr><td>2022</td><td>18.7亿</td></tr></table>
</article><div class="share">分享到： 微信 微博</div>
<div class="related"><h3>相关阅读</h3><ul><li><a href="1">软件横评</a></li></ul></div>
<footer>Copyright © 2023 好运资讯网 版权所有</footer></body></html>
"""
ARTICLE = """对话周启明：云是一门慢生意

沈知夏 2023-11-08

11月初，衡川云发布了新版工业数据平台“听澜”，并宣布向合作伙伴开放设备接入、声纹诊断和能耗优化三项能力。
周启明在某轴承厂“听诊”机床
亏了2300万元之后
记者：你多次提到2019年的那个4S店项目。它到底教会了衡川云什么？
周启明：教会我们说“不”。客户牌子大，谁都想拿下，合同还没有看清楚就签了。
年份\t收入
2022\t18.7亿"""


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [("utf-8", "utf-8"), ("gb2312", "gb18030"), ("gbk", "gb18030")],
)
def test_of_a_page_the_article_is_taken(
    tmp_path: Path, charset: str, encoding: str
) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(PAGE.format(charset=charset).encode(encoding))
    source = sources.load(path)
    assert source.text == ARTICLE
    assert source.title == "对话周启明：云是一门慢生意"
    assert source.author == "沈知夏"
    assert source.date == "2023-11-08"
    assert source.encoding == encoding


def test_a_page_without_an_article_is_said(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("<!DOCTYPE html><html><body></body></html>", encoding="utf-8")
    with pytest.raises(UnreadableError, match="no article was found"):
        sources.load(path)


MARKDOWN = """---
title: "云是一门慢生意"
author: 沈知夏
date: 2023-11-08
---
## 亏了之后

周启明说，**我们**没有
做过[汽车零售](https://a.example)，用的是 `listen()`。

- 一是慢
- 二是稳

![周启明在听诊](a.jpg)

| 年份 | 收入 |
| --- | --- |
| 2022 | 18.7亿 |

```
print("云")
```
"""


def test_of_markdown_the_words_are_taken(tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    path.write_text(MARKDOWN, encoding="utf-8")
    source = sources.load(path)
    assert source.title == "云是一门慢生意"
    assert source.author == "沈知夏"
    assert source.date == "2023-11-08"
    assert source.text.split("\n\n") == [
        "云是一门慢生意",
        "亏了之后",
        "周启明说，我们没有做过汽车零售，用的是 listen()。",
        "一是慢",
        "二是稳",
        "周启明在听诊",
        "年份\t收入",
        "2022\t18.7亿",
        'print("云")',
    ]


def test_markdown_in_a_text_file_is_text(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("# 云\n", encoding="utf-8")
    assert sources.load(path).text == "# 云\n"


class Site(BaseHTTPRequestHandler):
    """A site on loopback: a page, a text, a picture, a page in a header's encoding."""

    def do_GET(self) -> None:
        page = PAGE.format(charset="utf-8").encode()
        bare = PAGE.replace('<meta charset="{charset}">', "").encode("gb18030")
        answers = {
            "/page": ("text/html; charset=utf-8", page),
            "/bare": ("text/html; charset=gb18030", bare),
            "/text.txt": ("text/plain", TEXT.encode("gb18030")),
            "/picture": ("image/png", b"\x89PNG"),
            "/访谈": ("text/plain; charset=utf-8", TEXT.encode()),
        }
        path = unquote(self.path)
        if path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/page")
            self.end_headers()
            return
        if path not in answers:
            self.send_error(404, "Not Found")
            return
        kind, body = answers[path]
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize("path", ["/page", "/bare", "/moved"])
def test_a_url_is_read_like_a_page(site: str, path: str) -> None:
    source = sources.load(site + path)
    assert source.text == ARTICLE
    assert source.name == site + path


@pytest.mark.parametrize("path", ["/text.txt", "/访谈"])
def test_a_url_of_a_text_is_the_text(site: str, path: str) -> None:
    assert TEXT == sources.load(site + path).text


def test_a_url_that_a_path_has_shortened_is_read(site: str) -> None:
    assert TEXT == sources.load(Path(f"{site}/text.txt")).text


@pytest.mark.parametrize(
    ("path", "error", "said"),
    [
        ("/none", ReaderError, "answers 404"),
        ("/picture", UnreadableError, "is image/png"),
    ],
)
def test_what_a_server_has_not_is_said(
    site: str, path: str, error: type[ReaderError], said: str
) -> None:
    with pytest.raises(error, match=said) as caught:
        sources.load(site + path)
    assert "\n" not in str(caught.value)


def test_a_server_that_is_not_there_is_said() -> None:
    with pytest.raises(ReaderError, match="cannot be fetched"):
        sources.load("http://127.0.0.1:9/a.html")
    with pytest.raises(UsageError, match="no web address"):
        sources.load("http:///a.html")


def test_text_that_was_encoded_twice_is_text(tmp_path: Path) -> None:
    path = tmp_path / "twice.txt"
    twice = "我们从去年开始做产业互联网，没有中台。".encode().decode("latin-1")
    path.write_text(twice, encoding="utf-8")
    assert twice == sources.load(path).text
