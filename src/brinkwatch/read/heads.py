"""From the network's scores to structures: dependency trees and labelled spans, in numpy."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
ROOTS_TRIED = 6


def trees(scores: Floats, lengths: Ints) -> Ints:
    """The best heads of each sentence, as a tree with one root.

    `scores` is (B, W, 1 + W): how well word w takes column h as its head, column 0 the root.
    Gives (B, W) heads counted from 1, 0 for the root. The best head of each word is kept where
    that already is a tree; else Chu-Liu and Edmonds' algorithm finds the best tree.
    """
    best = scores.argmax(-1).astype(np.int64)
    b, width = best.shape
    inside = np.arange(width)[None, :] < lengths[:, None]
    best[~inside] = 0
    roots = ((best == 0) & inside).sum(1)
    above = np.concatenate([np.zeros((b, 1), np.int64), best], 1)
    for _ in range(max(1, int(width).bit_length())):
        above = np.take_along_axis(above, above, 1)
    loops = above.any(1)
    for i in np.flatnonzero(loops | (roots != 1)):
        n = int(lengths[i])
        if n:
            best[i, :n] = spanning_tree(scores[i, :n, : n + 1])
    return best


def relations(heads: Ints, edges: Ints, labels: Ints) -> Ints:
    """The relation of each word (B, W) to its head, out of the `labels` (E) of the likely `edges`
    (E, 3: sentence, word, head). A head too unlikely to have a label, as a tree that had to be
    mended can need, takes that of another of the word's edges."""
    b, width = heads.shape
    sentence, word, head = edges.T
    out = np.zeros((b, width), np.int64)
    out[sentence, word] = labels
    right = heads[sentence, word] == head
    out[sentence[right], word[right]] = labels[right]
    return out


def spanning_tree(scores: Floats) -> Ints:
    """The best tree with exactly one root over one sentence's (W, 1 + W) scores."""
    n = len(scores)
    if n == 1:
        return np.zeros(1, np.int64)
    full = np.full((n + 1, n + 1), -np.inf)
    full[1:] = scores
    np.fill_diagonal(full, -np.inf)
    best = _edmonds(full)[1:]
    roots = np.flatnonzero(best == 0)
    if len(roots) == 1:
        return best
    # several roots: the best tree under each of them alone (Dozat, Qi and Manning 2017)
    top, words = -np.inf, np.arange(1, n + 1)
    for root in roots[full[roots + 1, 0].argsort()[::-1][:ROOTS_TRIED]]:
        single = full.copy()
        single[1:, 0] = -np.inf
        single[root + 1, 0] = full[root + 1, 0]
        heads = _edmonds(single)[1:]
        total = float(single[words, heads].sum())
        if total > top:
            top, best = total, heads
    return best


def _edmonds(scores: NDArray[np.float64]) -> Ints:
    """Chu-Liu and Edmonds: heads of the best arborescence from node 0; `scores[child, head]`."""
    heads = scores.argmax(1).astype(np.int64)
    heads[0] = 0
    cycle = _cycle(heads)
    if cycle is None:
        return heads
    n = len(scores)
    member = np.zeros(n, bool)
    member[cycle] = True
    rest = np.flatnonzero(~member)  # node 0 is never in a cycle, so rest[0] == 0
    inner = scores[cycle, heads[cycle]]
    # the cycle becomes one node, the last
    small = np.full((len(rest) + 1, len(rest) + 1), -np.inf)
    small[:-1, :-1] = scores[np.ix_(rest, rest)]
    leave = scores[np.ix_(rest, cycle)]
    small[:-1, -1] = leave.max(1)
    enter = scores[np.ix_(cycle, rest)] - inner[:, None]
    small[-1, :-1] = enter.max(0)
    solved = _edmonds(small)
    out = heads.copy()
    for child, head in enumerate(solved[:-1]):
        if child:
            out[rest[child]] = (
                cycle[leave[child].argmax()] if head == len(rest) else rest[head]
            )
    entry = int(enter[:, solved[-1]].argmax())
    out[cycle[entry]] = rest[solved[-1]]
    out[0] = 0
    return out


def _cycle(heads: Ints) -> Ints | None:
    """One cycle among `heads`, or None."""
    colour = np.zeros(len(heads), np.int64)
    colour[0] = -1
    for start in range(1, len(heads)):
        node = start
        while colour[node] == 0:
            colour[node] = start
            node = int(heads[node])
        if colour[node] == start:
            ring = [node]
            nxt = int(heads[node])
            while nxt != node:
                ring.append(nxt)
                nxt = int(heads[nxt])
            return np.array(ring, np.int64)
        node = start
        while colour[node] == start:
            colour[node] = -1
            node = int(heads[node])
    return None


def best_tags(scores: Floats) -> Ints:
    """The best tag sequence in which I-x follows only B-x or I-x (Viterbi), (N, W) tag ids.

    `scores` is (N, W, 1 + 2K), the tags O, B-1, I-1, B-2, I-2 and so on.
    """
    return all_best_tags([scores])[0]


def all_best_tags(batches: Sequence[Floats]) -> list[Ints]:
    """`best_tags` of each of several arrays with the same tags: the few rows whose best tags do
    not follow one another are mended together."""
    found = []
    broken: list[tuple[Ints, Floats, Ints]] = []
    for scores in batches:
        out = scores.argmax(-1)
        found.append(out)
        if out.size:
            inside = (out > 0) & ((out & 1) == 0)
            wrong = inside.copy()
            wrong[:, 1:] &= (out[:, :-1] != out[:, 1:]) & (out[:, :-1] != out[:, 1:] - 1)
            rows = np.flatnonzero(wrong.any(1))
            if len(rows):
                broken.append((out, scores, rows))
    if broken:
        width = max(scores.shape[1] for _, scores, _ in broken)
        count = sum(len(rows) for _, _, rows in broken)
        together = np.zeros((count, width, broken[0][1].shape[2]), np.float32)
        together[:, :, 0] = 1.0  # past a row's end, nothing but O
        at = 0
        for _, scores, rows in broken:
            together[at : at + len(rows), : scores.shape[1]] = scores[rows]
            at += len(rows)
        mended = _viterbi(together)
        at = 0
        for out, scores, rows in broken:
            out[rows] = mended[at : at + len(rows), : scores.shape[1]]
            at += len(rows)
    return found


def _viterbi(scores: Floats) -> Ints:
    n, width, tags = scores.shape
    out = np.zeros((n, width), np.int64)
    came = np.zeros((n, width, tags), np.int64)
    total = scores[:, 0].astype(np.float32).copy()
    total[:, 2::2] = -np.inf
    begin = np.arange(1, tags, 2)
    rows = np.arange(n)
    for w in range(1, width):
        top = total.argmax(1)
        came[:, w] = top[:, None]
        step = np.broadcast_to(total[rows, top][:, None], total.shape).copy()
        goes_on = total[:, 2::2] > total[:, 1::2]
        step[:, 2::2] = np.where(goes_on, total[:, 2::2], total[:, 1::2])
        came[:, w, 2::2] = np.where(goes_on, begin + 1, begin)
        total = step + scores[:, w]
    tag = total.argmax(1)
    for w in range(width - 1, -1, -1):
        out[:, w] = tag
        tag = came[rows, w, tag]
    return out


def spans(tags: Ints, lengths: Ints, kinds: Sequence[str]) -> list[list[tuple[str, int, int]]]:
    """Spans (kind, start, end) of each row of tag ids (N, W), end exclusive; a row's tags count up
    to its length. An I without its B opens a span as a B does."""
    n, width = tags.shape
    out: list[list[tuple[str, int, int]]] = [[] for _ in range(n)]
    if not tags.size:
        return out
    kept = np.zeros((n, width + 1), tags.dtype)  # one more column, so that every span ends
    kept[:, :width] = np.where(np.arange(width) < lengths[:, None], tags, 0)
    kind = (kept + 1) >> 1
    before = np.zeros_like(kind)
    before[:, 1:] = kind[:, :-1]
    opens = (kind > 0) & (((kept & 1) == 1) | (kind != before))
    ends = (before > 0) & ((kind != before) | opens)
    rows, starts = np.nonzero(opens)
    for row, start, end, which in zip(
            rows.tolist(), starts.tolist(), np.nonzero(ends)[1].tolist(),
            kind[rows, starts].tolist(), strict=True):
        out[row].append((kinds[which - 1], start, end))
    return out
