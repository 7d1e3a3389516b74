"""Dates in digits: "2025-11-07", "11/7/2025", "7.11.2025", ISO times behind them.

They are read month first, as in the United States, and day first where that cannot be.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo

from brinkwatch.read import time_dates as dates
from brinkwatch.read.time_calendar import make
from brinkwatch.read.time_nodes import Exact, MonthDay
from brinkwatch.read.time_reader import Reader
from brinkwatch.read.time_words import (
    WEEKDAYS,
)


def numeric(r: Reader, i: int, vouched: bool = False) -> dates.Found | None:
    """Dates in digits. `vouched` accepts "7/6" without a year, where the context speaks for it."""
    first = r.word(i)
    if not first.isdecimal() or len(first) > 8:
        return None
    if i and r.glued(i) and (r.word(i - 1) in {".", "$", "€", "£", "/", ":"} or (
            r.word(i - 1) in {"-", ","} and r.glued(i - 1) and r.word(i - 2)[-1:].isdecimal())):
        return None
    if len(first) == 8:
        day = make(int(first[:4]), int(first[4:6]), int(first[6:]))
        if day and 1900 <= day.year < 2100 and not (r.glued(i + 1) and r.word(
                i + 1).isalpha()):
            return MonthDay(day.month, day.day, day.year), i + 1
        return None
    mark = r.word(i + 1)
    tight = r.glued(i + 1) and r.glued(i + 2)
    if len(first) == 4:
        return _year_first(r, i, mark, tight)
    if mark not in {"/", "-", ".", "–"} or not tight or len(first) > 2:
        return None
    a, b = r.number(i, 1, 31, 2), r.number(i + 2, 1, 31, 2)
    if a is None or b is None:
        return None
    if r.word(i + 3) == mark and r.glued(i + 3) and r.glued(i + 4) and r.word(i + 4).isdecimal():
        text = r.word(i + 4)
        if len(text) not in {2, 4} or (r.word(i + 5) == mark and r.glued(i + 5) and (
                mark == "-" and not r.word(i + 6).isdecimal())):
            return None
        year = int(text) if len(text) == 4 else _two_digit(int(text))
        if not 1000 <= year < 2200 or (mark == "." and len(text) == 2 and a > 31):
            return None
        month_day = _order(a, b, mark == ".")
        return (MonthDay(*month_day, year), i + 5) if month_day else None
    if (a, b, mark) == (9, 11, "/") and not vouched:
        return MonthDay(9, 11, 2001), i + 3
    if mark == "/" and (a, b) == (24, 7):
        return None
    if not (vouched or mark == "/") or (mark == "/" and not vouched and not _slash_date(r, i)):
        return None
    if mark in {".", "-"} and not vouched:
        return None
    if not dates._day_ok(r, i + 3) or (r.word(i + 3) in {"/"} and r.glued(i + 3)):
        return None
    month_day = _order(a, b, False)
    return (MonthDay(*month_day), i + 3) if month_day else None


def _two_digit(value: int) -> int:
    return dates.short_year(value)


def _order(a: int, b: int, day_first_style: bool) -> tuple[int, int] | None:
    pairs = ((b, a), (a, b)) if day_first_style else ((a, b), (b, a))
    for month, day in pairs:
        if 1 <= month <= 12 and make(2000, month, day):
            return month, day
    return None


def _slash_date(r: Reader, i: int) -> bool:
    before = r.word(i - 1)
    return before in {"on", "by", "until", "till", "from", "since", "between", "before", "after",
                      "and", "or", ",", "-", "to", "this", "next", "the", "for", "?"} or (
        before in WEEKDAYS) or i == 0


def _year_first(r: Reader, i: int, mark: str, tight: bool) -> dates.Found | None:
    year = r.number(i, 1000, 2199)
    if year is None:
        return None
    if mark in {"-", "/", "."} and tight:
        named = dates.month_name(r, i + 2)
        if named and r.word(named[1]) == mark and r.glued(named[1]):
            day = r.number(named[1] + 1, 1, 31, 2)
            return (MonthDay(named[0], day, year), named[1] + 2) if day else None
        if r.word(i + 3) == mark and r.glued(i + 3) and r.glued(i + 4):
            named = dates.month_name(r, i + 4)
            if named and r.number(i + 2, 1, 31, 2):
                return MonthDay(named[0], int(r.word(i + 2)), year), named[1]
            month, day = r.number(i + 2, 1, 12, 2), r.number(i + 4, 1, 31, 2)
            if month and day and make(year, month, day):
                return _iso_time(r, make(year, month, day), i + 5) or (
                    MonthDay(month, day, year), i + 5)
        return None
    if len(mark) == 2 and mark.isdecimal() and len(r.word(i + 2)) == 2:
        month, day = r.number(i + 1, 1, 12, 2), r.number(i + 2, 1, 31, 2)
        if month and day and make(year, month, day) and 1900 <= year < 2100:
            return MonthDay(month, day, year), i + 3
    return None


def _iso_time(r: Reader, day: datetime | None, i: int) -> dates.Found | None:
    """ "T08:30:00Z" after an ISO date."""
    if day is None or r.word(i) != "t" or not r.glued(i) or r.word(i + 2) != ":":
        return None
    hour, minute = r.number(i + 1, 0, 23, 2), r.number(i + 3, 0, 59, 2)
    if hour is None or minute is None:
        return None
    j, second = i + 4, 0
    if r.word(j) == ":" and r.number(j + 1, 0, 59, 2) is not None:
        second, j = int(r.word(j + 1)), j + 2
        if r.word(j) == "." and r.glued(j) and r.word(j + 1).isdecimal():
            j += 2
    info: tzinfo | None = None
    if r.word(j) == "z" and r.glued(j):
        info, j = UTC, j + 1
    elif r.word(j) in {"+", "-"} and r.glued(j) and r.number(j + 1, 0, 14, 2) is not None:
        minutes = int(r.word(j + 1)) * 60
        k = j + 2
        if r.word(k) == ":" and r.number(k + 1, 0, 59, 2) is not None:
            minutes, k = minutes + int(r.word(k + 1)), k + 2
        info, j = timezone(timedelta(minutes=minutes if r.word(j) == "+" else -minutes)), k
    moment = day.replace(hour=hour, minute=minute, second=second, tzinfo=info)
    return Exact(moment), j
