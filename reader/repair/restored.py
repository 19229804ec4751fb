"""Lines as the tables restored them, and the words that a document is without.

A spinner is applied everywhere: it leaves none of the words it knows. So a word that a
text of this length should have, and has not, may be what a spun form stands for.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING

from reader.repair.context import ContextModel, Gap, Known
from reader.repair.lattice import Edge
from reader.repair.reading import Spelled
from reader.repair.symbols import codes
from reader.repair.synonyms import Synonyms

if TYPE_CHECKING:
    from numpy import bool_
    from numpy.typing import NDArray

LACKING = -0.5
"""The logarithm of how many of a word a text should have for it to be missed there."""


@dataclass(frozen=True, slots=True)
class Restored:
    """One line as the tables restored it."""

    string: str
    places: Sequence[int]
    """For each symbol its place in the line as read, -1 where it was put there."""
    put: Sequence[int] = ()
    """Where in the string each reading begins that the tables put there, in order."""


def restore(line: Spelled, changed: Sequence[Edge]) -> Restored:
    """Write a line with the readings of some of its places."""
    parts: list[str] = []
    places: list[int] = []
    put: list[int] = []
    at = 0
    for edge in changed:
        places += range(at, edge.start)
        put.append(len(places))
        places += [-1] * len(edge.text)
        parts += [line.string[at : edge.start], edge.text]
        at = edge.end
    parts.append(line.string[at:])
    places += range(at, len(line.string))
    return Restored("".join(parts), places, put)


def missing(lines: Sequence[Restored], network: ContextModel) -> "NDArray[bool_]":
    """Tell for each of the network's words whether a document is without it."""
    import numpy

    signs = codes("".join(line.string + "\n" for line in lines))
    places = chain.from_iterable(chain(line.places, (-1,)) for line in lines)
    read = numpy.fromiter(places, dtype=numpy.int64, count=len(signs)) >= 0
    there = numpy.zeros(int(max(signs.max(), network.signs.max())) + 1, dtype=bool)
    there[signs[read]] = True
    found = there[network.signs[:, 0]]
    beside = numpy.column_stack((signs[:-1], signs[1:]))
    pairs = network.of_length[2]
    found[pairs] = numpy.isin(
        network.signs[pairs].view(numpy.uint64), beside.view(numpy.uint64)
    ).ravel()
    return ~found


def unnamed(
    lines: Sequence[Restored],
    changed: Sequence[Sequence[Edge]],
    network: ContextModel,
    words: Synonyms,
    free: "NDArray[bool_]",
    known: Known,
) -> Iterator[tuple[Edge, str]]:
    """Find readings that no row names, where a document lacks a word much like the one.

    能够 was 可以 too, where the table says 可能 alone and the text has no 可以. It is a
    synonym of what was put there or shares a character with it, the text should have
    some of it, and it fits the place better. ``changed`` are the readings that were
    put into each line, ``free`` tells which words are ``missing``, ``known`` what the
    network read before.
    """
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
    gaps: list[Gap] = []
    edges: list[Edge] = []
    for line, put in zip(lines, changed, strict=True):
        for edge, start in zip(put, line.put, strict=True):
            if edge.text not in likes:
                found = (
                    _like(edge.text, lacking, sharing, words)
                    if edge.text in network.number
                    else []
                )
                likes[edge.text] = [network.number[word] for word in found]
            if likes[edge.text]:
                gaps.append((line.string, start, start + len(edge.text)))
                edges.append(edge)
    if not gaps:
        return
    tried = [[network.number[edge.text], *likes[edge.text]] for edge in edges]
    rows = [row for row, numbers in enumerate(tried) for _ in numbers]
    asked = [number for numbers in tried for number in numbers]
    fits = iter(network.fits(network.hidden(gaps, known), rows, asked).tolist())
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
