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

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.resources import files
from itertools import accumulate, compress, pairwise
from typing import Any

from glossary import Term
from glossary.han import HAN_CLASS, is_han
from glossary.scripts import fold
from glossary.syllables import align
from reader.contexts import EDGE
from reader.dictionary import Dictionary
from reader.joining import ACTS
from reader.models import Token
from reader.parting import (
    AGAIN,
    DIRECTIONS,
    INSTITUTIONS,
    OF_INSTITUTIONS,
    STATE,
    Parting,
)
from reader.people import CALLED_BESIDE, SURNAMES
from reader.phrases import characters, phrases
from reader.polyphones import CITATION, Polyphones, Question
from reader.spelling import (
    JOINING,
    capitalised,
    is_idiom,
    is_name,
    join,
    name,
    proper_name,
    spell,
)
from reader.tones import toneless

LONGEST_PHRASE = 12
# What a cover of the sentence costs: few units, long ones, at the words' edges.
PHRASE, OURS, SINGLE, ACROSS = 1.0, 0.9, 1.35, 0.8
REMEMBERED = 50_000
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
        "都会",
    ]
)
"""Words to the dictionaries, and read in two ways: their parts are read by context."""
SETTLED = frozenset("的")
"""Alone among the words these are read as usual; the network need not be asked."""
CAN_BE = "得了"
"""Where a rule reads it (干得了, not 得了解), the network is not asked either."""
TITLE = re.compile(
    "先生|女士|小姐|老师|师傅|教授|博士|院士|经理|主任|部长|总(?![是有要会能在把体结共裁经理])|董(?!事)"
)
ABLE = frozenset(["出", "起", "很", "了"])
# 跑|不动: a complement that fails, each syllable for itself.
CANNOT = re.compile("不[动動成满滿下清完出起到上开開住通准準好掉走进進]")
# Names to CC-CEDICT, and in prose hardly ever: 周一, 山上 (a township), 盐池.
NO_PROPER = re.compile("[周週][一二三四五六日末]|山上|[盐鹽]池")
RUN = re.compile(f"[{HAN_CLASS}]+")


class Readings:
    """pypinyin's data and our tables, opened when the first token is read."""

    def __init__(
        self,
        dictionary: Dictionary | None = None,
        polyphones: Polyphones | None = None,
    ) -> None:
        self._dictionary = dictionary or Dictionary()
        self._polyphones = polyphones or Polyphones(self._dictionary)
        self._parting = Parting(self._dictionary)
        self._read: dict[tuple[Any, ...], tuple[Token, ...]] = {}
        self._units: dict[str, tuple[str, ...]] = {}

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
        drafts = [self._draft(tokens) for tokens in sentences]
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
        return self._draft(tokens, every=every).questions

    def _draft(self, tokens: Sequence[Token], *, every: bool = False) -> "_Draft":
        """Read a sentence by its words, and gather what the context is to decide."""
        parts = [token.text for token in tokens]
        written = "".join(parts)
        text = fold(written)
        syllables = [""] * len(text)
        ends = [0, *accumulate(map(len, parts))]
        edges = set(ends)
        units: dict[int, tuple[str, str]] = {}
        defaults: dict[int, str] = {}
        rules: dict[int, str] = {}
        asked = []
        known, watched, usual = self._polyphones.characters, self._watched, self._usual
        for run in RUN.finditer(text):
            for start, stop in self._cover(text, *run.span(), edges):
                if stop - start == 1:
                    character = text[start]
                    syllables[start] = usual[character]
                    if character not in watched:
                        continue
                    surname = self._titled(text, start)
                    rule = "" if surname else self._in_context(text, start)
                    syllables[start] = surname or rule or syllables[start]
                    able = bool(rule) and text[start - 1 : start + 1] == CAN_BE
                    if not (surname or able or character in SETTLED) and (
                        character in known
                    ):
                        asked.append(start)
                        if rule:
                            rules[start] = rule
                        else:
                            defaults[start] = syllables[start]
                    continue
                unit = text[start:stop]
                syllables[start:stop] = self._unit(unit)
                if unit in self._phrases_of_ours or known.isdisjoint(unit):
                    continue
                for position in range(start, stop):
                    if text[position] in known:
                        units[position] = (unit, syllables[position])
                        asked.append(position)
        for position, character in enumerate(written) if written != text else ():
            if character != text[position] and syllables[position]:
                # Traditional characters have rules of their own: 乾隆, 頭髮.
                found = self._in_context(written, position)
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
            every=every,
        )
        return _Draft(syllables, questions, asked)

    def _tokens(
        self,
        tokens: Sequence[Token],
        draft: "_Draft",
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
        return _with_capitals(self._with_complements(done))

    def _with_complements(self, tokens: list[Token]) -> list[Token]:
        """Join what says where to: 收|回来 for jieba's 收回|来."""
        done: list[Token] = []
        for token in tokens:
            before = done[-1] if done else token
            if (
                token.text in ("来", "去", "來")
                and len(before.text) == len(before.syllables) == 2
                and fold(before.text[1] + token.text) in DIRECTIONS
                and not before.term
                and self._parting.is_verb(before.text[0])
            ):
                first, second = before.syllables
                pair = (second, *token.syllables)
                done[-1] = Token(before.text[0], syllables=(first,), pinyin=first)
                token = Token(
                    before.text[1] + token.text, syllables=pair, pinyin=join(pair)
                )
            elif token.text in ABLE and before.text == "得" and len(done) > 1:
                if fold(done[-2].text) in ACTS:
                    # 写得出, 管得了: what one is able to; not 获得了.
                    done[-1] = replace(before, syllables=("de",), pinyin="de")
                    if token.text == "了":
                        token = replace(token, syllables=("liǎo",), pinyin="liǎo")
            elif CANNOT.fullmatch(token.text) and fold(before.text) in ACTS:
                token = replace(token, pinyin=" ".join(token.syllables))
            done.append(token)
        return done

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
            if word not in self._phrases_of_ours:
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
            yield replace(token, pinyin=_capitals(token.pinyin)) if proper else token

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
            syllables = self._neutral(word, token.text, syllables, chosen)
        return replace(
            token,
            syllables=syllables,
            pinyin=spelled or self._spell(token.text, syllables),
        )

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
        reading = self._dictionary.unstressed.get(word)
        if reading is None:
            if len(word) < 2 or word in self._phrases or not all(map(is_han, word)):
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
        if is_idiom(word, entries, self._dictionary.idioms):
            return f"{join(syllables[:2])}-{join(syllables[2:])}"
        if entries and len(word) == len(syllables):
            parts = self._parting.compound(fold(word))
            if len(parts) > 1:
                ends = list(accumulate(map(len, parts), initial=0))
                return " ".join(
                    join(syllables[start:end]) for start, end in pairwise(ends)
                )
        return spell(word, syllables)

    def _is_tried(self, word: str) -> bool:
        """Tell a verb that is said twice, the second time unstressed: 试试, 听听."""
        return (
            len(word) == 2
            and word[0] == word[1]
            and not self._dictionary.has(word)
            and self._parting.is_verb(word[0])
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
            surname = self._surnames.get(word[:length])
            if surname and len(word) > length:
                return (*surname, *syllables[length:])
        return syllables

    def _cover(
        self, text: str, begin: int, end: int, edges: set[int]
    ) -> list[tuple[int, int]]:
        """Cover a run of Han characters with units at the least cost."""
        size = end - begin
        # Cost, and start of the last unit, of the best cover up to each place.
        best = [0.0] + [math.inf] * size
        starts = [0] * (size + 1)
        ours, phrases, longest = self._phrases_of_ours, self._phrases, self._longest
        for start in range(begin, end):
            here = best[start - begin]
            stop = start + 1
            if here + SINGLE < best[stop - begin]:
                best[stop - begin], starts[stop - begin] = here + SINGLE, start
            furthest = min(end, start + longest.get(text[start : start + 2], 0))
            outside = ACROSS * (start not in edges)
            for stop in range(start + 2, furthest + 1):
                unit = text[start:stop]
                if unit in ours:
                    cost = here + OURS
                elif unit in phrases and unit not in LOOSE:
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

    def _unit(self, unit: str) -> tuple[str, ...]:
        """Read a phrase: ours, with CC-CEDICT's neutral tones, or pypinyin's."""
        known = self._phrases_of_ours.get(unit) or self._units.get(unit)
        if known:
            return known
        # The data writes some spoken tones (yí gè, bú shì); the standard does not.
        reading = self._dictionary.unstressed.get(unit) or tuple(
            CITATION.get(character, syllables[0])
            for character, syllables in zip(unit, self._phrases[unit], strict=True)
        )
        self._units[unit] = reading
        return reading

    def _in_context(self, text: str, position: int) -> str:
        """Read a character by our rules; Traditional ones have their own: 乾隆."""
        rules = self._contexts.get(text[position])
        if rules:
            before = text[max(0, position - 8) : position]
            for left, right, reading in rules:
                if left.search(before) and right.match(text, position + 1):
                    return reading
        return ""

    def _titled(self, text: str, position: int) -> str:
        """Read a surname before a title: 单老师, 曾总."""
        surname = self._surnames.get(text[position])
        return surname[0] if surname and TITLE.match(text, position + 1) else ""

    @cached_property
    def _usual(self) -> "_Usual":
        return _Usual({**self._singles, **self._defaults})

    @cached_property
    def _watched(self) -> frozenset[str]:
        """The characters that may be read otherwise than usual."""
        surnames = (surname for surname in self._surnames if len(surname) == 1)
        return self._polyphones.characters.union(self._contexts, surnames)

    @cached_property
    def _phrases(self) -> Mapping[str, list[list[str]]]:
        return phrases()

    @cached_property
    def _longest(self) -> dict[str, int]:
        """How long a phrase can be that begins with two given characters."""
        longest: dict[str, int] = {}
        for table in (self._phrases, self._phrases_of_ours):
            for phrase in table:
                size = min(len(phrase), LONGEST_PHRASE)
                if size > longest.get(phrase[:2], 1):
                    longest[phrase[:2]] = size
        return longest

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
    def _defaults(self) -> dict[str, str]:
        """The readings that contexts.tsv gives characters without any condition."""
        return {
            character: reading
            for character, reading, before, after, _ in _rows("contexts.tsv")
            if not before and not after and character == fold(character)
        }

    @cached_property
    def _contexts(
        self,
    ) -> dict[str, list[tuple[re.Pattern[str], re.Pattern[str], str]]]:
        rules: dict[str, list[tuple[re.Pattern[str], re.Pattern[str], str]]] = {}
        for character, reading, before, after, _ in _rows("contexts.tsv"):
            if before or after or character not in self._defaults:
                left, right = re.compile(f"(?:{before})$"), re.compile(after)
                rules.setdefault(character, []).append((left, right, reading))
        return rules


def _with_capitals(tokens: list[Token]) -> tuple[Token, ...]:
    """Write a surname before a title, and an institution after a name, with capitals.

    Wáng xiānsheng, Lǐ zǒng; Jiāngsū Yínháng, Sūzhōu Gāoxīnqū.
    """
    start = -1  # Where a name began that an institution may be the end of.
    for index, token in enumerate(tokens):
        text = fold(token.text)
        if start >= 0 and text.endswith(tuple(INSTITUTIONS)):
            first = start if tokens[start].text in STATE else start + 1
            for place in range(first, index + 1):
                one = tokens[place]
                if one.text not in JOINING:
                    tokens[place] = replace(one, pinyin=_capitals(one.pinyin))
        elif token.text in SURNAMES and any(
            TITLE.match(following.text) for following in tokens[index + 1 : index + 2]
        ):
            tokens[index] = replace(token, pinyin=capitalised(token.pinyin))
        if text in STATE or (token.syllables and tokens[index].pinyin[:1].isupper()):
            start = index
        elif text not in OF_INSTITUTIONS and not text.endswith(tuple(INSTITUTIONS)):
            start = -1
    return tuple(tokens)


def _capitals(pinyin: str) -> str:
    return " ".join(map(capitalised, pinyin.split()))


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


class _Usual(dict[str, str]):
    """How characters are read where no rule says otherwise."""

    def __missing__(self, character: str) -> str:
        data = characters().get(ord(character), "")
        reading = self[character] = data.partition(",")[0] or character
        return reading


@dataclass(slots=True)
class _Draft:
    """A sentence read by its words, before the context decides."""

    syllables: list[str]
    """One for each character, "" for what is not Han."""
    questions: list[Question]
    asked: list[int]
    """The polyphones among them, those included that the dictionaries agree on."""


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
