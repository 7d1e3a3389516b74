"""What single days mean: dates, weekdays, holidays, "today", now."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from brinkwatch.read.time_calendar import (
    Context,
    Interval,
    add,
    at,
    choose_year,
    easter,
    make,
    midnight,
    nth_weekday,
    unit_start,
)

DAY = timedelta(days=1)


class Node(Protocol):
    def resolve(self, context: Context) -> Interval | None: ...


def day_interval(moment: datetime | None) -> Interval | None:
    return Interval(moment, moment + DAY, "day") if moment else None


def year_of(node: Node | None, context: Context) -> int | None:
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
            return day_interval(midnight(context.now))
        return Interval(context.now, context.now + timedelta(minutes=1), "minute", clock=True,
                        zone=context.zone)


@dataclass(frozen=True, slots=True)
class DayWord:
    """A day counted from today (base "now") or from the date last mentioned (base "last")."""

    offset: int
    base: str = "now"

    def resolve(self, context: Context) -> Interval | None:
        start = context.now if self.base == "now" else context.last or context.now
        return day_interval(add(midnight(start), self.offset, "day")) if start else None


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
        year = self.year if self.year is not None else year_of(self.of, context)
        if year is None and self.pinned and context.now:
            year = context.now.year + self.shift
        if year is not None:
            return day_interval(make(year, self.month, self.day))

        def build(year: int) -> Interval | None:
            return day_interval(make(year, self.month, self.day))

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
            if month is None or month.lo is None:
                return None
            return day_interval(make(month.lo.year, month.lo.month, self.day))
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
            return day_interval(ahead[0])
        if self.weekday is not None and context.future is None and back and ahead:
            # "Friday the 26th" is the nearest one
            return day_interval(min(back[-1], ahead[0], key=lambda day: abs(day - now)))
        return day_interval(back[-1] if back else ahead[0] if ahead else None)


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
            return day_interval(week.lo + timedelta(days=(self.day - week.lo.weekday()) % 7))
        now = context.now
        if now is None:
            return None
        today = midnight(now)
        monday = unit_start("week", today)
        back = timedelta(days=(today.weekday() - self.day) % 7)
        ahead = timedelta(days=(self.day - today.weekday()) % 7)
        if self.mod == "next":
            return day_interval(monday + timedelta(days=7 + self.day))
        if self.mod == "this":
            return day_interval(monday + timedelta(days=self.day))
        if self.mod == "coming":
            return day_interval(today + (ahead or timedelta(days=7)))
        if self.mod == "past":
            return day_interval(today - (back or timedelta(days=7)))
        if self.mod == "following":
            if context.last is None:
                return day_interval(monday + timedelta(days=7 + self.day))
            step = (self.day - context.last.weekday()) % 7 or 7
            return day_interval(midnight(context.last) + timedelta(days=step))
        if self.mod == "last":
            # A reader takes "last Friday" for the latest Friday that "Friday", "yesterday" or
            # "the day before yesterday within the week" would not name.
            days = (today.weekday() - self.day) % 7 or 7
            return day_interval(today - timedelta(days=days if days > 1 else days + 7))
        return day_interval(today + ahead if context.future else today - back)


@dataclass(frozen=True, slots=True)
class Holiday:
    """A holiday by its rule (see `brinkwatch.knowledge.holidays`)."""

    rule: str
    of: Node | None = None
    mod: str = ""

    def build(self, year: int) -> Interval | None:
        rule, shift = self.rule, 0
        if rule.startswith("easter"):
            return day_interval(at(easter(year)) + int(rule[6:]) * DAY)
        extra = re.search(r"\+(\d+)$", rule)
        if extra:
            rule, shift = rule[: extra.start()], int(extra[1])
        if rule.startswith("nth"):
            _, month, weekday, n = rule.split(":")
            day = nth_weekday(year, int(month), int(weekday), int(n))
        else:
            day = make(year, int(rule[:2]), int(rule[3:]))
        return day_interval(day + shift * DAY) if day else None

    def resolve(self, context: Context) -> Interval | None:
        year = year_of(self.of, context)
        if year is not None:
            return self.build(year)
        if self.mod and context.now:
            today = midnight(context.now)
            found = [self.build(context.now.year + k) for k in (-1, 0, 1)]
            if self.mod == "next":
                return next((x for x in found if x and x.lo and x.lo > today), None)
            return next((x for x in reversed(found) if x and x.lo and x.lo < today), None)
        return choose_year(self.build, context, "nearest")
