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
from itertools import accumulate, compress, pairwise
from typing import Any

from glossary import Term
from glossary.han import is_han
from glossary.scripts import fold
from reader.countries import are_countries
from reader.dictionary import Dictionary
from reader.drafts import Draft, Drafts
from reader.folding import folded
from reader.models import Token
from reader.neighbours import capitals, with_capitals, with_complements
from reader.parting import AGAIN, DIRECTIONS, INSTITUTIONS, Parting
from reader.people import CALLED_BESIDE
from reader.polyphones import Polyphones, Question
from reader.spelling import (
    capitalised,
    is_idiom,
    is_name,
    join,
    line,
    name,
    proper_name,
    spell,
)
from reader.tables import Tables
from reader.tones import toneless

REMEMBERED = 50_000
# Names to CC-CEDICT, and in prose hardly ever: 周一, 山上 (a township), 盐池.
NO_PROPER = re.compile("[周週][一二三四五六日末]|山上|[盐鹽]池")
# 赔不起, 对不上, as CC-CEDICT has 看不起: kànbuqǐ.
UNABLE = re.compile("[^是要会能做说好]不[起着到见住动过上下完掉懂出开成透清进全准]")


class Readings:
    """pypinyin's data and our tables, opened when the first token is read."""

    def __init__(
        self,
        dictionary: Dictionary | None = None,
        polyphones: Polyphones | None = None,
    ) -> None:
        self._dictionary = dictionary or Dictionary()
        self._polyphones = polyphones or Polyphones(self._dictionary)
        self._tables = Tables(self._dictionary)
        self._drafts = Drafts(self._tables, self._polyphones)
        self._parting = Parting(self._dictionary)
        self._read: dict[tuple[Any, ...], tuple[Token, ...]] = {}

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
        return self.read_all([tokens], terms=[terms or {}], names=names)[0]

    def read_all(
        self,
        sentences: Sequence[Sequence[Token]],
        *,
        terms: Sequence[Mapping[str, Term]] | None = None,
        names: Iterable[str] = (),
    ) -> list[tuple[Token, ...]]:
        """Read many sentences at once, which is several times as fast as one by one.

        `terms` has a mapping for each sentence.
        """
        people = frozenset(names)
        drafts = [self._drafts.draft(tokens) for tokens in sentences]
        questions = [question for draft in drafts for question in draft.questions]
        answers = iter(self._polyphones.answer(questions))
        done = []
        for number, (tokens, draft) in enumerate(zip(sentences, drafts, strict=True)):
            for question in draft.questions:
                draft.syllables[question.position] = next(answers)
            known = terms[number] if terms else {}
            done.append(self._tokens(tokens, draft, known, people))
        return done

    def questions(
        self, tokens: Sequence[Token], *, every: bool = False
    ) -> list[Question]:
        """Ask what of a sentence is for the context to decide.

        With `every`, also where the dictionaries agree.
        """
        return self._drafts.draft(tokens, every=every).questions

    def _tokens(
        self,
        tokens: Sequence[Token],
        draft: Draft,
        terms: Mapping[str, Term],
        people: frozenset[str],
    ) -> tuple[Token, ...]:
        decided = [False] * len(draft.syllables)
        for position in draft.asked:
            decided[position] = True
        done = []
        position = 0
        for token in tokens:
            text = token.text
            end = position + len(text)
            syllables = tuple(draft.syllables[position:end])
            chosen = tuple(decided[position:end])
            position = end
            if "" in syllables:
                chosen = tuple(compress(chosen, syllables))
                syllables = tuple(filter(None, syllables))
            term = terms.get(text)
            if term is not None:
                done.append(self._token(token, syllables, chosen, term, people))
                continue
            key = (text, syllables, chosen, text in people)
            found = self._read.get(key)
            if found is None:
                if len(self._read) > REMEMBERED:
                    self._read.clear()
                found = tuple(self._parted(text, syllables, chosen, people))
                self._read[key] = found
            if len(found) == 1 and (token.gloss or token.term):
                read = found[0]
                found = (replace(token, syllables=read.syllables, pinyin=read.pinyin),)
            done += found
        parting = self._parting
        joined = with_complements(done, parting.is_verb, parting.is_deed)
        return with_capitals(joined, self._is_place)

    def _parted(
        self,
        text: str,
        syllables: tuple[str, ...],
        chosen: tuple[bool, ...],
        people: frozenset[str],
    ) -> Iterator[Token]:
        """Read a word of jieba's as the words that the standard writes."""
        parts = [text]
        if 1 < len(text) == len(syllables) and text not in people:
            word = fold(text)
            if word not in self._tables.ours:
                parts = list(self._parting.words(word))
        if len(parts) == 1:
            again, has = AGAIN.fullmatch(text), self._dictionary.has
            if again and has("".join(again.groups())) and not has(text[:2]):
                # 清清楚楚: no syllable is neutral, as in 清楚; but 爸爸妈妈.
                syllables = (syllables[0],) * 2 + (syllables[3],) * 2
            yield self._token(Token(text), syllables, chosen, None, people)
            return
        # Běijīng Dàxué Guānghuá Guǎnlǐ Xuéyuàn: one name.
        proper = parts[-1].endswith(tuple(INSTITUTIONS)) and is_name(
            self._dictionary.entries(parts[0])
        )
        start = 0
        for part in parts:
            here = slice(start, start + len(part))
            start = here.stop
            if part in DIRECTIONS:
                # A complement keeps what the whole was read as: 批下来.
                read = join(syllables[here])
                yield Token(text[here], syllables=syllables[here], pinyin=read)
                continue
            token = self._token(
                Token(text[here]), syllables[here], chosen[here], None, people
            )
            yield replace(token, pinyin=capitals(token.pinyin)) if proper else token

    def _token(
        self,
        token: Token,
        syllables: tuple[str, ...],
        chosen: Sequence[bool],
        term: Term | None,
        people: frozenset[str],
    ) -> Token:
        if not syllables:
            return replace(token, syllables=(), pinyin=token.text)
        word = folded(token.text)
        spelled = ""
        known = term.readings(token.text) if term else None
        if term and known:
            syllables = known
            if fold(term.chinese) == word:
                spelled = term.pinyin
        elif token.text in people and self._can_be_person(token.text):
            syllables = self._person(word, syllables)
            spelled = name(word, syllables)
        elif word in self._tables.spelled and syllables == self._tables.ours[word]:
            spelled = self._tables.spelled[word]
        elif word not in self._tables.ours:
            syllables = self._neutral(word, token.text, syllables, chosen)
        if term and not spelled:
            spelled = self._spell_form(term, word, syllables)
        return replace(
            token,
            syllables=syllables,
            pinyin=spelled or self._spell(token.text, syllables),
        )

    def _spell_form(self, term: Term, word: str, syllables: tuple[str, ...]) -> str:
        """Spell another form of a term by its parts: 链主企业, 中国信通院."""
        if len(word) != len(syllables):
            return ""
        known = fold(term.chinese)
        if word.startswith(known):
            parts: Sequence[str] = (known, word[len(known) :])
        elif word.endswith(known):
            parts = (word[: -len(known)], known)
        else:
            parts = (word,) if self._dictionary.has(word) else self._parting.words(word)
        ends = accumulate(map(len, parts), initial=0)
        spelled = " ".join(
            term.pinyin if part == known else self._spell(part, syllables[start:end])
            for part, (start, end) in zip(parts, pairwise(ends), strict=True)
        )
        return capitals(spelled) if term.pos == "name" else spelled

    def _neutral(
        self,
        word: str,
        text: str,
        syllables: tuple[str, ...],
        chosen: Sequence[bool],
    ) -> tuple[str, ...]:
        """Read a word by CC-CEDICT where it says more than pypinyin: 朋友, 朝鲜.

        Of what the context has chosen it may only make the tone neutral.
        """
        if len(word) > 1 and word[-1] == "儿" and syllables[-1:] == ("ér",):
            entries = self._dictionary.entries(text)
            # 慢慢儿, 女孩儿; the dictionary knows 女儿 and 婴儿, which are none.
            if not entries or any(entry.syllables[-1] == "r" for entry in entries):
                return (*syllables[:-1], "r")
        if self._is_tried(word):
            return syllables[0], toneless(syllables[0])
        if UNABLE.fullmatch(word) and syllables[1] == "bù":
            return syllables[0], "bu", syllables[2]
        reading = self._dictionary.unstressed.get(word)
        if reading is None:
            if (
                len(word) < 2
                or word in self._tables.phrases
                or not all(map(is_han, word))
            ):
                return syllables
            found = {
                entry.syllables
                for entry in self._dictionary.entries(text)
                if len(entry.syllables) == len(word)
            }
            if len(found) != 1:
                return syllables
            reading = found.pop()
        if len(reading) != len(syllables) or len(chosen) != len(syllables):
            return syllables
        return tuple(
            mine if fixed and toneless(mine) != theirs else theirs
            for mine, theirs, fixed in zip(syllables, reading, chosen, strict=True)
        )

    def _spell(self, word: str, syllables: tuple[str, ...]) -> str:
        entries = self._dictionary.entries(word)
        if len(syllables) > 1 and is_name(entries) and not NO_PROPER.fullmatch(word):
            return proper_name(word, syllables, entries)
        if are_countries(word) and not entries and len(set(word)) > 1:
            return "-".join(map(capitalised, syllables))  # Fǎ-Dé liǎng guó
        if is_idiom(word, entries, self._dictionary.idioms):
            return f"{join(syllables[:2])}-{join(syllables[2:])}"
        if entries and len(word) == len(syllables):
            parts = self._parting.compound(fold(word))
            if len(parts) > 1:
                ends = list(accumulate(map(len, parts), initial=0))
                return " ".join(
                    spell(part, syllables[start:end])
                    for part, (start, end) in zip(parts, pairwise(ends), strict=True)
                )
        return spell(fold(word) if all(map(is_han, word)) else word, syllables)

    def _is_tried(self, word: str) -> bool:
        """Tell a verb that is said twice, the second time unstressed: 试试, 听听."""
        return (
            len(word) == 2
            and word[0] == word[1]
            and not self._dictionary.has(word)
            and self._parting.is_verb(word[0])
        )

    def _is_place(self, word: str) -> bool:
        """Tell what CC-CEDICT has as one name: `Ying1 de2`, besides `Ying1 De2`."""
        return any(
            entry.is_name and entry.pinyin.count(" ") == 1 and parts[1].islower()
            for entry in self._dictionary.entries(word)
            if (parts := entry.pinyin.split())
        )

    def _can_be_person(self, text: str) -> bool:
        """Tell 周启明 from 记者: both speak, one is a word of the dictionary."""
        entries = self._dictionary.entries(text)
        return len(text) > 1 and (
            not entries
            or is_name(entries)
            # A pony to the dictionary, but the document names a 小马.
            or CALLED_BESIDE.fullmatch(fold(text)) is not None
        )

    def _person(self, word: str, syllables: tuple[str, ...]) -> tuple[str, ...]:
        for length in (2, 1):
            surname = self._tables.surnames.get(word[:length])
            if surname and len(word) > length:
                return (*surname, *self._given(word, syllables)[length:])
        return self._given(word, syllables)

    def _given(self, word: str, syllables: tuple[str, ...]) -> tuple[str, ...]:
        """Read the characters of a given name: 行 xíng, whatever is beside it."""
        given = self._tables.given
        if len(word) != len(syllables):
            return syllables  # 史蒂夫·迪克森 has its characters for their sound.
        return tuple(
            given.get(character, syllable) if place else syllable
            for place, (character, syllable) in enumerate(
                zip(word, syllables, strict=True)
            )
        )


def sentence_pinyin(tokens: Iterable[Token], *, capital: bool = True) -> str:
    """Write the pinyin line of a sentence: capital first, blanks, Western marks.

    >>> tokens = [Token("你好"), Token("，"), Token("朋友"), Token("！")]
    >>> sentence_pinyin(Readings().read(tokens))
    'Nǐhǎo, péngyou!'
    """
    return line(tokens, capital=capital)
