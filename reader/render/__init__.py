"""A Document -> something to look at or keep: one file a view.

``RENDERERS`` holds the views that give a whole text; the terminal's own view,
which needs a width and colours, is :mod:`reader.render.side`.
"""

from collections.abc import Callable
from typing import Any

from reader.errors import UsageError
from reader.models import Document
from reader.render import json_form, markdown, plain, word_list

RENDERERS: dict[str, Callable[..., str]] = {
    "md": markdown.render,
    "json": json_form.render,
    "plain": plain.render,
    "words": word_list.render,
}


# The options are the renderer's own keywords, checked there.
def render(document: Document, to: str, **options: Any) -> str:
    """Render a document as ``md``, ``json``, ``plain`` or ``words``.

    Raises UsageError for a form that does not exist.
    """
    if to not in RENDERERS:
        raise UsageError(f"no such form: {to}; there are {', '.join(RENDERERS)}")
    return RENDERERS[to](document, **options)
