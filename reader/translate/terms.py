"""A sentence and its terms -> English that has them: the ways to bind, in their order.

A term that comes out by itself is left alone. What is missing is asked for in four
ways, each tried on what the ways before it left over, so that each costs only where
it is needed:

1. placed: the English stands in the place of the term;
2. annotated: the English stands after the term, in the form that the package was
   taught (``中台⟨ middle platform⟩``), where it was taught one;
3. ranked: of several translations of either, the likeliest that has the terms;
4. forced: the translation begins as before, up to where the model looked at the term,
   goes on with the term's English, and the model ends it; so the term agrees with
   what follows (``customer`` may become ``customers``). The last resort is to put
   the English into the old translation in the place of the words that stood there.

``python -m training.binding`` prints what each is worth alone and together.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence

from reader.models import Request
from reader.translate.checks import faults, missing
from reader.translate.model import BLANK, Model
from reader.translate.protocol import ALIGN, AS_ARGOS, Settings

Way = Callable[[Model, Sequence[Request], Sequence[str]], list[list[str]]]
"""Requests and their English so far -> for each the candidates to replace it."""

# How many translations are ranked, and how many places a term is tried at.
HYPOTHESES = 8
# How many where a number or a name is lost.
FEWER = 4
PLACES = 3
# Terms of one sentence that are forced, one after another.
ROUNDS = 4
# "architect architect"; "very very" too, which is why it only weighs among equals.
SOUNDS_YOU = re.compile("uni|use|eu|one|[A-Z]{2}")
TWICE = re.compile(r"\b(\w+) \1\b", re.IGNORECASE)


def bind(
    model: Model, requests: Sequence[Request], english: Sequence[str]
) -> list[str]:
    """Give the English of requests with as many of their terms as can be bound.

    A translation is replaced only by one with less wrong in it, so that a term is
    never bought with a lost number or a loop.
    """
    best = list(english)
    for way in WAYS.values():
        open_ = [
            place
            for place, request in enumerate(requests)
            if missing(request, best[place])
        ]
        if not open_:
            break
        asked = [requests[place] for place in open_]
        found = way(model, asked, [best[place] for place in open_])
        for place, request, candidates in zip(open_, asked, found, strict=True):
            best[place] = better(request, best[place], candidates)
    return best


def better(request: Request, english: str, candidates: Sequence[str]) -> str:
    """Give the first candidate with the least wrong in it, if less than there was.

    Of two with as much wrong in them, the one that says no word twice on end.
    """
    least = min(
        candidates,
        key=lambda text: (faults(request, text), len(TWICE.findall(text))),
        default=english,
    )
    return least if faults(request, least) < faults(request, english) else english


def annotate(request: Request, form: str) -> str:
    """Put each term's English after it, in the form that the package was taught.

    >>> annotate(Request("做中台。", ((1, 3, "middle platform"),)), "⟨ {english}⟩")
    '做中台⟨ middle platform⟩。'
    """
    return _written(
        request, lambda chinese, english: chinese + form.replace("{english}", english)
    )


def substitute(request: Request) -> str:
    """Put each term's English in its place.

    >>> substitute(Request("做中台。", ((1, 3, "middle platform"),)))
    '做 middle platform 。'
    """
    return _written(request, lambda _, english: f" {english} ")


def plain(model: Model, request: Request) -> str:
    """Give the sentence without the marks that the package takes for ours."""
    form = model.package.terms or ""
    marks = [ord(sign) for sign in form.replace("{english}", "") if sign != " "]
    return request.text.translate(dict.fromkeys(marks, " "))


def annotated(
    model: Model, requests: Sequence[Request], english: Sequence[str]
) -> list[list[str]]:
    """Ask in the form that the package was taught, all terms or the missing alone."""
    form = model.package.terms
    if form is None:
        return [[] for _ in requests]
    texts = [
        annotate(Request(plain(model, one), terms), form)
        for one, text in zip(requests, english, strict=True)
        for terms in (one.terms, missing(one, text))
    ]
    found = _search(model, texts)
    return [found[place : place + 2] for place in range(0, len(found), 2)]


def placed(
    model: Model, requests: Sequence[Request], english: Sequence[str]
) -> list[list[str]]:
    """Give the model the English in the place of the Chinese."""
    texts = [
        substitute(Request(plain(model, one), terms))
        for one, text in zip(requests, english, strict=True)
        for terms in (missing(one, text), one.terms)
    ]
    found = _search(model, texts)
    return [found[place : place + 2] for place in range(0, len(found), 2)]


def ranked(
    model: Model, requests: Sequence[Request], english: Sequence[str]
) -> list[list[str]]:
    """Give several translations of each, asked and unasked, the likeliest first."""
    found = likeliest(model, requests, count=HYPOTHESES)
    form = model.package.terms
    if form is None:
        return found
    asked = [annotate(Request(plain(model, one), one.terms), form) for one in requests]
    return [
        [*others, *ours]
        for ours, others in zip(
            found, _likeliest(model, asked, HYPOTHESES), strict=True
        )
    ]


def likeliest(
    model: Model, requests: Sequence[Request], *, count: int = FEWER
) -> list[list[str]]:
    """Give the likeliest translations of each, unasked."""
    return _likeliest(model, [plain(model, one) for one in requests], count)


def forced(
    model: Model, requests: Sequence[Request], english: Sequence[str]
) -> list[list[str]]:
    """Let each translation say a missing term where the model looked at it."""
    best = list(english)
    for _ in range(ROUNDS):
        open_ = [
            place for place, one in enumerate(requests) if missing(one, best[place])
        ]
        if not open_:
            break
        changed = False
        tries = _tries(
            model,
            [requests[place] for place in open_],
            [best[place] for place in open_],
        )
        for place, (bound, spliced) in zip(open_, tries, strict=True):
            text = better(requests[place], best[place], [*bound, *spliced])
            changed = changed or text != best[place]
            best[place] = text
        if not changed:
            break
    return [[text] for text in best]


WAYS: dict[str, Way] = {
    "placed": placed,
    "annotated": annotated,
    "ranked": ranked,
    "forced": forced,
}


def _written(request: Request, write: Callable[[str, str], str]) -> str:
    text = request.text
    for start, end, english in sorted(request.terms, reverse=True):
        written = write(text[start:end], wanted(english))
        text = text[:start] + written + text[end:]
    return text


def wanted(english: str) -> str:
    """Give the first of several renderings parted by ``|``."""
    return english.split("|")[0]


def _likeliest(model: Model, texts: Sequence[str], count: int) -> list[list[str]]:
    sources = [model.pieces(text) for text in texts]
    futures = model.search(sources, hypotheses=count)
    return [
        [model.text(pieces) for pieces in model.result(future).hypotheses]
        for future in futures
    ]


def _search(
    model: Model, texts: Sequence[str], settings: Settings = AS_ARGOS
) -> list[str]:
    futures = model.search([model.pieces(text) for text in texts], settings)
    return [model.text(model.result(future).hypotheses[0]) for future in futures]


def _tries(
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
    spliced: list[list[str]] = [[] for _ in requests]
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
                before = _with_article(target[:first], rendering)
                prefixes.append([*before, *pieces])
        if likely:
            first, last = _run(looks, likely[0])
            spliced[owner].append(
                _spliced(
                    model.text(_with_article(target[:first], rendering)),
                    rendering,
                    model.text(target[last:]),
                )
            )
        else:
            spliced[owner].append(_spliced(english[owner].rstrip("."), rendering, "."))
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
