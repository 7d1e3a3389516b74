"""Exact intervals and tests for small counts, with room for overdispersion."""

from __future__ import annotations

from collections.abc import Sequence


def poisson_interval(count: int, level: float = 0.95) -> tuple[float, float]:
    """The exact central interval for the mean behind a count.

    Garwood, F. (1936), "Fiducial limits for the Poisson distribution", Biometrika 28, 437–442.
    """
    from scipy.stats import chi2

    if count < 0:
        raise ValueError("count: a count cannot be negative")
    tail = (1 - level) / 2
    low = 0.0 if count == 0 else float(chi2.ppf(tail, 2 * count)) / 2
    return low, float(chi2.ppf(1 - tail, 2 * count + 2)) / 2


def rate_ratio_test(now: int, before: int, days_now: float, days_before: float) -> float:
    """The one-sided p that the later rate is no higher, given both counts.

    Conditional on their sum the later count is binomial (Przyborowski and Wilenski 1940,
    Biometrika 31, 313–323).
    """
    from scipy.stats import binom

    return float(binom.sf(now - 1, now + before, days_now / (days_now + days_before)))


def rate_ratio(
    now: int, before: int, days_now: float, days_before: float, dispersion: float = 1.0,
    level: float = 0.95,
) -> tuple[float | None, float, float | None]:
    """(ratio, low, high) of the later rate to the earlier; None is unbounded.

    The exact conditional interval (Clopper–Pearson on the share of the later count). With a
    dispersion φ over 1 both counts are divided by φ first, the quasi-Poisson correction (Wedderburn
    1974, Biometrika 61, 439–447) applied to the exact form, so that it also holds for no events.
    """
    from scipy.stats import beta

    spread = max(1.0, dispersion)
    a, b = now / spread, before / spread
    tail = (1 - level) / 2
    low = 0.0 if now == 0 else float(beta.ppf(tail, a, b + 1))
    high = 1.0 if before == 0 else float(beta.ppf(1 - tail, a + 1, b))
    scale = days_before / days_now
    ratio = now / before * scale if before else None
    return ratio, low / (1 - low) * scale, (high / (1 - high) * scale if high < 1 else None)


def dispersion(counts: Sequence[int]) -> float:
    """Variance over mean of counts in equal windows (1 for a Poisson process), at least 1."""
    n = len(counts)
    mean = sum(counts) / n if n else 0.0
    if n < 2 or mean == 0:
        return 1.0
    return max(1.0, sum((c - mean) ** 2 for c in counts) / (n - 1) / mean)


def at_least(count: int, windows: Sequence[int]) -> float | None:
    """Probability of `count` or more in a window, under a negative binomial with the mean and
    dispersion of earlier windows (method of moments); None without any."""
    from scipy.stats import nbinom, poisson

    if not windows:
        return None
    # Half an event keeps an empty past from making every event impossible.
    mean = (sum(windows) + 0.5) / len(windows)
    spread = dispersion(windows)
    if spread <= 1.0:
        return float(poisson.sf(count - 1, mean))
    return float(nbinom.sf(count - 1, mean / (spread - 1), 1 / spread))
