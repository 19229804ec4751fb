"""How fast readings are chosen beside g2pM, on the sentences of its own benchmark."""

import os
from importlib.util import find_spec
from pathlib import Path

from benchmarks.timing import ratio

SHARED = Path(os.environ.get("READER_SHARED", Path(__file__).parents[1] / "../shared"))
SENTENCES = 500


def rows() -> list[tuple[str, float, str]]:
    """Measure reading and, with cutting, the whole; none where g2pM is not there."""
    file = SHARED / "data/pinyin/cpp_dev.sent"
    if find_spec("g2pM") is None or not file.exists():
        return []
    from g2pM import G2pM

    from reader.pinyin import Readings
    from reader.words import Cutter

    lines = file.read_text("utf-8").splitlines()[:: 9893 // SENTENCES][:SENTENCES]
    texts = [line.replace("\u2581", "") for line in lines]
    theirs, cutter, readings = G2pM(), Cutter(), Readings()
    cut = [cutter.cut(text) for text in texts]

    def g2pm() -> None:
        for text in texts:
            theirs(text)

    def read() -> None:
        readings.read_all(cut)

    def cut_and_read() -> None:
        readings.read_all([cutter.cut(text) for text in texts])

    return [
        ("choosing readings / g2pM, sentences a second", ratio(g2pm, read), "≥ 5"),
        ("cutting and reading / g2pM", ratio(g2pm, cut_and_read), "≥ 5"),
    ]
