"""A Document -> TMX 1.4b, for translation tools and another memory.

One unit a sentence; what was only glossed word by word is no translation and stays
out. The form itself is the memory's (:mod:`reader.translate.tmx`).
"""

import time
from importlib.metadata import version

from reader.models import Document
from reader.translate import tmx
from reader.translate.memory import Unit


def render(document: Document, *, pinyin: bool = True) -> str:
    """Render a document's translations as TMX; ``pinyin`` has no place in it."""
    units = [
        Unit(
            sentence.text.strip(),
            sentence.translation.text,
            "hand" if sentence.translation.origin == "hand" else "machine",
            document.translator,
            int(time.time()),
        )
        for sentence in document.sentences()
        if sentence.translation.origin in ("argos", "rule", "memory", "hand")
    ]
    return "".join(tmx.write(units, version=version("bilingual-reader")))
