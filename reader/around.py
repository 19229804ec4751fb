"""A dictionary of words -> the longest of them around a character of a text."""

from collections.abc import Mapping, Sequence

from reader.dictionary import DISAGREED

LONGEST = 8


class Words:
    """A dictionary of words, to be found in a text wherever they stand."""

    def __init__(self, readings: Mapping[str, str | list[list[str]]]) -> None:
        self._readings = readings
        # How long a word can be that begins with two given characters.
        self._longest: dict[str, int] = {}
        for word in readings:
            if len(word) > self._longest.get(word[:2], 1):
                self._longest[word[:2]] = min(len(word), LONGEST)

    def around(self, text: str, positions: Sequence[int]) -> dict[int, tuple[int, str]]:
        """Give some characters the longest word around each: length, its reading.

        The positions are ascending.
        """
        found: dict[int, tuple[int, str]] = {}
        longest, readings, size = self._longest, self._readings, len(text)
        waiting = 0
        last = len(positions)
        for start in range(max(0, positions[0] - LONGEST + 1), size - 1):
            while waiting < last and positions[waiting] < start:
                waiting += 1
            if waiting == last:
                break
            ahead = positions[waiting]
            if ahead - start >= LONGEST:
                continue
            furthest = longest.get(text[start : start + 2])
            if not furthest or ahead >= start + furthest:
                continue
            for stop in range(
                max(start + 2, ahead + 1), min(start + furthest, size) + 1
            ):
                reading = readings.get(text[start:stop])
                if reading is None:
                    continue
                length, syllables = stop - start, _syllables(reading)
                for position in positions[waiting:]:
                    if position >= stop:
                        break
                    known = found.get(position)
                    syllable = syllables[position - start]
                    if syllable != DISAGREED and (not known or known[0] < length):
                        found[position] = length, syllable
        return found


def _syllables(reading: str | list[list[str]]) -> list[str]:
    """List a word's syllables: CC-CEDICT's are a text, pypinyin's a list of lists."""
    if isinstance(reading, str):
        return reading.split(" ")
    return [syllable[0] for syllable in reading]
