"""Measure splitting and readings on text that is not ours, beside the floors pinned.

    python -m tests.measure_language

The data are a sibling of the repository (`../shared/data`, or $READER_SHARED/data):
500 sentences of UD_Chinese-GSDSimp dev (CC BY-SA 4.0) and the dev part of CPP, the
polyphone benchmark of g2pM (Apache-2.0). Half of the first was looked at while the
rules were written; its floors are for the other half. The second is cross-validated,
with sentences written for this project and translated ones (training.labelled): each
fifth is read with what was fitted on the other four.
"""

import json
import os
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from glossary.han import is_han
from reader.models import Token
from reader.pinyin import Readings
from reader.sentences import split
from reader.tones import toneless
from reader.words import Cutter
from training.labelled import WRITTEN, Labelled, labelled
from training.readings import bundled, cross_validated, gathered

SHARED = Path(os.environ.get("READER_SHARED", Path(__file__).parents[1] / "../shared"))
OWN = ("speech", *WRITTEN)
QUALITY = Path(__file__).parent / "quality.json"
FLAT = str.maketrans(
    {
        "，": ",", "。": ".", "：": ":", "；": ";", "？": "?", "！": "!", "（": "(",
        "）": ")", "“": '"', "”": '"', "‘": "'", "’": "'",
    }
)  # fmt: skip
HALF_FLAT = str.maketrans({"，": ",", "：": ":", "；": ";", "？": "?", "！": "!",
                           "（": "(", "）": ")"})  # fmt: skip


def splitting(half: int, table: dict[int, str]) -> tuple[float, list[str]]:
    """F1 of the ends of sentences, ten sentences joined to a text at a time."""
    lines = (SHARED / "data/sentences/ud_gsdsimp_dev.txt").read_text("utf-8")
    gold = lines.splitlines()[250 * half : 250 * half + 250]
    hits = found_count = gold_count = 0
    wrong = []
    for index in range(0, len(gold), 10):
        group = [line.translate(table) for line in gold[index : index + 10]]
        found = list(split("".join(group)))
        expected_ends, found_ends = _ends(group), _ends(found)
        hits += len(expected_ends & found_ends)
        found_count += len(found_ends)
        gold_count += len(expected_ends)
        text = "".join(group)
        for end in expected_ends ^ found_ends:
            sign = "-" if end in expected_ends else "+"
            wrong.append(
                f"{sign} {text[max(0, end - 25) : end]}|{text[end : end + 15]}"
            )
    return 2 * hits / (found_count + gold_count), wrong


def share_right(
    readings: Readings, sentences: Sequence[Labelled]
) -> tuple[float, float, list[str]]:
    """Share of the labelled characters read as labelled: strictly, and in kind.

    The r of 玩儿 counts as the label er5. In kind, a neutral tone is right, too, where
    the benchmark has no neutral reading of that character at all: it labels 识 of 知识
    shi2, where dictionaries have zhīshi.
    """
    cutter = Cutter()
    tokens = [cutter.cut(one.text) for one in sentences]
    strict = kind = 0
    wrong = []
    for one, read in zip(sentences, readings.read_all(tokens), strict=True):
        found = _at(read, one.position)
        if found == one.reading or (found, one.reading) == ("r", "er"):
            strict += 1
        elif found == toneless(one.reading) and not _has_neutral(one, found):
            kind += 1
        else:
            before = one.text[max(0, one.position - 8) : one.position]
            after = one.text[one.position : one.position + 9]
            wrong.append(f"{one.reading} not {found}: {before}|{after}")
    total = len(sentences)
    return strict / total, (strict + kind) / total, wrong


def _at(tokens: Sequence[Token], position: int) -> str:
    start = 0
    for token in tokens:
        if start <= position < start + len(token.text):
            return token.syllables[sum(map(is_han, token.text[: position - start]))]
        start += len(token.text)
    raise ValueError(f"no character {position}")


def _has_neutral(one: Labelled, reading: str) -> bool:
    return reading in _inventory().get(one.text[one.position], ())


@cache
def _inventory() -> dict[str, set[str]]:
    """The readings that the benchmark gives each character."""
    found: dict[str, set[str]] = {}
    for one in labelled(SHARED / "data/pinyin"):
        found.setdefault(one.text[one.position], set()).add(one.reading)
    return found


def polyphones() -> dict[str, float]:
    """Read each fifth of the labelled sentences with what was fitted on the others."""
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for held, readings in cross_validated(gathered(SHARED / "data"), bundled()):
        for source in ("cpp", *OWN, "translated"):
            some = [one for one in held if one.source == source]
            shares = share_right(readings, some)
            right[source] += round(shares[0] * len(some))
            total[source] += len(some)
            if source == "cpp":
                right["kind"] += round(shares[1] * len(some))
    return {
        "cpp_dev_strict": right["cpp"] / total["cpp"],
        "cpp_dev": right["kind"] / total["cpp"],
        **{source: right[source] / total[source] for source in OWN},
        "translated": right["translated"] / total["translated"],
    }


def _ends(sentences: list[str]) -> set[int]:
    ends = set()
    position = 0
    for sentence in sentences:
        position += len(sentence)
        ends.add(position)
    return ends


def measure() -> dict[str, dict[str, float]]:
    """Measure what was not looked at."""
    return {
        "sentences": {
            "ud_flattened_f1": splitting(1, FLAT)[0],
            "ud_half_flattened_f1": splitting(1, HALF_FLAT)[0],
            "ud_full_width_f1": splitting(1, {})[0],
        },
        "pinyin": polyphones(),
    }


def main() -> None:
    """Print the table."""
    floors = json.loads(QUALITY.read_text("utf-8")) if QUALITY.exists() else {}
    print(f"{'measure':40} {'now':>9} {'floor':>9}")
    for area, figures in measure().items():
        for figure, value in figures.items():
            floor = floors.get(area, {}).get(figure)
            shown = f"{floor:9.4f}" if floor is not None else "        –"
            print(f"{area + ' ' + figure:40} {value:9.4f} {shown}")


if __name__ == "__main__":
    main()
