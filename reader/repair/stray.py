"""Marks put after certain characters to break keywords: 数。据, 消,耗, 相符同。.

Learnt from the document: a character that the same mark (nearly) always follows,
also where the character model finds no clause ending. Six characters seen with such
marks on damaged pages need less evidence; no character is taken on trust.
"""

import re
from collections import Counter
from collections.abc import Sequence

from glossary.han import HAN_CLASS
from reader.models import Edit
from reader.repair.charlm import UNKNOWN, CharacterModel, model, spell

NAME = "stray_marks"
KNOWN = {"数": "。", "同": "。", "记": "。", "问": ",", "消": ",", "根": ","}
# A Han character and a mark right after it, `云*计算`; not the end of `*云*计算`.
MARKED = re.compile(
    f"(?<![*~_])[{HAN_CLASS}][*|~^_](?=[{HAN_CLASS}])|[{HAN_CLASS}][,，。.、;；·]"
)
TIMES = 4
"""In how many surroundings an unknown character must meet its mark."""
KNOWN_TIMES = 2
"""How often the known ones must, together: one 基数。据说 is no habit."""
SHARE = 0.9
"""The share of a character's places that have the mark."""
KNOWN_SHARE = 0.5
"""The same of a known one: a line that the site itself wrote may have none."""
GAIN = 8.0
"""Nats a place must read better without the mark to be inside a clause. Any symbol less
is worth some 6; between sentences the gain is 4 to 10, inside a word 18 and more."""
UNKNOWN_GAIN = 13.0
"""What an unknown character's places must gain on average."""
INSIDE = 0.5
"""The share of places that must be inside a clause."""
REACH = 5
"""Symbols on either side that a place is judged by."""
SAMPLED = 6
"""Places of a character that are judged: a habit shows in a few."""
WINDOW = 14
"""Characters that are sure to hold so many."""


def stray_marks(text: str) -> tuple[Edit, ...]:
    """Take out the marks that a document puts after a character as a rule.

    >>> [edit.start for edit in stray_marks("记。者:客户数。据属于谁?数。据中台呢?")]
    [1, 7, 14]
    >>> stray_marks("这是基数。据说还会变。")
    ()
    """
    habits: dict[tuple[str, str], list[int]] = {}
    for (character, mark), times in Counter(MARKED.findall(text)).items():
        is_known = KNOWN.get(character) == mark
        if times < TIMES and not is_known:
            continue
        if times < (KNOWN_SHARE if is_known else SHARE) * text.count(character):
            continue
        marked = re.finditer(re.escape(character + mark), text)
        starts = [match.end() - 1 for match in marked]
        if not is_known and _surroundings(text, starts) < TIMES:
            continue
        if UNKNOWN not in model().ids(character):
            habits[character, mark] = starts
    if not habits:
        return ()
    gains = _gains(text, habits, model())
    # The known ones come together: what one shows, it shows for all of them.
    of_known = [pair for pair in habits if pair in KNOWN.items()]
    edits = []
    for pair, starts in habits.items():
        is_known = pair in KNOWN.items()
        together = of_known if is_known else [pair]
        told = [gain for one in together for gain in gains[one]]
        places = sum(len(habits[one]) for one in together)
        need, times = (GAIN, KNOWN_TIMES) if is_known else (UNKNOWN_GAIN, TIMES)
        inside = sum(gain >= GAIN for gain in told) / len(told)
        if places < times or inside < INSIDE or sum(told) < need * len(told):
            continue
        reason = f"a mark after every {pair[0]}, inside words too"
        sure = min(0.99, 0.9 + 0.01 * places) if is_known else 0.9
        rule = len(starts) >= SHARE * text.count(pair[0])
        edits += [
            Edit(start, start + 1, pair[1], "", NAME, reason, sure)
            for start in starts
            if rule or _gains(text, {pair: [start]}, model())[pair][0] >= GAIN
        ]
    return tuple(sorted(edits, key=lambda edit: edit.start))


def _surroundings(text: str, starts: Sequence[int]) -> int:
    # A line said over and over is no more evidence than one.
    return len({text[max(0, start - REACH) : start + REACH] for start in starts})


def _gains(
    text: str, habits: dict[tuple[str, str], list[int]], language: CharacterModel
) -> dict[tuple[str, str], list[float]]:
    """For some places, how much likelier the surroundings are without the mark.

    The surroundings are seen without the other marks in question: 扎根,消,耗.
    """
    signs = list(text)
    for starts in habits.values():
        for start in starts:
            signs[start] = ""
    # Spread over the text.
    judged = {
        pair: starts[:: -(-len(starts) // SAMPLED)] for pair, starts in habits.items()
    }
    suspects = [start for starts in judged.values() for start in starts]
    strings = []
    for start in suspects:
        left = spell("".join(signs[max(0, start - WINDOW) : start]))[0][-REACH:]
        right = spell("".join(signs[start + 1 : start + 1 + WINDOW]))[0][:REACH]
        strings += [left + spell(text[start])[0] + right, left + right]
    totals = language.totals(strings)
    gains = {
        start: without - with_
        for start, with_, without in zip(
            suspects, totals[::2], totals[1::2], strict=True
        )
    }
    return {pair: [gains[start] for start in starts] for pair, starts in judged.items()}
