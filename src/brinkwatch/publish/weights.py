"""How much an incident weighs: an editor’s order of what a reader wants to know."""

from __future__ import annotations

import math

from brinkwatch.model import Incident, Statement
from brinkwatch.publish.fit import content
from brinkwatch.publish.scene import Scene

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


OPENING_WEIGHT = 8.0
SECOND_WEIGHT = 5.0
"""What a report opens with is news whatever its type; its second sentence may be."""


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
    if first.id in scene.told_openings:
        base = max(base, OPENING_WEIGHT if scene.told_openings[first.id].n == 0 else SECOND_WEIGHT)
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
