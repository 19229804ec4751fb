"""Tokens -> readings: one syllable for each Han character, words spelled by GB/T 16159.

pypinyin gives the data, the choice is ours. Where a phrase of two or more characters
is known, its reading is right 98 times in 100, so the sentence is covered with phrases
first, the fewest that agree with the words as they were cut. A character that stands
alone is read by its context (data/contexts.tsv), then by its commonest reading alone
(data/singles.tsv). Before all that come the glossary's terms, the names met in the
document, and a list of words that pypinyin reads wrong (data/readings.tsv). Neutral
tones and the r of 玩儿 are CC-CEDICT's. 一 and 不 keep the tone of the dictionary, as
GB/T 16159 writes them.

Rare characters are read by Unihan's data in pypinyin; a character that has no reading
there stands for its own syllable, so that no character is without one.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from importlib.resources import files

from glossary import Term
from glossary.han import HAN_CLASS, is_han
from glossary.scripts import fold
from glossary.syllables import align
from reader.dictionary import Dictionary
from reader.models import Token
from reader.spelling import is_name, name, spell

LONGEST_PHRASE = 12
# What a cover of the sentence costs: few units, long ones, at the words' edges.
PHRASE, OURS, SINGLE, ACROSS = 1.0, 0.9, 1.35, 0.8
RUN = re.compile(f"[{HAN_CLASS}]+")


class Readings:
    """pypinyin's data and our tables, opened when the first token is read."""

    def __init__(self, dictionary: Dictionary | None = None) -> None:
        self._dictionary = dictionary or Dictionary()

    def read(
        self,
        tokens: Sequence[Token],
        *,
        terms: Mapping[str, Term] | None = None,
        names: Iterable[str] = (),
    ) -> tuple[Token, ...]:
        """Fill the syllables and the pinyin of the tokens of one sentence.

        `terms` maps the text of a token to the glossary's term; `names` are people
        whom the document names.

        >>> readings = Readings()
        >>> tokens = readings.read([Token("银行"), Token("还"), Token("行")])
        >>> [token.pinyin for token in tokens]
        ['yínháng', 'hái', 'xíng']
        >>> readings.read([Token("马化腾")], names=["马化腾"])[0].pinyin
        'Mǎ Huàténg'
        """
        people = frozenset(names)
        terms = terms or {}
        text = fold("".join(token.text for token in tokens))
        syllables = self._syllables(text, tokens)
        written = "".join(token.text for token in tokens)
        for index, character in enumerate(written):
            if character != text[index] and syllables[index]:
                syllables[index] = self._in_context(written, index) or syllables[index]
        done = []
        position = 0
        for token in tokens:
            end = position + len(token.text)
            found = tuple(filter(None, syllables[position:end]))
            done.append(self._token(token, found, terms.get(token.text), people))
            position = end
        return tuple(done)

    def _token(
        self,
        token: Token,
        syllables: tuple[str, ...],
        term: Term | None,
        people: frozenset[str],
    ) -> Token:
        if not syllables:
            return replace(token, syllables=(), pinyin=token.text)
        word = fold(token.text)
        spelled = ""
        known = term.readings(token.text) if term else None
        if term and known:
            syllables = known
            if fold(term.chinese) == word:
                spelled = term.pinyin
        elif token.text in people and self._can_be_person(token.text):
            syllables = self._person(word, syllables)
            spelled = name(word, syllables)
        elif word in self._spelled and syllables == self._phrases_of_ours[word]:
            spelled = self._spelled[word]
        elif word not in self._phrases_of_ours:
            syllables = self._neutral(word, token.text) or syllables
        return replace(
            token,
            syllables=syllables,
            pinyin=spelled or self._spell(token.text, syllables),
        )

    def _neutral(self, word: str, text: str) -> tuple[str, ...] | None:
        """Read a word by CC-CEDICT where it says more than pypinyin: 朋友, 朝鲜."""
        if word in self._dictionary.unstressed:
            return self._dictionary.unstressed[word]
        if len(word) < 2 or word in self._phrases:
            return None
        found = {
            entry.syllables
            for entry in self._dictionary.entries(text)
            if len(entry.syllables) == len(word)
        }
        return found.pop() if len(found) == 1 and all(map(is_han, word)) else None

    def _spell(self, word: str, syllables: tuple[str, ...]) -> str:
        capital = len(syllables) > 1 and is_name(self._dictionary.entries(word))
        return spell(word, syllables, capital)

    def _can_be_person(self, text: str) -> bool:
        """Tell 周启明 from 记者: both speak, one is a word of the dictionary."""
        entries = self._dictionary.entries(text)
        return len(text) > 1 and (not entries or is_name(entries))

    def _person(self, word: str, syllables: tuple[str, ...]) -> tuple[str, ...]:
        for length in (2, 1):
            surname = self._surnames.get(word[:length])
            if surname and len(word) > length:
                return (*surname, *syllables[length:])
        return syllables

    def _syllables(self, text: str, tokens: Sequence[Token]) -> list[str]:
        """Read a whole sentence: a syllable for each Han character, "" elsewhere."""
        edges = {0}
        for token in tokens:
            edges.add(max(edges) + len(token.text))
        syllables = [""] * len(text)
        for run in RUN.finditer(text):
            for start, end, reading in self._cover(text, *run.span(), edges):
                syllables[start:end] = reading
        return syllables

    def _cover(
        self, text: str, begin: int, end: int, edges: set[int]
    ) -> list[tuple[int, int, tuple[str, ...]]]:
        """Cover a run of Han characters with units at the least cost."""
        best: list[tuple[float, int]] = [
            (0.0, begin)
        ]  # cost and start of the last unit
        for stop in range(begin + 1, end + 1):
            options = []
            for start in range(max(begin, stop - LONGEST_PHRASE), stop):
                unit = text[start:stop]
                if stop - start == 1:
                    cost = SINGLE
                elif unit in self._phrases_of_ours:
                    cost = OURS
                elif unit in self._phrases:
                    cost = PHRASE
                else:
                    continue
                if stop - start > 1:
                    cost += ACROSS * ((start not in edges) + (stop not in edges))
                options.append((best[start - begin][0] + cost, start))
            best.append(min(options))
        units = []
        stop = end
        while stop > begin:
            start = best[stop - begin][1]
            units.append((start, stop, self._unit(text, start, stop)))
            stop = start
        return units[::-1]

    def _unit(self, text: str, start: int, stop: int) -> tuple[str, ...]:
        unit = text[start:stop]
        if len(unit) == 1:
            return (self._single(text, start),)
        if unit in self._phrases_of_ours:
            return self._phrases_of_ours[unit]
        reading = [syllables[0] for syllables in self._phrases[unit]]
        neutral = self._dictionary.unstressed.get(unit)
        if neutral:
            return neutral
        # The data writes some spoken tones (yí gè, bú shì); the standard does not.
        citation = {"一": "yī", "不": "bù"}
        return tuple(
            citation.get(character, syllable)
            for character, syllable in zip(unit, reading, strict=True)
        )

    def _in_context(self, text: str, position: int) -> str | None:
        """Read a character by our rules; Traditional ones have their own: 乾隆."""
        before = text[max(0, position - 8) : position]
        for left, right, reading in self._contexts.get(text[position], ()):
            if left.search(before) and right.match(text, position + 1):
                return reading
        return None

    def _single(self, text: str, position: int) -> str:
        character = text[position]
        surname = self._surnames.get(character)
        if surname and self._titled.match(text, position + 1):
            return surname[0]
        found = self._in_context(text, position)
        if found:
            return found
        known = self._singles.get(character)
        if known:
            return known
        data: str = self._characters.get(ord(character), "")
        return data.split(",")[0] or character

    @cached_property
    def _phrases(self) -> dict[str, list[list[str]]]:
        from pypinyin.constants import PHRASES_DICT

        return PHRASES_DICT  # read only, never changed: it is everybody's

    @cached_property
    def _characters(self) -> dict[int, str]:
        from pypinyin.constants import PINYIN_DICT

        return PINYIN_DICT

    @cached_property
    def _spelled(self) -> dict[str, str]:
        return {word: pinyin for word, pinyin, _ in _rows("readings.tsv")}

    @cached_property
    def _phrases_of_ours(self) -> dict[str, tuple[str, ...]]:
        return {word: align(word, pinyin) for word, pinyin in self._spelled.items()}

    @cached_property
    def _singles(self) -> dict[str, str]:
        return {character: reading for character, reading, _ in _rows("singles.tsv")}

    @cached_property
    def _surnames(self) -> dict[str, tuple[str, ...]]:
        return {
            surname: tuple(reading.split())
            for surname, reading, _ in _rows("surnames.tsv")
        }

    @cached_property
    def _titled(self) -> re.Pattern[str]:
        return re.compile(
            "先生|女士|小姐|老师|师傅|教授|博士|院士|经理|主任|部长"
            "|总(?![是有要会能在把体结共裁经理])|董(?!事)"
        )

    @cached_property
    def _contexts(
        self,
    ) -> dict[str, list[tuple[re.Pattern[str], re.Pattern[str], str]]]:
        rules: dict[str, list[tuple[re.Pattern[str], re.Pattern[str], str]]] = {}
        for character, reading, before, after, _ in _rows("contexts.tsv"):
            left, right = re.compile(f"(?:{before})$"), re.compile(after)
            rules.setdefault(character, []).append((left, right, reading))
        return rules


def sentence_pinyin(tokens: Iterable[Token], *, capital: bool = True) -> str:
    """Write the pinyin line of a sentence: capital first, blanks, Western marks.

    >>> tokens = [Token("你好"), Token("，"), Token("朋友"), Token("！")]
    >>> sentence_pinyin(Readings().read(tokens))
    'Nǐhǎo, péngyou!'
    """
    from reader.spelling import line

    return line(tokens, capital=capital)


def _rows(table: str) -> Iterator[list[str]]:
    """Go through the rows of one of our tables, its header left out."""
    text = files("reader.data").joinpath(table).read_text("utf-8")
    for row in text.splitlines()[1:]:
        yield row.split("\t")
