"""Which reports belong together: clusters by likeness, and side stories beside a running one.

Reports are joined by average linkage up to one fixed threshold; then what is left over joins a
running story beside it if it is close to some of its reports. Nothing depends on the order of
arrival.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

import numpy as np

from brinkwatch.fuse.keys import FAR_FUTURE, when
from brinkwatch.fuse.likeness import APART_DAYS, days, similarity
from brinkwatch.fuse.linkage import average_link
from brinkwatch.model import Claim, Report

THRESHOLD = 0.15
"""Likeness from which two clusters are one story. Chosen where sets of very different kind (short
dispatches, halves of long encyclopedic news) are all near their best, not at the peak of one."""

BESIDE = 1.0
"""Share of the threshold that a side story must reach with the `NEAREST` of a running story's
reports to join it."""

NEAREST = 3
BESIDE_DAYS = 5.0
RUNNING = 3
"""Separately written reports that make a story a running one."""

BLOCK = 3000
"""Reports compared all with all; a larger set is cut by time where it is thinnest."""


def cluster(
    reports: Sequence[Report],
    claims: Mapping[str, Sequence[Claim]],
    vectors: Mapping[str, np.ndarray],
    copies: Mapping[str, str],
) -> list[list[str]]:
    """Return clusters of report ids, each in order of publication.

    Args:
        reports: with text, in order of publication.
        copies: report id to the id of its text's first appearance; copies stay together while their
            dates allow it.
    """
    inside = {r.id: r for r in reports}
    close = {
        rid: first for rid, first in copies.items()
        if rid in inside and first in inside and rid != first
        and _near(inside[rid], inside[first])
    }
    heads = [r for r in reports if r.id not in close]
    found: list[list[str]] = []
    for block in _blocks(heads):
        likeness = similarity(block, claims, vectors)
        joined = join_side_stories(average_link(likeness, THRESHOLD), likeness, block)
        found.extend([[block[i].id for i in members] for members in joined])
    home = {rid: n for n, members in enumerate(found) for rid in members}
    for r in reports:
        if r.id not in home:
            found[home[_head(r.id, close)]].append(r.id)
    rank = {r.id: i for i, r in enumerate(reports)}
    for members in found:
        members.sort(key=rank.__getitem__)
    return sorted(found, key=lambda m: rank[m[0]])


def _near(copy: Report, first: Report) -> bool:
    """Tell whether two dates allow one story: much the same words three weeks later tell of the
    next event, in an outlet with set phrases."""
    a, b = when(copy), when(first)
    return FAR_FUTURE in (a, b) or abs(a - b) <= timedelta(days=APART_DAYS)


def _head(rid: str, close: Mapping[str, str]) -> str:
    while rid in close:
        rid = close[rid]
    return rid


def _blocks(reports: Sequence[Report]) -> list[Sequence[Report]]:
    if len(reports) <= BLOCK:
        return [reports] if reports else []
    middle = range(len(reports) // 4, 3 * len(reports) // 4)
    gap = max(middle, key=lambda i: (when(reports[i]) - when(reports[i - 1]), -i))
    return [*_blocks(reports[:gap]), *_blocks(reports[gap:])]


def join_side_stories(
    clusters: Sequence[Sequence[int]], likeness: np.ndarray, reports: Sequence[Report]
) -> list[list[int]]:
    """Join small clusters to the running story they stand beside.

    A cluster joins one that has at least `RUNNING` reports and twice its own number, when its
    reports are close enough to the nearest of them, in likeness and in days. All joins are
    decided before any is made.
    """
    at = days(reports)
    joins: dict[int, int] = {}
    for small, members in enumerate(clusters):
        best = BESIDE * THRESHOLD
        for large, others in enumerate(clusters):
            if len(others) < max(RUNNING, 2 * len(members)):
                continue
            gap = np.abs(at[list(members)][:, None] - at[list(others)][None, :])
            if np.isnan(gap).all() or np.nanmin(gap) > BESIDE_DAYS:
                continue
            nearest = np.sort(likeness[np.ix_(members, others)], axis=1)[:, -NEAREST:]
            if nearest.mean() > best:
                best, joins[small] = float(nearest.mean()), large
    merged = {n: list(c) for n, c in enumerate(clusters)}
    for small in sorted(joins, key=lambda n: (len(clusters[n]), n)):
        host = joins[small]
        while host in joins:
            host = joins[host]
        merged[host] = sorted(merged[host] + merged.pop(small))
    return sorted(merged.values(), key=lambda c: c[0])
