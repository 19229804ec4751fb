"""Translators for unit tests, and the tiny package."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from reader.models import Origin, Request, Translation
from reader.translate import Progress


class Echo:
    """Gives each sentence back in brackets, and remembers what it was asked."""

    label = identity = "echo 1.0"
    origin: Origin = "argos"

    def __init__(self) -> None:
        self.asked: list[Request] = []

    def translate(
        self, requests: Sequence[Request], *, progress: Progress | None = None
    ) -> list[Translation]:
        return list(self.translate_iter(requests, progress=progress))

    def translate_iter(
        self, requests: Iterable[Request], *, progress: Progress | None = None
    ) -> Iterator[Translation]:
        for done, request in enumerate(requests, 1):
            self.asked.append(request)
            yield Translation(self.say(request), self.origin)
            if progress is not None:
                progress(done, done)

    def say(self, request: Request) -> str:
        return f"[{request.text}]"


@cache
def tiny_package() -> Path:
    """Make, once, the package that translates word by word."""
    from training.tiny_package import make

    return make(Path(tempfile.mkdtemp(prefix="tiny-")) / "tiny.argosmodel")
