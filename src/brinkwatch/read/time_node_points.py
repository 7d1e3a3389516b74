"""What points counted from others and times of day mean: offsets, clock times, parts of a day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo

from brinkwatch.read.time_calendar import (
    EARLY_MORNING,
    PARTS,
    Context,
    Interval,
    add,
    midnight,
)
from brinkwatch.read.time_node_days import Node, day_interval
from brinkwatch.read.time_node_periods import Mod, Span


@dataclass(frozen=True, slots=True)
class Offset:
    """A point some units away from a base: "three weeks ago", "two days after 7 November".

    `base` None is now; `narrative` counts from the date last mentioned ("two days later").
    """

    parts: tuple[tuple[float, str], ...]
    sign: int
    base: Node | None = None
    narrative: bool = False
    vague: bool = False
    weekday: int | None = None

    def resolve(self, context: Context) -> Interval | None:
        start: datetime | None = context.now
        clock = any(unit in {"second", "minute", "hour"} for _, unit in self.parts)
        if self.base is not None:
            found = self.base.resolve(replace(
                context, future=True if self.sign > 0 and context.future is None
                else context.future))
            start = (found.lo if found else None)
        elif self.narrative and context.last is not None:
            start = context.last
        if start is None:
            return None
        if not clock and not (self.base and start.time() != midnight(start).time()):
            start = midnight(start)
        for n, unit in self.parts:
            start = add(start, self.sign * n, unit) if start else None
        if start is None:
            return None
        unit = self.parts[-1][1]
        if self.weekday is not None:
            # "Monday two weeks from now" is the last Monday up to that day
            back = (start.weekday() - self.weekday) % 7
            return day_interval(start - timedelta(days=back))
        if clock:
            return Interval(start, start + timedelta(minutes=1), "minute", clock=True,
                            approximate=self.vague or unit == "hour")
        if unit == "day" and not self.vague:
            return day_interval(start)
        return _blur(start, unit, self.vague, self.parts[-1][0])


def _blur(start: datetime, unit: str, vague: bool, n: float) -> Interval | None:
    """The day a coarse offset lands on, marked as approximate, at the precision of its unit."""
    if unit in {"year", "decade", "century"}:
        precision = "year"
    else:
        precision = {"month": "month", "quarter": "month", "half": "month"}.get(unit, "week")
    if unit == "day":
        precision = "day"
    if vague:
        wide = {"day": 3, "week": 10, "month": 45, "year": 550}.get(unit, 550)
        return Interval(start - timedelta(days=wide), start + timedelta(days=wide // 2), "span",
                        approximate=True)
    if precision in {"week", "month", "year"}:
        half = {"week": 3, "month": 15, "year": 182}[precision]
        return Interval(start - timedelta(days=half), start + timedelta(days=half + 1), precision,
                        approximate=True, mod="about")
    return day_interval(start)


@dataclass(frozen=True, slots=True)
class Lasting:
    """ "for 72 hours from midnight on Thursday": a stretch by its start and its length."""

    began: Node
    parts: tuple[tuple[float, str], ...]

    def resolve(self, context: Context) -> Interval | None:
        start = self.began.resolve(context)
        if start is None or start.lo is None:
            return None
        end: datetime | None = start.lo
        for n, unit in self.parts:
            end = add(end, n, unit) if end else None
        if end is None:
            return None
        clock = start.clock or any(u in {"second", "minute", "hour"} for _, u in self.parts)
        return Interval(start.lo, end, "span", clock=clock, zone=start.zone)


@dataclass(frozen=True, slots=True)
class InUnits:
    """ "in two weeks", "within 24 hours": ahead of now, unless the clause tells of the past
    ("the third launch in two weeks"), when it is the stretch behind."""

    parts: tuple[tuple[float, str], ...]
    within: bool = False
    back: bool = False
    vague: bool = False

    def resolve(self, context: Context) -> Interval | None:
        n, unit = self.parts[0]
        if self.back or context.future is False:
            return Span(n, unit, -1, self.vague, self.parts[1:]).resolve(context)
        if not self.within:
            return Offset(self.parts, 1, vague=self.vague).resolve(context)
        if context.now is None:
            return None
        end: datetime | None = context.now
        for count, name in self.parts:
            end = add(end, count, name) if end else None
        if end is None:
            return None
        clock = any(name in {"second", "minute", "hour"} for _, name in self.parts)
        if clock:
            return Interval(context.now, end, "span", clock=True)
        return Interval(midnight(context.now), midnight(end), "span")


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day. `meridiem` "am", "pm" or ""; `minute` None is an hour without minutes."""

    hour: int
    minute: int | None = None
    second: int | None = None
    meridiem: str = ""
    zone: str | None = None
    local: bool = False
    approximate: bool = False
    day: Node | None = None
    part: str = ""

    def time(self) -> tuple[int, int, int]:
        hour = self.hour
        if self.meridiem == "pm" and hour < 12:
            hour += 12
        elif self.meridiem == "am" and hour == 12:
            hour = 0
        return hour, self.minute or 0, self.second or 0

    def resolve(self, context: Context) -> Interval | None:
        from brinkwatch.knowledge.zones import find_zone

        zone: tzinfo | None = find_zone(self.zone) if self.zone else context.zone
        approximate, floating = self.approximate, self.day is None
        if self.day is not None:
            found = self.day.resolve(context)
            if found is None or found.lo is None:
                return None
            base = midnight(found.lo)
            approximate = approximate or found.approximate
        elif context.day or context.now:
            base = midnight(context.day or context.now)  # type: ignore[arg-type]
        else:
            return None
        hour, minute, second = self.time()
        lo = base + timedelta(hours=hour, minutes=minute, seconds=second)
        exact = self.minute is not None
        return Interval(lo, lo + (timedelta(minutes=1) if exact else timedelta(hours=1)),
                        "minute" if exact else "hour", clock=True, zone=zone,
                        approximate=approximate, floating=floating, part=self.part)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a day: "Tuesday morning", "overnight", "last night"."""

    code: str
    day: Node | None = None
    mod: str = ""
    approximate: bool = False

    def resolve(self, context: Context) -> Interval | None:
        if self.day is not None:
            found = self.day.resolve(context)
            base = found.lo if found else None
        else:
            base = context.day or context.now
        if base is None:
            return None
        early = self.code == "MO" and self.mod == "start"
        start, stop = EARLY_MORNING if early else PARTS[self.code]
        day = midnight(base)
        whole = Interval(day + timedelta(hours=start), day + timedelta(hours=stop), "part of day",
                         clock=True, zone=context.zone, part=self.code,
                         approximate=self.approximate, floating=self.day is None)
        if early:
            return replace(whole, mod="start")
        return Mod(self.mod, _Fixed(whole)).resolve(context) if self.mod else whole


@dataclass(frozen=True, slots=True)
class _Fixed:
    interval: Interval

    def resolve(self, context: Context) -> Interval | None:
        return self.interval


@dataclass(frozen=True, slots=True)
class Exact:
    """A moment written in full: "2025-11-07T08:30:00+09:00"."""

    moment: datetime
    unit: str = "minute"

    def resolve(self, context: Context) -> Interval | None:
        naive = self.moment.replace(tzinfo=None)
        return Interval(naive, naive + timedelta(minutes=1), "minute", clock=True,
                        zone=self.moment.tzinfo)
