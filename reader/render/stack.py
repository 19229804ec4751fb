"""The layout of one column: Chinese, its pinyin under each line, English below.

For terminals too narrow for two columns, and for who likes it so.
"""

from collections.abc import Iterable, Iterator

from rich.text import Text

from reader.models import Block, Document, Sentence
from reader.render.look import Look
from reader.render.view import GUTTER, View, laid_out, numbered

INDENT = 2
"""The English stands in a little, so that the languages are told apart at a glance."""


def lines(
    document: Document, look: Look, *, blocks: Iterable[Block] | None = None
) -> Iterator[Text]:
    """Give the view line by line; no line is wider than asked, 20 cells at least."""
    return laid_out(View(document, look), sentence, blocks)


def sentence(view: View, sentence: Sentence, block: Block) -> Iterator[Text]:
    """Give the lines of one sentence."""
    return numbered(sentence, _stacked(view, sentence, block))


def _stacked(view: View, sentence: Sentence, block: Block) -> Iterator[Text]:
    width = view.width - GUTTER
    for text, spelt in view.chinese(sentence, block, width):
        if text.plain:
            yield text
        if spelt is not None:
            yield spelt
    for line in view.english(sentence, block, width - INDENT):
        yield Text(" " * INDENT).append_text(line)
