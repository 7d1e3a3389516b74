"""The desk's judgements as the page shows them: trend claims, tempo, indicators."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from brinkwatch.model import Assessment, Claim, StoryPage
from brinkwatch.publish import assessment_views
from brinkwatch.publish.excerpts import visible
from brinkwatch.publish.phrasing import MONTHS, day_of, day_words

VERDICT_SIGN = {"supported": "●", "contradicted": "○", "not judged": "◐"}
VERDICT_WORDS = {
    "supported": "The launches on record support it",
    "contradicted": "The launches on record contradict it",
    "not judged": "The record is too thin to judge it",
}
PARTLY = "Supported in part"


def trends(assessments: Iterable[Assessment]) -> list[dict[str, Any]]:
    """One item for each claim, however many reports print it; what it asks nested beneath."""
    out: dict[str, dict[str, Any]] = {}
    for a in assessments:
        if a.kind != "trend check":
            continue
        detail = a.detail or {}
        claim = visible(str(detail.get("claim") or ""))
        asked = _asked(a)
        if not claim or not asked:
            continue
        item = out.setdefault(
            claim,
            {"claim": claim, "asked": [], "method": a.method, "gaps": [], "id": a.id},
        )
        item["asked"].extend(q for q in asked if q not in item["asked"])
        item["gaps"].extend(g for g in gaps(detail) if g not in item["gaps"])
    for item in out.values():
        found = {q["verdict"] for q in item["asked"]}
        verdict = found.pop() if len(found) == 1 else "mixed"
        item["verdict"] = verdict
        item["sign"] = VERDICT_SIGN.get(verdict, "◐")
        item["words"] = VERDICT_WORDS.get(
            verdict, PARTLY if "supported" in {q["verdict"] for q in item["asked"]} else "Mixed"
        )
        for question in item["asked"]:
            if question["asks"].strip(" .") == item["claim"].strip(" ."):
                question["asks"] = ""
    return list(out.values())


def gaps(detail: Mapping[str, Any]) -> list[str]:
    """What the record is known to lack."""
    return [visible(str(g)) for g in detail.get("gaps") or ()]


def _asked(a: Assessment) -> list[dict[str, Any]]:
    """What a claim asks, each with its verdict and the readings it was tested under."""
    detail = a.detail or {}
    asked = detail.get("asked")
    if not asked:
        asked = [{"asks": "", "verdict": a.verdict, "readings": detail.get("readings") or ()}]
    out = []
    for question in asked:
        verdict = str(question.get("verdict") or a.verdict)
        out.append(
            {
                "asks": visible(str(question.get("asks") or "")).rstrip(" .,;"),
                "verdict": verdict,
                "sign": VERDICT_SIGN.get(verdict, "◐"),
                "readings": [
                    line for r in question.get("readings") or () if (line := reading_words(r))
                ],
                "main": _main_lines(question.get("readings") or ()),
            }
        )
    return out


def _main_lines(readings: Sequence[Mapping[str, Any]]) -> list[str]:
    """One line of counts for each thing counted: the main reading, else the first."""
    best: dict[str, Mapping[str, Any]] = {}
    for r in sorted(readings, key=lambda r: not r.get("main")):
        best.setdefault(str(r.get("counted")), r)
    return [line for r in best.values() if (line := reading_words(r))][:2]


def reading_words(r: Mapping[str, Any]) -> str:
    """ "Ballistic missiles, 29 October to 6 November 2025: no launch days. Supported." """
    begin, until = day_of(str(r.get("begin"))), day_of(str(r.get("until")))
    if begin is None or until is None or r.get("now") is None:
        return ""
    unit = str(r.get("unit") or "launches")
    text = f"{str(r.get('counted') or 'launches').capitalize()}, {stretch(begin, until)}: "
    text += f"{_count(r['now'])} {unit if r['now'] != 1 else unit.removesuffix('s')}"
    earlier = day_of(str(r.get("earlier")))
    if r.get("before") is not None:
        before = "none" if r["before"] == 0 else f"{r['before']:g}"
        text += f", against {before} "
        text += f"from {day_words(earlier, weekday=False, year=True)}" if earlier else "before"
    reason = visible(str(r.get("reason") or "")).rstrip(".")
    reason = re.sub(r"\d{4}-\d\d-\d\d", lambda m: _plain_day(m[0]), reason)
    return f"{text}. {str(r.get('verdict') or '').capitalize()}" + (
        f": {reason}." if reason else "."
    )


def _count(n: Any) -> str:
    return "no" if n == 0 else f"{n:g}"


def _plain_day(iso: str) -> str:
    day = day_of(iso)
    return day_words(day, weekday=False, year=True) if day else iso


def stretch(begin: date, until: date) -> str:
    """ "29 October to 6 November 2025" """
    return (
        f"{day_words(begin, weekday=False, year=begin.year != until.year)} to "
        f"{day_words(until, weekday=False, year=True)}"
    )


def assessment_view(a: Assessment) -> dict[str, Any]:
    """A tempo or another judgement, with its parts (`assessment_views.view`)."""
    note = visible(a.note)
    first = re.split(r"(?<=[.])\s+(?=[A-Z])", note)[0]
    figure = ""
    if a.value is not None and a.low is not None and a.high is not None:
        figure = f"{a.value:g} ({a.low:g} to {a.high:g})"
    parts = assessment_views.view(a)
    return {
        "id": a.id,
        "kind": a.kind,
        "verdict": visible(a.verdict),
        "note": note,
        "first": first,
        "more": note[len(first) :].strip(),
        "method": a.method,
        "chart": parts["chart"],
        "figure": figure,
        "view": parts,
    }


def indicators(page: StoryPage, claims: Mapping[str, Claim]) -> list[dict[str, str]]:
    """Signs that something may be coming, each kind once."""
    out: dict[str, dict[str, str]] = {}
    for incident in page.incidents:
        name = incident.fields.get("indicator")
        if incident.kind != "indicator" or name is None:
            continue
        status = incident.fields.get("status")
        by = next((v.by for v in name.values if v.by), "")
        day = day_of(incident.begin)
        out.setdefault(
            str(name.resolved),
            {
                "name": visible(str(name.resolved)),
                "by": visible(re.sub(r"\s*\([^)]*\)$", "", by or "")),
                "status": visible(str(status.resolved)) if status else "",
                "when": f"{day.day} {MONTHS[day.month - 1][:3]}" if day else "",
            },
        )
    return list(out.values())


__all__: Sequence[str] = ("assessment_view", "indicators", "trends")
