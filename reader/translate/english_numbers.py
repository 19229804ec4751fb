"""An English text -> the numbers it says, by value, in digits and in words.

Read generously, for a number is looked for among them: "two decades" is 20,
"tripled" is 3, "3 to 5 million" has 3 million in it.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

SMALL = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen",
    "seventeen", "eighteen", "nineteen",
]  # fmt: skip
TENS = [
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
]  # fmt: skip
PLACES = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth",
    "ninth", "tenth", "eleventh", "twelfth",
]  # fmt: skip
CARDINALS = {word: place for place, word in enumerate(SMALL)}
CARDINALS |= {word: place * 10 for place, word in enumerate(TENS, 2)}
ORDINALS = {word: place for place, word in enumerate(PLACES, 1)}
ORDINALS |= {"twentieth": 20, "thirtieth": 30}
MULTIPLIERS = {
    "dozen": 12, "dozens": 12, "decade": 10, "decades": 10, "century": 100,
    "centuries": 100, "hundred": 100, "thousand": 10**3, "million": 10**6,
    "billion": 10**9, "trillion": 10**12, "millions": 10**6, "billions": 10**9,
}  # fmt: skip
SCALES = (("trillion", 10**12), ("billion", 10**9), ("million", 10**6))
SHORT = {"k": 10**3, "m": 10**6, "mn": 10**6, "b": 10**9, "bn": 10**9}
PARTS = {"half": 2, "halves": 2, "quarter": 4, "quarters": 4, "tenths": 10} | {
    ending: place
    for word, place in ORDINALS.items()
    if place > 2
    for ending in (word, f"{word}s")
}
SAID = {
    "both": 2, "couple": 2, "double": 2, "doubled": 2, "doubles": 2, "doubling": 2,
    "twice": 2, "dual": 2, "pair": 2, "triple": 3, "tripled": 3, "triples": 3,
    "tripling": 3, "thrice": 3, "trio": 3, "quadruple": 4, "quadrupled": 4,
    "halved": 0.5, "halve": 0.5, "noon": 12, "midnight": 24, "ii": 2, "iii": 3,
    "iv": 4, "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9,
}  # fmt: skip
MONTH_NAMES = [
    "january", "february", "march", "april", "may", "june", "july", "august",
    "september", "october", "november", "december",
]  # fmt: skip
MONTHS = {
    form: month
    for month, name in enumerate(MONTH_NAMES, 1)
    for form in (name, name[:3])
} | {"sept": 9}
# "18.7", "1,460", "10k", "30th", "1980s"; words; what may stand in a range or fraction
PIECE = re.compile(
    r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
    r"(?:(?P<short>k|mn|m|bn|b)\b)?|(?P<word>[a-z]+)|(?P<sign>[-–—~/%])"
)
JOINERS = ("to", "or", "and", "-", "–", "—", "~")


@dataclass(frozen=True, slots=True)
class Said:
    """A value that an English text says, and how far it may be rounded."""

    value: float
    slack: float = 0.0

    def is_like(self, value: float) -> bool:
        """Compare, with the rounding that "18.7 million" stands for."""
        return math.isclose(self.value, value, rel_tol=1e-9, abs_tol=1e-12) or (
            abs(self.value - value) <= self.slack
        )


def said(text: str) -> list[Said]:
    """Read all the numbers of a text.

    >>> [one.value for one in said("9 billion in two decades, three-quarters of it")]
    [9000000000.0, 20.0, 0.75, 3.0, 4.0]
    """
    pieces = list(PIECE.finditer(text.lower()))
    found: list[Said] = []
    # (place of the piece after, value) of the last plain number, for ranges.
    plain: tuple[int, float] | None = None
    place = 0
    while place < len(pieces):
        start = place
        number, decimals, place = _number(pieces, start)
        if number is None:
            found += _in_a_word(pieces, start)
            place = start + 1
            continue
        scale, place = _scale(pieces, place)
        if scale > 1:
            exact = decimals == 0 and number < 10
            found.append(
                Said(number * scale, 0.0 if exact else _slack(decimals, scale))
            )
            if plain and start - plain[0] == 1 and pieces[plain[0]][0] in JOINERS:
                found.append(Said(plain[1] * scale))
            plain = None
        else:
            values, place = _shares(pieces, place, number)
            found += map(Said, values)
            plain = place, number
        if short := pieces[start]["short"]:
            scale = SHORT[short]
            found.append(Said(number * scale, _slack(decimals, scale)))
    return found


def amount(value: float) -> str:
    """Write a large number as English text does.

    >>> [amount(one) for one in (350_000_000, 35_000, 1.87e9, 1_179_0000, 8_612_345)]
    ['350 million', '35,000', '1.87 billion', '11.79 million', '8,612,345']
    """
    for name, size in SCALES:
        if value >= size and round(value * 1000) % size == 0:
            return f"{value / size:.3f}".rstrip("0").rstrip(".") + f" {name}"
    return f"{value:,.0f}"


def months(text: str) -> set[int]:
    """Give the months that a text names, as numbers."""
    return {
        MONTHS[word] for word in re.findall("[a-z]+", text.lower()) if word in MONTHS
    }


def _number(pieces: list[re.Match[str]], place: int) -> tuple[float | None, int, int]:
    """Read a number below its multiplier: "18.7", "twenty-one", "one and a half", "a".

    Gives the value (or None), its decimals, and the place after it.
    """
    piece = pieces[place]
    decimals = 0
    if piece["number"]:
        digits = piece["number"].replace(",", "")
        decimals = len(digits.partition(".")[2])
        number, place = float(digits), place + 1
    elif piece["word"] in CARDINALS:
        number, place = _words(pieces, place)
    elif piece["word"] in ("a", "an") and place + 1 < len(pieces):
        following = pieces[place + 1]["word"]
        if following in MULTIPLIERS:
            return 1.0, 0, place + 1
        if following in PARTS or following in ("year", "month", "week", "day", "hour"):
            return 1.0, 0, place + 1
        return None, 0, place
    elif piece["word"] == "half" and _is(pieces, place + 1, "a", "an"):
        if place + 2 < len(pieces) and pieces[place + 2]["word"] in MULTIPLIERS:
            return 0.5, 1, place + 2
        return None, 0, place
    else:
        return None, 0, place
    if _are(pieces, place, "and", "a", "half"):
        return number + 0.5, 1, place + 3
    return number, decimals, place


def _in_a_word(pieces: list[re.Match[str]], place: int) -> Iterator[Said]:
    """Read a word that is a number, or says one: "doubled", "third", "tenfold"."""
    word = pieces[place]["word"] or ""
    if word in SAID:
        yield Said(float(SAID[word]))
    elif word in ORDINALS:
        yield Said(float(ORDINALS[word]))
    elif word.endswith("fold") and word[:-4] in CARDINALS:
        yield Said(float(CARDINALS[word[:-4]]))
    elif word in ("half", "halves", "quarter", "quarters"):
        yield Said(_of_a(pieces, place + 1) / PARTS[word])
    elif word in ("decade", "decades", "century", "dozen"):
        yield Said(float(MULTIPLIERS[word]))


def _shares(
    pieces: list[re.Match[str]], place: int, number: float
) -> tuple[list[float], int]:
    """Read what a number may be besides itself: a percentage, part of a fraction.

    Gives all that it may be, and the place after it.
    """
    values = []
    part, after = _part(pieces, place)
    if part:
        values.append(number / part * _of_a(pieces, after))
    if _is(pieces, place, "/") and place + 1 < len(pieces):
        below = float((pieces[place + 1]["number"] or "0").replace(",", ""))
        if below:
            values.append(number / below)
    if _is(pieces, place, "%", "percent") or _are(pieces, place, "per", "cent"):
        values.append(number / 100)
    if any(
        _are(pieces, place, *words, ten)
        for words in (("in",), ("out", "of"))
        for ten in ("ten", "10")
    ):
        values.append(number / 10)
    values.append(number)
    if part:
        values.append(float(part))
    return values, after if part else place


def _of_a(pieces: list[re.Match[str]], place: int) -> float:
    """Read what there is a part of: "of a million"; 1 where it is not said."""
    return _scale(pieces, place + 2)[0] if _are(pieces, place, "of", "a") else 1.0


def _slack(decimals: int, scale: float) -> float:
    """Say how far a number may be from what it was rounded from."""
    return 0.5 * 10.0**-decimals * scale


def _words(pieces: list[re.Match[str]], place: int) -> tuple[float, int]:
    """Read "twenty-one", "two hundred and five", "nineteen ninety-eight", "fifth"."""
    total = 0.0
    last = 0.0
    while place < len(pieces):
        word = pieces[place]["word"] or ""
        if word in CARDINALS or (word in ORDINALS and last >= 20):
            number = float(CARDINALS.get(word) or ORDINALS.get(word) or 0)
            tens = 20 <= last < 100 and last % 10 == 0 and 0 < number < 10
            if total and not tens and last != 100:
                break
            total, last = total + number, number
        elif word == "hundred" and 0 < total < 100:
            total, last = total * 100, 100.0
        elif word == "and" and last == 100 and _is_cardinal(pieces, place + 1):
            pass
        elif pieces[place]["sign"] == "-" and _is_cardinal(pieces, place + 1):
            if not 20 <= last < 100:
                break
        else:
            break
        place += 1
    return total, place


def _scale(pieces: list[re.Match[str]], place: int) -> tuple[float, int]:
    """Multiply the multipliers from a place on; give the product and what is after."""
    scale = 1.0
    while place < len(pieces):
        word = pieces[place]["word"]
        if pieces[place]["sign"] == "-" and place + 1 < len(pieces):
            word = pieces[place + 1]["word"]
            if word not in MULTIPLIERS:
                break
            place += 1
        if word not in MULTIPLIERS:
            break
        scale *= MULTIPLIERS[word]
        place += 1
    return scale, place


def _part(pieces: list[re.Match[str]], place: int) -> tuple[int, int]:
    """Read what a number is a part of: "two-thirds", "one tenth"."""
    if _is(pieces, place, "-"):
        place += 1
    word = pieces[place]["word"] if place < len(pieces) else None
    return (PARTS[word], place + 1) if word in PARTS else (0, place)


def _is(pieces: list[re.Match[str]], place: int, *texts: str) -> bool:
    return place < len(pieces) and pieces[place][0] in texts


def _are(pieces: list[re.Match[str]], place: int, *texts: str) -> bool:
    """Tell whether some pieces stand in a row from a place on."""
    row = pieces[place : place + len(texts)]
    return [piece[0] for piece in row] == [*texts]


def _is_cardinal(pieces: list[re.Match[str]], place: int) -> bool:
    word = pieces[place]["word"] if place < len(pieces) else None
    return word in CARDINALS or word in ORDINALS
