"""Make reader/data/given.tsv and likeness.tsv: what tells a name in a single sentence.

    python -m training.names            # cross-validate by file
    python -m training.names --write    # fit on the files to develop on, and write
    python -m training.names --held     # measure once on those held out; also --rules

A person is whoever the English beside a sentence calls so: 邬敏 where it says Wu Min.
Every second file of training/pairs is learnt from, the others are held out. The
characters of given names are counted among the people of jieba's dictionary (MIT),
against the same dictionary's words.
"""

import argparse
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import inf, log
from pathlib import Path

import numpy as np

from glossary.scripts import fold
from reader.dictionary import Dictionary
from reader.likeness import Likeness
from reader.named import THRESHOLD, candidates, named
from reader.people import COMPOUND_SURNAME, SURNAMES
from reader.phrases import characters
from reader.tables import Tables
from reader.tones import toneless
from reader.words import Cutter

HERE = Path(__file__).resolve().parent
DATA = HERE.parent / "reader/data"
FOLDS = 4
PRIOR = 1.0
"""How strongly weights are held to 0."""
FEWEST = 3
"""How often something must be seen, and a character must be in names."""
WORDS = re.compile(r"[A-Z][a-zü]*(?:'[a-z]+)?|[a-z]+")


@dataclass(frozen=True)
class Place:
    """A place that may be a name, and whether the English says it is one."""

    file: int
    name: str
    seen: tuple[str, ...]
    is_name: bool


def files(*, held: bool) -> list[Path]:
    """List the files of pairs that are learnt from, or those held out."""
    return sorted((HERE / "pairs").glob("*.tsv"))[int(held) :: 2]


def pairs(file: Path) -> Iterator[tuple[str, str]]:
    """Go through the sentences of a file with their English."""
    for row in file.read_text("utf-8").splitlines()[1:]:
        chinese, _, english = row.partition("\t")
        yield fold(chinese), english


def people(chinese: str, english: str) -> set[str]:
    """Find whom the English names by surname and given name.

    >>> people("邬敏说，和平台无关。", "Wu Min said the platform was not at fault.")
    {'邬敏'}
    """
    found = set()
    called = {
        (first.lower(), second.removesuffix("'s").lower())
        for first, second in pairwise(WORDS.findall(english.replace("’", "'")))
        if first[0].isupper() and second[0].isupper()
    }
    for place, character in enumerate(chinese):
        sizes = [(2, 2), (2, 1)] if COMPOUND_SURNAME.match(chinese, place) else []
        if character in SURNAMES:
            sizes += [(1, 2), (1, 1)]
        for surname, size in sizes:
            middle, end = place + surname, place + surname + size
            if end <= len(chinese) and any(
                first in _spellings(chinese[place:middle])
                and second in _spellings(chinese[middle:end])
                for first, second in called
            ):
                found.add(chinese[place:end])
                break
    return found


@cache
def _spellings(word: str) -> frozenset[str]:
    """Give what a word may be in English, whatever its characters' readings."""
    found = {""}
    for character in word:
        data = characters().get(ord(character), "").split(",")
        special = _surnames().get(character, ())
        plain = {toneless(one) for one in (*data, *special) if one}
        plain |= {one.replace("ü", "u") for one in plain}
        plain |= {one.replace("ü", "yu") for one in plain}
        found = {
            before + apart + one
            for before in found
            for one in plain
            for apart in (("", "'") if before else ("",))
        }
    return frozenset(found)


@cache
def _surnames() -> dict[str, tuple[str, ...]]:
    return Tables(Dictionary()).surnames


def given(cutter: Cutter) -> dict[str, float]:
    """Weigh characters by how much more often they are in names than in words."""
    names: Counter[str] = Counter()
    words: Counter[str] = Counter()
    for word, frequency, tag in cutter.words():
        if tag == "nr" and 2 <= len(word) <= 3 and word[0] in SURNAMES:
            names.update(word[1:])
        elif not tag.startswith("nr"):
            for character in word:
                words[character] += frequency
    of_names, of_words = sum(names.values()), sum(words.values())
    return {
        one: log(count / of_names) - log((words[one] + 100) / of_words)
        for one, count in names.items()
        if count >= FEWEST
    }


def places(files: Sequence[Path]) -> list[Place]:
    """Go through all places of some files that may be names."""
    dictionary = Dictionary()
    cutter = Cutter(dictionary)
    likeness = Likeness(cutter, dictionary)
    found = []
    for number, file in enumerate(files):
        for chinese, english in pairs(file):
            called = people(chinese, english)
            for start, surname, end in candidates(chinese, cutter, dictionary):
                seen = tuple(likeness.seen(chinese, start, surname, end))
                name = chinese[start:end]
                found.append(Place(number, name, seen, name in called))
    return found


def fitted(found: Sequence[Place], steps: int = 25) -> dict[str, float]:
    """Fit the weights by maximum likelihood (Newton's method)."""
    often = Counter(seen for place in found for seen in place.seen)
    names = sorted(seen for seen, count in often.items() if count >= FEWEST)
    column = {seen: number for number, seen in enumerate(names)}
    table = np.zeros((len(found), len(names)), np.float32)
    for row, place in enumerate(found):
        for seen in place.seen:
            if seen in column:
                table[row, column[seen]] = 1
    gold = np.array([place.is_name for place in found], np.float64)
    weights = np.zeros(len(names))
    for _ in range(steps):
        likely = 1 / (1 + np.exp(-(table @ weights)))
        gradient = table.T @ (gold - likely) - PRIOR * weights
        spread = (table * np.sqrt(likely * (1 - likely))[:, None]).astype(np.float32)
        curvature = (spread.T @ spread).astype(np.float64) + PRIOR * np.eye(len(names))
        step = np.linalg.solve(curvature, gradient)
        weights += step
        if np.abs(step).max() < 1e-3:
            break
    return dict(zip(names, weights.tolist(), strict=True))


def shares(
    found: Iterable[tuple[Place, float]], thresholds: Sequence[float]
) -> Iterator[tuple[float, float, float]]:
    """Give precision and recall at each threshold, place by place."""
    scored = list(found)
    total = sum(place.is_name for place, _ in scored)
    for threshold in thresholds:
        above = [place.is_name for place, score in scored if score > threshold]
        yield threshold, sum(above) / max(1, len(above)), sum(above) / max(1, total)


def measured(
    files: Sequence[Path], threshold: float
) -> tuple[int, int, int, list[str]]:
    """Read sentence by sentence: whom English names, found of them, others found."""
    dictionary = Dictionary()
    cutter = Cutter(dictionary)
    total = right = other = 0
    wrong = []
    for file in files:
        for chinese, english in pairs(file):
            called = people(chinese, english)
            found = {
                one
                for one in named(chinese, cutter, dictionary, threshold=threshold)
                if "·" not in one
            }
            total += len(called)
            right += len(called & found)
            other += len(found - called)
            wrong += [f"+ {one} {chinese}" for one in found - called]
            wrong += [f"- {one} {chinese}" for one in called - found]
    return total, right, other, wrong


def main() -> None:
    """Cross-validate, write, or measure on what was held out."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--held", action="store_true")
    parser.add_argument("--develop", action="store_true", help="measure on the others")
    parser.add_argument("--rules", action="store_true", help="measure the rules alone")
    parser.add_argument("--show", type=Path, help="write what is wrong to a file")
    options = parser.parse_args()
    if options.held or options.develop:
        threshold = inf if options.rules else THRESHOLD
        total, right, other, wrong = measured(files(held=options.held), threshold)
        print(f"{total} people named, {right} of them found, and {other} others")
        if options.show:
            options.show.write_text("\n".join(wrong) + "\n", "utf-8")
        return
    if options.write:
        _write("given.tsv", given(Cutter()), "character")
    found = places(files(held=False))
    scored = []
    for fold_ in range(FOLDS):
        weights = fitted([one for one in found if one.file % FOLDS != fold_])
        scored += [
            (one, sum(weights.get(seen, 0.0) for seen in one.seen))
            for one in found
            if one.file % FOLDS == fold_
        ]
    for row in shares(scored, (-1, 0, 0.5, 1, 1.5, 2, 2.5, 3)):
        print("above {:4.1f}: precision {:.3f}, recall {:.3f}".format(*row))
    if options.show:
        rows = [
            f"{'+' if score > THRESHOLD else '-'} {score:.1f} {one.name} {one.seen}"
            for one, score in scored
            if (score > THRESHOLD) != one.is_name
        ]
        options.show.write_text("\n".join(rows) + "\n", "utf-8")
    if options.write:
        _write("likeness.tsv", fitted(found), "seen")


def _write(table: str, weights: dict[str, float], what: str) -> None:
    rows = [f"{one}\t{weight:.2f}" for one, weight in sorted(weights.items())]
    path = DATA / table
    path.write_text("\n".join([f"{what}\tweight", *rows]) + "\n", "utf-8")


if __name__ == "__main__":
    main()
