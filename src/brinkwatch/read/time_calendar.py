"""Calendar arithmetic for time expressions: units, weeks, seasons, and picking the year a date
without one means.

Weeks begin on Monday (ISO 8601). Seasons are the meteorological ones of the northern hemisphere.
Intervals run from `lo` to `hi`, `hi` excluded; both are naive, in the place's own time.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
"""First month of each season."""

PARTS = {
    "MO": (5, 12), "AF": (12, 18), "EV": (17, 22), "NI": (20, 30), "DT": (6, 18), "NT": (0, 6),
    "DAWN": (4, 7), "DUSK": (17, 20), "ON": (-3, 6), "SMALL": (0, 5), "MEL": (11, 14),
    "MEB": (6, 10), "MED": (18, 21), "RUSH": (7, 9),
}
"""Part of day to (first hour, hour after the last), counted from the day's midnight."""

EARLY_MORNING = (0, 9)
"""In news the early morning begins at midnight."""

PRECISIONS = {
    "second": "minute", "minute": "minute", "hour": "hour", "day": "day", "week": "week",
    "fortnight": "span", "month": "month", "quarter": "span", "half": "span", "year": "year",
    "decade": "span", "century": "span", "weekend": "span", "season": "season",
    "workweek": "week",
}
MIN_YEAR, MAX_YEAR = 2, 9990


@dataclass(frozen=True, slots=True)
class Interval:
    """A resolved expression. `clock` tells that `lo` and `hi` carry a time of day."""

    lo: datetime | None
    hi: datetime | None
    precision: str
    clock: bool = False
    zone: tzinfo | None = None
    part: str = ""
    """Code of the part of day, a key of `PARTS`."""
    mod: str = ""
    """ "start", "mid", "end" of a period; "since", "after", "before", "until" for open ends."""
    approximate: bool = False
    floating: bool = False
    """A time of day that carries no date of its own."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a relative expression counts from. `now` is naive, in the report's place."""

    now: datetime | None
    future: bool | None = None
    """Whether the clause speaks of the future; None where nothing tells."""
    last: datetime | None = None
    """The date mentioned before this one."""
    day: datetime | None = None
    """The date a bare clock time belongs to."""
    zone: tzinfo | None = None


def midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)


def make(year: int, month: int, day: int) -> datetime | None:
    """The midnight of a date, None when there is no such day."""
    if not MIN_YEAR <= year <= MAX_YEAR:
        return None
    try:
        return datetime(year, month, day)
    except ValueError:
        return None


def add(moment: datetime, n: float, unit: str) -> datetime | None:
    """`moment` moved by `n` units; a day of the month that does not exist becomes the last one."""
    months = {"month": 1, "quarter": 3, "half": 6, "season": 3, "year": 12, "decade": 120,
              "century": 1200}.get(unit)
    try:
        if months is not None:
            whole = int(n * months)
            rest = n * months - whole
            index = moment.year * 12 + moment.month - 1 + whole
            year, month = divmod(index, 12)
            if not MIN_YEAR <= year <= MAX_YEAR:
                return None
            day = min(moment.day, calendar.monthrange(year, month + 1)[1])
            out = moment.replace(year=year, month=month + 1, day=day)
            return out + timedelta(days=round(rest * 30.4)) if rest else out
        out = moment + {
            "second": timedelta(seconds=1), "minute": timedelta(minutes=1),
            "hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(weeks=1),
            "fortnight": timedelta(weeks=2), "weekend": timedelta(weeks=1),
            "workweek": timedelta(weeks=1),
        }[unit] * n
    except (OverflowError, ValueError):
        return None
    return out if MIN_YEAR <= out.year <= MAX_YEAR else None


def business_days(moment: datetime, n: int) -> datetime:
    """`moment` moved by `n` working days (Monday to Friday)."""
    step = 1 if n > 0 else -1
    for _ in range(min(abs(n), 2000)):
        moment += timedelta(days=step)
        while moment.weekday() > 4:
            moment += timedelta(days=step)
    return moment


def unit_start(unit: str, moment: datetime) -> datetime:
    """The start of the unit that holds `moment`."""
    day = midnight(moment)
    if unit in {"second", "minute", "hour"}:
        second = moment.second if unit == "second" else 0
        minute = 0 if unit == "hour" else moment.minute
        return moment.replace(minute=minute, second=second, microsecond=0)
    if unit in {"week", "fortnight", "workweek"}:
        return day - timedelta(days=day.weekday()) if day.toordinal() > 7 else day
    if unit == "weekend":
        return day + timedelta(days=5 - day.weekday())
    if unit == "month":
        return day.replace(day=1)
    if unit == "quarter":
        return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    if unit == "half":
        return day.replace(month=1 if day.month < 7 else 7, day=1)
    if unit == "season":
        month = day.month // 3 * 3
        if month == 0:
            return day.replace(year=max(day.year - 1, 1), month=12, day=1)
        return day.replace(month=month, day=1)
    if unit == "year":
        return day.replace(month=1, day=1)
    if unit == "decade":
        return day.replace(year=max(day.year // 10 * 10, 1), month=1, day=1)
    if unit == "century":
        return day.replace(year=max(day.year // 100 * 100, 1), month=1, day=1)
    return day


def unit_interval(unit: str, start: datetime, count: float = 1) -> Interval | None:
    """`count` units from `start`."""
    if unit == "weekend":
        hi: datetime | None = start + timedelta(days=2 + 7 * (int(count) - 1))
    elif unit == "workweek":
        hi = start + timedelta(days=5)
    else:
        hi = add(start, count, unit)
    if hi is None:
        return None
    return Interval(start, hi, PRECISIONS[unit] if count == 1 else "span",
                    clock=unit in {"second", "minute", "hour"})


def iso_week(year: int, week: int) -> datetime | None:
    try:
        return at(date.fromisocalendar(year, week, 1))
    except ValueError:
        return None


def last_iso_week(year: int) -> int:
    return date(year, 12, 28).isocalendar()[1]


def easter(year: int) -> date:
    """Western Easter Sunday by the anonymous Gregorian algorithm (Meeus, 1991)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def nth_weekday(year: int, month: int, weekday: int, n: int) -> datetime | None:
    """The n-th (from 1) or, for n = -1, the last such weekday of a month."""
    if n > 0:
        first = (weekday - date(year, month, 1).weekday()) % 7 + 1
        return make(year, month, first + 7 * (n - 1))
    days = calendar.monthrange(year, month)[1]
    back = (date(year, month, days).weekday() - weekday) % 7
    return make(year, month, days - back)


def choose_year(
    build: Callable[[int], Interval | None], context: Context, default: str = "past",
) -> Interval | None:
    """The occurrence of a yearly interval that a clause means.

    A clause about the future takes the next one, one about the past the latest that has begun;
    where nothing tells, `default` is "past" or "nearest".
    """
    now = context.now
    if now is None:
        return None
    reach = 8 if build(now.year) is None else 1
    found = [x for y in range(now.year - reach, now.year + reach + 1) if (x := build(y))]
    today = midnight(now)
    begun = [x for x in found if x.lo is not None and x.lo <= now]
    ahead = [x for x in found if x.hi is not None and x.hi > today]
    if context.future is True and ahead:
        return ahead[0]
    if context.future is None and default == "nearest":
        return min(found, key=lambda x: abs((x.lo or now) - today), default=None)
    return begun[-1] if begun else (ahead[0] if ahead else None)
