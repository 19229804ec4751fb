"""Read Chinese tech and business interviews: repaired, annotated, in two languages.

>>> import reader
>>> document = reader.read("我们做中台。", translator="none")
>>> [token.text for token in next(document.sentences()).tokens]
['我们', '做', '中台', '。']

Names are loaded when they are first used, so that ``reader --help`` is quick.
"""

import importlib
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reader.errors import (
        ChecksFailed,
        PackageError,
        ReaderError,
        UnreadableError,
        UsageError,
    )
    from reader.models import (
        Block,
        Check,
        Document,
        Edit,
        Entry,
        Repaired,
        Sentence,
        Token,
        Translation,
    )
    from reader.pipeline import (
        Reading,
        annotate,
        read,
        stream,
        translate,
        translate_iter,
    )
    from reader.render import render
    from reader.repair import repair
    from reader.sentences import split
    from reader.translate.memory import Memory

__all__ = [
    "Block",
    "Check",
    "ChecksFailed",
    "Document",
    "Edit",
    "Entry",
    "Memory",
    "PackageError",
    "ReaderError",
    "Reading",
    "Repaired",
    "Sentence",
    "Token",
    "Translation",
    "UnreadableError",
    "UsageError",
    "annotate",
    "read",
    "render",
    "repair",
    "split",
    "stream",
    "translate",
    "translate_iter",
]

_HOMES = {
    "Memory": "reader.translate.memory",
    "Reading": "reader.pipeline",
    "annotate": "reader.pipeline",
    "read": "reader.pipeline",
    "render": "reader.render",
    "repair": "reader.repair",
    "split": "reader.sentences",
    "stream": "reader.pipeline",
    "translate": "reader.pipeline",
    "translate_iter": "reader.pipeline",
}


class _Package(ModuleType):
    """Keeps ``reader.repair`` the function when the package so named is loaded."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _HOMES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = _HOMES.get(name)
    if home is None:
        is_error = name.endswith(("Error", "Failed"))
        home = "reader.errors" if is_error else "reader.models"
    return getattr(importlib.import_module(home), name)


def __dir__() -> list[str]:
    return __all__
