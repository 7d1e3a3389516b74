"""Which reports need comparing at all, so that the cost of a large corpus grows with its length.

Average linkage joins two clusters only where some pair of their reports is as like as the
threshold. So nothing is lost when it is run apart on each set of reports that such pairs connect.
Pairs are looked for where they can be: among reports that share one of their weightiest names
or words and were published close together.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import connected_components

from brinkwatch.fuse.likeness import APART_DAYS, AT_ONCE, LEAST, MEANING_FLOOR, Profiles

MOST = 3000
"""Reports compared all with all; a larger set is taken apart first."""

NAME_KEYS = 10
WORD_KEYS = 6
"""A report is looked for under so many of its weightiest names and words."""

NEIGHBOURS = 12
"""Reports under one key, the next ones in time, that a report is measured against."""

STRICTER = 1.15
"""Factor by which the least likeness is raised where reports connected by it are too many."""


def blocks(profiles: Profiles, least: float, most: int = MOST) -> list[np.ndarray]:
    """Return sets of rows, each in order, that are to be clustered apart from one another.

    Args:
        profiles: rows in order of time.
        least: likeness that a pair must have to be in one block.
        most: rows a block may have. A set that is larger is cut where its pairs are least alike.
    """
    everything = np.arange(len(profiles))
    if len(everything) <= most:
        return [everything] if len(everything) else []
    one, other = candidates(profiles)
    like = profiles.likeness_of(one, other)
    return sorted(_connected(everything, one, other, like, least, most), key=lambda b: int(b[0]))


def candidates(profiles: Profiles) -> tuple[np.ndarray, np.ndarray]:
    """Return pairs of rows, the earlier first, that may be alike enough to matter."""
    rows, keys = _keys(profiles)
    n = len(profiles)
    dated = ~np.isnan(profiles.at)
    codes = np.zeros(0, dtype=np.int64)
    for step in range(1, NEIGHBOURS + 1):
        i, j = rows[:-step], rows[step:]
        near = keys[:-step] == keys[step:]
        with np.errstate(invalid="ignore"):
            near &= ~(np.abs(profiles.at[j] - profiles.at[i]) > APART_DAYS)
        codes = np.union1d(codes, i[near] * n + j[near])
    undated = np.flatnonzero(~dated)
    if len(undated) and dated.any():
        codes = np.union1d(codes, _undated(rows, keys, dated, n))
    one, other = codes // n, codes % n
    keep = _may_mean_the_same(profiles, one, other)
    return one[keep], other[keep]


def _keys(profiles: Profiles) -> tuple[np.ndarray, np.ndarray]:
    """Return (row, key) of all reports, sorted by key and then by row."""
    name_rows, name_keys = _weightiest(profiles.names, NAME_KEYS)
    word_rows, word_keys = _weightiest(profiles.words, WORD_KEYS)
    rows = np.concatenate([name_rows, word_rows])
    keys = np.concatenate([name_keys, word_keys + profiles.names.shape[1]])
    by_key = np.lexsort((rows, keys))
    return rows[by_key], keys[by_key]


def _weightiest(matrix: csr_matrix, most: int) -> tuple[np.ndarray, np.ndarray]:
    """Return (row, column) of the `most` largest weights of each row; ties go to the lower
    column."""
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    by_weight = np.lexsort((matrix.indices, -matrix.data, rows))
    rank = np.arange(len(rows)) - np.repeat(matrix.indptr[:-1], np.diff(matrix.indptr))
    kept = by_weight[rank < most]
    return rows[kept].astype(np.int64), matrix.indices[kept].astype(np.int64)


def _undated(rows: np.ndarray, keys: np.ndarray, dated: np.ndarray, n: int) -> np.ndarray:
    """Return pairs of an undated row with dated ones of its key, evenly spread over time."""
    found = []
    bounds = np.flatnonzero(np.diff(keys, prepend=-1))
    for members in np.split(rows, bounds[1:]):
        late = members[~dated[members]]
        early = members[dated[members]]
        if len(late) and len(early):
            picked = early[np.unique(np.linspace(0, len(early) - 1, NEIGHBOURS).astype(int))]
            found.append((picked[:, None] * n + late[None, :]).ravel())
    return np.concatenate(found) if found else np.zeros(0, dtype=np.int64)


def _may_mean_the_same(profiles: Profiles, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Tell for each pair whether its meanings are closer than those of any two reports."""
    keep = np.zeros(len(one), dtype=bool)
    known = profiles.known
    for start in range(0, len(one), AT_ONCE):
        i, j = one[start : start + AT_ONCE], other[start : start + AT_ONCE]
        cosine = np.einsum("pd,pd->p", profiles.sense[i], profiles.sense[j])
        keep[start : start + AT_ONCE] = (
            (cosine > MEANING_FLOOR + LEAST) | ~known[i] | ~known[j])
    return keep


def _connected(
    rows: np.ndarray, one: np.ndarray, other: np.ndarray, like: np.ndarray, least: float,
    most: int,
) -> list[np.ndarray]:
    """Return the sets that pairs of at least `least` connect, the too large ones cut further."""
    strong = like >= least
    one, other, like = one[strong], other[strong], like[strong]
    place = np.full(int(rows[-1]) + 1, -1)
    place[rows] = np.arange(len(rows))
    graph = coo_matrix(
        (np.ones(len(one), dtype=np.int8), (place[one], place[other])),
        shape=(len(rows), len(rows)))
    _, labels = connected_components(graph, directed=False)
    found: list[np.ndarray] = []
    for members in _by_label(labels):
        mine = rows[members]
        if len(mine) <= most:
            found.append(mine)
            continue
        inside = labels[place[one]] == labels[members[0]]
        found.extend(_connected(
            mine, one[inside], other[inside], like[inside], least * STRICTER, most))
    return found


def _by_label(labels: np.ndarray) -> Sequence[np.ndarray]:
    by_label = np.argsort(labels, kind="stable")
    return np.split(by_label, np.flatnonzero(np.diff(labels[by_label])) + 1)
