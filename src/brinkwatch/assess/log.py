"""Weapons tests on record: dated, deduplicated, with the claims behind each.

A test is a launch that somebody asserts or suspects on a day that is known. Within the story its
incidents count; claims of other reports in the record add tests the story does not mention.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from brinkwatch.model import Actor, Claim, Launch, Report, Story

HAPPENED = frozenset({"asserted", "suspected"})
FAR_ZONE_HOURS = 5.0
"""A publisher's clock this far from the place's may put the test on the day before or after."""

BALLISTIC = ("ballistic",)
KINDS: dict[str, tuple[str, ...] | None] = {
    "all weapons tests": None,
    "ballistic missiles": BALLISTIC,
    "missiles": ("ballistic", "cruise"),
    "cruise missiles": ("cruise",),
    "rocket artillery": ("rocket artillery",),
    "space launches": ("space",),
}
"""What a trend claim may count, and the kinds of weapon it covers (None: every kind)."""


@dataclass(frozen=True, slots=True)
class Test:
    """One weapons test on one day of the place where it happened."""

    day: date
    kind: str
    party: str
    """ISO 3166-1 alpha-3 of who tested, else its name."""
    claims: tuple[str, ...]
    incident: str | None = None


def party_of(actors: Iterable[Actor]) -> str | None:
    return next((a.country or a.name for a in actors), None)


def tests(
    story: Story, claims: Mapping[str, Claim], reports: Mapping[str, Report]
) -> tuple[Test, ...]:
    """Return the tests on record, by day; one per day, party and kind."""
    found: list[Test] = []
    used: set[str] = set()
    for incident in story.incidents:
        own = [claims[c] for c in incident.claims if isinstance(claims.get(c), Launch)]
        launches = [c for c in own if isinstance(c, Launch)]
        used.update(c.id for c in launches)
        real = [c for c in launches if c.certainty in HAPPENED]
        day = _day(incident.begin, _solar(real))
        party = next((p for c in real if (p := party_of(c.actors))), None)
        if not real or day is None or party is None:
            continue
        kind = incident.fields["weapon_kind"].resolved if "weapon_kind" in incident.fields else (
            "unknown")
        found.append(Test(day, str(kind), party, tuple(c.id for c in real), incident.id))
    others = [
        c for c in claims.values()
        if isinstance(c, Launch) and c.id not in used and c.certainty in HAPPENED
    ]
    for c in sorted(others, key=lambda c: c.id):
        day = _day(c.time.begin if c.time else None, _solar([c]))
        party = party_of(c.actors)
        if day is None or party is None or (c.time and c.time.precision not in (
                "minute", "hour", "part of day", "day")):
            continue
        slack = 1 if _far(c, reports) else 0
        if not any(_same(t, day, party, c.weapon.kind, slack) for t in found):
            found.append(Test(day, c.weapon.kind, party, (c.id,)))
    return _merged(found)


def _merged(found: Iterable[Test]) -> tuple[Test, ...]:
    kept: list[Test] = []
    for t in sorted(found, key=lambda t: (t.day, t.kind == "unknown", t.incident is None, t.kind,
                                          t.claims)):
        twin = next((k for k in kept if _same(k, t.day, t.party, t.kind, 0)), None)
        if twin is None:
            kept.append(t)
        else:
            kept[kept.index(twin)] = Test(
                twin.day, twin.kind if twin.kind != "unknown" else t.kind, twin.party,
                (*twin.claims, *t.claims), twin.incident or t.incident)
    return tuple(kept)


def _same(t: Test, day: date, party: str, kind: str, slack: int) -> bool:
    return (
        t.party == party and abs((t.day - day).days) <= slack
        and (t.kind == kind or "unknown" in (t.kind, kind))
    )


def _solar(launches: Iterable[Launch]) -> float | None:
    for claim in launches:
        for place in claim.places:
            if place.role in ("origin", "at") and place.lon is not None:
                return place.lon / 15
    return None


def _day(begin: str | None, solar: float | None) -> date | None:
    """Return the calendar day at the place; None unless the time is at least a day."""
    if not begin or len(begin) < 10:
        return None
    try:
        if len(begin) == 10:
            return date.fromisoformat(begin)
        moment = datetime.fromisoformat(begin)
    except ValueError:
        return None
    offset = moment.utcoffset()
    if offset is None or solar is None:
        return moment.date()
    if abs(offset.total_seconds() / 3600 - solar) < FAR_ZONE_HOURS:
        return moment.date()
    zone = timezone(timedelta(hours=max(-12, min(14, round(solar)))))
    return moment.astimezone(zone).date()


def _far(claim: Launch, reports: Mapping[str, Report]) -> bool:
    report, solar = reports.get(claim.report), _solar([claim])
    if report is None or report.published is None or solar is None:
        return False
    offset = report.published.utcoffset()
    return offset is not None and abs(offset.total_seconds() / 3600 - solar) >= FAR_ZONE_HOURS


def begins(reports: Mapping[str, Report]) -> date | None:
    """Return the day of the first report in the record: before it nothing was watched.

    Reports outside a story count too, for a test on their day would have been reported.
    """
    days = [day for r in reports.values() if (day := published_day(r)) is not None]
    return min(days, default=None)


def ends(story: Story, reports: Mapping[str, Report]) -> date | None:
    """Return the day of the story's last report."""
    days = [
        day for rid in story.reports
        if rid in reports and (day := published_day(reports[rid])) is not None
    ]
    return max(days, default=None)


def published_day(report: Report) -> date | None:
    return report.published.date() if report.published is not None else None
