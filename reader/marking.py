"""A document's sentences -> the terms that stand in them, less what is exempt.

What a glossary finds in a sentence is held against the words around it (its judge),
the subject of the document, and what the reader says is no term here.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from glossary import Glossary, Match
from glossary.matching import Judge
from reader.errors import UsageError
from reader.models import Block


@dataclass(frozen=True)
class Terms:
    """What stands fixed in the sentences of one document: its terms and its people."""

    glossary: Glossary
    names: frozenset[str]
    judge: Judge
    """Tells whether a term can be a word where it stands."""
    trade: bool | None = None
    """Whether the document is about the trade; None asks each sentence."""
    exempt: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The terms that are none in a sentence, by its id; "" is every sentence."""

    def find(self, text: str, sentence: str = "") -> list[Match]:
        """Find the terms of a sentence; give its id where there are exemptions."""
        everywhere = self.exempt.get("", frozenset())
        none = everywhere | self.exempt.get(sentence, frozenset())
        glossary = _without(self.glossary, none) if none else self.glossary
        return glossary.find(text, judge=self.judge, trade=self.trade)


def exemptions(
    exempt: Collection[str], glossary: Glossary, blocks: Sequence[Block]
) -> dict[str, frozenset[str]]:
    """Sort ``平台`` and ``平台@S012`` by sentence, ``""`` for all of them.

    Raises UsageError for what names no term or no sentence.
    """
    ids = [sentence.id for block in blocks for sentence in block.sentences]
    words: dict[str, set[str]] = {}
    for one in exempt:
        word, _, id = one.partition("@")
        if id and id not in ids:
            there = f"there are {ids[0]} to {ids[-1]}" if ids else "there are none"
            raise UsageError(f"no sentence {id} to exempt {word} in; {there}")
        if glossary.term(word) is None:
            near = [term.chinese for term in glossary.suggest(word)]
            hint = f"did you mean {', '.join(near)}?" if near else "name it in Chinese"
            raise UsageError(f"no term {word} to exempt; {hint}")
        words.setdefault(id, set()).add(word)
    return {id: frozenset(named) for id, named in words.items()}


@lru_cache(maxsize=32)
def _without(glossary: Glossary, words: frozenset[str]) -> Glossary:
    return glossary.without(words)
