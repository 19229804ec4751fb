"""Make reader/data/polyphones.npz: what chooses the reading of a polyphone.

    python -m training.readings ../shared/data/pinyin            # cross-validate
    python -m training.readings ../shared/data/pinyin --write    # fit on all, and write

Needs the package g2pM (Apache-2.0; `pip install g2pM`, or --network FOLDER): its
network, trained by its authors on CPP's training part, is the start, packed into 8
bits and pruned to nothing else. On it come the counts of readings and the weights of
reader.polyphones, fitted here on labelled sentences: CPP's files, one with `▁字▁` in
each line, one with the label (`xing2`, `lu:4`, 5 for neutral).

Cross-validation fits counts and weights on four fifths of the sentences and reads the
other fifth with the whole of reader.pinyin; a sentence's fifth is by its MD5.
"""

import argparse
import hashlib
import pickle
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from reader.dictionary import Dictionary, mark
from reader.network import packed
from reader.pinyin import Readings
from reader.polyphones import Polyphones, Question
from reader.words import Cutter

OUT = Path(__file__).resolve().parent.parent / "reader/data/polyphones.npz"
FOLDS = 5
PRIOR = 1.0
"""How strongly the weights are drawn to zero (half a Gaussian's precision)."""
NETWORK = {
    "embedding": "embedding.weight",
    "input_forward": "lstm.weight_ih_l0",
    "hidden_forward": "lstm.weight_hh_l0",
    "input_backward": "lstm.weight_ih_l0_reverse",
    "hidden_backward": "lstm.weight_hh_l0_reverse",
    "dense": "logit_layer.0.weight",
    "dense_bias": "logit_layer.0.bias",
    "last": "logit_layer.2.weight",
    "last_bias": "logit_layer.2.bias",
}


@dataclass(frozen=True)
class Labelled:
    """A sentence, which character of it is labelled, and as what."""

    text: str
    position: int
    reading: str
    """With tone marks, as reader.pinyin gives it."""

    @property
    def fold(self) -> int:
        """The fifth of the data that it is in, the same for the same text."""
        return int(hashlib.md5(self.text.encode()).hexdigest(), 16) // 2 % FOLDS


@dataclass(frozen=True)
class Example:
    """A labelled sentence with the question it puts and the network's view of it."""

    labelled: Labelled
    question: Question
    row: Sequence[float]


def labelled(folder: Path, part: str = "dev") -> Iterator[Labelled]:
    """Go through a part of CPP."""
    sentences = (folder / f"cpp_{part}.sent").read_text("utf-8").splitlines()
    labels = (folder / f"cpp_{part}.lb").read_text("utf-8").split("\n")
    for sentence, label in zip(sentences, labels, strict=False):
        if label:
            yield Labelled(sentence.replace("▁", ""), sentence.index("▁"), mark(label))


def network(folder: Path) -> dict[str, Any]:
    """Take g2pM's network and tables, packed as reader.network wants them."""

    def opened(name: str) -> Any:
        return pickle.loads((folder / name).read_bytes())

    weights = {
        name: np.asarray(values, np.float32)
        for name, values in opened("np_ckpt.pkl").items()
    }
    rows = opened("char2idx.pkl")
    classes = opened("class2idx.pkl")
    readings = opened("digest_cedict.pkl")
    data: dict[str, Any] = {
        "characters": "".join(sorted(rows, key=rows.__getitem__)[4:]),
        "classes": " ".join(map(mark, sorted(classes, key=classes.__getitem__))),
        "candidates": "\n".join(
            " ".join((character, *map(mark, filter(classes.__contains__, known))))
            for character, known in readings.items()
            if len(known) > 1
        ),
    }
    for way, suffix in (("forward", ""), ("backward", "_reverse")):
        data |= packed(
            f"bias_{way}",
            weights[f"lstm.bias_ih_l0{suffix}"] + weights[f"lstm.bias_hh_l0{suffix}"],
        )
    for name, theirs in NETWORK.items():
        data |= packed(name, weights[theirs])
    return data


def with_counts(
    data: Mapping[str, Any], sentences: Iterable[Labelled]
) -> dict[str, Any]:
    """Add how often each reading is met."""
    counts = Counter((one.text[one.position], one.reading) for one in sentences)
    return {
        **data,
        "counts": "\n".join(
            f"{character} {reading} {count}"
            for (character, reading), count in sorted(counts.items())
        ),
        "weight_names": "",
        "weights": np.zeros(0, np.float32),
    }


def examples(sentences: Sequence[Labelled], data: Mapping[str, Any]) -> list[Example]:
    """Ask about the labelled characters, and let the network speak.

    A character that a word of ours or a surname's title settles asks nothing.
    """
    dictionary, cutter = Dictionary(), Cutter()
    polyphones = Polyphones(dictionary, data)
    readings = Readings(dictionary, polyphones)
    pairs = [
        (one, question)
        for one in sentences
        for question in readings.questions(cutter.cut(one.text))
        if question.position == one.position
    ]
    rows = polyphones.likelihoods([question for _, question in pairs])
    return [
        Example(one, question, row)
        for (one, question), row in zip(pairs, rows, strict=True)
    ]


def fitted(
    found: Sequence[Example], data: Mapping[str, Any], *, steps: int = 30
) -> dict[str, Any]:
    """Fit the weights by maximum likelihood (Newton's method), counts given.

    Each example is scored with its own label taken out of the counts.
    """
    polyphones = Polyphones(Dictionary(), data)
    names = [
        *(f"{kind} {where}" for kind in ("network", "common")
          for where in ("alone", "inside")),
        "seen",
        *sorted({voice for example in found for voice in example.question.voices}),
    ]  # fmt: skip
    column = {name: number for number, name in enumerate(names)}
    width = max(len(polyphones.readings(example.question)) for example in found)
    features = np.zeros((len(found), width, len(names)))
    allowed = np.full((len(found), width), -1e9)
    gold = np.full(len(found), -1)
    for number, example in enumerate(found):
        question = example.question
        where = question.where
        counts = dict(polyphones.counts.get(question.character, {}))
        counts[example.labelled.reading] = counts.get(example.labelled.reading, 0) - 1
        choices = polyphones.readings(question)
        total = sum(counts.values()) + 0.5 * len(choices)
        for place, reading in enumerate(choices):
            allowed[number, place] = 0
            if reading == example.labelled.reading:
                gold[number] = place
            count = max(counts.get(reading, 0), 0)
            row = features[number, place]
            row[column[f"network {where}"]] = example.row[place]
            row[column[f"common {where}"]] = np.log((count + 0.5) / total)
            row[column["seen"]] = count > 0
            for voice, spoken in question.voices.items():
                row[column[voice]] += spoken == reading
    known_gold = gold >= 0
    features, allowed, gold = (
        features[known_gold],
        allowed[known_gold],
        gold[known_gold],
    )
    weights = np.zeros(len(names))
    chosen = features[np.arange(len(gold)), gold]
    for _ in range(steps):
        scores = features @ weights + allowed
        scores -= scores.max(axis=1, keepdims=True)
        likely = np.exp(scores)
        likely /= likely.sum(axis=1, keepdims=True)
        mean = np.einsum("ijk,ij->ik", features, likely)
        gradient = (chosen - mean).sum(axis=0) - 2 * PRIOR * weights
        flat = (features * np.sqrt(likely)[..., None]).reshape(-1, len(names))
        curvature = flat.T @ flat - mean.T @ mean + 2 * PRIOR * np.eye(len(names))
        step = np.linalg.solve(curvature, gradient)
        weights += step * min(1.0, 2.0 / np.abs(step).max())
        if np.abs(step).max() < 1e-4:
            break
    return {
        **data,
        "weight_names": "\n".join(names),
        "weights": weights.astype(np.float32),
    }


def cross_validated(
    sentences: Sequence[Labelled], base: Mapping[str, Any]
) -> Iterator[tuple[Sequence[Labelled], Readings]]:
    """Give each fifth, and the readings fitted without it."""
    asked = examples(sentences, with_counts(base, sentences))
    for fold in range(FOLDS):
        train = [one for one in sentences if one.fold != fold]
        data = fitted(
            [example for example in asked if example.labelled.fold != fold],
            with_counts(base, train),
        )
        dictionary = Dictionary()
        held = [one for one in sentences if one.fold == fold]
        yield held, Readings(dictionary, Polyphones(dictionary, data))


def bundled() -> dict[str, Any]:
    """Open the network that comes with the program; counts and weights are refitted."""
    with np.load(OUT) as arrays:
        return dict(arrays)


def main() -> None:
    """Cross-validate, or fit on everything and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("data", type=Path, help="the folder of cpp_dev.sent and .lb")
    parser.add_argument("--network", type=Path, help="the folder of g2pM's files")
    parser.add_argument("--write", action="store_true", help=f"write {OUT.name}")
    arguments = parser.parse_args()
    folder = arguments.network
    if folder is None:
        spec = find_spec("g2pM")
        if spec is None or spec.origin is None:
            parser.error("g2pM is not installed; pip install g2pM, or give --network")
        folder = Path(spec.origin).parent
    base = network(folder)
    sentences = list(labelled(arguments.data))
    if arguments.write:
        data = with_counts(base, sentences)
        data = fitted(examples(sentences, data), data)
        np.savez_compressed(OUT, **data)
        print(f"{OUT.name}: {OUT.stat().st_size / 1e6:.2f} MB")
        names = str(data["weight_names"]).splitlines()
        for name, weight in zip(names, data["weights"], strict=True):
            print(f"{weight:7.3f}  {name}")
        return
    from tests.measure_language import share_right

    total = right = 0.0
    for held, readings in cross_validated(sentences, base):
        share = share_right(readings, held)[0]
        print(f"{share:.4f} of {len(held)}", flush=True)
        right += share * len(held)
        total += len(held)
    print(f"{right / total:.4f} of {total:.0f}")


if __name__ == "__main__":
    main()
