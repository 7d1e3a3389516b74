"""When incidents happened, as against the story they belong to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from brinkwatch.model import Claim, Incident
from brinkwatch.publish.phrasing import day_of
from brinkwatch.publish.scene import Scene

FINE = ("day", "part of day", "hour", "minute")


def day(scene: Scene, incident: Incident) -> date | None:
    """The day of an incident: its own, else the first of its claims'."""
    times = [
        c.time
        for c in scene.of_incident(incident)
        if c.time is not None
        and c.time.precision in FINE
        and (c.time.until is None or day_of(c.time.until) == day_of(c.time.begin))
    ]
    days = {d for t in times if (d := day_of(t.begin))}
    field = incident.fields.get("date")
    if field is not None and (found := day_of(str(field.resolved))) and found in days:
        return found
    return min(days) if days else None


def edge(scene: Scene, main: Incident | None) -> date | None:
    """The day before which things are background: that of a launch, else of the story's first
    report where that is earlier than the main incident."""
    if main is not None and main.kind == "launch":
        return scene.main_day
    days = [d for r in scene.reports if (d := scene.published(r)) is not None]
    return min([*days, *([scene.main_day] if scene.main_day else [])], default=None)


def long_ago(scene: Scene, claims: Sequence[Claim]) -> bool:
    """Whether what claims tell is dated by a year or month that had passed before their report."""
    for claim in claims:
        told = scene.published(claim.report)
        if told is None or not claim.evidence:
            return False
        time = claim.time
        if time is not None and time.precision in FINE:
            return False
        until = (time.until or time.begin) if time is not None else None
        if until and time is not None and time.precision in COARSE and until[:4].isdigit():
            if (int(until[:4]), until[5:7] or "12") >= (told.year, f"{told.month:02}"):
                return False
            continue
        years = [int(y) for y in YEAR.findall(claim.evidence[0].text)]
        if not years or max(years) >= told.year:
            return False
    return bool(claims)


COARSE = ("year", "month", "season", "span")


YEAR = re.compile(r"\b(?:in|since|of|back in|until) (?:[A-Z][a-z]+,? )?((?:19|20)\d\d)\b")
