"""What every view says in the same words: the headline, the terms first met."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from glossary.scripts import fold
from reader.difficulty import NewWord, new_words
from reader.models import Block, Document, Edit, Entry, Origin, Sentence, Translation

LEVEL = 4
"""The HSK level a reader is taken to have who does not say."""

MACHINE_LABELS: dict[Origin, str] = {
    "argos": "",
    "rule": "",
    "memory": "",
    "hand": "",
    "gloss": "(word by word) ",
    "none": "",
}
"""Said before an English side that is not a translation."""

NOT_TRANSLATED = (
    "Not translated: the English is word by word, from the glossary and the "
    "dictionary. To have it translated, leave out `--translator none`, "
    "or get a package with `reader model install zh_en`, or name one with --model."
)


def headline(document: Document, *, whole: bool = True) -> Iterator[str]:
    """Say in one or two lines what the document is and what was done to it.

    Where it is not ``whole`` yet, its checks are counted at the end.
    """
    summary = document.summary
    counts = [
        _count(summary.paragraphs, "paragraph"),
        _count(summary.sentences, "sentence"),
        _count(summary.edits, "repair"),
        _count(summary.terms, "term"),
        to_look_at(summary.checks) if whole else "checks counted at the end",
    ]
    yield " · ".join(counts)
    origins = {sentence.translation.origin for sentence in document.sentences()}
    if "gloss" in origins or not (whole or document.translator):
        yield NOT_TRANSLATED
    elif document.translator:
        yield f"translated by {document.translator}"


def to_look_at(checks: int) -> str:
    """Say how many checks failed."""
    return f"{_count(checks, 'check')} to look at"


def first_met(document: Document, block: Block) -> Iterator[Entry]:
    """Give the terms that a block is the first to use, in order."""
    ids = {sentence.id for sentence in block.sentences}
    return (entry for entry in document.glossary if entry.first in ids)


def as_written(entry: Entry) -> str:
    """Name a term as the document writes it, and as the glossary does if otherwise.

    >>> as_written(Entry("软件", "software", "ruǎnjiàn", "", 1, ("軟體",)))
    '軟體 (软件)'
    """
    if not entry.forms or entry.chinese in entry.forms:
        return entry.chinese
    written = entry.forms[0]
    if fold(written) == fold(entry.chinese):
        return written
    return f"{written} ({entry.chinese})"


def read_as_written(entry: Entry, sentences: Iterable[Sentence]) -> str:
    """Give the pinyin of a term as the document writes it: 軟體 is ruǎntǐ.

    Of the first form only; where no sentence has it as a word, the glossary's own.

    >>> from reader.models import Token
    >>> sentence = Sentence("S001", "軟體", tokens=(Token("軟體", (), "ruǎntǐ"),))
    >>> entry = Entry("软件", "software", "ruǎnjiàn", "", 1, ("軟體",))
    >>> read_as_written(entry, [sentence]), read_as_written(entry, [])
    ('ruǎntǐ', 'ruǎnjiàn')
    """
    if not entry.forms or entry.chinese in entry.forms:
        return entry.pinyin
    written = entry.forms[0]
    return next(
        (
            token.pinyin
            for sentence in sentences
            for token in sentence.tokens
            if token.text == written and token.pinyin
        ),
        entry.pinyin,
    )


def by_domain(document: Document) -> Iterator[tuple[str, list[Entry]]]:
    """Give the document's terms by domain, the commonest first, one's own last."""
    domains: dict[str, list[Entry]] = {}
    for entry in document.glossary:
        domains.setdefault(entry.domain, []).append(entry)
    for domain in sorted(domains, key=lambda name: (not name, name)):
        entries = sorted(domains[domain], key=lambda entry: -entry.count)
        yield domain or "your own", entries


def vocabulary(
    document: Document, *, level: int, known: Collection[str]
) -> list[NewWord]:
    """List the words above a level that are no terms, the easiest and commonest first.

    Terms have a list of their own.
    """
    words = new_words(document, level=level, known=known)
    return sorted(
        (word for word in words if word.token.term is None),
        key=lambda word: (word.token.band, -word.count),
    )


def percent(confidence: float) -> str:
    """Write how sure something is; 100% where it cannot be otherwise.

    >>> percent(0.614), percent(0.998), percent(1.0)
    ('61%', '>99%', '100%')
    """
    return ">99%" if 0.99 < confidence < 1 else f"{confidence:.0%}"


def said(translation: Translation) -> Iterator[str]:
    """Say what looks wrong with a translation, one line for each kind of check."""
    details: dict[str, list[str]] = {}
    for check in translation.checks:
        details.setdefault(check.check, []).append(check.detail)
    return (f"{name}: {'; '.join(found)}" for name, found in details.items())


@dataclass(frozen=True, slots=True)
class Placed:
    """A repair and where its outcome stands in a sentence, in code points."""

    start: int
    edit: Edit


def placed_edits(document: Document) -> dict[str, list[Placed]]:
    """Put each repair to the sentence it stands in, under ``""`` where in none.

    Sentences know their place in the repaired text, edits theirs in the text as
    it was read; the lengths of the edits before one tell how far it moved.
    """
    sentences = list(document.sentences())
    placed: dict[str, list[Placed]] = {}
    shift = 0
    following = 0
    for edit in document.edits:
        start = edit.start + shift
        shift += len(edit.after) - len(edit.before)
        while following < len(sentences) and _end(sentences[following]) <= start:
            following += 1
        if following < len(sentences) and sentences[following].start <= start:
            sentence = sentences[following]
            inside = Placed(start - sentence.start, edit)
            placed.setdefault(sentence.id, []).append(inside)
        else:
            placed.setdefault("", []).append(Placed(start, edit))
    return placed


def _end(sentence: Sentence) -> int:
    return sentence.start + len(sentence.text)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
