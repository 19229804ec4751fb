"""Sentences -> translations, by an Argos package on this machine."""

import os

from reader.errors import PackageError, UsageError
from reader.translate.argos import ArgosTranslator
from reader.translate.drift import Renderings
from reader.translate.library import LibraryTranslator
from reader.translate.memory import Memory
from reader.translate.packages import Package, find, load
from reader.translate.protocol import Progress, Settings, Translator
from reader.translate.remembering import Remembering

__all__ = [
    "TRANSLATORS",
    "ArgosTranslator",
    "LibraryTranslator",
    "Memory",
    "Package",
    "Progress",
    "Remembering",
    "Renderings",
    "Settings",
    "Translator",
    "find",
    "load",
    "translator",
]

TRANSLATORS = ("auto", "argos", "argostranslate", "none")


def translator(
    name: str = "auto", *, model: str | os.PathLike[str] | None = None
) -> Translator | None:
    """Choose what translates: the package at ``model``, or the best that is found.

    ``auto`` gives None where there is no package; ``argos`` and ``argostranslate``
    raise :class:`~reader.errors.PackageError`; ``none`` gives None always. A broken
    ``model`` raises whatever the name, but for ``none``.
    """
    if name not in TRANSLATORS:
        raise UsageError(f"no translator {name!r}: choose {', '.join(TRANSLATORS)}")
    if name == "none":
        return None
    packages = find() if model is None else [load(model)]
    if not packages and name == "auto":
        return None
    if not packages:
        raise PackageError(
            "no zh→en translation package: give one with --model, "
            "or install one with: reader model install zh_en"
        )
    if name == "argostranslate":
        return LibraryTranslator(packages[0])
    return ArgosTranslator(packages[0])
