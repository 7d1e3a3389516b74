"""Train the sentence boundaries: `python -m training.boundary` writes `boundary.onnx`.

One convolution and one GRU in each direction over a paragraph's tokens. The input is the base
encoder's word table reduced to 32 dimensions (frozen, int8), the word's shape, and what the text
says of space, quotation and brackets. Trained on running text of the treebanks, cut by the reader's
own rules: paragraphs as they are, and run together two or three at a time, so that headings are met
inside text too.
"""

from __future__ import annotations

import argparse
import copy
import json
import os
import random
import warnings
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from brinkwatch.read.boundary import FEATURES, boundary_inputs
from brinkwatch.read.segment import Tokens, tokenizer
from brinkwatch.read.tokenise import SHAPES, WordPieces
from training import corpora
from training.corpora import Sentence
from training.export import TARGET, digest
from training.train import base_encoder, base_state

DIM, INNER, SHAPE = 32, 96, 16
LONGEST, BATCH = 400, 2500  # tokens of a training sequence, of a batch with its padding
Sequence = tuple[np.ndarray, ...]  # the four inputs and the target; the first token's is NaN


def paragraphs(path: Path) -> list[list[Sentence]]:
    """The sentences of a treebank in running order, cut at paragraphs."""
    out: list[list[Sentence]] = []
    for s in corpora.conllu(path):
        if s.paragraph_start or not out:
            out.append([])
        out[-1].append(s)
    return out


def joined(groups: list[list[Sentence]], rng: random.Random) -> list[list[Sentence]]:
    """Half of all paragraphs run on after the one before them in the same document."""
    out: list[list[Sentence]] = []
    for group in groups:
        if out and out[-1][0].doc == group[0].doc and rng.random() < 0.5:
            out[-1] = out[-1] + group
        else:
            out.append(group)
    return out


def sequences(groups: Iterable[list[Sentence]], pieces: WordPieces) -> list[Sequence]:
    """Inputs and targets of running text."""
    nlp = tokenizer()
    out = []
    for group in groups:
        text, begins = "", set()
        for s in group:
            begins.add(len(text))
            for word, space in zip(s.words, s.space_after, strict=True):
                text += word + (" " if space else "")
        tokens = Tokens.of(nlp.make_doc(text.rstrip()))
        kept = np.flatnonzero(~tokens.blank)
        if len(kept) < 2:
            continue
        glued = np.zeros(len(kept), bool)
        glued[1:] = (kept[1:] == kept[:-1] + 1) & ~tokens.spaced[kept[:-1]]
        hard = np.arange(len(kept)) == 0
        inputs = boundary_inputs([tokens.words[i] for i in kept], glued, hard, pieces)
        target = np.array([float(o in begins) for o in tokens.offsets[kept]], np.float32)
        target[0] = np.nan
        out.append((*inputs, target))
    return out


class Net(nn.Module):
    """The network of `brinkwatch.read.boundary`: inputs (B, T) and (B, T, 7), logits (B, T)."""

    def __init__(self, table: torch.Tensor, scale: float) -> None:
        super().__init__()
        self.register_buffer("table", table)
        self.scale = scale
        self.shape = nn.Embedding(len(SHAPES), SHAPE)
        self.near = nn.Conv1d(2 * DIM + SHAPE + FEATURES, INNER, 5, padding=2)
        self.gru = nn.GRU(INNER, INNER // 2, batch_first=True, bidirectional=True)
        self.out = nn.Linear(INNER, 1)
        self.drop = nn.Dropout(0.2)

    def piece(self, ids: torch.Tensor) -> torch.Tensor:
        return self.table[ids].float() * self.scale

    def forward(self, first, last, shapes, features):
        x = torch.cat([self.piece(first), self.piece(last), self.shape(shapes), features], -1)
        if self.training:  # words unseen
            x = x * (torch.rand(x.shape[:2]) > 0.1)[..., None]
        x = F.relu(self.near(self.drop(x).transpose(1, 2))).transpose(1, 2)
        y, _ = self.gru(self.drop(x))
        return self.out(self.drop(x + y))[..., 0]


def word_table() -> tuple[torch.Tensor, float]:
    """The base encoder's word table in 32 dimensions, int8, and its scale."""
    words = base_state()["embeddings.word_embeddings.weight"]
    torch.manual_seed(0)
    _, _, v = torch.pca_lowrank(words, q=DIM, niter=4)
    table = (words - words.mean(0)) @ v
    table = table / table.std()
    scale = float(table.abs().max() / 127)
    return (table / scale).round().clamp(-127, 127).to(torch.int8), scale


def batches(data: list[Sequence], rng: random.Random) -> list[list[Sequence]]:
    """Shuffled batches of sequences of like length."""
    order = sorted(data, key=lambda x: min(LONGEST, len(x[0])) + rng.uniform(-8, 8))
    out: list[list[Sequence]] = [[]]
    width = 0
    for x in order:
        width = max(width, min(LONGEST, len(x[0])))
        if out[-1] and width * (len(out[-1]) + 1) > BATCH:
            out.append([])
            width = min(LONGEST, len(x[0]))
        out[-1].append(x)
    rng.shuffle(out)
    return out


def collate(some: list[Sequence], rng: random.Random) -> list[torch.Tensor]:
    """Padded arrays; of a sequence that is too long, a part."""
    width = min(LONGEST, max(len(x[0]) for x in some))
    out = [np.zeros((len(some), width, *a.shape[1:]), a.dtype) for a in some[0]]
    out[4][:] = np.nan
    for i, x in enumerate(some):
        at = rng.randrange(max(1, len(x[0]) - width + 1))
        n = min(width, len(x[0]))
        for array, source in zip(out, x, strict=True):
            array[i, :n] = source[at : at + n]
        roll = rng.random()
        if roll < 0.06:  # all in capitals, or without case
            shapes = out[2][i]
            shapes[(shapes >= 1) & (shapes <= 5)] = 3 if roll < 0.04 else 1
    return [torch.from_numpy(a) for a in out]


@torch.inference_mode()
def score(net: Net, data: list[Sequence]) -> str:
    """F1 of sentence starts but for the first, in percent, and what is wrong."""
    net.eval()
    right = found = gold = 0
    for x in data:
        mine = net(*(torch.from_numpy(a)[None] for a in x[:4]))[0].numpy()[1:] > 0
        truth = x[4][1:] == 1
        right += int((mine & truth).sum())
        found += int(mine.sum())
        gold += int(truth.sum())
    return f"{200 * right / max(1, found + gold):.2f} (+{found - right} -{gold - right} of {gold})"


def export(net: Net, path: Path) -> None:
    """Write the network as ONNX, float32 but for the word table."""
    ids = torch.ones((2, 9), dtype=torch.long)
    axes = {k: {0: "b", 1: "t"} for k in ("first", "last", "shapes", "features", "logits")}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            net.eval(), (ids, ids, ids, torch.zeros((2, 9, FEATURES))), str(path),
            input_names=["first", "last", "shapes", "features"], output_names=["logits"],
            dynamic_axes=axes, opset_version=17, dynamo=False)


def main(argv: list[str] | None = None) -> None:
    parse = argparse.ArgumentParser(description=__doc__, prog="python -m training.boundary")
    parse.add_argument("--data", type=Path,
                       default=Path(os.environ.get("BRINKWATCH_DATA", "../shared/data")))
    parse.add_argument("--out", type=Path, default=TARGET)
    parse.add_argument("--epochs", type=int, default=8)
    parse.add_argument("--repeat-gum", type=int, default=2, help="edited text, so seen more often")
    parse.add_argument("--hold-out", action="store_true",
                       help="leave out a sixth of GUM's documents, print F1 on them, write nothing")
    parse.add_argument("--seed", type=int, default=7)
    parse.add_argument("--threads", type=int, default=2)
    args = parse.parse_args(argv)
    torch.set_num_threads(args.threads)
    rng = random.Random(args.seed)
    pieces = WordPieces((base_encoder() / "tokenizer.json").read_text(encoding="utf-8"))
    gum = paragraphs(args.data / "ud_gum/gum-open-train.conllu")
    held = [p for p in gum if args.hold_out and corpora.fold_of(p[0].doc, 6) == 0]
    gum = [p for p in gum if p not in held] if held else gum
    ewt = paragraphs(args.data / "ud_ewt/en_ewt-ud-train.conllu")
    data = sequences([*ewt, *joined(ewt, rng)], pieces)
    data += sequences([*gum, *joined(gum, rng)], pieces) * args.repeat_gum
    tests = {"held out": sequences(held, pieces),
             "gum dev": sequences(paragraphs(args.data / "ud_gum/gum-open-dev.conllu"), pieces),
             "ewt dev": sequences(paragraphs(args.data / "ud_ewt/en_ewt-ud-dev.conllu"), pieces)}
    table, scale = word_table()
    torch.manual_seed(args.seed)
    net = Net(table, scale)
    average = copy.deepcopy(net)
    steps = args.epochs * len(batches(data, random.Random(0))) + args.epochs * 20
    optimiser = torch.optim.AdamW(net.parameters(), lr=2e-3, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 3e-3, total_steps=steps)
    step = 0
    for epoch in range(args.epochs):
        net.train()
        for some in batches(data, rng):
            if step >= steps:
                break
            *inputs, goal = collate(some, rng)
            known = ~torch.isnan(goal)
            loss = F.binary_cross_entropy_with_logits(net(*inputs)[known], goal[known])
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            step += 1
            with torch.no_grad():
                for mean, now in zip(average.parameters(), net.parameters(), strict=True):
                    mean.lerp_(now, 1 - min(0.995, (step + 1) / (step + 10)))
        scores = ", ".join(f"{k} {score(average, v)}" for k, v in tests.items() if v)
        print(f"epoch {epoch + 1} of {args.epochs}: {scores}", flush=True)
    if held:
        return
    args.out.mkdir(parents=True, exist_ok=True)
    fresh = args.out / "boundary.new.onnx"
    export(average, fresh)
    os.replace(fresh, args.out / "boundary.onnx")
    card = args.out / "reader.json"
    if card.exists():
        content = json.loads(card.read_text(encoding="utf-8"))
        content["files"].pop("boundary.npz", None)
        content["files"]["boundary.onnx"] = digest(args.out / "boundary.onnx")
        card.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")))


if __name__ == "__main__":
    main()
