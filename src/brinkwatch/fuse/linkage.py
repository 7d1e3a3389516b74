"""Average linkage (UPGMA; Sokal and Michener 1958) by the nearest-neighbour chain algorithm."""

from __future__ import annotations

import numpy as np


def average_link(likeness: np.ndarray, threshold: float) -> list[list[int]]:
    """Cluster by average linkage; ties go to the lower index.

    Args:
        likeness: symmetric, (N, N).
        threshold: mean likeness below which clusters stay apart.
    """
    n = len(likeness)
    if n == 0:
        return []
    s = likeness.astype(np.float64).copy()
    np.fill_diagonal(s, -1.0)
    size = np.ones(n)
    alive = np.ones(n, dtype=bool)
    members: list[list[int]] = [[i] for i in range(n)]
    chain: list[int] = []
    while True:
        if not chain:
            rest = np.flatnonzero(alive & (s.max(axis=1) >= threshold))
            if not len(rest):
                break
            chain.append(int(rest[0]))
        top = chain[-1]
        row = np.where(alive, s[top], -1.0)
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
            chain = chain[:-2]
            merged = (size[a] * s[a] + size[b] * s[b]) / (size[a] + size[b])
            merged[[a, b]] = -1.0
            dead = ~alive
            merged[dead] = -1.0
            s[a], s[:, a] = merged, merged
            s[b], s[:, b] = -1.0, -1.0
            alive[b] = False
            size[a] += size[b]
            members[a] = members[a] + members[b]
            members[b] = []
            continue
        chain.append(best)
    return sorted((sorted(m) for m in members if m), key=lambda m: m[0])
