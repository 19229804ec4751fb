"""Notes made again: what the reader wrote is there, and what we say is today's."""

import random
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.models import Block, Document, Entry, Sentence, Translation
from reader.render import markdown
from reader.render.notes import KEPT, is_notes, merge, recorded

CHINESE = (
    "我们做中台。",
    "客户要的是数据。",
    "云不是机器。",
    "说实话，很难。",
    "再见。",
)


def document(
    chinese: tuple[str, ...] = CHINESE, english: str = "We said so", term: str = "data"
) -> Document:
    sentences = [
        Sentence(f"S{n:03}", text, 0, (), Translation(f"{english} {text[:2]}", "argos"))
        for n, text in enumerate(chinese, 1)
    ]
    blocks = tuple(
        Block(f"B{n:03}", "turn", (sentence,), speaker="汤道生" if n % 2 else "记者")
        for n, sentence in enumerate(sentences, 1)
    )
    entry = Entry("数据", term, "shùjù", "What is known.", 1, ("数据",), "S002")
    return Document("谈云", "a.txt", blocks, glossary=(entry,), translator="t 1")


def notes(**changes: object) -> str:
    return markdown.render(document(**changes))  # type: ignore[arg-type]


def under(text: str, line: str, remark: str) -> str:
    """Write a remark as a paragraph under a line."""
    assert line in text
    return text.replace(line, f"{line}\n\n{remark}", 1)


@pytest.mark.parametrize("flavor", markdown.FLAVORS)
@pytest.mark.parametrize("sides", markdown.SIDES)
def test_notes_made_again_are_the_same(flavor: str, sides: str) -> None:
    made = markdown.render(document(), flavor=flavor, sides=sides)  # type: ignore[arg-type]
    assert made == merge(made, made).text


def test_a_remark_between_rows_goes_below_the_table() -> None:
    rows = "| **S001** | 一 | one |\n| **S002** | 二 | two |"
    made = recorded(f"|  | 中文 | English |\n| --- | --- | --- |\n{rows}\n\n## Notes")
    old = under(made, "| **S001** | 一 | one |", "记下")
    merged = merge(old, made).text
    assert f"{rows}\n\n记下\n\n## Notes" in merged


def test_a_remark_outlives_a_change_of_flavor() -> None:
    old = under(notes(), "> We said so 客户", "记下")
    new = markdown.render(document(), flavor="obsidian")
    assert "> We said so 客户\n\n记下\n" in merge(old, new).text


def test_a_remark_stays_under_its_sentence() -> None:
    old = under(notes(), "> We said so 客户", "#todo 问问老王")
    merged = merge(old, notes(english="They say"))
    assert "> They say 客户\n\n#todo 问问老王\n" in merged.text
    assert "We said so" not in merged.text
    assert merged.kept == 1
    assert merged.conflicts == ()


def test_a_remark_follows_its_sentence_when_others_come() -> None:
    old = under(notes(), "> We said so 客户", "记下")
    merged = merge(old, notes(chinese=("新的一句。", *CHINESE)))
    assert "> We said so 客户\n\n记下\n" in merged.text
    assert "**S003** 客户" in merged.text


def test_a_remark_on_a_sentence_that_is_gone_is_kept_at_the_end() -> None:
    old = under(notes(), "> We said so 客户", "记下")
    merged = merge(old, notes(chinese=CHINESE[:1] + CHINESE[2:]))
    assert merged.text.index(KEPT) < merged.text.index("记下")
    again = merge(merged.text, notes(chinese=CHINESE[:1] + CHINESE[2:]))
    assert again.text.count("记下") == 1


def test_a_line_the_reader_corrected_stays_corrected() -> None:
    old = notes().replace("> We said so 客户", "> Clients want data.")
    merged = merge(old, notes())
    assert "> Clients want data." in merged.text
    assert "We said so 客户" not in merged.text
    assert merged.conflicts == ()


def test_a_line_that_both_changed_stands_twice_and_is_said() -> None:
    old = notes().replace("> We said so 客户", "> Clients want data.")
    merged = merge(old, notes(english="They say"))
    assert "> Clients want data." in merged.text
    assert "> They say 客户" in merged.text
    assert merged.conflicts == ("S002",)


def test_a_line_the_reader_took_out_stays_out() -> None:
    old = notes().replace("> We said so 客户\n\n", "")
    assert "We said so 客户" not in merge(old, notes()).text


def test_headings_fences_and_front_matter_of_the_reader_stay() -> None:
    fence = "```\n**S004** not a sentence\n## nor a heading\n```"
    old = under(notes(), "> We said so 云不", f"## My thoughts\n\n{fence}\n\nand so on")
    old = old.replace('title: "谈云"', 'title: "谈云"\ntags: [云]')
    merged = merge(old, notes(english="They say")).text
    assert f"> They say 云不\n\n## My thoughts\n\n{fence}\n\nand so on\n" in merged
    assert 'title: "谈云"\ntags: [云]\n' in merged


def test_only_the_lines_that_a_change_explains_change() -> None:
    old, new = notes(), notes(term="figures")
    merged = merge(old, new).text
    changed = [
        line
        for line, other in zip(old.splitlines(), merged.splitlines(), strict=True)
        if line != other
    ]
    assert [line[:8] for line in changed] == ["| 数据 | s", "<!-- bil"]


def test_text_below_the_record_stays() -> None:
    merged = merge(notes() + "\n最后一点\n", notes()).text
    assert "最后一点" in merged
    assert is_notes(merged)


def test_notes_of_another_make_are_refused() -> None:
    assert not is_notes("# 我的笔记\n")
    with pytest.raises(ValueError, match="no record"):
        merge("# 我的笔记\n", notes())


WORDS = st.text(st.sampled_from("云想法abc 123*_|>#-`"), min_size=1, max_size=12)


@given(st.lists(st.tuples(st.integers(0, 200), WORDS), max_size=6))
def test_whatever_is_written_anywhere_is_kept(remarks: list[tuple[int, str]]) -> None:
    lines = notes().splitlines()
    for at, remark in remarks:
        lines.insert(at % (len(lines) + 1), remark)
    merged = merge("\n".join(lines), notes(english="They say")).text.splitlines()
    for _, remark in remarks:
        if remark.strip():
            assert remark in merged


def test_a_thousand_rounds_lose_no_word() -> None:
    chance = random.Random(7)
    text, written = notes(), []
    for round_ in range(1000):
        lines = text.splitlines()
        word = f"remark-{round_}"
        written.append(word)
        shape = chance.choice(("{}", "> {}", "- [ ] {}", "### {}", "**{}**", "| {} |"))
        at = chance.randrange(len(lines) + 1)
        line = lines[at % len(lines)]
        if chance.random() < 0.2 and line.strip() and not line.startswith("<!--"):
            lines[at % len(lines)] += f" {word}"  # written into a line, ours or theirs
        else:
            lines.insert(at, shape.format(word))
        if chance.random() < 0.05:
            written, lines = [], notes().splitlines()  # begun anew
        chosen = tuple(text for text in CHINESE if chance.random() < 0.9) or CHINESE
        english = chance.choice(("We said so", "They say"))
        flavor = chance.choice(markdown.FLAVORS)
        new = markdown.render(document(chosen, english), flavor=flavor)
        text = merge("\n".join(lines), new).text
        found = set(re.findall(r"remark-\d+", text))
        assert found >= set(written), round_


def test_a_note_of_a_document_without_sentences_can_be_made_again() -> None:
    empty = markdown.render(replace(document(), blocks=(), glossary=()))
    assert empty == merge(empty, empty).text
