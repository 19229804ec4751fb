"""The command: what goes where, which exit code, what is written."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from reader import pipeline
from reader.cli import COMMANDS, run
from reader.models import Check, Edit, Request, Translation, undo
from tests.fakes import Echo
from tests.fixtures import TEXT

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "sample_texts"


Captured = pytest.CaptureFixture[str]


def test_read_prints_labelled_lines_to_a_pipe(text: Path, capsys: Captured) -> None:
    assert run(["read", str(text), "--translator", "none"]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[0] == "谈中台"
    assert "ZH: S002 我们从去年开始做产业互联网。" in out
    assert "PY: Wǒmen cóng qùnián kāishǐ zuò chǎnyè hùliánwǎng." in out
    assert any(
        line.startswith("TERM: 中台 | zhōngtái | middle platform") for line in out
    )


def test_read_sets_columns_when_a_width_is_given(text: Path, capsys: Captured) -> None:
    assert run(["read", str(text), "--width", "80", "--translator", "none"]) == 0
    out = capsys.readouterr().out
    assert " │ " in out
    assert "\x1b" not in out


def test_read_colours_when_told_to(text: Path, capsys: Captured) -> None:
    run(["read", str(text), "--color", "always", "--translator", "none"])
    assert "\x1b[" in capsys.readouterr().out


@pytest.mark.parametrize("layout", ["side", "plain"])
def test_a_text_cannot_steer_the_terminal(
    layout: str, tmp_path: Path, capsys: Captured
) -> None:
    path = tmp_path / "text.txt"
    path.write_text("我们\x1b[31m做\x9b31m云\r。\n", encoding="utf-8")
    command = ["read", str(path), "--no-repair", "--layout", layout]
    run([*command, "--translator", "none"])
    out = capsys.readouterr().out
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", out)
    assert "␛" in out


def test_no_color_is_heeded(
    text: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    run(["read", str(text), "--width", "80", "--translator", "none"])
    assert "\x1b" not in capsys.readouterr().out


def test_standard_input_is_read() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "reader", "read", "-", "--translator", "none"],
        input=TEXT.encode("gb18030"),
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        check=True,
        cwd=ROOT,
    )
    assert "我们没有中台。" in done.stdout.decode()
    assert done.stderr == b""


def test_a_reader_who_stops_early_is_no_error() -> None:
    command = f"{sys.executable} -m reader glossary list | head -n 1"
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"],
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    assert done.stderr == b""
    assert len(done.stdout.splitlines()) == 1


def test_export_writes_notes(text: Path, tmp_path: Path, capsys: Captured) -> None:
    notes = tmp_path / "notes.md"
    assert run(["export", str(text), "-o", str(notes), "--translator", "none"]) == 0
    assert "**S002** 我们从去年开始做**产业互联网**。" in notes.read_text("utf-8")
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == f"wrote {notes}\n"


def test_export_to_json_and_back(text: Path, tmp_path: Path, capsys: Captured) -> None:
    data = tmp_path / "text.json"
    run(["export", str(text), "--to", "json", "-o", str(data), "--translator", "none"])
    run(["export", str(text), "--translator", "none"])
    direct = capsys.readouterr().out
    run(["export", str(data)])
    assert direct == capsys.readouterr().out
    document = json.loads(data.read_text("utf-8"))
    for block in document["blocks"]:
        for sentence in block["sentences"]:
            joined = "".join(token["text"] for token in sentence["tokens"])
            assert sentence["text"] == joined


def test_export_of_several_files_needs_a_directory(text: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("云计算。\n", encoding="utf-8")
    assert run(["export", str(text), str(other), "--translator", "none"]) == 2
    out = tmp_path / "out"
    out.mkdir()
    assert (
        run(["export", str(text), str(other), "-o", str(out), "--translator", "none"])
        == 0
    )
    assert ["other.md", "text.md"] == sorted(path.name for path in out.iterdir())


def test_a_file_that_is_there_is_not_written_over(
    text: Path, tmp_path: Path, capsys: Captured
) -> None:
    notes = tmp_path / "notes.md"
    notes.write_text("mine", encoding="utf-8")
    command = ["export", str(text), "-o", str(notes), "--translator", "none"]
    assert run(command) == 1
    assert "is there already" in capsys.readouterr().err
    assert notes.read_text("utf-8") == "mine"
    assert run([*command, "--force"]) == 0
    assert notes.read_text("utf-8") != "mine"


def test_nothing_half_written_is_left(
    text: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    out.mkdir()

    def full(_self: Path, _target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    command = ["repair", str(text), "-o", str(out / "text.txt")]
    assert run(command) == 1
    assert list(out.iterdir()) == []


def test_repair_writes_a_text_and_says_what_it_did(
    text: Path, capsys: Captured
) -> None:
    assert run(["repair", str(text)]) == 0
    captured = capsys.readouterr()
    assert "我们没有中台。" in captured.out
    assert "repair" in captured.err


def test_repair_as_json_can_be_undone(capsys: Captured) -> None:
    path = SAMPLES / "interview_scraped.txt"
    assert run(["repair", str(path), "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    edits = tuple(
        Edit(**{**edit, "alternatives": tuple(edit["alternatives"])})
        for edit in data["edits"]
    )
    assert path.read_text("utf-8") == undo(data["text"], edits)


def test_repair_diff_shows_words(capsys: Captured) -> None:
    assert run(["repair", str(SAMPLES / "interview_scraped.txt"), "--diff"]) == 0
    assert "[-吾们-]{+我们+}" in capsys.readouterr().out


def test_repair_diff_goes_to_a_file(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "changes.txt"
    command = ["repair", str(SAMPLES / "interview_scraped.txt"), "-o", str(path)]
    assert run([*command, "--diff", "--color", "always"]) == 0
    assert capsys.readouterr().out == ""
    written = path.read_text("utf-8")
    assert "[-吾们-]{+我们+}" in written
    assert "\x1b" not in written


def test_repair_shows_one_form(capsys: Captured) -> None:
    path = SAMPLES / "interview_scraped.txt"
    assert run(["repair", str(path), "--diff", "--json"]) == 2
    assert "--diff and --json" in capsys.readouterr().err


@pytest.mark.parametrize("plain", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_repair_diff_has_brackets_where_there_is_no_colour(
    plain: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    for name, value in plain.items():
        monkeypatch.setenv(name, value)
    command = ["repair", str(SAMPLES / "interview_scraped.txt"), "--diff"]
    assert run([*command, "--paging", "never", "--color", "always"]) == 0
    assert "[-吾们-]{+我们+}" in capsys.readouterr().out


def test_glossary_lookup(capsys: Captured) -> None:
    for word in ("中台", "zhongtai", "middle platform"):
        assert run(["glossary", "lookup", word]) == 0
        assert capsys.readouterr().out.startswith("中台  zhōngtái\n  middle platform\n")
    assert run(["glossary", "lookup", "zhongtia"]) == 1
    assert "did you mean 中台" in capsys.readouterr().err


def test_glossary_list(capsys: Captured) -> None:
    assert run(["glossary", "list"]) == 0
    assert "中台\tzhōngtái\tmiddle platform\t" in capsys.readouterr().out
    assert run(["glossary", "list", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) >= 150
    assert run(["glossary", "list", "--domain", "nowhere"]) == 1


def test_glossary_counts_what_has_an_example(tmp_path: Path, capsys: Captured) -> None:
    assert run(["glossary", "list", "--counts"]) == 0
    before = capsys.readouterr().out.splitlines()
    own = tmp_path / "own.tsv"
    own.write_text(
        "chinese\tenglish\texample\texample_english\n"
        "飞毯\tcarpet\t飞毯来了。\tThe carpet has come.\n飞帚\tbroom\t\t\n",
        encoding="utf-8",
    )
    assert run(["glossary", "list", "--counts", "--glossary", str(own)]) == 0
    after = capsys.readouterr().out.splitlines()
    assert "| `your own` | 2 | 1 | 飞毯 |" in after
    total, hard = (int(cell) for cell in before[-1].split("|")[2:4])
    assert after[-1] == f"| all | {total + 2} | {hard + 1} | |"
    assert total > hard > 500


def test_glossary_check(tmp_path: Path, capsys: Captured) -> None:
    for path in sorted((ROOT / "glossary").glob("*.tsv")):
        if path.name != "characters.tsv":
            assert run(["glossary", "check", str(path)]) == 0
    faulty = tmp_path / "own.tsv"
    faulty.write_text("chinese\tenglish\n中台\t中台\n", encoding="utf-8")
    capsys.readouterr()
    assert run(["glossary", "check", str(faulty)]) == 1
    assert capsys.readouterr().out.startswith(f"{faulty}:")
    assert run(["glossary", "check", str(tmp_path / "none.tsv")]) == 2
    assert "none.tsv" in capsys.readouterr().err


def test_a_glossary_of_ones_own_wins(
    text: Path, tmp_path: Path, capsys: Captured
) -> None:
    own = tmp_path / "own.tsv"
    own.write_text("chinese\tenglish\n中台\tshared core\n", encoding="utf-8")
    run(
        [
            "export",
            str(text),
            "--glossary",
            str(own),
            "--to",
            "json",
            "--translator",
            "none",
        ]
    )
    data = json.loads(capsys.readouterr().out)
    assert "shared core" in [entry["english"] for entry in data["glossary"]]


def test_doctor_finds_what_is_needed(capsys: Captured) -> None:
    assert run(["doctor"]) == 0
    out = capsys.readouterr().out
    for topic in ("Python", "ctranslate2", "jieba", "terminal", "cache", "translation"):
        assert topic in out
    assert run(["doctor", "--json"]) == 0
    findings = json.loads(capsys.readouterr().out)
    assert all(one["good"] or one["remedy"] for one in findings)


def test_model_list(capsys: Captured) -> None:
    assert run(["model", "list"]) == 0
    assert "translate-zh_en" in capsys.readouterr().out


BAD = [
    pytest.param(["read", "missing.txt"], 1, "missing.txt: no such file", id="missing"),
    pytest.param(["read", "."], 1, "is a directory", id="directory"),
    pytest.param(["read", "empty.txt"], 5, "is empty", id="empty"),
    pytest.param(["read", "binary"], 5, "no encoding", id="binary"),
    pytest.param(["read", "page.pdf"], 5, "is a PDF", id="pdf"),
    pytest.param(["read", "text.txt", "--wrong"], 2, "--wrong", id="wrong flag"),
    pytest.param(["raed", "text.txt"], 2, "did you mean read?", id="wrong command"),
    pytest.param(["read"], 2, "Missing argument", id="no file"),
    pytest.param(
        ["read", "text.txt", "--model", "bad.argosmodel"],
        3,
        "bad.argosmodel",
        id="model",
    ),
    pytest.param(
        ["read", "text.txt", "--model", "none.argosmodel"], 3, "none", id="no model"
    ),
    pytest.param(
        ["read", "text.txt", "--glossary", "bad.tsv"], 2, "bad.tsv", id="glossary"
    ),
    pytest.param(
        ["read", "text.txt", "--encoding", "utf-9"], 2, "no such encoding", id="codec"
    ),
    pytest.param(
        ["export", "text.txt", "-o", "no/where.md"], 1, "no directory", id="no place"
    ),
    pytest.param(
        ["export", "text.txt", "-o", "text.txt/notes.md"], 1, "cannot be", id="a file"
    ),
    pytest.param(["export", "text.txt", "--to", "pdf"], 2, "pdf", id="wrong form"),
    pytest.param(["repair", "text.txt", "--only", "magic"], 2, "magic", id="repair"),
    pytest.param(["read", "http://127.0.0.1:9/a"], 1, "cannot be fetched", id="url"),
]


@pytest.mark.parametrize(("command", "code", "said"), BAD)
def test_bad_input_gets_one_line_and_its_code(
    command: list[str],
    code: int,
    said: str,
    tmp_path: Path,
    capsys: Captured,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("text.txt").write_text(TEXT, encoding="utf-8")
    Path("empty.txt").touch()
    Path("binary").write_bytes(bytes(range(256)) * 9)
    Path("page.pdf").write_bytes(b"%PDF-1.7\n\xff\xfe")
    Path("bad.argosmodel").write_bytes(b"not a zip")
    Path("bad.tsv").write_text("english\nonly\n", encoding="utf-8")
    before = sorted(Path().iterdir())
    assert code == run(command)
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert captured.err.startswith("reader: ")
    assert said in captured.err
    assert before == sorted(Path().iterdir())


def test_help_names_every_command(capsys: Captured) -> None:
    assert run(["--help"]) == 0
    out = capsys.readouterr().out
    for name in COMMANDS:
        assert name in out
        assert run([name, "--help"]) == 0


class Looping(Echo):
    """A translator whose every translation fails a check."""

    label = identity = "looping 1.0"

    def translate_iter(
        self, requests: Iterable[Request], *, progress: object = None
    ) -> Iterator[Translation]:
        check = Check("repetition", "the the the")
        for _ in requests:
            yield Translation("the the the", "argos", (check,))


def test_strict_exits_with_4_when_a_check_fails(
    text: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "find_translator", lambda *_, **__: Looping())
    assert run(["read", str(text)]) == 0
    assert run(["read", str(text), "--strict"]) == 4
    assert "failed a check" in capsys.readouterr().err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("command", ["glossary list", "read - --translator none"])
def test_a_full_disk_gets_one_line(command: str) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "reader", *command.split()],
            input=TEXT.encode(),
            stdout=full,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
            cwd=ROOT,
        )
    assert done.returncode == 1
    assert done.stderr.count(b"\n") == 1
    assert b"No space left" in done.stderr


def test_repair_explains_a_sentence(capsys: Captured) -> None:
    path = SAMPLES / "interview_scraped.txt"
    assert run(["repair", str(path), "--explain", "s012"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("S012  ")
    assert "相符 → 合  spin" in shown
    assert "a spinner's word for" in shown
    assert "% sure" in shown
    assert "      or 分歧" in shown


@pytest.mark.parametrize("name", ["S012", "s12", "12"])
def test_a_sentence_can_be_named_in_short(name: str, capsys: Captured) -> None:
    path = SAMPLES / "interview_scraped.txt"
    assert run(["repair", str(path), "--explain", name]) == 0
    assert capsys.readouterr().out.startswith("S012  ")


def test_repair_says_which_sentences_there_are(capsys: Captured) -> None:
    path = SAMPLES / "notes_short.txt"
    assert run(["repair", str(path), "--explain", "S999"]) == 2
    assert (
        "no sentence S999 in the repaired text; there are S001"
        in capsys.readouterr().err
    )


def test_repair_writes_the_script_that_is_asked_for(capsys: Captured) -> None:
    path = SAMPLES / "interview_traditional.txt"
    assert run(["repair", str(path), "--script", "simplified", "-q"]) == 0
    assert "软体" in capsys.readouterr().out
