"""Turn a checkpoint into an Argos package: a CTranslate2 model, int8, in a zip.

Maps the weights onto ``ctranslate2.specs.TransformerSpec`` one by one, and writes
beside them the vocabulary, the words it knows, ``metadata.json`` and a README with the
attribution the data's licences ask for.

Example: ``python -m training.export work/decay/state.pt work my.argosmodel``
"""

import argparse
import json
import shutil
import tempfile
import zipfile
from pathlib import Path

from training.annotate import LEFT, RIGHT
from training.model import END, PLACES, START, Model, load, positions

FOLDER = "translate-zh_en"
# Chosen by `training.window`: whole, long sentences lose clauses.
WINDOW = 48
VERSION = "0.6"
# Zip entries carry a date; a fixed one makes the same weights the same file.
DATE = (2026, 1, 1, 0, 0, 0)

README = """\
# Chinese to English, compact

A small Transformer for technology and business text, trained from scratch by the
recipe in `training/` of the bilingual reader, on:

- LCTT/TranslateProject, GreptimeDB, IoTDB, HertzBeat, APISIX, eKuiper, KubeVela,
  JuiceFS, Neuron, Volcano, DolphinScheduler, SeaTunnel, KubeEdge, Comprehensive Rust
  and the CNCF glossary (Apache-2.0);
- documentation by Microsoft and contributors: .NET, ASP.NET Core, Dynamics 365, Azure
  Architecture Center, Partner Center, Customer Insights, PowerShell, Office, Skype for
  Business, BizTalk, Teams, Exchange, Mixed Reality and Quantum (CC BY 4.0);
- react.dev, vuejs.org, Dify, Karmada, OpenTelemetry, Open Source Guides (CC BY 4.0);
- IoT for Beginners by Microsoft, Ant Design, 3AM captions, Twelve-Factor App (MIT);
- sentences of Tatoeba, tatoeba.org, by way of manythings.org (CC BY 2.0 FR);
- pairs written for the bilingual reader (MIT).

The texts were filtered, cut and joined, and terms in them marked; CC-CEDICT
(CC BY-SA 4.0) was used to find those terms.

To ask for a rendering, put it after the term between U+27E8 and U+27E9, with a blank
before it: `搭建平台⟨ platform⟩`.
"""


def specification(model: Model, pieces: list[str]):
    """Return the CTranslate2 specification filled with the model's weights."""
    from ctranslate2.specs import TransformerSpec, common_spec

    config = model.config
    weights = {name: w.detach().float().numpy() for name, w in model.named_parameters()}
    spec = TransformerSpec.from_config(
        (config.encoder, config.decoder),
        config.heads,
        pre_norm=True,
        activation=common_spec.Activation.RELU,
    )

    def norm(into, name: str) -> None:
        into.gamma, into.beta = weights[f"{name}.weight"], weights[f"{name}.bias"]

    def attention(into, name: str, *parts: str) -> None:
        norm(into.layer_norm, f"{name}.norm")
        for linear, part in zip(into.linear, parts, strict=True):
            linear.weight = weights[f"{name}.{part}.weight"]

    def layers(into, side: str) -> None:
        norm(into.layer_norm, f"{side}_norm")
        into.position_encodings.encodings = positions(PLACES, config.width)
        for number, layer in enumerate(into.layer):
            name = f"{side}.{number}"
            attention(layer.self_attention, f"{name}.attention", "qkv", "out")
            if side == "decoder":
                attention(layer.attention, f"{name}.cross", "query", "memory", "out")
            norm(layer.ffn.layer_norm, f"{name}.feed.norm")
            layer.ffn.linear_0.weight = weights[f"{name}.feed.inner.weight"]
            layer.ffn.linear_1.weight = weights[f"{name}.feed.outer.weight"]

    layers(spec.encoder, "encoder")
    layers(spec.decoder, "decoder")
    spec.encoder.embeddings[0].weight = weights["embedding.weight"]
    spec.decoder.embeddings.weight = weights["embedding.weight"]
    spec.decoder.projection.weight = weights["embedding.weight"]
    spec.register_source_vocabulary(pieces)
    spec.register_target_vocabulary(pieces)
    spec.config.bos_token = spec.config.decoder_start_token = pieces[START]
    spec.config.eos_token, spec.config.unk_token = pieces[END], pieces[0]
    spec.config.add_source_bos = spec.config.add_source_eos = False
    return spec


def write_model(
    model: Model, pieces: list[str], folder: Path, quantization: str
) -> None:
    """Write a folder that ``ctranslate2.Translator`` opens."""
    spec = specification(model, pieces)
    spec.validate()
    spec.optimize(quantization=None if quantization == "float32" else quantization)
    folder.mkdir(parents=True, exist_ok=True)
    spec.save(str(folder))


def read_pieces(work: Path) -> list[str]:
    """Return the vocabulary in order."""
    import sentencepiece

    loaded = sentencepiece.SentencePieceProcessor(
        model_file=str(work / "sentencepiece.model")
    )
    return [loaded.id_to_piece(number) for number in range(loaded.get_piece_size())]


def main() -> None:
    """Run the step from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("checkpoint", type=Path, help="state.pt or model-NN.pt")
    parser.add_argument("work", type=Path, help="folder with the vocabulary")
    parser.add_argument("package", type=Path, help="the .argosmodel to write")
    parser.add_argument("--quantization", default="int8")
    parser.add_argument("--version", default=VERSION)
    parser.add_argument("--window", type=int, default=WINDOW)
    args = parser.parse_args()
    model, kept = load(args.checkpoint)
    metadata = {
        "package_version": args.version,
        "argos_version": "1.9",
        "from_code": "zh",
        "from_name": "Chinese",
        "to_code": "en",
        "to_name": "English",
        # Ours: how to ask for a term, and where to cut a long sentence, in pieces.
        "terms": f"{LEFT} {{english}}{RIGHT}",
        "window": args.window,
    }
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / FOLDER
        write_model(model, read_pieces(args.work), folder / "model", args.quantization)
        vocabulary = (args.work / "sentencepiece.model").read_bytes()
        (folder / "sentencepiece.model").write_bytes(vocabulary)
        (folder / "metadata.json").write_text(
            json.dumps(metadata, ensure_ascii=False), encoding="utf-8"
        )
        (folder / "README.md").write_text(README, encoding="utf-8")
        # Ours: for which words no dictionary need be asked (training.known).
        shutil.copy(args.work / "known.txt", folder)
        with zipfile.ZipFile(args.package, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(p for p in folder.rglob("*") if p.is_file()):
                name = path.relative_to(folder.parent).as_posix()
                entry = zipfile.ZipInfo(name, DATE)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o644 << 16
                archive.writestr(entry, path.read_bytes())
    size = args.package.stat().st_size / 1e6
    print(
        f"{args.package}: {size:.1f} MB, {args.quantization}, step {kept.get('steps')}"
    )


if __name__ == "__main__":
    main()
