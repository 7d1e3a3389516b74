"""Ranges of days and periods: "from A to B", "Nov. 6-7", "9 to 12 of June"."""

from __future__ import annotations

from dataclasses import replace

from brinkwatch.read import time_clock_ranges as clock_ranges
from brinkwatch.read import time_dates as dates
from brinkwatch.read import time_numeric as numeric_dates
from brinkwatch.read import time_offsets as offsets
from brinkwatch.read import time_periods as periods
from brinkwatch.read import time_points as points
from brinkwatch.read import time_years as years
from brinkwatch.read.time_clock import clock_at
from brinkwatch.read.time_dates import Found
from brinkwatch.read.time_nodes import (
    Clock,
    Cycle,
    DayOfMonth,
    DayWord,
    Mod,
    MonthDay,
    Now,
    Part,
    Range,
    This,
    Weekday,
    Year,
)
from brinkwatch.read.time_reader import Reader
from brinkwatch.read.time_rules import DASHES, TO, longest


def from_to(r: Reader, i: int) -> Found | None:
    """ "from A to B", "between A and B"."""
    word = r.word(i)
    if word not in {"from", "between", "in"}:
        return None
    if word == "in":
        first = years.year(r, i + 1, True)
        if first and r.word(first[1]) in {"through", "to"}:
            second = years.year(r, first[1] + 1, True)
            return (Range(first[0], second[0]), second[1]) if second else None
        return None
    j = i + 1
    ends = DASHES | TO | ({"and"} if word == "between" else frozenset())
    found = _day_numbers(r, j, ends) or clock_ranges.clocks(r, j, ends, True)
    if found:
        node, k = found
        if isinstance(node, Range) and isinstance(node.first, Clock) and clock_ranges.weak(node):
            return clock_ranges.clock_range_day(r, node, k, needed=word != "between")
        if isinstance(node, Range) and isinstance(node.first, Clock):
            return clock_ranges.clock_range_day(r, node, k, needed=False)
        return node, k
    return _range(r, j, ends, vouched=True)


def _range(r: Reader, i: int, ends: frozenset[str], vouched: bool = False) -> Found | None:
    """A … B where A is any expression with a definite meaning."""
    first = longest(points.point(r, i), periods.period(r, i), offsets.offset(r, i),
                    offsets.now(r, i),
                    years.year(r, i, vouched), numeric_dates.numeric(r, i, vouched),
                    clock_bare(r, i) if vouched else None, noun_phrase_month(r, i, vouched))
    if first is None or r.word(first[1]) not in ends:
        return None
    return _second(r, first, ends, vouched)


def noun_phrase_month(r: Reader, i: int, vouched: bool) -> Found | None:
    named = dates.month_name(r, i) if vouched else None
    if named is None or (len(r.word(i)) == 3 and not r.upper(i) and r.word(i) in {"may", "mar"}):
        return None
    tail = dates.year_tail(r, named[1])
    if tail:
        of = Year(tail[0]) if isinstance(tail[0], int) else tail[0]
        return Cycle("month", named[0], of=of), tail[1]
    return Cycle("month", named[0]), named[1]


def clock_bare(r: Reader, i: int) -> Found | None:
    return clock_at(r, i, True)


def _second(r: Reader, first: Found, ends: frozenset[str], vouched: bool) -> Found | None:
    """The far end of a range whose near end was read."""
    node, j = first
    dash = r.word(j) in DASHES
    k = j + 1
    if r.word(k) == "to":
        k += 1
    if dash and isinstance(node, Year):
        return _years(r, node, k)
    if dash and r.glued(j) != r.glued(j + 1) and r.word(j) == "-":
        return None
    if isinstance(node, MonthDay):
        day = dates._day_number(r, k)
        other = longest(dates.month_first(r, k), numeric_dates.numeric(r, k, True),
                        dates.day_first(r, k))
        if day and (other is None or other[1] <= day[1]) and dates._day_ok(r, day[1]) and (
                r.word(day[1]) not in {":", "/"}) and not clock_at(r, k):
            return _same_month(r, node, day[0], day[1])
        if other:
            node2, end = other
            if isinstance(node2, MonthDay) and node2.year is None and node2.of is None:
                tail = dates.year_tail(r, end)
                if tail and isinstance(tail[0], int):
                    node2, end = replace(node2, year=tail[0]), tail[1]
            return Range(node, node2), end
    if isinstance(node, Clock) and vouched:
        clock = clock_at(r, k, True)
        if clock and points.point(r, k) is None:
            return clock_ranges.shared(node, clock[0]), clock[1]
    second = longest(points.point(r, k), periods.period(r, k), offsets.offset(r, k),
                     offsets.now(r, k),
                     years.year(r, k, vouched or r.word(j) in TO),
                     numeric_dates.numeric(r, k, True), noun_phrase_month(r, k, True))
    if second is None:
        return None
    if not vouched and not dash and isinstance(node, (DayWord, Weekday)) and not isinstance(
            second[0], (DayWord, Weekday, MonthDay, Clock, This)):
        return None
    if isinstance(second[0], Clock) and not isinstance(node, (Clock, Now)) and (
            second[0].day is None) and r.word(j) == "to":
        return None
    if isinstance(node, Clock) and not isinstance(second[0], (Clock, Now)):
        return None
    return Range(node, second[0]), second[1]


def _same_month(r: Reader, first: MonthDay, day: int, j: int) -> Found | None:
    tail = dates.year_tail(r, j) if first.year is None else None
    year, of = first.year, first.of
    if tail:
        j = tail[1]
        year, of = (tail[0], of) if isinstance(tail[0], int) else (year, tail[0])
    if day > first.day:
        near = replace(first, year=year, of=of)
        return Range(near, MonthDay(first.month, day, year, of=of)), j
    month = first.month % 12 + 1
    far = year + 1 if year is not None and month == 1 else year
    return Range(replace(first, year=year), MonthDay(month, day, far, of=of)), j


def _years(r: Reader, first: Year, k: int) -> Found | None:
    second = years.year(r, k, True)
    if second:
        return Range(first, second[0]), second[1]
    short = r.number(k, 0, 99, 2)
    if short is not None and len(r.word(k)) == 2 and short == (first.year + 1) % 100 and not (
            r.glued(k + 1) and r.word(k + 1) == "-"):
        return Range(first, Year(first.year + 1)), k + 1
    return None


def _day_numbers(r: Reader, i: int, ends: frozenset[str]) -> Found | None:
    """ "9 to 12 of June", "4-23 in next month", "the ninth and the seventeenth of April"."""
    first = dates._day_number(r, i)
    if first is None or r.word(first[1]) not in ends:
        return None
    k = first[1] + 1
    second = dates.day_first(r, k)
    if second and isinstance(second[0], MonthDay):
        far = second[0]
        if far.day > first[0]:
            return Range(replace(far, day=first[0]), far), second[1]
        month = (far.month - 2) % 12 + 1
        year = far.year - 1 if far.year is not None and far.month == 1 else far.year
        return Range(MonthDay(month, first[0], year), far), second[1]
    day = dates._day_number(r, k)
    if day and r.word(day[1]) in {"in", "of"}:
        whole = periods.deictic(r, day[1] + 1)
        if whole and isinstance(whole[0], This) and whole[0].unit == "month":
            return Range(DayOfMonth(first[0], of=whole[0]), DayOfMonth(day[0], of=whole[0])), \
                whole[1]
    return None


def plain_range(r: Reader, i: int) -> Found | None:
    """A range without "from": "Nov. 6-7", "2014-2018", "June-August 1992", "9 to 12 of June"."""
    ends = DASHES | TO
    found = _day_numbers(r, i, ends)
    if found:
        return found
    first = longest(points.point(r, i), periods.period(r, i))
    if first is None:
        numeric = numeric_dates.numeric(r, i, True)
        if numeric and r.word(numeric[1]) in DASHES:
            second = numeric_dates.numeric(r, numeric[1] + 1, True)
            if second:
                return _second(r, numeric, ends, True)
        return None
    node, j = first
    connector = r.word(j)
    if connector == "and" and isinstance(node, MonthDay) and node.year is None:
        day = dates._day_number(r, j + 1)
        if day and day[0] > node.day and r.word(j + 1).isdecimal() and dates._day_ok(
                r, day[1]) and not r.word(day[1])[:1].isalpha():
            return _same_month(r, node, day[0], day[1])
        return None
    if connector not in ends:
        return None
    if connector in {"to", "until", "till"} and not isinstance(
            node, (MonthDay, Cycle, Year, Clock, Weekday, DayWord, Part, Mod)):
        return None
    if isinstance(node, Weekday) and connector in {"-"} and not r.glued(j):
        return None
    return _second(r, first, ends, False)
