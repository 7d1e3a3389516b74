"""How good probabilities were: Brier and log score, skill, calibration."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

BINS = (0.0, 0.05, 0.2, 0.45, 0.55, 0.8, 0.95, 1.0)
"""Edges of the calibration table: the ranges of the ICD 203 words."""


def brier(probabilities: Sequence[float], outcomes: Sequence[float]) -> float:
    """Mean squared error (Brier 1950, Monthly Weather Review 78, 1–3); 0 is best."""
    return float(np.mean((np.asarray(probabilities) - np.asarray(outcomes)) ** 2))


def log_score(probabilities: Sequence[float], outcomes: Sequence[float]) -> float:
    """Mean negative log likelihood in nats (Good 1952); 0 is best."""
    return -sum(
        math.log(p if y else 1 - p) for p, y in zip(probabilities, outcomes, strict=True)
    ) / len(probabilities)


def skill(score: float, reference: float) -> float | None:
    """1 is perfect, 0 no better than the reference; None where the reference was perfect."""
    return None if reference == 0 else 1 - score / reference


def skill_interval(
    probabilities: Sequence[float], reference: Sequence[float], outcomes: Sequence[float],
    block: int, draws: int = 500, level: float = 0.90,
) -> tuple[float, float]:
    """Interval of the Brier skill, from resampled blocks of neighbouring origins (moving-block
    bootstrap, Künsch 1989), with a fixed seed."""
    a = (np.asarray(probabilities) - np.asarray(outcomes)) ** 2
    b = (np.asarray(reference) - np.asarray(outcomes)) ** 2
    n = len(a)
    block = max(1, min(block, n))
    random = np.random.default_rng(20251107)
    starts = random.integers(0, n - block + 1, size=(draws, -(-n // block)))
    at = (starts[:, :, None] + np.arange(block)).reshape(draws, -1)[:, :n]
    skills = 1 - a[at].sum(axis=1) / b[at].sum(axis=1)
    tail = (1 - level) / 2
    return float(np.quantile(skills, tail)), float(np.quantile(skills, 1 - tail))


@dataclass(frozen=True, slots=True)
class Bin:
    """Forecasts between two probabilities: how many, what they said, how often it came."""

    low: float
    high: float
    count: int
    said: float | None
    came: float | None


def calibration(probabilities: Sequence[float], outcomes: Sequence[float]) -> list[Bin]:
    """One row for each range of `BINS`."""
    p, y = np.asarray(probabilities), np.asarray(outcomes)
    rows = []
    for low, high in zip(BINS, BINS[1:], strict=False):
        here = (p >= low) & ((p < high) | (high == 1.0))
        n = int(here.sum())
        rows.append(Bin(low, high, n, float(p[here].mean()) if n else None,
                        float(y[here].mean()) if n else None))
    return rows
