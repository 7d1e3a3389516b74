"""Periods: "September 2024", "last year", "the past two weeks", "week 12", the longest of all."""

from __future__ import annotations

from brinkwatch.knowledge.numbers import cardinal_at, ordinal_at
from brinkwatch.read import time_parts as parts
from brinkwatch.read import time_weekdays as weekdays
from brinkwatch.read import time_years as years
from brinkwatch.read.time_dates import (
    Found,
    day_first,
    digits_year,
    month_first,
    month_name,
    sure_month,
    year_tail,
)
from brinkwatch.read.time_nodes import (
    Cycle,
    DayOfMonth,
    FiscalYear,
    Node,
    Span,
    This,
    WeekOf,
    Year,
)
from brinkwatch.read.time_reader import Reader
from brinkwatch.read.time_rules import memo
from brinkwatch.read.time_words import (
    BACKWARD,
    DEICTICS,
    FORWARD,
    OFFSETS,
    PLURAL_UNITS,
    UNITS,
    VAGUE,
)

_CYCLE_MODS = {"this": "this", "last": "last", "previous": "last", "next": "next", "past": "last",
               "coming": "coming", "upcoming": "coming", "following": "following"}
_CUSTOMARY = {"second": 30, "minute": 10, "hour": 6, "day": 5, "week": 3, "month": 3, "year": 3,
              "decade": 2, "quarter": 2}
"""How long an unnumbered plural reaches: "recent weeks" is taken as three."""


def amount(r: Reader, i: int) -> tuple[float, int, bool] | None:
    """The number of units at `i`: (value, token after it, whether it is vague)."""
    word = r.word(i)
    if word == "a" and r.word(i + 1) in {"few", "couple"}:
        value = 3.0 if r.word(i + 1) == "few" else 2.0
        return value, i + 2 + (r.word(i + 2) == "of"), True
    if word == "couple":
        return 2.0, i + 1 + (r.word(i + 1) == "of"), True
    if word in {"a", "an", "another"}:
        if word == "a" and r.word(i + 1) == "half":
            return 0.5, i + 2, False
        return (1.0, i + 1, False) if r.word(i + 1) in UNITS else None
    if word == "half" and r.word(i + 1) in {"a", "an"} and r.word(i + 2) in UNITS:
        return 0.5, i + 2, False
    if word in VAGUE:
        return float(VAGUE[word]), i + 1, True
    found = cardinal_at(r.t, i) if word else None
    if found is None or not 0 < found[0] < 10000:
        return None
    k = found[1]
    if r.word(k) == "-" and r.glued(k):
        k += 1
    return found[0], k, False


def unit_at(r: Reader, i: int) -> tuple[str, int] | None:
    """The unit named at `i`, "business day" among them."""
    if r.word(i) in {"business", "working"} and r.word(i + 1) in {"day", "days"}:
        return "business day", i + 2
    if r.word(i) in {"working", "work"} and r.word(i + 1) == "week":
        return "workweek", i + 2
    if r.word(i) == "calendar" and UNITS.get(r.word(i + 1)):
        return UNITS[r.word(i + 1)], i + 2
    unit = UNITS.get(r.word(i))
    return (unit, i + 1) if unit else None


def month(r: Reader, i: int) -> Found | None:
    """A month: "September", "last September", "Sept. 2024", "2017 April", "Dec/2018", "2015-3"."""
    j, mod = i, ""
    if r.word(j) in _CYCLE_MODS:
        mod, j = _CYCLE_MODS[r.word(j)], j + 1
    value = digits_year(r, j) if j == i else None
    if value is not None and value >= 1000:
        tight = r.word(j + 1) in {"-", "/"} and r.glued(j + 1) and r.glued(j + 2)
        number = r.number(j + 2, 1, 12, 2) if tight else None
        if number and 1900 <= value < 2100 and not ((r.glued(j + 3) and r.word(j + 3) in {
                "-", "/"}) or (r.glued(j + 3) and r.word(j + 3)[:1].isalnum())) and not (
                len(r.word(j + 2)) == 2 and number == value % 100 + 1) and not (
                j and r.glued(j) and r.word(j - 1) in {"-", "/"}):
            return Cycle("month", number, of=Year(value)), j + 3
        named = month_name(r, j + 1)
        if named and (r.upper(j + 1) or r.word(j + 1) not in {"may", "march"}) and (
                not r.word(named[1]).isdecimal()) and len(r.word(j + 1)) > 2:
            return Cycle("month", named[0], of=Year(value)), named[1]
        return None
    number = r.number(j, 1, 12, 2) if j == i else None
    if number and r.word(j + 1) in {"-", "/"} and r.glued(j + 1) and r.glued(j + 2):
        value = digits_year(r, j + 2)
        if value and 1900 <= value < 2100 and not (r.glued(j + 3) and r.word(j + 3) in {
                "-", "/"}) and not (j and r.glued(j)):
            return Cycle("month", number, of=Year(value)), j + 3
        return None
    if r.word(j) == "the" and j == i and month_name(r, j + 1):
        j += 1
    found = month_name(r, j)
    if found is None:
        return None
    index, k = found
    if r.word(k) in {"-", "/"} and r.glued(k) and r.glued(k + 1):
        value = digits_year(r, k + 1)
        if value is not None and not (r.glued(k + 2) and r.word(k + 2) in {"-", "/"}):
            return Cycle("month", index, of=Year(value)), k + 2
    tail = year_tail(r, k)
    if tail and (r.upper(j) or r.word(j) not in {"may", "march"} or isinstance(tail[0], int)):
        of = Year(tail[0]) if isinstance(tail[0], int) else tail[0]
        return Cycle("month", index, of=of), tail[1]
    if mod:
        return (Cycle("month", index, mod=mod), k) if r.upper(j) or r.word(j) not in {
            "may", "march"} else None
    return (Cycle("month", index), k) if sure_month(r, j, k) else None


def week_number(r: Reader, i: int) -> Found | None:
    """ "week 31", "week 27 of last year", "the week of April 10", "the weekend of 7 November"."""
    j = i + 1 if r.word(i) == "the" else i
    if r.word(j) == "w" and r.word(j + 1) == "/" and r.word(j + 2) == "c":
        day = _plain_day(r, j + 3)
        return (WeekOf(day[0]), day[1]) if day else None
    if r.word(j) not in {"week", "weekend"}:
        return None
    if r.word(j) == "week" and r.word(j + 1).isdecimal():
        index = r.number(j + 1, 1, 53, 2)
        if index is None:
            return None
        tail = year_tail(r, j + 2)
        of = (Year(tail[0]) if isinstance(tail[0], int) else tail[0]) if tail else None
        return Cycle("week", index, of=of), tail[1] if tail else j + 2
    if r.word(j + 1) == "after" and r.word(j + 2) == "next":
        return This(r.word(j), 2), j + 3
    if r.word(j + 1) == "before" and r.word(j + 2) == "last":
        return This(r.word(j), -2), j + 3
    k = j + 1
    if r.word(k) in {"of", "beginning", "starting", "commencing", "ending"}:
        k += 1
        if r.word(k) == "on":
            k += 1
        day = _plain_day(r, k)
        if day is None and r.word(k) == "the":
            ordinal = ordinal_at(r.t, k + 1)
            if ordinal and ordinal[0] <= 31:
                day = DayOfMonth(ordinal[0]), ordinal[1]
        if day:
            return WeekOf(day[0], r.word(j)), day[1]
    return None


def _plain_day(r: Reader, i: int) -> Found | None:
    return month_first(r, i) or day_first(r, i) or weekdays.holiday(r, i)


def deictic(r: Reader, i: int) -> Found | None:
    """ "this week", "last year", "the following month", "the past two weeks", "recent days",
    "next 3 days", "the 5 past years"."""
    j = i + 1 if r.word(i) in {"the", "these", "those"} else i
    if r.word(j) in {"within"} and r.word(j + 1) in FORWARD | BACKWARD:
        j += 1
    if r.word(j) == "the":
        j += 1
    word = r.word(j)
    if word in DEICTICS:
        if word == "this" and r.word(j + 1) in {"past", "coming", "last"}:
            j += 1
            word = r.word(j)
        if word == "that" and r.word(j + 1) not in {
                "week", "weekend", "month", "day", "quarter", "decade"}:
            return None
        if word == "next" and r.word(j + 1) in {"few", "couple"}:
            pass
        k = j + 1
        if r.word(k) in {"fiscal", "school", "academic", "financial"} and r.word(k + 1) == "year":
            return FiscalYear(None, OFFSETS.get(DEICTICS[word], 0)), k + 2
        named = unit_at(r, k)
        if named and not (word == "same" and named[0] in {"second", "minute", "hour", "day"}):
            return _single(r, word, named, k, i)
        if word in BACKWARD | FORWARD:
            counted = amount(r, k)
            if counted:
                named = unit_at(r, counted[1])
                if named:
                    sign = 1 if word in FORWARD else -1
                    extra, end = _more(r, named[1])
                    return Span(counted[0], named[0], sign, counted[2], extra), end
        return None
    counted = amount(r, j) if word.isdecimal() or word[:1].isalpha() else None
    if counted and r.word(counted[1]) in BACKWARD | FORWARD:
        named = unit_at(r, counted[1] + 1)
        if named and r.word(counted[1] + 1) in PLURAL_UNITS | {"business", "working"}:
            sign = 1 if r.word(counted[1]) in FORWARD else -1
            return Span(counted[0], named[0], sign, counted[2]), named[1]
    return None


def _more(r: Reader, j: int) -> tuple[tuple[tuple[float, str], ...], int]:
    """Further terms of a length: "and 2 weeks and 2 days"; nothing if "ago" or the like follows."""
    terms: list[tuple[float, str]] = []
    end = j
    while True:
        k = end + 1 if r.word(end) in {"and", ","} else end
        counted = cardinal_at(r.t, k) if k < len(r.t) else None
        named = unit_at(r, counted[1]) if counted else None
        if counted is None or named is None:
            break
        terms.append((counted[0], named[0]))
        end = named[1]
    if terms and r.word(end) in {"ago", "later", "earlier"}:
        return (), j
    return tuple(terms), end


def _single(
    r: Reader, word: str, named: tuple[str, int], k: int, i: int,
) -> Found | None:
    unit, end = named
    plural = r.word(end - 1) in PLURAL_UNITS
    if plural or (word == "recent"):
        if word in BACKWARD | FORWARD and word not in {"previous", "preceding"}:
            n = _CUSTOMARY.get(unit, 3)
            return Span(n, unit, 1 if word in FORWARD else -1, vague=True), end
        return None
    kind = DEICTICS[word]
    if unit == "second" or (unit in {"hour", "minute"} and kind not in {
            "last", "next", "past", "coming"}):
        return None
    if unit == "day":
        if kind == "past":
            return Span(1, "day", -1), end
        return (This("day", 1), end) if kind == "coming" else None
    if kind == "past" and unit in {"week", "month", "decade"}:
        return Span(1, unit, -1), end
    if unit == "fortnight":
        offset = OFFSETS.get(kind, 0)
        if offset:
            return Span(1, "fortnight", offset), end
        return This("fortnight"), end
    base = "last" if kind in {"same", "following", "preceding"} else "now"
    return This(unit, OFFSETS[kind], base), end


def bare(r: Reader, i: int) -> Found | None:
    """ "the week", "the year" standing for the present one; "the weekend"."""
    if r.word(i) == "weekend" and r.word(i - 1) in {"over", "mom"}:
        return This("weekend"), i + 1
    if r.word(i) != "the":
        return None
    if r.word(i + 1) == "weekend":
        return This("weekend"), i + 2
    if r.word(i + 1) == "fortnight" and not r.word(i + 2).isalpha():
        return This("fortnight"), i + 2
    return None


@memo
def period(r: Reader, i: int) -> Found | None:
    """The longest period at token `i`."""
    options = (month(r, i), years.year(r, i), years.season(r, i), years.quarter(r, i),
               years.decade(r, i), week_number(r, i), deictic(r, i), bare(r, i), parts.sub(r, i),
               parts.possessive(r, i), parts.modified(r, i))
    return max((x for x in options if x), key=lambda x: x[1], default=None)


__all__ = ["Node", "amount", "period", "unit_at"]
