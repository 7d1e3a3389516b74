"""Train the sentence boundaries: `python -m training.boundary` writes `boundary.npz`.

A three-layer convolution over tokens; its input is the base encoder's word table reduced to 32
dimensions (frozen), the word's shape, and what the text says of space and quotation. Trained on
running text of the treebanks, paragraph by paragraph, tokenised by the reader's own rules.
"""

from __future__ import annotations

import argparse
import json
import os
import random
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from brinkwatch.read.segment import FEATURES, boundary_inputs, tokenizer
from brinkwatch.read.tokenise import SHAPES, WordPieces
from training import corpora
from training.corpora import Sentence
from training.export import TARGET, digest
from training.train import base_encoder, base_state

DIM, INNER = 32, 64


def paragraphs(path: Path) -> list[list[Sentence]]:
    """The sentences of a treebank in running order, cut at paragraphs."""
    out: list[list[Sentence]] = []
    for s in corpora.conllu(path):
        if s.paragraph_start or not out:
            out.append([])
        out[-1].append(s)
    return out


def running(sentences: list[Sentence]) -> tuple[str, list[int]]:
    """The text of sentences joined as in the source, and where each sentence begins."""
    text, begins = "", []
    for s in sentences:
        begins.append(len(text))
        for word, space in zip(s.words, s.space_after, strict=True):
            text += word + (" " if space else "")
    return text.rstrip(), begins


def sequences(groups: list[list[Sentence]], pieces: WordPieces):
    """Inputs and targets of running text; the first token is known and left out of the loss."""
    nlp = tokenizer()
    for group in groups:
        text, begins = running(group)
        doc = nlp.make_doc(text)
        tokens = [t for t in doc if not t.is_space]
        if not tokens:
            continue
        wanted = set(begins)
        glued = [t.i > 0 and not doc[t.i - 1].whitespace_ for t in tokens]
        line = [t.i > 0 and doc[t.i - 1].is_space for t in tokens]
        inputs = boundary_inputs([t.text for t in tokens], glued, line, pieces)
        target = np.array([float(t.idx in wanted) for t in tokens], np.float32)
        target[0] = np.nan
        yield (*inputs, target)


class Net(nn.Module):
    """The network that `brinkwatch.read.segment.Boundary` runs in numpy."""

    def __init__(self, table: torch.Tensor) -> None:
        super().__init__()
        self.piece = nn.Embedding.from_pretrained(table, freeze=True)
        self.shape = nn.Embedding(len(SHAPES), 16)
        self.conv1 = nn.Conv1d(2 * DIM + 16 + FEATURES, INNER, 5, padding=2)
        self.conv2 = nn.Conv1d(INNER, INNER, 5, padding=2)
        self.conv3 = nn.Conv1d(INNER, INNER, 5, padding=2)
        self.out = nn.Linear(INNER, 1)
        self.drop = nn.Dropout(0.2)

    def forward(self, first, last, shapes, features):
        x = torch.cat([self.piece(first), self.piece(last), self.shape(shapes), features], -1)
        x = self.drop(x).transpose(1, 2)
        for conv in (self.conv1, self.conv2, self.conv3):
            x = self.drop(F.relu(conv(x)))
        return self.out(x.transpose(1, 2))[..., 0]


def main(argv: list[str] | None = None) -> None:
    parse = argparse.ArgumentParser(description=__doc__, prog="python -m training.boundary")
    parse.add_argument("--data", type=Path,
                       default=Path(os.environ.get("BRINKWATCH_DATA", "../shared/data")))
    parse.add_argument("--out", type=Path, default=TARGET)
    parse.add_argument("--epochs", type=int, default=12)
    parse.add_argument("--seed", type=int, default=7)
    parse.add_argument("--threads", type=int, default=2)
    args = parse.parse_args(argv)
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    pieces = WordPieces((base_encoder() / "tokenizer.json").read_text(encoding="utf-8"))
    words = base_state()["embeddings.word_embeddings.weight"]
    _, _, v = torch.pca_lowrank(words, q=DIM, niter=4)
    table = (words - words.mean(0)) @ v
    table = table / table.std()
    scale = float(table.abs().max() / 127)
    coded = (table / scale).round().clamp(-127, 127)
    train = [p for name in ("ewt", "gum") for p in paragraphs(
        args.data / ("ud_ewt/en_ewt-ud-train.conllu" if name == "ewt"
                     else "ud_gum/gum-open-train.conllu"))]
    # paragraphs of a document run on now and then, so that headings are met inside text too
    joined: list[list[Sentence]] = []
    for paragraph in train:
        if joined and joined[-1][0].doc == paragraph[0].doc and rng.random() < 0.3:
            joined[-1] = joined[-1] + paragraph
        else:
            joined.append(paragraph)
    data = list(sequences(joined, pieces))
    net = Net(coded * scale)
    steps = args.epochs * (len(data) // 16 + 1)
    optimiser = torch.optim.AdamW([p for p in net.parameters() if p.requires_grad], lr=2e-3,
                                  weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 3e-3, total_steps=steps)
    step = 0
    while step < steps:
        rng.shuffle(data)
        for at in range(0, len(data), 16):
            if step >= steps:
                break
            some = data[at : at + 16]
            width = min(400, max(len(x[0]) for x in some))
            arrays = [np.zeros((len(some), width), np.int64) for _ in range(3)]
            features = np.zeros((len(some), width, FEATURES), np.float32)
            target = np.full((len(some), width), np.nan, np.float32)
            for i, x in enumerate(some):
                n = min(width, len(x[0]))
                for array, part in zip(arrays, x[:3], strict=True):
                    array[i, :n] = part[:n]
                features[i, :n], target[i, :n] = x[3][:n], x[4][:n]
            goal = torch.from_numpy(target)
            known = ~torch.isnan(goal)
            if not known.any():
                continue
            logits = net(*map(torch.from_numpy, arrays), torch.from_numpy(features))
            loss = F.binary_cross_entropy_with_logits(logits[known], goal[known])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            step += 1
            if step % 500 == 0:
                print(f"step {step} of {steps}: loss {loss.item():.4f}", flush=True)
    weights = {"piece": coded.numpy().astype(np.int8), "piece_scale": np.float32(scale),
               "shape": net.shape.weight.detach().numpy()}
    for name in ("conv1", "conv2", "conv3", "out"):
        layer = getattr(net, name)
        weights[f"{name}.weight"] = layer.weight.detach().numpy()
        weights[f"{name}.bias"] = layer.bias.detach().numpy()
    args.out.mkdir(parents=True, exist_ok=True)
    fresh = args.out / "boundary.new.npz"
    np.savez_compressed(fresh, **weights)
    os.replace(fresh, args.out / "boundary.npz")
    card = args.out / "reader.json"
    if card.exists():
        content = json.loads(card.read_text(encoding="utf-8"))
        content["files"]["boundary.npz"] = digest(args.out / "boundary.npz")
        card.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")))


if __name__ == "__main__":
    main()
