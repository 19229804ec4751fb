"""List the Chinese words that a model met often enough to know, for its package.

Of the words of two to five characters that CC-CEDICT has, those that a flat pass over
the pairs (mixtures.tsv) brings 30 times or more.  For the others the reader tells the
model what the dictionary calls them.  A word is counted wherever its characters stand,
so what is divided otherwise counts as well.

Writes ``WORK/known.txt``, a word a line, the commonest first.

Example: ``python -m training.known work``
"""

import argparse
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from reader.dictionary import every
from training.mixture import is_held_out, read_pairs, read_spoken, shares

# On one half of each set, 0.5 with and without hints (BLEU, chrF, chosen), by ENOUGH:
# 10: news +0.1, +0.7, our own pairs 0.0, +0.3; 20: +0.1, +0.8 and 0.0, +0.4; 30: +0.5,
# +1.1 and -0.2, +0.6; 100: +0.4, +0.8. LCTT, which has few such words, stays as it is.
ENOUGH = 30
SHORTEST, LONGEST = 2, 5
HAN = re.compile(r"[\u4e00-\u9fff]+")


def counted(
    rows: Iterable[tuple[str, str, str]], words: frozenset[str]
) -> Counter[str]:
    """Count words in the Chinese of rows (zh, en, source), each by its share.

    >>> rows = [("云计算和云", "", "lctt"), ("云计算", "", "spoken")]
    >>> counted(rows, frozenset(["云计算"]))["云计算"]
    5.0
    """
    share, counts = cache(shares("flat")), Counter[str]()
    for zh, _, source in rows:
        weight = share(source)
        for run in HAN.findall(zh):
            for start in range(len(run) - SHORTEST + 1):
                for end in range(start + SHORTEST, min(start + LONGEST, len(run)) + 1):
                    if run[start:end] in words:
                        counts[run[start:end]] += weight
    return counts


def main() -> None:
    """Run the step from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("work", type=Path, help="folder with pairs.tsv")
    parser.add_argument(
        "--spoken",
        type=Path,
        default=Path(__file__).parent / "pairs",
        help="our own pairs",
    )
    args = parser.parse_args()
    words = frozenset(
        entry.simplified
        for entry in every()
        if SHORTEST <= len(entry.simplified) <= LONGEST
    )
    counts = counted(read_pairs(args.work / "pairs.tsv"), words)
    spoken = (row for row in read_spoken(args.spoken) if not is_held_out(row[0]))
    counts.update(counted(spoken, words))
    known = [word for word, count in counts.most_common() if count >= ENOUGH]
    text = "".join(f"{word}\n" for word in known)
    (args.work / "known.txt").write_text(text, encoding="utf-8")
    print(f"{len(known)} of {len(words)} words are known")


if __name__ == "__main__":
    main()
