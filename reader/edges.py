"""Where a term stands in a text -> whether it can be a word there.

全国企业 holds the characters of 国企, 响应收到 those of 应收, but cut through the words
that stand there. So where a word of the dictionary lies across an edge of the term, the
likeliest cut with the term is weighed against the likeliest cut through it, by the same
frequencies that jieba cuts by. Longer words around the whole term (安全带) are not
judged here: the glossary names those that are no term.
"""

from collections.abc import Mapping
from math import log

from glossary.han import is_han

LONGEST_WORD = 5
REACH = 6
"""Characters on either side that are looked at."""
TERM = 4000
"""How often a term counts at the least, in the 60 million words of the dictionary."""


class Edges:
    """A dictionary's frequencies, ready to judge the edges of terms.

    >>> edges = Edges({"全国": 21000, "企业": 35000, "业务": 9000}, 60_000_000)
    >>> edges.allow("全国企业", 1, 3), edges.allow("国企业务", 0, 2)
    (False, True)
    """

    def __init__(self, frequencies: Mapping[str, int], total: int) -> None:
        self._frequencies = frequencies
        self._total = log(total)

    def allow(self, text: str, start: int, end: int) -> bool:
        """Tell whether `text[start:end]` can be a word, in Simplified characters."""
        if not self._is_crossed(text, start, end):
            return True
        low, high = self._window(text, start, end)
        term = max(self._frequencies.get(text[start:end], 0), TERM)
        through = self._best(text[low:high], start - low, end - low)
        beside = (
            self._best(text[low:start]) + log(term) - self._total
            + self._best(text[end:high])
        )  # fmt: skip
        return beside >= through

    def _is_crossed(self, text: str, start: int, end: int) -> bool:
        return any(
            self._is_word(text, low, high)
            for edge, lowest, highest in (
                (start, start - LONGEST_WORD, end - 1),
                (end, start + 1, end + LONGEST_WORD),
            )
            for low in range(max(lowest, 0, edge - LONGEST_WORD), edge)
            for high in range(edge + 1, min(highest, low + LONGEST_WORD, len(text)) + 1)
        )

    def _is_word(self, text: str, low: int, high: int) -> bool:
        return bool(self._frequencies.get(text[low:high]))

    def _window(self, text: str, start: int, end: int) -> tuple[int, int]:
        low = start
        while low > max(0, start - REACH) and is_han(text[low - 1]):
            low -= 1
        high = end
        while high < min(len(text), end + REACH) and is_han(text[high]):
            high += 1
        return low, high

    def _best(self, text: str, start: int = 0, end: int = 0) -> float:
        """Weigh the likeliest cut of `text`, without words around `text[start:end]`."""
        best = [0.0]
        for stop in range(1, len(text) + 1):
            scores = []
            for first in range(max(0, stop - LONGEST_WORD), stop):
                if end and first <= start and stop >= end:
                    continue
                count = self._frequencies.get(text[first:stop], 0)
                if not count and stop - first > 1:
                    continue
                scores.append(best[first] + log(count or 1) - self._total)
            best.append(max(scores))
        return best[-1]
