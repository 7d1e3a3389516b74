"""How like two reports are: the geometric mean of meaning, words and names, faded by time.

A product, since each alone deceives: two bombings in two countries are told in the same words and
mean the same; a government's name stands in a hundred matters. What is weak in one of the three
is weak as a whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import log

import numpy as np

from brinkwatch.fuse.keys import FAR_FUTURE, when
from brinkwatch.fuse.terms import names, terms
from brinkwatch.model import Claim, Report

FLAT_DAYS = 1.0
"""Days between two reports that weaken nothing: the same news comes a day later elsewhere."""

FADE_DAYS = 8.0
"""Days beyond those at which their likeness counts half …"""

APART_DAYS = 14.0
"""… and at which they cannot be neighbours in a story."""

UNDATED = 0.6
"""The factor where a date is unknown: that of reports about a week apart."""

MEANING_FLOOR = 0.25
"""Cosine of two unrelated news reports' mean sentence vectors; what exceeds it is likeness."""

LEAST = 0.01
"""Likeness that words, names or meaning have at least, so that none vetoes alone."""

PRIOR = 60
"""Reports on other matters assumed to have been read beside these."""


def similarity(
    reports: Sequence[Report],
    claims: Mapping[str, Sequence[Claim]],
    vectors: Mapping[str, np.ndarray],
) -> np.ndarray:
    """Return the symmetric matrix of likeness, (N, N) in 0 to 1, faded by time.

    Between reports one of which has no sentence vectors, meaning is left out of the mean.
    """
    product = np.maximum(cosine([names(r, claims.get(r.id, ())) for r in reports]), LEAST)
    product *= np.maximum(cosine([terms(r) for r in reports]), LEAST)
    sense, known = meaning(reports, vectors)
    both = known[:, None] & known[None, :]
    mean = np.where(both, np.cbrt(product * np.maximum(sense, LEAST)), np.sqrt(product))
    return np.asarray(mean * fading(reports))


def meaning(
    reports: Sequence[Report], vectors: Mapping[str, np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """Return the cosine of the reports' mean sentence vectors above `MEANING_FLOOR`, scaled to
    0 to 1, (N, N); and for which reports there are vectors, (N,)."""
    stacked = np.zeros((len(reports), 384), dtype=np.float32)
    for i, r in enumerate(reports):
        v = vectors.get(r.id)
        if v is None or v.size == 0:
            continue
        matrix = np.atleast_2d(np.asarray(v, dtype=np.float32))
        weight = 1.0 / (1.0 + 0.15 * np.arange(len(matrix)))  # news says first what it is about
        mean = weight @ matrix
        stacked[i] = mean / (np.linalg.norm(mean) or 1.0)
    scaled = (stacked @ stacked.T - MEANING_FLOOR) / (1 - MEANING_FLOOR)
    return np.clip(scaled, 0.0, 1.0), np.asarray(stacked.any(axis=1))


def cosine(rows: Sequence[Counter[str]]) -> np.ndarray:
    """Return the TF-IDF cosine of all pairs, tf as 1 + ln n, idf smoothed.

    Document frequencies are taken as if `PRIOR` other reports without any of these words had been
    read, so that a few reports on one crisis are not split over its every detail.
    """
    n = len(rows)
    df = Counter(term for row in rows for term in row)
    keep = {t: i for i, t in enumerate(sorted(t for t, c in df.items() if c > 1))}
    matrix = np.zeros((n, max(1, len(keep))), dtype=np.float32)
    norms = np.zeros(n)
    for i, row in enumerate(rows):
        for term, count in row.items():
            weight = (1 + log(count)) * log((n + PRIOR + 1) / (df[term] + 1))
            norms[i] += weight * weight
            if term in keep:
                matrix[i, keep[term]] = weight
    norms = np.sqrt(np.where(norms > 0, norms, 1.0))
    matrix /= norms[:, None].astype(np.float32)
    return np.asarray(np.clip(matrix @ matrix.T, 0.0, 1.0), dtype=np.float64)


def days(reports: Sequence[Report]) -> np.ndarray:
    """Return days since 1970 by publication, NaN where it is unknown."""
    return np.array([
        np.nan if when(r) == FAR_FUTURE else when(r).timestamp() / 86400 for r in reports
    ])


def fading(reports: Sequence[Report]) -> np.ndarray:
    """Return the factor by which days apart weaken likeness."""
    at = days(reports)
    gap = np.abs(at[:, None] - at[None, :])
    with np.errstate(invalid="ignore"):
        factor = np.where(
            gap > APART_DAYS, 0.0, 0.5 ** (np.maximum(0.0, gap - FLAT_DAYS) / FADE_DAYS))
    return np.where(np.isnan(gap), UNDATED, factor)
