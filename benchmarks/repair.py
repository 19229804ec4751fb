"""What a repair costs beside annotating the text it gives, with jieba and pypinyin."""

import time
from pathlib import Path

from benchmarks.timing import ratio

SAMPLES = Path(__file__).parents[1] / "sample_texts"


def rows() -> list[tuple[str, float, str]]:
    """Measure the repair of a spun text and the clearing of a clean one."""
    import logging

    from jieba import Tokenizer
    from pypinyin import pinyin

    from reader.repair import repair

    logging.getLogger("jieba").setLevel(logging.WARNING)
    tokenizer = Tokenizer()
    tokenizer.initialize()
    found = []
    for label, name, wanted in (
        ("repairing a spun text", "interview_scraped.txt", "≤ 1"),
        ("clearing a clean text", "interview.txt", "≤ 0.1"),
    ):
        text = (SAMPLES / name).read_text("utf-8")
        repaired = repair(text).text

        def annotate(text: str = repaired) -> None:
            for line in text.splitlines():
                pinyin(tokenizer.lcut(line))

        cost = ratio(
            lambda text=text: repair(text),  # type: ignore[misc]
            annotate,
            rounds=20,
            clock=time.process_time,
        )
        found.append((f"{label} / annotating it (jieba + pypinyin)", cost, wanted))
    return found
