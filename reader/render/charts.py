"""Figures -> charts for the terminal: bars of block characters, and their numbers.

A bar says nothing that its number does not say beside it, so colour and length are
only for the eye.
"""

from collections.abc import Collection, Iterator, Sequence

from rich.cells import cell_len
from rich.text import Text

from reader.difficulty import level_name, new_words
from reader.models import Document
from reader.render import wrap
from reader.render.figures import CHARACTERS_A_MINUTE, Figures, figures
from reader.render.shared import LEVEL, headline
from reader.render.theme import SPEAKERS, term_style

EIGHTHS = " ▏▎▍▌▋▊▉"
LEVELS = " ▁▂▃▄▅▆▇█"
WIDEST_LABEL = 16
NARROWEST = 40


def lines(
    document: Document,
    *,
    width: int,
    level: int = LEVEL,
    known: Collection[str] = (),
) -> Iterator[Text]:
    """Give the charts line by line, none wider than asked, 40 cells at least.

    Words above the HSK ``level`` that are not ``known`` are counted as new.
    """
    width = max(width, NARROWEST)
    found = figures(document)
    for text, style in (
        (document.title, "read.title"),
        *((line, "read.summary") for line in headline(document)),
        (_length(found), "read.english"),
        (_new(document, found, level, known), "read.english"),
        *((line, "read.english") for line in _questions(found)),
    ):
        for line in wrap.wrap(wrap.words(text), wrap.fits(width)):
            yield Text("".join(token.text for token in line).rstrip(), style)
    if found.speakers:
        yield from _bars(
            "Who speaks",
            [
                (name, size, f"{size / found.characters:.0%}", SPEAKERS[n % 5])
                for n, (name, size) in enumerate(found.speakers)
            ],
            width,
        )
    if found.bands:
        words = sum(count for _, count in found.bands)
        above = words
        rows = []
        for band, count in found.bands:
            above -= count
            note = f"{count}, {above} above it"
            rows.append((f"HSK {level_name(band)}", count, note, "read.gloss"))
        yield from _bars("Different words by HSK level", rows, width)
    if found.domains:
        yield from _bars(
            "Terms by domain",
            [
                (domain, count, f"{count}  {'、'.join(common)}", term_style(domain))
                for domain, count, common in found.domains
            ],
            width,
        )
    repairs = [paragraph.repairs for paragraph in found.paragraphs]
    checks = [paragraph.checks for paragraph in found.paragraphs]
    yield from _strip("Repairs by paragraph", repairs, "edit.after", width)
    yield from _strip("Checks by paragraph", checks, "read.check", width)


def bar(share: float, cells: int) -> str:
    """Draw a share of some cells, to an eighth of a cell.

    >>> bar(0.5, 5)
    '██▌'
    """
    eighths = round(max(0.0, min(share, 1.0)) * cells * 8)
    return ("█" * (eighths // 8) + EIGHTHS[eighths % 8]).rstrip()


def _length(found: Figures) -> str:
    return (
        f"{found.characters:,} characters, {found.words:,} different words; about "
        f"{found.minutes} min. for a native reader ({CHARACTERS_A_MINUTE} a minute)"
    )


def _questions(found: Figures) -> Iterator[str]:
    if found.questions:
        unanswered = found.questions - found.answered
        left = f", {unanswered} of them not answered" if unanswered else ""
        yield f"{found.questions} question{'s' * (found.questions > 1)}{left}"


def _new(document: Document, found: Figures, level: int, known: Collection[str]) -> str:
    words = list(new_words(document, level=level, known=known))
    often = sum(word.count > 1 for word in words)
    noun = "word" if len(known) == 1 else "words"
    yours = f", {len(known):,} known {noun} left out" if known else ""
    return (
        f"new to a reader of HSK {level_name(level)}{yours}: {len(words):,} words, "
        f"{often:,} of them more than once"
    )


def _bars(
    title: str, rows: Sequence[tuple[str, int, str, str]], width: int
) -> Iterator[Text]:
    """Draw one bar a row: label, value, what stands behind it, style."""
    yield Text()
    yield Text(title, "read.title")
    most = max(value for _, value, _, _ in rows) or 1
    left = min(max(cell_len(label) for label, *_ in rows), WIDEST_LABEL)
    room = max(8, (width - left - 4) // 2)
    for label, value, note, style in rows:
        line = Text(" ")
        shown = Text(label)
        shown.truncate(left, overflow="ellipsis", pad=True)
        line.append_text(shown).append(" ")
        line.append(f"{bar(value / most, room):<{room}}", style)
        line.append(f" {note}")
        line.truncate(width, overflow="ellipsis")
        line.rstrip()
        yield line


def _strip(title: str, values: Sequence[int], style: str, width: int) -> Iterator[Text]:
    """Draw a column a paragraph, several paragraphs a column where there is no room."""
    if not any(values):
        return
    each = -(-len(values) // width)
    sums = [sum(values[at : at + each]) for at in range(0, len(values), each)]
    most = max(sums)
    steps = len(LEVELS) - 1
    heights = [0 if not value else max(1, value * steps // most) for value in sums]
    scale = "one paragraph" if each == 1 else f"{each} paragraphs"
    yield Text()
    yield Text(title, "read.title").append(f"  {sum(values)} in all", "read.summary")
    yield Text(f"a column is {scale}, the highest {most}", "read.summary")
    yield Text("".join(LEVELS[height] for height in heights).rstrip(), style)
