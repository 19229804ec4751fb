"""A Document -> JSON and back: the one form every other can be made from.

The shape is ``bilingual-reader/1``; keys are the fields of :mod:`reader.models`.
A reader of the form should ignore keys it does not know.
"""

import json
import re
from dataclasses import MISSING, asdict, fields, is_dataclass
from functools import cache
from types import NoneType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from reader.errors import UnreadableError
from reader.models import Document
from reader.surrogates import encodable

FORMAT = "bilingual-reader/1"
# What may stand where a field has the type: 1 for 1.0, dataclasses.asdict's tuples.
AS_GOOD = {float: (float, int), list: (list, tuple)}
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
    """Build the document from plain lists and dicts; keys it does not know are left.

    Raises KeyError and TypeError, with the place, for what is not in the form.
    """
    translator = data["summary"]["translator"]
    document: Document = _built({**data, "translator": translator}, Document, "")
    return document


def _built(value: Any, kind: Any, place: str) -> Any:
    """Build what a field of :mod:`reader.models` holds from what JSON has for it."""
    if isinstance(kind, type) and is_dataclass(kind):
        given, types = _of(dict, value, place), _types(kind)
        return kind(
            **{
                field.name: _built(
                    given[field.name], types[field.name], f"{place}.{field.name}"
                )
                for field in fields(kind)
                if field.name in given or field.default is MISSING
            }
        )
    parts = get_args(kind)
    if get_origin(kind) is tuple:
        return tuple(
            _built(one, parts[0], f"{place}[{number}]")
            for number, one in enumerate(_of(list, value, place))
        )
    if NoneType in parts:
        return None if value is None else _built(value, parts[0], place)
    if get_origin(kind) is Literal:
        if value not in parts:
            raise TypeError(f"{value!r} at {place}")
        return value
    return _of(kind, value, place)


def _of(kind: type, value: Any, place: str) -> Any:
    """Give a value back that is of a type, or of one that stands for it."""
    if not isinstance(value, AS_GOOD.get(kind, kind)) or isinstance(value, bool):
        raise TypeError(f"no {kind.__name__} at {place}")
    return value


_types = cache(get_type_hints)
