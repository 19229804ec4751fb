"""Readings that no row of a table names, where a document lacks a word much like one.

They are named as alternatives and never applied.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from reader.repair.context import ContextModel, Gap, Seen
from reader.repair.lattice import Edge
from reader.repair.opinion import Known
from reader.repair.restored import Restored
from reader.repair.synonyms import Synonyms

if TYPE_CHECKING:
    from numpy import bool_
    from numpy.typing import NDArray

LACKING = -0.5
"""The logarithm of how many of a word a text should have for it to be missed there."""


def unnamed(
    lines: Sequence[Restored],
    changed: Sequence[Sequence[Edge]],
    network: ContextModel,
    words: Synonyms,
    free: "NDArray[bool_]",
    seen: Seen,
    known: Known,
) -> Iterator[tuple[Edge, str]]:
    """Find readings that no row names, where a document lacks a word much like the one.

    能够 was 可以 too, where the table says 可能 alone and the text has no 可以. It is a
    synonym of what was put there or shares a character with it, the text should have
    some of it, and it fits the place better. ``changed`` are the readings that were
    put into each line, ``free`` tells which words are ``missing``, ``seen`` is what the
    network sees of the lines, and ``known`` what it read before.
    """
    import numpy

    size = sum(len(line.string) for line in lines)
    lacking = dict.fromkeys(
        network.words[number]
        for number in (free & (network.priors >= LACKING - math.log(size))).nonzero()[0]
    )
    sharing: dict[str, list[str]] = defaultdict(list)
    for word in lacking:
        for character in word if len(word) > 1 else "":
            sharing[character].append(word)
    likes: dict[str, list[int]] = {}
    edges: list[Edge] = []
    read: list[int] = []
    gaps: list[Gap] = []
    for number, (line, put) in enumerate(zip(lines, changed, strict=True)):
        for edge, start in zip(put, line.put, strict=True):
            if edge.text not in likes:
                found = (
                    _like(edge.text, lacking, sharing, words)
                    if edge.text in network.number
                    else []
                )
                likes[edge.text] = [network.number[word] for word in found]
            if likes[edge.text]:
                edges.append(edge)
                row = known.rows.get(edge[:3])
                if row is None:
                    row = len(known.rows) + len(gaps)
                    gaps.append((number, start, start + len(edge.text)))
                read.append(row)
    if not edges:
        return
    hidden = network.hidden(seen, gaps)
    if known.read is not None:
        hidden = numpy.concatenate((known.read, hidden))
    hidden = hidden[read]
    tried = [[network.number[edge.text], *likes[edge.text]] for edge in edges]
    rows = [row for row, numbers in enumerate(tried) for _ in numbers]
    asked = [number for numbers in tried for number in numbers]
    fits = iter(network.fits(hidden, rows, asked).tolist())
    for edge, (_, *numbers) in zip(edges, tried, strict=True):
        own, *chances = islice(fits, 1 + len(numbers))
        most = max(chances)
        if most >= own:
            yield edge, network.words[numbers[chances.index(most)]]


def _like(
    text: str,
    others: Collection[str],
    sharing: Mapping[str, Sequence[str]],
    words: Synonyms,
) -> list[str]:
    """Choose the words among others that are synonyms or share a character."""
    synonyms = [word for word in words.of(text) if word in others]
    alike = [
        word
        for character in text
        for word in sharing.get(character, ())
        if len(word) == len(text)
    ]
    return list(dict.fromkeys([*synonyms, *alike]))
