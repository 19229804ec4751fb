"""Measure repair on text that is not ours, beside the floors pinned in quality.json.

    python -m tests.measure_repair            the part looked at while developing
    python -m tests.measure_repair --final    the other part of each, looked at once

The data are a sibling of the repository (`../shared`, or $READER_SHARED): the
opening of a real scraped interview whose restoration is known, blocks of LCTT that the
models were not trained on (Apache-2.0), news (WMT21 zh-en), and sentences of our own
pairs that are kept out of all training. Distances count
characters inserted, deleted or replaced, white space ignored; where the damage cannot
tell which of several words was written (⟦a|b⟧, and NEAR below), any of them is right.
"""

import argparse
import bisect
import difflib
import gzip
import itertools
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from reader.models import Edit
from reader.repair import repair
from tests.damage import pieces, spin, table
from training.language_model import PAIRS, held_out
from training.mixture import is_held_out

SHARED = Path(os.environ.get("READER_SHARED", Path(__file__).parents[1] / "../shared"))
OPENING = 32
CHOICE = re.compile(r"⟦([^⟧]*)⟧")
Bands = dict[str, tuple[int, float, int]]
"""For each band of confidence: edits, those said to be right, those that are."""
# Words the spinner writes alike and that can stand for each other: a reader of the
# damaged text alone cannot tell which was written.
NEAR: tuple[frozenset[str], ...] = tuple(
    frozenset(words.split())
    for words in (
        "可以 能够",
        "所以 于是",
        "方式 方法 形式",
        "很多 许多",
        "当前 目前 现在",
        "因为 由于",
        "如果 倘若",
        "知道 清楚",
        "原来 本来",
        "特别 非常",
        "还是 照样",
        "不断 持续 继续",
        "使用 利用",
        "重要 主要",
        "最终 最后",
        "快速 迅速",
        "需要 必要",
        "加 添",
        "增 添",
        "加强 增强",
        "增加 添加",
        "回答 回应",
        "紧密 密切",
        "如此 这样",
        "不仅 不光",
        "有关 相关",
        "帮助 协助",
        "希望 期待",
        "体现 表现",
        "系统 体系",
        "一定 肯定",
        "所有 一切",
        "具体 详细",
        "经常 频繁",
        "依赖 倚赖",
        "要求 请求",
        "改变 转变",
        "这里 这边",
        "数量 数目",
        "相信 置信",
        "一直 一向",
        "建立 竖立",
        "真诚 真挚",
    )
)


def distance(text: str, reference: str) -> int:
    """Count character edits between a text and the nearest reading of a reference.

    >>> distance("我们可以做", "我们⟦能够|可以⟧做"), distance("吾们", "我们")
    (0, 1)
    """
    text = "".join(text.split())
    row = list(range(len(text) + 1))
    for index, part in enumerate(CHOICE.split(reference)):
        options = part.split("|") if index % 2 else [part]
        rows = [_rows(row, text, "".join(option.split())) for option in options]
        row = [min(values) for values in zip(*rows, strict=True)]
    return row[-1]


def _rows(row: list[int], text: str, reference: str) -> list[int]:
    for character in reference:
        new = [row[0] + 1]
        for index, letter in enumerate(text):
            new.append(
                min(row[index + 1] + 1, new[-1] + 1, row[index] + (letter != character))
            )
        row = new
    return row


def opening() -> tuple[int, int, int, list[str]]:
    """Distances of the real opening: (damaged, left, characters, what is left)."""
    folder = SHARED / "samples"
    scraped = (folder / "csig_interview_scraped.txt").read_text("utf-8")
    reference = (folder / "csig_interview_restored_opening.txt").read_text("utf-8")
    gold = [line for line in reference.splitlines() if line.strip()][:OPENING]
    repaired = repair(scraped)
    lines = [line for line in repaired.text.splitlines() if line.strip()]
    # The damage is counted on the article alone: below the spam, its bullets off.
    raw = [line.strip("• \t\u3000") for line in scraped.splitlines() if line.strip()]
    raw = raw[len(raw) - len(lines) :] if len(raw) > len(lines) else raw
    damaged = sum(map(distance, raw, gold))
    left = [distance(*pair) for pair in zip(lines, gold, strict=False)]
    notes = [
        _difference(line, best)
        for line, best, lost in zip(lines, gold, left, strict=False)
        if lost
    ]
    return damaged, sum(left), sum(map(len, gold)), notes


def _difference(line: str, reference: str) -> str:
    """Show where a line differs from a reference's first readings."""
    plain = CHOICE.sub(lambda hit: _nearest(hit[1], line), reference)
    plain, line = "".join(plain.split()), "".join(line.split())
    matcher = difflib.SequenceMatcher(None, line, plain, autojunk=False)
    return "; ".join(
        f"{line[max(0, a - 6) : a]}[{line[a:b]}→{plain[c:d]}]{line[b : b + 6]}"
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag != "equal"
    )


def _nearest(options: str, line: str) -> str:
    found = [option for option in options.split("|") if option in line]
    return found[0] if found else options.split("|")[0]


def blocks(part: int, count: int) -> Iterator[list[str]]:
    """Give documents of fifty held-out sentences of LCTT."""
    lines = held_out(SHARED / "data", part)
    for _ in range(count):
        if block := list(itertools.islice(lines, 50)):
            yield block


def own(part: int) -> Iterator[list[str]]:
    """Give documents of forty sentences of our own pairs that are never trained on.

    Of one kind each (interviews, news, …); their neighbours in a text were trained on.
    """
    kinds: dict[str, list[str]] = {}
    for path in sorted(PAIRS.glob("*.tsv")):
        lines = path.read_text(encoding="utf-8").splitlines()[1:]
        kept = (line.split("\t")[0] for line in lines)
        kinds.setdefault(path.stem.rstrip("-0123456789"), []).extend(
            line for line in kept if is_held_out(line) and len(line) % 2 == part
        )
    for lines in kinds.values():
        for start in range(0, len(lines), 40):
            yield lines[start : start + 40]


def spun(documents: Iterable[list[str]]) -> tuple[int, int, int, int, Counter[str]]:
    """Spin sentences and repair them: (damaged, left, left but for NEAR, size)."""
    damaged = left = lenient = size = 0
    wrong: Counter[str] = Counter()
    for block in documents:
        clean = "\n".join(block)
        repaired = repair(spin(clean), only=["spin"]).text.split("\n")
        for before, after, gold in zip(
            spin(clean).split("\n"), repaired, block, strict=True
        ):
            size += len(gold)
            damaged += distance(before, gold)
            lost = distance(after, gold)
            left += lost
            if lost:
                lenient += distance(after, marked(gold))
                matcher = difflib.SequenceMatcher(None, after, gold, autojunk=False)
                wrong.update(
                    f"{after[a:b]}→{gold[c:d]}"
                    for tag, a, b, c, d in matcher.get_opcodes()
                    if tag != "equal"
                )
    return damaged, left, lenient, size, wrong


def marked(gold: str) -> str:
    """Write a clean line with its near-synonyms as choices."""
    choices = {
        word: "⟦" + "|".join([word, *sorted(words - {word})]) + "⟧"
        for words in NEAR
        for word in words
    }
    pattern = "|".join(sorted(choices, key=len, reverse=True))
    return re.sub(pattern, lambda hit: choices[hit[0]], gold)


def clean(documents: Sequence[str]) -> tuple[int, int, Counter[str]]:
    """Repair clean documents: (size, edits of the spinner, edits by repair)."""
    size = wrong = 0
    kinds: Counter[str] = Counter()
    for text in documents:
        edits = repair(text).edits
        size += len(text)
        wrong += sum(edit.repair == "spin" for edit in edits)
        kinds.update(edit.repair for edit in edits)
    return size, wrong, kinds


def calibration(documents: Iterable[list[str]]) -> Bands:
    """For each band of confidence: edits, those said to be right, those that are.

    Of a table's rows: no row is missing here, so what is in no table is no original.
    """
    bands: Bands = {}
    for block in documents:
        gold = "\n".join(block)
        text = spin(gold)
        places = _places(gold)
        for edit in repair(text, only=["spin"], min_confidence=0).edits:
            if "in no table" in edit.reason:
                continue
            band = next(b for b in BANDS if edit.confidence < b)
            made, said, right = bands.get(f"<{band}", (0, 0.0, 0))
            right += _is_right(edit, text, places)
            bands[f"<{band}"] = made + 1, said + edit.confidence, right
    return dict(sorted(bands.items()))


def _together(tables: Sequence[Bands]) -> Bands:
    """Add up the edits of several kinds of text."""
    found: Bands = {}
    for band, (made, said, right) in (pair for one in tables for pair in one.items()):
        before = found.get(band, (0, 0.0, 0))
        found[band] = before[0] + made, before[1] + said, before[2] + right
    return found


BANDS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.01)


def _places(gold: str) -> list[tuple[int, int, str]]:
    """Every piece of a spun text: (start, end, what it was)."""
    at = 0
    found = []
    for before, after in pieces(gold, layers=("spin",)):
        found.append((at, at + len(after), before))
        at += len(after)
    return found


def _is_right(edit: Edit, text: str, places: list[tuple[int, int, str]]) -> bool:
    """Tell whether an edit gives back what the pieces it touches were."""
    first = bisect.bisect_right(places, edit.start, key=lambda place: place[0]) - 1
    last = bisect.bisect_left(places, edit.end, key=lambda place: place[0])
    touched = places[first:last]
    before = text[touched[0][0] : edit.start]
    after = text[edit.end : touched[-1][1]]
    return before + edit.after + after == "".join(place[2] for place in touched)


def news() -> list[str]:
    """Chinese news in documents of forty sentences."""
    path = SHARED / "data/parallel_dev/wmt21_zh-en_refA.tsv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        lines = [line.split("\t")[0] for line in file]
    return ["\n".join(lines[i : i + 40]) for i in range(0, len(lines), 40)]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--final", action="store_true")
    parser.add_argument("--documents", type=int, default=40)
    parser.add_argument("--show", action="store_true", help="print what is left")
    given = parser.parse_args()
    part = int(given.final)
    damaged, left, size, notes = opening()
    print(f"real opening: {damaged} damaged, {left} left of {size} characters: "
          f"{1 - left / damaged:.2%} restored")  # fmt: skip
    if given.show:
        print("\n".join(notes))
    sources = {
        "LCTT": list(blocks(part, given.documents)),
        "news": [text.split("\n") for text in news()[part::2]],
        "own pairs held out": list(own(part)),
    }
    for name, sentences in sources.items():
        damaged, left, lenient, size, wrong = spun(sentences)
        print(f"{name} spun ({len(table())} pairs): {damaged} damaged of {size}: "
              f"{1 - left / damaged:.2%} restored strictly, "
              f"{1 - lenient / damaged:.2%} with near-synonyms right")  # fmt: skip
        if given.show:
            print(wrong.most_common(60))
    for name, documents in (
        ("LCTT clean", ["\n".join(block) for block in blocks(part, 200)]),
        ("news clean", news()),
    ):
        size, spins, kinds = clean(documents)
        print(f"{name}: {size} characters, {1000 * spins / size:.3f} spinner edits "
              f"per 1,000; all: {dict(kinds)}")  # fmt: skip
    tables = {name: calibration(sentences) for name, sentences in sources.items()}
    tables["all of them"] = _together([*tables.values()])
    for name, bands in tables.items():
        print(f"confidence on {name}: edits made, said to be right, right")
        for band, (made, said, right) in bands.items():
            print(f"  {band:6} {made:6} {said / made:.1%} {right / made:.1%}")


if __name__ == "__main__":
    main()
