"""A file is written whole or not at all."""

from pathlib import Path

import pytest

from reader.staging import staged


def test_the_file_takes_the_place_of_another(tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_text("before", encoding="utf-8")
    with staged(path) as made:
        made.write_text("after", encoding="utf-8")
        assert path.read_text("utf-8") == "before"
    assert path.read_text("utf-8") == "after"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt])
def test_what_goes_wrong_leaves_all_as_it_was(
    error: type[BaseException], tmp_path: Path
) -> None:
    path = tmp_path / "text.txt"
    path.write_text("before", encoding="utf-8")

    def begin() -> None:
        with staged(path) as made:
            made.write_text("half", encoding="utf-8")
            raise error

    with pytest.raises(error):
        begin()
    assert path.read_text("utf-8") == "before"
    assert list(tmp_path.iterdir()) == [path]
