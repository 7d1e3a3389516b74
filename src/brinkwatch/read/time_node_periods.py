"""What periods mean: years, months, seasons, weeks, and the early or late share of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from brinkwatch.read.time_calendar import (
    SEASONS,
    Context,
    Interval,
    add,
    business_days,
    choose_year,
    iso_week,
    last_iso_week,
    make,
    midnight,
    nth_weekday,
    unit_interval,
    unit_start,
)
from brinkwatch.read.time_node_days import DAY, Node, day_interval, year_of


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
            begun = context.now is not None and century + start <= context.now.year
            start += century if begun else century - 100
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
        year = year_of(self.of, context)
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
class Quarters:
    """ "the past two quarters", "the coming three quarters": whole quarters beside this one."""

    count: int
    sign: int

    def resolve(self, context: Context) -> Interval | None:
        if context.now is None:
            return None
        this = unit_start("quarter", context.now)
        near = add(this, 3 if self.sign > 0 else 0, "month")
        far = add(near, 3 * self.sign * self.count, "month") if near else None
        if near is None or far is None:
            return None
        return Interval(min(near, far), max(near, far), "span")


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
            return day_interval(nth_weekday(lo.year, lo.month, self.weekday, self.which))
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
