"""Runs an Argos package: Chinese sentences -> English, one for each, in batches.

The same search as Argos Translate's own (beam 4, length penalty 0.2), without what
it loses on the way: sentences stay apart, batches are full, all cores work, and an
underscore stays an underscore.
"""

import os
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from operator import length_hint
from typing import Any

from glossary.han import HAN
from reader.models import Origin, Request, Translation
from reader.translate import windows
from reader.translate.addresses import restored
from reader.translate.asking import asked, hinted
from reader.translate.checks import check
from reader.translate.choosing import choose
from reader.translate.forms import form
from reader.translate.mending import mend
from reader.translate.model import Model
from reader.translate.packages import Package
from reader.translate.protocol import (
    AS_ARGOS,
    TO_CHOOSE,
    Progress,
    Settings,
)

# CTranslate2 cuts what is longer than 1,024 pieces without a word, models have 512
# places, and no translation gets longer than 256 pieces: stay well below.
WINDOW = 160
# Sentences in work at a time: few at first, so that reading can begin, then enough to
# sort by length, for batches of the same length are quick.
FIRST_GROUP, GROUP = 32, 256
# Sentences kept, in case they come again.
KEPT = 4096
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


Parts = list[tuple[Request, Any]]
"""The parts of a sentence, each with its English, or what will be its English."""


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

    @property
    def identity(self) -> str:
        """Tell this package, and how it is run, from every other."""
        return f"{self.package.identity} {TO_CHOOSE} hinted"

    def load(self) -> None:
        """Load the model now, to learn whether the package can be run at all."""
        _ = self.model

    def translate(
        self, requests: Sequence[Request], *, progress: Progress | None = None
    ) -> list[Translation]:
        """Translate sentences: as many translations as requests, in their order."""
        return list(self.translate_iter(requests, progress=progress))

    def translate_iter(
        self, requests: Iterable[Request], *, progress: Progress | None = None
    ) -> Iterator[Translation]:
        """Translate sentences, giving each translation as soon as its group is done.

        No more than two groups are held, so an endless iterator may be given.
        """
        total, done = length_hint(requests), 0
        kept: OrderedDict[Request, Translation] = OrderedDict()
        for group, sentences in self._ahead(requests, TO_CHOOSE):
            new = {
                request: parts
                for request, parts in zip(group, sentences, strict=True)
                if request not in kept
            }
            kept.update(zip(new, self._checked(list(new.items())), strict=True))
            for request in group:
                yield kept[request]
                done += 1
                if progress is not None:
                    progress(done, max(total, done))
            while len(kept) > KEPT:
                kept.popitem(last=False)

    def english(
        self, requests: Iterable[Request], *, settings: Settings = AS_ARGOS
    ) -> Iterator[str]:
        """Give the English alone, unchecked, with no term asked for."""
        for _, sentences in self._ahead(requests, settings, forms=False):
            yield from map(_joined, sentences)

    def fits(self, text: str) -> bool:
        """Say whether the model takes a sentence whole."""
        return self._length(text) <= self._limit

    def _ahead(
        self, requests: Iterable[Request], settings: Settings, *, forms: bool = True
    ) -> Iterator[tuple[Sequence[Request], list[Parts]]]:
        """Give each group with its English; the next is in work by then."""
        known: OrderedDict[Request, Parts] = OrderedDict()
        before: Sequence[Request] = ()
        for number, group in enumerate(_groups(requests)):
            new = [one for one in group if one not in known]
            self._submit(new, settings, known, forms=forms)
            if number == 0:
                # Whoever waits for the first sentences does not wait for the next.
                yield group, [self._waited(known[one]) for one in group]
                continue
            if before:
                yield before, [self._waited(known[one]) for one in before]
            # What this group needs was put in last, or is older and still there.
            spare = len(known) - KEPT
            for one in list(islice(known, max(spare, 0))):
                if one not in group:
                    del known[one]
            before = list(group)
        if before:
            yield before, [self._waited(known[one]) for one in before]

    def _submit(
        self,
        requests: Sequence[Request],
        settings: Settings,
        known: "OrderedDict[Request, Parts]",
        *,
        forms: bool,
    ) -> None:
        """Send the parts of each request to the model; what needs none stays text."""
        places = []
        for request in dict.fromkeys(requests):
            left = _left(request) if forms else request
            parts = self._cut(left) if left else []
            known[request] = [(one, _untouched(one.text)) for one in parts]
            places += [
                (request, place)
                for place, (part, _) in enumerate(known[request])
                if HAN.search(part.text)
            ]
        parts = [known[request][place][0] for request, place in places]
        futures = self._search(parts, settings)
        for (request, place), part, future in zip(places, parts, futures, strict=True):
            known[request][place] = part, future

    def _cut(self, request: Request) -> list[Request]:
        if not HAN.search(request.text):
            return [request]
        parts = windows.parts(request, self._limit, self._length)
        return [hinted(self.model.known, part) for part in parts]

    def _search(self, parts: Sequence[Request], settings: Settings) -> list[Any]:
        if not parts:
            return []
        sources = [self.model.pieces(asked(self.model, one)) for one in parts]
        return self.model.search(sources, settings)

    def _waited(self, parts: Parts) -> Parts:
        for place, (part, found) in enumerate(parts):
            if not isinstance(found, str):
                parts[place] = part, self._chosen(part, found)
        return parts

    def _chosen(self, part: Request, future: Any) -> str:
        found = self.model.result(future)
        if len(found.hypotheses) == 1:
            return restored(part.text, self.model.text(found.hypotheses[0]))
        return restored(part.text, choose(part, self.model.candidates(future)))

    def _checked(self, sentences: Sequence[tuple[Request, Parts]]) -> list[Translation]:
        """Mend the parts in which something looks wrong; tell what stays wrong."""
        parts = [part for _, found in sentences for part, _ in found]
        english = [text for _, found in sentences for _, text in found]
        chinese = [place for place, one in enumerate(parts) if HAN.search(one.text)]
        if chinese:
            asked = [parts[place] for place in chinese]
            mended = mend(self.model, asked, [english[place] for place in chinese])
            for place, text in zip(chinese, mended, strict=True):
                english[place] = text
        left = iter(english)
        return [
            self._judged(request, [(part, next(left)) for part, _ in found])
            for request, found in sentences
        ]

    def _judged(self, request: Request, parts: Parts) -> Translation:
        line = form(request)
        text = line.filled(_joined(parts)) if line else _joined(parts)
        text = restored(request.text, text)
        found = check(request.text, text, request.terms, names=request.names)
        origin = "rule" if line and line.inner is None else self.origin
        return Translation(text, origin, found)

    @property
    def _limit(self) -> int:
        return min(self.package.window or WINDOW, WINDOW)

    def _length(self, text: str) -> int:
        return len(self.model.pieces(text))

    @cached_property
    def model(self) -> Model:
        """The model of the package, loaded when it is first asked for."""
        return Model(self.package, threads=self.threads)


def _left(request: Request) -> Request | None:
    """Give what a line's form leaves to the model."""
    line = form(request)
    return line.inner if line else request


def _joined(parts: Parts) -> str:
    if len(parts) == 1:
        return str(parts[0][1])
    return windows.join([(part.text, text) for part, text in parts])


def _untouched(text: str) -> str:
    return " ".join(text.translate(MARKS).split())


def _groups(requests: Iterable[Request]) -> Iterator[Sequence[Request]]:
    left, size = iter(requests), FIRST_GROUP
    while group := list(islice(left, size)):
        yield group
        size = GROUP


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
