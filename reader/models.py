"""The nouns, in the order they flow.

Edit, Token, Translation, Sentence, Block, Document: frozen values without I/O.
Offsets are code points, half-open. Three things always hold, and tests hold them
to it:

- ``undo(apply(text, edits), edits) == text``;
- ``"".join(token.text for token in sentence.tokens) == sentence.text``;
- every sentence has one id and one translation, from the first stage to every export.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["heading", "turn", "paragraph", "caption"]
Role = Literal["question", "answer"]
Origin = Literal["argos", "rule", "memory", "hand", "gloss", "none"]
"""What made a translation; ``rule``: it is a line of a fixed form, a byline."""
Tones = Literal["marks", "numbers", "none", "zhuyin"]
"""How a line of pinyin shows tones: over the vowels, after the syllables, not at all,
or in the symbols of Taiwan's schools instead of letters."""
GAP = "⋯"
"""Stands in a line of pinyin for the words whose readings are left out."""
UNSURE = 0.8
"""Edits below this confidence are marked in the views."""

CheckName = Literal["term", "name", "number", "repetition", "length", "untranslated"]


@dataclass(frozen=True, slots=True)
class Edit:
    """One change made by a repair, with what a reader needs to judge it."""

    start: int
    """Where the change begins, in code points of the text as it was read."""
    end: int
    before: str
    after: str
    repair: str
    """The repair's name, a key of ``reader.repair.REPAIRS``."""
    reason: str
    confidence: float = 1.0
    """0 to 1: how sure the repair is."""
    alternatives: tuple[str, ...] = ()
    """Other readings that the evidence does not rule out, likeliest first."""
    scores: tuple[float, ...] = ()
    """How sure each alternative is, where that is known."""

    @property
    def is_unsure(self) -> bool:
        """Tell whether a reader should look at it: it may well be wrong."""
        return self.confidence < UNSURE or bool(self.alternatives)


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text after repair, and every change that led there."""

    source: str
    text: str
    edits: tuple[Edit, ...]
    proposed: tuple[Edit, ...] = ()
    """Changes not made for want of confidence, in offsets of ``source``. One that
    overlaps an edit says what would stand in that edit's place."""

    def undo(self) -> str:
        """Give back the text as it was read, code point for code point."""
        return undo(self.text, self.edits)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a term, a number or a mark: the unit that is read and looked up."""

    text: str
    syllables: tuple[str, ...] = ()
    """One tone-marked syllable for each Han character; empty for other tokens."""
    pinyin: str = ""
    """The reading as GB/T 16159 writes it, words joined; the text itself elsewhere."""
    gloss: tuple[str, ...] = ()
    """English senses from the dictionary, likeliest first."""
    term: str | None = None
    """The glossary's English, where the token is a term."""
    band: int = 0
    """How hard the word is, 1 to 7 (see ``reader.difficulty``); 0 for what is none."""


@dataclass(frozen=True, slots=True)
class Check:
    """Something that looks wrong with a translation."""

    check: CheckName
    detail: str


@dataclass(frozen=True, slots=True)
class Translation:
    """The English of one sentence, where it came from, and what looks wrong in it."""

    text: str
    origin: Origin
    checks: tuple[Check, ...] = ()


NO_TRANSLATION = Translation("", "none")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a block."""

    id: str
    """``S001`` and so on, in reading order."""
    text: str
    start: int = 0
    """Where it begins in the repaired text."""
    tokens: tuple[Token, ...] = ()
    translation: Translation = NO_TRANSLATION


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a speaker's turn, a paragraph of prose, or a caption."""

    id: str
    """``B001`` and so on, in reading order."""
    kind: Kind
    sentences: tuple[Sentence, ...]
    speaker: str | None = None
    """Who speaks, by the fullest name the document gives, where kind is a turn."""
    role: Role | None = None
    """Whether it asks or answers, where somebody interviews somebody."""
    question: str | None = None
    """The id of the block that opens the question it asks or answers."""

    @property
    def text(self) -> str:
        """The block's text, without the label of its speaker."""
        return "".join(sentence.text for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and what was answered."""

    question: tuple[Block, ...]
    answers: tuple[Block, ...]
    """Empty where nobody answered."""

    @property
    def id(self) -> str:
        """The id of the block that opens it."""
        return self.question[0].id


@dataclass(frozen=True, slots=True)
class Entry:
    """A glossary term as a document meets it."""

    chinese: str
    english: str
    pinyin: str
    definition: str
    count: int
    forms: tuple[str, ...] = ()
    """The ways the document writes it."""
    first: str = ""
    """The id of the sentence that has it first."""
    domain: str = ""
    """The glossary's domain, ``cloud`` or ``slang``; "" for a term of one's own."""


@dataclass(frozen=True, slots=True)
class Document:
    """Everything known about one text."""

    title: str
    source: str
    """The path or URL it was read from; ``-`` for standard input."""
    blocks: tuple[Block, ...]
    edits: tuple[Edit, ...] = ()
    glossary: tuple[Entry, ...] = ()
    translator: str = ""
    """Which package translated, with its version."""

    def sentences(self) -> Iterator[Sentence]:
        """Go through the sentences in reading order."""
        for block in self.blocks:
            yield from block.sentences

    def exchanges(self) -> Iterator[Exchange]:
        """Go through the questions of an interview, each with its answers."""
        found: dict[str, list[Block]] = {}
        for block in self.blocks:
            if block.question:
                found.setdefault(block.question, []).append(block)
        for blocks in found.values():
            asked = tuple(block for block in blocks if block.role == "question")
            answers = tuple(block for block in blocks if block.role == "answer")
            # A document that was changed by hand may name a question it has not.
            if asked:
                yield Exchange(asked, answers)

    def entry(self, token: Token) -> Entry | None:
        """Find the glossary entry that a token is a form of."""
        if token.term is None:
            return None
        return next(
            (entry for entry in self.glossary if token.text in entry.forms), None
        )

    @property
    def summary(self) -> "Summary":
        """Count what the document holds and what was done to it."""
        sentences = list(self.sentences())
        return Summary(
            paragraphs=len(self.blocks),
            sentences=len(sentences),
            edits=len(self.edits),
            terms=len(self.glossary),
            checks=sum(len(sentence.translation.checks) for sentence in sentences),
            translator=self.translator,
        )


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of a document's header."""

    paragraphs: int
    sentences: int
    edits: int
    terms: int
    checks: int
    translator: str


Span = tuple[int, int, str]
"""(start, end, English): half-open code points of a sentence, and what to call them."""


@dataclass(frozen=True, slots=True)
class Request:
    """A sentence to translate, with the terms whose English is wanted."""

    text: str
    terms: tuple[Span, ...] = ()
    """Ascending.

    The English may be several renderings parted by ``|``, the wanted one first.
    """
    names: tuple[str, ...] = ()
    """Those of the terms, in Chinese, that are people."""
    hints: tuple[Span, ...] = ()
    """What a dictionary calls other words, for a translator that does not know them.

    Ascending, and apart from the terms; none need be heeded.
    """


def apply(text: str, edits: tuple[Edit, ...]) -> str:
    """Apply edits that are ascending, disjoint and stated in offsets of ``text``.

    >>> apply("吾们走", (Edit(0, 2, "吾们", "我们", "spin", "…"),))
    '我们走'
    """
    parts = []
    position = 0
    for edit in edits:
        if edit.start < position or text[edit.start : edit.end] != edit.before:
            raise ValueError(f"edit does not fit the text: {edit}")
        parts += [text[position : edit.start], edit.after]
        position = edit.end
    return "".join([*parts, text[position:]])


def undo(text: str, edits: tuple[Edit, ...]) -> str:
    """Take back the edits that led to ``text``.

    >>> undo("我们走", (Edit(0, 2, "吾们", "我们", "spin", "…"),))
    '吾们走'
    """
    parts = []
    position = 0
    shift = 0
    for edit in edits:
        start = edit.start + shift
        end = start + len(edit.after)
        if start < position or text[start:end] != edit.after:
            raise ValueError(f"edit does not fit the text: {edit}")
        parts += [text[position:start], edit.before]
        position = end
        shift += len(edit.after) - len(edit.before)
    return "".join([*parts, text[position:]])
