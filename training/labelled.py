"""Sentences with one polyphone labelled: a benchmark's, our own, and translated ones.

Five sources, for none is like what people read. CPP (g2pM's benchmark, Apache-2.0) has
as many sentences of rare readings as of common ones, all from an encyclopedia.
training/speech.txt was written for this project, as interviews have it, and so was what
stands in training/polyphones: the harder places of the commonest polyphones (core), of
less common ones (middle) and of an encyclopedia's (rare, words). The phrases of
tests/cases say how every character is read. And of a sentence with its English,
training/cues.tsv says which English words tell one reading from another: 行 beside
`line` is háng. Those are right most of the time only, and weigh less.
"""

import gzip
import hashlib
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from glossary.han import is_han
from glossary.scripts import fold
from reader.dictionary import mark
from reader.words import Cutter

HERE = Path(__file__).resolve().parent
CASES = HERE.parent / "tests/cases"
PHRASES = ("pinyin.txt", "pinyin_second.txt", "pinyin_third.txt")
"""The later lots are left out, so that they still measure something."""
WRITTEN = {
    "core": ("core.txt",),
    "middle": ("middle.txt",),
    "rare": ("rare.txt", "words.txt"),
}
"""The files of training/polyphones, by the name their labels go by."""
FOLDS = 5
TRANSLATED = {
    "tatoeba_cmn_manythings": 20_000,
    "lctt": 150_000,
    "msdocs_dynamics-365-operations_ht": 30_000,
}
"""Files of ../shared/data/parallel (CC-BY and Apache-2.0), and pairs to go through."""
MOST = 600
"""Labels of each reading that are taken from translated sentences."""
WEIGHTS = {
    "cpp": 1.0,
    "speech": 2.0,
    "core": 1.0,
    "middle": 1.0,
    "rare": 1.0,
    "phrase": 1.0,
    "translated": 0.25,
    "anchor": 0.25,
}
ANCHORS = 6_000
"""Sentences of prose without labels, which hold the weights to what is usual there."""
BRACKETED = re.compile(r"(.)\[([^\]]*)\]")


@dataclass(frozen=True)
class Labelled:
    """A sentence, which character of it is labelled, and as what."""

    text: str
    position: int
    reading: str
    """With tone marks, as reader.pinyin gives it; "" where it is not known."""
    source: str = "cpp"

    @property
    def fold(self) -> int:
        """The fifth of the data that it is in, the same for the same text."""
        return int(hashlib.md5(self.text.encode()).hexdigest(), 16) // 2 % FOLDS

    @property
    def weight(self) -> float:
        """How much it counts when weights are fitted."""
        return WEIGHTS[self.source]


def labelled(folder: Path, part: str = "dev") -> Iterator[Labelled]:
    """Go through a part of CPP."""
    sentences = (folder / f"cpp_{part}.sent").read_text("utf-8").splitlines()
    labels = (folder / f"cpp_{part}.lb").read_text("utf-8").split("\n")
    for sentence, label in zip(sentences, labels, strict=False):
        if label:
            yield Labelled(sentence.replace("▁", ""), sentence.index("▁"), mark(label))


def prose(folder: Path) -> list[Labelled]:
    """Gather what is like what people read; translated pairs where the folder is."""
    found = [*bracketed(HERE / "speech.txt", "speech"), *written(), *phrases()]
    if folder.is_dir():
        found += [*translated(folder), *anchors(folder)]
    return found


def bracketed(file: Path, source: str) -> Iterator[Labelled]:
    """Go through sentences with the reading of some characters in brackets."""
    for line in file.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        text = BRACKETED.sub(r"\1", line)
        shift = 0
        for label in BRACKETED.finditer(line):
            yield Labelled(text, label.start() - shift, label[2], source)
            shift += len(label[2]) + 2


def written() -> Iterator[Labelled]:
    """Go through what was written to learn from, but for what the tests measure on."""
    measured = {
        _han(line.partition(" = ")[0])
        for file in CASES.glob("pinyin*.txt")
        for line in file.read_text("utf-8").splitlines()
    }
    for source, files in WRITTEN.items():
        for file in files:
            for one in bracketed(HERE / "polyphones" / file, source):
                if _han(one.text) not in measured:
                    yield one


def _han(text: str) -> str:
    return "".join(filter(is_han, text))


def phrases(files: Iterable[str] = PHRASES) -> Iterator[Labelled]:
    """Go through the phrases of the tests, every character with its reading."""
    for file in files:
        for line in (CASES / file).read_text("utf-8").splitlines():
            phrase, equal, readings = line.partition(" = ")
            if not equal or line.startswith("#"):
                continue
            text = fold(phrase)
            places = [place for place, sign in enumerate(text) if is_han(sign)]
            if len(places) == len(readings.split()):
                for place, reading in zip(places, readings.split(), strict=True):
                    yield Labelled(text, place, reading, "phrase")


@dataclass(frozen=True)
class _Cue:
    """What tells that a character is read in a certain way."""

    reading: str
    english: re.Pattern[str] | None
    """None for the reading that is left where no other has its English there."""
    before: re.Pattern[str]
    after: re.Pattern[str]


def translated(folder: Path) -> Iterator[Labelled]:
    """Label what stands alone among the words of a sentence by the English of it."""
    cues, cutter = _cues(), Cutter()
    counts: Counter[tuple[str, str]] = Counter()
    for name, size in TRANSLATED.items():
        file = folder / f"{name}.tsv.gz"
        if not file.exists():
            continue
        for pair in _pairs(file, size):
            chinese, _, english = pair.rstrip("\n").partition("\t")
            text = fold(chinese)
            if not 5 <= len(text) <= 70 or cues.keys().isdisjoint(text):
                continue
            start = 0
            for token in cutter.cut(text):
                found = cues.get(token.text)
                reading = found and _cued(found, text, start, english)
                if reading and counts[token.text, reading] < MOST:
                    counts[token.text, reading] += 1
                    yield Labelled(text, start, reading, "translated")
                start += len(token.text)


def anchors(folder: Path) -> Iterator[Labelled]:
    """Go through sentences of prose, the position of each -1: nothing is labelled."""
    for name in TRANSLATED:
        file = folder / f"{name}.tsv.gz"
        if file.exists():
            for pair in _pairs(file, ANCHORS // len(TRANSLATED)):
                text = fold(pair.partition("\t")[0])
                if 5 <= len(text) <= 70:
                    yield Labelled(text, -1, "", "anchor")


def cued() -> frozenset[str]:
    """List the characters that English tells the readings of."""
    return frozenset(_cues())


def _pairs(file: Path, size: int) -> list[str]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        pairs = list(lines)
    random.Random(file.name).shuffle(pairs)
    return pairs[:size]


def _cued(cues: list[_Cue], text: str, position: int, english: str) -> str:
    """Say which reading the English speaks for, "" if none or more than one."""
    spoken = [cue for cue in cues if cue.english and cue.english.search(english)]
    spoken = spoken or [cue for cue in cues if cue.english is None]
    if len(spoken) != 1:
        return ""
    (cue,) = spoken
    fits = cue.before.search(text[:position]) and cue.after.match(text, position + 1)
    return cue.reading if fits else ""


def _cues() -> dict[str, list[_Cue]]:
    cues: dict[str, list[_Cue]] = {}
    for row in (HERE / "cues.tsv").read_text("utf-8").splitlines()[1:]:
        character, reading, english, before, after = row.split("\t")
        cue = _Cue(
            reading,
            re.compile(rf"\b(?:{english})\b", re.IGNORECASE) if english else None,
            re.compile(f"(?:{before})$"),
            re.compile(after),
        )
        cues.setdefault(character, []).append(cue)
    return cues
