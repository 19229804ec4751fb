"""Characters into a model's numbers for them, a whole text at once."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy import uint32
    from numpy.typing import NDArray


def codes(text: str) -> "NDArray[uint32]":
    """Give the code point of each character; half a surrogate pair has one too.

    >>> codes("中a").tolist()
    [20013, 97]
    """
    import numpy

    # An array of one string holds it as it is: encoding takes ten times as long.
    found: NDArray[uint32] = numpy.array([text]).view(numpy.uint32)
    return found[: len(text)]


class Numbers:
    """The numbers of the characters that a model knows, and of all others."""

    def __init__(self, ids: Mapping[str, int], unknown: int) -> None:
        import numpy

        self._numbers: NDArray[uint32] = numpy.full(
            max(map(ord, ids)) + 2, unknown, dtype=numpy.uint32
        )
        self._numbers[[*map(ord, ids)]] = [*ids.values()]

    def of(self, text: str) -> "NDArray[uint32]":
        """Give each character its number.

        >>> Numbers({"中": 2, "国": 3}, unknown=1).of("中国人").tolist()
        [2, 3, 1]
        """
        # The last place stands for all characters past the last that is known.
        return self._numbers.take(codes(text), mode="clip")
