"""Claims as coreference sees them, and groups of those taken for one incident."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from brinkwatch.fuse.clocks import readings, zones
from brinkwatch.fuse.keys import (
    Interval,
    actor_key,
    content_words,
    interval,
    is_day_or_finer,
    is_named,
    parties,
    when,
)
from brinkwatch.fuse.terms import stem
from brinkwatch.model import Claim, Event, Indicator, Launch, Place, Report, Statement

UNDATED = {"launch": 3, "event": 4, "statement": 2, "indicator": 3, "trend": 5}
"""A claim without a date is taken to lie within so many days before its publication."""

REPRESENTATIVES = 12
"""Members of a group a newcomer is compared with."""


@dataclass(slots=True)
class Mention:
    """A claim with what coreference looks at, computed once."""

    claim: Claim
    report: Report
    kind: str
    span: Interval | None
    spans: tuple[Interval, ...]
    """Every reading of its time; the first is `span`."""
    dated: bool
    who: frozenset[str]
    whom: frozenset[str]
    keys: frozenset[str]
    words: frozenset[str]
    places: tuple[Place, ...] = ()
    """Where it happened: the origin of a launch, the places and targets of other deeds."""
    figures: Mapping[str, float] = field(default_factory=dict)
    """Counted things by what is counted: {"people": 12}."""
    order: tuple[Any, ...] = ()


@dataclass(slots=True)
class Group:
    """Claims taken for one incident; `number` is its place in the order of founding."""

    number: int
    mentions: list[Mention] = field(default_factory=list)
    faces: list[Mention] = field(default_factory=list)

    def add(self, m: Mention) -> None:
        self.mentions.append(m)
        if len(self.faces) < REPRESENTATIVES and not any(_alike(m, f) for f in self.faces):
            self.faces.append(m)


def mention(claim: Claim, report: Report) -> Mention:
    people = claim.actors
    others = claim.recipients
    if isinstance(claim, Statement):
        people, others = (claim.speaker,), claim.addressees
    known = [a for a in people if is_named(a)]
    spans = tuple(
        s for ref in readings(claim, report)
        if (s := interval(ref, zones(claim, report))) is not None
    )
    span = spans[0] if spans else None
    dated = span is not None and is_day_or_finer(claim.time)
    if span is None:
        days = UNDATED.get(claim.record, 4)
        end = when(report)
        span = (end - timedelta(days=days), end) if report.published else None
        spans = (span,) if span is not None else ()
    return Mention(
        claim=claim, report=report, kind=kind_of(claim), span=span, spans=spans, dated=dated,
        who=parties(people), whom=parties(others),
        keys=frozenset(actor_key(a) for a in known),
        words=frozenset(map(stem, _matter(claim))),
        places=tuple(
            p for p in claim.places
            if p.role in (("origin",) if isinstance(claim, Launch) else ("at", "target"))),
        figures=_figures(claim),
        order=(not dated, span[0] if span else when(report), when(report), report.id,
               claim.evidence[0].start if claim.evidence else 0, claim.id),
    )


def kind_of(claim: Claim) -> str:
    """Return the kind under which a claim is compared: its record's, but a weapons test told as
    a plain deed ("condemned the launch") is met among the launches."""
    if isinstance(claim, Event) and claim.kind == "nuclear test":
        return claim.record
    return "launch" if claim.mode == "weapons-test" else claim.record


def _matter(claim: Claim) -> Iterable[str]:
    """Yield the content words a claim is about: its quote, its object, else its evidence."""
    if isinstance(claim, Statement) and claim.quote:
        yield from content_words(claim.quote)
        return
    if isinstance(claim, Indicator):
        yield from content_words(claim.indicator)
    for piece in claim.evidence[:3]:
        yield from content_words(piece.text[:600])


def _figures(claim: Claim) -> dict[str, float]:
    found: dict[str, float] = {}
    for q in claim.quantities:
        if q.value is not None and q.kind == "count":
            found.setdefault(stem((q.noun or "").lower()), q.value)
    return found


def _alike(a: Mention, b: Mention) -> bool:
    return a.words == b.words and a.span == b.span and a.keys == b.keys and a.dated == b.dated
