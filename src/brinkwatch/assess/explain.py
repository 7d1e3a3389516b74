"""Any number of an assessment, rebuilt from the rows it was made from."""

from __future__ import annotations

from datetime import date
from typing import Any

from brinkwatch.assess import tempo as tempo_method
from brinkwatch.assess import trends as trend_method
from brinkwatch.assess.counts import poisson_interval, rate_ratio_test
from brinkwatch.assess.log import KINDS
from brinkwatch.model import Assessment, Story

FORMULAS = {
    tempo_method.METHOD: (
        "rate = test days / days covered × 30; interval: exact Poisson (Garwood 1936), 95 %"
    ),
    trend_method.METHOD: (
        "count tests in the stretch and in the stretch of equal length before it; one-sided "
        "conditional binomial test (Przyborowski and Wilenski 1940); supported up to "
        f"p = {trend_method.SIGNIFICANT}; fewer than {trend_method.TOO_FEW} tests, or a record "
        "that does not cover both stretches, is not judged"
    ),
}


def explain(assessment: Assessment, story: Story) -> dict[str, Any]:
    """Rebuild an assessment.

    Returns:
        {"id", "method", "formula", "verdict", "stated", "rebuilt", "agrees", "rows",
        "missing"}: `rows` are the tests counted, each with its incident's title where the story
        holds it; `agrees` tells whether the rebuilt figures equal the stated ones; `missing`
        are incidents of the rows that the story no longer holds.
    """
    detail = assessment.detail or {}
    titles = {i.id: i.title for i in story.incidents}
    rows = [{**row, "title": titles.get(row.get("incident") or "")}
            for row in detail.get("tests", [])]
    stated: Any
    rebuilt: Any
    if assessment.kind == tempo_method.KIND:
        stated = {"value": assessment.value, "low": assessment.low, "high": assessment.high}
        rebuilt = _tempo(detail)
    else:
        stated = [_figures(r) for r in detail.get("readings", [])]
        rebuilt = [_reading(r, rows) for r in detail.get("readings", [])]
    return {
        "id": assessment.id, "method": assessment.method,
        "formula": FORMULAS.get(assessment.method, "unknown method"),
        "verdict": assessment.verdict, "stated": stated, "rebuilt": rebuilt,
        "agrees": stated == rebuilt, "rows": rows, "note": assessment.note,
        "missing": sorted(
            {row["incident"] for row in rows if row.get("incident")} - set(titles)),
    }


def _tempo(detail: dict[str, Any]) -> dict[str, float | None]:
    days = {row["day"] for row in detail.get("tests", [])}
    if not days or not detail.get("days"):
        return {"value": None, "low": None, "high": None}
    scale = detail["per"] / detail["days"]
    low, high = poisson_interval(len(days))
    return {"value": round(len(days) * scale, 2), "low": round(low * scale, 2),
            "high": round(high * scale, 2)}


def _figures(reading: dict[str, Any]) -> dict[str, Any]:
    return {k: reading[k] for k in ("counted", "now", "before", "p")}


def _reading(reading: dict[str, Any], rows: list[dict[str, Any]]) -> dict[str, Any]:
    kinds = KINDS.get(reading["counted"])
    days = [date.fromisoformat(r["day"]) for r in rows if kinds is None or r["kind"] in kinds]
    if not reading["begin"]:
        return _figures(reading)
    begin, until = date.fromisoformat(reading["begin"]), date.fromisoformat(reading["until"])
    now = sum(1 for d in days if begin <= d <= until)
    if reading["before"] is None:
        return {**_figures(reading), "now": now}
    length = (until - begin).days + 1
    before = sum(1 for d in days if 0 < (begin - d).days <= length)
    p = None
    if now + before:
        falling = reading["direction"] in trend_method.DOWN
        more, less = (before, now) if falling else (now, before)
        p = round(rate_ratio_test(more, less, length, length), 4)
    return {"counted": reading["counted"], "now": now, "before": before, "p": p}
