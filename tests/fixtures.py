"""A small document that holds one of everything, for the tests of the views."""

from reader.models import (
    Block,
    Check,
    Document,
    Edit,
    Entry,
    Sentence,
    Token,
    Translation,
)


def token(text: str, *syllables: str, **more: object) -> Token:
    return Token(text, syllables, "".join(syllables) or text, **more)  # type: ignore[arg-type]


HEADING = Sentence(
    "S001",
    "谈中台",
    0,
    (token("谈", "tán"), token("中台", "zhōng", "tái", term="middle platform")),
    Translation("On the middle platform", "argos"),
)
ANSWER = Sentence(
    "S002",
    "我们约有5~10亿，“中台”*没有*变。",
    4,
    (
        token("我们", "wǒ", "men", gloss=("we",)),
        token("约", "yuē", gloss=("about",)),
        token("有", "yǒu", gloss=("to have",)),
        token("5"),
        token("~"),
        token("10"),
        token("亿", "yì", gloss=("hundred million",)),
        token("，"),
        token("“"),
        token("中台", "zhōng", "tái", term="middle platform"),
        token("”"),
        token("*"),
        token("没有", "méi", "yǒu", gloss=("not to have",)),
        token("*"),
        token("变", "biàn", gloss=("to change",)),
        token("。"),
    ),
    Translation(
        "We have [b]about[/b] 5~10 billion | *not* changed.",
        "argos",
        (Check("number", "10亿 is 1 billion"),),
    ),
)
CAPTION = Sentence(
    "S003",
    "图：$云$ <b>会场</b>",
    25,
    (
        token("图", "tú"),
        token("："),
        token("$"),
        token("云", "yún"),
        token("$"),
        token(" "),
        token("<b>"),
        token("会场", "huì", "chǎng"),
        token("</b>"),
    ),
    Translation("Picture: the cloud", "argos"),
)

DOCUMENT = Document(
    title="谈中台",
    source="a: b.txt",
    blocks=(
        Block("B001", "heading", (HEADING,)),
        Block("B002", "turn", (ANSWER,), speaker="汤道生"),
        Block("B003", "caption", (CAPTION,)),
    ),
    edits=(
        Edit(4, 6, "吾们", "我们", "spin", "spun", 0.99),
        Edit(19, 21, "异国", "没有", "spin", "spun", 0.6, ("外国",)),
    ),
    glossary=(
        Entry(
            "中台",
            "middle platform",
            "zhōngtái",
            "Shared services | between front and back.",
            2,
            ("中台",),
            "S001",
        ),
    ),
    translator="translate-zh_en 0.2 (bundled)",
)

TEXT = "谈中台\n\n我们从去年开始做产业互联网。我们没有中台。\n"
"""A short text as it is read: a heading and two sentences, with two terms."""
