"""The values of a launch’s fields: which stand, who gave them, where their words are."""

from __future__ import annotations

import re
from collections.abc import Iterable

from brinkwatch.model import Incident, Launch, Span, Value
from brinkwatch.publish.excerpts import bounds as bounds_of_sentence
from brinkwatch.publish.phrases import Phrase
from brinkwatch.publish.phrasing import bounds
from brinkwatch.publish.scene import Scene


def launches(scene: Scene, incident: Incident) -> list[Launch]:
    return [c for c in scene.of_incident(incident) if isinstance(c, Launch)]


def live(values: Iterable[Value]) -> list[Value]:
    return [v for v in values if v.superseded_by is None]


def holder(scene: Scene, value: Value) -> Phrase | None:
    """Who gave a value, as a phrase; None when it is the outlet's own word."""
    actor = scene.namer.by_name(value.by)
    report = next((s.report for s in value.spans if s.report in scene.reports), None)
    if report is None:
        report = next((scene.claims[c].report for c in value.claims if c in scene.claims), None)
    if actor is None or report is None:
        return None
    for claim_id in value.claims:
        claim = scene.claims.get(claim_id)
        if claim is None:
            continue
        for own in (*claim.attribution, *claim.actors):
            if own.name == value.by:
                return scene.namer.name(own, claim.report)
    return scene.namer.name(actor, report)


def values(incident: Incident, name: str) -> list[Value]:
    field = incident.fields.get(name)
    return live(field.values) if field else []


def resolved(incident: Incident, name: str) -> Value | None:
    """The value that stands, as it was given; None when the field is empty."""
    field = incident.fields.get(name)
    if field is None:
        return None
    same = [v for v in live(field.values) if v.value == field.resolved]
    return next(iter(same or live(field.values)), None)


HEARSAY = re.compile(r"\b(reportedly|apparently|allegedly)\b", re.I)


def hearsay(scene: Scene, spans: Iterable[Span]) -> str:
    """The report's own hedge in the sentences around these spans, with a blank after; "" when
    one of them states it plainly."""
    found = ""
    for span in spans:
        text = scene.reports[span.report].text
        left, right = bounds_of_sentence(text, span.start, span.end)
        match = HEARSAY.search(text[left:right])
        if match is None:
            return ""
        found = match[1].lower() + " "
    return found


NO_HARM = re.compile(r"\bno (?:\w+ ){0,2}(?:injur|damage|casualt|harm)", re.I)


def camps(given: list[Value]) -> list[Value]:
    """One value for each figure that differs, those with a named holder first."""
    out: list[Value] = []
    for value in given:
        low, _ = bounds(value.value)
        if low is None:
            continue
        if all(abs(low - (bounds(o.value)[0] or 0)) > 0.04 * max(low, 1) for o in out):
            out.append(value)
    return out


def context_of(scene: Scene, value: Value) -> tuple[Span, ...]:
    """The evidence of the claims behind a value, where its words stand."""
    out: list[Span] = []
    for claim_id in value.claims[:2]:
        claim = scene.claims.get(claim_id)
        if claim is None:
            continue
        for span in value.spans:
            out.extend(
                Span(claim.report, e.start, e.end)
                for e in claim.evidence
                if span.report == claim.report and e.start <= span.start and span.end <= e.end
            )
    return tuple(out)


def state_of(scene: Scene, value: Value) -> Phrase | None:
    actor = scene.namer.by_name(value.by)
    report = next((s.report for s in value.spans if s.report in scene.reports), None)
    if actor is None or not actor.country or report is None:
        return None
    return scene.namer.state(actor.country, report, value.spans[0].start)
