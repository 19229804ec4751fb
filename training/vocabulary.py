"""Learn the vocabulary both languages share from the prepared pairs.

A SentencePiece unigram model: byte fallback (no unknown characters), digits one
by one (numbers are copied, not memorised), and the marks ⟨ ⟩ reserved for terms.
``nmt_nfkc`` folds the full-width ，：（）！？ to ASCII; the package carries no other
normalisation, so training and use cannot differ in it.

Example: ``python -m training.vocabulary work``
"""

import argparse
import random
import re
from collections import Counter
from pathlib import Path

from training.augment import FAMILY, GIVEN
from training.mixture import read_pairs, shares

SENTENCES = 260_000
# Coverage counts the English letters too, so 99.95 % of both sides would leave one
# Chinese character in sixteen of general prose to its bytes. Every character met this
# often gets a piece.
OFTEN = 5
HAN = re.compile(r"[\u3400-\u9fff]")


def main() -> None:
    """Run the step from the command line."""
    import sentencepiece

    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("work", type=Path, help="folder with pairs.tsv")
    parser.add_argument("--size", type=int, default=16_384)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    chance = random.Random(1)
    share = shares("flat")
    rows = list(read_pairs(args.work / "pairs.tsv"))
    # Sampled as training will sample them, or machine-translated manuals would
    # take the pieces that prose needs.
    chosen = chance.choices(rows, [share(row[2]) for row in rows], k=SENTENCES)
    count = Counter(sign for zh, _, _ in rows for sign in HAN.findall(zh))
    needed = {sign for sign, times in count.items() if times >= OFTEN}
    needed.update(HAN.findall(FAMILY + GIVEN))
    text = args.work / "vocabulary.txt"
    lines = (f"{zh}\n{en}\n" for zh, en, _ in dict.fromkeys(chosen))
    text.write_text("".join(lines), encoding="utf-8")
    sentencepiece.SentencePieceTrainer.train(
        input=str(text),
        model_prefix=str(args.work / "sentencepiece"),
        vocab_size=args.size,
        model_type="unigram",
        character_coverage=0.9995,
        required_chars="".join(sorted(needed)),
        byte_fallback=True,
        split_digits=True,
        normalization_rule_name="nmt_nfkc",
        user_defined_symbols=["⟨", "⟩"],
        max_sentencepiece_length=14,
        seed_sentencepiece_size=400_000,
        num_sub_iterations=2,
        num_threads=args.threads,
        minloglevel=1,
    )
    text.unlink()
    print(f"{args.work / 'sentencepiece.model'}: {args.size} pieces")


if __name__ == "__main__":
    main()
