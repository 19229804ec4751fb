"""The command and what was translated before: memory, interruption, long texts."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from reader.cli import run
from reader.cli.tally import Tally
from reader.models import Request, Translation
from tests.fakes import Echo

Captured = pytest.CaptureFixture[str]


def test_a_second_run_translates_nothing_and_says_so(
    text: Path, echo: Echo, capsys: Captured
) -> None:
    assert run(["read", str(text)]) == 0
    first = capsys.readouterr()
    assert first.err == ""
    assert run(["read", str(text)]) == 0
    second = capsys.readouterr()
    assert second.err == "all 3 sentences from memory: nothing was translated\n"
    said = [line for line in first.out.splitlines() if line.startswith("EN:")]
    assert said == [x for x in second.out.splitlines() if x.startswith("EN:")]
    assert len(echo.asked) == 3
    assert run(["export", str(text), "-q"]) == 0
    assert capsys.readouterr().err == ""
    assert len(echo.asked) == 3


def test_without_the_memory_all_is_translated(
    text: Path, echo: Echo, capsys: Captured
) -> None:
    for _ in range(2):
        assert run(["read", str(text), "--no-memory"]) == 0
    assert capsys.readouterr().err == ""
    assert len(echo.asked) == 6
    run(["memory", "list"])
    assert "0 by hand, 0 by machine" in capsys.readouterr().err


def test_a_broken_memory_is_named_and_done_without(
    text: Path, echo: Echo, capsys: Captured, tmp_path: Path
) -> None:
    place = tmp_path / "cache/bilingual-reader"
    place.mkdir(parents=True)
    (place / "memory.sqlite3").write_bytes(b"not a database" * 99)
    assert run(["read", str(text)]) == 0
    captured = capsys.readouterr()
    assert "[我们没有中台。]" in captured.out
    assert captured.err.count("\n") == 1
    assert "--no-memory" in captured.err
    assert run(["memory", "list"]) == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("own.tsv", "zh\ten\n我们没有中台。\tWe lack one.\n"),
        ("own.tsv", "我们没有中台。\tWe lack one.\t2024\n\n"),
        (
            "own.tmx",
            '<tmx version="1.4"><header srclang="zh"/><body><tu><tuv xml:lang="zh">'
            '<seg>我们没有中台。</seg></tuv><tuv xml:lang="en"><seg>We lack one.</seg>'
            "</tuv></tu></body></tmx>",
        ),
    ],
)
def test_corrections_are_taken_in_and_win(
    text: Path, echo: Echo, capsys: Captured, tmp_path: Path, name: str, content: str
) -> None:
    run(["read", str(text)])
    own = tmp_path / name
    own.write_text(content, encoding="utf-8")
    assert run(["memory", "import", str(own)]) == 0
    assert capsys.readouterr().err.endswith("1 new, 0 replaced\n")
    assert run(["memory", "import", str(own)]) == 0
    assert capsys.readouterr().err.endswith("0 new, 1 replaced\n")
    run(["read", str(text)])
    assert "EN: We lack one." in capsys.readouterr().out


def test_a_correction_made_in_an_exported_document_is_taken_in(
    text: Path, echo: Echo, capsys: Captured, tmp_path: Path
) -> None:
    run(["export", str(text), "--to", "json"])
    data = json.loads(capsys.readouterr().out)
    sentence = data["blocks"][1]["sentences"][1]
    assert sentence["text"] == "我们没有中台。"
    sentence["translation"] |= {"text": "We lack one.", "origin": "hand"}
    own = tmp_path / "own.json"
    own.write_text(json.dumps(data), encoding="utf-8")
    assert run(["memory", "import", str(own)]) == 0
    run(["memory", "list", "--hand", "-q"])
    assert capsys.readouterr().out == "我们没有中台。\tWe lack one.\thand\n"


def test_the_memory_goes_elsewhere_and_back(
    text: Path, echo: Echo, capsys: Captured, tmp_path: Path
) -> None:
    run(["read", str(text)])
    own = tmp_path / "own.tsv"
    own.write_text("云。\tThe cloud.\n", encoding="utf-8")
    run(["memory", "import", str(own)])
    taken = tmp_path / "all.tmx"
    assert run(["memory", "export", "-o", str(taken)]) == 0
    assert run(["memory", "clear", "--hand"]) == 0
    assert run(["memory", "clear"]) == 0
    assert run(["memory", "import", str(taken)]) == 0
    assert "1 new, 0 replaced, 3 made by a machine left out" in capsys.readouterr().err
    run(["memory", "list", "--json"])
    (unit,) = json.loads(capsys.readouterr().out)
    assert (unit["chinese"], unit["english"]) == ("云。", "The cloud.")


@pytest.mark.parametrize(
    ("name", "content", "code", "said"),
    [
        ("none.tmx", None, 2, "no such file"),
        ("bad.tmx", "<tmx>", 5, "not whole XML"),
        ("bad.tsv", "只有中文\n", 5, "line 1 is not Chinese, a tab and English"),
    ],
)
def test_what_cannot_be_taken_in_is_refused_in_one_line(
    echo: Echo,
    capsys: Captured,
    tmp_path: Path,
    name: str,
    content: str | None,
    code: int,
    said: str,
) -> None:
    file = tmp_path / name
    if content is not None:
        file.write_text(content, encoding="utf-8")
    assert run(["memory", "import", str(file)]) == code
    captured = capsys.readouterr()
    assert captured.err.count("\n") == 1
    assert said in captured.err


def test_an_interrupted_run_says_that_its_work_is_kept(
    text: Path, echo: Echo, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopping(requests: Iterable[Request], **_: object) -> Iterator[Translation]:
        yield Translation("one", "argos") if next(iter(requests)) else None
        raise KeyboardInterrupt

    monkeypatch.setattr(echo, "translate_iter", stopping)
    assert run(["read", str(text)]) == 130
    assert "what was translated is kept" in capsys.readouterr().err
    monkeypatch.undo()


def test_a_long_document_is_shown_before_it_is_translated(
    echo: Echo, tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reader.cli import read_command

    monkeypatch.setattr(read_command, "MOST", 10)
    path = tmp_path / "long.txt"
    path.write_text("".join(f"我们做云{n}。\n" for n in range(40)), encoding="utf-8")
    for layout in ("plain", "side"):
        assert run(["read", str(path), "--layout", layout, "--no-memory"]) == 0
        out = capsys.readouterr().out
        assert "checks counted at the end" in out
        assert "[我们做云39。]" in out
        assert out.rstrip().splitlines()[-1] == "0 checks to look at"


def test_one_sentence_is_not_all_sentences() -> None:
    said = Tally(sentences=1, known=1).remembered
    assert "the sentence from memory: nothing was translated" == said
