"""Claimed values: when two agree, and those of one holder merged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from brinkwatch.fuse.given import Given
from brinkwatch.fuse.keys import said, slug, when
from brinkwatch.model import Report, Value

RELATIVE_TOLERANCE = 0.04
"""Figures nearer than this agree: converting "435 miles" and rounding costs up to 3 %."""

CUMULATIVE = frozenset({"killed", "injured", "captured", "casualties", "entities"})
"""Fields, by `base_name`, whose figures rise as more becomes known."""

LATER = timedelta(hours=6)
"""Time after which a higher figure of such a field is news rather than another account."""

CERTAINTY_RANK = {
    c: i for i, c in enumerate(
        ("asserted", "suspected", "possible", "planned", "threatened", "conditional", "denied"))
}


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


def base_name(field: str) -> str:
    """Return a field's name without what it counts: "killed" for "killed child"."""
    return field.partition(" ")[0]


def outgrown(field: str, a: Value, b: Value) -> bool:
    """Tell whether one of two figures only is the older one of a count that has risen since."""
    if base_name(field) not in CUMULATIVE or not (a.time and b.time):
        return False
    old, new = sorted((a, b), key=lambda v: said(v.time))
    low, high = limits(old.value), limits(new.value)
    return (low is not None and high is not None and high[0] > low[0]
            and said(new.time) - said(old.time) >= LATER)


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
    values.sort(key=lambda v: (said(v.time), v.claims, repr(v.value), v.by or ""))
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
