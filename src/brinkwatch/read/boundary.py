"""Where sentences begin inside a paragraph: a small recurrent network over its tokens.

`training/boundary.py` makes `boundary.onnx`: word-piece and shape embeddings, one convolution, one
GRU in each direction, one logit a token.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
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
    n = len(words)
    out = np.zeros(n, np.float32)
    if n < 2:
        return out
    marks = np.fromiter(map(_marks, words), np.int64, n)[:-1]
    at = np.arange(n - 1)
    shut = (marks & _SHUTS) > 0
    before = np.maximum.accumulate(np.where(shut, 0, at))  # the last word that does not close
    plain = (marks[before] & (_ALNUM | _BARS)) > 0
    out[1:][plain] = UNMARKED
    out[1:][(marks & _BARS) > 0] = np.inf
    return out


_QUOTE, _OPENS, _IN, _OUT, _ENDS, _SHUTS, _BARS, _ALNUM, _NUMBER = (1 << k for k in range(9))


@lru_cache(maxsize=1 << 16)
def _marks(word: str) -> int:
    """What a word is to its neighbours, as bits."""
    out = 0
    if word in _QUOTES:
        out = _QUOTE if word == '"' else _QUOTE | _OPENS if word in _OPENING else _QUOTE | _OUT
    elif word in ("(", "["):
        out = _IN
    elif word in (")", "]"):
        out = _OUT
    elif word[-1] in ".!?…":
        out = _ENDS
    return (out | (word in _CLOSING) * _SHUTS | (word in _NEVER) * _BARS
            | word[-1].isalnum() * _ALNUM | word.isdigit() * _NUMBER)


def boundary_inputs(words: Sequence[str], glued: NDArray[np.bool_], hard: NDArray[np.bool_],
                    pieces: WordPieces) -> Arrays:
    """First and last piece (N), shape (N) and features (N, 7) of words in running text.

    The features: no space before; in a quotation; in brackets; at most two words after an end
    mark; words since the last end mark; many pieces; a number. They start anew at each `hard` word.
    """
    n = len(words)
    ids = pieces.of(words)
    first = np.fromiter((p[0] for p in ids), np.int64, n)
    last = np.fromiter((p[-1] for p in ids), np.int64, n)
    shapes = np.fromiter(map(shape, words), np.int64, n)
    marks = np.fromiter(map(_marks, words), np.int64, n)
    rows = np.zeros((n, FEATURES), np.float32)
    rows[:, 0] = glued
    _enclosed(marks, hard, rows)
    at = np.arange(n)
    ended = np.full(n, -1)  # the last end mark before each word
    ended[1:] = np.maximum.accumulate(np.where((marks & _ENDS) > 0, at, -1))[:-1]
    begun = np.maximum.accumulate(np.where(hard, at, 0))
    since = np.where(ended >= begun, at - 1 - ended, 60)
    rows[:, 3] = since <= 2
    rows[:, 4] = np.minimum(since, 60) / 30
    rows[:, 5] = np.fromiter(map(len, ids), np.int64, n) > 2
    rows[:, 6] = (marks & _NUMBER) > 0
    return first, last, shapes, rows


def _enclosed(marks: NDArray[np.int64], hard: NDArray[np.bool_],
              rows: NDArray[np.float32]) -> None:
    """Fill in which words stand in a quotation and in brackets."""
    quoted, depth = False, 0
    turns = np.flatnonzero(((marks & (_QUOTE | _IN | _OUT)) > 0) | hard).tolist()
    for at, after in pairwise([*turns, len(marks)]):
        if hard[at]:
            quoted, depth = False, 0
            rows[at, 1:3] = 0
        mark = int(marks[at])
        if mark & _QUOTE:
            quoted = bool(mark & _OPENS) if mark & (_OPENS | _OUT) else not quoted
        elif mark & _IN:
            depth += 1
        elif mark & _OUT:
            depth = max(0, depth - 1)
        rows[at + 1 : after + 1, 1:3] = quoted, depth > 0
