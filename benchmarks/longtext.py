"""How much more memory a text of 10 MB takes than its first hundredth.

    python -m benchmarks longtext

With the tiny package of ``training/tiny_package.py``, whose work is quick; what is held
for a sentence is the same for every package. It takes minutes.
"""

import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

BYTES = 10_000_000
WORDS = ("我们", "有", "云", "数据", "客户", "做", "很", "多", "没有", "中台")


def rows() -> list[tuple[str, float, str]]:
    """Measure in a process of its own; give (what, ratio, wanted)."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.longtext"],
        check=True,
        capture_output=True,
        text=True,
    )
    early, late = map(int, done.stdout.split())
    return [
        (
            "peak memory over 10 MB of sentences / over the first 0.1 MB",
            late / early,
            "≤ 1.1",
        )
    ]


def main() -> None:
    """Translate 10 MB, and print the peak in kB early and at the end."""
    from reader.models import Request
    from reader.translate import ArgosTranslator, load
    from training.tiny_package import make

    with tempfile.TemporaryDirectory() as folder:
        translator = ArgosTranslator(load(make(Path(folder) / "tiny.argosmodel")))
        size = early = 0

        def requests() -> Iterator[Request]:
            chance, sent = random.Random(1), 0
            while sent < BYTES:
                text = "".join(chance.choice(WORDS) for _ in range(12)) + f"{sent}。"
                sent += len(text.encode())
                yield Request(text)

        for translation in translator.translate_iter(requests()):
            size += len(translation.text)
            if not early and size > BYTES / 100:
                early = _peak()
        print(early, _peak())


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    main()
