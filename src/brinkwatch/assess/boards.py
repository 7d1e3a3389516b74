"""A scenario's indicator board: which of its signs were reported, when last, and by whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from brinkwatch.assess import record
from brinkwatch.knowledge.boards import Board, Sign, boards
from brinkwatch.model import Assessment, Claim, Incident, Indicator, Report, Span, Story

METHOD = "indicator board 1.1"
KIND = "indicator board"

SEEN, OLD, PLANNED, ENDED, DENIED, NOT_SEEN = (
    "seen", "seen, not lately", "planned", "ended", "denied", "not seen")
_ORDER = {"asserted": 0, "suspected": 0, "possible": 1, "planned": 2, "threatened": 2,
          "conditional": 3, "denied": 4}


def assess(
    story: Story, claims: Mapping[str, Claim], reports: Mapping[str, Report], last: date | None
) -> tuple[Assessment, ...]:
    """The boards that fit the story; none where no scenario does, or where a story of deeds shows
    a single sign of it.

    A board counts signs; it gives no probability. Each sign rests on its last claim, and an event
    counts only where it names the story's parties.
    """
    found = [
        (board, _board(board, story, claims, reports, last)) for board in boards()
        if last is not None and _fits(board, story.incidents, claims)]
    return tuple(made for board, made in found if board.kinds or _seen(made) > 1)


def _seen(made: Assessment) -> int:
    """How many signs that do not ease a board were seen lately."""
    return sum(r["status"] == SEEN and not r["eases"] for r in (made.detail or {}).get("signs", ()))


def _fits(board: Board, incidents: Sequence[Incident], claims: Mapping[str, Claim]) -> bool:
    if any(i.kind in board.kinds for i in incidents):
        return bool(board.kinds)
    for incident in incidents:
        if incident.type in board.types and incident.kind == "event":
            told = [c for cid in incident.claims if (c := claims.get(cid)) is not None]
            between = any(two_sides(c) and c.certainty in record.HAPPENED for c in told)
            if between and not any(i.kind == "launch" for i in incidents):
                return True
    return False


def two_sides(claim: Claim) -> bool:
    """Whether a deed stands between two states, or between rebels and another side of a state."""
    return any(
        (one.country and other.country and one.country != other.country)
        or (one.sector != other.sector and "REB" in (one.sector, other.sector))
        for one in claim.actors for other in claim.recipients
    )


def _board(
    board: Board, story: Story, claims: Mapping[str, Claim], reports: Mapping[str, Report],
    last: date | None,
) -> Assessment:
    held = [c for cid in story.claims or [i for n in story.incidents for i in n.claims]
            if (c := claims.get(cid)) is not None]
    rows = [_row(sign, board, held, reports, last) for sign in board.signs]
    seen = [r for r in rows if r["status"] == SEEN and not r["eases"]]
    spans = [Span(*r["span"]) for r in rows if r["span"]]
    told = "; ".join(r["name"] for r in seen) or "none"
    return Assessment(
        id=f"board:{story.id}:{board.scenario.replace(' ', '-')}", kind=KIND, method=METHOD,
        verdict=verdict(rows, board.stale),
        inputs=tuple(dict.fromkeys(r["claim"] for r in rows if r["claim"])),
        note=f"{board.title}. Seen: {told}. A board counts signs and gives no probability.",
        spans=tuple(dict.fromkeys(spans)),
        detail={"scenario": board.scenario, "title": board.title, "stale": board.stale,
                "day": last.isoformat() if last else None, "signs": rows, "tests": rows})


def verdict(signs: Sequence[Mapping[str, Any]], stale: int) -> str:
    """How many of a board's signs were seen lately, those that ease it left out."""
    against = [s for s in signs if not s["eases"]]
    seen = sum(s["status"] == SEEN for s in against)
    return f"{seen} of {len(against)} signs seen in the last {stale} days"


def _row(
    sign: Sign, board: Board, claims: Sequence[Claim], reports: Mapping[str, Report],
    last: date | None,
) -> dict[str, Any]:
    hits = []
    for c in claims:
        report = reports.get(c.report)
        day = record.published_day(report) if report is not None else None
        if day is not None and _matches(sign, c):
            hits.append((day, -_ORDER.get(c.certainty, 3), c.report, c.id, c))
    row: dict[str, Any] = {
        "name": sign.name, "eases": sign.eases, "change": sign.change, "status": NOT_SEEN,
        "claims": len(hits), "day": None, "claim": None, "text": "", "by": None, "span": None,
    }
    if not hits:
        return row
    day, _, _, _, claim = max(hits, key=lambda h: h[:4])
    evidence = claim.evidence[0] if claim.evidence else None
    source = claim.attribution[0].name if claim.attribution else (
        reports[claim.report].source or None)
    row |= {
        "status": _status(claim, (last - day).days if last else 0, board.stale),
        "day": day.isoformat(), "claim": claim.id, "by": source,
        "text": evidence.text if evidence else "",
        "span": [claim.report, evidence.start, evidence.end] if evidence else None,
    }
    return row


def _matches(sign: Sign, c: Claim) -> bool:
    if isinstance(c, Indicator):
        return c.indicator in sign.indicators
    return any(c.type == kind and mode in (None, c.mode) for kind, mode in sign.events) and (
        c.record in ("event", "statement"))


def _status(claim: Claim, age: int, stale: int) -> str:
    if claim.certainty == "denied" or (
            isinstance(claim, Indicator) and claim.status == "denied"):
        return DENIED
    if isinstance(claim, Indicator) and claim.status == "ended":
        return ENDED
    if claim.certainty in ("planned", "possible", "conditional") or (
            isinstance(claim, Indicator) and claim.status == "planned"):
        return PLANNED
    return SEEN if age <= stale else OLD
