"""Forecasts made, with the score of their model; and scored when they are due.

Methods: docs/methodology/forecast.md.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import numpy as np

from brinkwatch.assess.counting import BALLISTIC, BY_NAME, LONG_RANGE, Counted
from brinkwatch.assess.forecast import backtest
from brinkwatch.assess.forecast.backtest import HORIZONS, PUBLISHED, REFERENCES, Backtest
from brinkwatch.assess.forecast.models import Climatology, Pool
from brinkwatch.assess.forecast.series import Series
from brinkwatch.assess.log import PARTIAL, Log, words
from brinkwatch.assess.tempo import covered_from
from brinkwatch.knowledge import likelihood
from brinkwatch.model import Assessment
from brinkwatch.model.forecasts import Forecast

METHOD = "forecast 1.0"
KIND = "forecast"

TRAINING = 5
"""Years of history before the first origin of the backtest."""
TESTED = 10
"""Years of origins that the score rests on, at most."""
LEAST = 20
"""Launch days a history must hold."""
ASKED: tuple[tuple[Counted, tuple[int, ...]], ...] = ((BALLISTIC, HORIZONS), (LONG_RANGE, (30,)))


def series(log: Log, party: str, counted: Counted, day: date) -> Series | str:
    """What the log knows of launch days up to `day`; a sentence saying why where too little."""
    whole = replace(counted, range_classes=()) if counted.range_classes else counted
    first = covered_from(log, party, whole, day)
    if first is None:
        return f"No history lists all {counted.name} of {party}."
    if log.cover(party, whole, first, day).grade == PARTIAL:
        return f"The log does not cover all days up to {words(day)}."
    if (day - first).days < 365 * (TRAINING + 1):
        return (f"The log covers {(day - first).days} days; a forecast with its score needs "
                f"{TRAINING + 1} years.")
    launches = [date.fromisoformat(e.begin) for e in log.launches(party, counted)]
    found = Series.of(launches, first, day)
    if found.days.sum() < LEAST:
        return (f"{int(found.days.sum())} launch days on record are too few to learn from "
                f"({LEAST} needed).")
    return found


@lru_cache(maxsize=16)
def _tested(first: date, body: bytes, horizons: tuple[int, ...]) -> Backtest:
    held = Series(first, np.frombuffer(body, dtype=np.float64))
    begin = max(first + timedelta(days=365 * TRAINING), held.last - timedelta(days=365 * TESTED))
    return backtest.run(held, begin, horizons=horizons)


def make(held: Series, party: str, counted: Counted, horizons: tuple[int, ...] = HORIZONS
         ) -> tuple[tuple[Forecast, ...], Backtest]:
    """Forecasts for the days after the series' last, and the backtest behind them."""
    test = _tested(held.first, held.days.tobytes(), horizons)
    n = len(held) - 1
    made = held.last
    out = []
    for horizon in horizons:
        pool, reference = Pool(), Climatology()
        pool.fit(held, horizon)
        reference.fit(held, horizon)
        low, high = pool.interval(held, n)
        key = f"{party}|{counted.name}|{horizon}|{made}|{METHOD}|".encode() + held.days.tobytes()
        out.append(Forecast(
            id=hashlib.sha256(key).hexdigest()[:24], party=party, counted=counted.name,
            horizon=horizon, made=made.isoformat(),
            due=(made + timedelta(days=horizon)).isoformat(),
            probability=round(pool.probability(held, n), 3), low=round(low, 3),
            high=round(high, 3), reference=round(reference.probability(held, n), 3),
            method=f"{METHOD} ({PUBLISHED})", published=test.beats(horizon)))
    return tuple(out), test


def score(pending: Iterable[Forecast], log: Log) -> Iterator[Forecast]:
    """Those forecasts that can be scored now: they are due, and the log covers their days; or the
    launch came before."""
    for item in pending:
        counted = BY_NAME.get(item.counted)
        if item.outcome is not None or counted is None:
            continue
        begin, due = (date.fromisoformat(d) for d in (item.made, item.due))
        begin += timedelta(days=1)
        came = any(begin.isoformat() <= e.begin <= item.due
                   for e in log.launches(item.party, counted))
        whole = replace(counted, range_classes=()) if counted.range_classes else counted
        if came or log.cover(item.party, whole, begin, due).grade != PARTIAL:
            last = min(due, log.last_report or due)
            yield replace(item, outcome=float(came), scored=last.isoformat())


def assess(story: str, party: str, last: date | None, log: Log) -> Assessment | None:
    """The forecasts for a story's launching party, as of its last report.

    Where no model beat climatology, or the log is too thin, the assessment says so and gives no
    number.
    """
    if last is None:
        return _unjudged(story, party, "The story's reports have no dates.")
    rows: list[dict[str, Any]] = []
    tests: dict[str, dict[str, Any]] = {}
    seen: dict[str, dict[str, Any]] = {}
    why = []
    for counted, horizons in ASKED:
        held = series(log, party, counted, last)
        if isinstance(held, str):
            why.append(held)
            continue
        forecasts, test = make(held, party, counted, horizons)
        seen[counted.name] = {
            "first": held.first.isoformat(), "last": held.last.isoformat(),
            "days": [held.date(int(n)).isoformat() for n in np.flatnonzero(held.days)]}
        tests[counted.name] = summary(test)
        for item in forecasts:
            word = likelihood.words(item.probability)
            rows.append({**asdict(item), "words": word.words, "range": [word.low, word.high]})
    shown = [r for r in rows if r["published"]]
    if not shown:
        told = " ".join(dict.fromkeys(why)) or (
            "No model beat climatology on this log, so that none is published.")
        return _unjudged(story, party, told, tests)
    main = next((r for r in shown if r["horizon"] == 30), shown[-1])
    return Assessment(
        id=f"forecast:{story}", kind=KIND, method=METHOD, verdict=_told(main),
        value=main["probability"], low=main["low"], high=main["high"],
        note=_note(rows, tests, why),
        detail={"party": party, "made": last.isoformat(), "forecasts": rows, "backtest": tests,
                "launch_days": seen, "tests": [], "gaps": log.gaps(party, BALLISTIC)})


def summary(test: Backtest) -> dict[str, Any]:
    """A backtest as plain values: scores to three places, calibration by horizon."""
    return {
        "first": test.first.isoformat(), "last": test.last.isoformat(),
        "origins": {str(k): v for k, v in test.origins.items()},
        "rate": {str(k): round(v, 3) for k, v in test.rate.items()},
        "scores": [
            {"model": s.model, "horizon": s.horizon, "brier": round(s.brier, 4),
             "log": round(s.log, 4),
             "skill": {k: None if v is None else round(v, 3) for k, v in s.skill.items()},
             "low": None if s.low is None else round(s.low, 3),
             "high": None if s.high is None else round(s.high, 3)}
            for s in test.scores],
        "calibration": {str(k): [asdict(b) for b in rows] for k, rows in test.calibration.items()},
    }


def _told(row: dict[str, Any]) -> str:
    what = "another launch" if row["counted"] == BALLISTIC.name else f"a launch of {row['counted']}"
    low, high = row["range"]
    return (f"{what} within {row['horizon']} days: {row['words']} ({low:.0%} to {high:.0%}); "
            f"{row['probability']:.0%}")


def _note(rows: Sequence[dict[str, Any]], tests: dict[str, dict[str, Any]], why: Sequence[str]
          ) -> str:
    told = []
    for row in rows:
        skills = {s["horizon"]: s for s in tests[row["counted"]]["scores"]
                  if s["model"] == PUBLISHED}
        found = skills[row["horizon"]]
        against = ", ".join(f"{found['skill'][r]:+.2f} against {r}" for r in REFERENCES)
        if row["published"]:
            told.append(f"{_told(row)[:1].upper()}{_told(row)[1:]} (90 % interval {row['low']:.0%} "
                        f"to {row['high']:.0%}; climatology {row['reference']:.0%}). "
                        f"Brier skill {against}.")
        else:
            told.append(f"No forecast of {row['counted']} within {row['horizon']} days: the model "
                        f"did not beat climatology (Brier skill {against}).")
    return " ".join([*told, *dict.fromkeys(why)])


def _unjudged(story: str, party: str, why: str, tests: dict[str, Any] | None = None) -> Assessment:
    return Assessment(
        id=f"forecast:{story}", kind=KIND, verdict="not judged", method=METHOD, note=why,
        detail={"party": party, "forecasts": [], "backtest": tests or {}, "tests": []})


def rebuilt(detail: dict[str, Any]) -> list[dict[str, Any]]:
    """The forecasts of an assessment made again from the launch days in its detail."""
    out: list[dict[str, Any]] = []
    for counted, horizons in ASKED:
        seen = detail.get("launch_days", {}).get(counted.name)
        if seen is None:
            continue
        held = Series.of([date.fromisoformat(d) for d in seen["days"]],
                         date.fromisoformat(seen["first"]), date.fromisoformat(seen["last"]))
        out.extend(asdict(f) for f in make(held, detail["party"], counted, horizons)[0])
    return out
