"""A request -> the texts by which a model is asked for its terms."""

from collections.abc import Callable

from reader.models import Request
from reader.translate.model import Model


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
