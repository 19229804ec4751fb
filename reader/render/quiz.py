"""A Document -> the Chinese first, the English when it is asked for.

Where there is nobody to ask, on paper or in a pipe, the English stands at the end
under the sentences' ids, as in a book of exercises.
"""

from collections.abc import Iterator
from dataclasses import replace

from rich.text import Text

from reader.models import Document
from reader.render import stack
from reader.render.look import Look
from reader.render.view import GUTTER, View, hanging, speaker


def questions(
    document: Document, look: Look
) -> Iterator[tuple[list[Text], list[Text]]]:
    """Give each sentence as two lists of lines: the Chinese, then its English."""
    asked = View(document, replace(look, english=False))
    known = View(document, replace(look, english=True))
    for block in document.blocks:
        for sentence in block.sentences:
            lines: list[Text] = []
            if block.speaker and sentence is block.sentences[0]:
                lines += speaker(asked, block.speaker)
            lines += stack.sentence(asked, sentence, block)
            width = known.width - GUTTER - stack.INDENT
            indent = Text(" " * (GUTTER + stack.INDENT))
            english = known.english(sentence, block, width)
            yield lines, [indent + line for line in english]


def lines(document: Document, look: Look) -> Iterator[Text]:
    """Give the whole document without English, then the English by itself."""
    view = View(document, replace(look, english=False))
    yield from stack.lines(document, view.look)
    yield Text()
    yield Text("─" * view.width, "read.rule")
    for sentence in document.sentences():
        answer = Text(f"{sentence.id:<{GUTTER}}", "read.id")
        answer = Text().append_text(answer).append(sentence.translation.text)
        yield from hanging(answer, GUTTER, view.width)
