"""When the pace changed: the best cuts of a series of counts.

Optimal partitioning (Jackson et al. 2005, IEEE Signal Processing Letters 12, 105–108) of counts in
equal bins, with the Poisson likelihood, its cost divided by the dispersion within bins, and a BIC
penalty for each cut.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

SHORTEST = 3
"""Bins a stretch of one pace must hold."""


def cuts(counts: Sequence[int], dispersion: float = 1.0, shortest: int = SHORTEST) -> list[int]:
    """First bin of each stretch of one pace but the first.

    Args:
        counts: events in equal bins, in order.
        dispersion: variance over mean within a stretch; over 1 makes cuts dearer.
    """
    n = len(counts)
    if n < 2 * shortest:
        return []
    total = [0]
    for count in counts:
        total.append(total[-1] + count)
    penalty = 2 * math.log(n)  # two parameters a cut: where, and the new rate

    def cost(a: int, b: int) -> float:
        events = total[b] - total[a]
        # minus twice the log likelihood at its maximum, without what no cut changes
        return 0.0 if events == 0 else -2 * events * (math.log(events / (b - a)) - 1) / dispersion

    best = [math.inf] * (n + 1)
    best[0] = -penalty
    back = [0] * (n + 1)
    for b in range(shortest, n + 1):
        for a in range(0, b - shortest + 1):
            value = best[a] + cost(a, b) + penalty
            if value < best[b] - 1e-9:
                best[b], back[b] = value, a
    found, at = [], n
    while at > 0:
        at = back[at]
        if at > 0:
            found.append(at)
    return found[::-1]


def dispersion_within(counts: Sequence[int], first: Sequence[int] | None = None) -> float:
    """Dispersion of counts around the mean of their own stretch, so that a change of pace is not
    taken for noise; `first` are cuts found with dispersion 1."""
    edges = [0, *(first if first is not None else cuts(counts)), len(counts)]
    chi, free = 0.0, len(counts)
    for a, b in zip(edges, edges[1:], strict=False):
        part = counts[a:b]
        mean = sum(part) / len(part) if part else 0.0
        free -= 1
        if mean > 0:
            chi += sum((c - mean) ** 2 for c in part) / mean
    return max(1.0, chi / free) if free > 0 else 1.0
