"""The timeline: told incidents by day, each with a sentence of the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from brinkwatch.model import Incident, Sentence, TimelineEntry
from brinkwatch.publish import days
from brinkwatch.publish.phrasing import MONTHS, day_of
from brinkwatch.publish.scene import Scene


def timeline(
    scene: Scene, main: Incident | None, told: Sequence[Sentence]
) -> tuple[TimelineEntry, ...]:
    """One entry for each dated incident that a sentence of the page tells, in order of time."""
    entries: list[tuple[str, int, TimelineEntry]] = []
    used: set[str] = set()
    for incident in scene.story.incidents:
        if incident.kind == "trend":
            continue
        when = days.day(scene, incident)
        if when is None:
            continue
        sentence = _sentence_of(scene, incident, told)
        if sentence is None or sentence.text in used or _of_another_day(sentence.text, when):
            continue
        used.add(sentence.text)
        field = incident.fields.get("date")
        iso = str(field.resolved) if field is not None and field.resolved else when.isoformat()
        if day_of(iso) != when:
            iso = when.isoformat()
        year = scene.year()
        label = f"{when.day} {MONTHS[when.month - 1][:3]}" + (
            f" {when.year}" if year is not None and when.year != year else ""
        )
        kind = "main" if main is not None and incident.id == main.id else incident.kind
        entries.append(
            (iso[:10], 0 if kind != "statement" else 1, TimelineEntry(iso, label, sentence, kind))
        )
    entries.sort(key=lambda e: (e[0], e[1], e[2].when))
    return tuple(e[2] for e in entries)


DATE = re.compile(r"\b(\d{1,2}) (" + "|".join(MONTHS) + r")\b")


def _of_another_day(text: str, when: date) -> bool:
    """Whether a sentence names days, and the incident's is none of them."""
    days = {(int(d), MONTHS.index(m) + 1) for d, m in DATE.findall(text)}
    return bool(days) and (when.day, when.month) not in days


def _sentence_of(scene: Scene, incident: Incident, told: Sequence[Sentence]) -> Sentence | None:
    """The sentence of the page that tells this incident; quotations stay out of the timeline."""
    return next(
        (s for s in told if s.kind != "quote" and scene.tells.get(s.text) == incident.id), None
    )
