"""Make a tiny Argos package in a second, for tests: no data, no training, one result.

It is a whole package (SentencePiece, CTranslate2, metadata) whose weights are
written down instead of learnt: the decoder looks at the source piece in its own
place and says that piece's English, so it translates word by word. What is not
in WORDS it copies.

    python -m training.tiny_package OUT.argosmodel

    你好，世界。 -> hello , world .
"""

import argparse
import io
import json
import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np
import sentencepiece

WORDS = {
    "你好": "hello",
    "世界": "world",
    "我们": "we",
    "客户": "customers",
    "中台": "platform",
    "平台": "platform",
    "数据": "data",
    "云": "cloud",
    "有": "have",
    "没有": "lack",
    "做": "do",
    "很": "very",
    "多": "many",
    "亿": "billion",
    "，": ",",
    "。": ".",
    "？": "?",
    "、": ",",
    "；": ";",
}
# Letters, digits and everything else come as bytes.
TEXT = ["a b c d e f g h i j k l m n o p q r s t u v w x y z 0 1 2 3 4 5 6 7 8 9"]
HALF = 64
SIZE = 2 * HALF
PLACES = 1024
METADATA = {
    "package_version": "1.0",
    "argos_version": "1.9",
    "from_code": "zh",
    "from_name": "Chinese",
    "to_code": "en",
    "to_name": "English",
}


def make(
    path: Path,
    *,
    words: dict[str, str] = WORDS,
    top: str = "translate-zh_en-tiny",
    **metadata: object,
) -> Path:
    """Write a package to ``path``: a zip if its name ends so, else a folder.

    Keywords are written into metadata.json: ``package_version="1.2"``.
    """
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work) / top
        folder.mkdir()
        tokenizer = _tokenizer(words)
        (folder / "sentencepiece.model").write_bytes(tokenizer)
        _model(tokenizer, words).save(str(_made(folder / "model")))
        (folder / "metadata.json").write_text(
            json.dumps(METADATA | metadata), encoding="utf-8"
        )
        if path.suffix == ".argosmodel":
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
                for file in sorted(folder.rglob("*")):
                    if file.is_file():
                        archive.write(file, file.relative_to(work).as_posix())
        else:
            shutil.copytree(folder, path)
    return path


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _tokenizer(words: dict[str, str]) -> bytes:
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(TEXT),
        model_writer=model,
        vocab_size=400,
        hard_vocab_limit=False,
        byte_fallback=True,
        add_dummy_prefix=False,
        normalization_rule_name="identity",
        user_defined_symbols=sorted({*words, *map(_piece, words.values())}),
        minloglevel=2,
    )
    return model.getvalue()


def _piece(english: str) -> str:
    return f"▁{english}"


def _model(tokenizer: bytes, words: dict[str, str]) -> Any:
    """Write down the weights.

    A vector has a half that says which piece and a half that says which place, both
    rows of +1 and -1 with sum 0: so a layer norm leaves their directions alone, and
    two different rows have a small product.
    """
    pieces = sentencepiece.SentencePieceProcessor(model_proto=tokenizer)
    names = [pieces.id_to_piece(number) for number in range(len(pieces))]
    random = np.random.default_rng(1)
    row = np.array([1, -1] * (HALF // 2))
    says = np.stack([random.permutation(row) for _ in names])
    means = says.copy()
    for word, english in words.items():
        means[names.index(word)] = says[names.index(_piece(english))]
    places = np.stack([random.permutation(row) for _ in range(PLACES)])

    spec = ctranslate2.specs.TransformerSpec.from_config((1, 1), 1, pre_norm=True)
    encoder, decoder = spec.encoder, spec.decoder
    # CTranslate2 multiplies embeddings by the root of their size.
    encoder.embeddings[0].weight = _left(means / SIZE**0.5)
    decoder.embeddings.weight = _left(0 * says)
    decoder.projection.weight = _left(0.5 * says)
    for half in (encoder, decoder):
        half.position_encodings.encodings = _right(places)
        _norm(half.layer_norm)
        for layer in half.layer:
            _attend(layer.self_attention, [np.zeros((3 * SIZE, SIZE))])
            _norm(layer.ffn.layer_norm)
            _weigh(layer.ffn.linear_0, np.zeros((SIZE, SIZE)))
            _weigh(layer.ffn.linear_1, np.zeros((SIZE, SIZE)))
    piece = _left(np.eye(SIZE, HALF))
    place = _right(np.eye(SIZE, HALF, -HALF))
    _attend(decoder.layer[0].attention, [8 * place, np.vstack([place, piece])])

    spec.register_source_vocabulary(names)
    spec.register_target_vocabulary(names)
    spec.config.decoder_start_token = "<s>"
    spec.config.add_source_eos = True
    spec.validate()
    spec.optimize(quantization="int8")
    return spec


def _left(matrix: Any) -> Any:
    return np.hstack([matrix, 0 * matrix]).astype(np.float32)


def _right(matrix: Any) -> Any:
    return np.hstack([0 * matrix, matrix]).astype(np.float32)


def _norm(norm: Any) -> None:
    norm.gamma, norm.beta = np.ones(SIZE, np.float32), np.zeros(SIZE, np.float32)


def _weigh(linear: Any, weight: Any) -> None:
    linear.weight = weight.astype(np.float32)
    linear.bias = np.zeros(len(weight), np.float32)


def _attend(attention: Any, weights: list[Any]) -> None:
    """The last layer of an attention passes on what it was given."""
    _norm(attention.layer_norm)
    for linear, weight in zip(attention.linear, [*weights, np.eye(SIZE)], strict=True):
        _weigh(linear, weight)


def main() -> None:
    """Write a package to the path given."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("path", type=Path)
    print(make(parser.parse_args().path))


if __name__ == "__main__":
    main()
