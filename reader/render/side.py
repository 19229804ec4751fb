"""A Document -> lines for the terminal: Chinese left, English right.

Under each line of Chinese stands its pinyin, in the same column: lines are
broken so that both fit. Aligning each syllable under its character would spread
the characters to twice their width and spoil the text for whoever reads it.

Rich's tables cut Chinese or start lines with ``，``, so lines are broken by
:mod:`reader.render.wrap` and set beside each other here. Each line is a ``Text``:
what the user's text says is never read as markup.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest

from rich.cells import cell_len
from rich.text import Text

from reader.models import Block, Document, Edit, Sentence, Token
from reader.pinyin import sentence_pinyin
from reader.render.shared import (
    MACHINE_LABELS,
    Placed,
    first_met,
    headline,
    placed_edits,
    said,
)
from reader.render.theme import SPEAKERS
from reader.render.wrap import fits, words, wrap

GUTTER = 5
"""Cells for the sentence's id and a blank."""
BAR = " │ "
NARROWEST = 48
"""Under this width two columns of Chinese and English cannot be read."""
WIDEST = 180

# Of the two columns' cells, what Chinese gets: with its pinyin it needs more lines
# than the English, without it fewer.
SHARE = {True: 0.56, False: 0.44}


def lines(document: Document, *, width: int, pinyin: bool = True) -> Iterator[Text]:
    """Give the view line by line; no line is wider than ``width`` cells."""
    view = _View(document, min(max(width, NARROWEST), WIDEST), pinyin)
    yield from view.header()
    speaking = None
    for block in document.blocks:
        yield from view.block(block, named=block.speaker != speaking)
        speaking = block.speaker


@dataclass(frozen=True)
class _View:
    """A document at a width; columns are measured once."""

    document: Document
    width: int
    pinyin: bool

    @cached_property
    def left(self) -> int:
        """Cells of the Chinese column."""
        return int((self.width - GUTTER - len(BAR)) * SHARE[self.pinyin])

    @cached_property
    def right(self) -> int:
        """Cells of the English column."""
        return self.width - GUTTER - len(BAR) - self.left

    @cached_property
    def speakers(self) -> dict[str, str]:
        """A style for each speaker."""
        names = dict.fromkeys(
            block.speaker for block in self.document.blocks if block.speaker
        )
        return {name: SPEAKERS[i % len(SPEAKERS)] for i, name in enumerate(names)}

    @cached_property
    def unsure(self) -> dict[str, list[Placed]]:
        """The repairs that may be wrong, by sentence."""
        placed = placed_edits(self.document)
        return {
            id: unsure
            for id, inside in placed.items()
            if id and (unsure := [one for one in inside if _is_marked(one.edit)])
        }

    def header(self) -> Iterator[Text]:
        """Say what the document is and what was done to it."""
        yield from self._paragraph(self.document.title, "read.title")
        for line in headline(self.document):
            yield from self._paragraph(line, "read.summary")
        if self.unsure:
            count = sum(map(len, self.unsure.values()))
            noun = "repair" if count == 1 else "repairs"
            note = f"{count} {noun} the text cannot settle: underlined"
            yield from self._paragraph(note, "read.summary")
        yield Text("─" * self.width, "read.rule")

    def block(self, block: Block, *, named: bool) -> Iterator[Text]:
        """Give a block: its speaker, its sentences, the terms it is first to use.

        ``named`` is False where the same speaker goes on.
        """
        yield Text()
        if block.speaker and named:
            yield Text(" " * GUTTER).append(
                f"▌{block.speaker}", self.speakers[block.speaker]
            )
        for sentence in block.sentences:
            yield from self._sentence(sentence, block)
        for entry in first_met(self.document, block):
            label = " ".join(part for part in (entry.chinese, entry.pinyin) if part)
            text = Text(" " * GUTTER + "◆ ").append(label, "read.term")
            if entry.english != entry.chinese:
                text.append(f"  {entry.english}", "read.english")
            if entry.definition:
                text.append(f": {entry.definition}", "read.definition")
            yield from self._hanging(text, GUTTER + 2)

    def _sentence(self, sentence: Sentence, block: Block) -> Iterator[Text]:
        left = list(self._chinese(sentence, block))
        right = list(self._english(sentence, block))
        for number, (chinese, english) in enumerate(
            zip_longest(left, right, fillvalue=Text())
        ):
            line = Text()
            line.append(f"{sentence.id if number == 0 else '':<{GUTTER}}", "read.id")
            line.append_text(chinese)
            line.append(" " * (self.left - chinese.cell_len))
            line.append(BAR, "read.rule")
            line.append_text(english)
            yield _stripped(line)

    def _chinese(self, sentence: Sentence, block: Block) -> Iterator[Text]:
        base = {"heading": "read.heading", "caption": "read.caption"}.get(
            block.kind, ""
        )
        tokens = sentence.tokens or (Token(sentence.text),)
        unsure = [
            (placed.start, placed.start + len(placed.edit.after))
            for placed in self.unsure.get(sentence.id, ())
        ]
        position = 0
        opening = True
        for line in wrap(tokens, self._both_fit):
            text = Text(style=base)
            for token in line:
                text.append(token.text, "read.term" if token.term else "")
            for start, end in unsure:
                low, high = max(start - position, 0), min(end - position, len(text))
                if low < high:
                    text.stylize("read.unsure", low, high)
            position += len(text)
            text.rstrip()
            if text.plain:
                yield text
            if self.pinyin:
                spelt = sentence_pinyin(line, capital=opening)
                if spelt:
                    yield Text(spelt, "read.pinyin")
            opening = False

    def _english(self, sentence: Sentence, block: Block) -> Iterator[Text]:
        translation = sentence.translation
        label = MACHINE_LABELS[translation.origin]
        style = "read.gloss" if label else f"read.{block.kind}"
        if style not in ("read.gloss", "read.heading", "read.caption"):
            style = "read.english"
        yield from self._wrapped(label + translation.text, style, self.right)
        for remark in said(translation):
            yield from self._wrapped(f"⚠ {remark}", "read.check", self.right)

    def _both_fit(self, tokens: Sequence[Token]) -> bool:
        if not fits(self.left)(tokens):
            return False
        return not self.pinyin or cell_len(sentence_pinyin(tokens)) <= self.left

    def _paragraph(self, text: str, style: str) -> Iterator[Text]:
        return self._wrapped(text, style, self.width)

    def _wrapped(self, text: str, style: str, width: int) -> Iterator[Text]:
        for line in wrap(words(text), fits(width)):
            yield Text("".join(token.text for token in line).rstrip(), style)

    def _hanging(self, text: Text, indent: int) -> Iterator[Text]:
        """Wrap a styled text, its lines after the first indented."""
        body = text[indent:]
        start = 0
        first: Iterable[Text] = [text[:indent]]
        for line in wrap(words(body.plain), fits(self.width - indent)):
            end = start + sum(len(token.text) for token in line)
            part = Text(" " * indent) if not first else next(iter(first)).copy()
            first = []
            part.append_text(body[start:end])
            part.rstrip()
            yield part
            start = end


def _is_marked(edit: Edit) -> bool:
    return edit.is_unsure and bool(edit.after.strip())


def _stripped(line: Text) -> Text:
    line.rstrip()
    return line
