"""Check that the exported model computes what the trained one does.

Translates twenty sentences of the dev sets greedily, in float32, with PyTorch and with
CTranslate2; every piece must be the same.  Exits 1 if one is not.

Example: ``python -m training.verify work/decay/state.pt work``
"""

import argparse
import sys
import tempfile
from pathlib import Path

import torch

from training.export import read_pieces, write_model
from training.model import END, START, Model, load

SENTENCES = 20
LONGEST = 100


@torch.no_grad()
def greedy(model: Model, source: list[int]) -> tuple[list[int], float]:
    """Return the best piece again and again, and their summed log-likelihood."""
    memory = model.encode(torch.tensor([source]))
    target, score = [START], 0.0
    while len(target) <= LONGEST and (target[-1] != END):
        state = model.decode(torch.tensor([target]), memory)[0, -1]
        scores = (state @ model.embedding.weight.t()).log_softmax(-1)
        target.append(int(scores.argmax()))
        score += scores.max().item()
    return [piece for piece in target[1:] if piece != END], score


def main() -> None:
    """Run the step from the command line."""
    import ctranslate2
    import sentencepiece

    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument(
        "work", type=Path, help="folder with the vocabulary and dev sets"
    )
    args = parser.parse_args()
    torch.set_num_threads(1)
    model, _ = load(args.checkpoint)
    model.eval()
    pieces = read_pieces(args.work)
    tokeniser = sentencepiece.SentencePieceProcessor(
        model_file=str(args.work / "sentencepiece.model")
    )
    half = SENTENCES // 2
    sentences = [
        line.split("\t")[0]
        for name in ("dev_docs", "dev_general")
        for line in (args.work / f"{name}.tsv").read_text("utf-8").splitlines()[:half]
    ]
    same, apart = 0, 0.0
    with tempfile.TemporaryDirectory() as folder:
        write_model(model, pieces, Path(folder), "float32")
        engine = ctranslate2.Translator(folder, compute_type="float32", intra_threads=1)
        for sentence in sentences:
            source = tokeniser.encode(sentence)
            ours, score = greedy(model, source)
            theirs = engine.translate_batch(
                [[pieces[number] for number in source]],
                beam_size=1,
                length_penalty=0,
                max_decoding_length=LONGEST,
                return_scores=True,
            )[0]
            if [pieces[number] for number in ours] == theirs.hypotheses[0]:
                same += 1
                apart = max(apart, abs(score - theirs.scores[0]))
    print(
        f"{same} of {len(sentences)} equal, log-likelihoods at most {apart:.1e} apart"
    )
    sys.exit(same != len(sentences))


if __name__ == "__main__":
    main()
