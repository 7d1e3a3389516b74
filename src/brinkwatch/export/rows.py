"""Nouns as flat rows under `columns.TABLES`. Unknown is None or an empty list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from brinkwatch.export import cells
from brinkwatch.export.cells import Row
from brinkwatch.export.columns import KINDS
from brinkwatch.export.selection import Selection
from brinkwatch.knowledge.reliability import reliability
from brinkwatch.model import (
    Actor,
    Claim,
    Event,
    Incident,
    Indicator,
    Launch,
    Place,
    Report,
    Statement,
    Story,
    Trend,
)

_ROLES = {"launch": ("origin", "at", "target", "toward")}
_DEEDS = ("at", "target", "origin", "toward")


def of_claims(chosen: Selection) -> Iterator[tuple[str, Row, Claim]]:
    """Rows of claims, each with the table it belongs to and the claim it is made from."""
    for claim in chosen.claims():
        yield KINDS[claim.record], of_claim(chosen, claim, chosen.report(claim.report)), claim


def of_reports(chosen: Selection) -> Iterator[tuple[Row, Report]]:
    for report in chosen.reports():
        yield {
            "report_id": report.id, "title": report.title, "source": report.source,
            "url": report.url, "published": cells.stamp(report), "language": report.language,
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
        **cells.when(claim.time), **cells.what(claim.type, claim.mode, claim.cameo),
        **cells.who(claim.actors, claim.recipients), **cells.where(best_place(claim)),
        "source": report.source if report else None, "source_url": report.url if report else None,
        "published": cells.stamp(report), "reliability": letter, "credibility": credibility,
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
            "distance_km": cells.first_of(claim.distance_km),
            "altitude_km": cells.first_of(claim.altitude_km),
            "flight_seconds": cells.first_of(claim.flight_seconds),
            "outside_eez": claim.outside_eez, **cells.harm(claim.casualties, claim.damage),
            **cells.toll({"casualties": claim.casualties})}
    elif isinstance(claim, Event):
        row |= {"object": claim.object, "event_kind": claim.kind, **cells.toll({
            f"{d.name} {d.of or ''}".strip(): cells.amount(d) for d in reversed(claim.details)})}
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
    low, high = cells.limits(values.get("count"))
    credit = incident.fields.get("credibility")
    names = {o.id: o.name for o in story.origins}
    return {
        "incident_id": incident.id, "story_id": story.id, "kind": incident.kind,
        "title": incident.title or None,
        "reported": min((r.published.date() for r in reports if r.published), default=None),
        **cells.dates(incident.begin, incident.until, _known(incident, claims)),
        **cells.what(incident.type or None, lead.mode if lead else None,
                     lead.cameo if lead else None),
        **cells.who(_named(values, claims, "actor"), _named(values, claims, "recipient")),
        **cells.where(place_of(incident, claims)),
        "certainty": cells.word(values.get("certainty")), "credibility": credibility,
        "credibility_rule": credit.rule if credit else None, "reliability": letter,
        "admiralty": f"{letter}{credibility}" if letter and credibility else None,
        "reports": len(reports), "outlets": incident.outlets, "origins": len(incident.origins),
        "origin_names": [names.get(o, o) for o in incident.origins],
        "sources": list(dict.fromkeys(r.source for r in reports if r.source)),
        "disputed": list(dict.fromkeys(
            c.field for c in story.contradictions
            if c.incident == incident.id and c.standing == "open")),
        "off_topic": story.off_topic, "count_low": low, "count_high": high,
        **{name: cells.word(values.get(name)) for name in (
            "weapon_kind", "range_class", "weapon_system", "outcome", "object", "speaker", "act",
            "quote", "indicator", "status", "measure", "direction")},
        **{name: cells.middle(values.get(name))
           for name in ("distance_km", "altitude_km", "flight_seconds")},
        "outside_eez": values.get("outside_eez"),
        **cells.harm(values.get("casualties"), values.get("damage")), **cells.toll(values),
        "event_kind": next((c.kind for c in claims if isinstance(c, Event) and c.kind), None),
        "events": list(incident.claims),
    }


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


def _known(incident: Incident, claims: Sequence[Claim]) -> str | None:
    """How precisely the time is known: as the claim says that gave it."""
    for claim in claims:
        if claim.time is not None and claim.time.begin == incident.begin:
            return claim.time.precision
    if incident.begin is None:
        return None
    return "minute" if "T" in incident.begin else (
        "day" if incident.begin == incident.until else "span")


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


