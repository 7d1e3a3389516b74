"""Whole time expressions in a text: days, clocks and periods joined, ranges, bounds, offsets.

`expressions` reads a text from left to right and keeps the longest expression at each place. It
knows words only; `brinkwatch.read.times` counts the nodes it finds from the report's date.
"""

from __future__ import annotations

import re
from dataclasses import replace

from brinkwatch.knowledge.holidays import holidays
from brinkwatch.knowledge.numbers import ONES, ORDINALS, TENS, lex
from brinkwatch.read import time_bounds as bounds
from brinkwatch.read import time_dates as dates
from brinkwatch.read import time_offsets as offsets
from brinkwatch.read import time_periods as periods
from brinkwatch.read import time_points as points
from brinkwatch.read import time_ranges as ranges
from brinkwatch.read import time_stretches as stretches
from brinkwatch.read.time_dates import Found
from brinkwatch.read.time_nodes import (
    Approx,
    Bound,
    Clock,
    Cycle,
    DayOfMonth,
    DayWord,
    MonthDay,
    Node,
    Now,
    Part,
    Range,
    Weekday,
    Year,
)
from brinkwatch.read.time_reader import Reader
from brinkwatch.read.time_rules import BOUNDS, longest, memo
from brinkwatch.read.time_words import (
    APPROXIMATE,
    DECADES,
    DEICTICS,
    MEALS,
    MODS,
    MONTHS,
    PARTS,
    SEASONS,
    VAGUE,
    WEEKDAYS,
)

_HOLIDAY_STARTS = frozenset(lex(name).words[0] for name in holidays())
_STARTS = frozenset({
    *MONTHS, *WEEKDAYS, *SEASONS, *PARTS, *MEALS, *DECADES, *DEICTICS, *MODS, *VAGUE, *ONES, *TENS,
    *ORDINALS, *_HOLIDAY_STARTS, *APPROXIMATE, *BOUNDS, "today", "yesterday", "tomorrow", "tmrw",
    "otd", "tonight", "tonite", "overnight", "noon", "midday", "midnight", "noonish", "now",
    "right", "half", "quarter", "a", "an", "the", "in", "within", "from", "between", "at", "couple",
    "year", "week", "weekend", "fiscal", "calendar", "school", "academic", "financial", "fy", "cy",
    "sy", "q", "h", "w", "eoy", "eod", "that", "these", "those", "as", "no", "not", "prior", "up",
    "any", "greater", "earlier", "rest", "remainder", "remaining", "final", "opening", "small",
    "predawn", "pre", "mid", "during", "shortly", "just", "'", "’", "to", "till", "days", "weeks",
    "months", "years", "hours", "minutes", "decades", "nighttime", "on", "current", "=", ">", "<",
    "working", "coming", "for", "more", "less", "past", "previous", "close", "noontime",
})

_SMALL = frozenset({
    "h", "q", "w", "a", "an", "the", "'", "’", "in", "at", "to", "for", "from", "on", "by", "that",
    "this", "these", "as", "not", "no", "one", "about", "all", "some", "just", "up", "any", "new",
})
"""Words that begin an expression only where the next word can go on with it."""

_GOES_ON = frozenset({
    "day", "next", "second", "night", "hour", "minute", "month", "fortnight", "decade", "century",
    "/", "quarter", "early", "late", "present", "moment", "eod", "beginning", "start", "middle",
    "end", "opening", "-", "–", "soon", "entire", "whole", "very", "same", "following", "afternoon",
    "time", "date", "far", "mornings", "afternoons", "evenings", "nights", "recent", "upcoming",
})

_ADDRESS = re.compile(r"\S*://\S*")


def expressions(text: str) -> list[tuple[int, int, Node]]:
    """(start, end, node) of every time expression, by characters, in order, not overlapping."""
    r = Reader(lex(text), text)
    words, n = r.t.words, len(r.t.words)
    out: list[tuple[int, int, Node]] = []
    i = 0
    addresses = [m.span() for m in _ADDRESS.finditer(text)]
    while i < n:
        word = words[i]
        if addresses and any(a <= r.t.starts[i] < b for a, b in addresses):
            i += 1
            continue
        if word.isdecimal() and words[i + 1:i + 2] == ["and"]:
            pair = _two_days(r, i)
            if pair is not None:
                out.append((r.t.starts[i], r.t.ends[i], pair))
                i += 2
                continue
        if word not in _STARTS and not word[0].isdecimal():
            i += 1
            continue
        found = _at(r, i)
        if found is None or found[1] <= i:
            i += 1
            continue
        node, j = found
        first = i
        while first < j - 1 and words[first] in {"on", "at", "of"} and not isinstance(
                node, (Now, Part, Bound)):
            first += 1
        out.append((r.t.starts[first], r.t.ends[j - 1], node))
        i = j
    return out


def _two_days(r: Reader, i: int) -> Node | None:
    """The first day of "18 and 19 June"; the second is read for itself."""
    far = dates.day_first(r, i + 2)
    day = r.number(i, 1, 31, 2)
    if far is None or day is None or not isinstance(far[0], MonthDay) or day >= far[0].day:
        return None
    if r.word(i - 1) in {"between", "-", "–"} or not r.word(i + 2)[:1].isdecimal():
        return None
    return replace(far[0], day=day, weekday=None)


def _at(r: Reader, i: int) -> Found | None:
    """The expression at a token where an expression may begin."""
    if i and r.glued(i) and not r.word(i)[0].isalpha() and r.word(i - 1)[-1:].isalpha():
        return None
    if (i > 1 and r.word(i)[0].isdecimal() and r.word(i - 1) == "-" and r.glued(i)
            and r.glued(i - 1) and r.word(i - 2) not in MONTHS
            and r.text[r.t.starts[i - 2]:r.t.ends[i - 2]].isupper()):
        return None  # a code: "C-802A", "MH-370"
    if i and r.glued(i) and r.word(i)[0].isalpha() and r.word(i - 1) in {"'", "’", "@", "#", "$"}:
        return None
    if r.word(i) in {"more", "less"} and r.word(i + 1) != "than":
        return None
    if r.word(i) == "for" and not r.word(i + 1)[:1].isalnum():
        return None
    if r.word(i) in _SMALL and not _promising(r, i):
        return None
    return bounds.trailed(r, expression(r, i))


def _promising(r: Reader, i: int) -> bool:
    """Whether what follows a small word, other small words passed over, can go on with it."""
    j = i + 1
    while r.word(j) in _SMALL and j < i + 4:
        j += 1
    word = r.word(j)
    return bool(word) and (word in _STARTS or word[0].isdecimal() or word in _GOES_ON)


def expression(r: Reader, i: int) -> Found | None:
    """The longest of all expressions at token `i`."""
    word = r.word(i)
    if word in APPROXIMATE and word != "some":
        inner = plain(r, i + 1)
        if inner and isinstance(inner[0], (Clock, Part, MonthDay, Weekday, Cycle, Year, Range,
                                           DayWord, DayOfMonth)):
            return Approx(inner[0]), inner[1]
        if word in MEALS:
            return None
        return _meal(r, i + 1, True)
    tight = stretches.digits(r, i + 1) if word in {"from", "between"} else None
    return longest(bounds.bounded(r, i), ranges.from_to(r, i), plain(r, i), bounds.comparison(r, i),
                   _meal(r, i, False), stretches.digits(r, i), stretches.months(r, i),
                   stretches.lasting(r, i), tight)


def _meal(r: Reader, i: int, vouched: bool) -> Found | None:
    """ "at lunchtime", "after dinner"."""
    if r.word(i) in {"at", "around", "after", "before"}:
        code = MEALS.get(r.word(i + 1))
        if code is None:
            return None
        node: Node = Part(code)
        if r.word(i) in {"after", "before"}:
            node = Bound(r.word(i), node)
        return node, i + 2
    if r.word(i) == "lunchtime" or (vouched and r.word(i) in MEALS):
        return Part(MEALS[r.word(i)]), i + 1
    return None


@memo
def plain(r: Reader, i: int) -> Found | None:
    """An expression that is not bounded: a point, a period, a range, an offset, now."""
    single = longest(points.point(r, i), periods.period(r, i), offsets.offset(r, i),
                     offsets.now(r, i), offsets.in_units(r, i), stretches.quarters(r, i))
    ranged = ranges.plain_range(r, i)
    return longest(ranged, single)
