"""A polyphone in its sentence -> its reading: network, counts, words, contexts weighed.

Each reading a character can have is scored by a sum: how likely the network finds it
here, how common it is, what a rule says, what the dictionaries say of the longest word
around it, and what the characters and words beside it speak for (reader.contexts).
What each voice weighs depends on whether the character stands alone among the words
(`alone`) or inside one (`inside`), and on the word's length; the network's, on the
character, too, for of some it has seen one reading only. The weights are fitted by
training/readings.py, which also counts how common readings are.
"""

import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

from reader.around import Words
from reader.contexts import Contexts, features
from reader.dictionary import Dictionary
from reader.learnt import Learnt
from reader.phrases import first_reading, phrases

MARGIN = 1.0
"""By how much a rare reading must outscore the usual one of everyday prose.

The labelled sentences have rare readings far more often than prose has them, as each
reading has its share of them; the network believes what it has seen.
"""
FLOOR = -15.0
"""The log-probability of a reading that the network does not know."""
NOTHING: Mapping[str, float] = MappingProxyType({})
CITATION = {"一": "yī", "不": "bù", "谁": "shéi"}
# 看得见, 得了, 就着, 走过: a particle may be in it.
PARTICLE = re.compile("(?<=.)[得着了过]")
NO_PARTICLE = frozenset("得都地")
"""Particles and adverbs in prose, and in a name neither: 彼得, 加德满都."""


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
    """Its usual reading, or its word's; "" where a rule says which it has here."""
    words: tuple[str, str, str] = ("", "", "")
    """The word that holds it, the one before and the one after."""
    voices: dict[str, str] = field(default_factory=dict)
    """What the words and rules say: the name of a weight -> what it speaks for."""
    choices: tuple[str, ...] = ()
    """The readings to choose from: the character's own, and the voices'."""
    agreed: bool = False
    """Whether the dictionaries agree on it, so that there is nothing to ask."""

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
        self._learnt = Learnt(data)
        self._usual: dict[str, tuple[str, ...]] = {}

    def ask(
        self,
        text: str,
        positions: Sequence[int],
        *,
        units: Mapping[int, tuple[str, str]] | None = None,
        defaults: Mapping[int, str] | None = None,
        rules: Mapping[int, str] | None = None,
        words: Mapping[int, tuple[str, str, str]] | None = None,
        usual: Collection[int] = (),
        every: bool = False,
    ) -> list[Question]:
        """Gather what the words say about the polyphones at some ascending positions.

        Where the dictionaries agree there is no question, unless `every` is asked for.

        `units` gives the characters that were read as part of a word: the word
        and the reading it has there; `defaults` the usual reading of others, `rules`
        what a rule says of them; `words` the words around each; `usual` those in words
        that CC-CEDICT, too, reads as usual (`as_usual`).
        """
        if not positions:
            return []
        units, defaults = units or {}, defaults or {}
        rules, words = rules or {}, words or {}
        by_phrases = self._phrases.around(text, positions)
        by_cedict = self._cedict.around(text, positions)
        questions = []
        for position in positions:
            unit, phrase = units.get(position), by_phrases.get(position)
            entry = by_cedict.get(position)
            agreed = self._agree(unit, phrase, entry, as_usual=position in usual)
            if agreed and not every:
                continue
            question = self._question(
                text,
                position,
                unit,
                defaults.get(position, ""),
                rules.get(position, ""),
                words.get(position, ("", "", "")),
                phrase,
                entry,
            )
            question.agreed = agreed
            questions.append(question)
        return questions

    def as_usual(self, word: str) -> tuple[str, ...]:
        """Read a word that no phrase of pypinyin's is, and CC-CEDICT reads as usual.

        pypinyin leaves out the words each of whose characters has its first reading:
        where CC-CEDICT says the same, the two agree: 进行, 教程. () for others, where
        得 may be a particle (看得见), and for names, which CC-CEDICT often has wrong,
        but for what is no particle in one: 彼得.

        >>> polyphones = Polyphones(Dictionary())
        >>> polyphones.as_usual("进行"), polyphones.as_usual("看得见")
        (('jìn', 'xíng'), ())
        """
        found = self._usual.get(word)
        if found is None:
            found = self._usual[word] = self._as_usual(word)
        return found

    def _as_usual(self, word: str) -> tuple[str, ...]:
        reading = tuple(self._dictionary.polyphonic.get(word, "").split(" "))
        if len(reading) != len(word) or word in phrases():
            return ()
        if self._is_name(word):
            if not NO_PARTICLE.issuperset(self.characters.intersection(word)):
                return ()
        elif PARTICLE.search(word):
            return ()
        usual = (CITATION.get(one) or first_reading(one) for one in word)
        return reading if reading == tuple(usual) else ()

    def _agree(
        self,
        unit: tuple[str, str] | None,
        by_phrases: tuple[int, str] | None,
        by_cedict: tuple[int, str] | None,
        *,
        as_usual: bool,
    ) -> bool:
        """Tell whether the dictionaries agree on a common word: nothing to ask.

        The network may overrule them on names, whose readings they often lack: it has
        read that 黄陂 is Huángpí, but it also reads the 的 of 目的 as de.
        """
        if unit is None or unit[0] in self._learnt.loose:
            return False
        if as_usual:
            return True
        return (
            by_phrases is not None
            and by_cedict is not None
            and by_phrases[1] == by_cedict[1] == unit[1]
            and not self._is_name(unit[0])
        )

    def _is_name(self, word: str) -> bool:
        entries = self._dictionary.entries(word)
        return bool(entries) and all(entry.is_name for entry in entries)

    def answer(self, questions: Sequence[Question]) -> list[str]:
        """Choose a reading for each question; they may be of many sentences."""
        if not questions:
            return []
        kinds = self.contexts.kinds
        around = self.contexts.weigh(
            [
                (
                    question.character,
                    features(question.text, question.position, question.words, kinds),
                )
                for question in questions
            ]
        )
        return [
            self.choose(question, row, spoken)
            for question, row, spoken in zip(
                questions, self.likelihoods(questions), around, strict=True
            )
        ]

    def choose(
        self,
        question: Question,
        row: Sequence[float],
        around: Mapping[str, float] = NOTHING,
        *,
        margin: float = MARGIN,
    ) -> str:
        """Choose by the weights, given what the network says of each choice.

        `around` is what the contexts say.
        """
        scores = self.scores(question, row, around)
        best = max(scores, key=scores.__getitem__)
        usual = question.default
        if usual in scores and scores[best] - scores[usual] < margin:
            return usual
        return best

    def likelihoods(self, questions: Sequence[Question]) -> list[list[float]]:
        """Ask the network: a score for each of `readings(question)`, at most 0."""
        texts = list(dict.fromkeys(question.text for question in questions))
        index = {text: number for number, text in enumerate(texts)}
        columns = [
            [self._learnt.classes.get(reading, 0) for reading in question.choices]
            for question in questions
        ]
        places = [(index[question.text], question.position) for question in questions]
        scores = self._learnt.network.scores(texts, places, columns)
        return [
            [
                max(score, FLOOR) if reading in self._learnt.classes else FLOOR
                for reading, score in zip(question.choices, row, strict=True)
            ]
            for question, row in zip(questions, scores, strict=True)
        ]

    def scores(
        self, question: Question, row: Sequence[float], around: Mapping[str, float]
    ) -> dict[str, float]:
        """Score the readings of one question by the weights."""
        weights, where = self._learnt.weights, question.where
        counts = self.counts.get(question.character, {})
        readings = question.choices
        of_network = weights.get(f"network {where}", 0.0)
        of_network += self._learnt.trust.get(question.character, 0.0)
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
                + around.get(reading, 0.0)
            )
        for voice, reading in question.voices.items():
            scores[reading] += weights.get(voice, 0.0)
        return scores

    def _question(
        self,
        text: str,
        position: int,
        unit: tuple[str, str] | None,
        default: str,
        rule: str,
        words: tuple[str, str, str],
        by_phrases: tuple[int, str] | None,
        by_cedict: tuple[int, str] | None,
    ) -> Question:
        where = "inside" if unit else "alone"
        word = unit[0] if unit else ""
        if unit:
            # A phrase's reading is the usual one where CC-CEDICT does not deny it.
            denied = by_cedict and by_cedict[1] != unit[1]
            default = "" if denied else unit[1]
        question = Question(text, position, where, word, default, words)
        character = text[position]
        voices = question.voices
        if by_phrases:
            voices[f"pypinyin {min(by_phrases[0], 4)} {where}"] = by_phrases[1]
        if by_cedict:
            voices[f"cedict {min(by_cedict[0], 4)} {where}"] = by_cedict[1]
            if len(words[0]) == by_cedict[0]:
                voices[f"whole {where}"] = by_cedict[1]
        first = self._first.get(character)
        if first:
            voices["first"] = first
        if unit:
            voices["unit"] = unit[1]
        if rule:
            voices["rule"] = rule
        if character in CITATION:
            voices.update(dict.fromkeys(voices, CITATION[character]))
        own = self._learnt.candidates[character]
        more = [reading for reading in voices.values() if reading not in own]
        question.choices = (*own, *dict.fromkeys(more)) if more else own
        return question

    @cached_property
    def characters(self) -> frozenset[str]:
        """The polyphones that the network knows."""
        return frozenset(self._learnt.candidates)

    @property
    def contexts(self) -> Contexts:
        """What the characters and words beside a polyphone weigh."""
        return self._learnt.contexts

    @property
    def counts(self) -> Mapping[str, Mapping[str, int]]:
        """How often each reading of a character was met in labelled text."""
        return self._learnt.counts

    @cached_property
    def _first(self) -> dict[str, str]:
        """The reading that Unihan's data has first."""
        found = {one: first_reading(one) for one in self._learnt.candidates}
        return {character: reading for character, reading in found.items() if reading}

    @cached_property
    def _phrases(self) -> Words:
        return Words(phrases())

    @cached_property
    def _cedict(self) -> Words:
        return Words(self._dictionary.polyphonic)
