"""Stretches of time written tightly or by their length: "10/1-11/7/2017", "2014-2018",
"Jan-Feb 2017", "for 72 hours from midnight", "the past two quarters"."""

from __future__ import annotations

import re
from dataclasses import replace

from brinkwatch.knowledge.numbers import ONES
from brinkwatch.read import time_dates as dates
from brinkwatch.read import time_days as days
from brinkwatch.read import time_offsets as offsets
from brinkwatch.read import time_points as points
from brinkwatch.read.time_calendar import make
from brinkwatch.read.time_clock import clock_at
from brinkwatch.read.time_dates import Found
from brinkwatch.read.time_nodes import (
    Cycle,
    Lasting,
    MonthDay,
    Quarters,
    Range,
    Year,
)
from brinkwatch.read.time_reader import Reader

_DATE = r"(?P<{0}a>\d{{1,2}})(?P<{0}m>[/-])(?P<{0}b>\d{{1,2}})(?:(?P={0}m)(?P<{0}y>\d{{4}}))?"
_DATES = re.compile(
    _DATE.format("f") + r"\s?[-–~]\s?" + _DATE.format("s")
    + r"(?:, (?P<y>\d{4}))?(?![\d/]|-\d)"
)
_YEARS = re.compile(r"(?P<f>[12]\d{3})\s?[-–—~]\s?(?P<s>[12]\d{3})(?![\d/]|[-–]\d)")
_SIDES = {"past": -1, "last": -1, "previous": -1, "next": 1, "coming": 1, "following": 1}


def digits(r: Reader, i: int) -> Found | None:
    """Two dates or two years in digits with a dash between them."""
    if not r.word(i)[:1].isdecimal() or (r.glued(i) and r.word(i - 1) in {"-", "/", ".", "+", "$"}):
        return None
    start = r.t.starts[i]
    match = _YEARS.match(r.text, start)
    if match is not None:
        first, second = int(match["f"]), int(match["s"])
        return (Range(Year(first), Year(second)), _token_after(r, i, match.end())) \
            if first < second <= 2200 else None
    match = _DATES.match(r.text, start)
    if match is None:
        return None
    year = match["sy"] or match["y"]
    second_day = _month_day(match["sa"], match["sb"], year)
    first_day = _month_day(match["fa"], match["fb"], match["fy"])
    if first_day is None or second_day is None:
        return None
    if first_day.year is None and second_day.year is not None:
        ahead = (first_day.month, first_day.day) > (second_day.month, second_day.day)
        first_day = replace(first_day, year=second_day.year - ahead)
    return Range(first_day, second_day), _token_after(r, i, match.end())


def _month_day(a: str, b: str, year: str | None) -> MonthDay | None:
    for month, day in ((int(a), int(b)), (int(b), int(a))):
        if 1 <= month <= 12 and make(int(year) if year else 2000, month, day):
            return MonthDay(month, day, int(year) if year else None)
    return None


def _token_after(r: Reader, i: int, end: int) -> int:
    while i < len(r.t.words) and r.t.starts[i] < end:
        i += 1
    return i


def months(r: Reader, i: int) -> Found | None:
    """ "Jan-Feb 2017", "Nov-Feb 5th, 2017": the year is that of the second month."""
    first = dates.month_name(r, i)
    if first is None or r.word(first[1]) not in {"-", "–"} or not r.upper(i):
        return None
    k = first[1] + 1
    second = dates.month_name(r, k)
    if second is None or not r.upper(k):
        return None
    day = dates.month_first(r, k)
    if day is not None and isinstance(day[0], MonthDay) and day[0].year is not None:
        near = Cycle("month", first[0], of=Year(day[0].year - (first[0] > second[0])))
        return Range(near, day[0]), day[1]
    tail = dates.year_tail(r, second[1])
    if tail is None or not isinstance(tail[0], int):
        return None
    near = Cycle("month", first[0], of=Year(tail[0] - (first[0] > second[0])))
    return Range(near, Cycle("month", second[0], of=Year(tail[0]))), tail[1]


def lasting(r: Reader, i: int) -> Found | None:
    """ "for 3 hours from 10 am", "from 2pm for 2 hours", "for 3 days, from today"."""
    if r.word(i) == "for":
        read = _terms(r, i + 1)
        if read is None:
            return None
        k = read[1] + 1 if r.word(read[1]) == "," else read[1]
        if r.word(i + 1) in {"a", "an"}:
            return None
        if r.word(k) not in {"from", "starting", "beginning"}:
            return None
        began = _start(r, k + 1)
        return (Lasting(began[0], read[0]), began[1]) if began else None
    if r.word(i) != "from":
        return None
    began = _start(r, i + 1)
    if began is None or r.word(began[1]) != "for":
        return None
    read = _terms(r, began[1] + 1)
    return (Lasting(began[0], read[0]), read[1]) if read else None


def _start(r: Reader, i: int) -> Found | None:
    found = points.point(r, i) or days.plain_day(r, i)
    bare = clock_at(r, i, True)
    if bare is not None and (found is None or bare[1] > found[1]):
        return bare
    return found


def _terms(r: Reader, i: int) -> tuple[tuple[tuple[float, str], ...], int] | None:
    found = offsets.length_at(r, i)
    return (found[0], found[1]) if found is not None and not found[2] else None


def quarters(r: Reader, i: int) -> Found | None:
    """ "the past two quarters", "the coming three quarters"."""
    j = i + 1 if r.word(i) == "the" else i
    side = _SIDES.get(r.word(j))
    if side is None:
        return None
    count = ONES.get(r.word(j + 1)) or r.number(j + 1, 2, 40, 2)
    if not count or r.word(j + 2) != "quarters":
        return None
    return Quarters(count, side), j + 3
