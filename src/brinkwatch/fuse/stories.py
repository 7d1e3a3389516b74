"""Which reports belong together: clusters by likeness, and side stories beside a running one.

Reports are joined by average linkage up to one fixed threshold; then what is left over joins a
running story beside it if it is close to some of its reports. Nothing depends on the order of
arrival.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial

import numpy as np

from brinkwatch.fuse.blocks import MOST, blocks
from brinkwatch.fuse.keys import FAR_FUTURE, when
from brinkwatch.fuse.likeness import APART_DAYS, Profiles
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

STRANGE = 0.2
"""Share of the threshold below which two reports have nothing to do with each other."""


def cluster(
    reports: Sequence[Report],
    claims: Mapping[str, Sequence[Claim]],
    vectors: Mapping[str, np.ndarray],
    copies: Mapping[str, str],
    most: int = MOST,
) -> list[list[str]]:
    """Return clusters of report ids, each in order of publication.

    Args:
        reports: with text, in order of publication.
        copies: report id to the id of its text's first appearance; copies stay together while their
            dates allow it.
        most: reports that are compared all with all; of more, only those that can be alike are
            (see `blocks`).
    """
    inside = {r.id: r for r in reports}
    close = {
        rid: first for rid, first in copies.items()
        if rid in inside and first in inside and rid != first
        and _near(inside[rid], inside[first])
    }
    heads = [r for r in reports if r.id not in close]
    found: list[list[str]] = []
    profiles = Profiles.of(heads, claims, vectors)
    for block in blocks(profiles, THRESHOLD, most):
        likeness = profiles.likeness(block)
        linked = average_link(likeness, THRESHOLD, partial(_akin, likeness))
        joined = join_side_stories(linked, likeness, profiles.at[block])
        found.extend([[heads[block[i]].id for i in members] for members in joined])
    home = {rid: n for n, members in enumerate(found) for rid in members}
    for r in reports:
        if r.id not in home:
            found[home[_head(r.id, close)]].append(r.id)
    rank = {r.id: i for i, r in enumerate(reports)}
    for members in found:
        members.sort(key=rank.__getitem__)
    return sorted(found, key=lambda m: rank[m[0]])


def _akin(likeness: np.ndarray, one: Sequence[int], other: Sequence[int]) -> bool:
    """Tell whether two clusters may be one story.

    Two running matters that are strangers to each other may not, however many reports that speak
    of both stand between them: whoever writes those could else merge any two stories.
    """
    strange = likeness[np.ix_(one, other)] < STRANGE * THRESHOLD
    here, there = ((strange.sum(axis=axis) >= RUNNING).sum() for axis in (1, 0))
    return bool(min(here, there) < RUNNING)


def _near(copy: Report, first: Report) -> bool:
    """Tell whether two dates allow one story: much the same words three weeks later tell of the
    next event, in an outlet with set phrases."""
    a, b = when(copy), when(first)
    return FAR_FUTURE in (a, b) or abs(a - b) <= timedelta(days=APART_DAYS)


def _head(rid: str, close: Mapping[str, str]) -> str:
    while rid in close:
        rid = close[rid]
    return rid


def join_side_stories(
    clusters: Sequence[Sequence[int]], likeness: np.ndarray, at: np.ndarray
) -> list[list[int]]:
    """Join small clusters to the running story they stand beside.

    A cluster joins one that has at least `RUNNING` reports and twice its own number, when its
    reports are close enough to the nearest of them, in likeness and in days. All joins are
    decided before any is made.

    Args:
        at: days of publication, NaN where unknown.
    """
    sizes = np.array([len(c) for c in clusters])
    label = np.zeros(len(likeness), dtype=np.int64)
    for n, members in enumerate(clusters):
        label[list(members)] = n
    best = np.full(len(clusters), BESIDE * THRESHOLD)
    joins: dict[int, int] = {}
    for large in np.flatnonzero(sizes >= RUNNING).tolist():
        others = list(clusters[large])
        nearest = np.sort(likeness[:, others], axis=1)[:, -NEAREST:].mean(axis=1)
        closeness = np.bincount(label, nearest, minlength=len(clusters)) / sizes
        for small in np.flatnonzero((closeness > best) & (2 * sizes <= len(others))).tolist():
            gap = np.abs(at[list(clusters[small])][:, None] - at[others][None, :])
            if np.isnan(gap).all() or np.nanmin(gap) > BESIDE_DAYS:
                continue
            if _akin(likeness, clusters[small], others):
                best[small], joins[small] = closeness[small], large
    merged = {n: list(c) for n, c in enumerate(clusters)}
    for small in sorted(joins, key=lambda n: (len(clusters[n]), n)):
        host = joins[small]
        while host in joins:
            host = joins[host]
        merged[host] = sorted(merged[host] + merged.pop(small))
    return sorted(merged.values(), key=lambda c: c[0])
