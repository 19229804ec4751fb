"""Make reader/data/context.npz: what may stand between two runs of characters.

    python -m training.context_model --data ../shared/data --work WORK

Trains the network of `reader.repair.context` on the texts of the character model, on
two tasks at once: which of 5,000 words fills a gap anywhere in them, and which reading
of a spinner's form is right, beside what the character model says (`contexts.py`).
Runs for so many seconds, the learning rate falling to nought; `--from` goes on from
WORK/context.pt. Weights are stored in a byte each, and the network is made lighter to
ask (`lighten.py`). Needs torch.
"""

import argparse
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from reader.repair.context import BITS, WIDTH
from reader.repair.family import bundled
from training import language_model
from training.contexts import (
    NEIGHBOURS,
    OWN_WEIGHT,
    Choices,
    Corpus,
    choices,
    corpus,
    folds,
    readings,
    spun_as,
)
from training.lighten import EVERY, RANK, lighten

EMBEDDED = 48
INNER = 256
FIRST = 256
SECOND = 128
GAPS = 1536
PLACES = 192
"""How many gaps anywhere, and how many choices, a step looks at."""
TWO = 0.6
"""The share of gaps that two characters fill."""
DROPPED = 0.12
UNSEEN = 0.03
"""The share of characters around a gap that are hidden: a spun text has errors."""
RATE = 2e-3
WARM = 100
TASK = 0.3
"""What the first task weighs beside the second."""
LEAST_SCALE = 0.2


class Network(nn.Module):
    """The network as it is trained."""

    def __init__(self, words: int, forms: int, rows: int) -> None:
        super().__init__()
        self.e1 = nn.Embedding(1 << BITS, EMBEDDED)
        self.e2 = nn.Embedding(NEIGHBOURS + 1, EMBEDDED)
        nn.init.normal_(self.e1.weight, std=0.1)
        nn.init.normal_(self.e2.weight, std=0.05)
        self.l0 = nn.Linear(2 * WIDTH * EMBEDDED, INNER, bias=False)
        self.l1 = nn.Linear(INNER, FIRST)
        self.l2 = nn.Linear(FIRST, SECOND)
        self.gen = nn.Linear(SECOND, words)
        self.tab = nn.Linear(SECOND, rows)
        nn.init.zeros_(self.tab.weight)
        nn.init.zeros_(self.tab.bias)
        self.a = nn.Parameter(torch.full((forms,), 0.5))

    def forward(self, symbols: Tensor, pairs: Tensor) -> Tensor:
        """Read what stands around gaps."""
        read = (self.e1(symbols) + self.e2(pairs)).flatten(1)
        first = functional.dropout(
            functional.relu(self.l1(self.l0(read))), DROPPED, self.training
        )
        return functional.relu(self.l2(first))


class _Draw:
    """Draws gaps and choices for a step."""

    def __init__(self, texts: Corpus, places: Choices, firsts: np.ndarray) -> None:
        self._random = np.random.default_rng(0)
        self._texts, self._places = texts, places
        self._numbers = np.zeros(1 << 2 * BITS, np.uint16)
        self._numbers[texts.neighbours] = np.arange(1, len(texts.neighbours) + 1)
        ids = texts.ids
        self._class = {1: np.full(1 << BITS, -1), 2: np.full(1 << 2 * BITS, -1)}
        for number, word in enumerate(texts.words):
            key = (
                ids[word[0]] if len(word) == 1 else ids[word[0]] << BITS | ids[word[1]]
            )
            self._class[len(word)][key] = number
        usual = np.sort(texts.counts)[::-1][len(texts.counts) * 3 // 10]
        self._taken = np.minimum(1.0, np.sqrt(usual / texts.counts))
        counts = np.bincount(firsts, minlength=firsts.max() + 1)
        self._begin = np.cumsum(counts) - counts
        self._sizes = counts
        shares = np.where(places.own, OWN_WEIGHT, 1.0)
        self._until = np.cumsum(shares / shares.sum())

    def gaps(self) -> tuple[np.ndarray, np.ndarray]:
        """Draw gaps anywhere: what stands around each, and its word."""
        texts, random = self._texts, self._random
        around, fillings, count = [], [], 0
        while count < GAPS:
            at = random.integers(WIDTH, len(texts.symbols) - WIDTH - 3, 6 * GAPS)
            at = at[random.random(len(at)) * (OWN_WEIGHT + 1) < texts.weights[at]]
            two = random.random(len(at)) < TWO
            symbols = texts.symbols[at].astype(np.uint32)
            both = symbols << BITS | texts.symbols[at + 1]
            word = np.where(two, self._class[2][both], self._class[1][symbols])
            kept = (word >= 0) & (random.random(len(at)) < self._taken[word])
            at, word, size = at[kept], word[kept], np.where(two[kept], 2, 1)
            left = texts.symbols[at[:, None] + np.arange(-WIDTH, 0)]
            right = texts.symbols[(at + size)[:, None] + np.arange(WIDTH)]
            # Nothing is seen beyond a boundary.
            past = np.cumsum(left[:, ::-1] == 0, axis=1)[:, ::-1] > 0
            left, right = (
                np.where(past, 0, left),
                np.where(np.cumsum(right == 0, axis=1) > 0, 0, right),
            )
            around.append(np.concatenate([left, right], axis=1))
            fillings.append(word)
            count += len(word)
        return np.concatenate(around)[:GAPS], np.concatenate(fillings)[:GAPS]

    def places(self) -> np.ndarray:
        """Draw choices, our own texts' more often."""
        drawn = np.searchsorted(self._until, self._random.random(PLACES))
        return np.minimum(drawn, len(self._until) - 1)

    def rows(self, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Give the table's rows of each choice's readings, and which there are."""
        forms = self._places.forms[places]
        columns = np.arange(self._places.scores.shape[1])
        there = columns < self._sizes[forms][:, None]
        return np.where(there, self._begin[forms][:, None] + columns, 0), there

    def seen(self, around: np.ndarray) -> tuple[Tensor, Tensor]:
        """Hide some characters, and number the neighbours."""
        hidden = (self._random.random(around.shape) < UNSEEN) & (around > 0)
        symbols = np.where(hidden, 1, around).astype(np.int64)
        pairs = np.zeros(symbols.shape, np.int64)
        left, right = symbols[:, :WIDTH], symbols[:, WIDTH:]
        pairs[:, 1:WIDTH] = self._numbers[left[:, :-1] << BITS | left[:, 1:]]
        pairs[:, WIDTH:-1] = self._numbers[right[:, :-1] << BITS | right[:, 1:]]
        return torch.from_numpy(symbols), torch.from_numpy(pairs)


def train(
    network: Network, texts: Corpus, places: Choices, firsts: np.ndarray, seconds: float
) -> None:
    """Train for some seconds."""
    draw = _Draw(texts, places, firsts)
    embeddings = [network.e1.weight, network.e2.weight]
    others = [p for n, p in network.named_parameters() if n[0] != "e"]
    optimiser = torch.optim.AdamW(
        [
            {"params": embeddings, "weight_decay": 0.0},
            {"params": others, "weight_decay": 0.01},
        ],
        betas=(0.9, 0.98),
    )
    begun, step = time.monotonic(), 0
    lost = [0.0, 0.0]
    while (passed := (time.monotonic() - begun) / seconds) < 1:
        for group in optimiser.param_groups:
            group["lr"] = RATE * min(1, (step + 1) / WARM) * (1 - passed)
        around, word = draw.gaps()
        drawn = draw.places()
        rows, there = draw.rows(drawn)
        seen = draw.seen(np.concatenate([around, places.around[drawn]]))
        with torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = network(*seen)
            fillings = network.gen(hidden[:GAPS])
        any_ = functional.cross_entropy(fillings.float(), torch.from_numpy(word))
        weights = network.tab.weight[rows]
        scores = (weights * hidden[GAPS:].float()[:, None]).sum(-1)
        scores = scores + network.tab.bias[rows]
        said = torch.from_numpy(places.scores[drawn])
        scale = network.a[torch.from_numpy(places.forms[drawn])]
        scores = (scores + scale[:, None] * said).masked_fill(
            ~torch.from_numpy(there), -1e9
        )
        table = functional.cross_entropy(scores, torch.from_numpy(places.labels[drawn]))
        optimiser.zero_grad()
        (TASK * any_ + table).backward()
        nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimiser.step()
        lost = [
            0.99 * lost[0] + 0.01 * any_.item(),
            0.99 * lost[1] + 0.01 * table.item(),
        ]
        step += 1
        if step % 200 == 0:
            print(f"{step} steps: any {lost[0]:.3f}, table {lost[1]:.4f}", flush=True)


def store(
    network: Network, texts: Corpus, rows: list[str], sizes: list[int], out: Path
) -> None:
    """Write the network, a byte a weight but for the two factors of the first layer."""
    arrays: dict[str, np.ndarray] = {}
    state: dict[str, Any] = {
        n: p.float().numpy() for n, p in network.state_dict().items()
    }
    for name in ("l0", "l1"):
        arrays[name] = state[f"{name}.weight"].T.astype(np.float16)
    arrays["l1_bias"] = state["l1.bias"].astype(np.float32)
    for name in ("e1", "e2", "l2", "gen", "tab"):
        weights = state[f"{name}.weight"]
        scales = np.maximum(np.abs(weights).max(axis=1) / 127, 1e-8)
        arrays[name] = np.round(weights / scales[:, None]).astype(np.int8)
        arrays[f"{name}_scales"] = scales.astype(np.float32)
        if f"{name}.bias" in state:
            arrays[f"{name}_bias"] = state[f"{name}.bias"].astype(np.float32)
    arrays["pairs"] = texts.neighbours
    arrays["priors"] = np.log(texts.counts / texts.weights.sum()).astype(np.float32)
    arrays["scales"] = np.repeat(np.maximum(state["a"], LEAST_SCALE), sizes).astype(
        np.float32
    )
    for name, lines in (
        ("characters", "".join(texts.characters)),
        ("words", "\n".join(texts.words)),
        ("rows", "\n".join(rows)),
    ):
        arrays[name] = np.frombuffer(lines.encode(), np.uint8)
    np.savez_compressed(out, **arrays)  # type: ignore[arg-type]


def main() -> None:
    """Read the command line and make the network."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    root = language_model.ROOT
    parser.add_argument("--data", type=Path, default=root / ".." / "shared" / "data")
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=root / "reader/data/context.npz")
    parser.add_argument("--pairs", type=Path, action="append", help="folders of ours")
    parser.add_argument("--without", action="append", default=[], help="globs left out")
    parser.add_argument("--seconds", type=float, default=900)
    parser.add_argument("--from", dest="state", type=Path, help="a state to go on from")
    given = parser.parse_args()
    torch.manual_seed(0)
    torch.set_num_threads(1)
    own = language_model.own_lines(given.pairs or [language_model.PAIRS], given.without)
    lines = list(language_model.texts(given.data, own))
    (family,) = bundled()
    known = readings(family)
    sizes = [len(found) for found in known.values()]
    state = torch.load(given.state) if given.state else None
    texts = corpus(lines, state and state["vocabulary"])
    blind = folds(lines, given.work, int(11.5e6))
    places = choices(lines, family, spun_as(family), texts.ids, blind)
    network = Network(len(texts.words), len(known), sum(sizes))
    if state:
        network.load_state_dict(state["network"])
    firsts = np.repeat(np.arange(len(sizes)), sizes)
    train(network, texts, places, firsts, given.seconds)
    vocabulary = {
        "characters": [*texts.characters],
        "words": [*texts.words],
        "neighbours": texts.neighbours.tolist(),
    }
    learnt = {"network": network.state_dict(), "vocabulary": vocabulary}
    torch.save(learnt, given.work / "context.pt")
    rows = [f"{form}\t{one}" for form, found in known.items() for one in found]
    store(network, texts, rows, sizes, given.out)
    lighten(given.out, (line for line, _ in lines[::EVERY]), RANK)


if __name__ == "__main__":
    main()
