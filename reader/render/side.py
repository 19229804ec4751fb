"""The layout of two columns: Chinese left, English right.

Under each line of Chinese stands its pinyin, in the same column: lines are broken
so that both fit. Aligning each syllable under its character would spread the
characters to twice their width and spoil the text for whoever reads it; who wants
it so takes the interlinear layout.

The columns' widths are chosen for the document: those at which its rows are
fewest, so that neither side leaves the other waiting.
"""

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from math import ceil

from rich.cells import cell_len
from rich.text import Text

from reader.models import Block, Document, Sentence
from reader.pinyin import sentence_pinyin
from reader.render.look import Look
from reader.render.shared import said
from reader.render.view import GUTTER, View, laid_out

BAR = " │ "
NARROWEST = 48
"""Under this width two columns of Chinese and English cannot be read."""
SHARES = range(36, 69, 2)
"""Of a hundred cells, what the Chinese may get."""
ENGLISH_PER_CHINESE = 2
"""Cells; 2.1 in the pairs of training/pairs."""
MEASURED = 200
"""Sentences the shares are tried on; more say nothing new."""


def lines(
    document: Document, look: Look, *, blocks: Iterable[Block] | None = None
) -> Iterator[Text]:
    """Give the view line by line; no line is wider than asked, 48 cells at least."""
    view = View(document, look)
    left, right = columns(view)

    def layout(view: View, sentence: Sentence, block: Block) -> Iterator[Text]:
        for number, (chinese, english) in enumerate(
            zip_longest(
                _chinese(view, sentence, block, left),
                view.english(sentence, block, right),
                fillvalue=Text(),
            )
        ):
            line = Text()
            line.append(f"{sentence.id if number == 0 else '':<{GUTTER}}", "read.id")
            line.append_text(chinese)
            if view.look.english:
                line.append(" " * (left - chinese.cell_len))
                line.append(BAR, "read.rule")
                line.append_text(english)
            line.rstrip()
            yield line

    return laid_out(view, layout, blocks)


def columns(view: View) -> tuple[int, int]:
    """Choose the cells of the Chinese and of the English column."""
    whole = max(view.width, NARROWEST) - GUTTER
    if not view.look.english:
        return whole, 0
    whole -= len(BAR)
    sizes = [_cells(view, sentence) for sentence in view.document.sentences()]
    tried = sizes[:: max(1, len(sizes) // MEASURED)]

    def rows(left: int) -> int:
        return sum(
            max(
                ceil(chinese / left) * (2 if view.look.pinyin else 1),
                ceil(english / (whole - left)) + checks,
            )
            for chinese, english, checks in tried
        )

    left = min((whole * share // 100 for share in SHARES), key=rows)
    return left, whole - left


def _cells(view: View, sentence: Sentence) -> tuple[int, int, int]:
    """Measure a sentence: its wider Chinese line, its English, its remarks.

    English that is still to come is taken to be as long as it is on average.
    """
    chinese = cell_len(sentence.text)
    expected = chinese * ENGLISH_PER_CHINESE
    if view.look.pinyin and sentence.tokens:
        chinese = max(chinese, cell_len(sentence_pinyin(sentence.tokens)))
    translation = sentence.translation
    english = cell_len(translation.text) or expected
    return chinese, english, len(list(said(translation)))


def _chinese(
    view: View, sentence: Sentence, block: Block, width: int
) -> Iterator[Text]:
    for text, spelt in view.chinese(sentence, block, width):
        if text.plain:
            yield text
        if spelt is not None:
            yield spelt
