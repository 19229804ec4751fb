"""Marks put after certain characters to break keywords: 数。据, 消,耗, 相符同。.

Learnt from the document: a character that the same mark (nearly) always follows,
also where the character model finds no clause ending. Six characters seen with such
marks on damaged pages need less evidence; no character is taken on trust.
"""

import re
from collections import Counter

from glossary.han import HAN_CLASS
from reader.models import Edit
from reader.repair.charlm import BITS, CONTEXT_MASK, CharacterModel, model, symbols

NAME = "stray_marks"
KNOWN = {"数": "。", "同": "。", "记": "。", "问": ",", "消": ",", "根": ","}
# A Han character and a mark right after it.
MARKED = re.compile(f"([{HAN_CLASS}])([,，。.、;；·])")
TIMES = 4
"""How often an unknown character must meet its mark."""
KNOWN_TIMES = 2
"""How often the known ones must, together: one 基数。据说 is no habit."""
SHARE = 0.9
"""The share of a character's places that have the mark."""
GAIN = 8.0
"""Nats a place must read better without the mark to be inside a clause. Any symbol less
is worth some 6; between sentences the gain is 4 to 10, inside a word 18 and more."""
UNKNOWN_GAIN = 13.0
"""What an unknown character's places must gain on average."""
INSIDE = 0.5
"""The share of places that must be inside a clause."""
REACH = 5
"""Symbols on either side that a place is judged by."""


def stray_marks(text: str) -> tuple[Edit, ...]:
    """Take out the marks that a document puts after a character as a rule.

    >>> [edit.start for edit in stray_marks("记。者:客户数。据属于谁?数。据中台呢?")]
    [1, 7, 14]
    >>> stray_marks("这是基数。据说还会变。")
    ()
    """
    places: dict[tuple[str, str], list[int]] = {}
    for match in MARKED.finditer(text):
        places.setdefault((match[1], match[2]), []).append(match.start(2))
    counts: Counter[str] = Counter(text)
    met = sum(len(s) for (c, mark), s in places.items() if KNOWN.get(c) == mark)
    edits = []
    for (character, mark), starts in places.items():
        known = KNOWN.get(character) == mark
        if (met < KNOWN_TIMES) if known else (len(starts) < TIMES):
            continue
        if len(starts) < SHARE * counts[character]:
            continue
        gains = _gains(text, starts, model())
        inside = sum(gain >= GAIN for gain in gains) / len(gains)
        enough = (GAIN if known else UNKNOWN_GAIN) * len(gains)
        if inside < INSIDE or sum(gains) < enough:
            continue
        reason = f"a mark after every {character}, inside words too"
        sure = min(0.99, 0.9 + 0.01 * len(starts)) if known else 0.9
        edits += [
            Edit(start, start + 1, mark, "", NAME, reason, sure) for start in starts
        ]
    return tuple(sorted(edits, key=lambda edit: edit.start))


def _gains(text: str, starts: list[int], language: CharacterModel) -> list[float]:
    """For each place, how much likelier its surroundings are without the mark."""
    sides = []
    keys: set[int] = set()
    for start in starts:
        left = [s for s, _, _ in symbols(text[max(0, start - 12) : start])][-REACH:]
        right = [s for s, _, _ in symbols(text[start + 1 : start + 13])][:REACH]
        pair = []
        for middle in ([text[start]], []):
            cut = [*left, *(s for m in middle for s, _, _ in symbols(m)), *right]
            context, run = 0, []
            for number in language.ids(cut):
                run.append(context << BITS | number)
                context = run[-1] & CONTEXT_MASK
            keys.update(run)
            pair.append(run)
        sides.append(pair)
    known = language.learn(keys)
    return [
        sum(known[key] for key in without) - sum(known[key] for key in with_)
        for with_, without in sides
    ]
