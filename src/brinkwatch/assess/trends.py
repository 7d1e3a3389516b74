"""Trend claims tested against the launch log: one result for a claim, however often it is told.

A claim asks one or more things; each has readings (what is counted, in what unit, over which
stretch). Methods and rules: docs/methodology/trend-check.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from typing import Any

from brinkwatch.assess import readings as judge
from brinkwatch.assess import record, windows, wording
from brinkwatch.assess.log import Log, words
from brinkwatch.assess.readings import CONTRADICTED, NOT_JUDGED, SUPPORTED, Own, Reading
from brinkwatch.assess.wording import Asked
from brinkwatch.model import Assessment, Claim, Incident, Launch, Report, Span, Trend

METHOD = "trend check 2.0"
KIND = "trend check"

FRESH = 7
"""Days before a claim in which the launch it speaks of must lie."""


@dataclass(slots=True)
class _Group:
    """The same claim in several reports: sentences that ask a thing in common."""

    party: str
    day: date
    claims: list[Trend] = field(default_factory=list)
    asked: dict[tuple[object, ...], Asked] = field(default_factory=dict)
    incidents: list[str] = field(default_factory=list)


def checks(
    incidents: Iterable[Incident], claims: Mapping[str, Claim], reports: Mapping[str, Report],
    log: Log,
) -> tuple[Assessment, ...]:
    """Test every trend claim among the incidents, each claim once."""
    sentences: dict[tuple[str, int], tuple[list[Trend], list[str]]] = {}
    for incident in incidents:
        for cid in incident.claims:
            claim = claims.get(cid)
            if isinstance(claim, Trend):
                key = (claim.report, claim.evidence[0].start if claim.evidence else -1)
                held = sentences.setdefault(key, ([], []))
                held[0].append(claim)
                held[1].append(incident.id)
    groups: list[_Group] = []
    lonely: list[Assessment] = []
    for trends, ids in sentences.values():
        trends.sort(key=lambda t: t.id)
        party = _party(trends, claims, log)
        report = reports.get(trends[0].report)
        day = record.published_day(report, party) if report is not None else None
        if party is None or day is None:
            why = ("The claim has no date to count back from." if day is None else
                   "The claim names nobody whose launches could be counted.")
            lonely.append(_unread(trends, ids, why))
            continue
        asked = {a.key: a for t in trends for a in wording.asked(t, day)}
        if not asked:
            lonely.append(_unread(
                trends, ids, "No stretch of time and no order could be read in the claim."))
            continue
        near = next((g for g in groups if g.party == party and abs((g.day - day).days) <= 2
                     and _shared(g.asked, asked)), None)
        if near is None:
            near = _Group(party, day)
            groups.append(near)
        near.day = max(near.day, day)
        near.claims.extend(trends)
        near.asked.update((k, a) for k, a in asked.items() if not any(
            _alike(a, b) for b in near.asked.values()))
        near.incidents.extend(ids)
    return (*(_check(g, claims, log) for g in groups), *lonely)


def _shared(a: Mapping[Any, Asked], b: Mapping[Any, Asked]) -> bool:
    return any(_alike(x, y) for x in a.values() for y in b.values())


def _alike(a: Asked, b: Asked) -> bool:
    """Whether two sentences ask the same: lengths are measured from days that may differ."""
    return a.key == b.key or (
        a.relation == b.relation and a.number == b.number and a.counted == b.counted
        and a.stretch is not None and b.stretch is not None
        and bool(a.stretch.lengths) and a.stretch.lengths[0][0] == (
            b.stretch.lengths[0][0] if b.stretch.lengths else 0))


def _party(trends: Sequence[Trend], claims: Mapping[str, Claim], log: Log) -> str | None:
    """Whose launches the claim counts: its actor where that one launches, else whoever alone
    launches in the same report."""
    launching = {e.party for e in log.entries if e.kind}
    actors = [p for t in trends if (p := record.party_of(t.actors)) is not None]
    for party in actors:
        if party in launching:
            return party
    told = {
        p for c in claims.values()
        if isinstance(c, Launch) and c.report == trends[0].report
        and (p := record.party_of(c.actors)) is not None and p in launching
    }
    return told.pop() if len(told) == 1 else (actors[0] if actors else None)


def _check(group: _Group, claims: Mapping[str, Claim], log: Log) -> Assessment:
    trends = sorted(group.claims, key=lambda t: (t.report, t.id))
    found: list[dict[str, Any]] = []
    for asked in group.asked.values():
        own = _own(asked, trends, claims, group, log)
        made = judge.readings(asked, group.party, group.day, own, log)
        found.append({
            "asks": asked.words, "relation": asked.relation,
            "verdict": judge.overall(made), "own": asdict(own) if own else None,
            "readings": [asdict(r) for r in made],
        })
    verdicts = {f["verdict"] for f in found}
    verdict = (CONTRADICTED if CONTRADICTED in verdicts else
               NOT_JUDGED if NOT_JUDGED in verdicts else SUPPORTED)
    counted = [c for a in group.asked.values() for c in a.counted]
    begins = [r["earlier"] or r["begin"] for f in found for r in f["readings"] if r["begin"]]
    since = date.fromisoformat(min(begins)) if begins else None
    gaps = list(dict.fromkeys(g for c in counted for g in log.gaps(group.party, c, since)))
    rows = _rows(found, log, group.party)
    inputs = dict.fromkeys((*group.incidents, *(t.id for t in trends)))
    inputs.update(dict.fromkeys(
        i for row in rows for i in (row["incident"], *row["claims"]) if i))
    return Assessment(
        id=f"trend-check:{group.incidents[0]}", kind=KIND, verdict=verdict, method=METHOD,
        inputs=tuple(inputs), note=_note(found, gaps),
        spans=tuple(dict.fromkeys(
            Span(c.report, e.start, e.end) for c in trends for e in c.evidence[:1])),
        detail={
            "claim": trends[0].evidence[0].text if trends[0].evidence else "",
            "party": group.party, "day": group.day.isoformat(), "asked": found,
            "readings": [r for f in found for r in f["readings"]],
            "gaps": gaps, "tests": rows, "reports": len({t.report for t in trends}),
            "record_begins": log.first_report.isoformat() if log.first_report else None,
        },
    )


def _own(
    asked: Asked, trends: Sequence[Trend], claims: Mapping[str, Claim], group: _Group, log: Log
) -> Own | None:
    """The launch a rank speaks of: told of in the same reports, else the last before the claim.

    A rank presupposes its launch, so where the log lacks it, it is counted all the same.
    """
    if asked.relation not in (wording.FIRST, wording.NTH, wording.MOST):
        return None
    text = trends[0].evidence[0].text if trends[0].evidence else ""
    named = windows.day_named(wording.before_ranks(text), group.day)
    counted = asked.counted[:1]
    mine = [e for e in log.launches(group.party)
            if not counted or counted[0].holds(e) or counted[0].may_hold(e)]
    told = {c.id for c in claims.values() if c.report in {t.report for t in trends}}
    last = (group.day + timedelta(days=1)).isoformat()
    first = (group.day - timedelta(days=FRESH)).isoformat()
    near = [e for e in mine if first <= e.begin <= last]
    for chosen in (
        [e for e in mine if named is not None and e.begin == named.isoformat()],
        [e for e in near if told & set(e.claims)], near,
    ):
        if chosen:
            best = max(chosen, key=lambda e: e.begin)
            return Own(best.begin, best.id)
    return Own((named or group.day).isoformat(), None)


def _rows(found: Sequence[dict[str, Any]], log: Log, party: str) -> list[dict[str, Any]]:
    used = {i for f in found for r in f["readings"] for i in (*r["rows"], *r["before_rows"])}
    return [
        {"id": e.id, "day": e.begin, "kind": e.kind, "party": party, "incident": e.incident,
         "claims": list(e.claims), "source": e.source, "low": e.count_low, "high": e.count_high,
         "range_class": e.range_class, "system": e.system, "same_as": list(e.same_as)}
        for e in log.entries if e.id in used
    ]


def _note(found: Sequence[Mapping[str, Any]], gaps: Sequence[str]) -> str:
    parts = []
    for f in found:
        main = [r for r in f["readings"] if r["verdict"] == f["verdict"]] or f["readings"]
        parts.append(f"“{f['asks']}”: {f['verdict']}. {judge.told(Reading(**main[0]))}")
        for name in dict.fromkeys(r["counted"] for r in f["readings"] if not r["main"]):
            other = [Reading(**r) for r in f["readings"] if r["counted"] == name]
            verdict = judge.overall(other)
            shown = next((r for r in other if r.verdict == verdict), other[0])
            parts.append(f"Counted as {name}: {verdict}. {judge.told(shown)}")
    return " ".join([*parts, *(["Known gaps: " + " ".join(gaps)] if gaps else [])])


def _unread(trends: Sequence[Trend], incidents: Sequence[str], why: str) -> Assessment:
    return Assessment(
        id=f"trend-check:{incidents[0]}", kind=KIND, verdict=NOT_JUDGED, method=METHOD, note=why,
        inputs=tuple(dict.fromkeys((*incidents, *(t.id for t in trends)))),
        spans=tuple(Span(t.report, e.start, e.end) for t in trends for e in t.evidence[:1]),
        detail={"claim": trends[0].evidence[0].text if trends[0].evidence else "", "asked": [],
                "readings": [], "gaps": [why], "tests": []},
    )


__all__ = ["KIND", "METHOD", "checks", "words"]
