"""Where sentences begin inside a paragraph: a small recurrent network over its tokens.

`training/boundary.py` makes `boundary.onnx`: word-piece and shape embeddings, one convolution, one
GRU in each direction, one logit a token.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from brinkwatch.read.tokenise import WordPieces, shape

FEATURES = 7
LONGEST, MARGIN = 320, 40  # tokens read in one go of a longer paragraph; seen on either side of it
BATCH_TOKENS = 4000
UNMARKED = 1.5  # evidence asked of a start that no mark announces, in logits
_CLOSING = frozenset([")", "]", '"', "”", "’", "'", "''"])
_NEVER = frozenset([",", "&", "(", "[", "“", "‘", "``", "-", "/"])
_QUOTES = frozenset(['"', "“", "”", "``", "''"])
_OPENING = frozenset(["“", "``"])
Arrays = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]


class Boundary:
    """The boundary network of `path`, run on paragraphs."""

    def __init__(self, path: Path, options: Any = None) -> None:
        import onnxruntime

        self._session = onnxruntime.InferenceSession(
            str(path), options, providers=["CPUExecutionProvider"]
        )

    def __call__(self, words: Sequence[str], glued: NDArray[np.bool_], hard: NDArray[np.bool_],
                 pieces: WordPieces) -> NDArray[np.bool_]:
        """Whether each of `words` starts a sentence: all that are `hard`, and those found between.

        `glued` tells of each word whether no space stands before it. White space is no word here.
        """
        out = hard.copy()
        n = len(words)
        if not n:
            return out
        arrays = boundary_inputs(words, glued, hard, pieces)
        needed = evidence(words)
        cuts = [*np.flatnonzero(hard).tolist(), n]
        if cuts[0] != 0:
            cuts.insert(0, 0)
        parts: list[tuple[int, int, int, int]] = []  # seen from, to; kept from, to
        for begin, end in zip(cuts, cuts[1:], strict=False):
            for at in range(begin, end, LONGEST):
                to = min(end, at + LONGEST)
                if end - begin > 1:
                    parts.append((max(begin, at - MARGIN), min(end, to + MARGIN), at, to))
        parts.sort(key=lambda p: p[1] - p[0])
        batch: list[tuple[int, int, int, int]] = []
        for part in parts:
            if batch and (part[1] - part[0]) * (len(batch) + 1) > BATCH_TOKENS:
                self._run(batch, arrays, needed, out)
                batch = []
            batch.append(part)
        if batch:
            self._run(batch, arrays, needed, out)
        return out

    def _run(self, batch: list[tuple[int, int, int, int]], arrays: Arrays,
             needed: NDArray[np.float32], out: NDArray[np.bool_]) -> None:
        width = max(end - begin for begin, end, _, _ in batch)
        fed: list[NDArray[Any]] = [
            np.zeros((len(batch), width, *a.shape[1:]), a.dtype) for a in arrays
        ]
        for i, (begin, end, _, _) in enumerate(batch):
            for array, source in zip(fed, cast("Sequence[NDArray[Any]]", arrays), strict=True):
                array[i, : end - begin] = source[begin:end]
        names = ("first", "last", "shapes", "features")
        found: Any = self._session.run(None, dict(zip(names, fed, strict=True)))
        for row, (begin, _, at, to) in zip(found[0], batch, strict=True):
            out[at:to] |= row[at - begin : to - begin] > needed[at:to]


def evidence(words: Sequence[str]) -> NDArray[np.float32]:
    """The logit that each word must pass to start a sentence: 0 after an end mark and what closes
    behind it or after another sign, `UNMARKED` after a plain word, never after a comma or an
    opening mark."""
    out = np.zeros(len(words), np.float32)
    for i in range(1, len(words)):
        at = i - 1
        while at > 0 and words[at] in _CLOSING:
            at -= 1
        before = words[at]
        if before in _NEVER and at == i - 1:
            out[i] = np.inf
        elif before[-1].isalnum() or before in _NEVER:
            out[i] = UNMARKED
    return out


def boundary_inputs(words: Sequence[str], glued: NDArray[np.bool_], hard: NDArray[np.bool_],
                    pieces: WordPieces) -> Arrays:
    """First and last piece (N), shape (N) and features (N, 7) of words in running text.

    The features: no space before; in a quotation; in brackets; at most two words after an end
    mark; words since the last end mark; many pieces; a number. They start anew at each `hard` word.
    """
    ids = pieces.of(words)
    first = np.array([p[0] for p in ids], np.int64)
    last = np.array([p[-1] for p in ids], np.int64)
    shapes = np.array([shape(w) for w in words], np.int64)
    rows = np.zeros((len(words), FEATURES), np.float32)
    quoted, depth, since = False, 0, 99
    for i, word in enumerate(words):
        if hard[i]:
            quoted, depth, since = False, 0, 99
        rows[i, 1:5] = quoted, depth > 0, since <= 2, min(since, 60) / 30
        since += 1
        if word in _QUOTES:
            quoted = (not quoted) if word == '"' else word in _OPENING
        elif word in ("(", "["):
            depth += 1
        elif word in (")", "]"):
            depth = max(0, depth - 1)
        elif word[-1] in ".!?…":
            since = 0
    rows[:, 0] = glued
    rows[:, 5] = [len(p) > 2 for p in ids]
    rows[:, 6] = [w.isdigit() for w in words]
    return first, last, shapes, rows
