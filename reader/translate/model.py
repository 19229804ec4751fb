"""A package's model, loaded: pieces of Chinese -> pieces of English, and their scores.

The only module that knows CTranslate2 and SentencePiece.
"""

import json
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from reader.errors import PackageError
from reader.translate.choosing import Candidate
from reader.translate.packages import Package, unpacked
from reader.translate.protocol import AS_ARGOS, Settings

# Sentences a batch: more gains nothing (measured at 8, 16, 32 and 64).
BATCH = 16
# What SentencePiece writes for a blank (U+2581).
BLANK = "▁"
KNOWN = "known.txt"
BROKEN = "\N{REPLACEMENT CHARACTER}"
VOCABULARIES = (
    "target_vocabulary.json",
    "target_vocabulary.txt",
    "shared_vocabulary.json",
    "shared_vocabulary.txt",
)


class Model:
    """One package, ready to run; safe to share between threads.

    Raises PackageError where the package cannot be loaded or run.
    """

    def __init__(self, package: Package, *, threads: int) -> None:
        import ctranslate2
        import sentencepiece

        self.package = package
        with unpacked(package) as folder:
            try:
                self._tokenizer = sentencepiece.SentencePieceProcessor(
                    model_file=str(folder / "sentencepiece.model")
                )
                # Threads that take whole batches do better than threads that share
                # one: twice as many sentences a second on two cores.
                self._translator = ctranslate2.Translator(
                    str(folder / "model"),
                    inter_threads=threads,
                    intra_threads=1,
                    max_queued_batches=-1,
                )
                self._names = _vocabulary(folder / "model")
                self.known = _known(folder / KNOWN) if package.terms else None
            except (RuntimeError, OSError, ValueError) as error:
                raise self._unusable(error) from error

    def pieces(self, text: str) -> list[str]:
        """Cut a text into pieces of the model's own."""
        found: list[str] = self._tokenizer.encode(text, out_type=str)
        return found

    def text(self, pieces: Sequence[str]) -> str:
        """Join the pieces of a translation.

        A package may lack the English half of its vocabulary: then "▁" (U+2581) is
        left in the text, where it stands for a blank. Bytes that make no character,
        as a model may say of an emoji, are left out.
        """
        prefix = self.package.target_prefix
        if prefix and pieces[:1] == [prefix]:
            pieces = pieces[1:]
        text: str = self._tokenizer.decode_pieces(list(pieces))
        return " ".join(text.replace(BLANK, " ").replace(BROKEN, "").split())

    def target(self, english: str) -> list[str] | None:
        """Cut English into pieces that the model can say; None where it cannot.

        SentencePiece's own cut, or, where the package has it for Chinese only, the
        longest pieces there are, from left to right.
        """
        own = self.pieces(english)
        if all(piece in self._vocabulary for piece in own):
            longest = self._longest(english)
            return longest if longest and len(longest) < len(own) else own
        return self._longest(english)

    def search(
        self,
        sources: Sequence[Sequence[str]],
        settings: Settings = AS_ARGOS,
        *,
        prefixes: Sequence[Sequence[str]] | None = None,
        attention: bool = False,
    ) -> list[Any]:
        """Send sources to the model; give a future for each, for :meth:`result`.

        ``prefixes`` are what each translation must begin with.
        """
        start = self.package.target_prefix
        if start:
            given = prefixes or [()] * len(sources)
            prefixes = [[start, *prefix] for prefix in given]
        if not sources:
            return []
        futures: list[Any] = self._translator.translate_batch(
            sources,
            target_prefix=prefixes,
            replace_unknowns=True,
            max_batch_size=BATCH,
            beam_size=max(settings.beam, settings.hypotheses),
            num_hypotheses=settings.hypotheses,
            return_scores=settings.hypotheses > 1,
            length_penalty=settings.length_penalty,
            repetition_penalty=settings.repetition_penalty,
            no_repeat_ngram_size=settings.no_repeat,
            return_attention=attention,
            asynchronous=True,
        )
        return futures

    def result(self, future: Any) -> Any:
        """Wait for what :meth:`search` promised: hypotheses, and attention if asked."""
        try:
            return future.result()
        except RuntimeError as error:
            raise self._unusable(error) from error

    def candidates(self, future: Any) -> list[Candidate]:
        """Wait for translations to choose from, searched with TO_CHOOSE."""
        found = self.result(future)
        return [
            Candidate(self.text(pieces), score)
            for pieces, score in zip(found.hypotheses, found.scores, strict=True)
        ]

    def scores(
        self, sources: Sequence[Sequence[str]], targets: Sequence[Sequence[str]]
    ) -> list[float]:
        """Give the log-probability of each target, a piece."""
        if not sources:
            return []
        start = self.package.target_prefix
        if start:
            targets = [[start, *target] for target in targets]
        found = self._translator.score_batch(sources, targets, max_batch_size=BATCH)
        return [sum(one.log_probs) / max(len(one.log_probs), 1) for one in found]

    @cached_property
    def _vocabulary(self) -> frozenset[str]:
        return frozenset(self._names)

    @cached_property
    def _widest(self) -> int:
        return max(map(len, self._names), default=0)

    def _longest(self, english: str) -> list[str] | None:
        left = BLANK + BLANK.join(english.split())
        pieces = []
        while left:
            piece = next(
                (
                    left[:size]
                    for size in range(min(self._widest, len(left)), 0, -1)
                    if left[:size] in self._vocabulary
                ),
                None,
            )
            if piece is None:
                return None
            pieces.append(piece)
            left = left[len(piece) :]
        return pieces

    def _unusable(self, error: Exception) -> PackageError:
        return PackageError(
            f"{self.package.path} cannot be run "
            f"({' '.join(str(error).split())}): install the package again"
        )


def _known(path: Path) -> frozenset[str] | None:
    """Read the Chinese words that the model met often enough; None where none says."""
    if not path.is_file():
        return None
    return frozenset(path.read_text(encoding="utf-8").split())


def _vocabulary(folder: Path) -> list[str]:
    """Read the pieces that the model may say; none where that is not to be read."""
    for name in VOCABULARIES:
        path = folder / name
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            if name.endswith(".json"):
                found = json.loads(text)
                return [piece for piece in found if isinstance(piece, str)]
            return text.split("\n")
    return []
