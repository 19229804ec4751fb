"""Our way of running a package beside others' ways, on the same sentences.

    python -m benchmarks translate

All are given the bundled package and the sentences of ``sample_texts`` that the model
takes whole, so that all translate exactly the same pieces. They take turns, and the
best turn of each counts, in processor time of all threads: what else the machine does
makes little difference to that. The rows of the argostranslate library are left out
where it is not installed (``tests/test_translate_library.py`` tells how to have it
without 6 GB).
"""

import importlib.util
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import glossary
from reader.models import Request
from reader.translate import (
    ArgosTranslator,
    LibraryTranslator,
    Memory,
    Remembering,
    packages,
)
from reader.translate.model import BATCH
from reader.translate.packages import Package, unpacked

ROOT = Path(__file__).parents[1]
TURNS = 2
SAMPLES = {
    "interview.txt": "utf-8",
    "keynote_gb18030.txt": "gb18030",
    "notes_short.txt": "utf-8",
}
# For the library, which takes many times as long.
FEWER = 60

Row = tuple[str, float, str]


def rows() -> list[Row]:
    """Measure; give (what, ratio, wanted)."""
    package = packages.bundled()
    if package is None:
        return []
    ours = ArgosTranslator(package)
    ours.load()
    texts = _sentences(ours)
    found = _beside_the_engine(package, ours, texts)
    found += _beside_the_library(package, ours, texts[:FEWER])
    found += _from_memory(ours, texts)
    return found


def _beside_the_engine(
    package: Package, ours: ArgosTranslator, texts: list[str]
) -> list[Row]:
    import ctranslate2
    import sentencepiece

    with unpacked(package) as folder:
        tokenizer = sentencepiece.SentencePieceProcessor(
            model_file=str(folder / "sentencepiece.model")
        )
        engine = ctranslate2.Translator(
            str(folder / "model"), inter_threads=ours.threads, intra_threads=1
        )
    pieces: list[Any] = tokenizer.encode(texts, out_type=str)
    requests = [Request(text) for text in texts]
    asked = _with_terms(texts)

    def alone() -> object:
        return engine.translate_batch(
            pieces,
            beam_size=4,
            length_penalty=0.2,
            max_batch_size=BATCH,
            replace_unknowns=True,
        )

    raw, plain, checked, bound = _race(
        alone,
        lambda: list(ours.english(requests)),
        lambda: ours.translate(requests),
        lambda: ours.translate(asked),
    )
    return [
        ("translating / `translate_batch` alone, speed", raw / plain, "≥ 0.9"),
        (
            "the same with checks, and what fails searched again",
            raw / checked,
            "≥ 0.9",
        ),
        ("the same with the glossary's terms bound", raw / bound, "—"),
    ]


def _beside_the_library(
    package: Package, ours: ArgosTranslator, texts: list[str]
) -> list[Row]:
    if importlib.util.find_spec("argostranslate") is None:
        return []
    requests = [Request(text) for text in texts]
    with _stood_in():
        library = LibraryTranslator(package)
        library.translate(requests[:2])
        mine, theirs, paragraphs = _race(
            lambda: list(ours.english(requests)),
            lambda: library.translate(requests),
            lambda: _paragraphs(library, texts),
        )
    return [
        ("translating / argostranslate, sentence by sentence", theirs / mine, "≥ 3"),
        ("translating / argostranslate, paragraphs of eight", paragraphs / mine, "≥ 3"),
    ]


def _paragraphs(library: LibraryTranslator, texts: list[str]) -> None:
    """Translate as its users do, with a splitter that costs nothing."""
    translation = library.translation
    whole = translation.sentencizer
    translation.sentencizer = SimpleNamespace(
        split_sentences=lambda text: text.split("\t")
    )
    try:
        for start in range(0, len(texts), 8):
            translation.translate("\t".join(texts[start : start + 8]))
    finally:
        translation.sentencizer = whole


def _from_memory(ours: ArgosTranslator, texts: list[str]) -> list[Row]:
    asked = _with_terms(texts)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        count = iter(range(10**6))

        def first() -> None:
            with Memory(place / f"{next(count)}.sqlite3") as memory:
                Remembering(ours, memory).translate(asked)

        def again() -> None:
            with Memory(place / "0.sqlite3") as memory:
                Remembering(ours, memory).translate(asked)

        fresh, known = _race(first, again)
    return [("translating / finding in the memory, time", fresh / known, "≥ 20")]


def _with_terms(texts: list[str]) -> list[Request]:
    terms = glossary.load()
    return [
        Request(
            text,
            tuple(
                (one.start, one.end, "|".join((one.term.english, *one.term.accepted)))
                for one in terms.find(text)
                if one.term.status != "common"
            ),
        )
        for text in texts
    ]


def _sentences(translator: ArgosTranslator) -> list[str]:
    """Take the different sentences of the samples in Simplified characters."""
    found = []
    for name, encoding in SAMPLES.items():
        text = (ROOT / "sample_texts" / name).read_text(encoding=encoding)
        found += [one.strip() for one in re.findall(r"[^。！？\n]+[。！？]?", text)]
    return [one for one in dict.fromkeys(found) if one and translator.fits(one)]


@contextmanager
def _stood_in() -> Iterator[None]:
    """Let the library be imported without its sentence splitters, and say nothing."""
    import logging

    models = SimpleNamespace(list_models=lambda: ["zh-hans"], cache_dir="")
    for name, contents in {
        "stanza": {},
        "minisbd": {"SBDetect": None, "models": models},
    }.items():
        if importlib.util.find_spec(name) is None:
            sys.modules[name] = ModuleType(name)
            vars(sys.modules[name]).update(contents)
    logging.disable(logging.INFO)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


def _race(*runs: Callable[[], object]) -> list[float]:
    best = [float("inf")] * len(runs)
    for _ in range(TURNS):
        for place, run in enumerate(runs):
            start = time.process_time()
            run()
            best[place] = min(best[place], time.process_time() - start)
    return best
