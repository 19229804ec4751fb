"""Text -> blocks (heading, turn, paragraph, caption) -> sentences, nothing lost.

`split` is a small state machine. It walks the marks of one line, remembers which
brackets and quotes are open, and asks of every mark that can end a sentence whether
it does so here. Two choices a reader should know:

- A quote of several sentences is split at its own stops, so that no row of the
  side-by-side view holds a whole speech. Its marks stay with the sentences they touch:
  `“甲。` and `乙。”他说。`. Narration that belongs to a quote (`他说`, `的口号`) stays
  with the quote's last sentence. Quotes that are part of a clause
  (`连问“为什么？怎么办？”`) and all that is in brackets and 《》 are never split.
- An ellipsis ends a sentence unless what follows carries the clause on.
"""

import re
from dataclasses import dataclass
from itertools import count

from glossary.han import HAN_CLASS
from reader.interview import paired
from reader.lines import Line, classify
from reader.models import Block, Sentence

OPENERS = {
    "（": "）", "(": ")", "[": "]", "【": "】", "《": "》", "〈": "〉", "{": "}",
    "\uff3b": "\uff3d", "\uff5b": "\uff5d", "\u3014": "\u3015",
}  # fmt: skip
QUOTES = {
    "“": "”",
    "‘": "’",
    "「": "」",
    "『": "』",
    "﹁": "﹂",
    "﹃": "﹄",
    "〝": "〞",
}
ALIKE = dict(zip("（）\uff3b\uff3d\uff5b\uff5d", "()[]{}", strict=True))
"""`（图)` is closed: full-width and ASCII brackets pair with each other."""
CLOSERS = frozenset([*OPENERS.values(), *QUOTES.values()])
STOPS = frozenset("。！？!?｡．.…‥")
LONGEST = 400
"""A bracket or quote without its partner within so many characters is a stray mark."""

# URLs, e-mail, 3.2, 09:40, Node.js, v3.2.1, U.S.-style stops are all found here and
# skipped whole: `https://a.cn/b?c=d`, `a.b@c.cn`; not `结束.Next` (Han before it).
WHOLE = re.compile(
    r"""
      (?:https?|ftp)://[\w\-.~:/?\#@!$&*+,;=%]*[\w/\#=]      # a URL
    | www\.[\w\-.~/?\#@!$&*+=%]*[\w/]
    | [A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+  # an e-mail address
    | (?<![A-Za-z])(?:[A-Za-z]\.){2,}                        # U.S., a.m.
    | (?<![A-Za-z])(?:Mr|Mrs|Ms|Dr|Prof|Inc|Ltd|Co|Corp|Jr|Sr|St|No|vs|etc|e\.g|i\.e
        |Vol|Fig|al|approx|Ph\.D|Gen|Sen|Rep|Gov|Mt|Dept)\.(?=\s?[\w,，\u4e00-\u9fff])
    | (?<![A-Za-z0-9])[A-Z]\.(?=\s?[A-Za-z\u4e00-\u9fff‧·])  # A. B. Name, J.罗琳
    | [A-Za-z0-9_]+(?:[.\-+&'’][A-Za-z0-9_+\#]+)+           # Node.js, 1.5, v3.2.1, P&L
    | \.(?=(?:[A-Za-z][A-Za-z0-9]{1,9})(?![A-Za-z]))(?<=[\s，。、（(]\.)  # .NET
    | (?:Yahoo|Jeopardy|Joomla)!
    """,
    re.VERBOSE | re.ASCII,
)
# `1.` `12、` `（3）` at the start of a line: a number of a list, not a sentence.
LIST_NUMBER = re.compile(r"\s*(?:[-*•·]\s*)?(?:\d{1,3}|[A-Za-z]|[IVX]{1,4})[.．]\s*")
# After a closed quote: `他说。`, `周启明笑着问道：`; not `全场都笑了`, `第二天，他说`.
SAID = re.compile(
    rf"[{HAN_CLASS}A-Za-z·]{{0,8}}?(?:[说說问問喊答道]|表示|指出|认为|認為|强调|強調|坦言|直言|感叹"
    r"|补充|反问|反問|介绍|介紹)[道着了]?[。，,.：:！!？?]"
)
# After a quoted question or cry: the clause that holds it goes on: `的口号`.
GOES_ON = re.compile(r"[，,、；;：:—–\-的地了等这是和与或及就而之這與後后]")
DOMAIN = re.compile(r"\.(?:com|cn|net|org|io|js|py|ai)(?![A-Za-z])")
# Before an ellipsis: at least four characters of a clause; not the 我 of `我……我不懂`.
CLAUSE = re.compile(rf"[{HAN_CLASS}A-Za-z0-9”》）]{{4,}}$")
SHORTEST = 5
"""Inside a quote, a sentence shorter than this stays with the next: “好！好！”"""
# After an ellipsis: the clause goes on.
CARRIED_ON = re.compile(
    r"[，,、；;：:）)》]|都|也|等|就|的|了|吧|呢|吗|啊|之类|还是|到|和|与|或|及"
)
# After a stop: `（笑）` belongs to the sentence it comments on.
ASIDE = re.compile(
    r"\s?[（(【\[](?:[笑众眾全场場]*笑|掌声|掌聲|停顿|停頓|沉默|叹气|嘆氣|点头|點頭|摇头|搖頭|鼓掌)[声聲了]?"
    r"[）)】\]]"
)
# `太好了！👍`: a picture after a stop, with what varies or joins it.
EMOJI = re.compile("[\u2600-\u27bf\u2b50-\u2b55\U0001f000-\U0001faff\ufe0f\u200d]+")
FOOTNOTE = re.compile(r"\[\d{1,3}\]|\uff3b\d{1,3}\uff3d|[①-⑳]")


def split(text: str) -> list[str]:
    """Split a text into sentences that, joined, are the text.

    White space stays at the end of the sentence before it. A line break always ends
    a sentence.

    >>> split("增速3.5%。“不行！”他说。《摔跤吧！爸爸》好看吗？")
    ['增速3.5%。', '“不行！”他说。', '《摔跤吧！爸爸》好看吗？']
    >>> split("Node.js很火.他用的是U.S.标准!")
    ['Node.js很火.', '他用的是U.S.标准!']
    """
    sentences: list[str] = []
    for line in text.splitlines(keepends=True):
        for sentence in _split_line(line):
            if sentences and not (sentence.strip() and sentences[-1].strip()):
                sentences[-1] += sentence
            else:
                sentences.append(sentence)
    return sentences


def parse(text: str) -> tuple[Block, ...]:
    """Turn a text into its blocks, one for each line that is not blank.

    The label of a speaker (`记者：`) is not part of the block's text; a label alone
    on its line has no block of its own. `Sentence.start` is an offset in `text`.
    Questions and answers are tied to each other (reader.interview).

    >>> [(block.kind, block.speaker, block.text) for block in parse(
    ...     "谈谈中台\\n\\n记者：中台是什么？\\n周启明：是组织方式。\\n不是软件。")]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('heading', None, '谈谈中台'), ('turn', '记者', '中台是什么？'),
     ('turn', '周启明', '是组织方式。'), ('turn', '周启明', '不是软件。')]
    """
    numbers = count(1)
    blocks: list[Block] = []
    for line in classify(text):
        sentences = tuple(_sentences(line, numbers))
        if sentences:
            identity = f"B{len(blocks) + 1:03}"
            blocks.append(Block(identity, line.kind, sentences, line.speaker))
    return paired(blocks)


def _sentences(line: Line, numbers: "count[int]") -> list[Sentence]:
    found = []
    start = line.start
    pieces = [line.text] if line.kind == "heading" else split(line.text)
    for piece in pieces:
        text = piece.strip()
        if text:
            lead = len(piece) - len(piece.lstrip())
            found.append(Sentence(f"S{next(numbers):03}", text, start + lead))
        start += len(piece)
    return found


def _split_line(line: str) -> list[str]:
    """Walk one line; `begin` is where the sentence in hand begins."""
    pieces = []
    begin = 0
    number = LIST_NUMBER.match(line)
    position = number.end() if number else 0
    quotes: list[_Quote] = []
    spoken = True  # Whether the quote that closed last was speech.
    while position < len(line):
        whole = WHOLE.match(line, position)
        if whole:
            position = whole.end()
            continue
        mark = line[position]
        end = position + 1
        ended = False
        if mark in OPENERS:
            close = _partner(line, position)
            if close is not None:
                end = close + 1
                ended = _is_aside(line, begin, position, close)
        elif quotes and mark == quotes[-1].close:
            spoken = quotes.pop().speech
            # `“你听我说——”“不听。”`: who is cut short has said a sentence.
            ended = spoken and not quotes and _is_cut_short(line, position)
        elif mark in QUOTES or (mark in "\"'" and not _in_word(line, position)):
            close_mark = QUOTES.get(mark, mark)
            if line.find(close_mark, end, end + LONGEST) > 0:
                speech = _is_speech(line, begin, position, spoken)
                quotes.append(_Quote(close_mark, position, speech))
        elif mark in STOPS and _can_stop(line, begin, position):
            end, closed = _past_stop(line, position, quotes)
            spoken = closed.speech if closed else spoken
            ended = _ends(line, begin, position, end, closed, quotes)
        if ended:
            end = _past_space(line, end)
            pieces.append(line[begin:end])
            begin = end
        position = end
    return [*pieces, line[begin:]] if begin < len(line) else pieces


@dataclass(frozen=True, slots=True)
class _Quote:
    """A quote that is open."""

    close: str
    start: int
    speech: bool
    """Whether it is what somebody says, not a part of a clause."""


def _partner(line: str, position: int) -> int | None:
    """Find the bracket that closes the one at `position`, past nested ones."""
    opening = ALIKE.get(line[position], line[position])
    closing = ALIKE.get(OPENERS[line[position]], OPENERS[line[position]])
    depth = 0
    for index in range(position, min(len(line), position + LONGEST)):
        mark = ALIKE.get(line[index], line[index])
        depth += (mark == opening) - (mark == closing)
        if depth == 0:
            return index
    return None


def _is_aside(line: str, begin: int, position: int, close: int) -> bool:
    """Tell whether the bracket is a sentence of its own: `（全文完。）`."""
    return (
        line[position] not in "《〈"
        and not line[begin:position].strip()
        and line[close - 1] in "。！？!?"
        and line[close + 1 : close + 2] not in tuple("，,、；;：:。的")
    )


def _is_speech(line: str, begin: int, position: int, spoken: bool) -> bool:
    """Tell speech from a part of a clause; a quote is what the one beside it is."""
    before = line[begin:position].rstrip()
    if before.endswith("”"):
        return spoken
    return not before or before[-1] in "：:，,—"


def _is_cut_short(line: str, position: int) -> bool:
    return line[position - 1] == "—" and line[position + 1 : position + 2] in QUOTES


def _in_word(line: str, position: int) -> bool:
    """Tell an apostrophe (`it's`) or an inch mark (`5"`) from a quote."""
    before, after = line[position - 1 : position], line[position + 1 : position + 2]
    return (before.isascii() and before.isalnum() and line[position] == "'") and (
        after.isascii() and after.isalnum()
    )


def _can_stop(line: str, begin: int, position: int) -> bool:
    """Tell whether the mark can be a stop where it stands, whatever is open."""
    mark = line[position]
    before, after = line[position - 1 : position], line[position + 1 : position + 2]
    if not position or mark in "。！？｡…‥":
        return mark != "."
    if mark in "!?":
        # `!=`, `watch?v=`: inside something that is not prose.
        return not (_is_ascii_word(before) and (after == "=" or after.islower()))
    if mark == "．":
        # Also the middle dot of names: 詹姆斯．卡梅隆.
        return not after or after.isspace() or after in CLOSERS
    if after == "." or before == ".":
        return not _is_ascii_word(line[position + 1 :].lstrip(".")[:1])
    if (
        before.isspace()
        or before in OPENERS
        or (
            _is_ascii_word(after)
            and (_is_ascii_word(before) or DOMAIN.match(line, position))
        )
    ):
        return False
    # A number at the start of a sentence counts the items of a list.
    return not LIST_NUMBER.fullmatch(line[begin : position + 1])


def _past_stop(
    line: str, position: int, quotes: list[_Quote]
) -> tuple[int, _Quote | None]:
    """Step over the stops and everything that closes with them; pop the quotes."""
    closed = None
    while position < len(line):
        mark = line[position]
        footnote = FOOTNOTE.match(line, position)
        aside = ASIDE.match(line, position)
        emoji = EMOJI.match(line, position)
        if quotes and mark == quotes[-1].close:
            closed = quotes.pop()
        elif beside := footnote or aside or emoji:
            position = beside.end() - 1
        elif mark not in STOPS and mark not in CLOSERS:
            break
        position += 1
    if closed is None and line[position : position + 1] in tuple("，,、；;"):
        position += not _is_ellipsis(line, position - 1)  # A stray comma.
    return position, closed


def _ends(
    line: str,
    begin: int,
    stop: int,
    end: int,
    closed: _Quote | None,
    quotes: list[_Quote],
) -> bool:
    """Decide whether the sentence ends with the stop at `stop`, closed up to `end`."""
    rest = line[end:]
    if not rest.strip():
        return True
    if not all(quote.speech for quote in quotes):
        return False
    if _is_ellipsis(line, stop) and (
        CARRIED_ON.match(rest) or CLAUSE.search(line[begin:stop]) is None
    ):
        return False
    if closed is None:
        return not quotes or end - max(begin, quotes[-1].start + 1) >= SHORTEST
    if line[end - 1] in "。.｡":
        return True
    if quotes or SAID.match(rest):
        return False
    if line[stop] in "。.｡":
        return not rest.startswith(tuple("，,、的"))
    return closed.speech and not GOES_ON.match(rest)


def _is_ellipsis(line: str, stop: int) -> bool:
    return line[stop] in "…‥" or line[stop : stop + 2] == ".."


def _is_ascii_word(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _past_space(line: str, position: int) -> int:
    rest = line[position:]
    return position + len(rest) - len(rest.lstrip())
