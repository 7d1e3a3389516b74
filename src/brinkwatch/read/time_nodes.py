"""What a time expression means before it is counted from a date.

The grammar builds these nodes from words alone; `resolve` turns one into an `Interval` against a
`Context`. A node without what it needs (an anchor, a valid day) resolves to None.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from typing import Protocol

from brinkwatch.read.time_calendar import (
    EARLY_MORNING,
    PARTS,
    PRECISIONS,
    SEASONS,
    Context,
    Interval,
    add,
    at,
    business_days,
    choose_year,
    easter,
    iso_week,
    last_iso_week,
    make,
    midnight,
    nth_weekday,
    unit_interval,
    unit_start,
)

DAY = timedelta(days=1)


class Node(Protocol):
    def resolve(self, context: Context) -> Interval | None: ...


def _day(moment: datetime | None) -> Interval | None:
    return Interval(moment, moment + DAY, "day") if moment else None


def _year_of(node: Node | None, context: Context) -> int | None:
    """The year a containing expression ("of last year") names."""
    if node is None:
        return None
    found = node.resolve(context)
    return found.lo.year if found and found.lo else None


@dataclass(frozen=True, slots=True)
class Now:
    """ "now", "today's date", "at the moment"."""

    unit: str = "minute"

    def resolve(self, context: Context) -> Interval | None:
        if context.now is None:
            return None
        if self.unit == "day":
            return _day(midnight(context.now))
        return Interval(context.now, context.now + timedelta(minutes=1), "minute", clock=True,
                        zone=context.zone)


@dataclass(frozen=True, slots=True)
class DayWord:
    """A day counted from today (base "now") or from the date last mentioned (base "last")."""

    offset: int
    base: str = "now"

    def resolve(self, context: Context) -> Interval | None:
        start = context.now if self.base == "now" else context.last or context.now
        return _day(add(midnight(start), self.offset, "day")) if start else None


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day of a month, with or without its year and weekday."""

    month: int
    day: int
    year: int | None = None
    weekday: int | None = None
    of: Node | None = None
    shift: int = 0
    """Of "next 5 May" (+1), "this 5 May" (0)."""
    pinned: bool = False

    def resolve(self, context: Context) -> Interval | None:
        year = self.year if self.year is not None else _year_of(self.of, context)
        if year is None and self.pinned and context.now:
            year = context.now.year + self.shift
        if year is not None:
            return _day(make(year, self.month, self.day))

        def build(year: int) -> Interval | None:
            return _day(make(year, self.month, self.day))

        if self.weekday is not None and context.now:
            fits = [
                x for y in (0, -1, 1)
                if (x := build(context.now.year + y)) and x.lo and x.lo.weekday() == self.weekday
            ]
            if fits:
                return fits[0]
        return choose_year(build, context, "nearest")


@dataclass(frozen=True, slots=True)
class DayOfMonth:
    """ "the 12th", "Monday 21", "the 15th day of next month"."""

    day: int
    weekday: int | None = None
    of: Node | None = None

    def resolve(self, context: Context) -> Interval | None:
        if self.of is not None:
            month = self.of.resolve(context)
            return _day(make(month.lo.year, month.lo.month, self.day)) if month and month.lo else None
        now = context.last if context.last and self.weekday is None else context.now
        if now is None:
            return None
        start = now.replace(day=1)
        back: list[datetime] = []
        ahead: list[datetime] = []
        for k in range(-30, 31):
            month_start = add(start, k, "month")
            day = make(month_start.year, month_start.month, self.day) if month_start else None
            if day is None or (self.weekday is not None and day.weekday() != self.weekday):
                continue
            (back if day <= now else ahead).append(day)
        if context.future and ahead:
            return _day(ahead[0])
        return _day(back[-1] if back else ahead[0] if ahead else None)


@dataclass(frozen=True, slots=True)
class Weekday:
    """A weekday (Monday is 0), bare or with "last", "next", "this", "past", "coming",
    "following"; `of` is the week it lies in ("Tuesday of next week")."""

    day: int
    mod: str = ""
    of: Node | None = None

    def resolve(self, context: Context) -> Interval | None:
        if self.of is not None:
            week = self.of.resolve(context)
            if week is None or week.lo is None:
                return None
            return _day(week.lo + timedelta(days=(self.day - week.lo.weekday()) % 7))
        now = context.now
        if now is None:
            return None
        today = midnight(now)
        monday = unit_start("week", today)
        back = timedelta(days=(today.weekday() - self.day) % 7)
        ahead = timedelta(days=(self.day - today.weekday()) % 7)
        if self.mod == "next":
            return _day(monday + timedelta(days=7 + self.day))
        if self.mod == "this":
            return _day(monday + timedelta(days=self.day))
        if self.mod == "coming":
            return _day(today + (ahead or timedelta(days=7)))
        if self.mod == "past":
            return _day(today - (back or timedelta(days=7)))
        if self.mod == "following":
            if context.last is None:
                return _day(monday + timedelta(days=7 + self.day))
            step = (self.day - context.last.weekday()) % 7 or 7
            return _day(midnight(context.last) + timedelta(days=step))
        if self.mod == "last":
            # A reader takes "last Friday" for the latest Friday that "Friday", "yesterday" or
            # "the day before yesterday within the week" would not name.
            days = (today.weekday() - self.day) % 7 or 7
            return _day(today - timedelta(days=days if days > 1 else days + 7))
        return _day(today + ahead if context.future else today - back)


@dataclass(frozen=True, slots=True)
class Holiday:
    """A holiday by its rule (see `brinkwatch.knowledge.holidays`)."""

    rule: str
    of: Node | None = None
    mod: str = ""

    def build(self, year: int) -> Interval | None:
        rule, shift = self.rule, 0
        if rule.startswith("easter"):
            return _day(at(easter(year)) + int(rule[6:]) * DAY)
        extra = re.search(r"\+(\d+)$", rule)
        if extra:
            rule, shift = rule[: extra.start()], int(extra[1])
        if rule.startswith("nth"):
            _, month, weekday, n = rule.split(":")
            day = nth_weekday(year, int(month), int(weekday), int(n))
        else:
            day = make(year, int(rule[:2]), int(rule[3:]))
        return _day(day + shift * DAY) if day else None

    def resolve(self, context: Context) -> Interval | None:
        year = _year_of(self.of, context)
        if year is not None:
            return self.build(year)
        if self.mod and context.now:
            today = midnight(context.now)
            found = [self.build(context.now.year + k) for k in (-1, 0, 1)]
            if self.mod == "next":
                return next((x for x in found if x and x.lo and x.lo > today), None)
            return next((x for x in reversed(found) if x and x.lo and x.lo < today), None)
        return choose_year(self.build, context, "nearest")


@dataclass(frozen=True, slots=True)
class Year:
    year: int

    def resolve(self, context: Context) -> Interval | None:
        start = make(self.year, 1, 1)
        return unit_interval("year", start) if start else None


@dataclass(frozen=True, slots=True)
class FiscalYear:
    """A fiscal or school year: taken as the calendar year it is named after, approximately,
    since its months differ from country to country."""

    year: int | None
    offset: int = 0

    def resolve(self, context: Context) -> Interval | None:
        year = self.year
        if year is None and context.now:
            year = context.now.year + self.offset
        start = make(year, 1, 1) if year else None
        found = unit_interval("year", start) if start else None
        return replace(found, approximate=True) if found else None


@dataclass(frozen=True, slots=True)
class Decade:
    """ "1990s" (start 1990, years 10), "15th century" (start 1400, years 100), "90s" (short)."""

    start: int
    years: int = 10
    short: bool = False

    def resolve(self, context: Context) -> Interval | None:
        start = self.start
        if self.short:
            century = (context.now.year if context.now else 2000) // 100 * 100
            start += century if context.now and century + start <= context.now.year else century - 100
        lo, hi = make(max(start, 2), 1, 1), make(start + self.years, 1, 1)
        return Interval(lo, hi, "span") if lo and hi else None


@dataclass(frozen=True, slots=True)
class Cycle:
    """A month, season, quarter, half or ISO week of a year, with or without the year.

    `mod` is "", "this", "last", "next", "past", "coming", "following".
    """

    kind: str
    index: int
    season: str = ""
    of: Node | None = None
    mod: str = ""

    def build(self, year: int) -> Interval | None:
        if self.kind == "week":
            if not 1 <= self.index <= last_iso_week(year):
                return None
            start = iso_week(year, self.index)
        elif self.kind == "season":
            start = make(year, SEASONS[self.season], 1)
        else:
            months = {"month": 1, "quarter": 3, "half": 6}[self.kind]
            start = make(year, (self.index - 1) * months + 1, 1)
        return unit_interval(self.kind, start) if start else None

    def resolve(self, context: Context) -> Interval | None:
        year = _year_of(self.of, context)
        if year is not None:
            return self.build(year)
        now = context.now
        if now is None:
            return None
        if self.mod == "this" or (self.kind == "week" and not self.mod):
            return self.build(now.year)
        if self.mod == "next":
            later = [x for y in range(3) if (x := self.build(now.year + y)) and x.lo and x.lo > now]
            return later[0] if later else None
        if self.mod in {"last", "previous", "past"}:
            gone = [x for y in range(3) if (x := self.build(now.year - y)) and x.hi and x.hi <= now]
            return gone[0] if gone else None
        if self.mod in {"coming", "following"}:
            return choose_year(self.build, replace(context, future=True))
        return choose_year(self.build, context)


@dataclass(frozen=True, slots=True)
class This:
    """The unit `offset` away from the one that holds now (or the date last mentioned)."""

    unit: str
    offset: int = 0
    base: str = "now"

    def resolve(self, context: Context) -> Interval | None:
        start = context.now if self.base == "now" else context.last or context.now
        if start is None:
            return None
        if self.unit in {"second", "minute", "hour"} and self.offset:
            other = add(start, self.offset, self.unit)
            if other is None:
                return None
            lo, hi = sorted((start, other))
            return Interval(lo, hi, "span", clock=True)
        moved = add(unit_start(self.unit, start), self.offset, self.unit)
        return unit_interval(self.unit, moved) if moved else None


@dataclass(frozen=True, slots=True)
class Span:
    """The last (sign -1) or next (+1) `n` units: "the past two weeks", "next 3 days".

    `vague` is an unnumbered plural ("recent weeks"), which gets a customary length.
    """

    n: float
    unit: str
    sign: int
    vague: bool = False
    extra: tuple[tuple[float, str], ...] = ()
    base: Node | None = None

    def resolve(self, context: Context) -> Interval | None:
        now = context.now
        if self.base is not None:
            found = self.base.resolve(context)
            now = found.lo if found else None
        if now is None:
            return None
        clock = self.unit in {"second", "minute", "hour"} or any(
            u in {"minute", "hour"} for _, u in self.extra)
        start = now if clock or (self.base is not None and now.time() != midnight(now).time()) \
            else midnight(now)
        if self.unit in {"quarter", "decade", "century"}:
            start = unit_start(self.unit, start)
            if self.sign > 0:
                moved = add(start, 1, self.unit)
                if self.unit != "quarter" and self.n > 1:
                    moved = add(start, 0, self.unit)
                start = moved or start
                if self.unit == "decade":
                    start = unit_start("decade", now) if self.n > 1 else start
        elif self.sign > 0 and not clock and self.base is None:
            start += DAY
        moved_end: datetime | None = start
        if self.unit == "business day":
            first = midnight(now)
            if self.sign > 0:
                lo = business_days(first, 1)
                return Interval(lo, business_days(first, int(self.n)) + DAY, "span")
            return Interval(business_days(first, -int(self.n)), first, "span")
        for n, unit in ((self.n, self.unit), *self.extra):
            moved_end = add(moved_end, self.sign * n, unit) if moved_end else None
        if moved_end is None:
            return None
        lo, hi = sorted((start, moved_end))
        if not clock and self.sign < 0 and self.base is None and self.unit != "quarter":
            hi += DAY
        return Interval(lo, hi, "span", clock=clock, approximate=self.vague)


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
            step = (self.weekday - start.weekday()) % 7
            return _day(start + timedelta(days=step))
        if clock:
            return Interval(start, start + timedelta(minutes=1), "minute", clock=True,
                            approximate=self.vague or unit == "hour")
        if unit == "day" and not self.vague:
            return _day(start)
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
    return _day(start)


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
class Sub:
    """A part of a longer period: "first week of January", "last four months of 2021".

    `which` counts from 1, or is -1 for the last; `count` units together; `weekday` picks a
    weekday ("first Monday of next month").
    """

    which: int
    unit: str
    of: Node
    count: int = 1
    weekday: int | None = None
    fixed: bool = True
    """False where the count was written ("first ten days")."""

    def resolve(self, context: Context) -> Interval | None:
        whole = self.of.resolve(context)
        if whole is None or whole.lo is None or whole.hi is None:
            return None
        lo, hi = whole.lo, whole.hi
        if self.weekday is not None:
            return _day(nth_weekday(lo.year, lo.month, self.weekday, self.which))
        if self.unit == "week":
            # ISO 8601: the week belongs to the month or year that holds its Thursday.
            first = unit_start("week", lo)
            if lo.weekday() > 3:
                first += timedelta(days=7)
            last = unit_start("week", hi - DAY)
            if (hi - DAY).weekday() < 3:
                last -= timedelta(days=7)
            start = (first + timedelta(days=7 * (self.which - 1)) if self.which > 0
                     else last - timedelta(days=7 * (self.count - 1)))
        elif self.unit == "day":
            start = lo + (self.which - 1) * DAY if self.which > 0 else hi - self.count * DAY
        else:
            moved = add(lo, self.which - 1, self.unit) if self.which > 0 else add(
                hi, -self.count, self.unit)
            if moved is None:
                return None
            start = moved
        if not lo - 7 * DAY <= start < hi:
            return None
        return unit_interval(self.unit, start, self.count)


@dataclass(frozen=True, slots=True)
class Mod:
    """The early, middle or late share of a period: kinds "start", "mid", "end"; "earlier" and
    "later" count from now within the period."""

    kind: str
    of: Node

    def resolve(self, context: Context) -> Interval | None:
        whole = self.of.resolve(context)
        if whole is None or whole.lo is None or whole.hi is None:
            return whole
        lo, hi = whole.lo, whole.hi
        now = context.now
        if self.kind in {"earlier", "later"}:
            mod = "start" if self.kind == "earlier" else "end"
            if now and lo < now < hi:
                today = midnight(now)
                if self.kind == "earlier" and today > lo:
                    return replace(whole, hi=today, precision="span", mod=mod)
                if self.kind == "later":
                    start = now if whole.clock else today
                    return replace(whole, lo=start, precision="span", mod=mod)
            return Mod(mod, self.of).resolve(context)
        length = hi - lo
        if whole.part:
            cut = {"start": (lo, lo + length / 2), "end": (lo + length / 2, hi),
                   "mid": (lo + length / 4, hi - length / 4)}[self.kind]
            return replace(whole, lo=cut[0], hi=cut[1], mod=self.kind)
        if length <= DAY:
            hours = {"start": (0, 12), "mid": (10, 14), "end": (12, 24)}[self.kind]
            return Interval(lo + timedelta(hours=hours[0]), lo + timedelta(hours=hours[1]),
                            "part of day", clock=True, mod=self.kind, zone=whole.zone)
        if length <= timedelta(days=7):
            days = {"start": (0, 3), "mid": (2, 5), "end": (3, 7)}[self.kind]
            return Interval(lo + days[0] * DAY, min(hi, lo + days[1] * DAY), "span", mod=self.kind)
        if length <= timedelta(days=31):
            days = {"start": (0, 15), "mid": (9, 20), "end": (15, 31)}[self.kind]
            return Interval(lo + days[0] * DAY, min(hi, lo + days[1] * DAY), "span", mod=self.kind)
        months = round(length.days / 30.44)
        third = {"start": (0, 1), "mid": (1, 2), "end": (2, 3)}[self.kind]
        a, b = (add(lo, months * k / 3 if months % 3 else months // 3 * k, "month") for k in third)
        return Interval(a, b, "span", mod=self.kind) if a and b else None


@dataclass(frozen=True, slots=True)
class WeekOf:
    """The week that holds a date."""

    of: Node
    unit: str = "week"

    def resolve(self, context: Context) -> Interval | None:
        day = self.of.resolve(context)
        if day is None or day.lo is None:
            return None
        if self.unit == "weekend":
            weekday = day.lo.weekday()
            start = day.lo if weekday == 3 else unit_start("weekend", day.lo) - (
                timedelta(days=7) if weekday < 2 else timedelta())
            end = start + timedelta(days=(7 - start.weekday()) + (1 if weekday == 0 else 0))
            return Interval(start, end, "span")
        return unit_interval("week", unit_start("week", day.lo))


@dataclass(frozen=True, slots=True)
class Rest:
    """What is left of a period ("the rest of the week") or has passed of it ("year to date")."""

    of: Node
    passed: bool = False

    def resolve(self, context: Context) -> Interval | None:
        whole, now = self.of.resolve(context), context.now
        if whole is None or now is None or whole.lo is None or whole.hi is None:
            return None
        today = midnight(now)
        if self.passed:
            return Interval(whole.lo, max(whole.lo, today) + DAY, "span")
        return Interval(max(whole.lo, today), max(whole.hi, today + DAY), "span")


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


@dataclass(frozen=True, slots=True)
class Range:
    """From one expression to another; each lends the other the date or year it lacks."""

    first: Node
    second: Node

    def resolve(self, context: Context) -> Interval | None:
        first, second = self.first, self.second
        if _is_floating(first) and not _is_floating(second) and not isinstance(second, (Clock, Now)):
            b = second.resolve(context)
            base = replace(context, now=b.lo, future=False) if b and b.lo else context
            a = first.resolve(base)
        else:
            a = first.resolve(context)
            after = context
            if a and a.lo and _is_floating(second):
                after = replace(context, now=a.lo, future=True)
            elif a and a.lo and isinstance(second, (Clock, Part)) and second.day is None:
                after = replace(context, day=a.lo)
            b = second.resolve(after)
        if a is None or b is None or a.lo is None or b.hi is None:
            return None
        hi = b.hi
        clock = a.clock or b.clock
        if b.clock and not b.part:
            hi = b.lo if b.lo is not None else hi
        elif b.clock and a.clock and hi <= a.lo:
            hi += DAY
        if isinstance(second, Now) and not clock and b.lo is not None:
            hi = midnight(b.lo) + DAY
        if clock and hi <= a.lo and hi + DAY > a.lo and isinstance(second, Clock):
            hi += DAY
        if hi < a.lo:
            return None
        return Interval(a.lo, hi, "span", clock=clock, zone=a.zone or b.zone,
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
    if isinstance(node, (Mod, WeekOf, Range, Bound, Span, Rest, Decade)):
        return "span"
    if isinstance(node, (Approx,)):
        return precision_of(node.of)
    return "minute" if isinstance(node, (Now, Exact)) else "day"
