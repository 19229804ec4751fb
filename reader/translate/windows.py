"""A sentence too long for the model -> parts it can take, cut where it hurts least.

And their English -> one sentence again.
"""

import re
from collections.abc import Callable, Sequence

from glossary.han import HAN
from reader.models import Request

# The best places to cut come first; each cuts after its mark, closing marks included:
# "…；" and "…，", and between any two words of Latin text. Near miss: "1,000".
CUTS = (
    re.compile(r"[。！？!?；;…][”’」』）)》]*"),
    re.compile(r"[，：—:][”’」』）)》]*|,(?!\d)"),
    re.compile(r"[、）)》」』”]|\s+"),
)


# Letters of English by people for each Han character, and for each Latin letter or
# figure, among 1,000 sentences of the development halves; what has less than SHORT of
# that has often lost a clause.
LETTERS, LETTERS_LATIN, SHORT = 4.24, 0.63, 0.73
LATIN = re.compile("[A-Za-z0-9]")
# Clauses of fewer pieces are not worth translating by themselves.
SHORTEST = 8
ENDS = re.compile(r"[。！？!?…][”’」』）)》]*\s*$")
MARKS = re.compile(r"[，,、；;：:—][”’」』）)》]*\s*$")
# A part's English begins as a sentence does; these words tell that no name does.
LOWER = {
    "a", "after", "an", "and", "as", "at", "but", "by", "for", "from", "he", "if",
    "in", "it", "it's", "its", "not", "of", "on", "or", "she", "so", "that", "the",
    "then", "there", "they", "this", "to", "we", "what", "when", "which", "while",
    "who", "with", "you",
}  # fmt: skip


def parts(request: Request, limit: int, length: Callable[[str], int]) -> list[Request]:
    """Cut a request into parts of no more than ``limit`` as ``length`` measures them.

    The parts' texts join to the request's; terms stay whole and go with their part.

    >>> [part.text for part in parts(Request("先说生态，再说中台。"), 6, len)]
    ['先说生态，', '再说中台。']
    """
    if length(request.text) <= limit or len(request.text) < 2:
        return [request]
    cut = _cut(request, length)
    left, right = sliced(request, 0, cut), sliced(request, cut, len(request.text))
    return parts(left, limit, length) + parts(right, limit, length)


def clauses(request: Request, length: Callable[[str], int]) -> list[Request]:
    """Cut a sentence at inner marks, into parts of some half its length, if it has any.

    >>> [part.text for part in clauses(Request("先说生态，再说中台，后说云。"), len)]
    ['先说生态，', '再说中台，', '后说云。']
    >>> len(clauses(Request("先说生态再说中台后说云。"), len))
    1
    """
    limit = max(SHORTEST, length(request.text) * 3 // 5)
    found = parts(request, limit, length)
    at_marks = all(
        MARKS.search(one.text) or ENDS.search(one.text) for one in found[:-1]
    )
    return found if at_marks else [request]


def is_short(chinese: str, english: str) -> bool:
    """Say whether English is so much shorter than usual that a clause may be lost.

    >>> is_short("瑞典比英国做得好，在每一个阶层上都做得更好。", "Sweden is better.")
    True
    """
    usual = LETTERS * len(HAN.findall(chinese)) + LETTERS_LATIN * len(
        LATIN.findall(chinese)
    )
    return len(english) < SHORT * usual


def join(parts: Sequence[tuple[str, str]]) -> str:
    """Make one sentence of parts, each (Chinese, English).

    >>> join([("先说生态，", "First the ecosystem."), ("再说中台。", "Then the rest.")])
    'First the ecosystem, then the rest.'
    """
    parts = [part for part in parts if part[1]]
    texts = []
    inside = False
    for place, (chinese, english) in enumerate(parts, 1):
        first, _, rest = english.partition(" ")
        if inside and first.lower() in LOWER:
            english = f"{first.lower()} {rest}"
        # The sentence goes on, though the model has ended its part.
        inside = place < len(parts) and not ENDS.search(chinese)
        if inside and english.endswith("."):
            english = english.rstrip(".") + ("," if MARKS.search(chinese) else "")
        texts.append(english.strip())
    return " ".join(texts)


def sliced(request: Request, start: int, end: int) -> Request:
    """Give a part of a request with the terms and hints that are whole in it.

    >>> sliced(Request("先做中台", ((2, 4, "middle platform"),)), 1, 4).terms
    ((1, 3, 'middle platform'),)
    """
    terms, hints = (
        tuple(
            (begin - start, finish - start, english)
            for begin, finish, english in spans
            if start <= begin and finish <= end
        )
        for spans in (request.terms, request.hints)
    )
    return Request(request.text[start:end], terms, request.names, hints)


def _cut(request: Request, length: Callable[[str], int]) -> int:
    """Find where to cut: the mark that leaves the two sides most alike in length.

    A mark with less than a fifth of the text on one side is left for a lesser one.
    """
    size = len(request.text)
    inside = {
        place
        for start, end, _ in (*request.terms, *request.hints)
        for place in range(start + 1, end)
    }
    for marks in CUTS:
        places = [
            found.end()
            for found in marks.finditer(request.text)
            if size / 5 <= found.end() <= size * 4 / 5 and found.end() not in inside
        ]
        if places:
            return min(places, key=lambda place: abs(2 * place - size))
    # No mark at all: near the middle, where no word of the model's is broken.
    middle = size // 2
    near = [place for place in range(middle - 4, middle + 5) if 0 < place < size]
    free = [place for place in near if place not in inside] or near
    return min(
        free,
        key=lambda place: (
            length(request.text[:place]) + length(request.text[place:]),
            abs(2 * place - size),
        ),
    )
