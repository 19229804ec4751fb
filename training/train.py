"""Train the model within a wall-clock budget, and go on from a saved state.

Writes ``OUT/state.pt`` (weights, moments, place in the data: enough to go on),
``OUT/model-NN.pt`` (weights only) and ``OUT/train.log``.  The learning rate warms up
and goes in a straight line from ``--rate`` to ``--last`` over the budget.  So a run is
a flat phase of any length, stopped and resumed at will, and one phase on the best data
in which the rate falls to zero:

    python -m training.train work --data flat-1 flat-2 --out work/flat --seconds 20000
    python -m training.train work --data decay-1 --out work/decay --seconds 1500
        --from work/flat/state.pt --last 0

A file ``OUT/STOP`` ends a run early, with its state saved.
"""

import argparse
import contextlib
import datetime
import math
import os
import time
from collections.abc import Iterator
from pathlib import Path

import torch
from torch.nn import functional

from training import engines
from training.batches import Batch, Pairs
from training.model import SIZES, Config, Model, save

DEV_SETS = ("dev_docs", "dev_general", "dev_spoken")
DEV_PAIRS = 150


class Log:
    """Lines for the screen and for a file."""

    def __init__(self, path: Path) -> None:
        self.file = path.open("a", encoding="utf-8")

    def __call__(self, text: str) -> None:
        print(text, flush=True)
        self.file.write(text + "\n")
        self.file.flush()


def learning_rate(
    step: int, done: float, *, peak: float, last: float, warm_up: int
) -> float:
    """Return the rate of a step when a part ``done`` of the budget is spent.

    >>> learning_rate(99, 0.5, peak=1e-3, last=1e-3, warm_up=200)
    0.0005
    >>> learning_rate(999, 0.5, peak=1e-3, last=0.0, warm_up=200)
    0.0005
    """
    falling = peak + (last - peak) * min(1.0, done)
    return falling * min(1.0, (step + 1) / warm_up)


def read_dev(work: Path, pieces) -> dict[str, Pairs]:
    """Return the dev sets that are there, as pairs of pieces."""
    found = {}
    for name in DEV_SETS:
        path = work / f"{name}.tsv"
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        rows = [line.split("\t") for line in lines[:DEV_PAIRS]]
        if rows:
            zh, en = (
                [p[:90] for p in pieces.encode([r[i] for r in rows])] for i in (0, 1)
            )
            found[name] = Pairs.of(zh, en)
    return found


@torch.no_grad()
def dev_losses(model: Model, dev: dict[str, Pairs], device: str) -> dict[str, float]:
    """Return the negative log-likelihood per target piece on each dev set."""
    losses = {}
    for name, pairs in dev.items():
        nll, count = 0.0, 0
        for batch in pairs.walk(3000, seed=0):
            states = model(batch.source.to(device), batch.target.to(device))
            scores = (
                states.flatten(0, 1)[batch.kept.to(device)] @ model.embedding.weight.t()
            )
            labels = batch.labels.to(device)
            nll += functional.cross_entropy(
                scores.float(), labels, reduction="sum"
            ).item()
            count += len(batch.labels)
        losses[name] = round(nll / count, 4)
    return losses


def feed(pairs: Pairs, place: dict, *, tokens: int, seed: int) -> Iterator[Batch]:
    """Yield batches for ever from a place; the caller counts batches in ``place``."""
    while True:
        batches = pairs.cut(tokens, seed=seed * 1000 + place["pass"])
        for numbers in batches[place["batch"] :]:
            yield pairs.make(numbers)
        place |= {"pass": place["pass"] + 1, "batch": 0}


def parser() -> argparse.ArgumentParser:
    """Return what the command line takes."""
    made = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    add = made.add_argument
    add(
        "work",
        type=Path,
        help="folder with the arrays, the vocabulary and the dev sets",
    )
    add(
        "--data", nargs="+", required=True, help="names of arrays, as tokenise.py wrote"
    )
    add("--out", type=Path, required=True, help="folder for states and the log")
    add("--size", choices=SIZES, default="b")
    add("--from", dest="start", type=Path, help="a state.pt to go on from")
    add("--last", type=float, help="the rate at the end; default: --rate, so flat")
    add("--seconds", type=float, help="budget")
    add("--until", help="HH:MM in UTC, instead of --seconds")
    add("--rate", type=float, default=1.3e-3, help="the learning rate after warming up")
    add("--warm-up", type=int, default=800, help="steps")
    add("--tokens", type=int, default=3072, help="target places a batch")
    add("--save", type=float, default=420, help="seconds between states")
    add("--engine", choices=("auto", "fast", "plain"), default="auto")
    add("--muon", action="store_true", help="step by Muon instead of Adam alone")
    add(
        "--sampled",
        type=float,
        default=1.0,
        help="plain engine only; score this share of the pieces not in a batch",
    )
    add("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    add(
        "--dropout",
        type=float,
        default=0.0,
        help="plain engine only; 0.1 for many passes",
    )
    add("--threads", type=int, default=2)
    add("--seed", type=int, default=1)
    return made


def main() -> None:
    """Run the step from the command line."""
    import sentencepiece

    # A kernel for each shape: more shapes occur than the cache holds by default.
    os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "8192")
    args = parser().parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    log = Log(args.out / "train.log")
    pieces = sentencepiece.SentencePieceProcessor(
        model_file=str(args.work / "sentencepiece.model")
    )
    config = Config(pieces=pieces.get_piece_size(), **SIZES[args.size])
    engine = engines.choose(
        args.engine,
        config,
        device=args.device,
        dropout=args.dropout,
        muon=args.muon,
        sampled=args.sampled,
    )
    place, tokens = {"data": args.data, "pass": 0, "batch": 0}, 0
    if args.start:
        state = torch.load(args.start, map_location="cpu", weights_only=True)
        if Config(**state["config"]) != config:
            raise SystemExit(f"{args.start} holds a model of another size")
        engine.restore(state, state["steps"])
        tokens = state["tokens"]
        if state["place"]["data"] == args.data:
            place = state["place"]
    pairs = Pairs.read([args.work / f"{name}.npz" for name in args.data])
    dev = read_dev(args.work, pieces)
    # In float32, where no kernel has to be built for the many shapes of the dev sets.
    watched = Model(config).to(args.device).eval()

    begin = time.time()
    end = begin + args.seconds if args.seconds else _clock(args.until)
    log(
        f"{vars(args)}\n{len(pairs)} pairs, {len(pairs.tgt)} target pieces, "
        f"{sum(w.numel() for w in engine.model.parameters()) / 1e6:.2f} M weights, "
        f"{type(engine).__name__}, from step {engine.steps}, {end - begin:.0f} seconds"
    )

    def keep(number: int) -> None:
        state = engine.state()
        watched.load_state_dict(state["model"])
        more = {"steps": engine.steps, "tokens": tokens}
        save(args.out / f"model-{number:02d}.pt", state["model"], config, **more)
        new = args.out / "state.new"
        save(new, state.pop("model"), config, place=place, **more, **state)
        new.replace(args.out / "state.pt")
        losses = dev_losses(watched, dev, args.device)
        log(f"saved {number:02d} step {engine.steps} dev {losses}")

    shown, saved, number = begin, begin, 0
    nll = count = 0.0
    for batch in feed(pairs, place, tokens=args.tokens, seed=args.seed):
        now = time.time()
        if now >= end or (args.out / "STOP").exists():
            break
        rate = learning_rate(
            engine.steps,
            (now - begin) / (end - begin),
            peak=args.rate,
            last=args.last if args.last is not None else args.rate,
            warm_up=args.warm_up,
        )
        nll += engine.step(batch, rate)
        place["batch"] += 1
        tokens += len(batch.labels)
        count += len(batch.labels)
        if not math.isfinite(nll):
            raise SystemExit(f"the loss is not a number at step {engine.steps}")
        if engine.steps % 100 == 0:
            log(
                f"step {engine.steps} pass {place['pass']} {now - begin:.0f} s "
                f"rate {rate:.2e} loss {nll / count:.3f} {tokens / 1e6:.2f} M tokens "
                f"{count / (now - shown):.0f} /s"
            )
            shown, nll, count = now, 0.0, 0.0
        if now - saved > args.save:
            number += 1
            keep(number)
            saved = shown = time.time()
            nll = count = 0.0
    keep(number + 1)
    log(
        f"end: step {engine.steps}, {tokens} target tokens, {time.time() - begin:.0f} s"
    )


def _clock(until: str | None) -> float:
    with contextlib.suppress(AttributeError, ValueError):
        hour, minute = map(int, until.split(":"))
        now = datetime.datetime.now(datetime.UTC)
        then = now.replace(hour=hour, minute=minute, second=0)
        # A time that has passed is tomorrow's.
        return (then if then > now else then + datetime.timedelta(days=1)).timestamp()
    raise SystemExit("give a budget: --seconds, or --until HH:MM (UTC)")


if __name__ == "__main__":
    main()
