"""A Document -> what one would want to know before reading it.

How long it is, who speaks how much, what it is about, and where it was repaired or
its English looks wrong. Counted once here; the terminal and the page draw it.
"""

from collections import Counter
from dataclasses import dataclass

from glossary.han import is_han
from reader.models import Document
from reader.render.shared import as_written, by_domain, placed_edits

CHARACTERS_A_MINUTE = 255
"""Native readers, aloud: Trauzettel-Klosinski and Dietz, IReST, 2012, table 2."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One block's share of the work."""

    id: str
    characters: int
    repairs: int
    unsure: int
    """Repairs that the text cannot settle."""
    checks: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What was counted."""

    characters: int
    """Han characters."""
    words: int
    """Different words, of Han characters."""
    sentences: int
    bands: tuple[tuple[int, int], ...]
    """How many different words there are of each band of difficulty, 1 to 7."""
    speakers: tuple[tuple[str, int], ...]
    """Each with the Han characters of their turns, the most talkative first."""
    questions: int
    """How many questions an interview has."""
    answered: int
    """How many of them somebody answers."""
    domains: tuple[tuple[str, int, tuple[str, ...]], ...]
    """Each domain of terms, how often they stand, and its commonest three."""
    paragraphs: tuple[Paragraph, ...]

    @property
    def minutes(self) -> int:
        """How long a native reader takes, one minute at least."""
        return max(1, round(self.characters / CHARACTERS_A_MINUTE))


def figures(document: Document) -> Figures:
    """Count a document."""
    placed = placed_edits(document)
    words: dict[str, int] = {}
    speakers: Counter[str] = Counter()
    paragraphs = []
    for block in document.blocks:
        size = sum(map(is_han, block.text))
        if block.speaker:
            speakers[block.speaker] += size
        edits = [
            one.edit
            for sentence in block.sentences
            for one in placed.get(sentence.id, ())
        ]
        paragraph = Paragraph(
            block.id,
            size,
            repairs=len(edits),
            unsure=sum(edit.is_unsure for edit in edits),
            checks=sum(len(one.translation.checks) for one in block.sentences),
        )
        paragraphs.append(paragraph)
        words |= {
            token.text: token.band
            for sentence in block.sentences
            for token in sentence.tokens
            if token.syllables
        }
    domains = [
        (
            domain,
            sum(entry.count for entry in entries),
            tuple(map(as_written, entries[:3])),
        )
        for domain, entries in by_domain(document)
    ]
    exchanges = list(document.exchanges())
    return Figures(
        characters=sum(paragraph.characters for paragraph in paragraphs),
        words=len(words),
        sentences=document.summary.sentences,
        bands=tuple(sorted(Counter(filter(None, words.values())).items())),
        speakers=tuple(speakers.most_common()),
        questions=len(exchanges),
        answered=sum(bool(exchange.answers) for exchange in exchanges),
        domains=tuple(sorted(domains, key=lambda row: -row[1])),
        paragraphs=tuple(paragraphs),
    )
