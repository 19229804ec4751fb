"""Make reader/data/wordhood.npz: words and how common they are, from jieba's (MIT).

    python -m training.wordhood

Keeps the words of one to four Chinese characters that jieba's dictionary has as often
as LEAST says, and every single character; see ``reader.repair.wordhood``.
"""

import argparse
import math
from pathlib import Path

import numpy as np

from reader.repair.symbols import codes
from reader.repair.wordhood import LONGEST, STEP, hashed

ROOT = Path(__file__).resolve().parent.parent
LEAST = 7
"""How often the dictionary must have a word of two characters and more."""


def counts() -> dict[str, int]:
    """Read the words of Chinese characters and how often the dictionary has them."""
    import jieba

    path = Path(jieba.__file__).with_name("dict.txt")
    found = {}
    for row in path.read_text(encoding="utf-8").splitlines():
        word, count, _ = row.split(" ")
        if len(word) <= LONGEST and all("\u4e00" <= sign <= "\u9fff" for sign in word):
            found[word] = int(count)
    return found


def make(words: dict[str, int], out: Path) -> None:
    """Hash the words and store how common each is."""
    total = sum(words.values())
    logs: dict[int, float] = {}
    for length in range(1, LONGEST + 1):
        of_length = [
            word
            for word, count in words.items()
            if len(word) == length and count >= (LEAST if length > 1 else 1)
        ]
        signs = codes("".join(of_length)).reshape(-1, length)
        for word, key in zip(of_length, hashed(signs, length)[:, 0], strict=True):
            log = math.log(words[word] / total)
            logs[int(key)] = max(logs.get(int(key), log), log)
    keys = np.array(sorted(logs), dtype=np.uint32)
    values = np.array([logs[int(key)] for key in keys])
    np.savez_compressed(
        out,
        steps=np.diff(keys, prepend=np.uint32(0)),
        logs=np.clip(np.round(-values / STEP), 0, 255).astype(np.uint8),
    )
    print(f"{out}: {len(keys):,} words, {out.stat().st_size / 1e6:.2f} MB")


def main() -> None:
    """Read the command line and make the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, default=ROOT / "reader/data/wordhood.npz")
    make(counts(), parser.parse_args().out)


if __name__ == "__main__":
    main()
