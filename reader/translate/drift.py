"""How a document renders its terms -> where one is rendered otherwise than before."""

import re
from collections import Counter

from reader.models import Check, Request
from reader.translate.checks import has_term


class Renderings:
    """What each term was rendered with so far; one for each document.

    >>> renderings = Renderings()
    >>> request = Request("做中台", ((1, 3, "middle platform|mid-platform"),))
    >>> renderings.check(request, "Build a middle platform.", "S001")
    ()
    >>> renderings.check(request, "Build a mid-platform.", "S002")[0].detail
    '中台: mid-platform here, middle platform in S001'
    """

    def __init__(self) -> None:
        self._said: dict[str, Counter[str]] = {}
        self._first: dict[tuple[str, str], str] = {}

    def check(self, request: Request, english: str, place: str) -> tuple[Check, ...]:
        """Compare a sentence's renderings with the usual ones, and take them in.

        ``place`` is the sentence's id. A term that is missing is told by
        :func:`~reader.translate.checks.check`, and not here.
        """
        found = []
        for start, end, forms in request.terms:
            here = _renderings(forms, english)
            if not here:
                continue
            said = self._said.setdefault(forms, Counter())
            usual = max(said, key=said.__getitem__, default=None)
            one = usual if usual in here else here[0]
            assert one is not None  # one of `here`
            if usual is not None and usual != one and said[one] < said[usual]:
                first = self._first[forms, usual]
                found.append(
                    Check(
                        "term",
                        f"{request.text[start:end]}: {one} here, {usual} in {first}",
                    )
                )
            said[one] += 1
            self._first.setdefault((forms, one), place)
        return tuple(dict.fromkeys(found))


def _renderings(forms: str, english: str) -> list[str]:
    """Give the renderings that a sentence has, the longest first, alike ones as one."""
    options = forms.split("|")
    if len(options) < 2:
        return []
    there = sorted(
        (form for form in options if has_term(english, form)), key=len, reverse=True
    )
    return list(
        dict.fromkeys(
            next(option for option in options if _alike(option, form)) for form in there
        )
    )


def _alike(one: str, other: str) -> bool:
    """Say whether two renderings are one: implement, implementation; API, its words.

    So are receivables and accounts receivable.

    >>> _alike("A/B test", "A/B testing"), _alike("client", "party A")
    (True, False)
    >>> _alike("operating system", "OS")
    True
    """
    first, second = _words(one), _words(other)
    if "".join(word[0] for word in first) == "".join(second):
        return True
    if "".join(word[0] for word in second) == "".join(first):
        return True
    short, long = sorted((first, second), key=len)
    return all(any(_stem_alike(word, other) for other in long) for word in short)


def _stem_alike(one: str, other: str) -> bool:
    length = max(4, min(len(one), len(other)) - 3)
    return one[:length] == other[:length]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower()) or [text.lower()]
