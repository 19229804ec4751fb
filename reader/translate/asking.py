"""A request -> the texts by which a model is asked for its terms."""

from collections.abc import Callable
from dataclasses import replace

from reader.models import Request
from reader.translate.model import Model

# Words that are hinted at in one part of a sentence: with five, what the model wrote
# of WMT21's news was no better than with none, with three 0.5 BLEU.
MOST = 3


def hinted(known: frozenset[str] | None, request: Request) -> Request:
    """Keep those hints that are of use: of words that the model hardly knows.

    None where the package does not say which it knows.
    """
    if known is None:
        return replace(request, hints=())
    unknown = [
        hint for hint in request.hints if request.text[hint[0] : hint[1]] not in known
    ]
    longest = sorted(unknown, key=lambda hint: hint[0] - hint[1])[:MOST]
    return replace(request, hints=tuple(sorted(longest)))


def asked(model: Model, request: Request) -> str:
    """Give the sentence with its hints, in the form that the package was taught."""
    text = plain(model, request)
    if not request.hints or model.package.terms is None:
        return text
    return annotate(Request(text, request.hints), model.package.terms)


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


def wanted(english: str) -> str:
    """Give the first of several renderings parted by ``|``."""
    return english.split("|")[0]


def _written(request: Request, write: Callable[[str, str], str]) -> str:
    text = request.text
    for start, end, english in sorted(request.terms, reverse=True):
        written = write(text[start:end], wanted(english))
        text = text[:start] + written + text[end:]
    return text
