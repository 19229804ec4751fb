"""The translation model: a pre-norm Transformer that CTranslate2 can run.

Sinusoidal positions, ReLU, no biases but in the norms, and one matrix for the source
embedding, the target embedding and the output.  Names say what is computed; export.py
maps them onto ``ctranslate2.specs.TransformerSpec``.
"""

import math
from dataclasses import asdict, dataclass

import numpy
import torch
from torch import Tensor, nn
from torch.nn import functional

START, END = 1, 2
PLACES = 512


@dataclass(frozen=True)
class Config:
    """How large a model is."""

    pieces: int = 16_384
    """Size of the vocabulary."""
    width: int = 384
    inner: int = 1536
    """Width inside the feed-forward blocks."""
    heads: int = 6
    """Attention heads; the CPU kernels want ``width == 64 * heads``."""
    encoder: int = 6
    decoder: int = 2
    """Layers; a shallow decoder is what makes translating fast."""


SIZES = {
    "a": {"width": 256, "inner": 1024, "heads": 4},
    "b": {"width": 384, "inner": 1536, "heads": 6},
    "c": {"width": 512, "inner": 2048, "heads": 8, "encoder": 8},
}


def positions(places: int, width: int) -> numpy.ndarray:
    """Return position encodings as CTranslate2 lays them out: sines, then cosines."""
    place, k = numpy.arange(places)[:, None], numpy.arange(width // 2)[None]
    angle = place / numpy.power(10_000, k / (width // 2 - 1))
    return numpy.concatenate([numpy.sin(angle), numpy.cos(angle)], 1).astype("float32")


def _linear(inputs: int, outputs: int) -> nn.Linear:
    return nn.Linear(inputs, outputs, bias=False)


class Attention(nn.Module):
    """Self-attention, or attention to the encoder, with its norm and residual."""

    def __init__(self, config: Config, *, cross: bool = False) -> None:
        super().__init__()
        width = config.width
        self.heads = config.heads
        self.cross = cross
        self.norm = nn.LayerNorm(width)
        if cross:
            self.query = _linear(width, width)
            self.memory = _linear(width, 2 * width)
        else:
            self.qkv = _linear(width, 3 * width)
        self.out = _linear(width, width)

    def forward(self, x: Tensor, memory: Tensor | None = None, *, causal: bool = False):
        """Return x plus what it attends to; sources in a batch are of equal length."""
        batch, length, width = x.shape
        normed = self.norm(x)
        if self.cross:
            q, (k, v) = self.query(normed), self.memory(memory).chunk(2, -1)
        else:
            q, k, v = self.qkv(normed).chunk(3, -1)

        def split(t: Tensor) -> Tensor:
            return t.view(batch, -1, self.heads, width // self.heads).transpose(1, 2)

        y = functional.scaled_dot_product_attention(
            split(q), split(k), split(v), is_causal=causal
        )
        return x + self.out(y.transpose(1, 2).reshape(batch, length, width))


class Feed(nn.Module):
    """The feed-forward block with its norm and residual."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(config.width)
        self.inner = _linear(config.width, config.inner)
        self.outer = _linear(config.inner, config.width)

    def forward(self, x: Tensor) -> Tensor:
        """Return x plus the block's output."""
        return x + self.outer(functional.relu(self.inner(self.norm(x))))


class Layer(nn.Module):
    """One encoder layer, or, with ``cross``, one decoder layer."""

    def __init__(self, config: Config, *, cross: bool) -> None:
        super().__init__()
        self.attention = Attention(config)
        if cross:
            self.cross = Attention(config, cross=True)
        self.feed = Feed(config)


class Model(nn.Module):
    """Source pieces and the target so far in, decoder states out."""

    def __init__(self, config: Config, *, dropout: float = 0.0) -> None:
        super().__init__()
        self.config = config
        self.dropout = dropout
        self.embedding = nn.Embedding(config.pieces, config.width)
        self.encoder = nn.ModuleList(
            Layer(config, cross=False) for _ in range(config.encoder)
        )
        self.decoder = nn.ModuleList(
            Layer(config, cross=True) for _ in range(config.decoder)
        )
        self.encoder_norm = nn.LayerNorm(config.width)
        self.decoder_norm = nn.LayerNorm(config.width)
        table = torch.from_numpy(positions(PLACES, config.width))
        self.register_buffer("places", table, persistent=False)
        self._start()

    def _start(self) -> None:
        nn.init.normal_(self.embedding.weight, std=self.config.width**-0.5)
        for name, weight in self.named_parameters():
            if weight.dim() != 2 or name.startswith("embedding"):
                continue
            nn.init.xavier_uniform_(weight)
            # What is added to the residual starts small, the smaller the deeper.
            if name.endswith(("out.weight", "outer.weight")):
                deep = name.startswith("encoder")
                blocks = 2 * self.config.encoder if deep else 3 * self.config.decoder
                weight.data.mul_(blocks**-0.5)

    def embed(self, pieces: Tensor) -> Tensor:
        """Return scaled embeddings plus positions."""
        x = functional.embedding(pieces, self.embedding.weight)
        x = x * math.sqrt(self.config.width) + self.places[: pieces.shape[1]]
        return functional.dropout(x, self.dropout, self.training)

    def encode(self, source: Tensor) -> Tensor:
        """Return the encoder's states for sources of equal length."""
        x = self.embed(source)
        for layer in self.encoder:
            x = self._drop(layer.feed, self._drop(layer.attention, x))
        return self.encoder_norm(x)

    def decode(self, target: Tensor, memory: Tensor) -> Tensor:
        """Return the decoder's states; scores are ``states @ embedding.weight.T``."""
        y = self.embed(target)
        for layer in self.decoder:
            y = self._drop(layer.attention, y, causal=True)
            y = self._drop(layer.cross, y, memory)
            y = self._drop(layer.feed, y)
        return self.decoder_norm(y)

    def forward(self, source: Tensor, target: Tensor) -> Tensor:
        """Return the decoder's states for a batch."""
        return self.decode(target, self.encode(source))

    def _drop(self, block: nn.Module, x: Tensor, *args, **options) -> Tensor:
        y = block(x, *args, **options)
        if self.dropout and self.training:
            y = x + functional.dropout(y - x, self.dropout)
        return y


def save(path, weights: dict[str, Tensor], config: Config, **more: object) -> None:
    """Write weights and sizes, and what else the caller wants kept with them."""
    torch.save({"model": weights, "config": asdict(config), **more}, path)


def load(path) -> tuple[Model, dict]:
    """Return the model of a checkpoint, and the checkpoint."""
    kept = torch.load(path, map_location="cpu", weights_only=True)
    model = Model(Config(**kept["config"]))
    model.load_state_dict(kept["model"])
    return model, kept
