"""A surname and what follows it -> how like a name they are, by all that stands about.

Each thing that can be seen speaks for or against a name, with a weight: how often the
given name's characters are in names (data/given.tsv, counted among the people of
jieba's dictionary), what words are there instead, what stands before and after. The
weights (data/likeness.tsv) are fitted by training/names.py.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from itertools import pairwise

from reader.dictionary import Dictionary
from reader.foreign import SOUNDS
from reader.people import CLEAR, POSTS, SPEECH, TITLES
from reader.words import Cutter

REACH = 6
"""Characters on either side that are looked at."""
STRANGE = -3.0
"""What a character speaks for that is in no name of the dictionary."""
# Most often a word by itself.
VAGUE = frozenset("和于向时任应成方全常连万单平明安关简易项路计经曾查乐盖区朴")
# 采购经理|娄一萍, 老酒师|季守诚; not 个人.
PERSON = re.compile(
    "(?!.*[个别本众有某]人).+(?:[员师者手民工官士匠友兵商家长]|人|教授|经理|总监|主任|医生|学生"
    "|先生|女士|选手|冠军|老板娘?|太监|皇帝|将军|大臣|队长|姑娘|大爷|大妈|母亲|父亲|儿子"
    "|女儿|丈夫|妻子|老师|翻译|主席|董事|书记|总裁|之一)"
)
SAYS = re.compile(
    f"(?:{SPEECH})(?![话法明服书])|提醒|建议|坦承|感慨|感叹|补充|回忆|写道|笑道|问道"
)
TITLED = re.compile(
    f"(?:{TITLES})(?![是有要会能在把体结共])|师傅|医生|同学|副教授|大夫"
)
POST = re.compile(f"(?:{POSTS}|叫|名叫|任命|选举|采访|专访|记者|译者|作者)\\Z")
MARK = re.compile(r"[^\w]")
SMALL = frozenset(
    "的了是在不有也就都还与及或但被把让给对向从到和跟由据即并则却才只曾将已正又再先没等"
)


class Likeness:
    """The weights, opened when the first place is looked at.

    >>> likeness = Likeness(Cutter(), Dictionary())
    >>> text = "采购经理娄一萍说，和时间赛跑。"
    >>> likeness.of(text, 4, 1, 7) > 0 > likeness.of(text, 9, 1, 12)
    True
    """

    def __init__(self, cutter: Cutter, dictionary: Dictionary) -> None:
        self._cutter, self._dictionary = cutter, dictionary

    def of(self, text: str, start: int, surname: int, end: int) -> float:
        """Weigh a place of a Simplified text: above 0 for what is more likely a name.

        `surname` is the length of the surname that begins there.
        """
        weights = _weights("likeness.tsv")
        return sum(
            weights.get(seen, 0.0) for seen in self.seen(text, start, surname, end)
        )

    def seen(self, text: str, start: int, surname: int, end: int) -> Iterator[str]:
        """Name what can be seen in and about a place."""
        name, given = text[start:end], text[start + surname : end]
        low = max(0, start - REACH)
        edges = [low]
        for token in self._cutter.cut(text[low : end + REACH]):
            edges.append(edges[-1] + len(token.text))
        inside = [edge for edge in edges if start <= edge <= end]
        shape = "-".join(str(last - first) for first, last in pairwise(inside))
        if start not in edges or end not in edges:
            shape = f"cut {start in edges} {end in edges}"
        kind = "compound" if surname == 2 else "clear" if name[0] in CLEAR else "plain"
        if surname == 1 and name[0] in VAGUE:
            kind = "vague"
        size = len(given)
        common = _weights("given.tsv")
        likely = [common.get(one, STRANGE) for one in given]
        before = text[max((e for e in edges if e < start), default=start) : start]
        after = text[end : min((e for e in edges if e > end), default=end)]
        left, right = self._left(text, start, before), self._right(text, end, after)
        yield "any"
        yield f"surname {kind} {size}"
        yield f"shape {shape} {size}"
        yield f"given {_step(2 * sum(likely) / size)} {size}"
        yield f"least {_step(min(likely))} {size}"
        yield f"sounds {sum(map(SOUNDS.__contains__, given))} {size}"
        yield f"left {left}"
        yield f"right {right}"
        yield f"around {left} {right}"
        yield f"kind {kind} {left}"
        yield f"{kind} {right}"
        yield f"word {self._often(given) if size > 1 else '-'}"
        yield f"begins {self._often(name[:2]) if len(name) > 2 else '-'}"
        yield f"whole {self._cutter.is_person(name)} {size}"
        if not self._cutter.judge(text, start, end):
            yield "crossed"
        following = text[end : end + 1]
        if following and size == 1 and following in common:
            yield f"longer {_step(common[following])}"

    def _often(self, word: str) -> int:
        """Say how often a word comes, by its figures; one more if CC-CEDICT has it."""
        often = len(str(self._cutter.frequency(word)))
        return often + (self._dictionary.has(word) and often < 3)

    def _left(self, text: str, start: int, before: str) -> str:
        if not before or before == "\n":
            return "start"
        if POST.search(text, max(0, start - 4), start):
            return "post"
        if MARK.match(before):
            return before if before in "，、“”：《（·" else "mark"
        if before in SMALL:
            return before
        return "person" if PERSON.fullmatch(before) else self._sort(before)

    def _right(self, text: str, end: int, after: str) -> str:
        if not after or after == "\n":
            return "end"
        if TITLED.match(text, end):
            return "title"
        if SAYS.match(text, end):
            return "says"
        if MARK.match(after):
            return after if after in "，、“”：》（·" else "mark"
        return after if after in SMALL else self._sort(after)

    def _sort(self, word: str) -> str:
        """Tell a verb from a noun, a number, and what no dictionary has."""
        entries = self._dictionary.entries(word)
        if not entries:
            return "unknown" if len(word) > 1 else "sign"
        verb = any(entry.senses[0].startswith("to ") for entry in entries)
        name = all(entry.is_name for entry in entries)
        return f"{'verb' if verb else 'name' if name else 'other'} {min(len(word), 2)}"


def _step(weight: float) -> int:
    return min(max(round(weight), -6), 6)


@cache
def _weights(table: str) -> Mapping[str, float]:
    """Open a table of ours: what is weighed, and its weight."""
    text = files("reader.data").joinpath(table).read_text("utf-8")
    rows = (row.split("\t") for row in text.splitlines()[1:])
    return {what: float(weight) for what, weight in rows}
