"""Two engines that train the same model from the same state.

``FastEngine`` runs the kernels of fast.py (a CPU with AVX-512); ``PlainEngine`` is
plain PyTorch, for a GPU or any CPU.  What one saved the other can go on with: weights
and Adam's two moments, by name, in float.
"""

import math
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from training.batches import Batch
from training.fast import SMOOTHING, kernels, train_loss
from training.model import Config, Model

BETAS = (0.9, 0.98)
CLIP = 1.0


def choose(name: str, config: Config, *, device: str, dropout: float):
    """Return the engine of a name; ``auto`` takes what this machine does best."""
    if name == "auto":
        cpu = Path("/proc/cpuinfo")
        flags = cpu.read_text(encoding="utf-8") if cpu.exists() else ""
        fits = device == "cpu" and config.width == 64 * config.heads
        name = "fast" if fits and "avx512_bf16" in flags else "plain"
    if name == "fast":
        return FastEngine(config)
    return PlainEngine(config, device=device, dropout=dropout)


class FastEngine:
    """The model in bfloat16 with float master weights and Adam's moments, all flat."""

    def __init__(self, config: Config) -> None:
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
        for w in weights:
            end = at + w.numel()
            w.data = self.weights[at:end].view(w.shape)
            w.grad = self.gradient[at:end].view(w.shape)
            at = end
        self.model.places = self.model.places.bfloat16()

    def step(self, batch: Batch, rate: float) -> float:
        """Train on one batch; return the sum of its negative log-likelihoods."""
        nll = train_loss(self.model, batch)
        norm = math.sqrt(kernels().squares(self.gradient))
        if not math.isfinite(norm):  # skip the step, keep the weights clean
            self.gradient.zero_()
            return nll
        self.steps += 1
        kernels().adam(
            self.weights,
            self.gradient,
            self.master,
            self.first,
            self.second,
            rate,
            *BETAS,
            self.steps,
            min(1.0, CLIP / (norm + 1e-6)),
        )
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


class PlainEngine:
    """The model in float weights, run in bfloat16 where the device is a GPU."""

    def __init__(self, config: Config, *, device: str, dropout: float) -> None:
        self.device = device
        self.model = Model(config, dropout=dropout).to(device).train()
        self.optimizer = torch.optim.Adam(
            self.model.parameters(),
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
            scores = functional.linear(states, self.model.embedding.weight)
        scores = scores.float()
        loss = functional.cross_entropy(scores, labels, label_smoothing=SMOOTHING)
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(self.model.parameters(), CLIP)
        if math.isfinite(norm.item()):
            for group in self.optimizer.param_groups:
                group["lr"] = rate
            self.optimizer.step()
            self.steps += 1
        self.optimizer.zero_grad(set_to_none=True)
        nll = functional.cross_entropy(scores.detach(), labels, reduction="sum")
        return nll.item()

    def state(self) -> dict[str, dict[str, Tensor]]:
        """Return weights and moments by name, in float."""
        kept = self.optimizer.state
        named = [
            (name, w, kept.get(w, {})) for name, w in self.model.named_parameters()
        ]
        zero = torch.zeros_like
        return {
            "model": {n: w.detach().cpu().clone() for n, w, _ in named},
            "first": {n: k.get("exp_avg", zero(w)).cpu().clone() for n, w, k in named},
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
            self.optimizer.state[w] = {
                "step": torch.tensor(float(steps), device=w.device),
                "exp_avg": state["first"][name].to(w.device, torch.float32),
                "exp_avg_sq": state["second"][name].to(w.device, torch.float32),
            }
