"""A Document -> JSON and back: the one form every other can be made from.

The shape is ``bilingual-reader/1``; keys are the fields of :mod:`reader.models`.
A reader of the form should ignore keys it does not know.
"""

import json
import re
from dataclasses import asdict
from typing import Any

from reader.errors import UnreadableError
from reader.models import (
    Block,
    Check,
    Document,
    Edit,
    Entry,
    Sentence,
    Token,
    Translation,
)
from reader.surrogates import encodable

FORMAT = "bilingual-reader/1"
# What JSON has for a surrogate, of a pair or alone.
ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")
# A key of a document, and the number of its form; not within a text: \\"format\\".
HEAD = re.compile(r'(?<!\\)"format"\s*:\s*"bilingual-reader/(\d+)"')


def render(document: Document) -> str:
    """Render the whole document as JSON, two blanks deep, ending with a line end.

    >>> render(Document("云", "a.txt", ())).splitlines()[1:3]
    ['  "format": "bilingual-reader/1",', '  "title": "云",']
    """
    return json.dumps(to_data(document), ensure_ascii=False, indent=2) + "\n"


def to_data(document: Document) -> dict[str, Any]:
    """Give the document as plain lists and dicts."""
    return {
        "format": FORMAT,
        "title": document.title,
        "source": document.source,
        "edits": [asdict(edit) for edit in document.edits],
        "blocks": [asdict(block) for block in document.blocks],
        "glossary": [asdict(entry) for entry in document.glossary],
        "summary": asdict(document.summary),
    }


def is_document(text: str) -> bool:
    """Tell whether a text is a document in this form or a later one.

    The keys may stand in any order. What is cut off is still a document, so that
    whoever parses it says so.

    >>> is_document('{"title": "云", "format": "bilingual-reader/1"}')
    True
    """
    if not text.lstrip().startswith("{") or HEAD.search(text) is None:
        return False
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return True
    return HEAD.fullmatch(f'"format": "{data.get("format")}"') is not None


def parse(text: str, *, name: str = "the text") -> Document:
    """Read a document back from JSON.

    Raises UnreadableError, with the place, if it is not in the form.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"{name}: is not whole JSON: {error}") from error
    if ESCAPE.search(text):
        data = json.loads(encodable(json.dumps(data, ensure_ascii=False)))
    form = data.get("format") if isinstance(data, dict) else None
    if (
        isinstance(form, str)
        and form != FORMAT
        and HEAD.fullmatch(f'"format":"{form}"')
    ):
        raise UnreadableError(
            f"{name}: is in the form {form}, and this program "
            f"reads {FORMAT}; upgrade bilingual-reader"
        )
    try:
        return from_data(data)
    except (AttributeError, KeyError, TypeError) as error:
        raise UnreadableError(
            f"{name}: is not in the form {FORMAT} ({error}); "
            "export it again with --to json"
        ) from error


def from_data(data: dict[str, Any]) -> Document:
    """Build the document from plain lists and dicts."""
    return Document(
        title=data["title"],
        source=data["source"],
        blocks=tuple(_block(block) for block in data["blocks"]),
        edits=tuple(
            Edit(
                **{
                    **edit,
                    "alternatives": tuple(edit["alternatives"]),
                    "scores": tuple(edit.get("scores", ())),
                }
            )
            for edit in data["edits"]
        ),
        glossary=tuple(
            Entry(**{**entry, "forms": tuple(entry["forms"])})
            for entry in data["glossary"]
        ),
        translator=data["summary"]["translator"],
    )


def _block(data: dict[str, Any]) -> Block:
    sentences = tuple(_sentence(sentence) for sentence in data["sentences"])
    return Block(**{**data, "sentences": sentences})


def _sentence(data: dict[str, Any]) -> Sentence:
    tokens = tuple(
        Token(
            **{
                **token,
                "syllables": tuple(token["syllables"]),
                "gloss": tuple(token["gloss"]),
            }
        )
        for token in data["tokens"]
    )
    translation = data["translation"]
    checks = tuple(Check(**check) for check in translation["checks"])
    return Sentence(
        **{
            **data,
            "tokens": tokens,
            "translation": Translation(**{**translation, "checks": checks}),
        }
    )
