"""Fix the activations' scales: `python -m training.calibrate` rewrites `reader.onnx`.

Dynamic quantisation takes a scale for each batch from what happens to be in it, so that a sentence
reads a little differently beside other sentences. Here each scale is measured once over batches of
the training text and written down: a report reads the same whatever is read beside it, and faster.
"""

from __future__ import annotations

import argparse
import json
import os
import random
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import helper, numpy_helper

from brinkwatch.read.network import Network
from training import corpora
from training.export import TARGET, digest

BATCHES, PIECES = 60, 1600
MICROSOFT = "com.microsoft"  # the domain of onnxruntime's own operators


def ranges(model: onnx.ModelProto, network: Network, texts: list[list[str]],
           seed: int) -> dict[str, tuple[float, float]]:
    """Least and greatest value of every quantised activation, in the middle of all batches."""
    nodes = [n for n in model.graph.node if n.op_type == "DynamicQuantizeLinear"]
    probe = onnx.ModelProto()
    probe.CopyFrom(model)
    probe.graph.output.extend(
        helper.make_empty_tensor_value_info(name) for n in nodes for name in n.output[1:])
    session = onnxruntime.InferenceSession(
        probe.SerializeToString(), providers=["CPUExecutionProvider"])
    rng = random.Random(seed)
    rng.shuffle(texts)
    sentences = [network.sentence(words) for words in texts]
    low: dict[str, list[float]] = {n.input[0]: [] for n in nodes}
    high: dict[str, list[float]] = {n.input[0]: [] for n in nodes}
    asked = [name for n in nodes for name in n.output[1:]]
    at = 0
    for _ in range(BATCHES):
        batch = []
        while at < len(sentences) and (
                not batch or max(s.size for s in [*batch, sentences[at]]) * (len(batch) + 1)
                <= PIECES):
            if sentences[at].size <= 200:
                batch.append(sentences[at])
            at += 1
        found = session.run(asked, network.inputs(batch))
        for n, scale, zero in zip(nodes, found[::2], found[1::2], strict=True):
            low[n.input[0]].append(-float(zero) * float(scale))
            high[n.input[0]].append((255 - float(zero)) * float(scale))
    return {k: (float(np.median(low[k])), float(np.median(high[k]))) for k in low}


def fixed(model: onnx.ModelProto, found: dict[str, tuple[float, float]]) -> onnx.ModelProto:
    """The model with constant scales, its integer products fused with what follows them."""
    out = onnx.ModelProto()
    out.CopyFrom(model)
    graph = out.graph
    nodes = []
    for n in graph.node:
        if n.op_type != "DynamicQuantizeLinear":
            nodes.append(n)
            continue
        low, high = min(0.0, found[n.input[0]][0]), max(1e-6, found[n.input[0]][1])
        scale = (high - low) / 255
        quantised, scale_name, zero_name = n.output
        graph.initializer.extend([
            numpy_helper.from_array(np.array(scale, np.float32), scale_name),
            numpy_helper.from_array(np.array(round(-low / scale), np.uint8), zero_name),
        ])
        nodes.append(helper.make_node(
            "QuantizeLinear", [n.input[0], scale_name, zero_name], [quantised], name=n.name))
    del graph.node[:]
    graph.node.extend(fused(nodes, {i.name for i in graph.initializer}))
    out.opset_import.append(helper.make_opsetid(MICROSOFT, 1))
    return out


def fused(nodes: list[onnx.NodeProto], constants: set[str]) -> list[onnx.NodeProto]:
    """One MatMulIntegerToFloat for each integer product with its cast, scale and bias.

    onnxruntime does so itself where the scales are not constant, and not where they are.
    """
    maker = {name: n for n in nodes for name in n.output}
    users: dict[str, list[onnx.NodeProto]] = {}
    for n in nodes:
        for name in n.input:
            users.setdefault(name, []).append(n)
    gone: set[int] = set()
    made: dict[int, onnx.NodeProto] = {}
    for n in nodes:
        if n.op_type != "MatMulInteger":
            continue
        (cast,) = users[n.output[0]]
        (product,) = users[cast.output[0]]
        scales = maker[next(x for x in product.input if x != cast.output[0])]
        last, bias = product, []
        after = users.get(product.output[0], [])
        if len(after) == 1 and after[0].op_type == "Add":
            bias = [x for x in after[0].input if x in constants]
            last = after[0] if bias else last
        gone |= {id(x) for x in (n, cast, product, scales, last)}
        made[id(last)] = helper.make_node(
            "MatMulIntegerToFloat", [n.input[0], n.input[1], *scales.input, *n.input[2:], *bias],
            [last.output[0]], name=n.name, domain=MICROSOFT)
    return [made.get(id(n), n) for n in nodes if id(n) not in gone or id(n) in made]


def main(argv: list[str] | None = None) -> None:
    parse = argparse.ArgumentParser(description=__doc__, prog="python -m training.calibrate")
    parse.add_argument("--data", type=Path,
                       default=Path(os.environ.get("BRINKWATCH_DATA", "../shared/data")))
    parse.add_argument("--out", type=Path, default=TARGET)
    parse.add_argument("--seed", type=int, default=7)
    args = parse.parse_args(argv)
    path = args.out / "reader.onnx"
    model = onnx.load(path)
    if not any(n.op_type == "DynamicQuantizeLinear" for n in model.graph.node):
        raise SystemExit(f"{path}: the scales are fixed already")
    texts = [s.words for name in ("ud_ewt/en_ewt-ud-train.conllu", "ud_gum/gum-open-train.conllu")
             for s in corpora.conllu(args.data / name)]
    found = ranges(model, Network(args.out, 1), texts, args.seed)
    fresh = args.out / "reader.new.onnx"
    onnx.save(fixed(model, found), fresh)
    card = args.out / "reader.json"
    content = json.loads(card.read_text(encoding="utf-8"))
    content["files"]["reader.onnx"] = digest(fresh)
    os.replace(fresh, path)
    card.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")))


if __name__ == "__main__":
    main()
