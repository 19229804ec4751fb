"""Average the weights of several states, as one model.

After Wortsman et al. 2022, "Model soups".  Two runs from one state, over different
data or by different optimizers, lie in one basin; the mean of their weights predicts
better than either.  The moments are those of the last state given, so that training
can go on from the mean.
"""

import argparse
from pathlib import Path

import torch

from training.model import Config, save


def average(states: list[dict]) -> dict[str, torch.Tensor]:
    """Return the mean of the states' weights, by name.

    >>> states = [{"model": {"w": torch.tensor([x])}} for x in (1.0, 3.0)]
    >>> average(states)
    {'w': tensor([2.])}
    """
    models = [state["model"] for state in states]
    return {
        name: torch.stack([model[name].float() for model in models]).mean(0)
        for name in models[0]
    }


def main() -> None:
    """Run the step from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("states", nargs="+", type=Path, help="state.pt files")
    parser.add_argument("out", type=Path, help="the state to write")
    args = parser.parse_args()
    states = [
        torch.load(path, map_location="cpu", weights_only=True) for path in args.states
    ]
    if any(state["config"] != states[0]["config"] for state in states):
        raise SystemExit("the states hold models of different sizes")
    weights = average(states)
    more = {k: v for k, v in states[-1].items() if k not in ("model", "config")}
    save(args.out, weights, Config(**states[0]["config"]), **more)


if __name__ == "__main__":
    main()
