"""Models of the probability of a launch within so many days: simple ones, fitted to the past only.

Each has `fit(series, horizon)`, which sees a series up to the day it is made, and
`probability(series, n)` for a day `n` of the same or a longer series, which looks at nothing after
day `n`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Protocol

import numpy as np

from brinkwatch.assess.forecast.series import Floats, Series

CLIP = 0.01
"""No model says less than this or more than one minus it: ten years hold too few days to know."""


class Model(Protocol):
    """What the backtest needs of a model."""

    name: str

    def fit(self, series: Series, horizon: int) -> None: ...

    def probability(self, series: Series, n: int) -> float: ...


class Climatology:
    """The share of past days that a launch followed; of all of them, or of the last years."""

    def __init__(self, years: int | None = None) -> None:
        self.years = years
        self.name = "climatology" if years is None else f"climatology, last {years} years"
        self.horizon = 1

    def fit(self, series: Series, horizon: int) -> None:
        self.horizon = horizon

    def probability(self, series: Series, n: int) -> float:
        known = n - self.horizon + 1
        if known < 1:
            return 0.5
        seen = series.until(n).outcomes(self.horizon)[:known]
        if self.years is not None:
            seen = seen[-365 * self.years:]
        return clip((float(seen.sum()) + 0.5) / (len(seen) + 1))


class Persistence:
    """What followed on past days alike in whether the last `horizon` days had a launch."""

    name = "persistence"

    def __init__(self) -> None:
        self.horizon = 1
        self.after = (0.5, 0.5)

    def fit(self, series: Series, horizon: int) -> None:
        self.horizon = horizon
        followed, recent = series.outcomes(horizon), _recent(series, horizon)
        known = ~np.isnan(followed)
        self.after = tuple(  # type: ignore[assignment]
            (float(followed[known & (recent == state)].sum()) + 0.5)
            / (float((known & (recent == state)).sum()) + 1) for state in (0, 1))

    def probability(self, series: Series, n: int) -> float:
        recent = series.days[max(0, n - self.horizon + 1):n + 1].any()
        return clip(self.after[int(recent)])


def _recent(series: Series, horizon: int) -> Floats:
    total = np.concatenate([[0.0], np.cumsum(series.days)])
    ends = np.arange(1, len(series) + 1)
    return ((total[ends] - total[np.maximum(0, ends - horizon)]) > 0).astype(float)


class Seasonal:
    """Negative binomial: the recent rate times the month's own factor.

    The rate is that of the past with weights halved every `HALF_LIFE` days; month factors are
    shrunk to 1; the dispersion is that of past counts around what it would have said.
    """

    name = "negative binomial with season"
    HALF_LIFE = 120.0
    SHRINK = 10.0
    """Launch days that a month's factor is pulled to 1 by."""

    def __init__(self) -> None:
        self.horizon = 1
        self.factors = np.ones(13)
        self.spread = 0.0

    def fit(self, series: Series, horizon: int) -> None:
        self.horizon = horizon
        months = np.array([series.date(n).month for n in range(len(series))])
        overall = series.days.mean()
        for month in range(1, 13):
            here = months == month
            expected = overall * here.sum()
            self.factors[month] = (series.days[here].sum() + self.SHRINK) / (expected + self.SHRINK)
        rate = series.decayed(self.HALF_LIFE) * math.log(2) / self.HALF_LIFE
        total = np.concatenate([[0.0], np.cumsum(series.days)])
        at = np.arange(0, len(series) - horizon, horizon)
        counts = total[at + 1 + horizon] - total[at + 1]
        mean = np.maximum(rate[at] * self.factors[months[at]] * horizon, 0.02)
        # Variance m + a·m²; a by the method of moments over all windows.
        self.spread = max(0.0, float(((counts - mean) ** 2 - mean).sum() / (mean**2).sum()))

    def probability(self, series: Series, n: int) -> float:
        back = np.arange(max(0, n - int(10 * self.HALF_LIFE)), n + 1)
        weight = 0.5 ** ((n - back) / self.HALF_LIFE)
        rate = float((series.days[back] * weight).sum()) * math.log(2) / self.HALF_LIFE
        mean = max(rate * float(self.factors[series.date(n).month]) * self.horizon, 0.02)
        if self.spread < 1e-6:
            return clip(1 - math.exp(-mean))
        return clip(1 - (1 + self.spread * mean) ** (-1 / self.spread))


class Hawkes:
    """Self-exciting: each launch raises the rate for a while (Hawkes 1971, Biometrika 58, 83–90).

    Rate μ + α β Σ exp(-β (t - tᵢ)) with exponential memory, fitted by maximum likelihood to the
    last `YEARS`. Until a next launch the rate is known, so the probability is exact.
    """

    name = "Hawkes"
    YEARS = 5

    def __init__(self) -> None:
        self.horizon = 1
        self.mu, self.alpha, self.beta = 0.02, 0.3, 0.05

    def fit(self, series: Series, horizon: int) -> None:
        from scipy.optimize import minimize

        self.horizon = horizon
        days = series.days[-365 * self.YEARS:]
        times = np.flatnonzero(days).astype(float)
        span = float(len(days))
        if len(times) < 5:
            self.mu, self.alpha, self.beta = max(len(times), 0.5) / span, 0.0, 0.05
            return

        def loss(theta: Floats) -> float:
            mu, beta = math.exp(theta[0]), math.exp(theta[2])
            alpha = 1 / (1 + math.exp(-theta[1]))
            total, memory, before = 0.0, 0.0, times[0]
            for at in times:
                memory *= math.exp(-beta * (at - before))
                total -= math.log(mu + alpha * beta * memory)
                memory += 1.0
                before = at
            grown = alpha * float((1 - np.exp(-beta * (span - times))).sum())
            # A weak prior on the memory (about a month) keeps thin data from running away.
            return total + mu * span + grown + 0.5 * (theta[2] - math.log(1 / 30)) ** 2

        start = np.array([math.log(0.5 * len(times) / span), 0.0, math.log(1 / 30)])
        found = minimize(loss, start, method="Nelder-Mead",
                         options={"maxiter": 400, "xatol": 1e-3, "fatol": 1e-3})
        self.mu, self.beta = math.exp(found.x[0]), math.exp(found.x[2])
        self.alpha = 1 / (1 + math.exp(-found.x[1]))

    def probability(self, series: Series, n: int) -> float:
        reach = int(min(n, 12 / self.beta))
        back = np.flatnonzero(series.days[n - reach:n + 1])
        memory = float(np.exp(-self.beta * (reach - back)).sum())
        grown = self.alpha * memory * (1 - math.exp(-self.beta * self.horizon))
        return clip(1 - math.exp(-self.mu * self.horizon - grown))


class Recency:
    """Logistic regression on how long it is quiet and how busy the last week, month, quarter and
    year were; ridge, past days weighted by a half-life of `MEMORY` years."""

    name = "recency logistic"
    HALF_LIVES = (7.0, 30.0, 90.0, 365.0)
    RIDGE = 5.0
    MEMORY = 4.0
    STEP = 7
    """Days between the days it is fitted to: outcomes of neighbours overlap."""

    def __init__(self) -> None:
        self.weights: Floats = np.zeros(2 + len(self.HALF_LIVES))
        self.covariance: Floats = np.zeros((len(self.weights), len(self.weights)))
        self._seen: tuple[int, Floats] = (0, np.zeros((0, 0)))

    def features(self, series: Series) -> Floats:
        """(days, 2 + half-lives): one, log of days quiet, log rates by half-life."""
        if self._seen[0] != id(series.days):
            columns = [np.ones(len(series)), np.log1p(series.since()) / 3]
            columns += [np.log(0.05 + 30 * series.decayed(h) * math.log(2) / h)
                        for h in self.HALF_LIVES]
            self._seen = (id(series.days), np.array(columns).T)
        return self._seen[1]

    def fit(self, series: Series, horizon: int) -> None:
        outcomes = series.outcomes(horizon)
        at = np.arange(len(series) - horizon - 1, -1, -self.STEP)[::-1]
        ages = (len(series) - at).astype(float)
        self.fit_rows(self.features(series)[at], outcomes[at], ages, horizon)

    def fit_rows(self, rows: Floats, followed: Floats, ages: Floats, horizon: int) -> None:
        """Fit to features, outcomes and ages in days by Newton's method."""
        weight = 0.5 ** (ages / (365 * self.MEMORY))
        ridge: Floats = self.RIDGE * np.eye(rows.shape[1])
        ridge[0, 0] = 1e-3
        b: Floats = np.zeros(rows.shape[1])
        hessian: Floats = ridge.copy()
        for _ in range(50):
            p: Floats = 1 / (1 + np.exp(-rows @ b))
            hessian[:] = (rows * (weight * p * (1 - p))[:, None]).T @ rows + ridge
            step = np.linalg.solve(hessian, rows.T @ (weight * (followed - p)) - ridge @ b)
            b += step
            if np.abs(step).max() < 1e-8:
                break
        self.weights = b
        # Overlapping outcomes carry less than their number says.
        self.covariance = np.asarray(np.linalg.inv(hessian) * max(1.0, horizon / self.STEP))

    def probability(self, series: Series, n: int) -> float:
        return clip(1 / (1 + math.exp(-float(self.features(series)[n] @ self.weights))))

    def error(self, series: Series, n: int) -> float:
        """Standard error of the log odds."""
        row = self.features(series)[n]
        return math.sqrt(float(row @ self.covariance @ row))


class Pool:
    """The mean of the log odds of the negative binomial, the Hawkes and the recency model."""

    name = "pool of three"

    def __init__(self) -> None:
        self.recency = Recency()
        self.models: tuple[Model, ...] = (Seasonal(), Hawkes(), self.recency)

    def fit(self, series: Series, horizon: int) -> None:
        for model in self.models:
            model.fit(series, horizon)

    def parts(self, series: Series, n: int) -> dict[str, float]:
        return {m.name: m.probability(series, n) for m in self.models}

    def probability(self, series: Series, n: int) -> float:
        return self.pooled(self.parts(series, n).values())

    @staticmethod
    def pooled(parts: Iterable[float]) -> float:
        odds = [logit(p) for p in parts]
        return clip(1 / (1 + math.exp(-sum(odds) / len(odds))))

    def interval(self, series: Series, n: int, z: float = 1.645) -> tuple[float, float]:
        """90 %: the recency model's own error and the spread between the models, in log odds."""
        odds = [logit(p) for p in self.parts(series, n).values()]
        middle = sum(odds) / len(odds)
        between = sum((o - middle) ** 2 for o in odds) / (len(odds) - 1)
        width = z * math.sqrt(self.recency.error(series, n) ** 2 + between)
        return (clip(1 / (1 + math.exp(-(middle - width)))),
                clip(1 / (1 + math.exp(-(middle + width)))))


def logit(p: float) -> float:
    return math.log(p / (1 - p))


def clip(p: float) -> float:
    return min(1 - CLIP, max(CLIP, p))
