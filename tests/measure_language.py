"""Measure splitting and readings on text that is not ours, beside the floors pinned.

    python -m tests.measure_language

The data are a sibling of the repository (`../shared/data`, or $READER_SHARED/data):
500 sentences of UD_Chinese-GSDSimp dev (CC BY-SA 4.0) and the dev part of CPP, the
polyphone benchmark of g2pM (Apache-2.0). Half of each was looked at while the rules
were written; the floors are for the other half.
"""

import hashlib
import json
import os
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from glossary.han import is_han
from reader.pinyin import Readings
from reader.sentences import split
from reader.words import Cutter

SHARED = Path(os.environ.get("READER_SHARED", Path(__file__).parents[1] / "../shared"))
QUALITY = Path(__file__).parent / "quality.json"
FLAT = str.maketrans(
    {
        "，": ",", "。": ".", "：": ":", "；": ";", "？": "?", "！": "!", "（": "(",
        "）": ")", "“": '"', "”": '"', "‘": "'", "’": "'",
    }
)  # fmt: skip
HALF_FLAT = str.maketrans({"，": ",", "：": ":", "；": ";", "？": "?", "！": "!",
                           "（": "(", "）": ")"})  # fmt: skip
TONES = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}


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


def readings(half: int) -> tuple[float, float]:
    """Share of CPP's marked characters read as labelled, and sentences a second.

    The labels: a tone number, 5 for neutral, u: for ü. The r of 玩儿 counts as er5.
    """
    cutter, reader = Cutter(), Readings()
    right = total = 0
    start = time.perf_counter()
    for text, position, label in cpp(half):
        at = 0
        for token in reader.read(cutter.cut(text)):
            if at <= position < at + len(token.text):
                before = sum(map(is_han, token.text[: position - at]))
                right += numbered(token.syllables[before]) == label
            at += len(token.text)
        total += 1
    return right / total, total / (time.perf_counter() - start)


def cpp(half: int) -> Iterator[tuple[str, int, str]]:
    """Go through one half of CPP's dev part: text, position, label."""
    folder = SHARED / "data/pinyin"
    sentences = (folder / "cpp_dev.sent").read_text("utf-8").splitlines()
    labels = (folder / "cpp_dev.lb").read_text("utf-8").split("\n")
    for sentence, label in zip(sentences, labels, strict=False):
        text = sentence.replace("▁", "")
        digest = int(hashlib.md5(text.encode()).hexdigest(), 16)
        if label and digest % 2 == half:
            yield text, sentence.index("▁"), label


def numbered(syllable: str) -> str:
    """Write a syllable as CPP does: `lǜ` is lu:4, the r of 玩儿 er5."""
    if syllable == "r":
        return "er5"
    tone, letters = "5", ""
    for character in unicodedata.normalize("NFD", syllable):
        if character in TONES:
            tone = TONES[character]
        else:
            letters += ":" if character == "\u0308" else character
    return letters + tone


def _ends(sentences: list[str]) -> set[int]:
    ends = set()
    position = 0
    for sentence in sentences:
        position += len(sentence)
        ends.add(position)
    return ends


def measure() -> dict[str, dict[str, float]]:
    """Measure the halves that were not looked at."""
    right, speed = readings(1)
    return {
        "sentences": {
            "ud_flattened_f1": splitting(1, FLAT)[0],
            "ud_half_flattened_f1": splitting(1, HALF_FLAT)[0],
            "ud_full_width_f1": splitting(1, {})[0],
        },
        "pinyin": {"cpp_dev_second_half": right, "sentences_a_second": speed},
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
