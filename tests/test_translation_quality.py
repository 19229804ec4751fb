"""The bundled package scores what its card says, on pairs that it never saw."""

import json
from pathlib import Path

import pytest

from reader.translate.packages import BUNDLED
from training.score import PAIRS, Package, quality, read

ROOT = Path(__file__).parents[1]
FLOORS = json.loads((ROOT / "tests/quality.json").read_text("utf-8"))["translation"]


@pytest.mark.parametrize("name", FLOORS)
def test_chrf_holds_its_floor(shared: Path, name: str) -> None:
    pairs = read(shared / "data" / "parallel_dev" / f"{name}.tsv.gz")
    sample = pairs[:: max(1, len(pairs) // PAIRS)][:PAIRS]
    _, chrf, _ = quality(Package(ROOT / "reader/data" / BUNDLED), sample)
    assert chrf >= FLOORS[name]
