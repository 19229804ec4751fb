"""jieba's dictionary: how often a word comes, what it is, where a text is cut by it.

jieba itself caches in the temporary directory, logs to stderr and compiles with
warnings from Python 3.12 on; none of that is a reader's business. So its dictionary is
read into a tokenizer of our own, and kept under the user's cache directory.
"""

import marshal
import sys
import warnings
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cached_property
from math import inf, log
from pathlib import Path
from typing import TYPE_CHECKING

from reader.edges import Edges
from reader.people import SURNAMES
from reader.staging import staged

if TYPE_CHECKING:
    import jieba

# Words of old novels and of lists that cut through what is meant: 云端|的, 我|去.
NO_WORDS = ("端的", "我去")


class Lexicon:
    """The words of jieba's dictionary, opened when the first is looked up.

    >>> lexicon = Lexicon()
    >>> lexicon.cut("我们在轴承厂")
    ['我们', '在', '轴承厂']
    """

    def frequency(self, word: str) -> int:
        """Say how often the dictionary met a Simplified word; 0 for never."""
        return int(self._jieba.FREQ.get(word) or 0)

    def rate(self, word: str) -> float:
        """Say how often a word stands among all words."""
        return self.frequency(word) / float(self._jieba.total)

    def tag(self, word: str) -> str:
        """Name a word's part of speech as the dictionary does, "" if unknown."""
        return self._tags.get(word, "")

    def is_person(self, word: str) -> bool:
        """Tell whether the dictionary has a Simplified word as a person's name."""
        return word in self._opened[1]

    def judge(self, folded: str, start: int, end: int) -> bool:
        """Tell whether a term can be a word where it stands in a folded text."""
        return self._edges.allow(folded, start, end)

    def cut(self, run: str) -> list[str]:
        """Cut a run into the words whose frequencies multiply to the most.

        What jieba's own cut without its guesses gives, in half the time.
        """
        frequencies, total, size = self._jieba.FREQ, self._log_total, len(run)
        best = [0.0] * (size + 1)
        ends = list(range(1, size + 1))
        for start in range(size - 1, -1, -1):
            most = -inf
            stop = start + 1
            # A frequency of 0 is the beginning of a word.
            while stop <= size:
                count = frequencies.get(run[start:stop])
                if count is None:
                    break
                if count:
                    score = log(count) + best[stop]
                    if score >= most:
                        most, ends[start] = score, stop
                stop += 1
            best[start] = (best[start + 1] if most == -inf else most) - total
        words = []
        position = 0
        while position < size:
            words.append(run[position : ends[position]])
            position = ends[position]
        return words

    def words(self) -> Iterator[tuple[str, int, str]]:
        """Go through all words, each with how often it comes and its part of speech."""
        with self._jieba.get_dict_file() as file:
            for line in file:
                word, frequency, tag = line.decode().split()
                yield word, int(frequency), tag

    @cached_property
    def _tags(self) -> dict[str, str]:
        return {word: tag for word, _, tag in self.words()}

    @cached_property
    def _log_total(self) -> float:
        return log(self._jieba.total)

    @cached_property
    def _edges(self) -> Edges:
        return Edges(self._jieba.FREQ, self._jieba.total)

    @property
    def _jieba(self) -> "jieba.Tokenizer":
        return self._opened[0]

    @cached_property
    def _opened(self) -> tuple["jieba.Tokenizer", frozenset[str]]:
        return _open_jieba()


def _open_jieba() -> tuple["jieba.Tokenizer", frozenset[str]]:
    """Open a tokenizer of our own, from our cache where there is one, and the names."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba

    tokenizer = jieba.Tokenizer()
    cache = _cache_path(jieba.__version__)
    try:
        tokenizer.FREQ, tokenizer.total, people = marshal.loads(cache.read_bytes())
    except (OSError, ValueError, EOFError, TypeError):
        with tokenizer.get_dict_file() as words:
            tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(words)
        with tokenizer.get_dict_file() as words:
            people = frozenset(_people(words))
        _save(cache, marshal.dumps((tokenizer.FREQ, tokenizer.total, people)))
    for word in NO_WORDS:
        tokenizer.FREQ[word] = 0
    tokenizer.initialized = True
    return tokenizer, people


def _people(rows: Iterable[bytes]) -> Iterator[str]:
    """Give the words tagged as people that begin with a surname."""
    for row in rows:
        word, _, tag = row.decode().split()
        if tag == "nr" and 2 <= len(word) <= 4 and word[0] in SURNAMES:
            yield word


def _cache_path(version: str) -> Path:
    from platformdirs import user_cache_path

    python = sys.implementation.cache_tag
    return user_cache_path("bilingual-reader") / f"jieba-{version}-{python}.bin"


def _save(path: Path, data: bytes) -> None:
    """Write the cache in one step; where that cannot be done, go without."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with staged(path) as made:
            made.write_bytes(data)
