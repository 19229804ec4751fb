"""A Document -> lines for the terminal, in the layout that is asked for.

What the layouts share is here: the header, the speakers, the terms, the Chinese of
a line with its pinyin, the English with its checks. A layout decides how the lines
of one sentence stand to each other, and is a function of a view and a sentence.

Rich's tables cut Chinese or start lines with ``，``, so lines are broken by
:mod:`reader.render.wrap` and set by ourselves. Each line is a ``Text``: what the
user's text says is never read as markup.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from rich.cells import cell_len
from rich.text import Text

from reader.models import Block, Document, Edit, Entry, Sentence, Token
from reader.pinyin import sentence_pinyin
from reader.render.look import Look
from reader.render.shared import (
    MACHINE_LABELS,
    Placed,
    as_written,
    by_domain,
    first_met,
    headline,
    placed_edits,
    read_as_written,
    said,
    to_look_at,
)
from reader.render.theme import SPEAKERS, term_style
from reader.render.tones import marked
from reader.render.wrap import Fits, fits, words, wrap

GUTTER = 5
"""Cells for the sentence's id and a blank."""
NARROWEST = 20
WIDEST = 180
"""Longer lines are hard to find one's way back from."""


@dataclass(frozen=True)
class View:
    """A document and how it is looked at; what is measured is measured once."""

    document: Document
    look: Look

    @property
    def width(self) -> int:
        """Cells of a line: the terminal's, within reason."""
        return min(max(self.look.width, NARROWEST), WIDEST)

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

    def header(self, *, whole: bool = True) -> Iterator[Text]:
        """Say what the document is and what was done to it."""
        yield from self.wrapped(self.document.title, "read.title", self.width)
        for line in headline(self.document, whole=whole):
            yield from self.wrapped(line, "read.summary", self.width)
        if self.unsure:
            count = sum(map(len, self.unsure.values()))
            noun = "repair" if count == 1 else "repairs"
            note = f"{count} {noun} the text cannot settle: underlined"
            yield from self.wrapped(note, "read.summary", self.width)
        yield Text("─" * self.width, "read.rule")

    def chinese(
        self, sentence: Sentence, block: Block, width: int
    ) -> Iterator[tuple[Text, Text | None]]:
        """Give the Chinese line by line, each with its pinyin, or None without."""
        tokens = sentence.tokens or (Token(sentence.text),)
        position = 0
        for line in wrap(tokens, self._both_fit(width)):
            text = self.styled(line, sentence, block, position)
            first = position == 0
            position += len(text)
            text.rstrip()
            spelt = self.spelt(line, capital=first) if self.look.pinyin else Text()
            yield text, spelt if spelt.plain else None

    def styled(
        self, line: Sequence[Token], sentence: Sentence, block: Block, position: int
    ) -> Text:
        """Write tokens that begin at a position of the sentence."""
        text = Text(style=KINDS.get(block.kind, ""))
        for token in line:
            text.append(token.text, self._term_style(token))
        if self.look.tones:
            marked(text, [s for token in line for s in token.syllables], han=True)
        for placed in self.unsure.get(sentence.id, ()):
            start = placed.start - position
            low, high = max(start, 0), min(start + len(placed.edit.after), len(text))
            if low < high:
                text.stylize("read.unsure", low, high)
        return text

    def spelt(self, line: Sequence[Token], *, capital: bool) -> Text:
        """Write the pinyin of tokens."""
        text = Text(sentence_pinyin(line, capital=capital), "read.pinyin")
        if self.look.tones:
            marked(text, [s for token in line for s in token.syllables], han=False)
        return text

    def english(self, sentence: Sentence, block: Block, width: int) -> Iterator[Text]:
        """Give the English line by line, then what looks wrong in it."""
        if not self.look.english:
            return
        translation = sentence.translation
        label = MACHINE_LABELS[translation.origin]
        style = "read.gloss" if label else KINDS.get(block.kind, "read.english")
        yield from self.wrapped(label + translation.text, style, width)
        for remark in said(translation):
            yield from self.wrapped(f"⚠ {remark}", "read.check", width)

    def explained(self, entry: Entry) -> Iterator[Text]:
        """Say what a term means."""
        read = read_as_written(entry, self.document.sentences())
        label = " ".join(part for part in (as_written(entry), read) if part)
        text = Text(" " * GUTTER + "◆ ").append(label, term_style(entry.domain))
        if entry.english != entry.chinese:
            text.append(f"  {entry.english}", "read.english")
        if entry.definition:
            text.append(f": {entry.definition}", "read.definition")
        return hanging(text, GUTTER + 2, self.width)

    def terms(self) -> Iterator[Text]:
        """Give all terms of the document with counts and first places, by domain."""
        if not (self.look.terms and self.document.glossary):
            return
        yield Text()
        yield Text("─" * self.width, "read.rule")
        yield Text("Terms", "read.title")
        for domain, entries in by_domain(self.document):
            yield Text()
            yield Text(" " * GUTTER).append(domain, term_style(entries[0].domain))
            for entry in entries:
                text = Text(" " * (GUTTER + 2)).append(
                    as_written(entry), term_style(entry.domain)
                )
                if entry.english != entry.chinese:
                    text.append(f"  {entry.english}", "read.english")
                times = "once" if entry.count == 1 else f"{entry.count} times"
                text.append(f"  {times}, {entry.first}", "read.definition")
                yield from hanging(text, GUTTER + 2, self.width)

    def _term_style(self, token: Token) -> str:
        if token.term is None:
            return ""
        entry = self.document.entry(token)
        return term_style(entry.domain if entry else "")

    def wrapped(self, text: str, style: str, width: int) -> Iterator[Text]:
        """Break Western or mixed text into lines of a style."""
        for line in wrap(words(text), fits(width)):
            yield Text("".join(token.text for token in line).rstrip(), style)

    def _both_fit(self, width: int) -> Fits:
        plain = fits(width)

        def both(tokens: Sequence[Token]) -> bool:
            if not plain(tokens):
                return False
            if not self.look.pinyin:
                return True
            return cell_len(sentence_pinyin(tokens)) <= width

        return both


KINDS = {"heading": "read.heading", "caption": "read.caption"}

Layout = Callable[[View, Sentence, Block], Iterator[Text]]
"""Gives the lines of one sentence, its id in the gutter of the first."""


def laid_out(
    view: View, layout: Layout, blocks: Iterable[Block] | None = None
) -> Iterator[Text]:
    """Give a view line by line; no line is wider than the view.

    ``blocks`` are the document's with their translations, where they still come.
    """
    yield from view.header(whole=blocks is None)
    speaking = None
    checks = 0
    for block in view.document.blocks if blocks is None else blocks:
        yield Text()
        if block.speaker and block.speaker != speaking:
            yield from speaker(view, block.speaker)
        speaking = block.speaker
        for sentence in block.sentences:
            yield from layout(view, sentence, block)
            checks += len(sentence.translation.checks)
        if view.look.terms:
            for entry in first_met(view.document, block):
                yield from view.explained(entry)
    yield from view.terms()
    if blocks is not None:
        yield Text()
        yield Text(to_look_at(checks), "read.summary")


def speaker(view: View, name: str) -> Iterator[Text]:
    """Say who speaks."""
    label = Text(" " * GUTTER).append(f"▌{name}", view.speakers[name])
    return hanging(label, GUTTER + 1, view.width)


def numbered(sentence: Sentence, found: Iterator[Text]) -> Iterator[Text]:
    """Put the sentence's id before the first line, blanks before the others."""
    for number, text in enumerate(found):
        line = Text(f"{sentence.id if number == 0 else '':<{GUTTER}}", "read.id")
        line = Text().append_text(line).append_text(text)
        line.rstrip()
        yield line


def hanging(
    text: Text, indent: int, width: int, tokens: Sequence[Token] = ()
) -> Iterator[Text]:
    """Wrap a styled text, its lines after the first indented.

    ``tokens`` cut what stands behind the indent, where not just any words do.
    """
    body = text[indent:]
    start = 0
    cut = tokens or words(body.plain)
    for number, line in enumerate(wrap(cut, fits(width - indent))):
        end = start + sum(len(token.text) for token in line)
        part = Text(" " * indent) if number else text[:indent].copy()
        part.append_text(body[start:end])
        part.rstrip()
        yield part
        start = end


def _is_marked(edit: Edit) -> bool:
    return edit.is_unsure and bool(edit.after.strip())
