"""A launch’s flight told: how far, how high, when, and where it came down."""

from __future__ import annotations

import re

from brinkwatch.model import Incident, Span, Value
from brinkwatch.publish.launch_values import (
    camps,
    context_of,
    hearsay,
    holder,
    launches,
    resolved,
    state_of,
    values,
)
from brinkwatch.publish.launching import weapon
from brinkwatch.publish.phrases import Phrase
from brinkwatch.publish.phrasing import bounds, distance, listed, possessive
from brinkwatch.publish.scene import Draft, Scene


def flight(scene: Scene, incident: Incident) -> list[list[Draft]]:
    """How far, how high, how long: one group of drafts for each sentence."""
    claims = launches(scene, incident)
    many = weapon(incident, claims)[1]
    thing = "the missiles" if many else "the missile"
    kind = resolved(incident, "weapon_kind")
    if kind is not None and kind.value == "rocket artillery":
        thing = "the rockets"
    groups = [
        _measure(scene, incident, "distance_km", f"{thing} flew", thing),
        _measure(scene, incident, "altitude_km", f"{thing} rose to", thing),
    ]
    return [g for g in groups if g]


def _measure(scene: Scene, incident: Incident, name: str, lead: str, thing: str) -> list[Draft]:
    given = values(incident, name)
    given.sort(key=lambda v: (scene.namer.by_name(v.by) is None, v.time or "9"))
    field = incident.fields.get(name)
    if not given or field is None:
        return []
    distinct = camps(given)
    if len(distinct) > 1:
        return _at_odds(scene, distinct[:3], lead, thing, name)
    value = next((v for v in given if scene.namer.by_name(v.by)), given[0])
    low, high = bounds(value.value)
    if low is None:
        return []
    amount = (
        distance(low, value.text)
        if low == high or high is None
        else (f"between {distance(low)} and {distance(high)}")
    )
    about = "" if low != high else "about "
    who = holder(scene, value)
    own = (*value.spans[:2], *context_of(scene, value))
    if who is None and (hedge := hearsay(scene, value.spans[:2])):
        lead = f"{thing} {hedge}{lead.removeprefix(thing + ' ')}"
    text = f"{lead} {about}{amount}"
    if who is not None:
        return [Draft(f"{text}, {who.text} said", (*own, *who.spans), (who,)), Draft(text, own)]
    return [Draft(text, own)]


def _at_odds(scene: Scene, given: list[Value], lead: str, thing: str, name: str) -> list[Draft]:
    pieces: list[tuple[str, Phrase, Value]] = []
    spans: list[Span] = []
    phrases: list[Phrase] = []
    for value in given:
        low, _ = bounds(value.value)
        who = holder(scene, value)
        if low is None or who is None:
            continue
        pieces.append((f"about {distance(low, value.text)}", who, value))
        spans.extend((*value.spans[:2], *who.spans, *context_of(scene, value)))
        phrases.append(who)
    if len(pieces) < 2:
        return []
    states = [state_of(scene, p[2]) for p in pieces]
    if all(states) and len({s.text for s in states if s}) == len(states):
        names = [s for s in states if s]
        texts = [
            f"{amount} by {possessive(s.text)} count"
            for (amount, _, _), s in zip(pieces, names, strict=True)
        ]
        texts = [texts[0], *[re.sub(r" count$", "", t) for t in texts[1:]]]
        return [Draft(f"{lead} {listed(texts)}", (*spans, *[x for s in names for x in s.spans]))]
    texts = [f"{amount} according to {who.text}" for amount, who, _ in pieces]
    return [Draft(f"{lead} {listed(texts)}", tuple(spans), tuple(phrases))]


def landing(scene: Scene, incident: Incident) -> list[Draft]:
    """Where it came down as against an economic zone."""
    value = resolved(incident, "outside_eez")
    if value is None or value.value is not True:
        return []
    who = holder(scene, value)
    own = (*value.spans[:2], *context_of(scene, value))
    many = weapon(incident, launches(scene, incident))[1]
    thing = "the missiles" if many else "the missile"
    japan = scene.namer.state("JPN", own[0].report, own[0].start) if own else None
    zone = (
        f"{possessive(japan.text)} exclusive economic zone"
        if japan
        else "the exclusive economic zone"
    )
    text = f"{thing} came down outside {zone}"
    spans = (*own, *(japan.spans if japan else ()))
    made = []
    if who is not None:
        made.append(Draft(f"{text}, {who.text} said", (*spans, *who.spans), (who,)))
    made.append(Draft(text, spans))
    return made


def clock(scene: Scene, incident: Incident) -> list[Draft]:
    """The local time of a launch, where a report gives one."""
    for value in values(incident, "date"):
        match = re.match(r"\d{4}-\d\d-\d\dT(\d\d):(\d\d)", str(value.value))
        if match and re.search(r"\d{1,2}[.:]\d\d|[ap]\.?m|noon", value.text or ""):
            field = incident.fields["date"]
            if str(field.resolved)[:16] != str(value.value)[:16]:
                continue
            many = weapon(incident, launches(scene, incident))[1]
            thing = "the missiles" if many else "the missile"
            who = holder(scene, value)
            text = f"{thing} lifted off at {match[1]}:{match[2]} local time"
            spans = (*value.spans[:2], *context_of(scene, value))
            made = []
            if who is not None:
                made.append(Draft(f"{text}, {who.text} said", (*spans, *who.spans), (who,)))
            made.append(Draft(text, spans))
            return made
    return []
