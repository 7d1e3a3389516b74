"""What a time expression means before it is counted from a date.

The grammar builds these nodes from words alone; `resolve` turns one into an `Interval` against a
`Context`. A node without what it needs (an anchor, a valid day) resolves to None.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from brinkwatch.read.time_calendar import (
    PRECISIONS,
    Context,
    Interval,
    midnight,
)
from brinkwatch.read.time_node_days import (
    DAY,
    DayOfMonth,
    DayWord,
    Holiday,
    MonthDay,
    Node,
    Now,
    Weekday,
)
from brinkwatch.read.time_node_periods import (
    Cycle,
    Decade,
    FiscalYear,
    Mod,
    Quarters,
    Rest,
    Span,
    Sub,
    This,
    WeekOf,
    Year,
)
from brinkwatch.read.time_node_points import Clock, Exact, InUnits, Lasting, Offset, Part

FLOATING = (MonthDay, Cycle, Weekday, DayOfMonth)


def _is_floating(node: Node) -> bool:
    if isinstance(node, Mod):
        return _is_floating(node.of)
    if isinstance(node, MonthDay):
        return node.year is None and node.of is None and not node.pinned
    if isinstance(node, Cycle):
        return node.of is None and not node.mod
    if isinstance(node, Weekday):
        return not node.mod and node.of is None
    if isinstance(node, (Clock, Part)):
        return node.day is not None and _is_floating(node.day)
    return isinstance(node, DayOfMonth) and node.of is None


def _is_month(node: Node) -> bool:
    return isinstance(node, Cycle) and node.kind == "month" and node.of is None and not node.mod


def _around_now(
    first: Node, second: Node, context: Context
) -> tuple[Interval, Interval] | None:
    """"from May to September" said in August: the stretch that is under way."""
    if context.now is None:
        return None
    for year in (context.now.year, context.now.year - 1):
        a = first.resolve(replace(context, now=datetime(year, 12, 31), future=False))
        if a is None or a.lo is None:
            return None
        b = second.resolve(replace(context, now=a.lo, future=True))
        if b is not None and b.hi is not None and a.lo <= context.now < b.hi:
            return a, b
    return None


def _edge(node: Node, found: Interval | None, context: Context) -> Interval | None:
    """The start, middle or end of a long period as the point at which a range begins or ends."""
    if not isinstance(node, Mod) or node.kind not in ("start", "mid", "end") or found is None:
        return found
    whole = node.of.resolve(context)
    if whole is None or whole.lo is None or whole.hi is None or \
            whole.hi - whole.lo < timedelta(days=27):
        return found
    at = {"start": whole.lo, "end": whole.hi,
          "mid": midnight(whole.lo + (whole.hi - whole.lo) / 2)}[node.kind]
    return replace(found, lo=at, hi=at)


@dataclass(frozen=True, slots=True)
class Range:
    """From one expression to another; each lends the other the date or year it lacks."""

    first: Node
    second: Node

    def resolve(self, context: Context) -> Interval | None:
        first, second = self.first, self.second
        if _is_floating(first) and not _is_floating(second) and not isinstance(
                second, (Clock, Now)):
            b = second.resolve(context)
            before = replace(context, now=b.lo, future=False) if b and b.lo else context
            a, after = first.resolve(before), context
        else:
            a = first.resolve(context)
            before = after = context
            if a and a.lo and _is_floating(second):
                after = replace(context, now=a.lo, future=True)
            elif a and a.lo and isinstance(second, (Clock, Part)) and second.day is None:
                after = replace(context, day=a.lo)
            b = second.resolve(after)
        if a is not None and b is not None and _is_month(first) and _is_month(second):
            a, b = _around_now(first, second, context) or (a, b)
        a, b = _edge(first, a, before), _edge(second, b, after)
        if a is None or b is None or a.lo is None or b.hi is None:
            return None
        if isinstance(first, Now) and not b.clock and a.lo is not None:
            a = replace(a, lo=midnight(a.lo), clock=False)
        if isinstance(second, Now) and not a.clock and b.lo is not None:
            b = replace(b, clock=False)
        if a.lo is None or b.hi is None:
            return None
        lo, hi = a.lo, b.hi
        clock = a.clock or b.clock
        if b.clock and not b.part:
            hi = b.lo if b.lo is not None else hi
        elif b.clock and a.clock and hi <= lo:
            hi += DAY
        if isinstance(second, Now) and not clock and b.lo is not None:
            hi = midnight(b.lo) + DAY
        if clock and hi <= lo and hi + DAY > lo and isinstance(second, Clock):
            hi += DAY
        if hi < lo:
            return None
        return Interval(lo, hi, "span", clock=clock, zone=a.zone or b.zone,
                        approximate=a.approximate or b.approximate,
                        floating=a.floating and b.floating)


@dataclass(frozen=True, slots=True)
class Bound:
    """An open interval: kinds "since", "after", "before", "until"."""

    kind: str
    of: Node

    def resolve(self, context: Context) -> Interval | None:
        found = self.of.resolve(context)
        if found is None:
            return None
        if self.kind in ("before", "until"):
            edge = _edge(self.of, found, context)
            if edge is not None and edge.lo == edge.hi and edge.hi is not None:
                mod = f"{self.kind}-{found.mod}"
                return replace(edge, lo=None, precision="span", mod=mod)
        mod = self.kind + (f"-{found.mod}" if found.mod in {"start", "mid", "end"} else "")
        if self.kind == "since":
            return replace(found, hi=None, precision="span", mod=mod)
        if self.kind == "after":
            point = found.clock or found.precision == "day"
            return replace(found, lo=found.lo if point else found.hi, hi=None, precision="span",
                           mod=mod)
        if self.kind == "before" and not found.clock:
            return replace(found, lo=None, hi=found.lo, precision="span", mod=mod)
        return replace(found, lo=None, hi=found.lo if found.clock else found.hi,
                       precision="span", mod=mod)


@dataclass(frozen=True, slots=True)
class Approx:
    of: Node

    def resolve(self, context: Context) -> Interval | None:
        found = self.of.resolve(context)
        return replace(found, approximate=True) if found else None


def precision_of(node: Node) -> str:
    """The precision a node would have, for expressions that cannot be resolved."""
    if isinstance(node, (Clock,)):
        return "hour" if node.minute is None else "minute"
    if isinstance(node, Part):
        return "part of day"
    if isinstance(node, (This, Sub)):
        return PRECISIONS.get(node.unit, "span")
    if isinstance(node, Cycle):
        return PRECISIONS.get(node.kind, "span")
    if isinstance(node, (Year, FiscalYear)):
        return "year"
    if isinstance(node, (Offset, InUnits)):
        return PRECISIONS.get(node.parts[-1][1], "day")
    if isinstance(node, (Mod, WeekOf, Range, Bound, Span, Rest, Decade, Lasting, Quarters)):
        return "span"
    if isinstance(node, (Approx,)):
        return precision_of(node.of)
    return "minute" if isinstance(node, (Now, Exact)) else "day"


__all__ = [
    "DAY",
    "FLOATING",
    "Approx",
    "Bound",
    "Clock",
    "Cycle",
    "DayOfMonth",
    "DayWord",
    "Decade",
    "Exact",
    "FiscalYear",
    "Holiday",
    "InUnits",
    "Lasting",
    "Mod",
    "MonthDay",
    "Node",
    "Now",
    "Offset",
    "Part",
    "Quarters",
    "Range",
    "Rest",
    "Span",
    "Sub",
    "This",
    "WeekOf",
    "Weekday",
    "Year",
    "precision_of",
]
