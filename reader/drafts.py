"""The words of a sentence -> a draft: how they are read, and what is left to context.

Where a phrase of two or more characters is known, its reading is right 98 times in 100,
so the sentence is covered with phrases first, the fewest that agree with the words as
they were cut. A character that stands alone is read by our rules, or as usual; where
the network knows it, too, it is asked about.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise

from glossary.han import HAN_CLASS
from reader.contexts import EDGE
from reader.folding import folded
from reader.models import Token
from reader.polyphones import Polyphones, Question
from reader.surrogates import encodable
from reader.tables import Tables

# What a cover of the sentence costs: few units, long ones, at the words' edges.
PHRASE, OURS, SINGLE, ACROSS = 1.0, 0.9, 1.35, 0.8
LOOSE = frozenset(
    [
        "穿着",
        "一行",
        "一通",
        "两通",
        "三通",
        "一宿",
        "两宿",
        "这行",
        "那行",
        "三行",
        "两行",
        "上都",
        "都会",
        "得了",
    ]
)
"""Words to the dictionaries, and read in two ways: their parts are read by context."""
SETTLED = frozenset("的")
"""Alone among the words these are read as usual; the network need not be asked."""
CAN_BE = "得了"
"""Where a rule reads it (干得了, not 得了解), the network is not asked either."""
RUN = re.compile(f"[{HAN_CLASS}]+")


@dataclass(slots=True)
class Draft:
    """A sentence read by its words, before the context decides."""

    syllables: list[str]
    """One for each character, "" for what is not Han."""
    questions: list[Question]
    asked: list[int]
    """The polyphones among them, those included that the dictionaries agree on."""


class Drafts:
    """Makes drafts from our tables, and asks the polyphone model what it knows."""

    def __init__(self, tables: Tables, polyphones: Polyphones) -> None:
        self._tables = tables
        self._polyphones = polyphones

    def draft(self, tokens: Sequence[Token], *, every: bool = False) -> Draft:
        """Read a sentence by its words, and gather what the context is to decide.

        With `every`, also where the dictionaries agree.
        """
        parts = [token.text for token in tokens]
        written = encodable("".join(parts))
        text = folded(written)
        syllables = [""] * len(text)
        ends = [0, *accumulate(map(len, parts))]
        edges = set(ends)
        # What is learnt from words read as usual helps with others that are not.
        usual = {} if every else self._as_usual(text, ends)
        units: dict[int, tuple[str, str]] = {}
        defaults: dict[int, str] = {}
        rules: dict[int, str] = {}
        asked: list[int] = []
        tables, known = self._tables, self._polyphones.characters
        for run in RUN.finditer(text):
            for start, stop in self._cover(text, *run.span(), edges, usual):
                if stop - start == 1:
                    self._alone(text, start, syllables, asked, rules, defaults)
                    continue
                unit = text[start:stop]
                as_usual = usual.get(start) == stop
                syllables[start:stop] = (
                    self._polyphones.as_usual(unit) if as_usual else tables.read(unit)
                )
                if unit in tables.ours or known.isdisjoint(unit):
                    continue
                for position in range(start, stop):
                    if text[position] in known:
                        units[position] = (unit, syllables[position])
                        asked.append(position)
        for position, character in enumerate(written) if written != text else ():
            if character != text[position] and syllables[position]:
                # Traditional characters have rules of their own: 乾隆, 頭髮.
                found = tables.in_context(written, position)
                if found:
                    syllables[position] = found
                    asked = [other for other in asked if other != position]
        questions = self._polyphones.ask(
            text,
            asked,
            units=units,
            defaults=defaults,
            rules=rules,
            words=_words_around(text, ends, asked),
            usual={place for span in usual.items() for place in range(*span)},
            every=every,
        )
        return Draft(syllables, questions, asked)

    def _as_usual(self, text: str, ends: Sequence[int]) -> dict[int, int]:
        """Find where the words begin and end that are read character by character."""
        return {
            start: end
            for start, end in pairwise(ends)
            if self._polyphones.as_usual(text[start:end])
            and text[start:end] not in LOOSE
            and text[start:end] not in self._tables.ours
        }

    def _alone(
        self,
        text: str,
        place: int,
        syllables: list[str],
        asked: list[int],
        rules: dict[int, str],
        defaults: dict[int, str],
    ) -> None:
        """Read a character that is in no phrase: a surname, by a rule, as usual."""
        tables, character = self._tables, text[place]
        syllables[place] = tables.usual[character]
        if character not in self._watched:
            return
        surname = tables.titled(text, place)
        rule = "" if surname else tables.in_context(text, place)
        syllables[place] = surname or rule or syllables[place]
        able = bool(rule) and text[place - 1 : place + 1] == CAN_BE
        if surname or able or character in SETTLED:
            return
        if character in self._polyphones.characters:
            asked.append(place)
            if rule:
                rules[place] = rule
            else:
                defaults[place] = syllables[place]

    def _cover(
        self,
        text: str,
        begin: int,
        end: int,
        edges: set[int],
        usual: Mapping[int, int],
    ) -> list[tuple[int, int]]:
        """Cover a run of Han characters with units at the least cost.

        `usual` says where words begin and end that are units besides the phrases.
        """
        size = end - begin
        # Cost, and start of the last unit, of the best cover up to each place.
        best = [0.0] + [math.inf] * size
        starts = [0] * (size + 1)
        tables = self._tables
        ours, phrases, longest = tables.ours, tables.phrases, tables.longest
        for start in range(begin, end):
            here = best[start - begin]
            stop = start + 1
            if here + SINGLE < best[stop - begin]:
                best[stop - begin], starts[stop - begin] = here + SINGLE, start
            furthest = min(end, start + longest.get(text[start : start + 2], 0))
            furthest = max(furthest, usual.get(start, 0))
            outside = ACROSS * (start not in edges)
            for stop in range(start + 2, furthest + 1):
                unit = text[start:stop]
                if unit in ours:
                    cost = here + OURS
                elif (unit in phrases and unit not in LOOSE) or usual.get(
                    start
                ) == stop:
                    cost = here + PHRASE
                else:
                    continue
                cost += outside + ACROSS * (stop not in edges)
                # Of covers that cost the same, the one whose last unit is longest.
                if cost < best[stop - begin]:
                    best[stop - begin], starts[stop - begin] = cost, start
        units = []
        place = size
        while place:
            units.append((starts[place], begin + place))
            place = starts[place] - begin
        return units[::-1]

    @cached_property
    def _watched(self) -> frozenset[str]:
        """The characters that may be read otherwise than usual."""
        surnames = (surname for surname in self._tables.surnames if len(surname) == 1)
        return self._polyphones.characters.union(self._tables.contexts, surnames)


def _words_around(
    text: str, ends: Sequence[int], positions: Sequence[int]
) -> dict[int, tuple[str, str, str]]:
    """Give each of some ascending positions its word, the one before, the one after.

    `ends` are where the words of the text end, 0 first.
    """
    found: dict[int, tuple[str, str, str]] = {}
    index = 0
    for position in positions:
        while ends[index + 1] <= position:
            index += 1
        found[position] = (
            text[ends[index] : ends[index + 1]],
            text[ends[index - 1] : ends[index]] if index else EDGE[0],
            text[ends[index + 1] : ends[index + 2]]
            if index + 2 < len(ends)
            else EDGE[1],
        )
    return found
