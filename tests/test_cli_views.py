"""The command and its views: charts, quiz, layers, notes made again."""

import json
import sys
from pathlib import Path

import pytest

from reader.cli import run
from tests.fakes import Echo

Captured = pytest.CaptureFixture[str]


def test_a_document_as_data_keeps_the_readings_that_a_view_leaves_out(
    text: Path, capsys: Captured
) -> None:
    command = ["export", str(text), "--translator", "none", "--pinyin", "hard"]
    assert run([*command, "--to", "plain"]) == 0
    assert "⋯" in capsys.readouterr().out
    assert run([*command, "--to", "json"]) == 0
    assert "⋯" not in capsys.readouterr().out


def test_a_deck_does_not_go_to_a_terminal(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is refused before anything is read."""
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert run(["export", "no-such-file.txt", "--to", "anki"]) == 2
    assert "-o" in capsys.readouterr().err


def test_stats_are_charts_or_data(text: Path, capsys: Captured) -> None:
    command = ["stats", str(text), "--translator", "none"]
    assert run(command) == 0
    assert "Different words by HSK level" in capsys.readouterr().out
    assert run([*command, "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["title"] == "谈中台"
    assert data["sentences"] == 3


def test_a_quiz_in_a_pipe_has_its_answers_at_the_end(
    text: Path, capsys: Captured, echo: Echo
) -> None:
    assert run(["read", str(text), "--quiz", "-w", "80"]) == 0
    out = capsys.readouterr().out
    assert out.rindex("[我们没有中台。]") > out.rindex("─")


def test_layers_are_left_out_and_an_unknown_one_is_named(
    text: Path, capsys: Captured
) -> None:
    command = ["read", str(text), "--translator", "none"]
    assert run([*command, "--hide", "pinyin,terms"]) == 0
    out = capsys.readouterr().out
    assert "PY:" not in out
    assert "TERM:" not in out
    assert run([*command, "--hide", "colour"]) == 2
    assert "no such layer: colour" in capsys.readouterr().err


def test_notes_exported_again_keep_what_was_written_in_them(
    text: Path, capsys: Captured, tmp_path: Path
) -> None:
    notes = tmp_path / "notes.md"
    command = ["export", str(text), "--translator", "none", "-o", str(notes)]
    assert run(command) == 0
    written = notes.read_text("utf-8").replace("# 谈中台", "# 谈中台\n\n问老王", 1)
    notes.write_text(written, encoding="utf-8")
    capsys.readouterr()
    assert run(command) == 0
    assert "kept 1 line of yours" in capsys.readouterr().err
    assert "# 谈中台\n\n问老王\n" in notes.read_text("utf-8")
    notes.write_text("# 我自己的\n", encoding="utf-8")
    assert run(command) == 1
    assert notes.read_text("utf-8") == "# 我自己的\n"


def test_each_language_is_a_file_beside_the_notes(text: Path, tmp_path: Path) -> None:
    notes = tmp_path / "notes.md"
    sides = [part for side in ("both", "zh", "en") for part in ("--sides", side)]
    command = ["export", str(text), "--translator", "none", *sides]
    assert run([*command, "-o", str(notes)]) == 0
    assert sorted(path.name for path in tmp_path.glob("notes*")) == [
        "notes.en.md",
        "notes.md",
        "notes.zh.md",
    ]
