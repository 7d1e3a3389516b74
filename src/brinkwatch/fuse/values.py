"""The fields of an incident: every claimed value with its holder, and the one that stands.

The rules that choose, first that decides wins:

    only value                  nobody gives another
    all agree                   the values are equal within `tolerance`
    corrected by its source     the others were withdrawn by those who gave them
    measuring authority         a state's military or government gave it first-hand; applies to
                                figures and harm, where the rest have no instrument
    most independent origins    more origins stand behind it
    most reports                more separately written reports carry it
    latest                      given last
    first given                 of values given at one moment, the one that sorts first
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from brinkwatch.fuse.holders import Holder, Holders, independent
from brinkwatch.fuse.keys import STATE_SECTORS, slug, when
from brinkwatch.model import (
    Actor,
    Claim,
    Count,
    Event,
    Field,
    Indicator,
    Launch,
    Measure,
    Place,
    Report,
    Span,
    Statement,
    TimeRef,
    Trend,
    Value,
)

RELATIVE_TOLERANCE = 0.04
"""Figures nearer than this agree: converting "435 miles" and rounding costs up to 3 %."""

MEASURED = ("distance_km", "altitude_km", "flight_seconds")
PHYSICAL = (*MEASURED, "count", "casualties", "damage", "outside_eez", "outcome", "range_class",
            "weapon_kind", "weapon_system")

CERTAINTY_RANK = {
    c: i for i, c in enumerate(
        ("asserted", "suspected", "possible", "planned", "threatened", "conditional", "denied"))
}


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
        exact = isinstance(start, int) and isinstance(end, int)
        made.append(Given(
            name=name, value=value, holder=holder, claim=claim,
            spans=(Span(claim.report, start, end),) if exact else whole,
            text=text or (report.text[start:end] if exact else ""),
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
        for quantity in claim.quantities:
            if quantity.value is not None:
                put(f"{quantity.kind}", quantity.value, quantity)
    return made


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
        for m in getattr(claim, name):
            put(name, _bounds(m), m, holder=holders.of_measure(claim, m.by))
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


# --- agreement -------------------------------------------------------------------------------

def limits(value: Any) -> tuple[float, float] | None:
    """Return a numeric value's bounds, open ends infinite; None when it is no number."""
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return float(value), float(value)
    if isinstance(value, Mapping) and {"low", "high"} <= set(value):
        low, high = value["low"], value["high"]
        return (float("-inf") if low is None else low, float("inf") if high is None else high)
    return None


def agree(a: Any, b: Any) -> bool:
    """Tell whether two values can both be true: numbers within tolerance, words alike."""
    x, y = limits(a), limits(b)
    if x is not None and y is not None:
        slack = RELATIVE_TOLERANCE * max(
            (abs(v) for v in (*x, *y) if abs(v) != float("inf")), default=0.0)
        return x[0] <= y[1] + slack and y[0] <= x[1] + slack
    if isinstance(a, str) and isinstance(b, str):
        return slug(a) == slug(b)
    return bool(a == b)


# --- fields ----------------------------------------------------------------------------------

def merge(
    found: Sequence[Given],
    reports: Mapping[str, Report],
    superseded: Mapping[tuple[str, str, str], str],
) -> list[Value]:
    """Merge equal values of one holder; `superseded` maps (claim, field, value) to a claim."""
    table: dict[tuple[str, str, str | None], list[Given]] = defaultdict(list)
    for g in found:
        key = repr(_canonical(g.value))
        table[(key, g.holder.name, superseded.get((g.claim.id, g.name, key)))].append(g)
    values = []
    for (_, name, later), same in table.items():
        same.sort(key=lambda g: (when(reports[g.claim.report]), g.claim.report, g.claim.id))
        first = same[0]
        values.append(Value(
            value=first.value, by=name, origin=first.holder.origin,
            claims=tuple(dict.fromkeys(g.claim.id for g in same)),
            time=_said(reports[first.claim.report]),
            certainty=min((g.certainty for g in same), key=lambda c: CERTAINTY_RANK.get(c, 9)),
            superseded_by=later,
            spans=tuple(dict.fromkeys(s for g in same for s in g.spans)),
            text=first.text,
        ))
    values.sort(key=lambda v: (v.time or "9", v.claims, repr(v.value), v.by or ""))
    return values


def value_key(value: Any) -> str:
    """Return the form in which `merge` and `superseded` compare a value."""
    return repr(_canonical(value))


def _canonical(value: Any) -> Any:
    if isinstance(value, Mapping):
        return tuple(sorted((k, _canonical(v)) for k, v in value.items()))
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        return round(float(value), 3)
    return slug(value) if isinstance(value, str) else value


def _said(report: Report) -> str | None:
    if report.published is None:
        return None
    if report.published_precision == "day" and report.published.tzinfo is None:
        return report.published.date().isoformat()
    return report.published.isoformat()


def resolve(
    name: str, values: Sequence[Value], texts: Callable[[Value], int],
    authority: Callable[[Value], bool],
) -> Field:
    """Choose the value that stands.

    Args:
        texts: the number of separately written reports behind a value.
        authority: whether its holder could measure it.
    """
    live = [v for v in values if v.superseded_by is None] or list(values)
    if len(live) == 1:
        rule = "only value" if len(values) == 1 else "corrected by its source"
        return Field(live[0].value, rule, tuple(values))
    camps = _camps(live)
    if len(camps) == 1:
        rule = "all agree" if len(live) == len(values) else "corrected by its source"
        return Field(_spokesman(camps[0], texts).value, rule, tuple(values))
    if name in PHYSICAL:
        able = [c for c in camps if any(authority(v) for v in c)]
        if len(able) == 1:
            chosen = [v for v in able[0] if authority(v)]
            return Field(_spokesman(chosen, texts).value, "measuring authority", tuple(values))
        camps = able or camps
    for rule, score in (
        ("most independent origins", lambda c: len(independent(v.origin for v in c))),
        ("most reports", lambda c: sum(texts(v) for v in c)),
        ("latest", lambda c: max(v.time or "" for v in c)),
    ):
        ranked: list[Any] = sorted({score(c) for c in camps}, reverse=True)
        camps = [c for c in camps if score(c) == ranked[0]]
        if len(camps) == 1:
            return Field(_spokesman(camps[0], texts).value, rule, tuple(values))
    return Field(_spokesman(camps[0], texts).value, "first given", tuple(values))


def _camps(values: Iterable[Value]) -> list[list[Value]]:
    """Put values that agree together; a vague one joins the first camp it fits."""
    camps: list[list[Value]] = []
    def sharpness(v: Value) -> tuple[float, str]:
        bounds = limits(v.value)
        return (0.0 if bounds is None else bounds[1] - bounds[0], repr(v.value))
    for v in sorted(values, key=sharpness):
        for camp in camps:
            if agree(camp[0].value, v.value):
                camp.append(v)
                break
        else:
            camps.append([v])
    return camps


def _spokesman(camp: Sequence[Value], texts: Callable[[Value], int]) -> Value:
    """Return the value of a camp that most reports give, the sharper and earlier first."""
    def rank(v: Value) -> tuple:
        bounds = limits(v.value)
        width = 0.0 if bounds is None else bounds[1] - bounds[0]
        return (width, -texts(v), v.time or "9", repr(v.value))
    return min(camp, key=rank)


def is_authority(actor: Actor | None) -> bool:
    """Tell whether an actor has instruments: a state's armed forces or government."""
    return actor is not None and bool(actor.country) and (
        actor.sector in STATE_SECTORS or bool(actor.office))


def with_superseded(value: Value, claim: str) -> Value:
    return replace(value, superseded_by=claim)


def place_of(g: Given) -> Place | None:
    return g.detail if isinstance(g.detail, Place) else None


def time_of(g: Given) -> TimeRef | None:
    return g.detail if isinstance(g.detail, TimeRef) else None
