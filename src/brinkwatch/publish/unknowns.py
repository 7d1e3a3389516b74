"""What is not known: the fields of the main incident that no report fills."""

from __future__ import annotations

from brinkwatch.model import Incident
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


def unknowns(scene: Scene, main: Incident | None) -> tuple[str, ...]:
    """Open questions as short sentences; nothing is guessed at."""
    if main is None:
        return ()
    out = [text for name, text in ASKED.get(main.kind, ()) if name not in main.fields]
    open_fields = {
        c.field
        for c in scene.story.contradictions
        if c.incident == main.id and c.standing == "open"
    }
    if "distance_km" in open_fields:
        out.insert(0, "Which account of the distance is right.")
    return tuple(out)
