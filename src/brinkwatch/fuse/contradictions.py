"""Values of one field that cannot all be true, and dates that only look as if they could not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from brinkwatch.fuse.dates import Spans, same_moment
from brinkwatch.fuse.values import agree, limits, value_key
from brinkwatch.model import Contradiction, Field, Value

EXCLUSIVE = (
    "distance_km", "altitude_km", "flight_seconds", "count", "weapon_kind", "range_class",
    "outcome", "casualties", "damage", "outside_eez",
)
"""Fields with one true value. Actors, places and words may be many without contradiction."""


def contradictions(
    incident: str, fields: Mapping[str, Field], spans: Spans
) -> list[Contradiction]:
    """Return the contradictions within one incident, each field at most twice: what stands
    open, and what its source has since revised."""
    found = []
    for name in EXCLUSIVE:
        if name in fields:
            found.extend(_of_field(incident, name, fields[name].values))
    if "date" in fields:
        found.extend(_of_dates(incident, fields["date"].values, spans))
    if "certainty" in fields:
        found.extend(_of_denial(incident, fields["certainty"].values))
    return found


def _of_field(incident: str, name: str, values: Sequence[Value]) -> list[Contradiction]:
    live = [v for v in values if v.superseded_by is None]
    gone = [v for v in values if v.superseded_by is not None]
    found = []
    at_odds = [
        v for v in live
        if any(not agree(v.value, w.value) and _distinct(v, w) for w in live if w is not v)
    ]
    if at_odds:
        found.append(Contradiction(
            incident, name, tuple(at_odds), "open", _note(name, at_odds)))
    revised = [v for v in gone if any(value_key(v.value) != value_key(w.value) for w in live)]
    if revised:
        after = [w for w in live if any(w.by == v.by or w.origin == v.origin for v in revised)]
        found.append(Contradiction(
            incident, name, (*revised, *after), "revised",
            "The first value was withdrawn by its source."))
    return found


def _distinct(a: Value, b: Value) -> bool:
    """A hedge without a figure ("reported" harm) contradicts no figure."""
    return not {a.value, b.value} & {"reported"} if _plain(a) and _plain(b) else True


def _plain(v: Value) -> bool:
    return isinstance(v.value, (str, int, float))


def _note(name: str, values: Sequence[Value]) -> str:
    numbers = [x for v in values if (x := limits(v.value)) is not None]
    if not numbers:
        return ""
    low, high = min(x[0] for x in numbers), max(x[1] for x in numbers)
    holders = len({v.origin for v in values})
    if low <= 0 or high == float("inf"):
        return f"{holders} independent origins."
    return f"The highest is {high / low:.2f} times the lowest; {holders} independent origins."


def _of_dates(incident: str, values: Sequence[Value], spans: Spans) -> list[Contradiction]:
    known = [v for v in values if v.superseded_by is None and value_key(v.value) in spans]
    apart: list[Value] = []
    alike: list[Value] = []
    for a, b in combinations(known, 2):
        if str(a.value)[:10] == str(b.value)[:10]:
            continue
        both = spans[value_key(a.value)], spans[value_key(b.value)]
        if same_moment(*both):
            if _day_or_finer(a) and _day_or_finer(b):
                alike.extend((a, b))
        else:
            apart.extend((a, b))
    found = []
    if apart:
        found.append(Contradiction(incident, "date", _unique(apart), "open"))
    if alike:
        points = [spans[value_key(v.value)] for v in alike]
        shared = max(p[0] for p in points)
        note = f"One moment by two clocks, {shared:%H:%M} UTC on {shared.day} {shared:%B %Y}."
        exact = any(p[1] - p[0] <= (points[0][1] - points[0][0]) / 1000 or
                    (p[1] - p[0]).total_seconds() <= 3600 for p in points)
        found.append(Contradiction(
            incident, "date", _unique(alike), "same moment",
            note if exact else "One day by two clocks."))
    return found


def _day_or_finer(v: Value) -> bool:
    return len(str(v.value)) >= 10


def _unique(values: Sequence[Value]) -> tuple[Value, ...]:
    return tuple(dict.fromkeys(
        sorted(values, key=lambda v: (v.time or "9", str(v.value), v.by or ""))))


def _of_denial(incident: str, values: Sequence[Value]) -> list[Contradiction]:
    denied = [v for v in values if v.value == "denied"]
    said = [v for v in values if v.value in ("asserted", "suspected")]
    said = [v for v in said if all(v.origin != d.origin for d in denied)]
    if denied and said:
        return [Contradiction(
            incident, "certainty", (*said, *denied), "open", "One side denies it.")]
    return []
