"""Blocks -> the same blocks, each that asks or answers tied to its question.

Who asks is a matter of the whole document: roles that ask (记者, 主持人, Q) where
others answer; else the one speaker whose turns mostly end in questions, where the
others' do not. A question is the turns of those who ask, one after the other; its
answers are the turns of others until somebody asks again or a heading comes. Where
only questions are labelled, the paragraphs after each are its answers. A turn of who
asks that neither asks nor is answered (`谢谢大家。`) is no question, nor is anything in
a conversation that nobody leads.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from reader.models import Block
from reader.speakers import asks

ASKED = re.compile(
    r"[？?]|[吗呢嗎][。！!]?$|(?:谈谈|谈一谈|说说|讲讲|介绍一下|聊聊|談談|說說|介紹一下)"
)
LEADING = 0.6
"""Share of turns that end in questions, from which on a person leads the talk."""
FOLLOWING = 0.3
"""And up to which the others only answer."""


def paired(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Give each turn of an interview its role and the question it belongs to.

    >>> from reader.models import Sentence
    >>> turns = [("记者", "难吗？"), ("周启明", "难。"), ("周启明", "很难。")]
    >>> blocks = [Block(f"B{n}", "turn", (Sentence("", text),), name)
    ...           for n, (name, text) in enumerate(turns, 1)]
    >>> [(block.role, block.question) for block in paired(blocks)]
    [('question', 'B1'), ('answer', 'B1'), ('answer', 'B1')]
    """
    asking = _who_asks(blocks)
    if not asking:
        return tuple(blocks)
    labelled = any(block.speaker and block.speaker not in asking for block in blocks)
    done = list(blocks)
    opened: list[int] = []  # The blocks of the question in hand.
    answered = False
    for number, block in enumerate(blocks):
        if block.kind == "heading":
            _close(done, opened, answered)
            opened, answered = [], False
        elif block.kind == "turn" and block.speaker in asking:
            if answered:
                _close(done, opened, answered)
                opened, answered = [], False
            opened.append(number)
        elif opened and _answers(block, labelled):
            done[number] = replace(block, role="answer", question=blocks[opened[0]].id)
            answered = True
    _close(done, opened, answered)
    return tuple(done)


def _close(done: list[Block], opened: Sequence[int], answered: bool) -> None:
    """Mark the blocks of a question, if it is one."""
    if answered or any(ASKED.search(done[number].text) for number in opened):
        for number in opened:
            done[number] = replace(
                done[number], role="question", question=done[opened[0]].id
            )


def _answers(block: Block, labelled: bool) -> bool:
    return block.kind == "turn" or (block.kind == "paragraph" and not labelled)


def _who_asks(blocks: Sequence[Block]) -> frozenset[str]:
    """Find who asks, nobody where nobody leads."""
    turns: dict[str, list[bool]] = {}
    for block in blocks:
        if block.speaker:
            turns.setdefault(block.speaker, []).append(bool(ASKED.search(block.text)))
    roles = frozenset(filter(asks, turns))
    if roles:
        return roles
    shares = {name: sum(asked) / len(asked) for name, asked in turns.items()}
    leaders = [name for name, share in shares.items() if share >= LEADING]
    if len(leaders) != 1 or len(turns) < 2 or len(turns[leaders[0]]) < 2:
        return frozenset()
    others = [share for name, share in shares.items() if name != leaders[0]]
    return frozenset(leaders) if max(others) <= FOLLOWING else frozenset()
