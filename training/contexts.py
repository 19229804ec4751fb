"""What the network of contexts learns from: texts as arrays, and the choices in them.

Texts are those of the character model (``language_model.texts``), as symbols with
boundaries between them. A choice is a place where a spinner's table has something to
say: an original (so a form stands in the spun text and the original is right) or an
honest word that is a form. What the character model says of a choice is asked of a
model that has not seen its block of texts, or its word would count for too much.
"""

import random
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

import numpy as np

from reader.repair.charlm import CharacterModel, spell
from reader.repair.context import BITS, WIDTH
from reader.repair.family import Family
from training import language_model

OWN_WEIGHT = 5.0
"""What a symbol of our own texts counts, where one of LCTT counts one."""
SINGLES = 1500
PAIRS = 3500
"""How many characters, and words of two, may fill a gap."""
DICTIONARY = 20
"""How often jieba's dictionary must have a word of two."""
NEIGHBOURS = (1 << 14) - 1
"""Pairs of neighbours that have numbers of their own."""
MOST_CHOICES = 25_000
"""Of one form; our own texts' all count."""
FOLDS = 3
BLOCK = 100
LONGEST = 8
"""Readings of a form, itself among them, at most."""

Text = tuple[str, float]


class Vocabulary(TypedDict):
    """What has a number of its own in a network that is trained further."""

    characters: Sequence[str]
    words: Sequence[str]
    neighbours: Sequence[int]


@dataclass(frozen=True)
class Corpus:
    """All texts in a row, as numbers of symbols."""

    characters: Sequence[str]
    symbols: np.ndarray
    weights: np.ndarray
    words: Sequence[str]
    """What may fill a gap; first the single characters."""
    counts: np.ndarray
    """How often each of them stands there, weighed; at least once."""
    neighbours: np.ndarray
    """Packed pairs of symbols, the commonest first."""

    @property
    def ids(self) -> Mapping[str, int]:
        """Number the characters as the network does."""
        return {one: number for number, one in enumerate(self.characters, 2)}


@dataclass(frozen=True)
class Choices:
    """Places with a choice: a row each, and in it a column for each reading."""

    around: np.ndarray
    """Numbers of the symbols on either side, boundaries beyond the line's ends."""
    forms: np.ndarray
    labels: np.ndarray
    """Which reading is right; 0 keeps the form."""
    scores: np.ndarray
    """What the character model says of each, the best at nought."""
    own: np.ndarray


def corpus(texts: Sequence[Text], known: Vocabulary | None = None) -> Corpus:
    """Write texts in numbers; choose what has one of its own, unless it is known."""
    cut = [spell(text)[0] for text, _ in texts]
    seen: Counter[str] = Counter()
    for line in cut:
        seen.update(line)
    common = (s for s, _ in seen.most_common(language_model.VOCABULARY) if len(s) == 1)
    characters = list(common) if known is None else [*known["characters"]]
    ids = {character: number for number, character in enumerate(characters, 2)}
    lines = [
        np.array([0] * WIDTH + [ids.get(symbol, 1) for symbol in line], np.uint16)
        for line in cut
    ]
    symbols = np.concatenate([*lines, np.zeros(WIDTH, np.uint16)])
    weights = np.repeat([_weight(text) for text in texts], [len(one) for one in lines])
    weights = np.append(weights, np.zeros(WIDTH))
    is_han = np.zeros(1 << BITS, bool)
    is_han[[ids[c] for c in characters if "\u4e00" <= c <= "\u9fff"]] = True
    single = np.bincount(symbols, weights, 1 << BITS) * is_han
    keys = symbols[:-1].astype(np.uint32) << BITS | symbols[1:]
    double = np.bincount(keys, weights[:-1], 1 << 2 * BITS)
    chosen = [number for number in np.argsort(-single)[:SINGLES] if single[number]]
    packed = {
        word: ids[word[0]] << BITS | ids[word[1]]
        for word in _dictionary()
        if word[0] in ids and word[1] in ids
    }
    pairs = sorted(packed, key=lambda word: -double[packed[word]])[:PAIRS]
    words = [*(characters[number - 2] for number in chosen), *pairs]
    if known is not None:
        words = [*known["words"]]
    counts = [
        single[ids[word]] if len(word) == 1 else double[packed[word]] for word in words
    ]
    double[: 2 << BITS] = 0  # pairs that begin with a boundary or an unknown symbol
    neighbours = np.argsort(-double)[:NEIGHBOURS].astype(np.uint32)
    if known is not None:
        neighbours = np.array(known["neighbours"], np.uint32)
    return Corpus(
        characters, symbols, weights, words, np.maximum(counts, 1.0), neighbours
    )


def _weight(text: Text) -> float:
    own = text[1] == language_model.PAIRS_WEIGHT
    return OWN_WEIGHT if own else text[1]


def _dictionary() -> Iterator[str]:
    import jieba

    path = Path(jieba.__file__).with_name("dict.txt")
    for row in path.read_text(encoding="utf-8").splitlines():
        word, count, _ = row.split(" ")
        if len(word) == 2 and int(count) >= DICTIONARY:
            yield word


def readings(family: Family) -> dict[str, list[str]]:
    """Give what each form may be: itself first, then its originals."""
    return {
        form: [form, *(pair.original for pair in family.forms[form])]
        for form in sorted(family.forms)
    }


def folds(texts: Sequence[Text], work: Path, size: int) -> list[Path]:
    """Make character models, each blind to a third of the texts, where none is yet."""
    made = []
    for fold in range(FOLDS):
        path = work / f"fold-{fold}.npz"
        if not path.exists():
            others = (t for i, t in enumerate(texts) if fold_of(i) != fold)
            language_model.make(others, path, size)
        made.append(path)
    return made


def fold_of(number: int) -> int:
    """Say which model has not seen a text, by the text's number."""
    return zlib.crc32(b"f%d" % (number // BLOCK)) % FOLDS


def choices(
    texts: Sequence[Text],
    family: Family,
    spun: Mapping[str, str],
    ids: Mapping[str, int],
    models: Sequence[Path],
) -> Choices:
    """Find the choices in texts; ``spun`` says which form each original becomes."""
    known = readings(family)
    numbers = {form: number for number, form in enumerate(known)}
    found: list[tuple[int, str, int, int, str, int]] = []
    often: Counter[str] = Counter()
    cut = [spell(text)[0] for text, _ in texts]
    patterns = _any_of(spun), _any_of(family.forms)
    every = [list(_places(line, *patterns, spun, known)) for line in cut]
    for places in every:
        often.update(form for _, _, form, _ in places)
    chance = random.Random(1)
    for number, places in enumerate(every):
        weight = texts[number][1]
        own = weight == language_model.PAIRS_WEIGHT
        for start, end, form, label in places:
            share = min(1.0, MOST_CHOICES / often[form]) * min(1.0, weight)
            if own or chance.random() < share:
                found.append((number, cut[number], start, end, form, label))
    around = np.zeros((len(found), 2 * WIDTH), np.uint16)
    scores = np.zeros((len(found), LONGEST), np.float32)
    for fold, path in enumerate(models):
        with np.load(path) as arrays:
            model = CharacterModel(dict(arrays))
        mine = [row for row, one in enumerate(found) if fold_of(one[0]) == fold]
        for row in mine:
            _, line, start, end, form, _ = found[row]
            numbers_of = [ids.get(s, 1) for s in line]
            padded = [0] * WIDTH + numbers_of + [0] * WIDTH
            around[row] = padded[start : start + WIDTH] + padded[end + WIDTH :][:WIDTH]
        strings = [
            line[max(0, start - 4) : start] + reading + (line + "\n")[end : end + 4]
            for _, line, start, end, form, _ in (found[row] for row in mine)
            for reading in known[form]
        ]
        totals = iter(model.totals(strings))
        for row in mine:
            said = [next(totals) for _ in known[found[row][4]]]
            scores[row, : len(said)] = np.array(said) - max(said)
    return Choices(
        around,
        np.array([numbers[one[4]] for one in found]),
        np.array([one[5] for one in found]),
        scores,
        np.array([texts[one[0]][1] == language_model.PAIRS_WEIGHT for one in found]),
    )


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(words, key=len, reverse=True)))


def _places(
    line: str,
    originals: re.Pattern[str],
    forms: re.Pattern[str],
    spun: Mapping[str, str],
    known: Mapping[str, Sequence[str]],
) -> Iterator[tuple[int, int, str, int]]:
    """Find (start, end, form, which reading) in a line of clean text."""
    covered: set[int] = set()
    for match in originals.finditer(line):
        form = spun[match[0]]
        covered.update(range(*match.span()))
        if match[0] in known[form]:
            yield *match.span(), form, known[form].index(match[0])
    for match in forms.finditer(line):
        if covered.isdisjoint(range(*match.span())):
            yield *match.span(), match[0], 0


def spun_as(family: Family) -> dict[str, str]:
    """Map each original to the one form that the spinner writes for it."""
    found: dict[str, str] = {}
    for pair in sorted(family.pairs, key=lambda pair: pair.source != "observed"):
        found.setdefault(pair.original, pair.spun)
    return found
