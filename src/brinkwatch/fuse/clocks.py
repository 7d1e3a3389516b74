"""Which clock a time was read from: the publisher's, the place's, or one the text names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from brinkwatch.fuse.keys import Interval, interval, when
from brinkwatch.knowledge.zones import find_zone, zone_of_country
from brinkwatch.model import Claim, Report, TimeRef

TIME_SHARE = 0.25
"""Two times agree when they share this part of the shorter one; a day's two zones overlap with
its neighbours by an hour or two, which is no agreement."""


def zones(claim: Claim, report: Report) -> tuple[tzinfo, ...]:
    """Return the zones a bare date in a claim may be meant in: the publisher's, and those of the
    countries where it happened or whose deed it was."""
    found: list[tzinfo] = []
    own = _offset(report)
    if own is not None:
        found.append(timezone(own))
    found.extend(zone for zone in _local(claim, report) if zone not in found)
    return tuple(found)


def _offset(report: Report) -> timedelta | None:
    return report.published.utcoffset() if report.published is not None else None


def _local(claim: Claim, report: Report) -> list[tzinfo]:
    """Return the offsets, on that day, of the places of a claim, else of its parties."""
    at = when(report) if report.published is not None else datetime(2000, 1, 1, tzinfo=UTC)
    begin = claim.time.begin if claim.time is not None else None
    if begin and len(begin) >= 10:
        with suppress(ValueError):
            at = datetime.fromisoformat(begin[:10]).replace(tzinfo=UTC)
    here = [p for p in claim.places if p.role in ("origin", "at", "target")]
    countries = [p.country for p in here if p.country]
    found: list[tzinfo] = [
        timezone(timedelta(hours=max(-12, min(14, round(p.lon / 15)))))
        for p in here if not p.country and p.lon is not None
    ]
    if not countries and not found:
        countries = [a.country for a in (*claim.actors, *claim.recipients) if a.country]
    for country in dict.fromkeys(countries):
        name = zone_of_country(country)
        zone = find_zone(name) if name else None
        offset = at.astimezone(zone).utcoffset() if zone is not None else None
        if offset is not None and timezone(offset) not in found:
            found.append(timezone(offset))
    return found


_ZONE_WORD = re.compile(
    r"\b(?:[A-Z]{1,4}[SD]?T|GMT|UTC|Z|(?i:eastern|pacific|central|mountain|greenwich)|"
    r"[A-Z][a-z]+(?: [A-Z][a-z]+)? time)\b|[+-]\d{2}:?\d{2}\b")


def readings(claim: Claim, report: Report) -> tuple[TimeRef, ...]:
    """Return a claim's time as read, and as the clock of the place would have it.

    "12:35 p.m." without a zone in a Sydney paper may be Sydney's clock or Seoul's; "local time"
    is always the place's, and then the only reading.
    """
    ref = claim.time
    if ref is None or not ref.begin or "T" not in ref.begin or _ZONE_WORD.search(ref.text):
        return (ref,) if ref is not None else ()
    offset, own = datetime.fromisoformat(ref.begin).utcoffset(), _offset(report)
    if offset is not None and offset != own:
        return (ref,)
    local = [z for z in _local(claim, report) if z.utcoffset(None) != offset]
    if not local:
        return (ref,)
    moved = tuple(
        replace(ref, begin=_with(ref.begin, zone), until=_with(ref.until or ref.begin, zone))
        for zone in local
    )
    return moved if re.search(r"\blocal\b", ref.text, re.I) else (ref, *moved)


def _with(clock: str, zone: tzinfo) -> str:
    precision = "minutes" if len(clock.partition("T")[2].split("+")[0]) < 9 else "seconds"
    return datetime.fromisoformat(clock).replace(tzinfo=zone).isoformat(timespec=precision)


def settled(
    claims: Sequence[Claim], reports: Mapping[str, Report]
) -> dict[str, TimeRef]:
    """Return, by claim id, the reading of each time that most other claims of one incident bear
    out; as read where none does."""
    options = {c.id: readings(c, reports[c.report]) for c in claims}
    spans = {
        c.id: tuple(interval(ref, zones(c, reports[c.report])) for ref in options[c.id])
        for c in claims
    }
    alike = Counter(spans.values())  # many claims give one time; each kind is looked at once

    def borne_out(span: Interval | None, own: tuple[Interval | None, ...]) -> tuple[int, int]:
        sure = borne = 0
        if span is not None:
            for theirs, n in alike.items():
                if any(t is not None and same_time(span, t) for t in theirs):
                    others = n - (theirs == own)
                    borne += others
                    sure += others * (len(theirs) == 1)
        return sure, borne

    best = {
        own: max((*borne_out(span, own), -n) for n, span in enumerate(own))
        for own in alike if own
    }
    return {cid: refs[-best[spans[cid]][2]] for cid, refs in options.items() if refs}


def same_time(a: Interval, b: Interval) -> bool:
    """Tell whether two stretches of time can be one."""
    shared = min(a[1], b[1]) - max(a[0], b[0])
    shorter = min(a[1] - a[0], b[1] - b[0])
    if shorter <= timedelta(hours=6):
        return shared > -timedelta(minutes=90)
    return shared >= TIME_SHARE * shorter
