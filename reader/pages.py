"""A saved web page -> the article on it, with its title, author and date.

trafilatura finds the article: menus, share buttons and comments are left behind,
headings and captions are kept. What it cannot tell from the article (an editor's
line, a scraper's spam) is for the boilerplate repair.
"""

import json
import re
from dataclasses import dataclass
from html import unescape

from glossary.han import HAN_CLASS
from reader.errors import ReaderError, UnreadableError

# A page begins so, after white space, comments and an XML declaration.
PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
# <meta charset=gb2312>, <meta http-equiv=… content="text/html; charset=big5">
CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE
)
HEAD = 4096
# What a page calls GBK or GB 2312 may hold any character of GB18030.
WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs"}
# trafilatura writes a table's row as | cell | cell |.
ROW = re.compile(r"^\|(.*)\| *$", re.MULTILINE)
BAR = re.compile(r"(?<!\\)\|")
OPENING = 200
"""Signs at the beginning that may name the author and the date."""
PARTED = 2
"""Breaks between paragraphs in a cell that make it an article's and no table's."""
# It drops figures with their captions, which belong to the article.
CAPTION = re.compile(r"<(/?)figcaption\b[^>]*>", re.IGNORECASE)
FIGURE = re.compile(r"<(/?)figure\b[^>]*>", re.IGNORECASE)
# Old pages part paragraphs by empty lines or by a line's end and an indent.
BREAKS = re.compile(
    r"(?:<br\s*/?>\s*){2,}|<br\s*/?>\s*(?=\u3000\u3000|(?:&nbsp;){4})", re.IGNORECASE
)
# Older ones set the whole article in a cell of a table.
CELL = re.compile(r"<td\b[^>]*>((?:(?!</?t[dr]\b).)*)", re.IGNORECASE | re.DOTALL)
TABLE = re.compile(r"<(/?)(?:table|tbody|tr|td)\b[^>]*>", re.IGNORECASE)
# WeChat sets each paragraph in a section, and trafilatura drops sections of few words:
# the headings.
WECHAT = re.compile(r"\bid\s*=\s*[\"']?js_content\b")
SECTION = re.compile(r"</?section\b[^>]*>", re.IGNORECASE)
# A Chinese name has one word, which it takes for no author.
META = re.compile(r"<meta\s[^>]{1,400}>", re.IGNORECASE)
IS_AUTHOR = re.compile(
    r"\b(?:name|property)\s*=\s*[\"']?(?:author|article:author|byl)\b", re.IGNORECASE
)
CONTENT = re.compile(r"\bcontent\s*=\s*[\"']([^\"'<>]{1,40})[\"']", re.IGNORECASE)
# 作者：陆行舟　2004-08-16, below the title.
BYLINE = re.compile(f"(?:作者|文)[:：/／]\\s*([{HAN_CLASS}·]{{2,8}})(?![{HAN_CLASS}])")
# 记者 沈知夏, 文/陆行舟
ROLE = re.compile(r"^(?:(?:本报|本刊|特约)?(?:记者|作者|撰文|编辑|文)[\s:：/／]+)+")
# What an article has and a list of links has not.
SENTENCE = re.compile(r"[。！？!?…]|[.]([\"'”’)]|\s|$)")


@dataclass(frozen=True, slots=True)
class Page:
    """What a page is about: the article's text begins with its title."""

    text: str
    title: str = ""
    author: str = ""
    date: str = ""
    """As YYYY-MM-DD, empty where the page does not say."""


def is_page(text: str) -> bool:
    """Tell whether a text is the source of a web page.

    >>> is_page("<!DOCTYPE html><html><p>云</p>"), is_page("<云> 是什么")
    (True, False)
    """
    return PAGE.match(text) is not None


def declared(data: bytes) -> str | None:
    """Find the encoding a page says it is in.

    >>> declared(b'<html><meta charset="gb2312">')
    'gb18030'
    """
    found = CHARSET.search(data[:HEAD])
    if found is None:
        return None
    name = found[1].decode("ascii").lower()
    return WIDER.get(name, name)


def read_page(html: str, *, name: str, url: str | None = None) -> Page:
    """Find the article on a page.

    Raises UnreadableError where there is none to be found, ReaderError where
    trafilatura (the extra ``[web]``) is not installed.
    """
    try:
        from trafilatura import extract
        from trafilatura.settings import use_config
    except ImportError as error:
        raise ReaderError(
            "web pages need trafilatura: pip install 'bilingual-reader[web]', "
            "or save the page as plain text and read that"
        ) from error

    config = use_config()
    # Its sizes are those of English; a Chinese page says as much in a quarter of that.
    for size in ("MIN_EXTRACTED_SIZE", "MIN_OUTPUT_SIZE"):
        config.set("DEFAULT", size, str(config.getint("DEFAULT", size) // 4))
    found = extract(
        _prepared(html),
        url=url,
        config=config,
        output_format="json",
        with_metadata=True,
        include_comments=False,
        include_tables=True,
        favor_recall=True,
    )
    page: dict[str, str | None] = json.loads(found) if found else {}
    text = (page.get("text") or "").strip()
    if not SENTENCE.search(text):
        raise UnreadableError(
            f"{name}: no article was found on this page; save its text to a file "
            "and read that"
        )
    text = ROW.sub(_cells, text)
    title = (page.get("title") or "").strip()
    author = _author(html, text, (page.get("author") or "").strip())
    date = (page.get("date") or "").strip()
    return Page(_headed(text, title, author, date), title, author, date)


def _prepared(html: str) -> str:
    """Write what trafilatura would lose or join in a way that it keeps."""
    html = CAPTION.sub(r"<\1p>", FIGURE.sub(r"<\1div>", html))
    if WECHAT.search(html):
        html = SECTION.sub("", html)
    if any(len(BREAKS.findall(cell[1])) >= PARTED for cell in CELL.finditer(html)):
        html = TABLE.sub(r"<\1div>", html)
    return BREAKS.sub("</p><p>", html)


def _author(html: str, text: str, found: str) -> str:
    """Find who wrote a page: in its head, as trafilatura does, in a byline."""
    for meta in META.finditer(html):
        if IS_AUTHOR.search(meta[0]) and (named := CONTENT.search(meta[0])):
            return ROLE.sub("", unescape(named[1]).strip())
    if found:
        return ROLE.sub("", found)
    byline = BYLINE.search(text[:OPENING])
    return byline[1] if byline else ""


def _cells(row: re.Match[str]) -> str:
    cells = BAR.split(row[1])
    return "\t".join(cell.replace("\\|", "|").strip() for cell in cells)


def _headed(text: str, title: str, author: str, date: str) -> str:
    """Put the title, and who wrote it when, above an article that lacks them."""
    opening = text[:OPENING]
    above = []
    if title and title not in opening:
        above.append(title)
    byline = [part for part in (author, date) if part and part not in opening]
    if byline:
        above.append(" ".join(byline))
    if title and title in opening and byline:
        head, _, rest = text.partition("\n")
        return "\n\n".join([head, *above, rest.strip("\n")]) if rest else text
    return "\n\n".join([*above, text])
