"""Text as it was read into text as it was written, every change on record.

Each repair looks at the text the ones before it left and says what to change;
``repair`` applies them in the order of REPAIRS and states every change in offsets
of the text as it was read. Repairing a repaired text changes nothing.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path

from reader.errors import UsageError
from reader.models import Edit, Repaired, apply
from reader.repair.boilerplate import boilerplate
from reader.repair.characters import controls, full_width
from reader.repair.doubled import doubled
from reader.repair.edits import compose
from reader.repair.entities import entities
from reader.repair.family import Family, families, own_table
from reader.repair.gaps import gaps
from reader.repair.lookalikes import lookalikes
from reader.repair.marks import marks
from reader.repair.mojibake import mojibake
from reader.repair.punctuation import punctuation
from reader.repair.script import NAME as SCRIPT
from reader.repair.script import Script, convert
from reader.repair.spacing import edges, empty_lines
from reader.repair.spin import NEAR, spin
from reader.repair.stray import stray_marks

__all__ = ["REPAIRS", "repair"]

Step = Callable[[str, Sequence[Family], float], tuple[Edit, ...]]
"""A text, the spinners' families, and how sure an alternative must be to be named."""


def _plain(step: Callable[[str], tuple[Edit, ...]]) -> Step:
    return lambda text, _, __: step(text)


REPAIRS: dict[str, tuple[Step, ...]] = {
    # Before what cannot be seen: bytes of the wrong encoding often read as controls.
    "mojibake": (_plain(mojibake),),
    # What cannot be seen hides words from every repair below.
    "controls": (_plain(entities), _plain(controls)),
    # Before anything weighs the document: spam would count as its text. Before
    # spacing: bullets and indents tell a list from prose.
    "boilerplate": (_plain(boilerplate),),
    "full_width": (_plain(full_width),),
    # Before the model reads the text: it knows the right characters alone.
    "lookalikes": (_plain(lookalikes),),
    # Before the spinner: the marks stand on its forms (相符同。). Before
    # punctuation: 消, and 消， would be two habits.
    "stray_marks": (_plain(stray_marks),),
    "spin": (spin,),
    # After the spinner, which doubles characters itself (不不安 was 不担心).
    "doubled": (_plain(doubled),),
    # After the spinner, so that a comma is judged among the words as written. Marks
    # after they are widened: ,。 is ，。 then.
    "punctuation": (_plain(punctuation), _plain(marks)),
    # Last: only what the others left over. Blanks first, then the lines they hid.
    "spacing": (_plain(gaps), _plain(edges), _plain(empty_lines)),
}

MIN_CONFIDENCE = 0.4
"""A form split three ways (营业: 业务, 商业, 生意) is still better read than left."""
ROUNDS = 6
"""One repair can uncover work for an earlier one; two rounds do for real texts."""


def repair(
    text: str,
    *,
    only: Collection[str] | None = None,
    skip: Collection[str] = (),
    min_confidence: float = MIN_CONFIDENCE,
    tables: Iterable[Path] = (),
    script: Script | None = None,
    near: float = NEAR,
) -> Repaired:
    """Repair a text; what is less sure than ``min_confidence`` is only proposed.

    ``only`` and ``skip`` name keys of REPAIRS; ``tables`` are TSVs that add pairs to
    the spinners' tables, and to those of the user's own table, where there is one.
    ``script`` writes the repaired text in ``simplified`` or ``traditional`` characters;
    without it a text keeps its own. Readings that are ``near`` sure and more are named
    as alternatives. Raises UsageError for an unknown name or a broken
    table.

    >>> repair("  吾们异国题目!").text
    '我们没有问题！'
    """
    wanted = _wanted(only, skip)
    known = families((*own_table(), *tables))
    edits: tuple[Edit, ...] = ()
    proposed: tuple[Edit, ...] = ()
    current = text
    for round_ in range(ROUNDS):
        changed = False
        for name in wanted:
            for step in REPAIRS[name]:
                found = step(current, known, near)
                sure = tuple(e for e in found if e.confidence >= min_confidence)
                if round_ == 0 and len(sure) < len(found):
                    unsure = tuple(e for e in found if e.confidence < min_confidence)
                    proposed += _stated(edits, unsure)
                if sure:
                    changed = True
                    edits = compose(edits, sure)
                    current = apply(current, sure)
        if not changed:
            break
    if script is not None and (converted := convert(current, script)):
        edits = compose(edits, converted)
        current = apply(current, converted)
    return Repaired(text, current, edits, tuple(sorted(proposed, key=_start)))


def names() -> list[str]:
    """Name the repairs in their order, the script the user may ask for among them."""
    return [*REPAIRS, SCRIPT]


def _start(edit: Edit) -> int:
    return edit.start


def _wanted(only: Collection[str] | None, skip: Collection[str]) -> list[str]:
    for name in (*(only or ()), *skip):
        if name not in REPAIRS:
            raise UsageError(f"no repair called {name}; there are {', '.join(REPAIRS)}")
    return [
        name for name in REPAIRS if (only is None or name in only) and name not in skip
    ]


def _stated(done: tuple[Edit, ...], unsure: tuple[Edit, ...]) -> tuple[Edit, ...]:
    """State proposals on the text so far in offsets of the text as it was read."""
    before = set(done)
    return tuple(edit for edit in compose(done, unsure) if edit not in before)
