"""Runs an Argos package: Chinese sentences -> English, one for each, in batches.

The same search as Argos Translate's own (beam 4, length penalty 0.2), without what
it loses on the way: sentences stay apart, batches are full, both cores work, and an
underscore stays an underscore.
"""

import os
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from glossary.han import HAN
from reader.errors import PackageError
from reader.models import Origin, Request, Translation
from reader.translate import windows
from reader.translate.checks import DEGENERATE, check
from reader.translate.packages import Package, unpacked
from reader.translate.protocol import AS_ARGOS, ASKING, OTHERWISE, Progress, Settings

if TYPE_CHECKING:
    import ctranslate2
    import sentencepiece

# CTranslate2 cuts what is longer than 1,024 pieces without a word, models have 512
# places, and no translation gets longer than 256 pieces: stay well below.
WINDOW = 160
# Sentences a batch: more gains nothing (measured at 8, 16, 32 and 64).
BATCH = 16
# Sentences in work at a time: few at first, so that reading can begin, then enough to
# sort by length.
FIRST_GROUP, GROUP = 32, 256
THREADS_LIMIT = 8
# What the column shows for a sentence that has nothing to translate but marks.
MARKS = str.maketrans(
    {
        "，": ",", "。": ".", "、": ",", "；": ";", "：": ":", "？": "?", "！": "!",
        "（": "(", "）": ")", "【": "[", "】": "]", "“": '"', "”": '"', "‘": "'",
        "’": "'", "「": '"', "」": '"', "『": '"', "』": '"', "《": '"', "》": '"',
        "…": "...", "—": "-", "％": "%", "～": "~", "　": " ",
    }
)  # fmt: skip


class ArgosTranslator:
    """A package and the model in it, loaded when the first sentence comes."""

    origin: Origin = "argos"

    def __init__(self, package: Package, *, threads: int | None = None) -> None:
        self.package = package
        self.threads = threads or min(_cores(), THREADS_LIMIT)

    @property
    def label(self) -> str:
        """Name the package: ``translate-zh_en 1.9 (installed)``."""
        return self.package.label

    def load(self) -> None:
        """Load the model now, to learn whether the package can be run at all."""
        _ = self._loaded

    def translate(
        self, requests: Sequence[Request], *, progress: Progress | None = None
    ) -> list[Translation]:
        """Translate sentences: as many translations as requests, in their order."""
        return list(self.translate_iter(requests, progress=progress))

    def translate_iter(
        self, requests: Sequence[Request], *, progress: Progress | None = None
    ) -> Iterator[Translation]:
        """Translate sentences, giving each translation as soon as its group is done."""
        done = 0
        english = self.english(requests)
        for group in _groups(requests):
            texts = list(islice(english, len(group)))
            for translation in self._checked(group, texts):
                yield translation
                done += 1
                if progress is not None:
                    progress(done, len(requests))

    def _checked(
        self, requests: Sequence[Request], texts: Sequence[str]
    ) -> list[Translation]:
        """Check texts; where one fails, try otherwise, and give the better one.

        A term that is missing is asked for, a loop or a hole searched for otherwise.
        """
        translations = [
            self._judged(request, text)
            for request, text in zip(requests, texts, strict=True)
        ]
        for settings, causes in ((ASKING, {"term"}), (OTHERWISE, DEGENERATE)):
            if settings.ask and self.package.terms is None:
                continue
            failed = [
                place
                for place, translation in enumerate(translations)
                if any(one.check in causes for one in translation.checks)
            ]
            again = self.english(
                [requests[place] for place in failed], settings=settings
            )
            for place, text in zip(failed, again, strict=True):
                other = self._judged(requests[place], text)
                if _faults(other) < _faults(translations[place]):
                    translations[place] = other
        return translations

    def _judged(self, request: Request, text: str) -> Translation:
        return Translation(text, self.origin, check(request.text, text, request.terms))

    def english(
        self, requests: Sequence[Request], *, settings: Settings = AS_ARGOS
    ) -> Iterator[str]:
        """Give the English alone; a request that comes twice is translated once."""
        known: dict[Request, str] = {}
        pending: list[
            tuple[Sequence[Request], dict[Request, list[tuple[str, Any]]]]
        ] = []
        submitted: set[Request] = set()
        for group in chain(_groups(requests), [()]):
            new = [one for one in dict.fromkeys(group) if one not in submitted]
            submitted.update(new)
            # The next group is in work before this one is waited for: no idle core.
            pending.append((group, self._submit(new, settings)))
            if len(pending) < 2:
                continue
            ready, futures = pending.pop(0)
            for request, parts in futures.items():
                known[request] = self._join(parts)
            for request in ready:
                yield known[request]

    def _submit(
        self, requests: Sequence[Request], settings: Settings
    ) -> dict[Request, list[tuple[str, Any]]]:
        """Send the parts of each request to the model; what needs none stays text."""
        parts: dict[Request, list[tuple[str, Any]]] = {}
        pieces: list[list[str]] = []
        places: list[tuple[Request, int]] = []
        limit = self._limit
        for request in requests:
            if not HAN.search(request.text):
                parts[request] = [(request.text, _untouched(request.text))]
                continue
            parts[request] = []
            for part in windows.parts(request, limit, self._length):
                if HAN.search(part.text):
                    places.append((request, len(parts[request])))
                    pieces.append(self._pieces(part, settings))
                parts[request].append((part.text, _untouched(part.text)))
        if not pieces:
            return parts
        prefix = self.package.target_prefix
        futures = self._model.translate_batch(
            pieces,
            target_prefix=[[prefix]] * len(pieces) if prefix else None,
            replace_unknowns=True,
            max_batch_size=BATCH,
            beam_size=settings.beam,
            length_penalty=settings.length_penalty,
            repetition_penalty=settings.repetition_penalty,
            no_repeat_ngram_size=settings.no_repeat,
            asynchronous=True,
        )
        for (request, place), future in zip(places, futures, strict=True):
            parts[request][place] = parts[request][place][0], future
        return parts

    def _join(self, parts: list[tuple[str, Any]]) -> str:
        texts = [
            (chinese, found if isinstance(found, str) else self._text(found))
            for chinese, found in parts
        ]
        return texts[0][1] if len(texts) == 1 else windows.join(texts)

    def _pieces(self, request: Request, settings: Settings) -> list[str]:
        text = request.text
        form = self.package.terms
        if form is not None:
            # The sentence may not use the marks that the model takes for ours.
            marks = [ord(sign) for sign in form.replace("{english}", "")]
            text = text.translate(dict.fromkeys(marks, " "))
            if settings.ask:
                text = annotate(Request(text, request.terms), form)
        pieces: list[str] = self._tokenizer.encode(text, out_type=str)
        return pieces

    def fits(self, text: str) -> bool:
        """Say whether the model takes a sentence whole."""
        return self._length(text) <= self._limit

    @property
    def _limit(self) -> int:
        return min(self.package.window or WINDOW, WINDOW)

    def _length(self, text: str) -> int:
        return len(self._tokenizer.encode(text))

    def _text(self, future: Any) -> str:
        """Wait for a translation and join its pieces.

        A package may lack the English half of its vocabulary: then "▁" (U+2581) is
        left in the text, where it stands for a blank.
        """
        try:
            pieces = future.result().hypotheses[0]
        except RuntimeError as error:
            raise self._unusable(error) from error
        prefix = self.package.target_prefix
        if prefix and pieces[:1] == [prefix]:
            pieces = pieces[1:]
        text: str = self._tokenizer.decode_pieces(pieces)
        return " ".join(text.replace("▁", " ").split())

    def _unusable(self, error: Exception) -> PackageError:
        return PackageError(
            f"{self.package.path} cannot be run "
            f"({' '.join(str(error).split())}): install the package again"
        )

    @cached_property
    def _tokenizer(self) -> "sentencepiece.SentencePieceProcessor":
        return self._loaded[0]

    @cached_property
    def _model(self) -> "ctranslate2.Translator":
        return self._loaded[1]

    @cached_property
    def _loaded(
        self,
    ) -> "tuple[sentencepiece.SentencePieceProcessor, ctranslate2.Translator]":
        import ctranslate2
        import sentencepiece

        with unpacked(self.package) as folder:
            try:
                return (
                    sentencepiece.SentencePieceProcessor(
                        model_file=str(folder / "sentencepiece.model")
                    ),
                    ctranslate2.Translator(
                        str(folder / "model"),
                        inter_threads=self.threads,
                        intra_threads=1,
                        max_queued_batches=-1,
                    ),
                )
            except (RuntimeError, OSError, ValueError) as error:
                raise self._unusable(error) from error


def annotate(request: Request, form: str) -> str:
    """Put each term's English after it, in the form that the package was taught.

    >>> annotate(Request("做中台。", ((1, 3, "middle platform"),)), "⟨ {english}⟩")
    '做中台⟨ middle platform⟩。'
    """
    text = request.text
    for _, end, english in sorted(request.terms, reverse=True):
        asked = form.replace("{english}", english.split("|")[0])
        text = text[:end] + asked + text[end:]
    return text


def _untouched(text: str) -> str:
    return " ".join(text.translate(MARKS).split())


def _groups(requests: Sequence[Request]) -> Iterator[Sequence[Request]]:
    start, size = 0, FIRST_GROUP
    while start < len(requests):
        yield requests[start : start + size]
        start, size = start + size, min(2 * size, GROUP)


def _faults(translation: Translation) -> int:
    """Weigh what is wrong: a term is not worth a loop or half a sentence."""
    return sum(3 if one.check in DEGENERATE else 1 for one in translation.checks)


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
