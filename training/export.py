"""Export a trained reader: `python -m training.export --run DIR` writes the bundled files.

The weights of every matrix product are quantised to int8 per output channel, the word table to
int8 per row; the rest stays float32. Beside `reader.onnx` goes `reader.json`: label sets, the
word-piece vocabulary, the file's SHA-256 and the scores of the run.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import warnings
from pathlib import Path

import torch
from torch import nn

from training.examples import Labels
from training.model import REL, Reader
from training.train import base_encoder, base_state

TARGET = Path(__file__).parents[1] / "src/brinkwatch/read/weights"
INPUTS = ("ids", "shapes", "first", "last", "words", "predicate_bias")
OUTPUTS = ("upos", "lemma", "arcs", "edges", "relations", "names", "factuality", "predicates",
           "roles", "senses", "vectors")
LIKELY = 0.02  # probability of a head from which on its relation is asked for


class RowTable(nn.Module):
    """An embedding table in int8 with one scale a row."""

    def __init__(self, weight: torch.Tensor) -> None:
        super().__init__()
        scale = weight.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("table", (weight / scale).round().to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        return self.table[ids].float() * self.scale[ids]


class Exported(nn.Module):
    """The whole pass as one graph, from ids to scores; see `brinkwatch.read.neural`."""

    def __init__(self, model: Reader) -> None:
        super().__init__()
        self.model = model
        self.model.encoder.word = RowTable(model.encoder.word.weight.detach())

    def forward(self, ids, shapes, first, last, words, predicate_bias):
        m = self.model
        syntax, sense, top = m.encode(ids, shapes, first, last)
        upos, lemma = m.word_labels(syntax)
        arcs, dep_rel, head_rel = m.arcs(syntax, words)
        edges = torch.nonzero((torch.softmax(arcs, -1) > LIKELY) & words[:, :, None])
        sentence, word, head = edges[:, 0], edges[:, 1], edges[:, 2]
        width = words.shape[1]
        dep = dep_rel.reshape(-1, REL)[sentence * width + word]
        chosen = head_rel.reshape(-1, REL)[sentence * (width + 1) + head]
        relations = m.relations(dep, chosen).argmax(-1)
        logits, fact = m.events(sense)
        where = torch.nonzero((logits + predicate_bias > 0) & words)
        roles, senses = m.arguments(sense, arcs, where[:, 0], where[:, 1])
        return (upos.argmax(-1), lemma.argmax(-1), arcs, edges, relations, m.name_tags(sense),
                fact, where, roles, senses.argmax(-1), m.vectors(top, ids))


class Bare(nn.Module):
    """The encoder alone with mean pooling, for the speed ratio."""

    def __init__(self, model: Reader) -> None:
        super().__init__()
        self.encoder = model.encoder
        self.encoder.word = RowTable(model.encoder.word.weight.detach())

    def forward(self, ids, shapes):
        top = self.encoder(ids, shapes)[-1]
        mask = (ids != 0).float()[:, :, None]
        return (top * mask).sum(1) / mask.sum(1)


def load(run: Path, checkpoint: str = "average.pt") -> tuple[Reader, Labels]:
    """The trained network of a run."""
    labels = Labels(**json.loads((run / "labels.json").read_text(encoding="utf-8")))
    model = Reader(labels)
    model.load_state_dict(torch.load(run / checkpoint, weights_only=True))
    return model.eval(), labels


def quantised(module: nn.Module, inputs: tuple, names: tuple, outputs: tuple,
              axes: dict, path: Path) -> None:
    """Write `module` to `path` as int8 ONNX."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    plain = path.with_suffix(".float.onnx")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(module, inputs, str(plain), input_names=list(names),
                          output_names=list(outputs), dynamic_axes=axes, opset_version=17,
                          dynamo=False)
    quantize_dynamic(str(plain), str(path), op_types_to_quantize=["MatMul"], per_channel=True,
                     weight_type=QuantType.QInt8,
                     extra_options={"MatMulConstBOnly": True})
    plain.unlink()


def export(model: Reader, path: Path) -> None:
    """Write the whole reader to `path`."""
    b, n, w = 2, 9, 5
    ids = torch.randint(1000, 2000, (b, n))
    bias = torch.zeros(b, w)
    bias[:, 1] = 100.0
    inputs = (ids, torch.ones_like(ids), torch.arange(1, w + 1).expand(b, w).contiguous(),
              torch.arange(1, w + 1).expand(b, w).contiguous(),
              torch.ones(b, w, dtype=torch.bool), bias)
    axes: dict[str, dict[int, str]] = {k: {0: "b", 1: "w"} for k in INPUTS[2:]}
    axes |= {k: {0: "b", 1: "l"} for k in INPUTS[:2]}
    axes |= {k: {0: "b", 1: "w"} for k in ("upos", "lemma", "arcs", "names", "factuality")}
    axes["arcs"][2] = "h"
    axes |= {"edges": {0: "e"}, "relations": {0: "e"}, "predicates": {0: "p"},
             "roles": {0: "p", 1: "w"}, "senses": {0: "p"}, "vectors": {0: "b"}}
    quantised(Exported(model), inputs, INPUTS, OUTPUTS, axes, path)


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def tokenizer() -> dict:
    """The encoder's `tokenizer.json` without padding and truncation."""
    content = json.loads((base_encoder() / "tokenizer.json").read_text(encoding="utf-8"))
    content["padding"] = content["truncation"] = None
    return content


def main(argv: list[str] | None = None) -> None:
    parse = argparse.ArgumentParser(description=__doc__, prog="python -m training.export")
    parse.add_argument("--run", type=Path, required=True)
    parse.add_argument("--out", type=Path, default=TARGET)
    parse.add_argument("--version", default="1")
    parse.add_argument("--bare", type=Path, help="also write the bare encoder here, to time it")
    args = parse.parse_args(argv)
    args.out.mkdir(parents=True, exist_ok=True)
    model, labels = load(args.run)
    scores: dict = {}
    log = args.run / "log.jsonl"
    if log.exists():
        for line in log.read_text().splitlines():
            row = json.loads(line)
            scores = row if "dev" in row else scores
    fresh = args.out / "reader.new.onnx"
    export(model, fresh)
    boundary = args.out / "boundary.onnx"
    card = {
        "version": args.version,
        "files": {"reader.onnx": digest(fresh)},
        "labels": {
            "upos": labels.upos, "relations": labels.relations,
            "lemma_scripts": labels.lemma_scripts, "roles": labels.roles,
            "senses": labels.senses, "schemes": labels.schemes,
        },
        "training": scores,
        "tokenizer": tokenizer(),
    }
    if boundary.exists():
        card["files"]["boundary.onnx"] = digest(boundary)
    new_card = args.out / "reader.new.json"
    new_card.write_text(json.dumps(card, ensure_ascii=False, separators=(",", ":")))
    os.replace(fresh, args.out / "reader.onnx")
    os.replace(new_card, args.out / "reader.json")
    size = (args.out / "reader.onnx").stat().st_size
    print(f"reader.onnx {size / 1e6:.1f} MB")
    if args.bare:
        bare = Reader(labels)
        bare.encoder.load_base(base_state())
        ids = torch.randint(1000, 2000, (2, 9))
        axes = {"ids": {0: "b", 1: "l"}, "shapes": {0: "b", 1: "l"}, "vectors": {0: "b"}}
        quantised(Bare(bare.eval()), (ids, torch.ones_like(ids)), ("ids", "shapes"),
                  ("vectors",), axes, args.bare)


if __name__ == "__main__":
    main()
