"""What stands below the sentences of notes: terms, new words, repairs; and escaping.

What stands in the text is escaped wherever one of the programs would read it as
markup: ``5~10亿`` would be struck through on GitHub, ``5*8`` set in italics,
``2024.`` at a line's start made a list, ``$`` taken for mathematics, ``#`` for a tag.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from reader.difficulty import NewWord, level_name
from reader.models import Document, Edit
from reader.render.shared import as_written, placed_edits

# Every sign that begins markup somewhere; CommonMark takes a backslash before any
# of them, and so do Obsidian, pandoc and Typora.
SPECIAL = re.compile(r"[\\`*_\[\]<>|~#^$@={}]|%(?=%)|&(?=#?\w+;)")

# What makes a list or a rule at the start of a line: `2024. 年` or `- 云`.
LINE_START = re.compile(r"^(\s*)(?:(\d+)([.)])|([-+:])(?=\s|-|\+|$))")

# What Obsidian takes for the end of a link's target.
LINKED = re.compile(r"[\[\]|#^]")

SENSES_SHOWN = 3
LONGEST_SHOWN = 60
"""Characters of a change that the table of repairs shows."""


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


def terms(document: Document, *, linked: bool) -> Iterator[str]:
    """List the terms; ``linked``, a heading each for Obsidian\'s links to lead to."""
    if not document.glossary:
        return
    yield "## Glossary"
    if linked:
        # A heading a term, for links to lead to.
        for entry in document.glossary:
            yield f"#### {LINKED.sub(' ', entry.chinese)}"
            place = f" First in [[#^{entry.first}]]." if entry.first else ""
            meaning = f"*{escape(entry.pinyin)}* **{escape(entry.english)}**"
            yield f"{meaning}: {escape(entry.definition)} ({entry.count}×){place}"
        return
    yield table(
        ("Term", "Pinyin", "English", "Definition", "Count", "First"),
        [
            (
                escape(as_written(entry)),
                escape(entry.pinyin),
                escape(entry.english),
                escape(entry.definition),
                str(entry.count),
                entry.first,
            )
            for entry in document.glossary
        ],
    )


def words(words: Sequence[NewWord]) -> Iterator[str]:
    """List the words that are new to a reader."""
    if not words:
        return
    yield "## New words"
    yield table(
        ("Word", "Pinyin", "English", "HSK", "Times", "First"),
        [
            (
                escape(word.token.text),
                escape(word.token.pinyin),
                escape("; ".join(word.token.gloss[:SENSES_SHOWN])),
                level_name(word.token.band),
                str(word.count),
                word.first.id,
            )
            for word in words
        ],
    )


def repairs(document: Document) -> Iterator[str]:
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
    yield table(
        ("As it was read", "Now", "Or", "Times", "First", "Why", "Sure"),
        [
            (
                escape(_shown(edit.before)),
                escape(_shown(edit.after)),
                escape(", ".join(edit.alternatives)),
                str(counted[change]),
                id,
                escape(edit.reason),
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


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Set a table; its cells are Markdown already."""
    return "\n".join(
        [
            f"| {' | '.join(header)} |",
            f"|{' --- |' * len(header)}",
            *(f"| {' | '.join(row)} |" for row in rows),
        ]
    )
