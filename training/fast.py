"""Train on a CPU with AVX-512: the model's steps with hand-written backward passes.

The same computation as ``model.Model`` without dropout, about twice as fast.  Each
block is one ``autograd.Function`` that writes its weights' gradients straight into one
flat buffer.  Activations are [rows, width] with rows rounded up to a multiple of 256:
oneDNN builds a kernel for each new shape, and few shapes occur.
"""

import math
import tempfile
from functools import cache
from pathlib import Path

import torch
from torch import Tensor
from torch.autograd import Function
from torch.nn import functional

from training.batches import Batch
from training.model import Model

ROWS = 256
SMOOTHING = 0.1


@cache
def kernels():
    """Return the compiled ``kernels.cpp``; building takes half a minute, once."""
    from torch.utils.cpp_extension import load

    folder = Path(tempfile.gettempdir()) / "reader-training-kernels"
    folder.mkdir(exist_ok=True)
    flags = ["-O3", "-march=native", "-ffast-math", "-fopenmp"]
    return load(
        "reader_kernels",
        [str(Path(__file__).with_name("kernels.cpp"))],
        build_directory=str(folder),
        extra_cflags=flags,
        extra_ldflags=["-fopenmp"],
    )


def _rounded(rows: int) -> int:
    return (rows + ROWS - 1) // ROWS * ROWS


def _tail_zero(x: Tensor, rows: int) -> Tensor:
    x[rows:].zero_()
    return x


class _SelfAttention(Function):
    @staticmethod
    def forward(ctx, x, block, causal, batch, length):
        rows, d = batch * length, x.shape[1]
        normed, kept = kernels().norm_forward(x, block.norm.weight, block.norm.bias)
        qkv = normed @ block.qkv.weight.t()
        q, k, v = qkv[:rows].view(batch, length, 3 * d).split(d, -1)
        out = _tail_zero(torch.empty_like(x), rows)
        kernels().attention_forward(q, k, v, out[:rows].view(batch, length, d), causal)
        ctx.kept = (x, kept, normed, qkv, out, block, causal, batch, length)
        return torch.addmm(x, out, block.out.weight.t())

    @staticmethod
    def backward(ctx, g):
        x, kept, normed, qkv, out, block, causal, batch, length = ctx.kept
        rows, d = batch * length, x.shape[1]
        g = g.contiguous()
        torch.mm(g.t(), out, out=block.out.weight.grad)
        dout = (g @ block.out.weight)[:rows].view(batch, length, d)
        dqkv = _tail_zero(torch.empty_like(qkv), rows)
        shape = (batch, length, 3 * d)
        kernels().attention_backward(
            dout,
            *qkv[:rows].view(shape).split(d, -1),
            *dqkv[:rows].view(shape).split(d, -1),
            causal,
        )
        torch.mm(dqkv.t(), normed, out=block.qkv.weight.grad)
        return _norm_back(dqkv @ block.qkv.weight, x, kept, block.norm, g), *[None] * 4


class _CrossAttention(Function):
    @staticmethod
    def forward(ctx, x, memory, block, batch, length, source):
        rows, seen, d = batch * length, batch * source, x.shape[1]
        normed, kept = kernels().norm_forward(x, block.norm.weight, block.norm.bias)
        q, kv = normed @ block.query.weight.t(), memory @ block.memory.weight.t()
        k, v = kv[:seen].view(batch, source, 2 * d).split(d, -1)
        out = _tail_zero(torch.empty_like(x), rows)
        shape = (batch, length, d)
        kernels().attention_forward(
            q[:rows].view(shape), k, v, out[:rows].view(shape), False
        )
        ctx.kept = (x, kept, normed, memory, q, kv, out, block, batch, length, source)
        return torch.addmm(x, out, block.out.weight.t())

    @staticmethod
    def backward(ctx, g):
        x, kept, normed, memory, q, kv, out, block, batch, length, source = ctx.kept
        rows, seen, d = batch * length, batch * source, x.shape[1]
        g = g.contiguous()
        torch.mm(g.t(), out, out=block.out.weight.grad)
        dout = g @ block.out.weight
        dq = _tail_zero(torch.empty_like(q), rows)
        dkv = _tail_zero(torch.empty_like(kv), seen)
        shape, wide = (batch, length, d), (batch, source, 2 * d)
        kernels().attention_backward(
            dout[:rows].view(shape),
            q[:rows].view(shape),
            *kv[:seen].view(wide).split(d, -1),
            dq[:rows].view(shape),
            *dkv[:seen].view(wide).split(d, -1),
            False,
        )
        torch.mm(dq.t(), normed, out=block.query.weight.grad)
        torch.mm(dkv.t(), memory, out=block.memory.weight.grad)
        dx = _norm_back(dq @ block.query.weight, x, kept, block.norm, g)
        return dx, dkv @ block.memory.weight, *[None] * 4


class _Feed(Function):
    @staticmethod
    def forward(ctx, x, block):
        normed, kept = kernels().norm_forward(x, block.norm.weight, block.norm.bias)
        inner = (normed @ block.inner.weight.t()).clamp_(min=0)
        ctx.kept = (x, kept, normed, inner, block)
        return torch.addmm(x, inner, block.outer.weight.t())

    @staticmethod
    def backward(ctx, g):
        x, kept, normed, inner, block = ctx.kept
        g = g.contiguous()
        torch.mm(g.t(), inner, out=block.outer.weight.grad)
        dinner = g @ block.outer.weight
        kernels().relu_backward(dinner, inner)
        torch.mm(dinner.t(), normed, out=block.inner.weight.grad)
        return _norm_back(dinner @ block.inner.weight, x, kept, block.norm, g), None


class _Norm(Function):
    @staticmethod
    def forward(ctx, x, norm):
        y, kept = kernels().norm_forward(x, norm.weight, norm.bias)
        ctx.kept = (x, kept, norm)
        return y

    @staticmethod
    def backward(ctx, g):
        x, kept, norm = ctx.kept
        return _norm_back(g.contiguous(), x, kept, norm, None), None


def _norm_back(g: Tensor, x: Tensor, kept: Tensor, norm, residual: Tensor | None):
    return kernels().norm_backward(
        g, x, kept, norm.weight, norm.weight.grad, norm.bias.grad, residual
    )


class _Embed(Function):
    @staticmethod
    def forward(ctx, leaf, pieces, embedding, places, scale):
        rows, width = pieces.numel(), embedding.weight.shape[1]
        ctx.kept = (pieces, embedding, scale)
        x = embedding.weight.new_empty(_rounded(rows), width)
        out = _tail_zero(x, rows)[:rows].view(*pieces.shape, width)
        found = functional.embedding(pieces, embedding.weight)
        torch.add(places[: pieces.shape[1]], found, alpha=scale, out=out)
        return x

    @staticmethod
    def backward(ctx, g):
        pieces, embedding, scale = ctx.kept
        flat = pieces.flatten()
        embedding.weight.grad.index_add_(0, flat, g[: len(flat)], alpha=scale)
        return g.new_zeros(1), *[None] * 4


class _Loss(Function):
    """Scores and cross-entropy in one, a thousand rows at a time.

    Writes the embedding's gradient, so it runs before ``_Embed.backward`` adds to it.
    """

    @staticmethod
    def forward(ctx, y, embedding, labels, smoothing):
        weight, scale = embedding.weight, 1 / int((labels >= 0).sum())
        dy, nll = torch.empty_like(y), 0.0
        scores = y.new_empty(len(y), len(weight))
        for at in range(0, len(y), 1024):
            part = scores[at : at + 1024]
            torch.mm(y[at : at + 1024], weight.t(), out=part)
            nll += kernels().cross_entropy(
                part, labels[at : at + 1024], smoothing, scale
            )
            torch.mm(part, weight, out=dy[at : at + 1024])
        torch.mm(scores.t(), y, out=weight.grad)
        ctx.dy = dy
        return torch.tensor(nll)

    @staticmethod
    def backward(ctx, _):
        return ctx.dy, None, None, None


def train_loss(model: Model, batch: Batch) -> float:
    """Return the batch's summed nll; leave the gradients in ``w.grad``."""
    scale = math.sqrt(model.config.width)
    size, source = batch.source.shape
    length = batch.target.shape[1]
    # Autograd starts from a leaf that wants a gradient; the weights are no leaves.
    leaf = torch.zeros(1, dtype=torch.bfloat16, requires_grad=True)
    x = _Embed.apply(leaf, batch.source, model.embedding, model.places, scale)
    for layer in model.encoder:
        x = _SelfAttention.apply(x, layer.attention, False, size, source)
        x = _Feed.apply(x, layer.feed)
    x = _Norm.apply(x, model.encoder_norm)
    y = _Embed.apply(leaf, batch.target, model.embedding, model.places, scale)
    for layer in model.decoder:
        y = _SelfAttention.apply(y, layer.attention, True, size, length)
        y = _CrossAttention.apply(y, x, layer.cross, size, length, source)
        y = _Feed.apply(y, layer.feed)
    fill = _rounded(len(batch.kept)) - len(batch.kept)
    y = y.index_select(0, functional.pad(batch.kept, (0, fill)))
    y = _Norm.apply(y, model.decoder_norm)
    labels = functional.pad(batch.labels, (0, fill), value=-1)
    loss = _Loss.apply(y, model.embedding, labels, SMOOTHING)
    loss.backward()
    return loss.item()
