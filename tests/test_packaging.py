"""The wheel, in an environment of its own, reads a sample from another directory."""

import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LIMIT = 400 * 1024 * 1024
"""Bytes that the base install may take."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build from a copy: setuptools writes beside the sources."""
    place = tmp_path_factory.mktemp("wheel")
    copy = place / "source"
    left_out = shutil.ignore_patterns(
        ".*", "*.egg-info", "build", "dist", "__pycache__", "training"
    )
    shutil.copytree(ROOT, copy, ignore=left_out)
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--outdir", str(place), str(copy)],
        check=True,
        capture_output=True,
    )
    (built,) = place.glob("*.whl")
    return built


def test_the_wheel_carries_every_data_file(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    for package in ("reader", "glossary"):
        for path in (ROOT / package).rglob("*"):
            if path.suffix in {".py", ".tsv", ".npz", ".argosmodel", ".typed"}:
                assert path.relative_to(ROOT).as_posix() in names


def test_the_wheel_works_in_a_fresh_environment(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "env"
    venv.create(environment, with_pip=True)
    scripts = environment / ("Scripts" if sys.platform == "win32" else "bin")
    empty = used(environment)
    subprocess.run(
        [scripts / "python", "-I", "-m", "pip", "install", "--quiet", str(wheel)],
        check=True,
    )
    assert used(environment) - empty < LIMIT
    for heavy in ("torch", "spacy", "stanza", "onnxruntime"):
        assert not list(environment.rglob(f"site-packages/{heavy}"))

    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    sample = elsewhere / "interview.txt"
    shutil.copy(ROOT / "sample_texts" / "interview_scraped.txt", sample)
    done = subprocess.run(
        [scripts / "reader", "read", sample.name],
        cwd=elsewhere,
        env={
            "PATH": str(scripts),
            "PYTHONIOENCODING": "utf-8",
            "HOME": str(tmp_path),
            "XDG_CACHE_HOME": str(tmp_path / "cache"),
        },
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert "translated by translate-zh_en" in done.stdout
    assert "SPEAKER: 周启明" in done.stdout


def used(place: Path) -> int:
    """Bytes on disk under a folder."""
    return sum(path.stat().st_size for path in place.rglob("*") if path.is_file())
