"""Measure repair where it knows less: rows held out, and other sites' damage.

    python -m tests.measure_held_out [--final]

Rows of the spinner's table are held out at random, texts are spun with the whole table,
and the places of those rows are looked at: put right, reported with the right word, or
neither; and of what is changed without a row, how much is right. Other damage is that
of `tests.damage.OTHER` and of tables that contradict ours: what is left after a repair
must not be more than there was before, in any text.
"""

import argparse
import bisect
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from reader.models import Edit
from reader.repair import MIN_CONFIDENCE, repair
from reader.repair.family import Family, bundled
from reader.repair.spin import spin as unspin
from tests.damage import OTHER, Layer, damage, pieces, swap, table
from tests.measure_repair import blocks, distance, news

SAMPLES = Path(__file__).parents[1] / "sample_texts"
HELD = 30
"""Rows that are held out at a time."""
MARK = "in no table"
# Two more tables, as other sites have them; they contradict each other and ours.
SECOND = {
    "我们": "咱们", "没有": "不", "但是": "然而", "因为": "由于", "所以": "因此",
    "开始": "最先", "公司": "企业", "问题": "疑问", "方法": "法子", "非常": "十分",
}  # fmt: skip
THIRD = {
    "提供": "供给", "使用": "利用", "进行": "举行", "重要": "紧张", "发展": "生长",
    "技术": "手艺", "支持": "支撑", "服务": "办事", "管理": "治理", "环境": "情况",
}  # fmt: skip
LAYERS: Mapping[str, Layer] = {
    **OTHER,
    "second table": partial(swap, swaps=SECOND),
    "third table": partial(swap, swaps=THIRD),
}


@dataclass(slots=True)
class HeldOut:
    """What became of the places whose rows were held out."""

    places: int = 0
    repaired: int = 0
    reported: int = 0
    applied: int = 0
    """Changes made without a row."""
    right: int = 0


def held_out_rows(documents: list[str], seeds: int) -> HeldOut:
    """Spin documents with the whole table, repair them with a part of it."""
    (known,) = bundled()
    used = [pair for pair in known.pairs if table().get(pair.original) == pair.spun]
    found = HeldOut()
    for seed in range(seeds):
        held = set(random.Random(seed).sample(used, HELD))
        kept = tuple(pair for pair in known.pairs if pair not in held)
        family = Family(known.name, kept)
        rows = {(pair.spun, pair.original) for pair in held}
        for document in documents:
            _look(document, family, rows, found)
    return found


def _look(
    document: str, family: Family, rows: set[tuple[str, str]], found: HeldOut
) -> None:
    cut = pieces(document, layers=("spin",))
    text = "".join(after for _, after in cut)
    places = []
    at = 0
    for before, after in cut:
        places.append((at, at + len(after), before))
        at += len(after)
    edits = unspin(text, (family,))
    for edit in edits:
        if MARK in edit.reason and edit.confidence >= MIN_CONFIDENCE:
            found.applied += 1
            found.right += edit.after in _right(edit, text, places)
    touching = {place: edit for edit in edits for place in range(edit.start, edit.end)}
    for start, end, before in places:
        if (text[start:end], before) in rows:
            found.places += 1
            edit = touching.get(start)
            if edit is None:
                continue
            right = _right(edit, text, places)
            if edit.after in right and edit.confidence >= MIN_CONFIDENCE:
                found.repaired += 1
            elif right & {edit.after, *edit.alternatives}:
                found.reported += 1


def _right(edit: Edit, text: str, places: list[tuple[int, int, str]]) -> set[str]:
    """Give what an edit would have to write to give back the original."""
    first = bisect.bisect_right(places, edit.start, key=lambda place: place[0]) - 1
    last = bisect.bisect_left(places, edit.end, key=lambda place: place[0])
    touched = places[first:last]
    left = text[touched[0][0] : edit.start]
    right = text[edit.end : touched[-1][1]]
    whole = "".join(place[2] for place in touched)
    if whole.startswith(left) and whole.endswith(right):
        return {whole[len(left) : len(whole) - len(right)]}
    return set()


def other_damage(documents: list[str]) -> Iterator[tuple[str, int, int, int]]:
    """For each layer: (its name, damaged, left, texts left worse than they were)."""
    for name, layer in LAYERS.items():
        before = after = worse = 0
        for document in documents:
            damaged = damage(document, layers=[name], family={name: layer})
            was = _distance(damaged, document)
            is_ = _distance(repair(damaged).text, document)
            before += was
            after += is_
            worse += is_ > was
        yield name, before, after, worse


def _distance(text: str, gold: str) -> int:
    lines = zip(_lines(text), _lines(gold), strict=True)
    return sum(0 if one == other else distance(one, other) for one, other in lines)


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def documents(part: int, count: int) -> list[str]:
    """Give clean texts: the samples, and blocks of LCTT and of news."""
    found = [
        (SAMPLES / "interview.txt").read_text("utf-8"),
        (SAMPLES / "keynote_gb18030.txt").read_text("gb18030"),
        *("\n".join(block) for block in blocks(part, count)),
        *news()[part :: max(2, 100 // count)],
    ]
    # Punctuation that was never full-width would be mended, rightly.
    return [repair(text, skip=["spin"]).text for text in found]


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--final", action="store_true")
    parser.add_argument("--documents", type=int, default=20)
    parser.add_argument("--seeds", type=int, default=5)
    given = parser.parse_args()
    texts = documents(int(given.final), given.documents)
    held = held_out_rows(texts, given.seeds)
    print(
        f"rows held out: {held.places} places, {held.repaired / held.places:.1%} "
        f"repaired, {held.reported / held.places:.1%} reported; of {held.applied} "
        f"changes without a row {held.right / max(1, held.applied):.1%} are right"
    )
    print("other damage: damaged, left after the repair, texts made worse")
    for name, before, after, worse in other_damage(texts):
        print(f"  {name:14} {before:6} {after:6} {worse:4}")


if __name__ == "__main__":
    main()
