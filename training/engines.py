"""Two engines that train the same model from the same state.

``FastEngine`` runs the kernels of fast.py (a CPU with AVX-512); ``PlainEngine`` is
plain PyTorch, for a GPU or any CPU.  What one saved the other can go on with: weights
and the optimizer's two moments, by name, in float.

Both step by Adam, or by Muon for the weight matrices and Adam for the rest.
"""

import math
from collections.abc import Iterable
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from training.batches import Batch
from training.fast import SMOOTHING, kernels, train_loss
from training.model import Config, Model

BETAS = (0.9, 0.98)
CLIP = 1.0


def choose(
    name: str,
    config: Config,
    *,
    device: str,
    dropout: float,
    muon: bool,
    sampled: float = 1.0,
):
    """Return the engine of a name; ``auto`` takes what this machine does best."""
    if name == "auto":
        cpu = Path("/proc/cpuinfo")
        flags = cpu.read_text(encoding="utf-8") if cpu.exists() else ""
        fits = device == "cpu" and config.width == 64 * config.heads
        name = "fast" if fits and "avx512_bf16" in flags else "plain"
    if name == "fast":
        return FastEngine(config, muon=muon)
    return PlainEngine(
        config, device=device, dropout=dropout, muon=muon, sampled=sampled
    )


def is_matrix(name: str, weight: Tensor) -> bool:
    """Say whether Muon moves a weight: all that are matrices but the embedding."""
    return weight.dim() == 2 and not name.startswith("embedding")


MOMENTUM = 0.95
QUINTIC = 3.4445, -4.775, 2.0315
"""What drives the singular values towards one (Jordan et al. 2024)."""


def orthogonal(matrix: Tensor, number: torch.dtype) -> Tensor:
    """Return about the orthogonal matrix nearest to one [rows, columns].

    Five steps of Newton and Schulz in the given kind of number: singular values end
    between 0.5 and 1.5, which is near enough.
    """
    a, b, c = QUINTIC
    tall = matrix.shape[0] > matrix.shape[1]
    x = (matrix.t() if tall else matrix).to(number)
    x = x / x.norm().clamp(min=1e-7)
    for _ in range(5):
        gram = x @ x.t()
        x = torch.addmm(x, torch.addmm(gram, gram, gram, beta=b, alpha=c), x, beta=a)
    return x.t() if tall else x


class Muon:
    """Orthogonal steps for the weight matrices (Jordan et al. 2024).

    As ``torch.optim.Muon``, but for the kind of number: that one computes in bfloat16
    anywhere, which a CPU without instructions for it does fifty times slower than in
    float.  Steps are scaled so that a rate that suits Adam suits it (Liu et al. 2025,
    "Muon is scalable for LLM training").  Projections that lie in one weight, as
    queries, keys and values do, are each a matrix by themselves.

    Takes names, float weights [rows, columns], and the momentum to keep in place.
    """

    def __init__(
        self,
        matrices: Iterable[tuple[str, Tensor, Tensor]],
        number: torch.dtype = torch.bfloat16,
    ) -> None:
        self.number = number
        self.counts: list[int] = []
        self.parts: list[tuple[Tensor, Tensor]] = []
        for name, weight, momentum in matrices:
            count = 1
            if name.endswith(("qkv.weight", "memory.weight")):
                count = weight.shape[0] // weight.shape[1]
            self.counts.append(count)
            self.parts += zip(weight.chunk(count), momentum.chunk(count), strict=True)

    @torch.no_grad()
    def step(self, gradients: Iterable[Tensor], rate: float) -> None:
        """Move the matrices by their gradients, given in the order of their names."""
        parts = iter(self.parts)
        for gradient, count in zip(gradients, self.counts, strict=True):
            for one in gradient.float().chunk(count):
                weight, momentum = next(parts)
                momentum.lerp_(one, 1 - MOMENTUM)
                step = orthogonal(one.lerp(momentum, MOMENTUM), self.number)
                weight.add_(step, alpha=-rate * 0.2 * math.sqrt(max(weight.shape)))


class FastEngine:
    """The model in bfloat16 with float master weights and the moments, all flat."""

    def __init__(self, config: Config, *, muon: bool = False) -> None:
        if config.width != 64 * config.heads:
            raise ValueError("the CPU kernels want heads of width 64")
        kernels()
        self.model = Model(config)
        weights = list(self.model.parameters())
        self.master = torch.cat([w.data.float().flatten() for w in weights])
        self.weights = self.master.bfloat16()
        self.gradient = torch.zeros_like(self.weights)
        self.first, self.second = (
            torch.zeros_like(self.master),
            torch.zeros_like(self.master),
        )
        self.steps, at = 0, 0
        # Where Adam moves the flat weights: all of them, or what lies between matrices.
        self.spans: list[tuple[int, int]] = []
        matrices = []
        for name, w in self.model.named_parameters():
            end = at + w.numel()
            w.data = self.weights[at:end].view(w.shape)
            w.grad = self.gradient[at:end].view(w.shape)
            if muon and is_matrix(name, w):
                flats = self.master, self.first
                matrices.append((name, *(x[at:end].view(w.shape) for x in flats)))
            elif self.spans and self.spans[-1][1] == at:
                self.spans[-1] = self.spans[-1][0], end
            else:
                self.spans.append((at, end))
            at = end
        self.muon = Muon(matrices) if muon else None
        self.model.places = self.model.places.bfloat16()

    def step(self, batch: Batch, rate: float) -> float:
        """Train on one batch; return the sum of its negative log-likelihoods."""
        nll = train_loss(self.model, batch)
        norm = math.sqrt(kernels().squares(self.gradient))
        if not math.isfinite(norm):  # skip the step, keep the weights clean
            self.gradient.zero_()
            return nll
        self.steps += 1
        flats = self.weights, self.gradient, self.master, self.first, self.second
        for start, end in self.spans:
            kernels().adam(
                *(flat[start:end] for flat in flats),
                rate,
                *BETAS,
                self.steps,
                min(1.0, CLIP / (norm + 1e-6)),
            )
        if self.muon:
            named = self.model.named_parameters()
            self.muon.step([w.grad for name, w in named if is_matrix(name, w)], rate)
            self.weights.copy_(self.master)
            self.gradient.zero_()
        return nll

    def state(self) -> dict[str, dict[str, Tensor]]:
        """Return weights and moments by name, in float."""
        return {
            "model": self._named(self.master),
            "first": self._named(self.first),
            "second": self._named(self.second),
        }

    def restore(self, state: dict, steps: int) -> None:
        """Take over the weights and moments of another run."""
        for name, flat in (
            ("model", self.master),
            ("first", self.first),
            ("second", self.second),
        ):
            if name in state:
                parts = [state[name][key].float().flatten() for key in self._names()]
                flat.copy_(torch.cat(parts))
        self.weights.copy_(self.master)
        self.steps = steps

    def _names(self) -> list[str]:
        return [name for name, _ in self.model.named_parameters()]

    def _named(self, flat: Tensor) -> dict[str, Tensor]:
        shapes = [w.shape for w in self.model.parameters()]
        parts = flat.split([shape.numel() for shape in shapes])
        return {
            name: part.view(shape).clone()
            for name, part, shape in zip(self._names(), parts, shapes, strict=True)
        }


def sampled_loss(
    states: Tensor, embedding: Tensor, labels: Tensor, share: float
) -> tuple[Tensor, float]:
    """Return the smoothed cross-entropy [] of states [n, width], and its summed nll.

    Scores all pieces that are labels in the batch and ``share`` of the others, drawn at
    random, each of which then stands for ``1 / share`` of them (importance sampling,
    Bengio and Senécal 2003).  All pieces at once is a third of a step's work on a CPU.
    """
    pieces = len(embedding)
    weights = torch.full((pieces,), 1 / share, device=labels.device)
    weights[labels] = 1.0
    asked = torch.rand(pieces, device=labels.device) < share
    asked[labels] = True
    chosen = asked.nonzero().squeeze(1)
    weights = weights[chosen]
    places = asked.cumsum(0)[labels] - 1
    scores = functional.linear(states, embedding[chosen]).float() + weights.log()
    logs = functional.log_softmax(scores, -1)
    nll = functional.nll_loss(logs, places)
    # The smoothing's mean over all pieces, as far as it depends on the scores.
    smooth = -(logs @ weights).mean() / pieces
    loss = (1 - SMOOTHING) * nll + SMOOTHING * smooth
    return loss, nll.item() * len(labels)


class PlainEngine:
    """The model in float weights, run in bfloat16 where the device is a GPU."""

    def __init__(
        self,
        config: Config,
        *,
        device: str,
        dropout: float,
        muon: bool = False,
        sampled: float = 1.0,
    ) -> None:
        self.device = device
        self.sampled = sampled
        self.model = Model(config, dropout=dropout).to(device).train()
        named = list(self.model.named_parameters())
        self.matrices = {n: w for n, w in named if muon and is_matrix(n, w)}
        self.momenta = {n: torch.zeros_like(w) for n, w in self.matrices.items()}
        self.muon = muon and Muon(
            ((name, w.data, self.momenta[name]) for name, w in self.matrices.items()),
            torch.float32 if device == "cpu" else torch.bfloat16,
        )
        self.optimizer = torch.optim.Adam(
            [w for name, w in named if name not in self.matrices],
            lr=0.0,
            betas=BETAS,
            eps=1e-9,
            fused=device != "cpu",
        )
        self.steps = 0

    def step(self, batch: Batch, rate: float) -> float:
        """Train on one batch; return the sum of its negative log-likelihoods."""
        source, target, kept, labels = (
            t.to(self.device, non_blocking=True)
            for t in (batch.source, batch.target, batch.kept, batch.labels)
        )
        with torch.autocast(self.device, torch.bfloat16, enabled=self.device != "cpu"):
            states = self.model(source, target).flatten(0, 1)[kept]
            loss, nll = sampled_loss(
                states, self.model.embedding.weight, labels, self.sampled
            )
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(self.model.parameters(), CLIP)
        if math.isfinite(norm.item()):
            for group in self.optimizer.param_groups:
                group["lr"] = rate
            self.optimizer.step()
            if self.muon:
                self.muon.step([w.grad for w in self.matrices.values()], rate)
            self.steps += 1
        self.optimizer.zero_grad(set_to_none=True)
        return nll

    def state(self) -> dict[str, dict[str, Tensor]]:
        """Return weights and moments by name, in float."""
        kept = self.optimizer.state
        named = [
            (name, w, kept.get(w, {})) for name, w in self.model.named_parameters()
        ]
        zero = torch.zeros_like
        first = {n: k.get("exp_avg", zero(w)) for n, w, k in named} | self.momenta
        return {
            "model": {n: w.detach().cpu().clone() for n, w, _ in named},
            "first": {n: moment.cpu().clone() for n, moment in first.items()},
            "second": {
                n: k.get("exp_avg_sq", zero(w)).cpu().clone() for n, w, k in named
            },
        }

    def restore(self, state: dict, steps: int) -> None:
        """Take over the weights and moments of another run."""
        self.model.load_state_dict(state["model"])
        self.steps = steps
        if "first" not in state:
            return
        for name, w in self.model.named_parameters():
            if name in self.momenta:
                self.momenta[name].copy_(state["first"][name])
                continue
            self.optimizer.state[w] = {
                "step": torch.tensor(float(steps), device=w.device),
                "exp_avg": state["first"][name].to(w.device, torch.float32),
                "exp_avg_sq": state["second"][name].to(w.device, torch.float32),
            }
