"""Rolling-origin backtest: at each origin a model sees the past alone, then its word is scored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from brinkwatch.assess.forecast import scoring
from brinkwatch.assess.forecast.models import (
    Climatology,
    Hawkes,
    Model,
    Persistence,
    Pool,
    Recency,
    Seasonal,
)
from brinkwatch.assess.forecast.series import Series

HORIZONS = (7, 14, 30)
STEP = 7
"""Days between origins."""
REFIT = 91
"""Days after which models are fitted again."""
RECENT_YEARS = 5
PUBLISHED = Pool.name
"""The model whose forecasts are published; chosen before the test, not by it."""
REFERENCES = ("climatology", f"climatology, last {RECENT_YEARS} years", "persistence")
BLOCK = 26
"""Origins in a block of the bootstrap: half a year, for busy spells last months."""


@dataclass(frozen=True, slots=True)
class Scores:
    """One model at one horizon."""

    model: str
    horizon: int
    brier: float
    log: float
    skill: dict[str, float | None]
    """Brier skill against each reference."""
    low: float | None = None
    """90 % interval of the skill against all-past climatology."""
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Backtest:
    """What one history says of the models."""

    first: date
    last: date
    """First and last origin."""
    origins: dict[int, int]
    """By horizon."""
    rate: dict[int, float]
    """Share of origins that a launch followed, by horizon."""
    scores: tuple[Scores, ...]
    calibration: dict[int, tuple[scoring.Bin, ...]] = field(default_factory=dict)
    """Of the published model, by horizon."""

    def of(self, model: str, horizon: int) -> Scores:
        return next(s for s in self.scores if (s.model, s.horizon) == (model, horizon))

    def beats(self, horizon: int) -> bool:
        """Whether the published model beats both climatologies by Brier score."""
        told = self.of(PUBLISHED, horizon).skill
        return all((told[r] or 0) > 0 for r in REFERENCES[:2])


def run(
    series: Series, begin: date, end: date | None = None, horizons: Sequence[int] = HORIZONS,
    models: Sequence[str] | None = None,
) -> Backtest:
    """Test the models at origins every `STEP` days from `begin` to `end` (the series' last day).

    Nothing is fitted to, and no climatology taken from, a day whose outcome was not known at the
    origin.

    Args:
        models: names to score besides the references and the published one; all when None.

    Raises:
        ValueError: no origin's outcome is known.
    """
    start = max(1, (begin - series.first).days)
    stop = len(series) if end is None else min(len(series), (end - series.first).days + 1)
    origins = np.arange(start, stop, STEP)
    scores: list[Scores] = []
    counts, rates, tables = {}, {}, {}
    for horizon in horizons:
        outcomes = series.outcomes(horizon)
        at = [int(n) for n in origins if not np.isnan(outcomes[n])]
        if not at:
            raise ValueError(f"no outcome within {horizon} days is known after {begin}")
        came = [float(outcomes[n]) for n in at]
        said = _said(series, at, horizon, models)
        counts[horizon], rates[horizon] = len(at), float(np.mean(came))
        reference = {name: scoring.brier(said[name], came) for name in REFERENCES}
        for name, p in said.items():
            value = scoring.brier(p, came)
            low, high = scoring.skill_interval(p, said[REFERENCES[0]], came, BLOCK)
            scores.append(Scores(
                name, horizon, value, scoring.log_score(p, came),
                {r: scoring.skill(value, b) for r, b in reference.items()}, low, high))
        tables[horizon] = tuple(scoring.calibration(said[PUBLISHED], came))
    return Backtest(series.date(start), series.date(int(origins[-1])), counts, rates,
                    tuple(scores), tables)


def _said(
    series: Series, at: Sequence[int], horizon: int, models: Sequence[str] | None
) -> dict[str, list[float]]:
    """What each model says at each origin."""
    pool = Pool()
    single: list[Model] = [Climatology(), Climatology(RECENT_YEARS), Persistence()]
    said: dict[str, list[float]] = {m.name: [] for m in (*single, *pool.models, pool)}
    fitted = -REFIT
    features = Recency().features(series)
    outcomes = series.outcomes(horizon)
    for n in at:
        if n - fitted >= REFIT:
            fitted = n
            past = series.until(n)
            for model in (*single, *pool.models):
                if isinstance(model, Recency):
                    days = np.arange(n - horizon, -1, -Recency.STEP)[::-1]
                    model.fit_rows(features[days], outcomes[days], (n + 1 - days).astype(float),
                                   horizon)
                else:
                    model.fit(past, horizon)
        parts = {}
        for model in pool.models:
            parts[model.name] = model.probability(series, n)
        for model in single:
            said[model.name].append(model.probability(series, n))
        for name, p in parts.items():
            said[name].append(p)
        said[pool.name].append(pool.pooled(parts.values()))
    wanted = None if models is None else {*models, *REFERENCES, PUBLISHED}
    return {k: v for k, v in said.items() if wanted is None or k in wanted}


__all__ = ["HORIZONS", "PUBLISHED", "REFERENCES", "Backtest", "Hawkes", "Scores", "Seasonal", "run"]
