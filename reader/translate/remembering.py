"""A translator and a memory -> a translator that is asked nothing twice."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from operator import length_hint

from reader.errors import ReaderError
from reader.models import Origin, Request, Translation
from reader.translate.checks import check
from reader.translate.memory import Maker, Memory
from reader.translate.protocol import Progress, Translator

# Sentences looked up at a time: few at first, so that reading can begin.
FIRST_LOOK, LOOK = 16, 128

Known = tuple[str, Maker]


class Remembering:
    """Looks each sentence up, has the rest translated, and keeps what is new.

    Where the memory
    fails on the way (a full disk), the translations go on without it, and its
    ``failure`` says why.
    """

    origin: Origin = "memory"

    def __init__(self, translator: Translator, memory: Memory) -> None:
        self.translator = translator
        self.memory = memory

    @property
    def label(self) -> str:
        """Name what translates."""
        return self.translator.label

    @cached_property
    def identity(self) -> str:
        """Tell what translates from every other."""
        return self.translator.identity

    def translate(
        self, requests: Sequence[Request], *, progress: Progress | None = None
    ) -> list[Translation]:
        """Translate sentences: as many translations as requests, in their order."""
        return list(self.translate_iter(requests, progress=progress))

    def translate_iter(
        self, requests: Iterable[Request], *, progress: Progress | None = None
    ) -> Iterator[Translation]:
        """Translate sentences, giving each as soon as it and those before are ready."""
        total = length_hint(requests)
        for done, translation in enumerate(self._each(iter(requests)), 1):
            yield translation
            if progress is not None:
                progress(done, max(total, done))

    def _each(self, requests: Iterator[Request]) -> Iterator[Translation]:
        size = FIRST_LOOK
        while looked := self._look(list(islice(requests, size))):
            size = min(2 * size, LOOK)
            if all(known for _, known in looked):
                for request, known in looked:
                    yield self._remember(request, known)
            else:
                yield from self._mixed(looked, requests)

    def _mixed(
        self, looked: "list[tuple[Request, Known | None]]", requests: Iterator[Request]
    ) -> Iterator[Translation]:
        """Have unknown sentences translated, until a stretch comes that is known."""
        waiting: deque[tuple[Request, Known | None]] = deque()

        def unknown() -> Iterator[Request]:
            more = looked
            while more:
                waiting.extend(more)
                wanted = [request for request, known in more if known is None]
                if not wanted:
                    return
                yield from wanted
                size = min(2 * len(more), LOOK)
                more = self._look(list(islice(requests, size)))

        for translation in self.translator.translate_iter(unknown()):
            while (first := waiting.popleft())[1] is not None:
                yield self._remember(*first)
            self._keep(first[0], translation)
            yield translation
        for request, known in waiting:
            yield self._remember(request, known)

    def _look(self, requests: list[Request]) -> "list[tuple[Request, Known | None]]":
        found: dict[Request, Known] = {}
        if self.memory.failure is None and requests:
            try:
                found = self.memory.find(requests, maker=self.identity)
            except ReaderError as error:
                self.memory.failure = error
        return [(request, found.get(request)) for request in requests]

    def _remember(self, request: Request, known: Known | None) -> Translation:
        assert known is not None
        english, maker = known
        found = check(request.text, english, request.terms, names=request.names)
        return Translation(english, "hand" if maker == "hand" else "memory", found)

    def _keep(self, request: Request, translation: Translation) -> None:
        if self.memory.failure is not None:
            return
        try:
            self.memory.keep(
                request, translation.text, maker=self.identity, source=self.label
            )
        except ReaderError as error:
            self.memory.failure = error
