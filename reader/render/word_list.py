"""A Document -> the words that are new to a learner, as a table with tabs.

Spreadsheets open it, Anki imports it, and `reader vocab import` takes it back.
"""

from collections.abc import Collection

from reader.difficulty import new_words
from reader.models import Document

HEADER = ("word", "pinyin", "english", "band", "count", "first")


def render(document: Document, *, level: int = 4, known: Collection[str] = ()) -> str:
    """List the words above a level, in the order they are met, a word a line.

    ``known`` are words to leave out, folded to Simplified characters. The columns are
    those of HEADER; ``first`` is the sentence that has the word first.
    """
    rows = [HEADER]
    for word in new_words(document, level=level, known=known):
        token = word.token
        english = token.term or "; ".join(token.gloss)
        rows.append(
            (
                token.text,
                token.pinyin,
                english,
                str(token.band),
                str(word.count),
                f"{word.first.id} {word.first.text}",
            )
        )
    return "".join("\t".join(map(_field, row)) + "\n" for row in rows)


def _field(text: str) -> str:
    return " ".join(text.split())
