"""What goes on a page and where: incidents weighed, the main one found, sections filled."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from brinkwatch.model import Event, Incident, Indicator, Launch, Statement
from brinkwatch.publish.days import day, edge, long_ago
from brinkwatch.publish.openings import Opening
from brinkwatch.publish.scene import Scene
from brinkwatch.publish.weights import headed, weigh

BACKGROUND = "Background and Context"


RECENT = "Recent Developments"


REACTIONS = "Threats and Reactions"


CONCLUSION = "Conclusion"


HEADINGS = (BACKGROUND, RECENT, REACTIONS, CONCLUSION)


WORDS = frozenset({"THREATEN", "ACCUSE", "REJECT", "REQUEST", "SUPPORT", "AGREE", "CONSULT"})
"""Types that are words rather than deeds: a page is about a deed where it has one."""


ANALYSTS = re.compile(r"\b(?:analysts?|experts?|observers?|scholars?|researchers?)\b", re.I)


AHEAD = re.compile(
    r"\b(?:ruled? out|further|more) (?:launches|tests|firings|attacks|strikes|talks|steps)\b|"
    r"\b(?:could|may|might) (?:follow|come|resume|happen)\b|\bno signs? (?:yet )?of\b|"
    r"\b(?:would|will) (?:keep|continue|resume|meet|vote|decide|return)\b|"
    r"\bcontinuing its\b|\b(?:next (?:week|month|year)|end of the (?:week|month|year))\b|"
    r"\bremain(?:s|ed)? open to\b|\bexpected to\b",
    re.I,
)
"""Words that look past the main incident."""


STILL_OPEN = re.compile(
    AHEAD.pattern
    + r"|\bplans? (?:a|an|to|another)\b|\bmonitoring\b|\bunder way\b|\bno sign\b",
    re.I,
)
"""Words of a sentence that says what is watched, planned or undecided."""


CLOSING = 4
"""Incidents a conclusion is made of at most; the others are recent developments."""


REACTING = frozenset({"THREATEN", "ACCUSE", "REJECT", "SUPPORT", "PROTEST"})


REACTING_ACTS = frozenset({"threaten", "condemn", "praise", "support", "deny"})


@dataclass(frozen=True, slots=True)
class Item:
    """An incident with its weight, day and section."""

    incident: Incident
    weight: float
    day: date | None
    section: str
    told: date | None = None
    """The day its first report came out."""
    at: tuple[str, int] = ("", 0)
    """Report and offset of its first words."""


def is_threat(scene: Scene, incident: Incident) -> bool:
    """Whether an incident is a threat, in words or as an event."""
    return incident.type == "THREATEN" or any(
        isinstance(c, Statement) and c.act == "threaten" for c in scene.of_incident(incident)
    )


def opens(scene: Scene, incident: Incident) -> bool:
    """Whether a report opens with it: its words stand in the first sentences."""
    for claim in scene.of_incident(incident):
        reach = min(600.0, 0.3 * len(scene.reports[claim.report].text))
        if any(e.start < reach for e in claim.evidence[:6]):
            return True
    return False


FIRING = frozenset(["launch", "fire", "test", "test-fire", "shoot", "firing", "testing"])


def is_shadow(scene: Scene, incident: Incident) -> bool:
    """Whether an event only says again that a launch took place which has its own incident."""
    claims = scene.of_incident(incident)
    if incident.kind == "launch":
        return is_thin(scene, incident)
    if incident.kind != "event" or any(
        c.trigger not in FIRING or (isinstance(c, Event) and c.kind == "interception")
        for c in claims
    ):
        return False
    fired = [
        (c.report, e) for c in scene.claims.values() if isinstance(c, Launch) for e in c.evidence
    ]
    return any(
        r == c.report and e.start < x.end and x.start < e.end
        for c in claims
        for x in c.evidence
        for r, e in fired
    )


def is_thin(scene: Scene, incident: Incident) -> bool:
    """Whether a launch says no more than that one took place, within two days of another that
    says more: then it is a mention of that one."""
    if set(incident.fields) & DETAILS:
        return False
    own = day(scene, incident)
    return any(
        other.id != incident.id
        and other.kind == "launch"
        and set(other.fields) & DETAILS
        and (own is None or (d := day(scene, other)) is None or abs((d - own).days) <= 2)
        for other in scene.story.incidents
    )


DETAILS = frozenset({"origin", "toward", "distance_km", "altitude_km", "flight_seconds"})


def main_incident(scene: Scene, first: Opening | None = None) -> Incident | None:
    """The incident the page is about: the weightiest, the later of two alike; what the page's
    lead tells before others, and no launch that no report opens with."""
    ranked = [
        (
            weigh(scene, i)
            * (1.6 if i.kind == "launch" and opens(scene, i) else 1.0)
            * (2.0 if opens(scene, i) else 1.0)
            * (3.0 if first is not None and within(scene, i, first) else 1.0)
            * (0.6 + headed(scene, i))
            * (
                0.6
                if i.kind in ("statement", "trend", "indicator") or is_shadow(scene, i)
                else 0.75
                if i.kind == "event" and i.type in WORDS
                else 1.0
            ),
            str(day(scene, i) or ""),
            i.id,
            i,
        )
        for i in scene.story.incidents
    ]
    ranked = [r for r in ranked if r[0] > 0]
    if not ranked:
        return None
    best = max(r[0] for r in ranked)
    near = [r for r in ranked if r[0] >= 0.8 * best]
    return (
        max(near, key=lambda r: (r[1], r[0]))[3]
        if any(r[3].kind == "launch" for r in near)
        else max(near, key=lambda r: (r[0], r[1]))[3]
    )


def within(scene: Scene, incident: Incident, opening: Opening) -> bool:
    """Whether one of an incident's claims rests on an opening."""
    return any(
        c.report == opening.report
        and any(e.start < opening.end and opening.start < e.end for e in c.evidence[:1])
        for c in scene.of_incident(incident)
    )


def place(scene: Scene, incident: Incident, main: Incident | None) -> str:
    """The section an incident belongs to."""
    claims = scene.of_incident(incident)
    first = claims[0]
    own = day(scene, incident)
    today = edge(scene, main)
    before = own is not None and today is not None and (today - own).days > 1
    if own is None and today is not None:
        # what was in print before the main event happened cannot answer it
        prints = [d for c in claims if (d := scene.published(c.report))]
        before = bool(prints) and max(prints) < today
    before = before or long_ago(scene, claims)
    if incident.kind == "trend":
        return BACKGROUND
    if not before and not same(incident, main) and is_threat(scene, incident):
        return REACTIONS
    if isinstance(first, Indicator):
        return (
            CONCLUSION
            if first.indicator in ("monitoring",) or first.status == "planned"
            else (BACKGROUND if before else RECENT)
        )
    if isinstance(first, Launch):
        return BACKGROUND if before or first.certainty in ("planned",) else RECENT
    if isinstance(first, Statement):
        if before or ANALYSTS.search(first.speaker.name or first.speaker.text):
            return BACKGROUND
        if looks_ahead(first):
            return CONCLUSION
        return REACTIONS if first.act in REACTING_ACTS or first.direct else RECENT
    if before:
        return BACKGROUND
    if incident.type in REACTING and not same(incident, main):
        return REACTIONS
    if first.certainty in ("planned", "possible", "conditional"):
        shared = {a.name for a in first.actors} & {
            a.name for c in (scene.of_incident(main) if main else ()) for a in c.actors
        }
        return CONCLUSION if shared else BACKGROUND
    return RECENT


def same(incident: Incident, main: Incident | None) -> bool:
    return main is not None and incident.id == main.id


def looks_ahead(claim: Statement) -> bool:
    """Whether what was said is about what comes next."""
    return not claim.direct and claim.act not in REACTING_ACTS and bool(AHEAD.search(claim.quote))


def items(
    scene: Scene, main: Incident | None, aside: Sequence[Incident] = ()
) -> dict[str, list[Item]]:
    """Every incident but the main one by section, in the order it is told; `aside` are incidents
    of the page that the record does not hold."""
    out: dict[str, list[Item]] = {h: [] for h in HEADINGS}
    for incident in (*aside, *scene.story.incidents):
        if same(incident, main) or not scene.of_incident(incident) or is_shadow(scene, incident):
            continue
        section = place(scene, incident, main)
        first = min(
            scene.of_incident(incident),
            key=lambda c: (
                str(scene.reports[c.report].published or "9"),
                c.report,
                c.evidence[0].start if c.evidence else 0,
            ),
        )
        out[section].append(
            Item(
                incident,
                weigh(scene, incident),
                day(scene, incident),
                section,
                scene.published(first.report),
                (first.report, first.evidence[0].start if first.evidence else 0),
            )
        )
    last = sorted(out[CONCLUSION], key=lambda i: (-i.weight, i.incident.id))
    out[CONCLUSION], spare = last[:CLOSING], last[CLOSING:]
    out[RECENT].extend(spare)
    return out


def chosen(found: Sequence[Item], most: int) -> list[Item]:
    """The weightiest, told in order of time; an undated one stands at its report's day, and what
    one report tells keeps that report's order."""
    best = sorted(found, key=lambda i: (-i.weight, i.incident.id))[:most]
    return sorted(best, key=lambda i: (i.day or i.told or date.max, i.at, i.incident.id))
