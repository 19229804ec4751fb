"""Print what cutting long sentences is worth: BLEU and chrF at several windows.

A sentence longer than the window, in pieces, is cut at its inner marks and its parts'
translations are joined again (`reader/translate/windows.py`). The first column is the
half to choose by, the second the half to report. Each set is the pairs of one file of
DATA/parallel_dev with more than 45 Chinese characters.

Example: ``python -m training.window reader/data/translate-zh_en.argosmodel DATA``
"""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from reader.models import Request
from reader.translate import ArgosTranslator, load
from training.score import read

WINDOWS = (32, 48, 64, 92)
LONG = 45
PAIRS = 120


def measured(translator: ArgosTranslator, pairs: Sequence[tuple[str, str]]) -> str:
    """Return BLEU and chrF of a translator on pairs."""
    import sacrebleu

    english = list(translator.english([Request(zh) for zh, _ in pairs]))
    references = [[en for _, en in pairs]]
    bleu = sacrebleu.corpus_bleu(english, references).score
    chrf = sacrebleu.corpus_chrf(english, references).score
    return f"{bleu:.1f} / {chrf:.1f}"


def main() -> None:
    """Run the measurement from the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("package", type=Path)
    parser.add_argument("data", type=Path, help="folder with parallel_dev/")
    args = parser.parse_args()
    package = load(args.package)
    for path in sorted((args.data / "parallel_dev").glob("*.tsv.gz")):
        pairs = [pair for pair in read(path) if len(pair[0]) > LONG][: 2 * PAIRS]
        for window in WINDOWS:
            translator = ArgosTranslator(replace(package, window=window))
            halves = [measured(translator, pairs[half::2]) for half in (0, 1)]
            print(f"{path.name:48} window {window:3}  {'   '.join(halves)}", flush=True)


if __name__ == "__main__":
    main()
