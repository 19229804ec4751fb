"""Tokens -> lines, as Chinese is set: broken at words, marks where they belong.

The prohibition rules (避头尾, kinsoku) are those of GB/T 15834-2011 section 5.1
and CLREQ section 3.1.3: no line starts with a closing mark, none ends with an
opening one. Widths are terminal cells, never code points. No character is lost:
the joined lines are the text.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from rich.cells import cell_len

from glossary.han import is_han
from reader.models import Token

NO_START = "，。、；：？！…—～·）》〉】〕」』”’％,.;:?!)]}%°℃ \t　"
NO_END = "（《〈【〔「『“‘([{￥¥$#"

Fits = Callable[[Sequence[Token]], bool]


def fits(width: int) -> Fits:
    """Make the plain test: the text, trailing blanks apart, is at most this wide."""
    return lambda tokens: cell_len(_text(tokens).rstrip()) <= width


def wrap(tokens: Iterable[Token], fits: Fits) -> list[list[Token]]:
    """Break tokens into lines that fit; a word too wide for any line is cut.

    >>> words = [Token(word) for word in ("我们", "做", "To B", "，", "不", "急", "。")]
    >>> ["".join(token.text for token in line) for line in wrap(words, fits(8))]
    ['我们做', 'To B，不', '急。']
    """
    lines: list[list[Token]] = []
    line: list[Token] = []
    for cluster in _clusters(tokens):
        if not line or fits([*line, *cluster]):
            line = _extend(lines, line, cluster, fits)
        else:
            lines.append(line)
            line = _extend(lines, [], cluster, fits)
    return [*lines, line] if line else lines


def words(text: str) -> list[Token]:
    """Cut Western text into words with their trailing blanks, Han one by one.

    >>> [token.text for token in words("To B, 云 first")]
    ['To ', 'B, ', '云', ' ', 'first']
    """
    found = re.findall(r"[^\S\n]+|\n|[^\s\u2e80-\U000323af]+\s*|\S", text)
    return [Token(word) for word in found]


def _extend(
    lines: list[list[Token]], line: list[Token], cluster: list[Token], fits: Fits
) -> list[Token]:
    """Add a cluster to a line; cut it by characters where it is too wide alone."""
    if fits([*line, *cluster]):
        return [*line, *cluster]
    for part in _clusters(piece for token in cluster for piece in _cut(token)):
        if line and not fits([*line, *part]):
            lines.append(line)
            line = []
        line = [*line, *part]
    return line


def _clusters(tokens: Iterable[Token]) -> Iterable[list[Token]]:
    """Join what may not be parted: marks to their words, `2023` to `年`."""
    cluster: list[Token] = []
    for token in tokens:
        if not token.text:
            continue
        if cluster and _may_part(cluster[-1].text[-1], token.text[0]):
            yield cluster
            cluster = []
        cluster.append(token)
    if cluster:
        yield cluster


def _may_part(last: str, first: str) -> bool:
    counted = last.isdecimal() and is_han(first)
    return first not in NO_START and last not in NO_END and not counted


def _cut(token: Token) -> list[Token]:
    """Cut a token into characters, each with its own syllable."""
    syllables = iter(token.syllables)
    pieces = []
    for character in token.text:
        syllable = next(syllables, "") if is_han(character) else ""
        pieces.append(
            replace(
                token,
                text=character,
                syllables=(syllable,) if syllable else (),
                pinyin=syllable or character,
            )
        )
    return pieces


def _text(tokens: Sequence[Token]) -> str:
    return "".join(token.text for token in tokens)
