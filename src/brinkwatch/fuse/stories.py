"""Which reports belong together: clusters by meaning, words, names and time.

The likeness of two reports mixes the meaning of their sentences, their words and their names, and
fades with the days between them. Meaning counts only as far as names are shared: two bombings in
two countries are told in the same words. Reports are joined by average linkage (UPGMA; Sokal and
Michener 1958), computed by the nearest-neighbour chain algorithm, up to one fixed threshold; then
what is left over joins a running story beside it if it is close to some of its reports. Nothing
depends on the order of arrival.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from math import log

import numpy as np

from brinkwatch.fuse.keys import (
    FAR_FUTURE,
    STOP,
    actor_key,
    content_words,
    is_vague,
    when,
    words,
)
from brinkwatch.model import Claim, Report, Statement

THRESHOLD = 0.22
"""Likeness from which two clusters are one story."""

WEIGHTS = {"meaning": 0.45, "words": 0.25, "names": 0.30}

NAMES_SHARED = 0.20
"""Likeness of names from which likeness of meaning counts in full."""

FADE_DAYS = 8.0
"""Days between two reports at which their likeness counts half …"""

APART_DAYS = 14.0
"""… and at which they cannot be neighbours in a story."""

MEANING_FLOOR = 0.25
"""Cosine of two unrelated news reports' mean sentence vectors; what exceeds it is likeness."""

BESIDE = 0.75
"""Share of the threshold that a side story must reach with the `NEAREST` of a running story's
reports to join it."""

NEAREST = 3
BESIDE_DAYS = 5.0
RUNNING = 3
"""Separately written reports that make a story a running one."""

PRIOR = 60
"""Reports on other matters assumed to have been read beside these."""

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
        reports: in scope, in order of publication.
        copies: report id to the id of its text's first appearance; copies stay together.
    """
    inside = {r.id for r in reports}
    heads = [r for r in reports if copies.get(r.id, r.id) == r.id or copies[r.id] not in inside]
    found: list[list[str]] = []
    for block in _blocks(heads):
        likeness = similarity(block, claims, vectors)
        joined = join_side_stories(average_link(likeness), likeness, block)
        found.extend([[block[i].id for i in members] for members in joined])
    home = {rid: n for n, members in enumerate(found) for rid in members}
    for r in reports:
        if r.id not in home:
            found[home[copies[r.id]]].append(r.id)
    rank = {r.id: i for i, r in enumerate(reports)}
    for members in found:
        members.sort(key=rank.__getitem__)
    return sorted(found, key=lambda m: rank[m[0]])


def _blocks(reports: Sequence[Report]) -> list[Sequence[Report]]:
    if len(reports) <= BLOCK:
        return [reports] if reports else []
    middle = range(len(reports) // 4, 3 * len(reports) // 4)
    gap = max(middle, key=lambda i: (when(reports[i]) - when(reports[i - 1]), -i))
    return [*_blocks(reports[:gap]), *_blocks(reports[gap:])]


def similarity(
    reports: Sequence[Report],
    claims: Mapping[str, Sequence[Claim]],
    vectors: Mapping[str, np.ndarray],
) -> np.ndarray:
    """Return the symmetric matrix of likeness, (N, N) in 0 to 1, faded by time."""
    names = _cosine([_proper(r) + _names(claims.get(r.id, ())) for r in reports])
    mixed = WEIGHTS["words"] * _cosine([_terms(r) for r in reports]) + WEIGHTS["names"] * names
    meaning = _meaning(reports, vectors)
    if meaning is None:
        mixed /= WEIGHTS["words"] + WEIGHTS["names"]
    else:
        mixed += WEIGHTS["meaning"] * meaning * np.clip(names / NAMES_SHARED, 0.0, 1.0)
    return np.asarray(mixed * fading(reports))


def join_side_stories(
    clusters: Sequence[Sequence[int]], likeness: np.ndarray, reports: Sequence[Report]
) -> list[list[int]]:
    """Join small clusters to the running story they stand beside.

    A cluster joins one that has at least `RUNNING` reports and twice its own number, when its
    reports are close enough to the nearest of them, in likeness and in days. All joins are
    decided before any is made.
    """
    days = _days(reports)
    joins: dict[int, int] = {}
    for small, members in enumerate(clusters):
        best = BESIDE * THRESHOLD
        for large, others in enumerate(clusters):
            if len(others) < max(RUNNING, 2 * len(members)):
                continue
            gap = np.abs(days[list(members)][:, None] - days[list(others)][None, :])
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


def _meaning(reports: Sequence[Report], vectors: Mapping[str, np.ndarray]) -> np.ndarray | None:
    rows = []
    for r in reports:
        v = vectors.get(r.id)
        if v is None or v.size == 0:
            return None
        matrix = np.atleast_2d(np.asarray(v, dtype=np.float64))
        weight = 1.0 / (1.0 + 0.15 * np.arange(len(matrix)))  # news says first what it is about
        mean = weight @ matrix
        rows.append(mean / (np.linalg.norm(mean) or 1.0))
    if not rows:
        return None
    stacked = np.vstack(rows)
    cosine = stacked @ stacked.T
    return np.clip((cosine - MEANING_FLOOR) / (1 - MEANING_FLOOR), 0.0, 1.0)


def _terms(report: Report) -> Counter[str]:
    counts = Counter(content_words(report.text[:6000]))
    counts.update(content_words(report.title or "") * 2)
    return counts


_PROPER = re.compile(r"(?<![.!?:”\"’]\s)(?<!^)(?<!\n)\b[A-Z][\w’'-]{2,}")


def _proper(report: Report) -> Counter[str]:
    """Count capitalised words inside sentences: names, whatever the reader made of them."""
    text = f"{report.title or ''}\n{report.text[:6000]}"
    found = (m.group() for m in _PROPER.finditer(text))
    return Counter(f"name:{w}" for word in found for w in words(word) if w not in STOP)


def _names(claims: Sequence[Claim]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for claim in claims:
        people = [*claim.actors, *claim.recipients]
        if isinstance(claim, Statement):
            people += [claim.speaker, *claim.addressees]
        for actor in people:
            if not is_vague(actor):
                counts[actor_key(actor)] += 1
                if actor.country:
                    counts[f"country:{actor.country}"] += 1
        for place in claim.places:
            counts[f"place:{place.name.casefold()}"] += 1
    return counts


def _cosine(rows: Sequence[Counter[str]]) -> np.ndarray:
    """Return the TF-IDF cosine of all pairs, tf as 1 + ln n, idf smoothed.

    Document frequencies are taken as if `PRIOR` other reports without any of these words had been
    read, so that a few reports on one crisis are not split over its every detail.
    """
    n = len(rows)
    df = Counter(term for row in rows for term in row)
    keep = {t: i for i, t in enumerate(sorted(t for t, c in df.items() if c > 1))}
    matrix = np.zeros((n, max(1, len(keep))))
    norms = np.zeros(n)
    for i, row in enumerate(rows):
        for term, count in row.items():
            weight = (1 + log(count)) * log((n + PRIOR + 1) / (df[term] + 1))
            norms[i] += weight * weight
            if term in keep:
                matrix[i, keep[term]] = weight
    norms = np.sqrt(np.where(norms > 0, norms, 1.0))
    matrix /= norms[:, None]
    return np.clip(matrix @ matrix.T, 0.0, 1.0)


def _days(reports: Sequence[Report]) -> np.ndarray:
    return np.array([
        np.nan if when(r) == FAR_FUTURE else when(r).timestamp() / 86400 for r in reports
    ])


def fading(reports: Sequence[Report]) -> np.ndarray:
    """Return the factor by which days apart weaken likeness; 1 where a date is unknown."""
    days = _days(reports)
    gap = np.abs(days[:, None] - days[None, :])
    factor = np.where(gap > APART_DAYS, 0.0, 0.5 ** (gap / FADE_DAYS))
    return np.where(np.isnan(gap), 1.0, factor)


def average_link(likeness: np.ndarray, threshold: float = THRESHOLD) -> list[list[int]]:
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
            rest = np.flatnonzero(alive)
            rest = [i for i in rest if s[i].max() >= threshold]
            if not rest:
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
