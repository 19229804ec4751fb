"""Print what a package is worth: BLEU and chrF, obedience to terms, broken output.

Everything with the package as it is shipped (int8, beam 4), three times: raw, which is
what Argos takes (the best by a length penalty of 0.2), chosen, which is what the reader
takes of the four translations that the same search ends with
(``reader/translate/choosing.py``), and hinted, the same where the model is told what
the dictionary calls words that it hardly knows (``reader/translate/asking.py``):

* BLEU and chrF (sacrebleu) on each set of ``DATA/parallel_dev``, 500 pairs a set, and
  the share of sentences in which the reader's checks find nothing
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

from glossary import Glossary
from reader import annotate
from reader.annotation import request_of, terms_of
from reader.models import Request
from reader.translate.asking import hinted
from reader.translate.checks import check
from reader.translate.choosing import Candidate, choose
from training.annotate import LEFT, Dictionary, Match, dictionary, insert, matches
from training.augment import invent

PAIRS = 500
LENGTH_PENALTY = 0.2
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
            # Packages before 0.6 have no such list.
            listed = model.parent / "known.txt"
            self.known = (
                frozenset(listed.read_text("utf-8").split())
                if listed.is_file()
                else None
            )
        self.beam = beam

    def translate(self, sentences: Sequence[str]) -> list[str]:
        """Return one translation a sentence: the one that Argos takes."""
        return [found[0].text for found in self.search(sentences)]

    def search(self, sentences: Sequence[str]) -> list[list[Candidate]]:
        """Return what the search ends with, a list a sentence, Argos's choice first."""
        pieces = self.tokeniser.encode(list(sentences), out_type=str)
        results = self.engine.translate_batch(
            pieces,
            beam_size=self.beam,
            num_hypotheses=self.beam,
            return_scores=True,
            length_penalty=LENGTH_PENALTY,
            max_batch_size=16,
            max_decoding_length=256,
        )
        return [
            [
                Candidate(self.tokeniser.decode(pieces), _a_piece(score, len(pieces)))
                for pieces, score in zip(found.hypotheses, found.scores, strict=True)
            ]
            for found in results
        ]


def _a_piece(score: float, pieces: int) -> float:
    """Turn a score by Argos's length penalty into one a piece, the end's included."""
    return score * (pieces + 1) ** (LENGTH_PENALTY - 1)


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


def scored(package: Package, pairs: Sequence[tuple[str, str]]) -> str:
    """Score what is taken raw, chosen, and hinted and chosen; return it as a line."""
    import sacrebleu

    requests = [Request(zh) for zh, _ in pairs]
    begin = time.perf_counter()
    found = package.search([one.text for one in requests])
    speed = len(pairs) / (time.perf_counter() - begin)
    with_hints = [hints(package, zh) for zh, _ in pairs]
    ways = {
        "raw": [candidates[0].text for candidates in found],
        "chosen": list(map(choose, requests, found)),
        "hinted": list(map(choose, requests, package.search(with_hints))),
    }
    reference = [[en for _, en in pairs]]
    figures = []
    for name, texts in ways.items():
        bleu = sacrebleu.corpus_bleu(texts, reference).score
        chrf = sacrebleu.corpus_chrf(texts, reference).score
        sound = _share(
            not check(one.text, text) for one, text in zip(requests, texts, strict=True)
        )
        figures.append(f"{name}: BLEU {bleu:.1f}, chrF {chrf:.1f}, sound {sound:.1f} %")
    return f"{'; '.join(figures)}; {speed:.0f} sentences/s"


def hints(package: Package, chinese: str) -> str:
    """Return a sentence with what the dictionary calls words that the model lacks."""
    tokens = annotate(chinese, glossary=Glossary([]))
    request = request_of(chinese, tokens, terms_of(chinese, Glossary([])))
    return insert(
        chinese, [(end, said) for _, end, said in hinted(package.known, request).hints]
    )


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
    asked = package.search([insert(zh, [(m.end, t)]) for zh, _, m, t, _ in cases])
    new = package.search([insert(zh, [(m.end, w)]) for zh, _, m, _, w in cases])
    reference = [[en for _, en, *_ in cases]]
    figures = {
        "unasked": _share(has(t, c[3]) for t, c in zip(plain, cases, strict=True)),
        "BLEU unasked": sacrebleu.corpus_bleu(plain, reference).score,
    }
    for name, way in {"": _first, ", chosen": _chosen}.items():
        texts = [
            way(zh, m, t, f) for (zh, _, m, t, _), f in zip(cases, asked, strict=True)
        ]
        words = [
            way(zh, m, w, f) for (zh, _, m, _, w), f in zip(cases, new, strict=True)
        ]
        figures |= {
            f"asked{name}": _share(
                has(t, c[3]) for t, c in zip(texts, cases, strict=True)
            ),
            f"invented{name}": _share(
                has(t, c[4]) for t, c in zip(words, cases, strict=True)
            ),
            f"BLEU asked{name}": sacrebleu.corpus_bleu(texts, reference).score,
            f"marks left{name}": 100
            - _share(not re.search("[⟨⟩]", text) for text in texts + words),
        }
    return figures


def _first(_zh: str, _match: Match, _term: str, found: list[Candidate]) -> str:
    return found[0].text


def _chosen(zh: str, match: Match, term: str, found: list[Candidate]) -> str:
    return choose(Request(zh, ((match.start, match.end, term),)), found)


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
        print(
            f"{path.name}: {len(chosen)} pairs, {scored(package, chosen)}", flush=True
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
