"""Single days: dates, weekdays, holidays, "the 18th", "Tuesday of next week"."""

from __future__ import annotations

from dataclasses import replace

from brinkwatch.knowledge.numbers import ordinal_at
from brinkwatch.read import time_dates as dates
from brinkwatch.read import time_numeric as numeric_dates
from brinkwatch.read import time_offsets as offsets
from brinkwatch.read import time_parts as parts
from brinkwatch.read import time_periods as periods
from brinkwatch.read import time_weekdays as weekdays
from brinkwatch.read.time_clock import clock_at
from brinkwatch.read.time_dates import Found
from brinkwatch.read.time_nodes import DayOfMonth, DayWord, MonthDay, Offset, Sub, This, Weekday
from brinkwatch.read.time_reader import Reader
from brinkwatch.read.time_rules import longest, memo
from brinkwatch.read.time_words import PREPOSITIONS, WEEKDAYS


@memo
def plain_day(r: Reader, i: int) -> Found | None:
    """A single day: a date, a weekday, today, a holiday, an offset that gives a day."""
    found = longest(numeric_dates.numeric(r, i), dates.month_first(r, i), dates.day_first(r, i),
                    weekdays.weekday(r, i), weekdays.day_word(r, i), weekdays.holiday(r, i),
                    _numbered_day(r, i), _week_day(r, i), _of_month(r, i))
    if found is None:
        return None
    node, j = found
    if isinstance(node, Weekday) and not node.mod:
        return _placed(r, node, j)
    if isinstance(node, Weekday):
        return node, j
    if r.word(i) in {"this", "next"} and isinstance(node, MonthDay) and node.weekday is None:
        return replace(node, pinned=True, shift=int(r.word(i) == "next")), j
    if isinstance(node, DayWord) and r.word(j) == ",":
        date = (numeric_dates.numeric(r, j + 1) or dates.month_first(r, j + 1)
                or dates.day_first(r, j + 1))
        if date:
            return date[0], date[1] + (r.word(date[1]) == "," and clock_at(
                r, date[1] + 1 + (r.word(date[1] + 1) == "at"), True) is not None and 0)
    if isinstance(node, MonthDay) and r.word(j) == "(":
        day = weekdays.weekday_name(r, j + 1)
        if day and r.word(day[1]) == ")":
            return replace(node, weekday=day[0]), day[1] + 1
    return node, j


def _numbered_day(r: Reader, i: int) -> Found | None:
    """ "the 18th" as a day of this month, where nothing else is counted; "this 5/12"."""
    if r.word(i) in {"this", "next"}:
        found = (numeric_dates.numeric(r, i + 1, True) or dates.day_first(r, i + 1)
                 or dates.month_first(r, i + 1))
        if found and isinstance(found[0], MonthDay) and found[0].year is None:
            return replace(found[0], pinned=True, shift=int(r.word(i) == "next")), found[1]
        return None
    before = r.word(i - 1)
    j = i + 1 if r.word(i) == "the" else i
    ordinal = ordinal_at(r.t, j)
    if ordinal is None or not 1 <= ordinal[0] <= 31:
        return None
    k = ordinal[1]
    after = r.word(k)
    if after in {"this", "of"} and r.word(k + 1 if after == "this" else k + 2) == "month":
        of = This("month", {"next": 1, "last": -1}.get(r.word(k + 1), 0))
        return DayOfMonth(ordinal[0], of=of), k + (2 if after == "this" else 3)
    if after == "of" and r.word(k + 1) in {"this", "next", "last", "the"} and r.word(
            k + 2) == "month":
        offset = {"next": 1, "last": -1}.get(r.word(k + 1), 0)
        return DayOfMonth(ordinal[0], of=This("month", offset)), k + 3
    if before == "on" and r.word(j).isdecimal() and (
            not after or after in PREPOSITIONS or after in {
            ".", ",", ";", "-", "?", "!", ")"}):
        return DayOfMonth(ordinal[0]), k
    return None


def _of_month(r: Reader, i: int) -> Found | None:
    """ "the 15th day of June", "thirty-first day of the month"."""
    found = parts.sub(r, i)
    if found and isinstance(found[0], Sub) and (
            (found[0].unit == "day" and found[0].count == 1) or found[0].weekday is not None):
        return found
    return None


def _week_day(r: Reader, i: int) -> Found | None:
    """ "next week Monday", "next week on Tuesday", "previous week - Monday"."""
    week = periods.deictic(r, i)
    if week is None or not isinstance(week[0], This) or week[0].unit != "week":
        return None
    k = week[1] + 1 if r.word(week[1]) in {"on", "-", ","} else week[1]
    day = weekdays.weekday_name(r, k)
    return (Weekday(day[0], of=week[0]), day[1]) if day else None


def _placed(r: Reader, node: Weekday, j: int) -> Found:
    """A weekday with the week it lies in behind it: "Tuesday of next week", "Friday last week",
    "Monday two weeks from now"."""
    k = j + 1 if r.word(j) in {"of", ",", "in"} else j
    week = periods.deictic(r, k)
    if week and isinstance(week[0], This) and week[0].unit == "week":
        return Weekday(node.day, of=week[0]), week[1]
    if r.word(j) == "week" and not r.word(j + 1).isalpha() and r.word(j - 1) in WEEKDAYS:
        return Offset(((7, "day"),), 1, replace(node, mod="coming")), j + 1
    offset = _far(r, k)
    if offset and isinstance(offset[0], Offset):
        return replace(offset[0], weekday=node.day), offset[1]
    return node, j


def _far(r: Reader, i: int) -> Found | None:
    read = offsets.length_at(r, i)
    if read is None or r.word(read[1]) not in {"from", "after"}:
        return None
    return offsets.offset(r, i)


def weekday_after(r: Reader, k: int) -> bool:
    return weekdays.weekday_name(r, k) is not None
