"""Make reader/data/polyphones.npz: what chooses the reading of a polyphone.

    python -m training.readings ../shared/data            # cross-validate
    python -m training.readings ../shared/data --write    # fit on all, and write

Needs the package g2pM (Apache-2.0; `pip install g2pM`, or --network FOLDER): its
network, trained by its authors on CPP's training part, is the start, packed into 8
bits and pruned to nothing else. On it come the counts of readings, the weights of
reader.polyphones and those of reader.contexts, fitted here on the labelled sentences of
training.labelled.

Cross-validation fits all but the network on four fifths of the sentences and reads the
other fifth with the whole of reader.pinyin; a sentence's fifth is by its MD5.
"""

import argparse
import pickle
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from reader.contexts import stepwise
from reader.dictionary import Dictionary, mark
from reader.network import packed
from reader.pinyin import Readings
from reader.polyphones import Polyphones, Question
from reader.tones import toneless
from reader.words import Cutter
from training.context_weights import fit, kinds, softmax
from training.labelled import FOLDS, WEIGHTS, Labelled, cued, labelled, prose

OUT = Path(__file__).resolve().parent.parent / "reader/data/polyphones.npz"
PRIOR = 1.0
"""How strongly the weights are drawn to zero (half a Gaussian's precision)."""
VOICED = {"cpp": 1.0, "speech": 2.0, "phrase": 1.0, "translated": 0.25}
"""What the sources count where the voices are weighed: hard places, chosen to be hard,
say little of how far the network is to be believed elsewhere."""
ANCHORED = 80
"""Places of one character in prose that are held to what they are read as without."""
ANCHOR_MARGIN = 2.0
"""How far a rare reading must outscore the usual one where nothing is labelled."""
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
class Example:
    """A labelled sentence with the question it puts and the network's view of it."""

    labelled: Labelled
    question: Question
    row: Sequence[float]
    agreed: bool
    """Whether the dictionaries agree on it, so that it is not put where it is read."""

    @property
    def is_loose(self) -> bool:
        """Whether it shows that a word of the dictionaries is none here."""
        said, label = self.question.voices.get("unit", ""), self.labelled.reading
        return self.agreed and label not in (said, toneless(said))


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
    """Add how often each reading is met, and the readings that g2pM does not know."""
    met = Counter(
        (one.text[one.position], one.reading, one.source == "cpp")
        for one in sentences
        if one.position >= 0 and one.source != "translated"
    )
    return {
        **data,
        "more": _more(str(data["candidates"]), met),
        "counts": "\n".join(
            f"{character} {reading} {count}"
            for (character, reading, is_cpp), count in sorted(met.items())
            if is_cpp
        ),
        "loose": "",
        "weight_names": "",
        "weights": np.zeros(0, np.float32),
        "trust_characters": "",
        "trust": np.zeros(0, np.float16),
        "kind_characters": "",
        "kinds": np.zeros(0, np.uint16),
        "context_names": "",
        **stepwise([]),
        "context_readings": np.zeros(0, np.uint16),
        "context_weights": np.zeros(0, np.int8),
    }


def _more(lines: str, met: Mapping[tuple[str, str, bool], int]) -> str:
    """List readings that are labelled more than once; neutral tones are the words'."""
    known = {line[0]: line.split()[1:] for line in lines.splitlines()}
    often: Counter[tuple[str, str]] = Counter()
    for (character, reading, _), count in met.items():
        if toneless(reading) != reading:
            often[character, reading] += count
    more: dict[str, list[str]] = {}
    for (character, reading), count in sorted(often.items()):
        if count > 1 and reading not in known.get(character, ()):
            more.setdefault(character, []).append(reading)
    return "\n".join(
        " ".join((character, *found))
        for character, found in more.items()
        if character in known or len(found) > 1
    )


def examples(sentences: Sequence[Labelled], data: Mapping[str, Any]) -> list[Example]:
    """Ask about the labelled characters, and let the network speak.

    A character that a word of ours or a surname's title settles asks nothing.
    """
    dictionary, cutter = Dictionary(), Cutter()
    polyphones = Polyphones(dictionary, data)
    readings = Readings(dictionary, polyphones)
    asked = {
        text: {
            question.position: question
            for question in readings.questions(cutter.cut(text), every=True)
        }
        for text in {one.text for one in sentences}
    }
    pairs = [
        (one, asked[one.text][one.position])
        for one in sentences
        if one.position in asked[one.text]
    ]
    met: Counter[str] = Counter()
    told = cued()

    for one in sentences:
        for question in asked[one.text].values() if one.position < 0 else ():
            if question.character in told or question.agreed:
                continue
            met[question.character] += 1
            if met[question.character] <= ANCHORED:
                pairs.append((replace(one, position=question.position), question))
    rows = polyphones.likelihoods([question for _, question in pairs])
    return [
        Example(one, question, row, question.agreed)
        for (one, question), row in zip(pairs, rows, strict=True)
    ]


def fitted(
    found: Sequence[Example], data: Mapping[str, Any], *, steps: int = 30
) -> dict[str, Any]:
    """Fit the voices' weights by maximum likelihood (Newton's method), counts given.

    Each example is scored with its own label taken out of the counts. On what they say
    come the weights of contexts.
    """
    loose = {one.question.word for one in found if one.is_loose}
    found = [one for one in found if not one.agreed or one.question.word in loose]
    polyphones = Polyphones(Dictionary(), data)
    names = [
        *(f"{kind} {where}" for kind in ("network", "common")
          for where in ("alone", "inside")),
        "seen",
        *sorted({voice for example in found for voice in example.question.voices}),
    ]  # fmt: skip
    column = {name: number for number, name in enumerate(names)}
    width = max(len(example.question.choices) for example in found)
    features_ = np.zeros((len(found), width, len(names)))
    allowed = np.full((len(found), width), -1e9)
    gold = np.full(len(found), -1)
    for number, example in enumerate(found):
        question = example.question
        where = question.where
        counts = dict(polyphones.counts.get(question.character, {}))
        if example.labelled.source == "cpp":
            mine = example.labelled.reading
            counts[mine] = counts.get(mine, 0) - 1
        choices = question.choices
        total = sum(counts.values()) + 0.5 * len(choices)
        for place, reading in enumerate(choices):
            allowed[number, place] = 0
            if reading == example.labelled.reading:
                gold[number] = place
            count = max(counts.get(reading, 0), 0)
            row = features_[number, place]
            row[column[f"network {where}"]] = example.row[place]
            row[column[f"common {where}"]] = np.log((count + 0.5) / total)
            row[column["seen"]] = count > 0
            for voice, spoken in question.voices.items():
                row[column[voice]] += spoken == reading
    everything, whole = features_, allowed
    share_of_all = np.array([example.labelled.weight for example in found])
    voiced = np.array([VOICED.get(example.labelled.source, 0.0) for example in found])
    told = (gold >= 0) & (voiced > 0)
    features_, allowed, share = features_[told], allowed[told], voiced[told]
    gold_told = gold[told]
    weights = _voiced(features_, allowed, gold_told, share, steps)
    done = {
        **data,
        **kinds(),
        "loose": " ".join(sorted(loose)),
        "weight_names": "\n".join(names),
        "weights": weights.astype(np.float32),
    }
    # What is not labelled is held to how it is read without contexts.
    plain = Polyphones(Dictionary(), done)
    for number, example in enumerate(found):
        if example.labelled.source == "anchor":
            reading = plain.choose(example.question, example.row, margin=ANCHOR_MARGIN)
            gold[number] = example.question.choices.index(reading)
    kept = np.flatnonzero(gold >= 0)
    some = [found[number] for number in kept]
    return done | fit(
        [example.question for example in some],
        [example.row for example in some],
        (everything @ weights + whole)[kept],
        gold[kept],
        share_of_all[kept],
        plain.contexts.kinds,
    )


def _voiced(
    features_: "np.ndarray[Any, Any]",
    allowed: "np.ndarray[Any, Any]",
    gold: "np.ndarray[Any, Any]",
    share: "np.ndarray[Any, Any]",
    steps: int,
) -> "np.ndarray[Any, Any]":
    """Fit weights of which none is negative: a voice speaks for what it says.

    Those that come out negative are left out, and the others fitted again.
    """
    weights = np.zeros(features_.shape[2])
    active = np.arange(len(weights))
    while True:
        weights[:] = 0
        some = features_[:, :, active]
        chosen = some[np.arange(len(gold)), gold]
        for _ in range(steps):
            likely = softmax(some @ weights[active] + allowed)
            mean = np.einsum("ijk,ij->ik", some, likely)
            gradient = share @ (chosen - mean) - 2 * PRIOR * weights[active]
            spread = np.sqrt(likely * share[:, None])[..., None]
            flat = (some * spread).reshape(-1, len(active))
            mean *= np.sqrt(share)[:, None]
            curvature = flat.T @ flat - mean.T @ mean
            curvature += 2 * PRIOR * np.eye(len(active))
            step = np.linalg.solve(curvature, gradient)
            weights[active] += step * min(1.0, 2.0 / np.abs(step).max())
            if np.abs(step).max() < 1e-4:
                break
        if (weights >= 0).all():
            return weights
        active = active[weights[active] >= 0]


def cross_validated(
    sentences: Sequence[Labelled], base: Mapping[str, Any]
) -> Iterator[tuple[list[Labelled], Readings]]:
    """Give each fifth, and the readings fitted without it."""
    asked = examples(sentences, with_counts(base, sentences))
    for fold in range(FOLDS):
        train = [one for one in sentences if one.fold != fold]
        data = fitted(
            [example for example in asked if example.labelled.fold != fold],
            with_counts(base, train),
        )
        dictionary = Dictionary()
        held = [one for one in sentences if one.fold == fold and one.position >= 0]
        yield held, Readings(dictionary, Polyphones(dictionary, data))


def gathered(folder: Path) -> list[Labelled]:
    """Gather the labelled sentences of `../shared/data` and of the project."""
    return [*labelled(folder / "pinyin"), *prose(folder / "parallel")]


def bundled() -> dict[str, Any]:
    """Open the network that comes with the program; counts and weights are refitted."""
    with np.load(OUT) as arrays:
        return dict(arrays)


def main() -> None:
    """Cross-validate, or fit on everything and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("data", type=Path, help="the folder of pinyin/ and parallel/")
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
    sentences = gathered(arguments.data)
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

    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for held, readings in cross_validated(sentences, base):
        for source in WEIGHTS:
            some = [one for one in held if one.source == source]
            if some:
                right[source] += round(share_right(readings, some)[0] * len(some))
                total[source] += len(some)
    for source, count in total.items():
        print(f"{right[source] / count:.4f} of {count} {source}")


if __name__ == "__main__":
    main()
