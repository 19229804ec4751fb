"""A Document -> something to look at or keep: one file a view.

``RENDERERS`` holds the views that give a whole text; the terminal's own view,
which needs a width and colours, is :mod:`reader.render.side`.
"""

from collections.abc import Callable
from typing import Any

from reader.errors import UsageError
from reader.models import Document
from reader.render import anki, html, json_form, markdown, plain, tmx, tsv, word_list

RENDERERS: dict[str, Callable[..., str | bytes]] = {
    "md": markdown.render,
    "anki": anki.render,
    "html": html.render,
    "json": json_form.render,
    "plain": plain.render,
    "tmx": tmx.render,
    "tsv": tsv.render,
    "words": word_list.render,
}


# The options are the renderer's own keywords, checked there.
def render(document: Document, to: str, **options: Any) -> str | bytes:
    """Render a document in one of the forms: text, or bytes for an Anki deck.

    Raises UsageError for a form that does not exist.
    """
    if to not in RENDERERS:
        raise UsageError(f"no such form: {to}; there are {', '.join(RENDERERS)}")
    return RENDERERS[to](document, **options)
