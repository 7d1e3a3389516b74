"""Every account of the main launch's figures, side by side.

A figure may stand in the launch's own fields or in what somebody said about it; a report may take
one back in a correction. All of them stay, each with its holder.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from brinkwatch.knowledge.credibility import credibility
from brinkwatch.model import (
    Contradiction,
    Field,
    Incident,
    Quantity,
    Report,
    Revision,
    Span,
    Statement,
    Value,
)
from brinkwatch.publish import plan
from brinkwatch.publish.excerpts import bounds as sentence_around
from brinkwatch.publish.phrasing import bounds
from brinkwatch.publish.scene import Scene

KINDS = {"distance_km": ("distance", "length"), "altitude_km": ("altitude", "height")}
FLIGHT = re.compile(r"\b(?:flew|flown|travel\w*|flight|rose|altitude|height|apogee)\b", re.I)
ELSEWHERE = re.compile(
    r"^\s*(?:km|kilomet\w+|miles)?\s*(?:\([^)]*\)\s*)?(?:north|south|east|west|off|from|away|of)\b",
    re.I,
)
"""What follows a distance between places rather than one that was flown."""
NEAR = 0.04
"""Two figures within so much of each other are one but for rounding."""
DAYS = 2
"""Days after a launch in which what is said of a flight is said of it."""


@dataclass(frozen=True, slots=True)
class Accounts:
    """The main incident with all accounts of it, where they differ, what was corrected."""

    main: Incident
    contradictions: tuple[Contradiction, ...]
    revisions: tuple[Revision, ...]


def gather(scene: Scene, main: Incident) -> Accounts:
    """Widen the main launch's measured fields by what speakers said of its flight."""
    story = scene.story
    if main.kind != "launch":
        return Accounts(main, story.contradictions, story.revisions)
    fields = dict(main.fields)
    apart = list(story.contradictions)
    revised = list(story.revisions)
    for name in KINDS:
        field = fields.get(name)
        held = list(field.values) if field is not None else []
        found = [*held, *_said(scene, main, name, held)]
        if not found:
            continue
        if not any(r.incident == main.id and r.field == name for r in revised):
            found, made = _corrected(scene, main, name, found)
            revised.extend(made)
        if field is None:
            field = Field(found[0].value, "the only account", ())
        live = [v for v in found if v.superseded_by is None]
        resolved = field.resolved
        if all(v.value != resolved for v in live) and live:
            resolved = live[0].value
        fields[name] = replace(field, resolved=resolved, values=tuple(found))
        if len({v.by for v in live}) > 1 and any(not _near(live[0], v) for v in live):
            apart = [c for c in apart if (c.incident, c.field) != (main.id, name)]
            apart.append(Contradiction(main.id, name, tuple(_one_each(live)), "open"))
        elif len(live) < len(found):
            apart = [c for c in apart if (c.incident, c.field) != (main.id, name)]
    return Accounts(replace(main, fields=fields), tuple(apart), tuple(revised))


def _said(scene: Scene, main: Incident, name: str, held: Iterable[Value]) -> list[Value]:
    """Figures of the flight in statements that came out with the launch."""
    day = plan.day(scene, main)
    origins = {rid: o.name for o in scene.story.origins for rid in o.reports}
    known = list(held)
    out: list[Value] = []
    for claim in scene.claims.values():
        if not isinstance(claim, Statement) or claim.direct or not claim.evidence:
            continue
        told = scene.published(claim.report)
        if day is not None and told is not None and not 0 <= (told - day).days <= DAYS:
            continue
        text = scene.reports[claim.report].text
        for quantity in claim.quantities:
            if quantity.kind not in KINDS[name] or quantity.value is None:
                continue
            if quantity.unit != "km" or not _of_flight(text, quantity):
                continue
            published = scene.reports[claim.report].published
            value = Value(
                quantity.value,
                claim.speaker.name,
                origins.get(claim.report, claim.report),
                (claim.id,),
                published.isoformat() if published else None,
                claim.certainty,
                None,
                (Span(claim.report, quantity.start or 0, quantity.end or 0),),
                quantity.text,
            )
            if all(v.by != value.by or not _near(v, value) for v in known):
                known.append(value)
                out.append(value)
    return out


def _of_flight(text: str, quantity: Quantity) -> bool:
    """Whether a distance is one that was flown, by its own sentence or the one before."""
    if quantity.start is None or quantity.end is None:
        return False
    if ELSEWHERE.match(text[quantity.end : quantity.end + 40]):
        return False
    left, right = sentence_around(text, quantity.start, quantity.end)
    before, _ = sentence_around(text, max(0, left - 2), max(1, left - 1)) if left else (0, 0)
    return bool(FLIGHT.search(text[before:right]))


def _near(a: Value, b: Value) -> bool:
    x, y = bounds(a.value)[0], bounds(b.value)[0]
    return x is not None and y is not None and abs(x - y) <= NEAR * max(abs(x), abs(y))


def _one_each(values: Iterable[Value]) -> list[Value]:
    """One value for each holder and figure, in order of time."""
    out: list[Value] = []
    for value in sorted(values, key=lambda v: v.time or "9"):
        if all(v.by != value.by or not _near(v, value) for v in out):
            out.append(value)
    return out


def _corrected(
    scene: Scene, main: Incident, name: str, values: list[Value]
) -> tuple[list[Value], list[Revision]]:
    """Figures that a report takes back in a note of its own, superseded by the one it stands by."""
    out, made = list(values), []
    for n, old in enumerate(values):
        span = next((s for s in old.spans if s.report in scene.reports), None)
        if span is None or old.superseded_by is not None:
            continue
        report = scene.reports[span.report]
        left, right = sentence_around(report.text, span.start, span.end)
        if not credibility().note.search(report.text[left:right]):
            continue
        kept = next(
            (
                (v, at)
                for v in values
                if not _near(v, old) and (at := _figure(report, v, left)) is not None
            ),
            None,
        )
        if kept is None:
            continue
        new, at = kept
        out[n] = replace(old, superseded_by=new.claims[0] if new.claims else new.origin)
        stated = replace(new, spans=(at, *new.spans))
        note = Span(report.id, left, right)
        made.append(
            Revision(
                main.id,
                name,
                report.source or new.by or report.id,
                replace(old, spans=(span, note)),
                stated,
                report.published.isoformat() if report.published else None,
            )
        )
    return out, made


def _figure(report: Report, value: Value, before: int) -> Span | None:
    """Where a report writes a figure ahead of an offset."""
    low = bounds(value.value)[0]
    if low is None:
        return None
    match = re.search(rf"(?<![\d.,]){low:g}\s?(?:km|kilomet\w+)", report.text[:before])
    return Span(report.id, match.start(), match.end()) if match else None
