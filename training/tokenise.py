"""Draw a pass over the pairs, augment it, and turn it into arrays of pieces.

Writes ``WORK/NAME.npz``: ``src`` and ``tgt`` (all pieces, uint16, end to end), ``sl``
and ``tl`` (lengths), ``ann`` (1 where terms are annotated).  The same pairs drawn with
another ``--seed`` are augmented differently, so a second pass is not a repetition.

Example: ``python -m training.tokenise work flat --seed 1``
"""

import argparse
import random
from multiprocessing import Pool
from pathlib import Path

import numpy

from training import amounts
from training.annotate import dictionary
from training.augment import FINAL, Augmenter, join
from training.mixture import draw, is_held_out, read_pairs, read_spoken

# The attention kernels hold 96 places; the target has one more, for its start.
LONGEST = 92
CHUNK = 20_000
AMOUNTS = 8_000


def augmenter(work: Path, *, terms: bool = True) -> Augmenter:
    """Return the augmenter with the dictionary and this corpus's rare words.

    Without ``terms`` no pair is annotated and no word swapped, to measure what
    teaching both costs.
    """
    counts = {}
    with (work / "words.tsv").open(encoding="utf-8") as lines:
        for line in lines:
            word, count = line.split("\t")
            counts[word] = int(count)
    # "photoChoice" and its like are names in code, which no glossary asks for.
    rare = [
        word
        for word, count in counts.items()
        if 2 <= count <= 40 and len(word) > 3 and word[1:].islower() and word.isalpha()
    ]
    words = dictionary()
    rare += [g for glosses in words.values() for g in glosses if " " in g]
    often = {} if terms else {"ask": 0.0, "swap": 0.0}
    return Augmenter(words, counts, rare, **often)


def _work(job: tuple[list[tuple[str, str, str]], int]) -> list[numpy.ndarray]:
    rows, seed = job
    chance = random.Random(seed)
    chinese, english, annotated = [], [], []
    previous: tuple[str, str] | None = None
    for zh, en, _ in rows:
        pair = (zh, en)
        if len(zh) < 60 and FINAL.search(zh) and FINAL.search(en):
            if previous and chance.random() < 2 * AUGMENTER.join:
                pair, previous = join(previous, pair, chance=chance), None
            else:
                previous = pair
        zh, en, has_terms = AUGMENTER.vary(*pair, chance=chance)
        chinese.append(zh)
        english.append(en)
        annotated.append(has_terms)
    src, tgt, flags = [], [], []
    for zh, en, flag in zip(
        PIECES.encode(chinese), PIECES.encode(english), annotated, strict=True
    ):
        if 0 < len(zh) <= LONGEST and 0 < len(en) <= LONGEST:
            src.append(zh)
            tgt.append(en)
            flags.append(flag)
    return [
        numpy.array([piece for line in src for piece in line], numpy.uint16),
        numpy.array([piece for line in tgt for piece in line], numpy.uint16),
        numpy.array([len(line) for line in src], numpy.uint8),
        numpy.array([len(line) for line in tgt], numpy.uint8),
        numpy.array(flags, numpy.uint8),
    ]


def _prepare(work: Path, terms: bool) -> None:
    # Once a process: neither a dictionary nor a model is worth sending to it.
    import sentencepiece

    global AUGMENTER, PIECES
    AUGMENTER = augmenter(work, terms=terms)
    PIECES = sentencepiece.SentencePieceProcessor(
        model_file=str(work / "sentencepiece.model")
    )


def main() -> None:
    """Run the step from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument(
        "work", type=Path, help="folder with pairs.tsv and the vocabulary"
    )
    parser.add_argument(
        "phase", choices=("flat", "decay"), help="column of mixtures.tsv"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--name", help="name of the file (default PHASE-SEED)")
    parser.add_argument(
        "--spoken",
        type=Path,
        default=Path(__file__).parent / "pairs",
        help="our own pairs",
    )
    parser.add_argument(
        "--without-terms",
        action="store_true",
        help="annotate nothing: what teaching terms costs is measured so",
    )
    parser.add_argument("--processes", type=int, default=2)
    args = parser.parse_args()
    name = args.name or f"{args.phase}-{args.seed}"

    rows = list(read_pairs(args.work / "pairs.tsv"))
    spoken = list(read_spoken(args.spoken))
    rows += [row for row in spoken if not is_held_out(row[0])]
    rows += amounts.make(AMOUNTS, seed=args.seed)
    rows = draw(rows, phase=args.phase, seed=args.seed)
    jobs = [
        (rows[at : at + CHUNK], args.seed * 10_000 + at // CHUNK)
        for at in range(0, len(rows), CHUNK)
    ]
    with Pool(args.processes, _prepare, (args.work, not args.without_terms)) as pool:
        parts = pool.map(_work, jobs, 1)
    src, tgt, sl, tl, ann = (
        numpy.concatenate(part) for part in zip(*parts, strict=True)
    )
    numpy.savez(args.work / f"{name}.npz", src=src, tgt=tgt, sl=sl, tl=tl, ann=ann)
    with (args.work / "dev_spoken.tsv").open("w", encoding="utf-8") as lines:
        lines.writelines("\t".join(row) + "\n" for row in spoken if is_held_out(row[0]))
    print(
        f"{name}: {len(sl)} pairs of {len(rows)}, {len(src)} source pieces, "
        f"{len(tgt)} target pieces, {ann.mean():.1%} annotated"
    )


if __name__ == "__main__":
    main()
