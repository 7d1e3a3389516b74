"""Exact intervals for small counts, with nothing but `math`."""

from __future__ import annotations

import math
from collections.abc import Callable


def poisson_interval(count: int, level: float = 0.95) -> tuple[float, float]:
    """Return the exact central interval for the mean behind a count.

    Garwood, F. (1936), "Fiducial limits for the Poisson distribution", Biometrika 28, 437–442:
    the lower bound is the mean at which `count` or more has probability (1 - level) / 2, the
    upper the mean at which `count` or fewer has it.
    """
    if count < 0:
        raise ValueError("count: a count cannot be negative")
    tail = (1 - level) / 2
    low = 0.0 if count == 0 else _root(
        lambda mean: (1 - poisson_cdf(count - 1, mean)) - tail, 0.0, float(count))
    top = count + 10 * math.sqrt(count + 1) + 10
    high = _root(lambda mean: tail - poisson_cdf(count, mean), float(count), top)
    return low, high


def poisson_cdf(count: int, mean: float) -> float:
    """Return P(X <= count) for a Poisson variable of that mean."""
    if mean <= 0:
        return 1.0
    term = math.exp(-mean)
    if term == 0.0:
        return math.fsum(
            math.exp(-mean + k * math.log(mean) - math.lgamma(k + 1)) for k in range(count + 1))
    total = term
    for k in range(1, count + 1):
        term *= mean / k
        total += term
    return min(1.0, total)


def rate_ratio_test(now: int, before: int, days_now: float, days_before: float) -> float:
    """Return the one-sided p that the later rate is no higher, given both counts.

    Conditional on their sum the later count is binomial (Przyborowski and Wilenski 1940,
    Biometrika 31, 313–323).
    """
    total = now + before
    share = days_now / (days_now + days_before)
    return math.fsum(
        math.comb(total, k) * share**k * (1 - share) ** (total - k) for k in range(now, total + 1))


def _root(f: Callable[[float], float], low: float, high: float) -> float:
    """Bisect a function that rises through zero between `low` and `high`."""
    for _ in range(200):
        middle = (low + high) / 2
        if f(middle) < 0:
            low = middle
        else:
            high = middle
        if high - low < 1e-10:
            break
    return (low + high) / 2
