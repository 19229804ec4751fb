"""What a translator is, whichever one it is, and the settings it may be run with."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from reader.models import Origin, Request, Translation

Progress = Callable[[int, int], None]
"""Told, again and again, how many sentences are done and how many there are."""


class Translator(Protocol):
    """Turns sentences into translations: one for each, in their order."""

    @property
    def label(self) -> str:
        """Name what translates, for a header."""

    @property
    def identity(self) -> str:
        """Tell it from every other that may translate the same otherwise."""

    @property
    def origin(self) -> Origin:
        """Say where its translations come from."""

    def translate(
        self, requests: Sequence[Request], *, progress: Progress | None = None
    ) -> list[Translation]:
        """Translate all the requests."""

    def translate_iter(
        self, requests: Iterable[Request], *, progress: Progress | None = None
    ) -> Iterator[Translation]:
        """Translate all the requests, giving each translation when it is ready."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How the search for a translation is run; the first values are Argos's own."""

    beam: int = 4
    length_penalty: float = 0.2
    repetition_penalty: float = 1.0
    no_repeat: int = 0
    """No run of so many pieces may come twice; 0 lets any."""
    hypotheses: int = 1
    """How many translations of each sentence are given, the best first."""


AS_ARGOS = Settings()
# To choose from: all that the search ends with, which takes no longer than one of
# them. By length_penalty 1 the score of a translation is its score a piece.
TO_CHOOSE = Settings(length_penalty=1.0, hypotheses=4)
# For a sentence that came out looping, empty or untranslated.
OTHERWISE = Settings(beam=6, length_penalty=0.6, repetition_penalty=1.3, no_repeat=3)
# To see where a model looks while it says what it is told to say.
ALIGN = Settings(beam=1)
