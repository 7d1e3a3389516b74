"""Any number of an assessment, rebuilt from the rows it was made from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from brinkwatch.assess import boards as board_method
from brinkwatch.assess import tempo as tempo_method
from brinkwatch.assess import tension as tension_method
from brinkwatch.assess import trends as trend_method
from brinkwatch.assess.counting import ALL, BY_NAME
from brinkwatch.assess.counts import rate_ratio_test
from brinkwatch.assess.deeds import Deed
from brinkwatch.assess.forecast import issue as forecast_method
from brinkwatch.knowledge.tension import Weights
from brinkwatch.model import Assessment
from brinkwatch.model.log import Entry

FORMULAS = {
    tempo_method.METHOD: (
        "launch days in the window; exact Poisson interval (Garwood 1936); ratio to the 365 days "
        "before with the exact conditional interval, counts divided by the dispersion of earlier "
        "windows (quasi-Poisson); docs/methodology/tempo.md"
    ),
    trend_method.METHOD: (
        "count launches in each plausible stretch; a rank is compared with the count, a pace by "
        "the one-sided conditional binomial test (Przyborowski and Wilenski 1940); "
        "docs/methodology/trend-check.md"
    ),
    tension_method.METHOD: (
        "sum of intensity × certainty × origins × direction over the pair's events, halved every "
        "half-life; rank among the pair's own past days; docs/methodology/tension.md"
    ),
    board_method.METHOD: (
        "signs with a claim in the last days; no weights; docs/methodology/indicator-board.md"
    ),
    forecast_method.METHOD: (
        "mean log odds of a negative binomial with season, a Hawkes process and a recency "
        "logistic, published where they beat climatology; docs/methodology/forecast.md"
    ),
}

Rebuild = Callable[[Assessment], tuple[Any, Any]]
"""Gives (stated, rebuilt)."""


def explain(assessment: Assessment) -> dict[str, Any]:
    """Rebuild an assessment from the rows in its detail.

    Returns:
        {"id", "kind", "method", "formula", "verdict", "stated", "rebuilt", "agrees", "rows",
        "note"}: `agrees` tells whether the rebuilt figures equal the stated ones.
    """
    detail = assessment.detail or {}
    rebuild = REBUILD.get(assessment.kind)
    stated, rebuilt = rebuild(assessment) if rebuild else (None, None)
    return {
        "id": assessment.id, "kind": assessment.kind, "method": assessment.method,
        "formula": FORMULAS.get(assessment.method, "an earlier version's; see docs/methodology"),
        "verdict": assessment.verdict, "stated": stated, "rebuilt": rebuilt,
        "agrees": stated == rebuilt, "rows": detail.get("tests", []), "note": assessment.note,
    }


def _entry(row: dict[str, Any]) -> Entry:
    return Entry(
        id=row["id"], source=row["source"], begin=row["day"], until=row["day"],
        party=row["party"], kind=row["kind"], count_low=row["low"], count_high=row["high"])


def _tempo(a: Assessment) -> tuple[Any, Any]:
    detail = a.detail or {}
    if "measures" not in detail:
        return None, None
    rows = [_entry(r) for r in (*detail["past"], *detail["tests"])]
    begin, until = (date.fromisoformat(detail[k]) for k in ("begin", "until"))
    first = date.fromisoformat(detail["covered_from"]) if detail["covered_from"] else None
    rebuilt = {}
    for name in detail["measures"]:
        counted = BY_NAME[name]
        chosen = [e for e in rows if counted.holds(e)]
        compared = name == detail["counted"] and (counted is not ALL or first is not None)
        rebuilt[name] = tempo_method.measure(chosen, begin, until, first if compared else None)
    return detail["measures"], rebuilt


def _trend(a: Assessment) -> tuple[Any, Any]:
    detail = a.detail or {}
    rows = {r["id"]: r for r in detail.get("tests", [])}
    stated, rebuilt = [], []
    for reading in detail.get("readings", []):
        if not reading["begin"] or reading["unit"] != "launch days":
            continue
        days = {rows[i]["day"] for i in reading["rows"] if i in rows}
        inside = {d for d in days if reading["begin"] <= d <= reading["until"]}
        own = int(reading["claimed"] not in (None, 0) and (reading["own"] not in reading["rows"]))
        stated.append({k: reading[k] for k in ("counted", "now", "before", "p")})
        before = p = None
        if reading["before"] is not None:
            first, at = (date.fromisoformat(reading[k]) for k in ("begin", "until"))
            earlier = date.fromisoformat(reading["earlier"])
            before = len({rows[i]["day"] for i in reading["before_rows"] if i in rows})
            spans = ((at - first).days + 1, (first - timedelta(days=1) - earlier).days + 1)
            pair = (len(inside), before)
            if reading["direction"] == "down":
                pair, spans = pair[::-1], spans[::-1]
            p = round(rate_ratio_test(*pair, *spans), 4) if sum(pair) else None
        rebuilt.append({"counted": reading["counted"], "now": len(inside) + own,
                        "before": before, "p": p})
    return stated, rebuilt


def _tension(a: Assessment) -> tuple[Any, Any]:
    detail = a.detail or {}
    if not detail.get("first") or detail.get("rank") is None:
        return None, None
    told = detail["weights"]
    w = Weights(
        version="", half_life=told["half_life"], undirected=told["undirected"],
        one_origin=told["one_origin"], cooperation=told["cooperation"],
        certainty=told["certainty"], past=told["past"], least_past=0, levels=told["levels"])
    one, two = detail["pair"]
    deeds = [
        Deed(id=r["id"], day=date.fromisoformat(r["day"]), actor=r["actor"],
             recipient=r["recipient"], type=r["type"], mode=r["mode"], intensity=r["intensity"],
             certainty=r["certainty"], origins=r["origins"], source=r["source"])
        for r in detail["tests"]]
    found = tension_method.measure(
        deeds, (one, two), date.fromisoformat(detail["first"]), date.fromisoformat(detail["day"]),
        detail["basis"], w)
    assert found.rank is not None and found.low is not None and found.high is not None
    return (
        {"score": detail["score"], "rank": a.value, "low": a.low, "high": a.high,
         "level": detail["level"]},
        {"score": round(found.value, 3), "rank": round(found.rank, 3),
         "low": round(found.low, 3), "high": round(found.high, 3), "level": found.level})


def _board(a: Assessment) -> tuple[Any, Any]:
    signs = (a.detail or {}).get("signs", [])
    return a.verdict, board_method.verdict(signs, (a.detail or {}).get("stale", 0))


def _forecast(a: Assessment) -> tuple[Any, Any]:
    detail = a.detail or {}
    rebuilt = forecast_method.rebuilt(detail)
    keys = ("counted", "horizon", "made", "due", "probability", "low", "high", "reference")
    return ([{k: r[k] for k in keys} for r in detail.get("forecasts", [])],
            [{k: r[k] for k in keys} for r in rebuilt])


REBUILD: dict[str, Rebuild] = {
    tempo_method.KIND: _tempo, trend_method.KIND: _trend, tension_method.KIND: _tension,
    board_method.KIND: _board, forecast_method.KIND: _forecast,
}
