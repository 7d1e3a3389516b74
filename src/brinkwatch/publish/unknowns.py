"""What is not known: questions about the main incident that no claim of the story answers."""

from __future__ import annotations

import re

from brinkwatch.model import Claim, Incident, Launch, Statement
from brinkwatch.publish import days
from brinkwatch.publish.launch_values import NO_HARM
from brinkwatch.publish.scene import Scene

ASKED = {
    "launch": (
        ("weapon_system", "The exact type of the weapon."),
        ("distance_km", "How far it flew."),
        ("altitude_km", "How high it rose."),
        ("flight_seconds", "How long it was in the air."),
        ("origin", "Where it was fired from."),
        ("casualties", "Whether anyone was hurt."),
        ("damage", "Whether anything was damaged."),
    ),
}
HARM = {
    "casualties": re.compile(r"injur|casualt|hurt|killed|wounded|dead\b|deaths", re.I),
    "damage": re.compile(r"damage", re.I),
}
MEASURED = {
    "distance_km": re.compile(
        r"\b(?:flew|travel+ed|range of|distance)\b[^.]*\b(?:km|kilomet|miles)", re.I
    ),
    "altitude_km": re.compile(
        r"\b(?:altitude|height|apogee|rose to)\b[^.]*\b(?:km|kilomet|miles)", re.I
    ),
    "flight_seconds": re.compile(r"\b(?:flew for|in the air for|flight (?:time|lasted))\b", re.I),
}


def unknowns(scene: Scene, main: Incident | None) -> tuple[str, ...]:
    """Open questions as short sentences; nothing is guessed at, and nothing a claim answers is
    called unknown."""
    if main is None:
        return ()
    near = [c for c in scene.claims.values() if _is_about(scene, c, main)]
    out = [
        text
        for name, text in ASKED.get(main.kind, ())
        if name not in main.fields and not any(_answers(scene, c, name) for c in near)
    ]
    open_fields = {
        c.field
        for c in scene.story.contradictions
        if c.incident == main.id and c.standing == "open"
    }
    if "distance_km" in open_fields:
        out.insert(0, "Which account of the distance is right.")
    return tuple(out)


def _is_about(scene: Scene, claim: Claim, main: Incident) -> bool:
    """Whether a claim of a report that came out with the main incident may tell of it."""
    if claim.id in main.claims:
        return True
    told = scene.published(claim.report)
    day = days.day(scene, main)
    near = told is None or day is None or 0 <= (told - day).days <= 2
    return near and isinstance(claim, (Launch, Statement))


def _answers(scene: Scene, claim: Claim, name: str) -> bool:
    """Whether a claim gives a field: as its own field or quantity, or in what its holder said."""
    if isinstance(claim, Launch):
        if name == "weapon_system":
            return claim.weapon.system is not None
        if name == "origin":
            return any(p.role == "origin" for p in claim.places)
        if getattr(claim, name, None):
            return True
    said = claim.quote if isinstance(claim, Statement) else " ".join(e.text for e in claim.evidence)
    if name in HARM:
        return bool(HARM[name].search(said)) and (
            bool(NO_HARM.search(said)) or isinstance(claim, Launch)
        )
    return name in MEASURED and bool(MEASURED[name].search(said))
