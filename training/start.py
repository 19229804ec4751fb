"""Turn an Argos package of ours back into a state to train on from.

The weights come out of CTranslate2's ``model.bin`` as they were rounded for int8, one
part in a hundred off at most, which a few hundred steps make good; Adam's moments are
not in a package and start at zero.  For going on where only the package was kept.

Example: ``python -m training.start translate-zh_en.argosmodel work work/start.pt``
"""

import argparse
import re
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy

# CTranslate2's numbers of the types it writes (version 6 of its binary form).
TYPES = {0: "<f4", 1: "<i1", 2: "<i2", 3: "<i4", 4: "<f2"}
FORM = 6


def read_variables(binary: bytes) -> dict[str, numpy.ndarray]:
    """Return the arrays of a ``model.bin`` by name; aliases share an array.

    The form, little-endian: version, name and revision of the model; then a count, and
    for each variable its name, shape, type and bytes; then a count, and pairs of names
    for the aliases.  Names are a length with the final zero, and the characters.
    Raises ValueError for another version of the form.
    """
    at = 0

    def number(kind: str) -> int:
        nonlocal at
        (value,) = struct.unpack_from(f"<{kind}", binary, at)
        at += struct.calcsize(kind)
        return value

    def text() -> str:
        nonlocal at
        length = number("H")
        at += length
        return binary[at - length : at - 1].decode()

    if (version := number("I")) != FORM:
        raise ValueError(f"model.bin of version {version}, not {FORM}")
    text(), number("I")
    found = {}
    for _ in range(number("I")):
        name = text()
        shape = [number("I") for _ in range(number("B"))]
        kind, size = TYPES[number("B")], number("I")
        found[name] = numpy.frombuffer(binary[at : at + size], kind).reshape(shape)
        at += size
    for _ in range(number("I")):
        alias, name = text(), text()
        found[alias] = found[name]
    return found


def plain(variables: dict[str, numpy.ndarray], name: str) -> numpy.ndarray:
    """Return a weight in float: what int8 wrote is divided by its row's scale.

    >>> values = {"a/weight": numpy.array([[127, -64]], numpy.int8),
    ...           "a/weight_scale": numpy.array([127.0], numpy.float32)}
    >>> plain(values, "a/weight").round(2).tolist()
    [[1.0, -0.5]]
    """
    weight = variables[name].astype(numpy.float32)
    scale = variables.get(f"{name}_scale")
    return weight if scale is None else weight / scale.reshape(-1, 1)


def names(encoder: int, decoder: int) -> Iterator[tuple[str, str]]:
    """Yield what ``model.Model`` and what CTranslate2 call each weight."""
    yield "embedding.weight", "decoder/embeddings/weight"

    def norm(ours: str, theirs: str) -> Iterator[tuple[str, str]]:
        yield f"{ours}.weight", f"{theirs}/gamma"
        yield f"{ours}.bias", f"{theirs}/beta"

    def block(ours: str, theirs: str, *parts: str) -> Iterator[tuple[str, str]]:
        yield from norm(f"{ours}.norm", f"{theirs}/layer_norm")
        for at, part in enumerate(parts):
            yield f"{ours}.{part}.weight", f"{theirs}/linear_{at}/weight"

    for side, layers in (("encoder", encoder), ("decoder", decoder)):
        yield from norm(f"{side}_norm", f"{side}/layer_norm")
        for at in range(layers):
            ours, theirs = f"{side}.{at}", f"{side}/layer_{at}"
            yield from block(
                f"{ours}.attention", f"{theirs}/self_attention", "qkv", "out"
            )
            if side == "decoder":
                parts = ("query", "memory", "out")
                yield from block(f"{ours}.cross", f"{theirs}/attention", *parts)
            yield from block(f"{ours}.feed", f"{theirs}/ffn", "inner", "outer")


def sizes(variables: dict[str, numpy.ndarray]) -> dict[str, int]:
    """Return the sizes of a model by the names of ``model.Config``."""

    def layers(side: str) -> int:
        pattern = re.compile(rf"{side}/layer_\d+")
        return len(
            {found.group() for name in variables if (found := pattern.match(name))}
        )

    pieces, width = variables["decoder/embeddings/weight"].shape
    return {
        "pieces": pieces,
        "width": width,
        "inner": len(variables["encoder/layer_0/ffn/linear_0/weight"]),
        "heads": int(variables["encoder/num_heads"]),
        "encoder": layers("encoder"),
        "decoder": layers("decoder"),
    }


def main() -> None:
    """Run the step from the command line."""
    import torch

    from training.model import Config, Model, save

    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("package", type=Path, help="an .argosmodel made by export.py")
    parser.add_argument("work", type=Path, help="folder to put its vocabulary into")
    parser.add_argument("state", type=Path, help="the state to write")
    args = parser.parse_args()
    with zipfile.ZipFile(args.package) as archive:
        (binary,) = (n for n in archive.namelist() if n.endswith("model/model.bin"))
        (vocabulary,) = (n for n in archive.namelist() if n.endswith("piece.model"))
        variables = read_variables(archive.read(binary))
        args.work.mkdir(parents=True, exist_ok=True)
        (args.work / "sentencepiece.model").write_bytes(archive.read(vocabulary))
    config = Config(**sizes(variables))
    model = Model(config)
    found = names(config.encoder, config.decoder)
    weights = {
        ours: torch.from_numpy(plain(variables, theirs)) for ours, theirs in found
    }
    model.load_state_dict(weights)
    place = {"data": [], "pass": 0, "batch": 0}
    save(args.state, model.state_dict(), config, steps=0, tokens=0, place=place)
    print(f"{args.state}: {config}")


if __name__ == "__main__":
    main()
