"""Forecasts of another launch: made from the past alone, published where they beat climatology."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from brinkwatch.assess import explain, log
from brinkwatch.assess.counting import BALLISTIC
from brinkwatch.assess.forecast import backtest, issue, scoring
from brinkwatch.assess.forecast.models import Climatology, Hawkes, Persistence, Pool, Recency
from brinkwatch.assess.forecast.series import Series
from brinkwatch.knowledge import likelihood
from brinkwatch.model.forecasts import Forecast
from brinkwatch.model.log import Entry, History

FIRST = date(2010, 1, 1)


def bursts(years=12, seed=7):
    """A made series in which launches come in bursts."""
    random = np.random.default_rng(seed)
    days = np.zeros(365 * years)
    busy = 0
    for n in range(len(days)):
        busy = 60 if random.random() < 1 / 200 else max(0, busy - 1)
        days[n] = random.random() < (0.15 if busy else 0.004)
    return Series(FIRST, days)


def history(series, name="made"):
    rows = [series.date(int(n)).isoformat() for n in np.flatnonzero(series.days)]
    return History(
        name=name, title=name, format="own", begins=series.first.isoformat(),
        ends=series.last.isoformat(), parties=("PRK",), complete=("ballistic",),
        entries=tuple(Entry(id=f"{name}:{d}", source=name, begin=d, until=d, party="PRK",
                            kind="ballistic") for d in rows))


def test_an_outcome_is_whether_a_launch_follows_within_the_horizon():
    series = Series(FIRST, np.array([0, 0, 1, 0, 0, 0.0]))
    assert series.outcomes(2).tolist()[:4] == [1, 1, 0, 0]
    assert np.isnan(series.outcomes(2)[4:]).all()


@pytest.mark.parametrize("make", [
    Climatology, lambda: Climatology(5), Persistence, Hawkes, Recency, Pool])
def test_no_model_sees_beyond_the_day_it_speaks_on(make):
    whole = bursts(6)
    n = 1500
    changed = Series(FIRST, np.concatenate([whole.days[:n + 1], 1 - whole.days[n + 1:]]))
    said = []
    for series in (whole, changed):
        model = make()
        model.fit(series.until(n), 14)
        said.append(model.probability(series, n))
    assert said[0] == said[1]


def test_the_backtest_scores_nothing_whose_outcome_was_unknown():
    series = bursts()
    begin = FIRST + timedelta(days=365 * 6)
    short = Series(FIRST, series.days[:365 * 9])
    one = backtest.run(short, begin, horizons=(7,), models=())
    two = backtest.run(series, begin, end=short.last - timedelta(days=7), horizons=(7,), models=())
    assert one.of(backtest.PUBLISHED, 7).brier == pytest.approx(
        two.of(backtest.PUBLISHED, 7).brier, abs=1e-12)


def test_bursts_are_forecast_better_than_by_climatology_and_chance_is_not():
    begin = FIRST + timedelta(days=365 * 6)
    told = backtest.run(bursts(), begin, horizons=(14,))
    assert told.beats(14)
    random = np.random.default_rng(3)
    even = Series(FIRST, (random.random(365 * 12) < 0.03).astype(float))
    chance = backtest.run(even, begin, horizons=(14,)).of(backtest.PUBLISHED, 14)
    assert chance.skill["climatology"] < 0.02


def test_scores():
    assert scoring.brier([0.5, 1.0], [1, 1]) == 0.125
    assert scoring.log_score([0.5], [1]) == pytest.approx(0.6931, abs=1e-4)
    assert scoring.skill(0.1, 0.2) == 0.5
    assert scoring.skill(0.1, 0.0) is None
    rows = scoring.calibration([0.1, 0.1, 0.9], [0, 1, 1])
    assert [(r.count, r.said, r.came) for r in rows if r.count] == [
        (2, pytest.approx(0.1), 0.5), (1, pytest.approx(0.9), 1.0)]


def test_words_of_likelihood_name_their_range():
    assert str(likelihood.words(0.24)) == "unlikely (20% to 45%)"
    assert likelihood.words(0.55).words == "likely"
    assert likelihood.words(0.001).words == "almost no chance"
    assert likelihood.words(0.999).words == "almost certain"


def test_a_forecast_carries_its_score_and_can_be_rebuilt():
    series = bursts()
    held = log.build((), {}, {}, [history(series)])
    found = issue.assess("s", "PRK", series.last, held)
    assert found is not None
    assert found.value is not None
    assert found.low < found.value < found.high
    assert "Brier skill" in found.note
    told = explain(found)
    assert told["agrees"]
    assert len(told["rebuilt"]) == 3


@pytest.mark.parametrize(("years", "why"), [
    (3, "a forecast with its score needs 6 years"), (7, "too few to learn from")])
def test_a_thin_log_gives_no_number(years, why):
    days = bursts(years).days if years == 3 else np.zeros(365 * years)
    days[5] = 1
    series = Series(FIRST, days)
    found = issue.assess("s", "PRK", series.last, log.build((), {}, {}, [history(series)]))
    assert (found.verdict, found.value) == ("not judged", None)
    assert why in found.note


def test_an_empty_log_gives_no_number():
    found = issue.assess("s", "PRK", date(2025, 11, 8), log.build((), {}, {}, []))
    assert (found.verdict, found.value, found.detail["forecasts"]) == ("not judged", None, [])


def forecast(made, horizon=7):
    due = date.fromisoformat(made) + timedelta(days=horizon)
    return Forecast(
        id=made, party="PRK", counted=BALLISTIC.name, horizon=horizon, made=made,
        due=due.isoformat(), probability=0.4, low=0.2, high=0.6, reference=0.3, method="m")


def test_forecasts_are_scored_when_they_are_due_and_the_log_knows():
    series = Series.of([date(2010, 3, 5)], FIRST, date(2010, 3, 31))
    held = log.build((), {}, {}, [history(series)])
    came, not_come, waiting, done = (
        forecast("2010-03-01"), forecast("2010-03-10"), forecast("2010-03-29"),
        replace(forecast("2010-03-02"), outcome=1.0))
    found = {f.id: f for f in issue.score([came, not_come, waiting, done], held)}
    assert {k: f.outcome for k, f in found.items()} == {"2010-03-01": 1.0, "2010-03-10": 0.0}
    assert found["2010-03-01"].brier == pytest.approx(0.36)
