"""The interlinear layout: each word with its pinyin and a short sense under it.

As linguists set an example (the Leipzig Glossing Rules, rule 1: word by word,
left-aligned), with the sentence's English below. Words are spread for it: this is
for studying a text, not for reading it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from rich.cells import cell_len
from rich.text import Text

from reader.models import Block, Document, Sentence, Token
from reader.render.look import Look
from reader.render.view import GUTTER, View, laid_out, numbered
from reader.render.wrap import NO_END, NO_START, wrap

LONGEST = 24
"""Cells of a sense; what is longer is cut at a word."""
GAP = 2
ASIDE = re.compile(r"\s*\([^)]*\)|^to (?=\w)")


def lines(
    document: Document, look: Look, *, blocks: Iterable[Block] | None = None
) -> Iterator[Text]:
    """Give the view line by line; no line is wider than asked, 20 cells at least."""
    return laid_out(View(document, look), _sentence, blocks)


def sense(token: Token, longest: int = LONGEST) -> str:
    """Give the shortest that says what a word means: its term, or its first sense.

    >>> sense(Token("打算", gloss=("to plan (to do sth)", "plan")))
    'plan'
    >>> sense(Token("中台", term="middle platform"))
    'middle platform'
    """
    if token.term and cell_len(token.term) <= longest:
        return token.term
    said = token.term or next(iter(token.gloss), "").partition(";")[0]
    said = ASIDE.sub("", said).strip() or said
    if cell_len(said) <= longest:
        return said
    kept = takewhile(
        lambda end: cell_len(said[:end]) < longest,
        (found.end() for found in re.finditer(r"\S+", said)),
    )
    end = max(kept, default=longest - 1)
    return f"{said[:end]}…"


def _sentence(view: View, sentence: Sentence, block: Block) -> Iterator[Text]:
    return numbered(sentence, _rows(view, sentence, block))


def _rows(view: View, sentence: Sentence, block: Block) -> Iterator[Text]:
    width = view.width - GUTTER
    longest = min(LONGEST, width)

    def fit(tokens: Sequence[Token]) -> bool:
        sizes = (_cells(view, column, longest) + GAP for column in columns(tokens))
        return sum(sizes) - GAP <= width

    position = 0
    for line in wrap(sentence.tokens or (Token(sentence.text),), fit):
        rows = [Text(), Text(), Text()]
        for column in columns(line):
            chinese = view.styled(column, sentence, block, position)
            position += len(chinese)
            read = [token for token in column if token.syllables]
            cells = (
                chinese,
                view.spelt(read, capital=False) if view.look.pinyin else Text(),
                Text(" ".join(sense(token, longest) for token in read), "read.gloss"),
            )
            size = _cells(view, column, longest) + GAP
            for row, cell in zip(rows, cells, strict=True):
                row.append_text(cell).append(" " * (size - cell.cell_len))
        for row in rows:
            row.rstrip()
            if row.plain:
                yield row
    yield from view.english(sentence, block, width)


def columns(tokens: Sequence[Token]) -> list[list[Token]]:
    """Put marks into the column of the word that they belong to.

    >>> words = [Token("“"), Token("云", ("yún",)), Token("”"), Token("。")]
    >>> [[token.text for token in column] for column in columns(words)]
    [['“', '云', '”', '。']]
    """
    found: list[list[Token]] = []
    for token in tokens:
        opened = found and not any(one.syllables for one in found[-1])
        closes = found and not token.syllables and token.text[:1] in NO_START
        if closes or (opened and found[-1][-1].text[-1:] in NO_END):
            found[-1].append(token)
        else:
            found.append([token])
    return found


def _cells(view: View, column: Sequence[Token], longest: int) -> int:
    read = [token for token in column if token.syllables]
    senses = cell_len(" ".join(sense(token, longest) for token in read))
    spelt = view.spelt(read, capital=False).cell_len if view.look.pinyin else 0
    return max(cell_len("".join(token.text for token in column)), spelt, senses)
