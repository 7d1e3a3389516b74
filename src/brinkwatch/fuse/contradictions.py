"""Values of one field that cannot all be true, and dates that only look as if they could not."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import combinations, permutations

from brinkwatch.fuse.dates import Spans, same_moment
from brinkwatch.fuse.keys import said
from brinkwatch.fuse.values import agree, base_name, limits, outgrown, value_key
from brinkwatch.model import Contradiction, Field, Value

EXCLUSIVE = (
    "distance_km", "altitude_km", "flight_seconds", "count", "weapon_kind", "range_class",
    "outcome", "casualties", "damage", "outside_eez", "killed", "injured", "captured", "fired",
    "intercepted", "crossed", "forces", "entities", "yield", "magnitude", "depth",
)
"""Fields with one true value, by `values.base_name`. Actors, places and words may be many without
contradiction."""


def contradictions(
    incident: str, fields: Mapping[str, Field], spans: Spans
) -> list[Contradiction]:
    """Return the contradictions within one incident, each field at most twice: what stands
    open, and what its source has since revised."""
    found = []
    for name in sorted(fields, key=_rank):
        if base_name(name) in EXCLUSIVE:
            found.extend(_of_field(incident, name, fields[name].values))
    if "date" in fields:
        found.extend(_of_dates(incident, fields["date"].values, spans))
    if "certainty" in fields:
        found.extend(_of_denial(incident, fields["certainty"].values))
    return found


def _rank(name: str) -> tuple[int, str]:
    base = base_name(name)
    return (EXCLUSIVE.index(base) if base in EXCLUSIVE else len(EXCLUSIVE)), name


def _of_field(incident: str, name: str, values: Sequence[Value]) -> list[Contradiction]:
    live = [v for v in values if v.superseded_by is None]
    gone = [v for v in values if v.superseded_by is not None]
    found = []
    kinds = {value_key(v.value): v for v in live}
    counts: dict[str, set[tuple[str | None, str]]] = defaultdict(set)
    for v in live:
        counts[value_key(v.value)] |= {(v.by, s.report) for s in v.spans}
    odd = {
        a for (a, v), (b, w) in permutations(kinds.items(), 2)
        if not agree(v.value, w.value) and _distinct(v, w) and not outgrown(name, v, w)
        and not (counts[a] and counts[a] == counts[b])  # one voice in one report: two things
    }
    at_odds = [v for v in live if value_key(v.value) in odd]
    if at_odds:
        found.append(Contradiction(
            incident, name, tuple(at_odds), "open", _note(name, at_odds),
            since=_since(name, at_odds)))
    revised = [v for v in gone if any(value_key(v.value) != value_key(w.value) for w in live)]
    if revised:
        right = {v.superseded_by for v in revised}
        after = [w for w in live if right & set(w.claims)]
        found.append(Contradiction(
            incident, name, (*revised, *after), "revised",
            since=_since(name, (*revised, *after)),
            until=max((v.time for v in (*revised, *after[:1]) if v.time), key=said, default=None)))
    return found


def _since(name: str, values: Sequence[Value]) -> str | None:
    """Return the first moment at which two of the values that disagree had both been said."""
    first: dict[str, Value] = {}
    for v in sorted((v for v in values if v.time), key=lambda v: said(v.time)):
        first.setdefault(value_key(v.value), v)
    both = [
        max((a.time, b.time), key=said)
        for a, b in combinations(first.values(), 2)
        if not agree(a.value, b.value) and not outgrown(name, a, b)
    ]
    return min(both, key=said, default=None)


_AT_LEAST = re.compile(
    r"\s*(?:more than|(?:well )?over|at least|above|exceeding|upwards? of)\b", re.I)
_AT_MOST = re.compile(r"\s*(?:less than|under|up to|at most|below|no more than|within)\b", re.I)


def _distinct(a: Value, b: Value) -> bool:
    """Tell whether two values that differ leave no room for each other.

    A hedge without a figure ("reported" harm) contradicts no figure, and "over two hours" none
    above it.
    """
    for one, other in ((a, b), (b, a)):
        x, y = limits(one.value), limits(other.value)
        if x is None or y is None:
            continue
        if _AT_LEAST.match(one.text) and y[1] >= x[0]:
            return False
        if _AT_MOST.match(one.text) and y[0] <= x[1]:
            return False
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
    kinds = {value_key(v.value): v for v in known}
    odd: set[str] = set()
    same: set[str] = set()
    for (a, v), (b, w) in combinations(kinds.items(), 2):
        if str(v.value)[:10] == str(w.value)[:10]:
            continue
        if not same_moment(spans[a], spans[b]):
            odd |= {a, b}
        elif _next_day(v, w):
            same |= {a, b}
    apart = [v for v in known if value_key(v.value) in odd]
    alike = [v for v in known if value_key(v.value) in same]
    found = []
    if apart:
        found.append(Contradiction(
            incident, "date", _unique(apart), "open", since=_since("date", apart)))
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


def _next_day(a: Value, b: Value) -> bool:
    """Tell whether two dates are one day apart, as two clocks can make them."""
    try:
        days = [date.fromisoformat(str(v.value)[:10]) for v in (a, b)]
    except ValueError:
        return False
    return abs((days[0] - days[1]).days) == 1


def _unique(values: Sequence[Value]) -> tuple[Value, ...]:
    return tuple(dict.fromkeys(
        sorted(values, key=lambda v: (said(v.time), str(v.value), v.by or ""))))


def _of_denial(incident: str, values: Sequence[Value]) -> list[Contradiction]:
    denied = [v for v in values if v.value == "denied"]
    said = [v for v in values if v.value in ("asserted", "suspected")]
    said = [v for v in said if all(v.origin != d.origin for d in denied)]
    if denied and said:
        return [Contradiction(
            incident, "certainty", (*said, *denied), "open", "One side denies it.",
            since=_since("certainty", (*said, *denied)))]
    return []
