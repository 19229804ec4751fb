"""Our way of running a package beside CTranslate2 alone, on the same sentences.

    python -m benchmarks.translate

Both are given the bundled package and the sentences of ``sample_texts/interview.txt``
that the model takes whole, so that both translate exactly the same pieces. They take
turns, and the best turn of each counts: the machine may be doing other things.
"""

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from reader.models import Request
from reader.translate import ArgosTranslator, packages
from reader.translate.argos import BATCH
from reader.translate.packages import unpacked

ROOT = Path(__file__).parents[1]
TURNS = 5
TARGET = 0.9
# The sample has some 100 sentences; so many make a document of ten pages.
SENTENCES = 400


def rows() -> list[tuple[str, float, str]]:
    """Measure; give (what, ratio, note): at 1 we are as fast as the engine alone."""
    import ctranslate2
    import sentencepiece

    package = packages.bundled()
    if package is None:
        return []
    ours = ArgosTranslator(package)
    ours.load()
    texts = _sentences(ours)
    requests = [Request(text) for text in texts]
    with unpacked(package) as folder:
        tokenizer = sentencepiece.SentencePieceProcessor(
            model_file=str(folder / "sentencepiece.model")
        )
        engine = ctranslate2.Translator(
            str(folder / "model"), inter_threads=ours.threads, intra_threads=1
        )
    pieces: list[Any] = tokenizer.encode(texts, out_type=str)

    def alone() -> object:
        return engine.translate_batch(
            pieces,
            beam_size=4,
            length_penalty=0.2,
            max_batch_size=BATCH,
            replace_unknowns=True,
        )

    first, checked, raw = _race(
        lambda: list(ours.english(requests)), lambda: ours.translate(requests), alone
    )
    rate = len(texts) / first
    return [
        (
            "translating, to the engine alone",
            raw / first,
            f"{rate:.0f} sentences/s, {ours.threads} threads, beam 4; target {TARGET}",
        ),
        (
            "translating and checking, to the engine alone",
            raw / checked,
            "with what fails a check translated once more",
        ),
    ]


def _sentences(translator: ArgosTranslator) -> list[str]:
    text = (ROOT / "sample_texts/interview.txt").read_text(encoding="utf-8")
    found = [one.strip() for one in re.findall(r"[^。！？\n]+[。！？]?", text)]
    whole = [one for one in dict.fromkeys(found) if one and translator.fits(one)]
    # Each with another number behind, so that none comes twice.
    return [
        f"{whole[place % len(whole)]}{place // len(whole)}"
        for place in range(SENTENCES)
    ]


def _race(*runs: Callable[[], object]) -> list[float]:
    best = [float("inf")] * len(runs)
    for _ in range(TURNS):
        for place, run in enumerate(runs):
            start = time.perf_counter()
            run()
            best[place] = min(best[place], time.perf_counter() - start)
    return best


if __name__ == "__main__":
    for what, ratio, note in rows():
        print(f"{what:50} {ratio:5.2f}  {note}")
