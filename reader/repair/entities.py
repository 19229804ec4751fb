"""What a web page's source says in place of characters: &ldquo; and <br/>.

Copied or badly scraped pages keep it. Only where a text has several of them, among
Chinese and outside of code: who writes about HTML shows an example or two.
"""

import html
import re

from reader.models import Edit
from reader.repair.prose import CJK, Kept

NAME = "controls"
# &ldquo; &#8220; &#x201C; &nbsp; not &x=1; of an address.
ENTITY = re.compile(
    r"&(?:nbsp|[lr][sd]quo|hellip|[mn]dash|middot|bull|quot|amp|lt|gt|[lr]aquo|times|copy"
    r"|ensp|emsp|\#\d{2,5}|\#x[0-9A-Fa-f]{2,5});"
)
BLOCKS = "p|br|div|section|li|ul|ol|h[1-6]|tr|table|blockquote|center"
# <p style="…">, </span>, <br/>; not <stdio.h>.
TAG = re.compile(
    rf"</?(?P<name>{BLOCKS}|span|strong|b|em|i|u|font|a|img|td)(?:\s[^<>\n]{{0,300}})?/?>",
    re.IGNORECASE,
)
BLOCK = re.compile(BLOCKS, re.IGNORECASE)
BESIDE = re.compile(f"[{CJK}]")
LEAST = 3
"""How many there must be, Chinese beside them."""


def entities(text: str) -> tuple[Edit, ...]:
    """Put the characters for what a page's source calls them, and tags out.

    >>> page = "他说：&ldquo;不急。&rdquo;<br/>然后&nbsp;他走了。"
    >>> [edit.after for edit in entities(page)]
    ['“', '”', '\\n', ' ']
    >>> entities("在 HTML 里，&nbsp; 是一个空格。")
    ()
    """
    if ("&" not in text or ";" not in text) and "</" not in text and "/>" not in text:
        return ()
    hits = [*ENTITY.finditer(text), *TAG.finditer(text)]
    if len(hits) < LEAST:
        return ()
    kept = Kept(text)
    hits = [hit for hit in hits if not kept.has(hit.start())]
    if sum(_is_beside(text, hit) for hit in hits) < LEAST:
        return ()
    return tuple(
        Edit(
            hit.start(),
            hit.end(),
            hit[0],
            _character(hit[0]) if hit[0][0] == "&" else _between(text, hit),
            NAME,
            "as the source of a web page writes it",
            0.97,
        )
        for hit in sorted(hits, key=re.Match.start)
    )


def _is_beside(text: str, hit: re.Match[str]) -> bool:
    around = text[max(0, hit.start() - 1) : hit.start()] + text[hit.end() :][:1]
    return BESIDE.search(around) is not None


def _character(entity: str) -> str:
    return html.unescape(entity).replace("\xa0", " ")


def _between(text: str, hit: re.Match[str]) -> str:
    """Give what stands in place of a tag: a line break inside a line, or nothing."""
    line = text[text.rfind("\n", 0, hit.start()) + 1 : hit.start()]
    rest = text[hit.end() :].split("\n", 1)[0]
    inside = TAG.sub("", line).strip() and TAG.sub("", rest).strip()
    return "\n" if inside and BLOCK.fullmatch(hit["name"]) else ""
