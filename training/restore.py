"""The bundled file as a checkpoint: `python -m training.restore --out RUN`.

Writes `labels.json` and `average.pt` from `reader.onnx` and `reader.json`, so that the network can
be exported anew or trained on where its training run is no longer at hand. The matrices come back
as int8 times scale: exported again they give the same integers.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import re
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from training.examples import Labels
from training.export import TARGET
from training.model import Reader
from training.train import save

_PRODUCT = re.compile(r"/?(?P<module>[\w./]*?)/?(?:Gemm_)?MatMul_quant$")


def labels_of(card: Path) -> Labels:
    """The label sets of a `reader.json`."""
    labels = json.loads(card.read_text(encoding="utf-8"))["labels"]
    return Labels(**{f.name: labels[f.name] for f in dataclasses.fields(Labels)})


def state_of(path: Path) -> dict[str, torch.Tensor]:
    """The parameters of `training.model.Reader` that a `reader.onnx` was exported from."""
    graph = onnx.load(path).graph
    held = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    out = {name.removeprefix("model."): value for name, value in held.items()
           if name.startswith("model.") and not name.endswith(("_quantized", "_scale"))}
    table, scale = out.pop("encoder.word.table"), out.pop("encoder.word.scale")
    out["encoder.word.weight"] = table.astype(np.float32) * scale
    for node in graph.node:
        if node.op_type != "MatMulIntegerToFloat":
            continue
        found = _PRODUCT.match(node.name)
        assert found is not None, node.name
        weight = held[node.input[1]].astype(np.float32) * held[node.input[3]]
        module = found["module"].replace("/", ".")
        if module:
            out[f"{module}.weight"] = weight.T
        else:
            out["arc"] = weight  # the only product with a bare matrix
    out["encoder.position.weight"] = next(
        v[0] for v in held.values() if v.ndim == 3 and v.shape[1:] == (512, 384))
    for name in ("syntax", "sense"):
        out[f"{name}.weights"] = np.log(np.array(_mixture(graph, held, name), np.float32))
    return {k: torch.from_numpy(np.array(v)) for k, v in out.items()
            if not k.endswith("zero_point")}


def _mixture(graph: onnx.GraphProto, held: dict[str, np.ndarray], name: str) -> list[float]:
    """The weights of the last four layers, in their order."""
    products = [n for n in graph.node if n.op_type == "Mul" and n.name.startswith(f"/{name}/Mul")]
    weights = [held[x] for n in products for x in n.input if x in held and held[x].ndim == 0]
    assert len(weights) == 4, name
    return [float(w) for w in weights]


def main(argv: list[str] | None = None) -> None:
    parse = argparse.ArgumentParser(description=__doc__, prog="python -m training.restore")
    parse.add_argument("--model", type=Path, default=TARGET, help="the folder of the weights")
    parse.add_argument("--out", type=Path, required=True, help="the run folder to write")
    args = parse.parse_args(argv)
    args.out.mkdir(parents=True, exist_ok=True)
    labels = labels_of(args.model / "reader.json")
    model = Reader(labels)
    model.load_state_dict(state_of(args.model / "reader.onnx"))
    (args.out / "labels.json").write_text(
        json.dumps(dataclasses.asdict(labels), ensure_ascii=False, indent=1))
    save(args.out / "average.pt", model.state_dict())


if __name__ == "__main__":
    main()
