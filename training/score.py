"""Print what a package is worth: BLEU and chrF, obedience to terms, broken output.

Everything with the package as it is shipped (int8, beam 4, length penalty 0.2):

* BLEU and chrF (sacrebleu) on each set of ``DATA/parallel_dev``, 500 pairs a set
* terms: held-out sentences whose reference has a CC-CEDICT gloss of a word in them;
  how often it appears unasked, asked for, and when an invented word is asked for
* texts: how many sentences come out empty, stammering, or with Chinese in them

Example: ``python -m training.score translate-zh_en.argosmodel ../data --texts a.txt``
"""

import argparse
import gzip
import random
import re
import tempfile
import time
import zipfile
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from training.annotate import LEFT, Dictionary, Match, dictionary, insert, matches
from training.augment import invent

PAIRS = 500
TERM_SENTENCES = 1400
HAN = re.compile(r"[\u3400-\u9fff]")
# Rough, for counting only: the reader has its own way to split.
SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]*[”’」』]?")


class Package:
    """An Argos package, opened."""

    def __init__(self, path: Path, *, beam: int = 4, threads: int = 2) -> None:
        import ctranslate2
        import sentencepiece

        with tempfile.TemporaryDirectory() as folder:
            with zipfile.ZipFile(path) as archive:
                archive.extractall(folder)
            model = next(Path(folder).glob("*/model"))
            self.tokeniser = sentencepiece.SentencePieceProcessor(
                model_file=str(model.parent / "sentencepiece.model")
            )
            self.engine = ctranslate2.Translator(
                str(model), compute_type="int8", inter_threads=threads, intra_threads=1
            )
        self.beam = beam

    def translate(self, sentences: Sequence[str]) -> list[str]:
        """Return one translation a sentence."""
        pieces = self.tokeniser.encode(list(sentences), out_type=str)
        results = self.engine.translate_batch(
            pieces,
            beam_size=self.beam,
            length_penalty=0.2,
            max_batch_size=16,
            max_decoding_length=256,
        )
        return [self.tokeniser.decode(result.hypotheses[0]) for result in results]


def read(path: Path) -> list[tuple[str, str]]:
    """Return the pairs of a (gzipped) TSV."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t")[:2] for line in lines]
    return [(zh, en) for zh, en in rows]


def quality(
    package: Package, pairs: Sequence[tuple[str, str]]
) -> tuple[float, float, float]:
    """Return BLEU, chrF and sentences a second."""
    import sacrebleu

    begin = time.perf_counter()
    found = package.translate([zh for zh, _ in pairs])
    speed = len(pairs) / (time.perf_counter() - begin)
    reference = [[en for _, en in pairs]]
    bleu = sacrebleu.corpus_bleu(found, reference).score
    return bleu, sacrebleu.corpus_chrf(found, reference).score, speed


def has(text: str, term: str) -> bool:
    """Say whether a term stands in a text, as a word and in any case or number.

    >>> has("Two platforms.", "platform"), has("A plat.", "platform")
    (True, False)
    """
    return bool(re.search(rf"\b{re.escape(term)}(s|es)?\b", text, re.IGNORECASE))


def term_cases(
    pairs: Sequence[tuple[str, str]], words: Dictionary
) -> list[tuple[str, str, Match, str, str]]:
    """Return Chinese, English, one match, its reference form and an invented word."""
    chance, cases = random.Random(7), []
    for zh, en in pairs:
        found = matches(zh, en, words) if len(zh) < 120 and LEFT not in zh else []
        if found:
            match = chance.choice(found)
            cases.append(
                (zh, en, match, en[match.en_start : match.en_end], invent(chance))
            )
    return cases[:TERM_SENTENCES]


def terms(package: Package, cases: Sequence) -> dict[str, float]:
    """Return the shares in which a term appears, and BLEU with and without asking."""
    import sacrebleu

    plain = package.translate([zh for zh, *_ in cases])
    asked = package.translate([insert(zh, [(m.end, t)]) for zh, _, m, t, _ in cases])
    new = package.translate([insert(zh, [(m.end, w)]) for zh, _, m, _, w in cases])
    reference = [[en for _, en, *_ in cases]]
    return {
        "unasked": _share(has(t, c[3]) for t, c in zip(plain, cases, strict=True)),
        "asked": _share(has(t, c[3]) for t, c in zip(asked, cases, strict=True)),
        "invented": _share(has(t, c[4]) for t, c in zip(new, cases, strict=True)),
        "BLEU unasked": sacrebleu.corpus_bleu(plain, reference).score,
        "BLEU asked": sacrebleu.corpus_bleu(asked, reference).score,
        "marks left": 100 - _share(not re.search("[⟨⟩]", text) for text in asked + new),
    }


def _share(hits) -> float:
    found = list(hits)
    return 100 * sum(found) / max(len(found), 1)


def fault(english: str) -> str | None:
    """Return what is broken in a translation, or None.

    >>> fault("we can do it we can do it we can do it")
    'stammer'
    """
    words = english.lower().split()
    if not words:
        return "empty"
    if HAN.search(english):
        return "chinese"
    grams = [tuple(words[at : at + 4]) for at in range(len(words) - 3)]
    return "stammer" if any(grams.count(gram) >= 3 for gram in set(grams)) else None


def decode(raw: bytes) -> str:
    """Return text in UTF-8 or, failing that, in GB 18030."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030")


def main() -> None:
    """Run the step from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("package", type=Path)
    parser.add_argument("data", type=Path, help="folder with parallel_dev/")
    parser.add_argument(
        "--pairs", type=Path, nargs="*", default=[], help="more TSVs to score"
    )
    parser.add_argument(
        "--texts", type=Path, nargs="*", default=[], help="texts to look over"
    )
    parser.add_argument(
        "--show", type=int, default=0, help="print so many translations of each text"
    )
    parser.add_argument("--seed", type=int, default=1, help="which are shown")
    parser.add_argument("--beam", type=int, default=4)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    package = Package(args.package, beam=args.beam, threads=args.threads)
    held_out = []
    for path in [*sorted((args.data / "parallel_dev").glob("*.tsv.gz")), *args.pairs]:
        pairs = read(path)
        held_out += pairs[:1000]
        step = max(1, len(pairs) // PAIRS)
        chosen = list(islice(pairs[::step], PAIRS))
        bleu, chrf, speed = quality(package, chosen)
        print(
            f"{path.name}: {len(chosen)} pairs, BLEU {bleu:.1f}, chrF {chrf:.1f}, "
            f"{speed:.0f} sentences/s",
            flush=True,
        )
    cases = term_cases(held_out, dictionary())
    print(f"terms in {len(cases)} sentences:")
    for name, value in terms(package, cases).items():
        print(f"  {name} {value:.1f}", flush=True)
    for path in args.texts:
        text = decode(path.read_bytes())
        sentences = [s.strip() for s in SENTENCE.findall(text) if HAN.search(s)]
        found = package.translate(sentences)
        bad = [(fault(en), zh, en) for zh, en in zip(sentences, found, strict=True)]
        bad = [row for row in bad if row[0]]
        print(f"{path.name}: {len(sentences)} sentences, {len(bad)} broken")
        for row in bad:
            print("  ", *row, sep=" | ")
        shown = random.Random(args.seed).sample(
            range(len(found)), min(args.show, len(found))
        )
        for at in sorted(shown):
            print(f"  {sentences[at]}\n    {found[at]}")


if __name__ == "__main__":
    main()
