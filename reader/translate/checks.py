"""What looks wrong with a translation: loops, holes, leftovers, lost terms and numbers.

Each check would rather miss a fault than raise a false alarm: a reader who is warned
for nothing stops looking.
"""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from functools import lru_cache

from glossary.han import HAN
from reader.models import Check, CheckName, Request, Span
from reader.translate.addresses import ADDRESS
from reader.translate.chinese_numbers import Quantity, quantities
from reader.translate.english_numbers import Said, months, said

WORD = re.compile(r"[\w'’-]+")
DEGENERATE: frozenset[CheckName] = frozenset(("repetition", "length", "untranslated"))
"""Checks after which the same model may do better with other settings."""
WEIGHTS: dict[CheckName, int] = {
    "number": 2, "name": 1, "term": 1, "repetition": 3, "length": 3, "untranslated": 3,
}  # fmt: skip

# A run of words said again at once: three times a pair or more, four times one word
# ("very, very, very good" is speech); or five words three times, if they are a good
# share of all.
LOOP_ONE, LOOP_MORE, LOOP_APART = 4, 3, 3
LOOP_SHARE = 0.3
LOOP_LONGEST = 12
# More than any number has: a trillion is 1 and twelve zeros, four groups of them.
ENDLESS = re.compile(r"(\d)\1{12,}|\d{1,3}(?:,\d{3}){5,}|([A-Za-z])\2{5,}")
MOST_SHOWN = 30
"""Signs of a loop that the check names."""
# English words for each Han character. Among 3,908 translations by people, of twelve
# characters and more, the lowest is 0.31 and the highest 1.64.
FEW, MANY, LENGTH_FROM = 0.25, 1.8, 12
# Latin words and codes in a Chinese sentence: "SaaS", "Wi-Fi", "M8", "user_name";
# a lone letter counts nothing ("A轮", "B端"), nor do units after a number ("5km").
LATIN = re.compile(r"(?<![A-Za-z0-9_.-])[A-Za-z](?:[A-Za-z0-9_.+&'-]*[A-Za-z0-9+])")
# Said in Chinese of what English has another word for as well.
LOANS = {"app", "apps", "ok", "vs", "no", "logo", "bug"}
NARROW = {0xFF01 + place: 0x21 + place for place in range(94)}
LATIN_GAP = re.compile(r"[\s\W_]+")
# English endings that a term may take on: customers, migrated, scheduling.
ENDINGS = "(?:'s|’s|s|es|ies|d|ed|ied|ing)?"
ARTICLES = ("a", "an", "the")
IRREGULAR = {
    "be": "am|is|are|was|were|been", "begin": "began|begun", "break": "broke|broken",
    "build": "built", "burn": "burnt", "buy": "bought", "do": "did|done",
    "fight": "fought", "get": "got", "give": "gave|given", "go": "went|gone",
    "have": "has|had", "hold": "held", "lead": "led", "leave": "left", "lie": "lying",
    "lose": "lost", "make": "made", "pay": "paid", "run": "ran", "sell": "sold",
    "send": "sent", "spend": "spent", "take": "took|taken", "win": "won",
    "write": "wrote|written",
}  # fmt: skip


def check(
    chinese: str,
    english: str,
    terms: Sequence[tuple[int, int, str]] = (),
    *,
    names: Collection[str] = (),
) -> tuple[Check, ...]:
    """Say what looks wrong with the English of a sentence; nothing for a sound one.

    ``terms`` are (start, end, English), as in a Request; several accepted forms of
    the English may be parted by ``|``. ``names`` are those of their Chinese forms
    that are people.

    >>> check("腾讯有90亿元收入。", "Tencent has 90 billion yuan in revenue.")
    (Check(check='number', detail='90亿 is 9,000,000,000'),)
    """
    found = _without_terms(chinese, english)
    if not terms or not HAN.search(chinese) or not english.strip():
        return found
    return (*found, *_terms(chinese, english, terms, names))


# A sentence is checked as a part, and again as a whole, which often is the same.
@lru_cache(maxsize=1024)
def _without_terms(chinese: str, english: str) -> tuple[Check, ...]:
    if not HAN.search(chinese):
        return ()
    if not english.strip():
        return (Check("length", "no translation"),)
    return (
        *_repetition(english),
        *_length(chinese, english),
        *_untranslated(english),
        *_latin(chinese, english),
        *_numbers(chinese, english),
    )


def faults(request: Request, english: str) -> int:
    """Weigh what is wrong: a term is not worth a number, a loop or half a sentence."""
    found = check(request.text, english, request.terms, names=request.names)
    return sum(WEIGHTS.get(one.check, 1) for one in found)


def missing(request: Request, english: str) -> tuple[Span, ...]:
    """Give those of a request's terms that its English has not."""
    return tuple(
        one
        for one in request.terms
        if not any(has_term(english, form) for form in one[2].split("|"))
    )


def lost_numbers(chinese: str, english: str) -> list[Quantity]:
    """Give the numbers of a sentence that its English does not say, none twice.

    >>> [one.text for one in lost_numbers("90亿元，38家", "9 billion yuan")]
    ['38']
    """
    wanted = dict.fromkeys(quantities(chinese))
    if not wanted:
        return []
    given, names = said(english), months(english)
    return [one for one in wanted if not _is_said(one, given, names)]


def _repetition(english: str) -> list[Check]:
    words = [word.lower() for word in WORD.findall(english)]
    for size in range(1, LOOP_LONGEST + 1):
        times = LOOP_ONE if size == 1 else LOOP_MORE
        for start in range(len(words) - size * times + 1):
            run = words[start : start + size]
            if run * times == words[start : start + size * times] and any(
                word.isalpha() for word in run
            ):
                return [Check("repetition", f"“{' '.join(run)}” again and again")]
    apart = Counter(zip(*(words[start:] for start in range(5)), strict=False))
    for five, count in apart.most_common(1):
        # A list of cases says the same words for each, but not only them.
        if count >= LOOP_APART and 5 * count > LOOP_SHARE * len(words):
            return [Check("repetition", f"“{' '.join(five)}” {count} times")]
    return _stammer(words) or _endless(english)


def _stammer(words: list[str]) -> list[Check]:
    """Find a word that repeats within itself: "mainstremainstremainstre"."""
    for word in words:
        found = re.search(r"([a-z]{2,8}?)\1{2,}", word)
        if found:
            return [Check("repetition", f"“{found[0][:MOST_SHOWN]}”")]
    return []


def _endless(english: str) -> list[Check]:
    found = ENDLESS.search(english)
    return [Check("repetition", f"“{found[0][:MOST_SHOWN]}”")] if found else []


def _length(chinese: str, english: str) -> list[Check]:
    signs = len(HAN.findall(chinese))
    if signs < LENGTH_FROM:
        return []
    words = len(WORD.findall(english))
    if words < FEW * signs:
        return [Check("length", f"{words} words for {signs} characters")]
    if words > MANY * signs:
        return [Check("length", f"{words} words for {signs} characters")]
    return []


def _untranslated(english: str) -> list[Check]:
    left = "".join(HAN.findall(english))
    return [Check("untranslated", left)] if left else []


def _terms(
    chinese: str,
    english: str,
    terms: Sequence[tuple[int, int, str]],
    names: Collection[str],
) -> list[Check]:
    lost = {
        chinese[start:end]: form.split("|")[0]
        for start, end, form in missing(Request(chinese, tuple(terms)), english)
    }
    return [
        Check("name" if term in names else "term", f"{term}: {form}")
        for term, form in lost.items()
    ]


def _latin(chinese: str, english: str) -> list[Check]:
    """Find Latin words of the Chinese that the English has lost.

    Case, hyphens and an ending make no difference: ``to B`` and ``To-B`` are one.
    """
    said = LATIN_GAP.sub("", english.casefold())
    lost = [one for one in ADDRESS.findall(chinese) if one not in english]
    words = LATIN.findall(ADDRESS.sub(" ", chinese).translate(NARROW))
    lost += [
        word
        for word in words
        if LATIN_GAP.sub("", word.casefold()).rstrip("s") not in said
        and word.casefold() not in LOANS
    ]
    return [Check("name", f"{word} is lost") for word in dict.fromkeys(lost)]


def has_term(english: str, term: str) -> bool:
    """Say whether a text has a term, in whatever case and inflection.

    >>> has_term("They migrated data; customers' Middle-Platforms", "middle platform")
    True
    >>> has_term("a platform in the middle", "middle platform")
    False
    """
    words = [word for word in re.split(r"[\s‐-]+", term.strip()) if word]
    if not words:
        return True
    if words[0].lower() in ARTICLES and len(words) > 1:
        words = words[1:]
    pattern = r"[\s‐-]*".join(_inflected(word) for word in words)
    return re.search(rf"(?<!\w){pattern}(?!\w)", english, re.IGNORECASE) is not None


def _inflected(word: str) -> str:
    """Write a pattern for a word's forms: deploy, stopping, made to order no."""
    if word.lower() in ARTICLES:
        return "(?:(?:an?|the|this|that|its|his|her|our|their)(?!\\w))?"
    forms = [re.escape(word) + ENDINGS]
    if word.lower() in IRREGULAR:
        forms.append(IRREGULAR[word.lower()])
    if re.fullmatch("[A-Za-z]{3,}", word):
        stem = re.escape(word[:-1])
        if word[-1] == "e":
            forms.append(stem + "(?:ing|ed|es|er)")
        elif word[-1] == "y":
            forms.append(stem + "(?:ies|ied)")
        elif word[-1] not in "aeiouwx":
            forms.append(re.escape(word) + word[-1] + "(?:ing|ed)")
        if word[-1] == "s":
            forms.append(stem)
    return f"(?:{'|'.join(forms)})"


def _numbers(chinese: str, english: str) -> list[Check]:
    found = [
        Check("number", f"{one.text} is {_wanted(one)}")
        for one in lost_numbers(chinese, english)
    ]
    return found or _invented(chinese, english)


def _is_said(quantity: Quantity, given: list[Said], names: set[int]) -> bool:
    if quantity.month and int(quantity.values[0]) in names:
        return True
    if any(one.is_like(value) for one in given for value in quantity.values):
        return True
    # "930调整": the reorganisation of September 30.
    digits = quantity.text
    if digits.isdecimal() and len(digits) in (3, 4) and int(digits[:-2]) in names:
        return any(one.is_like(int(digits[-2:])) for one in given)
    return False


def _wanted(quantity: Quantity) -> str:
    """Say what a number is in English; what is written alike is only missing."""
    form = _form(quantity)
    return form if form != quantity.text else "missing"


def _form(quantity: Quantity) -> str:
    if quantity.month:
        return f"month {quantity.values[0]:.0f}"
    if "分之" in quantity.text:
        return f"{quantity.values[-1]:.4g}"
    return f"{quantity.values[0]:,.15g}"


def _invented(chinese: str, english: str) -> list[Check]:
    """Find digits in the English of a sentence that has no number of any kind."""
    if re.search(
        r"[\d〇零一二三四五六七八九十百千万亿萬億两兩半几幾数數双雙倍]", chinese
    ):
        return []
    digits = re.findall(r"(?<![\w.-])\d[\d,.]*\d(?![\w-])", english)
    return [Check("number", f"{digits[0]} is not in the Chinese")] if digits else []
