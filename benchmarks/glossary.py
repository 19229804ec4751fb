"""What the glossary costs beside jieba, on 100,000 characters of a sample."""

from pathlib import Path

from benchmarks.timing import ratio
from glossary import Glossary
from glossary.tables import ours, parse_ours

SAMPLE = Path(__file__).parents[1] / "sample_texts" / "interview.txt"
CHARACTERS = 100_000


def rows() -> list[tuple[str, float, str]]:
    """Measure loading all terms and marking a text, and marking alone."""
    import jieba

    jieba.setLogLevel("WARNING")
    text = SAMPLE.read_text("utf-8")
    text = (text * (CHARACTERS // len(text) + 1))[:CHARACTERS]
    ready = _load()

    def load_and_mark() -> None:
        _load().find(text)

    def load_and_cut() -> None:
        tokenizer = jieba.Tokenizer()
        tokenizer.initialize()
        tokenizer.lcut(text)

    cutter = jieba.Tokenizer()
    cutter.initialize()
    return [
        (
            "loading the glossary and marking 100,000 characters / jieba's loading "
            "and cutting them",
            ratio(load_and_mark, load_and_cut),
            "≤ 0.05",
        ),
        (
            "marking them, the glossary loaded / jieba's cutting them",
            ratio(lambda: ready.find(text), lambda: cutter.lcut(text)),
            "≤ 0.05",
        ),
    ]


def _load() -> Glossary:
    return Glossary(term for table in ours() for term in parse_ours(table.read_bytes()))
