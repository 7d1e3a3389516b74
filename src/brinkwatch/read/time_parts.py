"""Parts of periods: "first week of January", "end of the month", "the middle of 2025"."""

from __future__ import annotations

from brinkwatch.knowledge.numbers import ordinal_at
from brinkwatch.read import time_periods as periods
from brinkwatch.read import time_weekdays as weekdays
from brinkwatch.read import time_years as years
from brinkwatch.read.time_dates import (
    Found,
    month_name,
    year_tail,
)
from brinkwatch.read.time_nodes import (
    Cycle,
    Decade,
    Mod,
    Rest,
    Span,
    Sub,
    This,
    Year,
)
from brinkwatch.read.time_reader import Reader
from brinkwatch.read.time_words import (
    MODS,
    PLURAL_UNITS,
    UNITS,
)

_NTH_UNITS = {"week", "month", "day", "quarter", "half", "year", "decade", "weekend"}


def sub(r: Reader, i: int) -> Found | None:
    """ "the first week of January", "last four months of 2021", "the 15th day of next month",
    "the second half of the year", "the first Monday of next month"."""
    j = i + 1 if r.word(i) == "the" else i
    if r.word(j) in {"last", "final", "closing"}:
        which, k = -1, j + 1
    elif r.word(j) == "opening":
        which, k = 1, j + 1
    else:
        ordinal = ordinal_at(r.t, j)
        if ordinal is None:
            return None
        which, k = ordinal
        if r.word(k) == "-":
            k += 1
    counted = periods.amount(r, k) if r.word(k) not in {"half"} else None
    count, fixed = 1, False
    if counted and not counted[2] and counted[0].is_integer() and r.word(
            counted[1]) in PLURAL_UNITS:
        count, k, fixed = int(counted[0]), counted[1], True
        if which > 1:
            return None
    named = weekdays.weekday_name(r, k)
    unit = UNITS.get(r.word(k), "half" if r.word(k) == "half" else "")
    if named is None and unit not in _NTH_UNITS:
        return None
    k = named[1] if named else k + 1
    if r.word(k) not in {"of", "in"}:
        if unit in {"quarter", "half"} and which in {1, 2, 3, 4} and r.word(i) == "the":
            tail = year_tail(r, k)
            if tail:
                of = Year(tail[0]) if isinstance(tail[0], int) else tail[0]
                return Cycle(unit, which, of=of), tail[1]
            return Cycle(unit, which), k
        return None
    whole = container(r, k + 1)
    if whole is None:
        return None
    if named:
        return Sub(which, "day", whole[0], weekday=named[0]), whole[1]
    if unit == "week" and count == 1 and r.word(whole[1]) in {"on", "-"} | {
            r.word(whole[1]) if r.word(whole[1]) == "." else "on"}:
        k = whole[1] + 1 if r.word(whole[1]) == "." else whole[1]
        day = weekdays.weekday_name(r, k + 1) if r.word(k) == "on" else None
        if day:
            return Sub(which, "day", whole[0], weekday=day[0]), day[1]
    return Sub(which, unit, whole[0], count, fixed=not fixed), whole[1]


def container(r: Reader, i: int) -> Found | None:
    """A whole period, such as another expression may lie in."""
    options = (periods.month(r, i), years.year(r, i, True), periods.deictic(r, i),
               years.season(r, i), years.decade(r, i),
               years.quarter(r, i), _the_unit(r, i), sub(r, i) if r.word(i) != "the" else None)
    return max((x for x in options if x), key=lambda x: x[1], default=None)


def _the_unit(r: Reader, i: int) -> Found | None:
    """ "the year" or "year" as a container."""
    j = i + 1 if r.word(i) == "the" else i
    unit = UNITS.get(r.word(j))
    if unit in {"week", "month", "year", "quarter", "decade", "day", "century"} and r.word(
            j) not in PLURAL_UNITS:
        return This(unit), j + 1
    return None


def possessive(r: Reader, i: int) -> Found | None:
    """ "next year's first quarter", "last month's final week"."""
    whole = periods.deictic(r, i)
    if whole is None or r.word(whole[1]) not in {"'", "’"} or r.word(whole[1] + 1) != "s":
        return None
    k = whole[1] + 2
    ordinal = ordinal_at(r.t, k)
    unit = UNITS.get(r.word(ordinal[1]), r.word(ordinal[1])) if ordinal else ""
    if ordinal and unit in {"quarter", "half"}:
        return Cycle(unit, ordinal[0], of=whole[0]), ordinal[1] + 1
    named = month_name(r, k)
    return (Cycle("month", named[0], of=whole[0]), named[1]) if named else None


def modified(r: Reader, i: int) -> Found | None:
    """ "early this month", "mid-November", "the end of 2000", "late last year", "eoy",
    "the rest of the week", "year to date"."""
    j = i + 1 if r.word(i) == "the" else i
    word = r.word(j)
    if word == "eoy":
        return Mod("end", This("year")), j + 1
    if word == "year" and r.word(j + 1) == "to" and r.word(j + 2) == "date":
        return Rest(This("year"), passed=True), j + 3
    if word in {"rest", "remainder", "remaining"} and r.word(j + 1) == "of":
        whole = container(r, j + 2)
        return (Rest(whole[0]), whole[1]) if whole else None
    kind = MODS.get(word)
    if kind is None or (j > i and word in {"early", "late", "earlier", "later"} and not month_name(
            r, j + 1) and not years.decade(r, j + 1) and r.word(j + 1) != "-"):
        return None
    k = j + 1
    if word in {"beginning", "start", "middle", "end", "close", "outset", "turn"}:
        if r.word(k) in {"-", "of"}:
            k += 1
        elif not (word == "end" and periods.unit_at(r, k)):
            return None
        whole = container(r, k)
        if word == "end" and isinstance(whole[0] if whole else None, This) and whole and (
                whole[0].unit == "day"):  # type: ignore[attr-defined]
            return None
        if whole and word == "turn" and not isinstance(whole[0], (Decade, This)):
            return None
        return (Mod(kind, whole[0]), whole[1]) if whole else None
    if (r.word(k) == "-" and r.glued(k)) or (
            r.word(k) in {"in", "on"} and word in {"early", "late", "later", "earlier"}):
        k += 1
    whole = container(r, k)
    if whole is None or (isinstance(whole[0], This) and whole[0].unit == "day"):
        return None
    if isinstance(whole[0], Span):
        return None
    return Mod(kind, whole[0]), whole[1]
