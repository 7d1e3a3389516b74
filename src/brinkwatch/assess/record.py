"""The desk's own record as rows of the launch log, and the stretches it watches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

from brinkwatch.knowledge.zones import zone_of_country
from brinkwatch.model import Actor, Claim, Incident, Launch, Report
from brinkwatch.model.log import Entry

SOURCE = "record"
HAPPENED = frozenset({"asserted", "suspected"})
FAR_ZONE_HOURS = 5.0
"""A publisher's clock this far from the place's may put a launch on the day before or after."""
DAY_PRECISIONS = ("minute", "hour", "part of day", "day")


def party_of(actors: Iterable[Actor]) -> str | None:
    """ISO-3 of the first actor that has one, else the first name."""
    held = list(actors)
    return next((a.country for a in held if a.country), held[0].name if held else None)


def entries(
    incidents: Iterable[Incident], claims: Mapping[str, Claim], reports: Mapping[str, Report]
) -> tuple[Entry, ...]:
    """Launches on record, by day: of the incidents, and of launch claims that are in none."""
    found: list[Entry] = []
    used: set[str] = set()
    for incident in incidents:
        launches = [c for cid in incident.claims if isinstance(c := claims.get(cid), Launch)]
        used.update(c.id for c in launches)
        real = [c for c in launches if c.certainty in HAPPENED]
        day = day_of(incident.begin, _solar(real))
        party = next((p for c in real if (p := party_of(c.actors))), None)
        if real and day is not None and party is not None:
            found.append(_of_incident(incident, real, day, party))
    others = [
        c for c in claims.values()
        if isinstance(c, Launch) and c.id not in used and c.certainty in HAPPENED
    ]
    for c in sorted(others, key=lambda c: c.id):
        day = day_of(c.time.begin if c.time else None, _solar([c]))
        party = party_of(c.actors)
        if day is None or party is None or c.time is None or (
                c.time.precision not in DAY_PRECISIONS):
            continue
        found.append(Entry(
            id=f"{SOURCE}:{c.id}", source=SOURCE, begin=day.isoformat(), until=day.isoformat(),
            party=party, kind=c.weapon.kind, range_class=c.weapon.range_class,
            system=c.weapon.system, certainty=c.certainty, claims=(c.id,), type=c.type,
            mode=c.mode, count_low=_whole(c.count.low) if c.count else None,
            count_high=_whole(c.count.high) if c.count else None,
            zone_unsure=_far(c, reports)))
    return tuple(found)


def launching(incidents: Iterable[Incident], claims: Mapping[str, Claim]) -> Counter[str]:
    """Parties by the number of launch incidents they have, dated or not."""
    found: Counter[str] = Counter()
    for incident in incidents:
        told = [c for cid in incident.claims if isinstance(c := claims.get(cid), Launch)
                and c.certainty in HAPPENED]
        party = next((p for c in told if (p := party_of(c.actors))), None)
        if party is not None:
            found[party] += 1
    return found


def _of_incident(incident: Incident, real: list[Launch], day: date, party: str) -> Entry:
    low, high = _bounds(_resolved(incident, "count"))
    place = next((p for c in real for p in c.places if p.role == "origin"), None)
    return Entry(
        id=f"{SOURCE}:{incident.id}", source=SOURCE, begin=day.isoformat(), until=day.isoformat(),
        party=party, kind=str(_resolved(incident, "weapon_kind") or "unknown"),
        range_class=_resolved(incident, "range_class"), system=_resolved(incident, "system"),
        count_low=_whole(low), count_high=_whole(high), outcome=_resolved(incident, "outcome"),
        distance_km=_bounds(_resolved(incident, "distance_km"))[1],
        altitude_km=_bounds(_resolved(incident, "altitude_km"))[1],
        place=place.name if place else None, lat=place.lat if place else None,
        lon=place.lon if place else None, certainty=real[0].certainty,
        claims=tuple(c.id for c in real), incident=incident.id, type=incident.type,
        mode=real[0].mode, origins=max(1, len(incident.origins)))


def _resolved(incident: Incident, name: str) -> Any:
    return incident.fields[name].resolved if name in incident.fields else None


def _bounds(value: Any) -> tuple[float | None, float | None]:
    if isinstance(value, Mapping):
        low, high = value.get("low"), value.get("high")
        value = value.get("value")
        return (low if low is not None else value), (high if high is not None else value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value), float(value)
    return None, None


def _whole(value: float | None) -> int | None:
    return int(value) if value is not None and value >= 0 else None


def _solar(launches: Iterable[Launch]) -> float | None:
    for claim in launches:
        for place in claim.places:
            if place.role in ("origin", "at") and place.lon is not None:
                return place.lon / 15
    return None


def day_of(begin: str | None, solar: float | None) -> date | None:
    """The calendar day at the place; None unless the time is at least a day."""
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


def published_day(report: Report, party: str | None = None) -> date | None:
    """Day of publication, by the clock of the party's capital where it is known."""
    if report.published is None:
        return None
    zone = zone_of_country(party) if party else None
    if zone is None or report.published.tzinfo is None or report.published_precision == "day":
        return report.published.date()
    return report.published.astimezone(ZoneInfo(zone)).date()


def watched(
    claims: Mapping[str, Claim], reports: Mapping[str, Report], gap: int
) -> dict[str, tuple[tuple[date, date], ...]]:
    """Stretches in which reports on a party follow each other by no more than `gap` days."""
    days: dict[str, set[date]] = {}
    for claim in claims.values():
        report = reports.get(claim.report)
        day = published_day(report) if report is not None else None
        if day is not None:
            for party in {a.country for a in (*claim.actors, *claim.recipients) if a.country}:
                days.setdefault(party, set()).add(day)
    out = {}
    for party, found in days.items():
        spans: list[tuple[date, date]] = []
        for day in sorted(found):
            if spans and (day - spans[-1][1]).days <= gap:
                spans[-1] = (spans[-1][0], day)
            else:
                spans.append((day, day))
        out[party] = tuple(spans)
    return out
