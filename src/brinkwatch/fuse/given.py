"""What each claim gives for the fields of its incident."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from brinkwatch.fuse.holders import Holder, Holders
from brinkwatch.model import (
    Claim,
    Count,
    Event,
    Indicator,
    Launch,
    Measure,
    Report,
    Span,
    Statement,
    TimeRef,
    Trend,
)

MEASURED = ("distance_km", "altitude_km", "flight_seconds")

ANYBODY = frozenset({"people", "person", "other", "more", "victim", "dozen", "man", "casualty",
                     "member"})
"""What is counted where everybody is: "12 people", "12 others"."""

PASSING = frozenset({"ordinal", "duration"})
"""Quantities beside a deed that are no measure of it: "the first in two weeks"."""


@dataclass(frozen=True, slots=True)
class Given:
    """One value in one claim, before merging."""

    name: str
    value: Any
    holder: Holder
    claim: Claim
    spans: tuple[Span, ...]
    text: str
    certainty: str
    detail: Any = None
    """The noun it came from (Measure, TimeRef, Place), for comparison."""


def given(
    claim: Claim, report: Report, holders: Holders, time: TimeRef | None = None
) -> list[Given]:
    """Return every field value one claim holds.

    Args:
        time: the reading of the claim's time that is to stand; its own when None.
    """
    own = holders.of_claim(claim)
    whole = tuple(Span(claim.report, e.start, e.end) for e in claim.evidence)
    made: list[Given] = []

    def put(
        name: str, value: Any, part: Any = None, holder: Holder = own,
        certainty: str | None = None, text: str = "",
    ) -> None:
        if value is None or value == "" or value == ():
            return
        start, end = getattr(part, "start", None), getattr(part, "end", None)
        exact = whole
        if isinstance(start, int) and isinstance(end, int):
            exact = (Span(claim.report, start, end),)
            text = text or report.text[start:end]
        made.append(Given(
            name=name, value=value, holder=holder, claim=claim, spans=exact, text=text,
            certainty=certainty or claim.certainty, detail=part,
        ))

    for actor in claim.actors:
        put("actor", actor.name, actor)
    for actor in claim.recipients:
        put("recipient", actor.name, actor)
    time = time or claim.time
    if time is not None:
        put("date", time.begin, time)
    for place in claim.places:
        put({"at": "place"}.get(place.role, place.role), place.name, place)
    put("certainty", claim.certainty, text=claim.certainty)
    if isinstance(claim, Launch):
        _launch(claim, holders, put)
    elif isinstance(claim, Statement):
        put("speaker", claim.speaker.name, claim.speaker)
        put("quote", claim.quote, _Stretch(claim.quote_start, claim.quote_end))
        put("act", claim.act, text=claim.act)
        for actor in claim.addressees:
            put("addressee", actor.name, actor)
    elif isinstance(claim, Trend):
        for name in ("measure", "direction", "ordinal", "since", "window"):
            put(name, getattr(claim, name))
    elif isinstance(claim, Indicator):
        put("indicator", claim.indicator)
        put("status", claim.status)
    elif isinstance(claim, Event):
        put("object", claim.object)
        _event(claim, holders, put)
    return made


def _event(claim: Event, holders: Holders, put: Callable[..., None]) -> None:
    """Put the fields of a typed event, and the amounts in its clauses that are none of these.

    Counts of different things are different fields: "fired drone" and "fired missile".
    """
    for detail in claim.details:
        value = detail.value
        if value is None and (detail.low is not None or detail.high is not None):
            value = {"low": detail.low, "high": detail.high}  # type: ignore[assignment]
        put(_counted(detail.name, detail.of), value, detail, text=detail.text,
            holder=holders.of_measure(claim, detail.by), certainty=detail.certainty)
    told = [(d.start, d.end) for d in claim.details if d.start is not None and d.end is not None]
    for quantity in claim.quantities:
        if quantity.value is None or quantity.kind in PASSING:
            continue
        if any(a < (quantity.end or 0) and (quantity.start or 0) < b for a, b in told):
            continue
        kind = "counted" if quantity.kind == "count" else quantity.kind
        put(_counted(kind, quantity.noun), quantity.value, quantity)


def _counted(name: str, of: str | None) -> str:
    thing = stem_of(of)
    return f"{name} {thing}" if thing and thing not in ANYBODY else name


def stem_of(of: str | None) -> str:
    """Return what is counted as one lower-case word: "ballistic missiles" is "missile"."""
    last = (of or "").lower().split()
    return re.sub(r"(?<=[a-z]{3})(?<!s)s$", "", last[-1]) if last else ""


@dataclass(frozen=True, slots=True)
class _Stretch:
    start: int | None
    end: int | None


def _launch(claim: Launch, holders: Holders, put: Callable[..., None]) -> None:
    if claim.weapon.kind != "unknown":
        put("weapon_kind", claim.weapon.kind)
    put("range_class", claim.weapon.range_class, certainty=claim.weapon.class_certainty)
    put("weapon_system", claim.weapon.system)
    if claim.count is not None:
        put("count", _bounds(claim.count), claim.count, text=claim.count.text)
    for name in MEASURED:
        measures: tuple[Measure, ...] = getattr(claim, name)
        own = holders.of_claim(claim)
        held = [m for m in measures if m.by and holders.of_measure(claim, m.by).name == own.name]
        for m in measures:
            holder = holders.of_measure(claim, m.by)
            if not m.by and any(m.value != other.value for other in held):
                holder = holders.of_text(claim)  # its holder has given another figure himself
            put(name, _bounds(m), m, holder=holder)
    put("outcome", claim.outcome)
    put("casualties", claim.casualties)
    put("damage", claim.damage)
    put("outside_eez", claim.outside_eez)
    put("platform", claim.platform)


def _bounds(amount: Measure | Count) -> Any:
    """Return a number, or {"low", "high"} where only bounds are known."""
    value = getattr(amount, "value", None)
    if value is not None:
        return value
    if amount.low is not None and amount.low == amount.high:
        return amount.low
    if amount.low is None and amount.high is None:
        return None
    return {"low": amount.low, "high": amount.high}
