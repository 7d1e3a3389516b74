"""When it happened: claimed times compared as moments, not as words.

12:35 on 7 November in Korea is 22:35 on 6 November in Washington. Two such times are one moment;
the incident keeps both values, and the resolved one is written with the clock of the place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from brinkwatch.fuse.clocks import zones
from brinkwatch.fuse.given import Given
from brinkwatch.fuse.keys import Interval, interval, said
from brinkwatch.fuse.values import value_key
from brinkwatch.model import Field, Report, TimeRef, Value

Spans = Mapping[str, Interval]
"""A date value (see `values.value_key`) to the narrowest interval any claim gives it."""


ABOUT = timedelta(days=4)
"""How far a date given roughly ("about two weeks ago") may be out."""


def spans_of(found: Sequence[Given], reports: Mapping[str, Report]) -> dict[str, Interval]:
    made: dict[str, Interval] = {}
    for g in found:
        if not isinstance(g.detail, TimeRef):
            continue
        span = interval(g.detail, zones(g.claim, reports[g.claim.report]))
        if span is None:
            continue
        if g.detail.approximate and _width(span) > timedelta(hours=20):
            span = (span[0] - ABOUT, span[1] + ABOUT)
        key = value_key(g.value)
        if key not in made or _width(span) < _width(made[key]):
            made[key] = span
    return made


def _width(span: Interval) -> timedelta:
    return span[1] - span[0]


def same_moment(a: Interval, b: Interval) -> bool:
    """Tell whether two times can be one: they share at least a quarter of the shorter."""
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return shared >= min(_width(a), _width(b)) / 4


def resolve_date(
    values: Sequence[Value], spans: Spans, texts: Callable[[Value], int], solar: float | None,
) -> Field:
    """Choose the time that stands: the camp with most origins, in it the most precise.

    Args:
        solar: hours from UTC at the place, by longitude; the value whose clock is nearest wins
            among equally precise ones.
    """
    live = [v for v in values if v.superseded_by is None] or list(values)
    known = [v for v in live if value_key(v.value) in spans]
    if not known:
        return Field(live[0].value if live else None, "only value", tuple(values))

    def precision(v: Value) -> tuple:
        span = spans[value_key(v.value)]
        return (_width(span), _clock_error(v.value, solar), -texts(v), said(v.time), str(v.value))

    camps: list[list[Value]] = []
    for v in sorted(known, key=precision):
        for camp in camps:
            if same_moment(spans[value_key(camp[0].value)], spans[value_key(v.value)]):
                camp.append(v)
                break
        else:
            camps.append([v])
    camps.sort(key=lambda c: (
        -len({v.origin for v in c}), -sum(texts(v) for v in c), precision(c[0])))
    chosen = camps[0][0]
    if len(values) == 1:
        rule = "only value"
    elif len(camps) == 1:
        same = len({str(v.value) for v in values}) == 1
        rule = "all agree" if same else "same moment, most precise"
    else:
        rule = "most independent origins"
    return Field(chosen.value, rule, tuple(values))


def _clock_error(value: str, solar: float | None) -> float:
    if solar is None or len(value) <= 10:
        return 0.0
    try:
        offset = datetime.fromisoformat(value).utcoffset()
    except ValueError:
        return 24.0
    return 12.0 if offset is None else abs(offset.total_seconds() / 3600 - solar)
