"""What the tests share: where data outside the repository is, and --update."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from tests.fakes import Echo

# Machines are shared: an example may take its time. In CI the examples are the same
# each time; a new one is looked for where somebody is there to see it.
settings.register_profile(
    "reader",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=bool(os.environ.get("CI")),
)
# pytest --hypothesis-profile many: to search long, for what a few examples miss.
settings.register_profile(
    "many", settings.get_profile("reader"), max_examples=2000, derandomize=False
)
settings.load_profile("reader")

ROOT = Path(__file__).parents[1]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update", action="store_true", help="rewrite tests/expected; review the diff"
    )


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of data that is measured on and not part of the project."""
    place = Path(os.environ.get("READER_SHARED", ROOT.parent / "shared"))
    if not place.is_dir():
        pytest.skip("the measuring data is not here; name its folder in READER_SHARED")
    return place


@pytest.fixture(scope="session")
def empty_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A place where no package is installed and nothing is cached yet."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch, empty_home: Path) -> None:
    """Keep the user's own colours, pager, packages and caches out of the tests."""
    for name in (
        "ARGOS_PACKAGES_DIR",
        "COLUMNS",
        "FORCE_COLOR",
        "NO_COLOR",
        "PAGER",
        "READER_PAGER",
    ):
        monkeypatch.delenv(name, raising=False)
    for kind in ("CACHE", "CONFIG", "DATA"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(empty_home / kind.lower()))
    monkeypatch.setenv("TERM", "xterm-256color")


@pytest.fixture
def text(tmp_path: Path) -> Path:
    """A short text in a file."""
    from tests.fixtures import TEXT

    path = tmp_path / "text.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def echo(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> "Echo":
    """Let an echo translate, with a memory of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    from reader import pipeline
    from tests.fakes import Echo

    echo = Echo()
    monkeypatch.setattr(pipeline, "find_translator", lambda *_, **__: echo)
    return echo
