"""Lines as the tables restored them, and the words that a document is without.

A spinner is applied everywhere: it leaves none of the words it knows. So a word that a
text of this length should have, and has not, may be what a spun form stands for.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from reader.repair.context import ContextModel, Gap
from reader.repair.lattice import Edge
from reader.repair.reading import Spelled
from reader.repair.synonyms import Synonyms

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


def missing(
    lines: Sequence[Restored], network: ContextModel
) -> dict[int, dict[int, None]]:
    """Number the network's words that a document is without, by their length."""
    left = {
        symbol
        for line in lines
        for symbol, place in zip(line.string, line.places, strict=True)
        if place >= 0
    }
    there = {
        first + second for line in lines for first, second in pairwise(line.string)
    }
    found: dict[int, dict[int, None]] = {1: {}, 2: {}}
    for number, word in enumerate(network.words):
        if word not in (left if len(word) == 1 else there):
            found[len(word)][number] = None
    return found


def unnamed(
    lines: Sequence[Restored],
    changed: Sequence[Sequence[Edge]],
    network: ContextModel,
    words: Synonyms,
) -> Iterator[tuple[Edge, str]]:
    """Find readings that no row names, where a document lacks a word much like the one.

    能够 was 可以 too, where the table says 可能 alone and the text has no 可以. It is a
    synonym of what was put there or shares a character with it, the text should have
    some of it, and it fits the place better. ``changed`` are the readings that were
    put into each line.
    """
    size = sum(len(line.string) for line in lines)
    lacking = dict.fromkeys(
        network.words[number]
        for free in missing(lines, network).values()
        for number in free
        if float(network.priors[number]) + math.log(size) >= LACKING
    )
    sharing: dict[str, list[str]] = defaultdict(list)
    for word in lacking:
        for character in word if len(word) > 1 else "":
            sharing[character].append(word)
    likes: dict[str, list[str]] = {}
    gaps: list[Gap] = []
    edges: list[Edge] = []
    for line, put in zip(lines, changed, strict=True):
        for edge, start in zip(put, line.put, strict=True):
            if edge.text not in likes:
                likes[edge.text] = (
                    _like(edge.text, lacking, sharing, words)
                    if edge.text in network.number
                    else []
                )
            if likes[edge.text]:
                gaps.append((line.string, start, start + len(edge.text)))
                edges.append(edge)
    if not gaps:
        return
    fillings = network.fillings(network.hidden(gaps))
    for edge, chances in zip(edges, fillings, strict=True):
        best = max(likes[edge.text], key=lambda one: chances[network.number[one]])
        if chances[network.number[best]] >= chances[network.number[edge.text]]:
            yield edge, best


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
