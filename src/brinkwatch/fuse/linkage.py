"""Average linkage (UPGMA; Sokal and Michener 1958) by the nearest-neighbour chain algorithm."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def average_link(
    likeness: np.ndarray, threshold: float,
    may_join: Callable[[list[int], list[int]], bool] = lambda one, other: True,
) -> list[list[int]]:
    """Cluster by average linkage, in time and memory quadratic in N; ties go to the lower index.

    Args:
        likeness: symmetric, (N, N).
        threshold: mean likeness below which clusters stay apart.
        may_join: asked before two clusters become one; those it keeps apart stay so for good,
            whatever joins them.
    """
    n = len(likeness)
    s = likeness.astype(np.float64).copy()
    np.fill_diagonal(s, -1.0)
    size = np.ones(n)
    alive = np.ones(n, dtype=bool)
    members: list[list[int]] = [[i] for i in range(n)]
    chain: list[int] = []
    first = 0  # a mean is never above what it is of, so a row once passed is passed for good
    while True:
        if not chain:
            while first < n and not (alive[first] and s[first].max() >= threshold):
                first += 1
            if first == n:
                break
            chain.append(first)
        top = chain[-1]
        row = s[top]
        best = int(row.argmax())
        if len(chain) > 1 and row[chain[-2]] >= row[best]:
            best = chain[-2]
        if row[best] < threshold:
            chain.clear()
            s[top] = -1.0
            s[:, top] = -1.0
            alive[top] = False
            continue
        if len(chain) > 1 and best == chain[-2]:
            a, b = sorted((top, best))
            if not may_join(members[a], members[b]):
                s[a, b] = s[b, a] = -np.inf  # any mean with it is the same
                chain.clear()
                continue
            chain = chain[:-2]
            merged = (size[a] * s[a] + size[b] * s[b]) / (size[a] + size[b])
            merged[[a, b]] = -1.0
            merged[~alive] = -1.0
            s[a], s[:, a] = merged, merged
            s[b], s[:, b] = -1.0, -1.0
            alive[b] = False
            size[a] += size[b]
            members[a] = members[a] + members[b]
            members[b] = []
            continue
        chain.append(best)
    return sorted((sorted(m) for m in members if m), key=lambda m: m[0])
