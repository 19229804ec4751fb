"""Words that a form may stand for whatever stands around it, by their numbers."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from reader.repair.context import ContextModel, context
from reader.repair.synonyms import Synonyms, synonyms

if TYPE_CHECKING:
    from numpy import int64
    from numpy.typing import NDArray

    Numbers = NDArray[int64]


class Kin:
    """Synonyms of a form, and words that share a character with it."""

    def __init__(self, network: ContextModel, words: Synonyms) -> None:
        self._number = network.number
        self._words = words
        self._synonyms: dict[str, Numbers] = {}
        found: dict[tuple[int, str], list[int]] = defaultdict(list)
        for word, number in network.number.items():
            for place in enumerate(word if len(word) > 1 else ""):
                found[place].append(number)
        self._sharing = {place: _array(numbers) for place, numbers in found.items()}
        self._none = _array([])

    def numbers(self, words: Iterable[str]) -> "Numbers":
        """Number the words that the network knows."""
        if not words:
            return self._none
        return _array([self._number[word] for word in words if word in self._number])

    def synonyms(self, form: str) -> "Numbers":
        """Number a form's synonyms.

        >>> number = context().number["提"]
        >>> number in kin().synonyms("挑")
        True
        """
        found = self._synonyms.get(form)
        if found is None:
            found = self._synonyms[form] = self.numbers(self._words.of(form))
        return found

    def sharing(self, form: str) -> "Numbers":
        """Number the words of two that share a character with a form in its place."""
        import numpy

        if len(form) == 1:
            return self._none
        return numpy.concatenate(
            [self._sharing.get(place, self._none) for place in enumerate(form)]
        )


def _array(found: list[int]) -> "Numbers":
    import numpy

    return numpy.array(found, dtype=numpy.int64)


@cache
def kin() -> Kin:
    """Number the kin of forms for the network that comes with the package."""
    return Kin(context(), synonyms())
