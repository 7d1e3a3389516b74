"""What goes on a page and where: incidents weighed, the main one found, sections filled."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from brinkwatch.model import Incident, Indicator, Launch, Statement
from brinkwatch.publish.fit import content
from brinkwatch.publish.phrasing import day_of
from brinkwatch.publish.scene import Scene

BACKGROUND = "Background and Context"
RECENT = "Recent Developments"
REACTIONS = "Threats and Reactions"
CONCLUSION = "Conclusion"
HEADINGS = (BACKGROUND, RECENT, REACTIONS, CONCLUSION)

TYPE_WEIGHT = {
    "ASSAULT": 9.0,
    "COERCE": 7.0,
    "THREATEN": 7.0,
    "MOBILIZE": 6.5,
    "SANCTION": 6.0,
    "PROTEST": 6.0,
    "REQUEST": 4.0,
    "ACCUSE": 4.5,
    "REJECT": 4.0,
    "CONSULT": 4.0,
    "AGREE": 5.0,
    "COOPERATE": 3.5,
    "SUPPORT": 3.5,
    "AID": 4.0,
    "CONCEDE": 5.0,
    "RETREAT": 6.0,
}
"""How much a reader of a crisis page wants to know of each PLOVER type; an editor's order."""
KIND_WEIGHT = {"launch": 10.0, "statement": 3.0, "indicator": 4.5, "trend": 3.5, "event": 3.0}
ACT_WEIGHT = {
    "threaten": 6.0,
    "condemn": 4.5,
    "deny": 4.0,
    "pledge": 4.0,
    "announce": 4.0,
    "request": 4.0,
    "praise": 3.5,
    "support": 3.5,
    "assess": 3.5,
    "report": 3.0,
}
ASIDE = frozenset({"OPP", "PTY", "CVL", "BUS", "SOC"})
"""Sectors whose deeds are an aside on a page of many reports between states."""
FINE = ("day", "part of day", "hour", "minute")
WORDS = frozenset({"THREATEN", "ACCUSE", "REJECT", "REQUEST", "SUPPORT", "AGREE", "CONSULT"})
"""Types that are words rather than deeds: a page is about a deed where it has one."""
ANALYSTS = re.compile(r"\b(?:analysts?|experts?|observers?|scholars?|researchers?)\b", re.I)
AHEAD = re.compile(
    r"\b(?:ruled? out|further|more) (?:launches|tests|firings|attacks|strikes|talks|steps)\b|"
    r"\b(?:could|may|might) (?:follow|come|resume|happen)\b|\bsigns? (?:yet )?of preparations\b|"
    r"\b(?:would|will) (?:keep|continue|resume|meet|vote|decide|return)\b|"
    r"\bcontinuing its\b|\b(?:next (?:week|month|year)|end of the (?:week|month|year))\b|"
    r"\bremain(?:s|ed)? open to\b|\bexpected to\b",
    re.I,
)
"""Words that look past the main incident."""
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


def headed(scene: Scene, incident: Incident) -> float:
    """How far an incident is what its reports' own titles tell, 0 to 1: the share of a title's
    words that stand in the incident's words, its verb counted twice."""
    best = 0.0
    for claim in scene.of_incident(incident):
        title = scene.title_words(claim.report)
        if not title or not claim.evidence:
            continue
        text = claim.quote if isinstance(claim, Statement) else claim.evidence[0].text
        who = " ".join(a.name for a in claim.actors)
        found = content(f"{text} {who}")
        verb = content(claim.trigger or "")
        share = len(title & found) / len(title)
        best = max(best, (share + 0.4 * bool(verb & title)) / 1.4)
    return best


def weigh(scene: Scene, incident: Incident) -> float:
    """Importance: what kind of happening, how many outlets and claims tell it, and how early in
    their reports they do."""
    claims = scene.of_incident(incident)
    if not claims:
        return 0.0
    base = KIND_WEIGHT.get(incident.kind, 3.0)
    if incident.kind == "event":
        base = TYPE_WEIGHT.get(incident.type, 3.0)
    first = claims[0]
    if isinstance(first, Statement):
        base = max(ACT_WEIGHT.get(c.act, 3.0) for c in claims if isinstance(c, Statement))
        if not first.speaker.person and not first.speaker.country and not first.speaker.sector:
            base *= 0.6
        base += 0.5 * any(c.direct for c in claims if isinstance(c, Statement))
    lead = (
        max(_lead(scene, c.report, c.evidence[0].start) for c in claims if c.evidence)
        if any(c.evidence for c in claims)
        else 0.0
    )
    if incident.kind == "event" and not any(c.actors for c in claims):
        base *= 0.6
    sectors = {a.sector for c in claims for a in c.actors}
    if len(scene.reports) > 3 and sectors and sectors <= ASIDE:
        base *= 0.5
    sure = 1.0 if any(c.certainty in ("asserted", "suspected") for c in claims) else 0.75
    named = (
        1.0
        if any(
            a.country or a.person
            for c in claims
            for a in (*c.actors, *((c.speaker,) if isinstance(c, Statement) else ()))
        )
        else 0.7
    )
    spread = 1.0 + 0.6 * math.log2(max(1, incident.outlets)) + 0.2 * math.log2(len(claims))
    return base * sure * named * spread * (0.55 + 0.9 * lead) * (0.8 + headed(scene, incident))


def _lead(scene: Scene, report: str, start: int) -> float:
    """1 in a report's opening words, falling to 0 at its end, fast at first."""
    length = max(1, len(scene.reports[report].text))
    return math.exp(-3.0 * start / length)


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


def is_threat(scene: Scene, incident: Incident) -> bool:
    """Whether an incident is a threat, in words or as an event."""
    return incident.type == "THREATEN" or any(
        isinstance(c, Statement) and c.act == "threaten" for c in scene.of_incident(incident))


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
    if incident.kind != "event" or any(c.trigger not in FIRING for c in claims):
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


def main_incident(scene: Scene) -> Incident | None:
    """The incident the page is about: the weightiest, the later of two alike."""
    ranked = [
        (
            weigh(scene, i)
            * (1.6 if i.kind == "launch" else 1.0)
            * (2.0 if opens(scene, i) else 1.0)
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


def place(scene: Scene, incident: Incident, main: Incident) -> str:
    """The section an incident belongs to."""
    claims = scene.of_incident(incident)
    first = claims[0]
    own, today = day(scene, incident), scene.main_day
    before = own is not None and today is not None and (today - own).days > 1
    if own is None and today is not None:
        # what was in print before the main event happened cannot answer it
        prints = [d for c in claims if (d := scene.published(c.report))]
        before = bool(prints) and max(prints) < today
    if incident.kind == "trend":
        return BACKGROUND
    if not before and incident.id != main.id and is_threat(scene, incident):
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
    if incident.type in REACTING and incident.id != main.id:
        return REACTIONS
    if first.certainty in ("planned", "possible", "conditional"):
        same = {a.name for a in first.actors} & {
            a.name for c in scene.of_incident(main) for a in c.actors
        }
        return CONCLUSION if same else BACKGROUND
    return RECENT


def looks_ahead(claim: Statement) -> bool:
    """Whether what was said is about what comes next."""
    return not claim.direct and claim.act not in REACTING_ACTS and bool(AHEAD.search(claim.quote))


def items(scene: Scene, main: Incident) -> dict[str, list[Item]]:
    """Every incident but the main one by section, in the order it is told."""
    out: dict[str, list[Item]] = {h: [] for h in HEADINGS}
    for incident in scene.story.incidents:
        if incident.id == main.id or not scene.of_incident(incident) or is_shadow(scene, incident):
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
