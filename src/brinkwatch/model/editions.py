"""What is published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from brinkwatch.model.fused import Change, Contradiction, Incident, LeftOut, Revision
from brinkwatch.model.spans import Span


@dataclass(frozen=True, slots=True)
class Sentence:
    """One published sentence and the spans that carry it."""

    text: str
    spans: tuple[Span, ...]
    kind: str = "composed"
    """"composed", "quote" or "drafted"."""


@dataclass(frozen=True, slots=True)
class Section:
    heading: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A report as the page's source list shows it."""

    id: str
    source: str | None
    url: str | None
    published: str | None
    origin: str
    title: str | None = None


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    when: str
    """ISO 8601 date or time."""
    label: str
    """As the page shows the date."""
    sentence: Sentence
    kind: str = "event"


@dataclass(frozen=True, slots=True)
class Assessment:
    """A judgement with its inputs, method version and interval."""

    id: str
    kind: str
    """"tempo", "trend check", "tension", "forecast"."""
    verdict: str
    """"supported", "contradicted", "not judged", a level, or a figure in words."""
    method: str
    """Name and version of the formula: "tempo 1.0"."""
    inputs: tuple[str, ...] = ()
    """Ids of incidents or claims it was made from."""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    note: str = ""
    spans: tuple[Span, ...] = ()
    detail: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class StoryPage:
    """A story as it is published."""

    id: str
    title: str
    summary: tuple[Sentence, ...]
    sections: tuple[Section, ...]
    reports: tuple[SourceLine, ...]
    timeline: tuple[TimelineEntry, ...]
    contradictions: tuple[Contradiction, ...]
    incidents: tuple[Incident, ...]
    assessments: tuple[Assessment, ...] = ()
    revisions: tuple[Revision, ...] = ()
    unknowns: tuple[str, ...] = ()
    log: tuple[Change, ...] = ()
    """What has changed from edition to edition, oldest first."""


@dataclass(frozen=True, slots=True)
class Edition:
    headline: str
    deck: str
    published: str
    """ISO 8601, UTC."""
    stories: tuple[StoryPage, ...]
    left_out: tuple[LeftOut, ...] = ()
    sample: bool = False
