"""From the network's scores to structures: dependency trees and labelled spans, in numpy."""

from __future__ import annotations

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
    n, width, _ = scores.shape
    if not n or not width:
        return np.zeros((n, width), np.int64)
    out = scores.argmax(-1).astype(np.int64)
    before = np.concatenate([np.zeros((n, 1), np.int64), out[:, :-1]], 1)
    inside = (out > 0) & (out % 2 == 0)
    broken = np.flatnonzero((inside & (before != out) & (before != out - 1)).any(1))
    if len(broken):
        out[broken] = _viterbi(scores[broken])
    return out


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


def spans(tags: NDArray[np.int64], kinds: list[str]) -> list[tuple[str, int, int]]:
    """Spans (kind, start, end) of one row of tag ids, end exclusive."""
    found: list[tuple[str, int, int]] = []
    start, end, open_ = 0, 0, 0
    places = np.flatnonzero(tags)
    for i, tag in zip(places.tolist(), tags[places].tolist(), strict=True):
        kind = (tag + 1) // 2
        if open_ and (tag % 2 or kind != open_ or i != end):
            found.append((kinds[open_ - 1], start, end))
            open_ = 0
        if not open_:
            start, open_ = i, kind
        end = i + 1
    if open_:
        found.append((kinds[open_ - 1], start, end))
    return found
