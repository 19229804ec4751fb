"""What ``reader repair --diff`` shows: every change, in its place, with its kind."""

import re

import pytest
from rich.cells import cell_len

from reader.models import Edit, Repaired, Sentence, apply
from reader.render import diff
from reader.render.parts import parts
from reader.repair import repair
from reader.sentences import parse
from tests.test_render import expected
from tests.test_repair import SAMPLES, TEXTS


def repaired(source: str, *edits: Edit) -> Repaired:
    return Repaired(source, apply(source, edits), edits)


def diffed(done: Repaired, width: int | None = None) -> list[str]:
    found = diff.lines(done, sentences_of(done), colored=False, width=width)
    return [line.plain for line in found]


def sentences_of(done: Repaired) -> list[Sentence]:
    return [one for block in parse(done.text) for one in block.sentences]


def test_a_diff_marks_words_without_colour() -> None:
    done = repaired(
        "云在。\n吾们异国云。云在。吾们,吾们。\n",
        Edit(4, 6, "吾们", "我们", "spin", "", 0.99),
        Edit(6, 8, "异国", "没有", "spin", "", 0.6, ("外国",), (0.3,)),
        Edit(13, 15, "吾们", "我们", "spin", "", 0.99),
        Edit(15, 16, ",", "，", "punctuation", "", 0.97),
        Edit(16, 18, "吾们", "我们", "spin", "", 0.97),
    )
    assert diffed(done) == [
        "line 2 ──",
        "S002  [-吾们-]{+我们+}[-异国-]{+没有?+}云。",
        "      spin          吾们→我们 99%   异国→没有 60%, or 外国 30%",
        "S004  [-吾们-]{+我们+}[-,-]{+，+}[-吾们-]{+我们+}。",
        "      spin          吾们→我们 ×2 97%",
        "      punctuation   ,→， 97%",
        "",
        "5 repairs: spin 4, punctuation 1",
        "1 the text cannot settle, marked ?",
    ]


def test_a_diff_shows_removed_lines_and_counts_blanks() -> None:
    done = repaired(
        "彩票\n彩票\n  云\n",
        Edit(0, 3, "彩票\n", "", "boilerplate", "spam", 0.99),
        Edit(3, 6, "彩票\n", "", "boilerplate", "spam", 0.98),
        Edit(6, 8, "  ", "", "spacing", ""),
    )
    assert diffed(done) == [
        "lines 1–2 removed ──",
        "      [-彩票-]",
        "      [-彩票-]",
        "      boilerplate   spam 98%",
        "",
        "3 repairs: boilerplate 2, spacing 1",
        "1 in white space alone, not shown",
    ]


def test_a_diff_of_a_clean_text_says_so() -> None:
    assert ["nothing to repair"] == diffed(repaired("云"))


def test_a_diff_shows_what_was_proposed_and_not_made() -> None:
    proposal = Edit(3, 4, "挑", "提", "spin", "", 0.3)
    done = Repaired("云。\n挑。\n", "云。\n挑。\n", (), (proposal,))
    assert diffed(done) == [
        "line 2 ──",
        "S002  挑。",
        "      not made      挑→提 30%",
        "",
        "nothing to repair; 1 less sure, proposed and not made",
    ]


def test_what_is_proposed_in_many_places_is_shown_at_the_first() -> None:
    source = "规则在。\n规则好。\n规则多。\n"
    proposed = tuple(
        Edit(start, start + 2, "规则", "法则", "spin", "in no table", sure)
        for start, sure in ((0, 0.2), (5, 0.3), (10, 0.2))
    )
    found = "\n".join(diffed(Repaired(source, source, (), proposed)))
    assert found.count("规则→法则") == 1
    assert "规则→法则 ×3 20%" in found
    assert "line 2" not in found


SPOILT = """\
好运彩票
好运彩票
好运彩票
好运彩票
好运彩票
好运彩票app
\t• 对话周启明:云是一门慢生意
记。者:吾们异国题目,能够把每一台机器的声音都听清新,再把听到的东西写成一页纸。真的?
周启明:吾们的规矩是:先听,后说。
他没有再说下去。
责任编辑:小王
"""


def spoilt() -> Repaired:
    """A text with a change of every kind, made by hand."""
    edits: list[Edit] = []

    def change(before: str, after: str, name: str, reason: str, *more: object) -> None:
        start = SPOILT.index(before, edits[-1].end if edits else 0)
        end = start + len(before)
        edits.append(Edit(start, end, before, after, name, reason, *more))  # type: ignore[arg-type]

    for line in SPOILT.splitlines()[:6]:
        change(f"{line}\n", "", "boilerplate", "the same phrase line after line", 0.99)
    change("\t• ", "", "boilerplate", "the bullet of a list that went", 0.9)
    widened = "punctuation", "half-width where the text is Chinese", 0.97
    spun = "spin", "a spinner's word", 0.99
    change(":", "：", *widened)
    change("。", "", "stray_marks", "a mark after every 记", 0.94)
    change(":", "：", *widened)
    change("吾们", "我们", *spun)
    change("异国", "没有", *spun)
    change("题目", "问题", *spun)
    change(",", "，", *widened)
    change("能够", "可以", *spun[:2], 0.61, ("可能", "能够"), (0.31, 0.08))
    change("清新", "清楚", *spun[:2], 0.56, ("知道",), (0.41,))
    change(",", "，", *widened)
    change("?", "？", *widened)
    change(":", "：", *widened)
    change("吾们", "我们", *spun)
    change(":", "：", *widened)
    change(",", "，", *widened)
    change("\n责任编辑:小王", "", "boilerplate", "an editor's line", 0.95)
    start = SPOILT.index("规矩")
    proposed = Edit(start, start + 1, "规", "法", "spin", "in no table", 0.25)
    return Repaired(SPOILT, apply(SPOILT, tuple(edits)), tuple(edits), (proposed,))


@pytest.mark.parametrize("width", [80, 160])
def test_a_diff_is_as_wide_as_the_terminal(width: int, update: bool) -> None:
    found = diffed(spoilt(), width)
    assert all(cell_len(line) <= width for line in found)
    actual = "\n".join(found) + "\n"
    assert expected(f"diff-{width}.txt", actual, update) == actual


def test_a_diff_in_a_pipe_has_whole_lines(update: bool) -> None:
    actual = "\n".join(diffed(spoilt())) + "\n"
    assert expected("diff.txt", actual, update) == actual
    assert actual.count("[-好运彩票") == 6


@pytest.mark.parametrize("name", TEXTS)
def test_the_parts_of_a_diff_hold_everything(name: str) -> None:
    done = repair(TEXTS[name], near=0.1)
    pieces = [
        piece for part in parts(done, sentences_of(done)) for piece in part.pieces
    ]
    edits = [piece for piece in pieces if isinstance(piece, Edit)]
    assert list(done.edits) == edits
    read = (piece.before if isinstance(piece, Edit) else piece for piece in pieces)
    assert done.source == "".join(read)
    said = (piece.after if isinstance(piece, Edit) else piece for piece in pieces)
    assert done.text == "".join(said)
    proposed = [
        edit for part in parts(done, sentences_of(done)) for edit in part.proposed
    ]
    assert list(done.proposed) == proposed


def test_a_diff_keeps_brackets_whole_and_colours_apart() -> None:
    done = repair((SAMPLES / "interview_scraped.txt").read_text("utf-8"))
    marks = re.compile(r"\[-.{1,14}?-\]|\{\+.{1,8}?\+\}")
    whole, wrapped = diffed(done), diffed(done, 60)
    counts = [
        sum(len(marks.findall(line)) for line in form) for form in (whole, wrapped)
    ]
    assert counts[0] - 12 == counts[1]  # of 15 lines of spam three are shown
    colored = list(diff.lines(done, sentences_of(done), colored=True, width=80))
    assert not any(re.search(r"\[-|\{\+", line.plain) for line in colored)
    styles = {str(span.style) for line in colored for span in line.spans}
    assert {"edit.before", "edit.after", "edit.unsure"} <= styles
