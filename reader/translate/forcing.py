"""A translation without a term -> translations that say it where the model looked.

The model is told to say what it said before, which shows where it looked at the term;
then to begin as before, say the term there, and end as it likes.
"""

import re
import unicodedata
from collections.abc import Sequence

from reader.models import Request
from reader.translate.asking import plain, wanted
from reader.translate.checks import missing
from reader.translate.model import BLANK, Model
from reader.translate.protocol import ALIGN

# How many places a term is tried at.
PLACES = 3
# Words with a vowel that is not heard first: a user, a European, an SDK.
SOUNDS_YOU = re.compile("uni|use|eu|one|[A-Z]{2}")


def tries(
    model: Model, requests: Sequence[Request], english: Sequence[str]
) -> list[tuple[list[str], list[str]]]:
    """Force the first missing term of each; give (decoded, put in) translations."""
    sources = [model.pieces(plain(model, one)) for one in requests]
    targets = [model.target(text) or [] for text in english]
    attended = [
        model.result(future).attention[0] if target else []
        for future, target in zip(
            model.search(sources, ALIGN, prefixes=targets, attention=True),
            targets,
            strict=True,
        )
    ]
    prefixes: list[list[str]] = []
    owners: list[int] = []
    spliced: list[list[str]] = []
    for owner, (request, source, target, rows) in enumerate(
        zip(requests, sources, targets, attended, strict=True)
    ):
        start, end, form = missing(request, english[owner])[0]
        rendering = wanted(form)
        looks = _looks(rows, target, _span(source, request.text, start, end))
        likely = sorted(looks, key=lambda word: -word[2])[:PLACES]
        for first, _, _ in likely:
            pieces = model.target(rendering if first else _capital(rendering))
            if pieces:
                owners.append(owner)
                prefixes.append([*_with_article(target[:first], rendering), *pieces])
        before, after = english[owner].rstrip("."), "."
        if likely:
            first, last = _run(looks, likely[0])
            before = model.text(_with_article(target[:first], rendering))
            after = model.text(target[last:])
        spliced.append([_spliced(before, rendering, after)])
    decoded: list[list[str]] = [[] for _ in requests]
    futures = model.search([sources[owner] for owner in owners], prefixes=prefixes)
    found = [model.result(future).hypotheses[0] for future in futures]
    scores = model.scores([sources[owner] for owner in owners], found)
    order = sorted(range(len(found)), key=lambda place: -scores[place])
    for place in order:
        decoded[owners[place]].append(model.text(found[place]))
    return list(zip(decoded, spliced, strict=True))


def _span(source: Sequence[str], text: str, start: int, end: int) -> range:
    """Find which pieces of a source hold ``text[start:end]``.

    Pieces are cut from the text in its normal form, so the term is looked for there,
    by how many times it came before.
    """
    term = "".join(unicodedata.normalize("NFKC", text[start:end]).split())
    before = "".join(unicodedata.normalize("NFKC", text[:start]).split())
    joined, owners = "", []
    for place, piece in enumerate(source):
        letters = piece.replace(BLANK, "")
        joined += letters
        owners += [place] * len(letters)
    at = -1
    for _ in range(before.count(term) + 1 if term else 0):
        at = joined.find(term, at + 1)
    if at < 0:
        return range(0)
    return range(owners[at], owners[at + len(term) - 1] + 1)


def _looks(
    rows: Sequence[Sequence[float]], target: Sequence[str], span: range
) -> list[tuple[int, int, float]]:
    """Say how much each word, as (first, last) piece, came of looking at a span."""
    if not span or not target or len(rows) < len(target):
        return []
    starts = [
        place
        for place, piece in enumerate(target)
        if place == 0 or piece.startswith(BLANK)
    ]
    words = []
    for first, last in zip(starts, [*starts[1:], len(target)], strict=True):
        weights = [sum(rows[place][at] for at in span) for place in range(first, last)]
        words.append((first, last, max(weights)))
    return words


def _run(
    words: Sequence[tuple[int, int, float]], best: tuple[int, int, float]
) -> tuple[int, int]:
    """Give the words around the best that came of the same look, as pieces."""
    at = words.index(best)
    low = high = at
    while low and words[low - 1][2] > best[2] / 2:
        low -= 1
    while high + 1 < len(words) and words[high + 1][2] > best[2] / 2:
        high += 1
    return words[low][0], words[high][1]


def _with_article(pieces: Sequence[str], rendering: str) -> list[str]:
    """Let ``a`` or ``an`` before a rendering agree with it.

    >>> _with_article(["▁for", "▁a"], "architect")
    ['▁for', '▁an']
    """
    vowel = rendering[:1].lower() in "aeiou" and not SOUNDS_YOU.match(rendering)
    articles = {"▁a": "▁an", "▁A": "▁An"} if vowel else {"▁an": "▁a", "▁An": "▁A"}
    last = [articles.get(piece, piece) for piece in pieces[-1:]]
    return [*pieces[:-1], *last]


def _spliced(before: str, rendering: str, after: str) -> str:
    if not before:
        rendering = _capital(rendering)
    joined = " ".join(part for part in (before, rendering, after) if part)
    return re.sub(r" (?=[,.;:?!)])", "", joined)


def _capital(rendering: str) -> str:
    """Begin a sentence with a rendering; iPhone and eBay stay as they are."""
    first = rendering.partition(" ")[0]
    return rendering[:1].upper() + rendering[1:] if first.islower() else rendering
