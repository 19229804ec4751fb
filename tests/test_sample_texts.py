"""The sample texts are what their README says; the damaged one can be made again."""

import os
import re
from pathlib import Path

import pytest

from tests.damage import LAYERS, OTHER, SPAM, damage, pieces

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "sample_texts"
SHARED = Path(os.environ.get("READER_SHARED", ROOT.parent / "shared"))
REMAKE = "python tests/damage.py -o sample_texts/interview_scraped.txt"
ENCODINGS = {
    "interview.txt": "utf-8",
    "interview_scraped.txt": "utf-8",
    "interview_traditional.txt": "utf-8",
    "keynote_gb18030.txt": "gb18030",
    "notes_short.txt": "utf-8",
}
LONG = [name for name in ENCODINGS if name != "notes_short.txt"]
# The scraped text is made, so its count moves with the table.
WRITTEN = [name for name in ENCODINGS if name != "interview_scraped.txt"]
# Han with the extensions: 㛃 is in A, 𬱖 in E.
HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]")


def text_of(name: str) -> str:
    return (SAMPLES / name).read_bytes().decode(ENCODINGS[name])


def test_every_text_is_named_here_and_in_the_readme() -> None:
    readme = (SAMPLES / "README.md").read_text(encoding="utf-8")
    assert sorted(ENCODINGS) == sorted(path.name for path in SAMPLES.glob("*.txt"))
    assert [name for name in ENCODINGS if f"`{name}`" not in readme] == []


@pytest.mark.parametrize("name", WRITTEN)
def test_the_readme_counts_the_han_characters(name: str) -> None:
    readme = (SAMPLES / "README.md").read_text(encoding="utf-8")
    row = re.search(rf"^\| `{re.escape(name)}` \| ([\d,]+) \|", readme, re.MULTILINE)
    assert row is not None
    assert int(row[1].replace(",", "")) == len(HAN.findall(text_of(name)))


@pytest.mark.parametrize("name", LONG)
def test_long_texts_are_long(name: str) -> None:
    assert len(HAN.findall(text_of(name))) >= 1500


@pytest.mark.parametrize("name", ENCODINGS)
def test_texts_end_with_one_newline_and_have_no_trailing_spaces(name: str) -> None:
    text = text_of(name)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert re.findall(r"[ \t\r]\n", text) == []


def test_the_keynote_needs_gb18030() -> None:
    kept = (SAMPLES / "keynote_gb18030.txt").read_bytes()
    assert kept.decode("gb18030").encode("gb18030") == kept
    for narrower in ("utf-8", "gbk", "gb2312", "big5"):
        with pytest.raises(UnicodeDecodeError):
            kept.decode(narrower)


def test_the_traditional_text_has_no_simplified_character() -> None:
    """Big5 holds what Taiwan writes, and none of the simplified forms."""
    text_of("interview_traditional.txt").encode("big5")
    with pytest.raises(UnicodeEncodeError):
        text_of("interview.txt").encode("big5")


def test_the_scraped_text_is_the_damaged_interview() -> None:
    remade = damage(text_of("interview.txt"))
    assert remade == text_of("interview_scraped.txt"), f"remake it: {REMAKE}"


def test_the_scraped_text_shows_every_layer() -> None:
    scraped = text_of("interview_scraped.txt")
    seen = ("吾们", "异国", "统逐一个", "平分歧", "数。据", "挑问,:", SPAM.strip())
    assert [mark for mark in seen if mark not in scraped] == []
    spam = [line for line in scraped.splitlines() if line.startswith(SPAM)]
    assert len(set(spam)) >= 5
    spun = pieces(text_of("interview.txt"), layers=["spin"])
    assert len({after for before, after in spun if after != before}) >= 80


def test_honest_words_that_look_spun_stay_in_the_clean_text() -> None:
    clean = text_of("interview.txt")
    honest = ("异国他乡", "众人", "专门", "分歧", "营业额", "于是", "正本", "永远")
    assert [word for word in honest if word not in clean] == []


def test_pieces_join_to_the_clean_and_to_the_damaged_text() -> None:
    clean = text_of("interview.txt")
    kept = pieces(clean)
    assert "".join(before for before, _ in kept) == clean
    wanted = damage(clean, layers=("spin", "stray", "flatten"))
    assert "".join(after for _, after in kept) == wanted


@pytest.mark.parametrize(
    ("family", "layer"),
    [(family, layer) for family in (LAYERS, OTHER) for layer in family],
)
def test_each_layer_alone_changes_the_interview(family: dict, layer: str) -> None:
    clean = text_of("interview.txt")
    assert damage(clean, layers=[layer], family=family) != clean
    assert damage(clean, layers=[], family=family) == clean


def test_an_unknown_layer_is_refused() -> None:
    with pytest.raises(ValueError, match="no such layers"):
        damage("我们", layers=["spn"])


def test_nothing_is_taken_from_the_real_interview() -> None:
    """No dozen characters in a row, punctuation aside, are in both."""
    real = SHARED / "samples" / "csig_interview_scraped.txt"
    opening = SHARED / "samples" / "csig_interview_restored_opening.txt"
    if not (real.exists() and opening.exists()):
        pytest.skip("the real interview is not beside this repository")
    theirs = _runs(real.read_text(encoding="utf-8")) | _runs(
        opening.read_text(encoding="utf-8")
    )
    spam = real.read_text(encoding="utf-8").splitlines()[0].strip(" •")
    ours = {name: text_of(name) for name in ENCODINGS}
    assert [name for name, text in ours.items() if spam in text] == []
    assert {name: _runs(text) & theirs for name, text in ours.items()} == {
        name: set() for name in ENCODINGS
    }


def _runs(text: str, length: int = 12) -> set[str]:
    han = "".join(HAN.findall(text))
    return {han[at : at + length] for at in range(len(han) - length + 1)}
