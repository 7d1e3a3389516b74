"""Nouns as flat rows under `columns.TABLES`. Unknown is None or an empty list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from brinkwatch.export.columns import KINDS
from brinkwatch.export.selection import Selection
from brinkwatch.knowledge import ontology
from brinkwatch.knowledge.countries import countries
from brinkwatch.knowledge.reliability import reliability
from brinkwatch.model import (
    Actor,
    Claim,
    Detail,
    Event,
    Incident,
    Indicator,
    Launch,
    Measure,
    Place,
    Report,
    Statement,
    Story,
    TimeRef,
    Trend,
)

TIME_PRECISION = {"minute": 1, "hour": 1, "part of day": 1, "day": 1, "week": 2, "month": 3}
GEO_PRECISION = {"site": 1, "city": 1, "county": 2, "province": 3, "region": 3, "country": 3,
                 "sea": 3, "mountain": 2, "river": 3, "lake": 2, "continent": 3}
EXTENSIONS = frozenset({("MOBILIZE", "weapons-test")})
"""(type, mode) that are ours and not PLOVER's."""
AMONG = frozenset({"child", "children", "woman", "women", "girl", "boy", "baby"})
"""People who are counted among others."""
_ROLES = {"launch": ("origin", "at", "target", "toward")}
_DEEDS = ("at", "target", "origin", "toward")

Row = dict[str, Any]


def of_claims(chosen: Selection) -> Iterator[tuple[str, Row, Claim]]:
    """Rows of claims, each with the table it belongs to and the claim it is made from."""
    for claim in chosen.claims():
        yield KINDS[claim.record], of_claim(chosen, claim, chosen.report(claim.report)), claim


def of_reports(chosen: Selection) -> Iterator[tuple[Row, Report]]:
    for report in chosen.reports():
        yield {
            "report_id": report.id, "title": report.title, "source": report.source,
            "url": report.url, "published": _stamp(report), "language": report.language,
            "published_precision": report.published_precision, "sha256": report.sha256 or None,
            "captured": report.captured.isoformat() if report.captured else None,
            "reliability": grade(chosen, report), "characters": len(report.text),
        }, report


def of_incidents(chosen: Selection) -> Iterator[tuple[Row, Story, Incident]]:
    for story, incident in chosen.incidents():
        yield of_incident(chosen, story, incident), story, incident


def of_claim(chosen: Selection, claim: Claim, report: Report | None) -> Row:
    incident, story, credibility = chosen.incident_of.get(claim.id, (None, None, None))
    letter = grade(chosen, report)
    row: Row = {
        "event_id": claim.id, "incident_id": incident, "story_id": story,
        "report_id": claim.report, "record": claim.record,
        **_when(claim.time), **_what(claim.type, claim.mode, claim.cameo),
        **_who(claim.actors, claim.recipients), **_where(best_place(claim)),
        "source": report.source if report else None, "source_url": report.url if report else None,
        "published": _stamp(report), "reliability": letter, "credibility": credibility,
        "admiralty": f"{letter}{credibility}" if letter and credibility else None,
        "attribution": [a.name for a in claim.attribution], "certainty": claim.certainty,
        "trigger": claim.trigger,
        "notes": " ".join(e.text for e in claim.evidence) or None,
        "notes_start": claim.evidence[0].start if claim.evidence else None,
        "notes_end": claim.evidence[-1].end if claim.evidence else None,
    }
    if isinstance(claim, Launch):
        row |= {
            "weapon_kind": claim.weapon.kind, "range_class": claim.weapon.range_class,
            "weapon_system": claim.weapon.system, "outcome": claim.outcome,
            "count_low": claim.count.low if claim.count else None,
            "count_high": claim.count.high if claim.count else None,
            "distance_km": _first(claim.distance_km), "altitude_km": _first(claim.altitude_km),
            "flight_seconds": _first(claim.flight_seconds),
            "outside_eez": claim.outside_eez, **_harm(claim.casualties, claim.damage),
            **toll({"casualties": claim.casualties})}
    elif isinstance(claim, Event):
        row |= {"object": claim.object, "event_kind": claim.kind, **toll({
            f"{d.name} {d.of or ''}".strip(): _detail(d) for d in reversed(claim.details)})}
    elif isinstance(claim, Statement):
        row |= {"act": claim.act, "speaker": claim.speaker.name, "direct": claim.direct,
                "speaker_country": claim.speaker.country, "speaker_sector": claim.speaker.sector,
                "addressees": [a.name for a in claim.addressees], "quote": claim.quote}
    elif isinstance(claim, Indicator):
        row |= {"indicator": claim.indicator, "status": claim.status}
    elif isinstance(claim, Trend):
        row |= {"measure": claim.measure, "direction": claim.direction, "ordinal": claim.ordinal,
                "since": claim.since, "window": claim.window}
    return row


def of_incident(chosen: Selection, story: Story, incident: Incident) -> Row:
    held = chosen.claims_of(story)
    claims = [held[id] for id in incident.claims if id in held]
    reports = [r for id in dict.fromkeys(c.report for c in claims)
               if (r := chosen.report(id)) is not None]
    values = {name: f.resolved for name, f in incident.fields.items()}
    credibility = values.get("credibility")
    letter = min((g for r in reports if (g := grade(chosen, r))), default=None)
    lead = next((c for c in claims if c.type == incident.type), None)
    low, high = _limits(values.get("count"))
    credit = incident.fields.get("credibility")
    names = {o.id: o.name for o in story.origins}
    return {
        "incident_id": incident.id, "story_id": story.id, "kind": incident.kind,
        "title": incident.title or None,
        "reported": min((r.published.date() for r in reports if r.published), default=None),
        **_dates(incident.begin, incident.until, _known(incident, claims)),
        **_what(incident.type or None, lead.mode if lead else None, lead.cameo if lead else None),
        **_who(_named(values, claims, "actor"), _named(values, claims, "recipient")),
        **_where(place_of(incident, claims)),
        "certainty": _word(values.get("certainty")), "credibility": credibility,
        "credibility_rule": credit.rule if credit else None, "reliability": letter,
        "admiralty": f"{letter}{credibility}" if letter and credibility else None,
        "reports": len(reports), "outlets": incident.outlets, "origins": len(incident.origins),
        "origin_names": [names.get(o, o) for o in incident.origins],
        "sources": list(dict.fromkeys(r.source for r in reports if r.source)),
        "disputed": list(dict.fromkeys(
            c.field for c in story.contradictions
            if c.incident == incident.id and c.standing == "open")),
        "off_topic": story.off_topic, "count_low": low, "count_high": high,
        **{name: _word(values.get(name)) for name in (
            "weapon_kind", "range_class", "weapon_system", "outcome", "object", "speaker", "act",
            "quote", "indicator", "status", "measure", "direction")},
        **{name: _middle(values.get(name))
           for name in ("distance_km", "altitude_km", "flight_seconds")},
        "outside_eez": values.get("outside_eez"),
        **_harm(values.get("casualties"), values.get("damage")), **toll(values),
        "event_kind": next((c.kind for c in claims if isinstance(c, Event) and c.kind), None),
        "events": list(incident.claims),
    }


def toll(values: Row) -> Row:
    """The killed and hurt of fields such as "killed", "killed soldier": the total where one is
    given, else the kinds of people together, women and children not beside those they are among."""
    row: Row = {}
    for column, field in (("fatalities", "killed"), ("injured", "injured")):
        found = {name: limits for name, value in values.items()
                 if name.partition(" ")[0] == field
                 and (limits := (0, 0) if value == "none" else _limits(value)) != (None, None)}
        if field in found:
            found = {field: found[field]}
        elif len(found) > 1:
            found = {n: v for n, v in found.items() if n.split()[-1] not in AMONG} or found
        if found:
            low = sum(v[0] or 0 for v in found.values())
            highs = [v[1] for v in found.values()]
            row |= {column: int(low), f"{column}_high": (
                None if None in highs else int(sum(h or 0 for h in highs)))}
        elif values.get("casualties") == "none":
            row |= {column: 0, f"{column}_high": 0}
    return row


def _detail(one: Detail) -> Any:
    if one.value is None and (one.low is not None or one.high is not None):
        return {"low": one.low, "high": one.high}
    return one.value


def grade(chosen: Selection, report: Report | None) -> str | None:
    """Admiralty grade of a report's source."""
    if report is None:
        return None
    return reliability(report.source, report.url, chosen.ratings)[-1].grade


def best_place(claim: Claim) -> Place | None:
    """The place a claim is put on the map at: with coordinates, by role, not a name that only
    says who acts."""
    roles = _ROLES.get(claim.record, _DEEDS)
    located = [p for p in claim.places if p.lat is not None and p.lon is not None]
    people: list[Actor] = [*claim.actors, *claim.recipients, *claim.attribution]
    if isinstance(claim, Statement):
        people += [claim.speaker, *claim.addressees]
    apart = [p for p in located if not any(_inside(p, a) for a in people)]
    return min(apart or located, default=None, key=lambda p: (
        roles.index(p.role) if p.role in roles else len(roles), p.radius_km or 0))


def place_of(incident: Incident, claims: Sequence[Claim]) -> Place | None:
    """The resolved place of an incident with the coordinates its claims give it."""
    names = ("origin", "place", "target", "toward") if incident.kind == "launch" else (
        "place", "target", "origin", "toward")
    for field in names:
        held = incident.fields.get(field)
        if held is None:
            continue
        for claim in claims:
            for place in claim.places:
                if place.name == held.resolved and place.lat is not None:
                    return place
    found = [p for c in claims if (p := best_place(c)) is not None]
    return min(found, default=None, key=lambda p: p.radius_km or 0)


def _inside(place: Place, actor: Actor) -> bool:
    return (actor.start is not None and actor.end is not None and place.start is not None
            and actor.start <= place.start < actor.end)


def _stamp(report: Report | None) -> str | None:
    if report is None or report.published is None:
        return None
    if report.published_precision == "day" and report.published.tzinfo is None:
        return report.published.date().isoformat()
    return report.published.isoformat()


def _when(time: TimeRef | None) -> Row:
    if time is None:
        return {}
    return _dates(time.begin, time.until, time.precision)


def _dates(begin: str | None, until: str | None, known: str | None) -> Row:
    first, last = _day(begin), _day(until)
    precision = TIME_PRECISION.get(known or "")
    if precision is None and first is not None and first == last:
        precision = 1
    return {"event_date": first, "event_end": last, "event_begin": begin, "event_until": until,
            "year": first.year if first else None, "time_precision": precision if first else None,
            "time_known": known}


def _known(incident: Incident, claims: Sequence[Claim]) -> str | None:
    """How precisely the time is known: as the claim says that gave it."""
    for claim in claims:
        if claim.time is not None and claim.time.begin == incident.begin:
            return claim.time.precision
    if incident.begin is None:
        return None
    return "minute" if "T" in incident.begin else (
        "day" if incident.begin == incident.until else "span")


def _day(stamp: str | None) -> date | None:
    try:
        return date.fromisoformat(stamp[:10]) if stamp else None
    except ValueError:
        return None


def _what(type: str | None, mode: str | None, cameo: str | None) -> Row:
    return {"event_type": type, "mode": mode, "cameo": cameo,
            "extension": (type, mode) in EXTENSIONS if type else None,
            "plover_score": ontology.score(type, mode) if type else None}


def _who(actors: Sequence[Actor], recipients: Sequence[Actor]) -> Row:
    row: Row = {"actors": list(dict.fromkeys(a.name for a in actors)),
                "recipients": list(dict.fromkeys(a.name for a in recipients))}
    one = actors[0] if actors else None
    other = next((a for a in recipients if one is None or a.name != one.name), None)
    for number, first in (("actor1", one), ("actor2", other)):
        row |= {number: first.name if first else None,
                f"{number}_country": first.country if first else None,
                f"{number}_sector": first.sector if first else None}
    return row


def _named(values: Row, claims: Sequence[Claim], field: str) -> list[Actor]:
    """The resolved actor first, then the others of the claims, each once."""
    resolved = values.get(field)
    found: dict[str, Actor] = {}
    for claim in claims:
        side: tuple[Actor, ...] = claim.actors if field == "actor" else claim.recipients
        if isinstance(claim, Statement):
            side = (claim.speaker,) if field == "actor" else (*claim.addressees, *side)
        for actor in side:
            found.setdefault(actor.name, actor)
    if isinstance(resolved, str):
        found = {resolved: found.get(resolved, Actor(resolved)), **found}
    return list(found.values())


def _where(place: Place | None) -> Row:
    if place is None:
        return {}
    country = countries().get(place.country or "")
    return {"location": place.name, "location_role": place.role,
            "country": country.name if country else None, "iso3": place.country,
            "latitude": place.lat, "longitude": place.lon,
            "geo_precision": GEO_PRECISION.get(place.precision or "", 3),
            "geo_known": place.precision, "radius_km": place.radius_km}


def _first(measures: Sequence[Measure]) -> float | None:
    return next((v for m in measures if (v := _between(m.value, m.low, m.high)) is not None), None)


def _middle(value: Any) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value)
    low, high = _limits(value)
    return _between(None, low, high)


def _between(value: float | None, low: float | None, high: float | None) -> float | None:
    if value is not None:
        return value
    if low is not None and high is not None:
        return (low + high) / 2
    return low if low is not None else high


def _limits(value: Any) -> tuple[float | None, float | None]:
    if isinstance(value, bool):
        return None, None
    if isinstance(value, int | float):
        return float(value), float(value)
    if isinstance(value, dict):
        return value.get("low"), value.get("high")
    return None, None


def _harm(casualties: Any, damage: Any) -> Row:
    number = casualties if isinstance(casualties, int | float) else None
    return {"casualties": None if casualties is None else str(casualties),
            "casualties_number": (
                0 if casualties == "none" else None if number is None else int(number)),
            "damage": None if damage is None else str(damage)}


def _word(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else str(value)
