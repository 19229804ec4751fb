"""A polyphone in its sentence -> its reading: network, counts and words weighed.

Each reading a character can have is scored by a sum: how likely the network finds it
here, how common it is, and what the dictionaries say of the longest word around it.
What each voice weighs depends on whether the character stands alone among the words
(`alone`) or inside one (`inside`), and on the word's length. The weights, a few dozen
numbers, are fitted by training/readings.py, which also counts how common readings are.
"""

import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from reader.dictionary import DISAGREED, Dictionary
from reader.phrases import characters, phrases

if TYPE_CHECKING:
    from reader.network import Network

LONGEST = 8
SHORT = 12
"""In a text of at most so many characters the network sees too little."""
MARGIN = 2.0
"""By how much a rare reading must outscore the usual one of everyday prose.

The labelled sentences have rare readings far more often than prose has them, as each
reading has its share of them; the network believes what it has seen.
"""
ALL_VOICES = 4
FLOOR = -15.0
"""The log-probability of a reading that the network does not know."""
CITATION = {"一": "yī", "不": "bù"}


@dataclass(slots=True)
class Question:
    """A polyphone to be read."""

    text: str
    """The sentence, folded to Simplified characters."""
    position: int
    where: str
    """`alone` among the words of the sentence, or `inside` one of them."""
    word: str = ""
    """The word that it is read in, where it is inside one."""
    default: str = ""
    """Its usual reading, where our rules know when it has another."""
    voices: dict[str, str] = field(default_factory=dict)
    """What the words say: the name of a weight -> the reading it speaks for."""

    @property
    def character(self) -> str:
        """The polyphone itself."""
        return self.text[self.position]


class Polyphones:
    """The network, the counts and the weights, opened when the first is asked.

    >>> polyphones = Polyphones(Dictionary())
    >>> text = "他觉得很累，所以很早就回家睡觉了"
    >>> polyphones.answer(polyphones.ask(text, [1, 14]))
    ['jué', 'jiào']
    """

    def __init__(
        self, dictionary: Dictionary, data: Mapping[str, Any] | None = None
    ) -> None:
        self._dictionary = dictionary
        self._given = data

    def ask(
        self,
        text: str,
        positions: Sequence[int],
        *,
        units: Mapping[int, tuple[str, str]] | None = None,
        defaults: Mapping[int, str] | None = None,
    ) -> list[Question]:
        """Gather what the words say about the polyphones at some positions.

        `units` gives the characters that were read as part of a word: the word
        and the reading it has there; `defaults` the usual reading of others.
        """
        if not positions:
            return []
        units, defaults = units or {}, defaults or {}
        by_phrases = self._phrases.around(text, positions)
        by_cedict = self._cedict.around(text, positions)
        return [
            self._question(
                text,
                position,
                units.get(position),
                defaults.get(position, ""),
                by_phrases.get(position),
                by_cedict.get(position),
            )
            for position in positions
        ]

    def answer(self, questions: Sequence[Question]) -> list[str]:
        """Choose a reading for each question; they may be of many sentences."""
        if not questions:
            return []
        agreed = [self._agreed(question) for question in questions]
        left = [
            question
            for question, answer in zip(questions, agreed, strict=True)
            if answer is None
        ]
        rows = iter(zip(left, self.likelihoods(left), strict=True))
        answers = []
        for answer in agreed:
            if answer is None:
                answer = self._chosen(*next(rows))
            answers.append(answer)
        return answers

    def _agreed(self, question: Question) -> str | None:
        """Read a common word by the dictionaries, where they agree.

        The network may overrule them on names, whose readings they often lack: it has
        read that 黄陂 is Huángpí, but it also reads the 的 of 目的 as de.
        """
        if question.where == "alone":
            short = len(question.text) <= SHORT
            return question.default if short and question.default else None
        said = {
            reading for voice, reading in question.voices.items() if voice != "first"
        }
        if len(said) > 1 or len(question.voices) < ALL_VOICES:
            return None
        entries = self._dictionary.entries(question.word)
        is_name = bool(entries) and all(entry.is_name for entry in entries)
        return None if is_name else said.pop()

    def _chosen(self, question: Question, row: Sequence[float]) -> str:
        scores = self.scores(question, row)
        best = max(scores, key=scores.__getitem__)
        usual = question.default
        if usual in scores and scores[best] - scores[usual] < MARGIN:
            return usual
        return best

    def likelihoods(self, questions: Sequence[Question]) -> list[list[float]]:
        """Ask the network: a score for each of `readings(question)`, at most 0."""
        texts = list(dict.fromkeys(question.text for question in questions))
        index = {text: number for number, text in enumerate(texts)}
        columns = [
            [self.classes.get(reading, 0) for reading in self.readings(question)]
            for question in questions
        ]
        places = [(index[question.text], question.position) for question in questions]
        scores = self._network.scores(texts, places, columns)
        return [
            [
                max(score, FLOOR) if reading in self.classes else FLOOR
                for reading, score in zip(self.readings(question), row, strict=True)
            ]
            for question, row in zip(questions, scores, strict=True)
        ]

    def scores(self, question: Question, row: Sequence[float]) -> dict[str, float]:
        """Score the readings of one question by the weights."""
        weights, where = self.weights, question.where
        counts = self.counts.get(question.character, {})
        readings = self.readings(question)
        of_network = weights.get(f"network {where}", 0.0)
        of_count = weights.get(f"common {where}", 0.0)
        seen = weights.get("seen", 0.0)
        total = sum(counts.values()) + 0.5 * len(readings)
        scores = {}
        for reading, likely in zip(readings, row, strict=True):
            count = counts.get(reading, 0)
            scores[reading] = (
                of_network * likely
                + of_count * math.log((count + 0.5) / total)
                + (seen if count else 0.0)
            )
        for voice, reading in question.voices.items():
            scores[reading] += weights.get(voice, 0.0)
        return scores

    def readings(self, question: Question) -> list[str]:
        """List the readings to choose from: the character's own, and the words'."""
        own = self.candidates[question.character]
        more = [r for r in question.voices.values() if r not in own]
        return [*own, *dict.fromkeys(more)] if more else list(own)

    def _question(
        self,
        text: str,
        position: int,
        unit: tuple[str, str] | None,
        default: str,
        by_phrases: tuple[int, str] | None,
        by_cedict: tuple[int, str] | None,
    ) -> Question:
        where = "inside" if unit else "alone"
        question = Question(text, position, where, unit[0] if unit else "", default)
        character = text[position]
        voices = question.voices
        if by_phrases:
            voices[f"pypinyin {min(by_phrases[0], 4)} {where}"] = by_phrases[1]
        if by_cedict:
            voices[f"cedict {min(by_cedict[0], 4)} {where}"] = by_cedict[1]
        data = characters().get(ord(character), "")
        if data:
            voices["first"] = data.partition(",")[0]
        if unit:
            voices["unit"] = unit[1]
        if character in CITATION:
            voices.update(dict.fromkeys(voices, CITATION[character]))
        return question

    @cached_property
    def characters(self) -> frozenset[str]:
        """The polyphones that the network knows."""
        return frozenset(self.candidates)

    @cached_property
    def _data(self) -> Mapping[str, Any]:
        if self._given is not None:
            return self._given
        packed = files("reader.data").joinpath("polyphones.npz").read_bytes()
        import numpy as np

        with np.load(io.BytesIO(packed)) as arrays:
            return dict(arrays)

    @cached_property
    def _network(self) -> "Network":
        from reader.network import Network  # numpy takes its time

        return Network(self._data)

    @cached_property
    def classes(self) -> dict[str, int]:
        """The readings that the network tells apart, and their columns."""
        names = str(self._data["classes"]).split()
        return {name: column for column, name in enumerate(names)}

    @cached_property
    def candidates(self) -> dict[str, tuple[str, ...]]:
        """The readings each polyphone can have."""
        lines = (line.split() for line in str(self._data["candidates"]).splitlines())
        return {character: tuple(readings) for character, *readings in lines}

    @cached_property
    def counts(self) -> dict[str, dict[str, int]]:
        """How often each reading of a character was met in labelled text."""
        counts: dict[str, dict[str, int]] = {}
        for line in str(self._data["counts"]).splitlines():
            character, reading, count = line.split()
            counts.setdefault(character, {})[reading] = int(count)
        return counts

    @cached_property
    def weights(self) -> dict[str, float]:
        """What each voice weighs."""
        names = str(self._data["weight_names"]).splitlines()
        return dict(zip(names, map(float, self._data["weights"]), strict=True))

    @cached_property
    def _phrases(self) -> "_Words":
        return _Words(phrases())

    @cached_property
    def _cedict(self) -> "_Words":
        return _Words(self._dictionary.polyphonic)


class _Words:
    """A dictionary of words, to be found in a text wherever they stand."""

    def __init__(self, readings: Mapping[str, str | list[list[str]]]) -> None:
        self._readings = readings
        # How long a word can be that begins with two given characters.
        self._longest: dict[str, int] = {}
        for word in readings:
            if len(word) > self._longest.get(word[:2], 1):
                self._longest[word[:2]] = min(len(word), LONGEST)

    def around(self, text: str, positions: Sequence[int]) -> dict[int, tuple[int, str]]:
        """Give some characters the longest word around each: length, its reading."""
        found: dict[int, tuple[int, str]] = {}
        longest, readings, size = self._longest, self._readings, len(text)
        for start in range(size - 1):
            furthest = longest.get(text[start : start + 2])
            if not furthest:
                continue
            for stop in range(start + 2, min(start + furthest, size) + 1):
                reading = readings.get(text[start:stop])
                if reading is None:
                    continue
                length, syllables = stop - start, None
                for position in positions:
                    if start <= position < stop:
                        syllables = syllables or _syllables(reading)
                        syllable = syllables[position - start]
                        known = found.get(position)
                        if syllable != DISAGREED and (not known or known[0] < length):
                            found[position] = length, syllable
        return found


def _syllables(reading: str | list[list[str]]) -> list[str]:
    """List a word's syllables: CC-CEDICT's are a text, pypinyin's a list of lists."""
    if isinstance(reading, str):
        return reading.split(" ")
    return [syllable[0] for syllable in reading]
