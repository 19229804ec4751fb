"""Print what each way to bind a term is worth, alone and after the ways before it.

The rate is the share of marked terms (of the glossary, those that are to be bound)
whose English is there, in whatever inflection. BLEU and chrF are of the sentences
that have a term, whose references have the glossary's English for theirs in the
development set, and often another word in the other sets: there a loss is partly the
price of obeying. Sets: ``tests/cases/terms_dev.tsv``, written for this, of which the
odd lines are to choose by; and the sentences with terms of DATA/parallel_dev.

Example: ``python -m training.binding reader/data/translate-zh_en.argosmodel DATA``
"""

import argparse
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import glossary
from reader.models import Request
from reader.translate import ArgosTranslator, load, terms
from reader.translate.checks import missing
from training.score import read

ROOT = Path(__file__).parents[1]
OWN = ROOT / "tests/cases/terms_dev.tsv"
PAIRS = 400


def requests(pairs: Sequence[tuple[str, str]]) -> list[tuple[Request, str]]:
    """Give the pairs that have a term to bind, as requests with their references."""
    ours = glossary.load()
    found = []
    for chinese, english in pairs:
        marks = tuple(
            (mark.start, mark.end, "|".join((mark.term.english, *mark.term.accepted)))
            for mark in ours.find(chinese)
            if mark.term.status != "common"
        )
        if marks:
            found.append((Request(chinese, marks), english))
    return found


def sets(data: Path | None) -> dict[str, list[tuple[Request, str]]]:
    """Give each set's requests with their references."""
    rows = OWN.read_text(encoding="utf-8").splitlines()[1:]
    own = [(zh, en) for zh, en in (row.split("\t") for row in rows)]
    found = {
        "own, to choose by": requests(own[::2]),
        "own, held back": requests(own[1::2]),
    }
    if data is not None:
        for path in sorted((data / "parallel_dev").glob("heldout*.tsv.gz")):
            found[path.name.split(".")[0]] = requests(read(path))[:PAIRS]
    return found


def bound(asked: Sequence[Request], english: Sequence[str]) -> float:
    """Return the share of terms that are there, in per cent."""
    count = sum(len(one.terms) for one in asked)
    lost = sum(
        len(missing(one, text)) for one, text in zip(asked, english, strict=True)
    )
    return 100 * (1 - lost / count)


def row(
    label: str, pairs: list[tuple[Request, str]], run: Callable[[], list[str]]
) -> list[str]:
    """Run one way; print its row and return its English."""
    import sacrebleu

    begin = time.process_time()
    english = run()
    cost = time.process_time() - begin
    reference = [[text for _, text in pairs]]
    bleu = sacrebleu.corpus_bleu(english, reference).score
    chrf = sacrebleu.corpus_chrf(english, reference).score
    rate = bound([one for one, _ in pairs], english)
    figures = " | ".join(f"{one:5.1f}" for one in (rate, bleu, chrf, cost))
    print(f"| {label:34} | {figures} |", flush=True)
    return english


def main() -> None:
    """Run the comparison from the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("package", type=Path)
    parser.add_argument("data", type=Path, nargs="?", help="with parallel_dev/")
    parser.add_argument(
        "--untaught", action="store_true", help="as if it knew no annotation"
    )
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    package = load(args.package)
    if args.untaught:
        package = replace(package, terms=None)
    translator = ArgosTranslator(package, threads=args.threads)
    translator.load()
    model = translator.model
    for name, pairs in sets(args.data).items():
        asked = [one for one, _ in pairs]
        print(f"\n{name}: {len(asked)} sentences")
        print(f"| {'way':34} | bound |  BLEU |  chrF | CPU s |")
        print("| --- | --- | --- | --- | --- |")
        plain = row("none", pairs, lambda: list(translator.english(asked)))  # noqa: B023
        for label, way in terms.WAYS.items():

            def alone(way: terms.Way = way) -> list[str]:
                found = way(model, asked, plain)  # noqa: B023
                return [
                    terms.better(one, text, candidates)
                    for one, text, candidates in zip(asked, plain, found, strict=True)  # noqa: B023
                ]

            row(f"{label} alone, where missing", pairs, alone)
        if package.terms:
            row(
                "annotated always",
                pairs,
                lambda: [one[0] for one in terms.annotated(model, asked, plain)],  # noqa: B023
            )
        row(
            "placed always",
            pairs,
            lambda: [one[-1] for one in terms.placed(model, asked, plain)],  # noqa: B023
        )
        row(
            "all, in their order",
            pairs,
            lambda: [one.text for one in translator.translate(asked)],  # noqa: B023
        )


if __name__ == "__main__":
    main()
