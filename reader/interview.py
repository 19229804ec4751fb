"""Blocks -> the same blocks, each that asks or answers tied to its question.

Who asks is a matter of the whole document: roles that ask (记者, 主持人, Q) where
others answer; else the one speaker whose turns mostly end in questions, where the
others' do not. A question is the turns of those who ask, one after the other; its
answers are the turns of others until somebody asks again or a heading comes. Where
only questions are labelled, the paragraphs after each are its answers, and where only
answers are, the question is the line above each. A turn of who
asks that neither asks nor is answered (`谢谢大家。`) is no question, nor is anything in
a conversation that nobody leads.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from reader.models import Block
from reader.speakers import asks

ASKED = re.compile(
    r"[？?]|[吗呢嗎][。！!]?$|(?:谈谈|谈一谈|说说|讲讲|介绍一下|聊聊|談談|說說|介紹一下)"
)
HOST = re.compile(r"主持人?[：:]\s*")
NAME = re.compile(r"[^\s，,、（(/|\uff5c]+")
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
        return _unlabelled(blocks)
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


def _unlabelled(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Tie the answers of the one who speaks to the questions above, without a label."""
    begins = [
        number
        for number, (before, block) in enumerate(pairwise(blocks))
        if block.kind == "turn" and before.kind != "turn"
    ]
    questions = [number for number in begins if blocks[number].text[-1] in "？?"]
    speakers = {block.speaker for block in blocks if block.kind == "turn"}
    if len(speakers) > 1 or len(questions) < 2 or len(questions) < len(begins):
        return tuple(blocks)
    done = list(blocks)
    for number in questions:
        identity = blocks[number].id
        done[number] = replace(done[number], role="question", question=identity)
        after = number + 1
        while after < len(blocks) and blocks[after].kind == "turn":
            done[after] = replace(done[after], role="answer", question=identity)
            after += 1
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
    roles = frozenset(filter(asks, turns)) | (_hosts(blocks) & turns.keys())
    rest = turns.keys() - roles
    shares = {name: sum(turns[name]) / len(turns[name]) for name in rest}
    leaders = [name for name, share in shares.items() if share >= LEADING]
    # Who leads beside a role, as a moderator does beside the audience, asks often.
    often = len(leaders) == 1 and len(turns[leaders[0]]) >= (3 if roles else 2)
    if not often or len(turns) < 2:
        return roles
    others = [share for name, share in shares.items() if name != leaders[0]]
    return (
        roles | frozenset(leaders) if max(others, default=1.0) <= FOLLOWING else roles
    )


def _hosts(blocks: Sequence[Block]) -> frozenset[str]:
    """Find who is said to be the moderator, on one line or on the next."""
    found = set()
    for block, following in pairwise(blocks):
        host = HOST.match(block.text)
        if host and block.kind == "caption":
            name = NAME.match(block.text[host.end() :] or following.text)
            found |= {name[0]} if name else set()
    return frozenset(found)
