"""What trains the package, where PyTorch is installed."""

import pytest

torch = pytest.importorskip("torch", reason="training wants PyTorch")

from torch.nn import functional  # noqa: E402

from training.engines import Muon, sampled_loss  # noqa: E402
from training.fast import SMOOTHING  # noqa: E402


def drawn(*shape, seed):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def test_muon_in_bfloat16_steps_as_torchs():
    start = drawn(24, 16, seed=1)
    theirs = torch.nn.Parameter(start.clone())
    optimizer = torch.optim.Muon(
        [theirs], lr=0.01, weight_decay=0.0, adjust_lr_fn="match_rms_adamw"
    )
    ours = start.clone()
    muon = Muon([("inner.weight", ours, torch.zeros_like(ours))])
    for seed in range(2, 6):
        gradient = drawn(24, 16, seed=seed)
        theirs.grad = gradient.clone()
        optimizer.step()
        muon.step([gradient], 0.01)
    assert torch.equal(ours, theirs.data)


def test_muon_moves_each_projection_of_a_weight_by_itself():
    start, gradient = drawn(36, 12, seed=1), drawn(36, 12, seed=2)
    whole, parts = start.clone(), start.clone()
    Muon([("qkv.weight", whole, torch.zeros_like(whole))]).step([gradient], 0.01)
    for part, its in zip(parts.chunk(3), gradient.chunk(3), strict=True):
        Muon([("query.weight", part, torch.zeros_like(part))]).step([its], 0.01)
    assert torch.equal(whole, parts)


def gradients(share, *, draws=1):
    """Return the embedding with its mean gradient over draws, what it met, the nll."""
    embedding = (0.3 * drawn(300, 8, seed=1)).requires_grad_()
    states = drawn(50, 8, seed=2)
    labels = torch.arange(50) % 20
    for seed in range(draws):
        torch.manual_seed(seed)
        loss, nll = sampled_loss(states, embedding, labels, share)
        (loss / draws).backward()
    return embedding, states, labels, nll


def test_all_pieces_scored_are_the_smoothed_cross_entropy():
    embedding, states, labels, nll = gradients(1.0)
    other = embedding.detach().clone().requires_grad_()
    scores = functional.linear(states, other)
    functional.cross_entropy(scores, labels, label_smoothing=SMOOTHING).backward()
    assert torch.allclose(embedding.grad, other.grad, atol=1e-6)
    whole = functional.cross_entropy(scores, labels, reduction="sum").item()
    assert nll == pytest.approx(whole, rel=1e-5)


def test_a_share_of_the_pieces_has_about_the_gradient_of_all():
    whole = gradients(1.0)[0].grad
    once, often = (gradients(0.3, draws=n)[0].grad for n in (1, 60))
    assert (often - whole).norm() < 0.1 * whole.norm()
    assert (often - whole).norm() < (once - whole).norm()
    # Pieces that were not drawn are left alone.
    assert (once.abs().sum(1) == 0).sum() > 150
