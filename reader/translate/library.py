"""Runs the argostranslate library itself, for whoever wants exactly what it gives.

It is slow, large, and asks the network for a sentence splitter on its first Chinese
sentence. Here it is given one sentence a call, and a splitter that leaves it whole:
so no sentence is lost or joined to its neighbour, and nothing is downloaded.
"""

import importlib
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from functools import cached_property
from operator import length_hint
from typing import Any

from reader.errors import PackageError
from reader.models import Origin, Request, Translation
from reader.translate.checks import check
from reader.translate.packages import Package, unpacked
from reader.translate.protocol import Progress


class LibraryTranslator:
    """The library's own translation of one package."""

    origin: Origin = "argos"

    def __init__(self, package: Package) -> None:
        self.package = package
        self._open = ExitStack()

    @property
    def label(self) -> str:
        """Name the library and the package."""
        return f"argostranslate, {self.package.label}"

    @property
    def identity(self) -> str:
        """Tell the library's work from ours."""
        return f"argostranslate {self.package.identity}"

    def translate(
        self, requests: Sequence[Request], *, progress: Progress | None = None
    ) -> list[Translation]:
        """Translate sentences: as many translations as requests, in their order."""
        return list(self.translate_iter(requests, progress=progress))

    def translate_iter(
        self, requests: Iterable[Request], *, progress: Progress | None = None
    ) -> Iterator[Translation]:
        """Translate sentences one by one. The library knows nothing of terms."""
        total = length_hint(requests)
        for done, request in enumerate(requests, 1):
            # It treats a newline as the end of a paragraph, and drops leading ones.
            text = " ".join(request.text.split())
            english = self.translation.translate(text)
            found = check(request.text, english, request.terms, names=request.names)
            yield Translation(english, self.origin, found)
            if progress is not None:
                progress(done, max(total, done))

    @cached_property
    def translation(self) -> Any:
        """The library's own object, made when it is first asked for."""
        translate = _import("argostranslate.translate")
        package = _import("argostranslate.package")
        folder = self._open.enter_context(unpacked(self.package))
        translation = translate.PackageTranslation(
            translate.Language(self.package.from_code, self.package.from_code),
            translate.Language(self.package.to_code, self.package.to_code),
            package.Package(folder),
        )
        translation.sentencizer = Whole()
        return translation


class Whole:
    """Stands where the library has its sentence splitter, and splits nothing."""

    def split_sentences(self, text: str) -> list[str]:
        """Give the sentence back.

        >>> Whole().split_sentences("先说生态。再说中台。")
        ['先说生态。再说中台。']
        """
        return [text]


def _import(name: str) -> Any:
    # Read once, when onnxruntime (under argostranslate) is imported: from 1.29 on it
    # writes a device id and sends usage data to its maker unless told not to.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise PackageError(
            f"the argostranslate library cannot be imported ({error}): "
            f"pip install 'bilingual-reader[argos]', or leave out --translator"
        ) from error
    except OSError as error:
        raise PackageError(
            f"the argostranslate library cannot make its folders ({error}): "
            f"set XDG_DATA_HOME, XDG_CONFIG_HOME and XDG_CACHE_HOME to writable ones"
        ) from error
