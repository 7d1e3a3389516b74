"""One incident out of the claims that speak of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from brinkwatch.fuse.clocks import settled
from brinkwatch.fuse.contradictions import EXCLUSIVE, contradictions
from brinkwatch.fuse.dates import resolve_date, spans_of
from brinkwatch.fuse.given import Given, given
from brinkwatch.fuse.grades import grade
from brinkwatch.fuse.holders import Holders, independent
from brinkwatch.fuse.keys import digest, outlet, slug, when
from brinkwatch.fuse.mentions import Group, Mention
from brinkwatch.fuse.resolving import is_authority, resolve
from brinkwatch.fuse.revisions import revisions, superseded
from brinkwatch.fuse.values import merge
from brinkwatch.model import (
    Actor,
    Contradiction,
    Event,
    Field,
    Incident,
    Launch,
    Place,
    Report,
    Revision,
    Statement,
    TimeRef,
    Value,
)

LEADING = {
    "launch": ("date", "actor", "weapon_kind", "range_class", "count", "origin", "toward",
               "distance_km", "altitude_km", "flight_seconds"),
    "statement": ("speaker", "act", "quote", "addressee", "date"),
    "event": ("date", "actor", "recipient", "object", "place"),
}
"""Fields in the order pages show them; the others follow by name."""


@dataclass(frozen=True, slots=True)
class Built:
    incident: Incident
    contradictions: tuple[Contradiction, ...]
    revisions: tuple[Revision, ...]


def build(
    group: Group, reports: Mapping[str, Report], origins: Mapping[str, str], holders: Holders,
    told: Sequence[Given] = (),
) -> Built:
    """Fuse one group of claims.

    Args:
        origins: report id to the origin of its text.
        told: values that claims outside the group give for its fields.
    """
    mentions = sorted(group.mentions, key=lambda m: m.order)
    claims = [m.claim for m in mentions]
    times = settled(claims, reports)
    found = [
        g for claim in claims
        for g in given(claim, reports[claim.report], holders, times.get(claim.id))
    ] + list(told)
    holder_of = {(g.holder.name, g.holder.origin): g.holder.actor for g in found}
    report_of = {g.claim.id: g.claim.report for g in found}

    def texts(v: Value) -> int:
        return len({origins.get(report_of[c], report_of[c]) for c in v.claims})

    def authority(v: Value) -> bool:
        return is_authority(holder_of.get((v.by or "", v.origin)))

    gone = superseded(found, reports)
    spans = spans_of(found, reports)
    named: dict[str, list[Given]] = defaultdict(list)
    for g in found:
        named[g.name].append(g)
    fields: dict[str, Field] = {}
    kind = next((c.record for c in claims if isinstance(c, Launch)), claims[0].record)
    for name in _order(kind, named):
        values = merge(named[name], reports, gone)
        if name == "date":
            fields[name] = resolve_date(values, spans, texts, _solar(found))
        else:
            fields[name] = resolve(name, values, texts, authority)
    founder = min(mentions, key=lambda m: (when(m.report), m.report.id, m.order[4:]))
    type_ = _common([c.type or "" for c in claims])
    begin, until = _extent(fields.get("date"), times)
    identity = _identity(kind, type_, founder, begin)
    occurrence = fields.get("certainty")
    if occurrence is not None:
        judged = grade(
            occurrence.resolved, occurrence.values, authority, exclusive=False)
        fields["credibility"] = Field(judged.grade, judged.rule, ())
    incident = Incident(
        id=identity, type=type_, kind=kind, fields=fields,
        claims=tuple(c.id for c in claims),
        origins=tuple(sorted(independent(holders.of_claim(c).origin for c in claims))),
        outlets=len({outlet(m.report) or m.report.id for m in mentions}),
        begin=begin, until=until,
        title=_title(kind, type_, fields, founder, mentions),
    )
    return Built(
        incident,
        tuple(contradictions(incident.id, fields, spans)),
        tuple(revisions(
            incident.id, fields, {c: reports[rid] for c, rid in report_of.items()})),
    )


def _order(kind: str, named: Mapping[str, object]) -> list[str]:
    leading = [n for n in LEADING.get(kind, LEADING["event"]) if n in named]
    return leading + sorted(set(named) - set(leading))


def _common(values: Sequence[str]) -> str:
    return min(Counter(values).items(), key=lambda kv: (-kv[1], kv[0]))[0]


def _solar(found: Sequence[Given]) -> float | None:
    """Return the solar offset in hours at the place of origin, else of the event."""
    for role in ("origin", "place", "target", "toward"):
        places = [g.detail for g in found if g.name == role and isinstance(g.detail, Place)]
        known = sorted(p.lon for p in places if p.lon is not None)
        if known:
            return known[len(known) // 2] / 15
    return None


def _extent(
    date: Field | None, times: Mapping[str, TimeRef]
) -> tuple[str | None, str | None]:
    if date is None or not isinstance(date.resolved, str):
        return None, None
    ends = sorted(t.until for t in times.values() if t.begin == date.resolved and t.until)
    return date.resolved, ends[0] if ends else date.resolved


def _identity(kind: str, type_: str, founder: Mention, begin: str | None) -> str:
    """Return an id that stands as long as the first report of the incident does."""
    claim = founder.claim
    who = claim.speaker if isinstance(claim, Statement) else (claim.actors or (None,))[0]
    name = slug(who.country or who.name) if isinstance(who, Actor) else "unknown"
    day = (begin or "")[:10] or _day(founder.report)
    start = claim.evidence[0].start if claim.evidence else 0
    what = "launch" if isinstance(claim, Launch) else (slug(type_) or kind)
    return "-".join((what, name, day, digest(kind, type_, founder.report.id, str(start), claim.id)))


def _day(report: Report) -> str:
    moment = when(report)
    return moment.date().isoformat() if moment < datetime(9999, 1, 1, tzinfo=UTC) else "undated"


def _title(
    kind: str, type_: str, fields: Mapping[str, Field], founder: Mention,
    mentions: Sequence[Mention],
) -> str:
    who = fields.get("speaker") or fields.get("actor")
    whom = fields.get("recipient")
    parts = [str(who.resolved) if who else "unknown actor"]
    if kind == "launch":
        weapon = fields.get("weapon_kind")
        parts.append(f"{weapon.resolved} launch" if weapon else "launch")
    elif kind == "statement":
        act = fields.get("act")
        parts.append(str(act.resolved) if act else "statement")
    elif kind == "indicator":
        sign = fields.get("indicator")
        parts.append(str(sign.resolved) if sign else "sign")
    elif kind == "trend":
        parts.append("trend claim")
    else:
        kinds = [c.kind for c in (m.claim for m in mentions) if isinstance(c, Event) and c.kind]
        parts.append(_common(kinds) if kinds else founder.claim.trigger or type_.lower())
    if whom is not None and kind == "event":
        parts.append(str(whom.resolved))
    return ", ".join(p for p in parts if p)


__all__ = ["EXCLUSIVE", "Built", "build"]
