"""Was a text spun, and which lines of it: evidence for a spinner and against.

Honest Chinese uses most of a spinner's forms too. Changes that make a line read much
better speak for a spinner, the more the rarer the form; source words that a spinner
would have left none of (没有, 我们, 问题) speak against it. Only a stretch of lines
where the first outweigh the second, and that shows several kinds of forms, was spun.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from reader.repair.charlm import CharacterModel
from reader.repair.family import Family

STRONG = 1.5
"""Nats by which a change must beat keeping the form to be evidence of a spinner."""
CAP = 5.0
"""The most one change can be evidence; less for a form that honest text is full of."""
COMMON = 8.0
"""Nats of surprise below which a form by itself is no sign of a spinner."""
LEAST = 0.3
TELLING = 1.0
"""What a form must weigh to count as a kind."""
SURVIVOR = 4.0
"""What one surviving source word takes from the evidence."""
ENOUGH = 12.0
"""Evidence a stretch of lines must show."""
KINDS = 3
"""Different forms it must show."""
PLENTY = 25.0
"""Evidence below which one of the forms must be no word of Chinese (吾们, 挑供): honest
texts that are full of a spinner's words have been seen to show some 20."""


STRIKING = 10.0
"""Nats by which a change beats keeping the form, to be striking: in 354 honest texts of
forty sentences and more, never more than two places were, with 26 nats together."""
MOST = 20.0
"""The most nats that one place can have."""
OFTEN = 50.0
"""Striking nats that need no more kinds: a sentence made of the strangest honest words
(周详, 照样, 栽) shows some 40."""
OTHERWISE = 30.0
"""The same where a form is no word of Chinese: 吾们, 柔件."""
A_LINE = 2.5
"""How many of them a line must have at least."""
SOME = 8.0
"""Evidence that they must come to."""
FEW = 2
"""Forms that a short text must show."""
SHORT = 1500
"""Signs of a text that few forms speak for."""


WORDS = frozenset(("一首", "休业", "异日", "挑出", "挑到", "收好", "昔时", "纷歧"))
"""Forms that are words, or two words, and that the dictionary has no entry for."""


@dataclass(frozen=True, slots=True)
class Weight:
    """What a line shows: evidence less counter-evidence, and the telling forms."""

    sum: float
    kinds: frozenset[str] = frozenset()
    striking: float = 0.0
    """The nats of changes that beat keeping the form by far."""


def rarity(family: Family, language: CharacterModel) -> Mapping[str, float]:
    """The most each form can weigh: its surprise in clean text above COMMON."""
    forms = tuple(family.forms)
    if forms not in language.rarities:
        language.rarities[forms] = {
            form: max(LEAST, min(CAP, surprise - COMMON))
            for form, surprise in language.surprises(forms).items()
        }
    return language.rarities[forms]


def can_be_spun(
    text: str, rarities: Mapping[str, float], is_word: Callable[[str], bool]
) -> bool:
    """Tell quickly whether a text has forms enough to look at it at all."""
    kinds = 0
    for form, weight in rarities.items():
        if weight >= TELLING and form in text:
            kinds += 1
            short = len(text) <= SHORT
            plain = short and form not in WORDS and not is_word(form)
            if kinds == (FEW if short else KINDS) or plain:
                return True
    return False


def bound(string: str, family: Family, rarities: Mapping[str, float]) -> Weight:
    """Give the most that a line can show, from its forms and survivors alone."""
    kinds = set()
    total = 0.0
    spans = []
    for match in family.anywhere.finditer(string):
        form = match[1]
        weight = rarities[form]
        total += weight
        if weight >= TELLING:
            kinds.add(form)
        spans.append((match.start(), match.end(1)))
    weight = total - against(string, family, spans)
    return Weight(weight, frozenset(kinds), MOST * len(spans))


def weigh(
    string: str,
    changes: Iterable[tuple[int, int, float]],
    family: Family,
    rarities: Mapping[str, float],
) -> Weight:
    """Weigh a decoded line by its changes: (start, end, nats over keeping)."""
    kinds = set()
    total = 0.0
    striking = 0.0
    changed = []
    for start, end, margin in changes:
        changed.append((start, end))
        striking += min(margin, MOST) * (margin >= STRIKING)
        if margin >= STRONG:
            form = string[start:end]
            total += min(margin, rarities[form])
            if rarities[form] >= TELLING:
                kinds.add(form)
    weight = total - against(string, family, changed)
    return Weight(weight, frozenset(kinds), striking)


def against(string: str, family: Family, changed: Iterable[tuple[int, int]]) -> float:
    """Weigh the source words that stand outside what was changed."""
    survivors = [match.span() for match in family.survivors.finditer(string)]
    if survivors:
        covered = {place for span in changed for place in range(*span)}
        survivors = [span for span in survivors if covered.isdisjoint(range(*span))]
    return SURVIVOR * len(survivors)


def stretches(
    weights: Sequence[Weight],
    is_word: Callable[[str], bool] = lambda form: False,
    offset: int = 0,
) -> list[tuple[int, int]]:
    """Find the runs of lines whose evidence is enough, in order.

    ``is_word`` tells whether a form is a word of honest Chinese.
    """
    start = 0
    total = most = 0.0
    span = (0, 0)
    for index, weight in enumerate(weights):
        if total <= 0:
            total, start = 0.0, index
        total += weight.sum
        if total > most:
            most, span = total, (start, index + 1)
    start, end = span
    # A line that shows nothing either way goes with its neighbours.
    while start and weights[start - 1].sum >= 0:
        start -= 1
    while end < len(weights) and weights[end].sum >= 0:
        end += 1
    kinds: set[str] = set()
    for weight in weights[start:end]:
        kinds |= weight.kinds
    striking = sum(weight.striking for weight in weights[start:end])
    words = all(form in WORDS or is_word(form) for form in kinds)
    least = max(OFTEN if words else OTHERWISE, A_LINE * (end - start))
    often = striking >= least and most >= SOME
    many = len(kinds) >= KINDS and (most >= PLENTY or not words)
    # 吾们, which is no word, and one that the model will not have, either.
    plain = striking >= STRIKING and not words
    if not often and (most < ENOUGH or not (many or plain)):
        return []
    return [
        *stretches(weights[:start], is_word, offset),
        (start + offset, end + offset),
        *stretches(weights[end:], is_word, end + offset),
    ]
