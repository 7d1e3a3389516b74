"""What the page shows of tempo, tension, an indicator board and forecasts, in full."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from markupsafe import Markup

from brinkwatch.knowledge.countries import countries
from brinkwatch.model import Assessment
from brinkwatch.publish import assessment_charts
from brinkwatch.publish.excerpts import visible
from brinkwatch.publish.phrasing import day_of, day_words

TITLES = {
    "tempo": "Tempo",
    "tension": "Tension",
    "forecast": "What next",
    "indicator board": "Indicator board",
}
SIGNS = {
    "seen": "●",
    "seen, not lately": "◐",
    "planned": "◔",
    "ended": "○",
    "denied": "○",
    "not seen": "·",
}
UNITS = {"launch_days": "launch days", "launches": "launches", "missiles": "missiles, at least"}


def view(a: Assessment) -> dict[str, Any]:
    """A judgement in parts: a line of facts, a chart, a list, tables to open, known gaps.

    Returns:
        {"title", "lines", "chart", "signs", "tables": [{"caption", "heads", "rows"}], "gaps",
        "judged"}.
    """
    detail = a.detail or {}
    made = {
        "tempo": _tempo,
        "tension": _tension,
        "forecast": _forecast,
        "indicator board": _board,
    }.get(a.kind)
    out: dict[str, Any] = {
        "title": TITLES.get(a.kind, a.kind.capitalize()),
        "lines": [],
        "chart": Markup(""),
        "signs": [],
        "tables": [],
        "gaps": [visible(g) for g in detail.get("gaps") or ()],
        "judged": a.verdict != "not judged",
    }
    if made is not None and out["judged"]:
        out |= made(a, detail)
    return out


def _tempo(a: Assessment, detail: Mapping[str, Any]) -> dict[str, Any]:
    measures = detail.get("measures") or {}
    main = measures.get(detail.get("counted"))
    if not main:
        return {}
    until = date.fromisoformat(detail["until"])
    rows = [*detail.get("past", ()), *detail.get("tests", ())]
    days = {date.fromisoformat(r["day"]) for r in rows if r.get("kind") in _kinds(detail)}
    old = main.get("baseline")
    heads, table = ["", f"{main['days']} days"], []
    if old:
        heads += [f"{old['days']} days before", "ratio (95 %)"]
    for unit, name in UNITS.items():
        row = [name, f"{main[unit]}"]
        if old:
            row += [f"{old[unit]}", _ratio(old["ratios"].get(unit))]
        table.append(row)
    tables = [
        {
            "caption": f"{detail['counted'].capitalize()}, {_day(detail['begin'])} to "
            f"{_day(detail['until'])}",
            "heads": heads,
            "rows": table,
        }
    ]
    if len(detail.get("turns") or ()) > 1:
        tables.append(
            {
                "caption": "Stretches of one pace",
                "heads": ["from", "to", "launch days in 30 days"],
                "rows": [
                    [_day(t["begin"]), _day(t["until"]), f"{t['rate']:g}"] for t in detail["turns"]
                ],
            }
        )
    if detail.get("by_kind"):
        tables.append(
            {
                "caption": "Launch days by kind, all sources",
                "heads": ["kind", "days"],
                "rows": [[k, str(n)] for k, n in detail["by_kind"].items()],
            }
        )
    lines = []
    if old:
        lines.append(
            f"{old['as_many']} of {old['windows']} earlier windows of {main['days']} days "
            "held as many launch days."
        )
    between = detail.get("gaps_between") or {}
    if between.get("before_last") is not None:
        lines.append(
            f"The last launch came {between['before_last']} days after the one before; "
            f"half of all gaps are {between['median']} days or less."
        )
    chart = Markup("")
    if detail.get("covered_from"):
        chart = assessment_charts.months(days, until)
        lines.insert(
            0,
            f"{detail['counted'].capitalize()}: launch days by month, two years to {until:%B %Y}.",
        )
    return {"lines": lines, "chart": chart, "tables": tables}


def _kinds(detail: Mapping[str, Any]) -> set[str]:
    if detail.get("counted") == "ballistic missiles":
        return {"ballistic"}
    return {str(r.get("kind")) for r in detail.get("tests", ())}


def _ratio(values: Sequence[float | None] | None) -> str:
    if not values:
        return "too few"
    middle, low, high = values
    span = f"{low:g} to {'no bound' if high is None else format(high, 'g')}"
    return f"{'–' if middle is None else format(middle, 'g')} ({span})"


def _tension(a: Assessment, detail: Mapping[str, Any]) -> dict[str, Any]:
    day = date.fromisoformat(detail["day"])
    one, two = (_name(code) for code in detail["pair"])
    basis = re.sub(r"\b[A-Z]{3}\b", lambda m: _name(m[0]), detail["basis"])
    past = min(detail["past_days"], detail["weights"]["past"])
    lines = [
        f"Score by {basis} in the last half year, ranked among {past:,} days of the pair's "
        "own past."
    ]
    if a.low is not None and a.high is not None:
        lines.append(f"Rank {a.value:.0%}, 90 % interval {a.low:.0%} to {a.high:.0%}.")
    return {
        "title": f"Tension, {one} and {two}",
        "lines": lines,
        "chart": assessment_charts.tension(detail["series"], detail["edges"], day, detail["level"]),
        "tables": [
            {
                "caption": "Events that moved it",
                "heads": ["day", "what", "origins", "adds"],
                "rows": [
                    [
                        _day(m["day"]),
                        visible(m["title"] or m["type"].lower()),
                        str(m["origins"]) if m["source"] == "record" else "list",
                        f"{m['adds']:+.2f}",
                    ]
                    for m in detail["moved"]
                ],
            },
            {
                "caption": "What each weight does",
                "heads": ["weight", "changed", "rank", "level"],
                "rows": [
                    [
                        s["weight"].replace("_", " "),
                        f"{s['from']:g} → {s['to']:g}",
                        "" if s["rank"] is None else f"{s['rank']:.0%}",
                        s["level"],
                    ]
                    for s in detail["sensitivity"]
                ],
            },
        ],
    }


def _forecast(a: Assessment, detail: Mapping[str, Any]) -> dict[str, Any]:
    rows = [r for r in detail.get("forecasts", ()) if r["published"]]
    any_kind = [r for r in rows if r["counted"] == rows[0]["counted"]]
    lines = [
        f"{_what(r)} within {r['horizon']} days: {r['words']} "
        f"({r['range'][0]:.0%} to {r['range'][1]:.0%})."
        for r in rows
    ]
    chart = assessment_charts.chances(
        [
            {
                "label": f"{r['horizon']} days",
                **{k: r[k] for k in ("probability", "low", "high", "reference")},
            }
            for r in any_kind
        ]
    )
    tables = []
    for counted, test in (detail.get("backtest") or {}).items():
        tables.append(
            {
                "caption": f"How good such forecasts were: {counted}, {_day(test['first'])} to "
                f"{_day(test['last'])}, Brier skill of the model published",
                "heads": [
                    "days",
                    "origins",
                    "against all past",
                    "against last 5 years",
                    "against persistence",
                ],
                "rows": [
                    [
                        str(s["horizon"]),
                        str(test["origins"][str(s["horizon"])]),
                        *(_signed(v) for v in s["skill"].values()),
                    ]
                    for s in test["scores"]
                    if s["model"] == "pool of three"
                ],
            }
        )
    lines.append("The stroke marks what climatology says; the bar is a 90 % interval.")
    return {"lines": lines, "chart": chart, "tables": tables}


def _what(row: Mapping[str, Any]) -> str:
    if row["counted"] == "ballistic missiles":
        return "Another ballistic launch"
    return f"A launch of {row['counted']}"


def _signed(value: float | None) -> str:
    return "–" if value is None else f"{value:+.2f}"


def _board(a: Assessment, detail: Mapping[str, Any]) -> dict[str, Any]:
    signs = [
        {
            "sign": SIGNS.get(s["status"], "·"),
            "name": visible(s["name"]),
            "status": s["status"],
            "eases": s["eases"],
            "when": _short(s["day"]),
            "by": visible(re.sub(r"\s*\([^)]*\)$", "", s["by"] or "")),
            "text": visible(s["text"]),
            "change": visible(s["change"]),
        }
        for s in detail.get("signs", ())
    ]
    return {"title": f"Indicators: {visible(detail.get('title', '')).lower()}", "signs": signs}


def _short(iso: str | None) -> str:
    day = day_of(iso)
    return f"{day.day} {day:%b}" if day else ""


def _name(code: str) -> str:
    """The country's name for an ISO 3166 code, else the code."""
    held = countries().get(code)
    return held.name if held is not None else code


def _day(iso: str | None) -> str:
    day = day_of(iso)
    return day_words(day, weekday=False, year=True) if day else ""


__all__ = ["view"]
