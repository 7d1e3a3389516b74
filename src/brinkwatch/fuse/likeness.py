"""How like two reports are: the geometric mean of meaning, words and names, faded by time.

A product, since each alone deceives: two bombings in two countries are told in the same words and
mean the same; a government's name stands in a hundred matters. What is weak in one of the three
is weak as a whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from brinkwatch.fuse.keys import FAR_FUTURE, when
from brinkwatch.fuse.leads import lead
from brinkwatch.fuse.terms import names, terms
from brinkwatch.model import Claim, Report

FLAT_DAYS = 1.0
"""Days between two reports that weaken nothing: the same news comes a day later elsewhere."""

FADE_DAYS = 8.0
"""Days beyond those at which their likeness counts half …"""

APART_DAYS = 14.0
"""… and at which they cannot be neighbours in a story."""

UNDATED = 0.8
"""The factor where a date is unknown: that of reports a few days apart."""

MEANING_FLOOR = 0.25
"""Cosine of two unrelated news reports' mean sentence vectors; what exceeds it is likeness."""

LEAST = 0.01
"""Likeness that words, names or meaning have at least, so that none vetoes alone."""

PRIOR = 60
"""Reports on other matters assumed to have been read beside these."""

OTHER_DEED = 0.5
"""The factor where two reports open with deeds of one sort on days too far apart to be one deed:
what they are about differs, however much of the background they share."""

SAME_DEED_DAYS = 2.0
"""Days by which zones and slips may set the dates of one deed apart."""

DIMENSIONS = 384
AT_ONCE = 20_000
"""Pairs measured in one step, for the sake of memory."""


@dataclass(frozen=True, slots=True)
class Profiles:
    """What is compared, one row a report: unit TF-IDF rows of names and of words, unit mean
    sentence vectors (N, 384; zero where there are none), days since 1970 (NaN where unknown)."""

    names: csr_matrix
    words: csr_matrix
    sense: np.ndarray
    known: np.ndarray
    """For which rows there are sentence vectors, (N,)."""
    at: np.ndarray
    deed: np.ndarray
    """Sort of the deed a report opens with, (N,): 0 none, 1 launch, 2 force."""
    day: np.ndarray
    """The day of that deed, (N,); 0 where there is none."""

    @classmethod
    def of(
        cls, reports: Sequence[Report], claims: Mapping[str, Sequence[Claim]],
        vectors: Mapping[str, np.ndarray],
    ) -> Profiles:
        leads = [lead(claims.get(r.id, ())) for r in reports]
        sense = mean_vectors(reports, vectors)
        return cls(
            names=weighted(names(r, claims.get(r.id, ())) for r in reports),
            words=weighted(terms(r) for r in reports),
            sense=sense, known=np.asarray(np.abs(sense).max(axis=1, initial=0.0) > 0),
            at=days(reports),
            deed=np.array([0 if found is None else 1 + (found[0] == "force") for found in leads],
                          dtype=np.int64),
            day=np.array([0 if found is None else found[1] for found in leads], dtype=np.int64))

    def __len__(self) -> int:
        return len(self.at)

    def likeness(self, members: Sequence[int] | np.ndarray | None = None) -> np.ndarray:
        """Return the symmetric matrix of likeness, (M, M) in 0 to 1, of some rows or of all.

        Between reports one of which has no sentence vectors, meaning is left out of the mean.
        """
        some = np.arange(len(self)) if members is None else np.asarray(members)
        by_names, by_words, sense = self.names[some], self.words[some], self.sense[some]
        at, known = self.at[some], self.known[some]
        return _likeness(
            (by_names @ by_names.T).toarray(), (by_words @ by_words.T).toarray(),
            sense @ sense.T, known[:, None] & known[None, :], at[:, None] - at[None, :]
        ) * self._deeds(some[:, None], some[None, :])

    def likeness_of(self, one: np.ndarray, other: np.ndarray) -> np.ndarray:
        """Return the likeness of pairs of rows, (P,)."""
        found = np.zeros(len(one))
        known = self.known
        for start in range(0, len(one), AT_ONCE):
            i, j = one[start : start + AT_ONCE], other[start : start + AT_ONCE]
            found[start : start + AT_ONCE] = _likeness(
                _dot(self.names, i, j), _dot(self.words, i, j),
                np.einsum("pd,pd->p", self.sense[i], self.sense[j]), known[i] & known[j],
                self.at[i] - self.at[j]) * self._deeds(i, j)
        return found

    def _deeds(self, one: np.ndarray, other: np.ndarray) -> np.ndarray:
        """Return the factor by which rows that open with two deeds are apart."""
        apart = (self.deed[one] > 0) & (self.deed[one] == self.deed[other])
        apart &= np.abs(self.day[one] - self.day[other]) > SAME_DEED_DAYS
        return np.where(apart, OTHER_DEED, 1.0)


def _dot(matrix: csr_matrix, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return np.asarray(matrix[one].multiply(matrix[other]).sum(axis=1)).ravel()


def _likeness(
    by_names: np.ndarray, by_words: np.ndarray, cosine: np.ndarray, known: np.ndarray,
    gap: np.ndarray,
) -> np.ndarray:
    product = np.clip(by_names, LEAST, 1.0).astype(np.float64)
    product *= np.clip(by_words, LEAST, 1.0)
    sense = np.clip((cosine - MEANING_FLOOR) / (1 - MEANING_FLOOR), LEAST, 1.0)
    mean = np.where(known, np.cbrt(product * sense), np.sqrt(product))
    return np.asarray(mean * fading(gap))


def fading(gap: np.ndarray) -> np.ndarray:
    """Return the factor by which days apart weaken likeness; NaN is an unknown gap."""
    away = np.abs(gap)
    with np.errstate(invalid="ignore"):
        factor = np.where(
            away > APART_DAYS, 0.0, 0.5 ** (np.maximum(0.0, away - FLAT_DAYS) / FADE_DAYS))
    return np.where(np.isnan(away), UNDATED, factor)


def weighted(rows: Iterable[Counter[str]]) -> csr_matrix:
    """Return unit TF-IDF rows, tf as 1 + ln n, idf smoothed; float32 (N, terms met twice).

    Document frequencies are taken as if `PRIOR` other reports without any of these words had been
    read, so that a few reports on one crisis are not split over its every detail. Terms that one
    report alone has count in its length only.
    """
    numbers: dict[str, int] = {}
    ids: list[np.ndarray] = []
    counts: list[np.ndarray] = []
    for row in rows:
        ids.append(np.fromiter(
            (numbers.setdefault(t, len(numbers)) for t in row), np.int64, len(row)))
        counts.append(np.fromiter(row.values(), np.float32, len(row)))
    n = len(ids)
    if not n or not numbers:
        return csr_matrix((n, 1), dtype=np.float32)
    starts = np.concatenate([[0], np.cumsum([len(row) for row in ids])])
    columns = np.concatenate(ids)
    df = np.bincount(columns, minlength=len(numbers))
    weights = (1 + np.log(np.concatenate(counts))) * np.log((n + PRIOR + 1) / (df[columns] + 1))
    matrix = csr_matrix((weights, columns, starts), shape=(n, len(numbers)))
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    matrix.data /= np.repeat(np.where(lengths > 0, lengths, 1.0), np.diff(starts))
    # columns by name, so that sums do not depend on which report comes first
    kept = np.array([numbers[t] for t in sorted(numbers) if df[numbers[t]] > 1], dtype=np.int64)
    shared = matrix[:, kept] if len(kept) else csr_matrix((n, 1))
    shared.sort_indices()
    return shared.astype(np.float32)


def mean_vectors(reports: Sequence[Report], vectors: Mapping[str, np.ndarray]) -> np.ndarray:
    """Return each report's mean sentence vector, unit length, the first sentences weighing more;
    float32 (N, 384), zero where there is none."""
    stacked = np.zeros((len(reports), DIMENSIONS), dtype=np.float32)
    for i, r in enumerate(reports):
        v = vectors.get(r.id)
        if v is None or v.size == 0:
            continue
        matrix = np.atleast_2d(np.asarray(v, dtype=np.float32))
        weight = 1.0 / (1.0 + 0.15 * np.arange(len(matrix)))  # news says first what it is about
        mean = weight @ matrix
        stacked[i] = mean / (np.linalg.norm(mean) or 1.0)
    return stacked


def days(reports: Sequence[Report]) -> np.ndarray:
    """Return days since 1970 by publication, NaN where it is unknown."""
    return np.array([
        np.nan if when(r) == FAR_FUTURE else when(r).timestamp() / 86400 for r in reports
    ], dtype=np.float64)
