"""A Markdown text -> its plain text: headings, paragraphs, items and captions.

Marks of structure go, words stay: a heading is a line, an item is a line, a picture
is its caption. Code stays as it is, on lines of its own. Lines that only wrap are
joined, Chinese without a blank. A front matter's title, author and date are kept.
"""

import re
from typing import TYPE_CHECKING

from glossary.han import HAN_CLASS
from reader.pages import Page

if TYPE_CHECKING:
    from markdown_it.token import Token

SUFFIXES = {".md", ".markdown", ".mdown", ".mkd"}
FRONT = re.compile(r"\A---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
FIELD = re.compile(r"^(title|author|date)[ \t]*:[ \t]*(.+?)[ \t]*$", re.MULTILINE)
CJK = f"[{HAN_CLASS}，。：；？！、（）《》“”‘’「」『』【】…—]"
# A line's end inside a paragraph, between Chinese: no blank belongs there.
WRAP = re.compile(f"(?<={CJK})\n(?={CJK})")


def read_markdown(text: str) -> Page:
    r"""Take the marks off a Markdown text.

    >>> read_markdown("# 云\n\n我们做**中台**，\n也做[云](https://a.example)。\n").text
    '云\n\n我们做中台，也做云。'
    """
    from markdown_it import MarkdownIt

    front = FRONT.match(text)
    fields = dict(FIELD.findall(front[1])) if front else {}
    body = text[front.end() :] if front else text
    tokens = MarkdownIt("commonmark").enable("table").parse(body)
    plain = "\n\n".join(_blocks(tokens))
    title = fields.get("title", "").strip("\"'")
    if title and title not in plain[:200]:
        plain = f"{title}\n\n{plain}"
    return Page(
        plain,
        title,
        fields.get("author", "").strip("\"'"),
        fields.get("date", "").strip("\"'")[:10],
    )


def _blocks(tokens: "list[Token]") -> list[str]:
    blocks: list[str] = []
    row: list[str] | None = None
    for token in tokens:
        if token.type == "inline":
            text = WRAP.sub("", _inline(token)).replace("\n", " ").strip()
            if row is not None:
                row.append(text)
            elif text:
                blocks.append(text)
        elif token.type in ("fence", "code_block"):
            blocks.append(token.content.rstrip("\n"))
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row is not None:
            blocks.append("\t".join(row))
            row = None
    return blocks


def _inline(token: "Token") -> str:
    parts = []
    for child in token.children or ():
        if child.type in ("text", "code_inline"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif child.type == "image":
            parts.append(_inline(child) or child.content)
    return "".join(parts)
