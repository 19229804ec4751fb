"""A Document -> study notes in Markdown, for GitHub, Obsidian, pandoc and Typora.

One sentence is three paragraphs: the Chinese with its id, its pinyin, its English
as a quotation. What stands in the text is escaped wherever one of the four would
read it as markup: ``5~10亿`` would be struck through on GitHub, ``5*8`` set in
italics, ``2024.`` at a line's start made a list, ``$`` taken for mathematics,
``#`` for a tag.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib.metadata import version

from reader.models import Block, Document, Edit, Sentence, Token
from reader.pinyin import sentence_pinyin
from reader.render.shared import MACHINE_LABELS, headline, placed_edits, said

# Every sign that begins markup somewhere; CommonMark takes a backslash before any
# of them, and so do Obsidian, pandoc and Typora.
SPECIAL = re.compile(r"[\\`*_\[\]<>|~#^$@={}]|%(?=%)|&(?=#?\w+;)")

# What makes a list or a rule at the start of a line: `2024. 年` or `- 云`.
LINE_START = re.compile(r"^(\s*)(?:(\d+)([.)])|([-+:])(?=\s|-|\+|$))")

# Emphasis around punctuation is not seen by CommonMark, so only these are set bold.
BOLD = re.compile(r"^\w(?:.*\w)?$", re.DOTALL)

LONGEST_SHOWN = 60
"""Characters of a change that the table of repairs shows."""

NOTES = "<!-- Yours: write here. -->"


def render(document: Document, *, pinyin: bool = True) -> str:
    """Render a document as study notes; the text ends with one line end."""
    paragraphs = [
        _front_matter(document),
        f"# {escape(document.title)}",
        *_header(document),
        *_blocks(document, pinyin),
        *_glossary(document),
        *_repairs(document),
        "## Notes",
        NOTES,
    ]
    return "\n\n".join(paragraphs) + "\n"


def escape(text: str) -> str:
    r"""Write text so that Markdown shows it as it is, on one line.

    >>> print(escape("2019年约5~10亿元，5*8小时"))
    2019年约5\~10亿元，5\*8小时
    >>> print(escape("2019. 云"))
    2019\. 云
    """
    text = SPECIAL.sub(r"\\\g<0>", " ".join(text.split()))
    return LINE_START.sub(_guarded, text)


def _guarded(match: re.Match[str]) -> str:
    blanks, number, mark, bullet = match.groups()
    return f"{blanks}{number}\\{mark}" if number else f"{blanks}\\{bullet}"


def _front_matter(document: Document) -> str:
    summary = document.summary
    speakers = dict.fromkeys(
        block.speaker for block in document.blocks if block.speaker
    )
    fields = {
        "title": document.title,
        "source": document.source,
        "lang": "zh-CN",
        "speakers": list(speakers),
        "sentences": summary.sentences,
        "repairs": summary.edits,
        "terms": summary.terms,
        "checks": summary.checks,
        "translator": summary.translator,
        "made_with": f"bilingual-reader {version('bilingual-reader')}",
    }
    # JSON's strings, numbers and lists are YAML's too: titles may hold colons.
    lines = [
        f"{key}: {json.dumps(value, ensure_ascii=False)}"
        for key, value in fields.items()
    ]
    return "\n".join(["---", *lines, "---"])


def _header(document: Document) -> Iterator[str]:
    for line in headline(document):
        yield f"*{escape(line)}*"


def _blocks(document: Document, pinyin: bool) -> Iterator[str]:
    speaking = None
    for block in document.blocks:
        if block.speaker and block.speaker != speaking:
            yield f"### {escape(block.speaker)}"
        speaking = block.speaker
        yield from _block(block, document, pinyin)


def _block(block: Block, document: Document, pinyin: bool) -> Iterator[str]:
    if block.kind == "heading":
        text = block.text.strip()
        if text != document.title:
            yield f"## {escape(text)}"
    elif block.kind == "caption":
        yield "*Caption*"
    for sentence in block.sentences:
        yield from _sentence(sentence, document, pinyin)


def _sentence(sentence: Sentence, document: Document, pinyin: bool) -> Iterator[str]:
    yield f"**{sentence.id}** {_chinese(sentence, document)}"
    if pinyin and sentence.tokens:
        spelt = sentence_pinyin(sentence.tokens)
        if spelt.strip():
            yield f"*{escape(spelt)}*"
    translation = sentence.translation
    if translation.text:
        yield f"> {escape(MACHINE_LABELS[translation.origin] + translation.text)}"
    for remark in said(translation):
        yield f"> ⚠ {escape(remark)}"


def _chinese(sentence: Sentence, document: Document) -> str:
    """Write the Chinese, a term bold where the document has it first."""
    parts = []
    bold: set[str] = set()
    for token in sentence.tokens or (Token(sentence.text),):
        entry = document.entry(token)
        text = token.text
        if entry and entry.first == sentence.id and entry.chinese not in bold:
            bold.add(entry.chinese)
            parts.append(f"**{escape(text)}**" if BOLD.match(text) else escape(text))
        else:
            parts.append(SPECIAL.sub(r"\\\g<0>", re.sub(r"\s", " ", text)))
    return "".join(parts).strip()


def _glossary(document: Document) -> Iterator[str]:
    if not document.glossary:
        return
    yield "## Glossary"
    yield _table(
        ("Term", "Pinyin", "English", "Definition", "Count", "First"),
        [
            (
                entry.chinese,
                entry.pinyin,
                entry.english,
                entry.definition,
                str(entry.count),
                entry.first,
            )
            for entry in document.glossary
        ],
    )


def _repairs(document: Document) -> Iterator[str]:
    """List what was changed, the same change once with its count and first place."""
    counted: Counter[tuple[str, str, str]] = Counter()
    shown: dict[tuple[str, str, str], tuple[str, Edit]] = {}
    for id, placed in placed_edits(document).items():
        for edit in (one.edit for one in placed):
            change = (edit.before, edit.after, edit.repair)
            counted[change] += 1
            known = shown.get(change)
            # The least sure of them is the one to look at.
            if known is None or edit.confidence < known[1].confidence:
                shown[change] = (known[0] if known else id, edit)
    if not counted:
        return
    yield "## Repairs"
    yield _table(
        ("As it was read", "Now", "Or", "Times", "First", "Why", "Sure"),
        [
            (
                _shown(edit.before),
                _shown(edit.after),
                ", ".join(edit.alternatives),
                str(counted[change]),
                id,
                edit.reason,
                f"{edit.confidence:.0%}",
            )
            for change, (id, edit) in shown.items()
        ],
    )


def _shown(text: str) -> str:
    """Show a change that a table could not: nothing, or blanks and line ends."""
    if not text:
        return "(nothing)"
    text = " ".join(text.split())
    if not text:
        return "(blank)"
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]} …"


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(
        [
            f"| {' | '.join(header)} |",
            f"|{' --- |' * len(header)}",
            *(f"| {' | '.join(escape(cell) for cell in row)} |" for row in rows),
        ]
    )
