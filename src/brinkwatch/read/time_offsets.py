"""Points counted from others: "three weeks ago", "two days after Nov. 7", "in two weeks", now."""

from __future__ import annotations

from dataclasses import replace

from brinkwatch.knowledge.numbers import ORDINALS, ordinal_at
from brinkwatch.read import time_bounds as bounds
from brinkwatch.read import time_days as days
from brinkwatch.read import time_periods as periods
from brinkwatch.read import time_points as points
from brinkwatch.read import time_weekdays as weekdays
from brinkwatch.read.time_dates import Found
from brinkwatch.read.time_nodes import (
    Approx,
    Bound,
    InUnits,
    Node,
    Now,
    Offset,
    Range,
    Span,
    Weekday,
)
from brinkwatch.read.time_reader import Reader
from brinkwatch.read.time_rules import longest, memo
from brinkwatch.read.time_words import PLURAL_UNITS


def now(r: Reader, i: int) -> Found | None:
    word = r.word(i)
    if word == "now":
        return Now(), i + 1
    if word == "right" and r.word(i + 1) == "now":
        return Now(), i + 2
    if word == "date" and r.word(i - 1) == "to" and r.word(i - 2) != "up":
        return Now("day"), i + 1
    if word == "at":
        if r.word(i + 1) == "present":
            return Now(), i + 2
        k = i + 2 if r.word(i + 1) in {"the", "this"} else i + 1
        if k == i + 2 and r.word(k) == "present" and r.word(k + 1) == "time":
            return Now(), k + 2
        if r.word(i + 1) == "the" and r.word(k) in {"moment", "minute"}:
            return Now(), k + 1
        if r.word(i + 1) == "this" and r.word(k) == "time":
            return Now(), k + 1
    return None


def in_units(r: Reader, i: int) -> Found | None:
    """ "in two weeks", "within 24 hours", "in half an hour"."""
    word = r.word(i)
    if word not in {"in", "within"}:
        return None
    counted = periods.amount(r, i + 1)
    if counted is None:
        return None
    named = periods.unit_at(r, counted[1])
    if named is None:
        short = {"h": "hour", "m": "minute"}.get(r.word(counted[1]))
        if word == "within" and short == "hour" and r.glued(counted[1]):
            return InUnits(((counted[0], "hour"),), within=True), counted[1] + 1
        return None
    terms, end = [(counted[0], named[0])], named[1]
    while r.word(end) == "and":
        more = periods.amount(r, end + 1)
        unit = periods.unit_at(r, more[1]) if more else None
        if more is None or unit is None:
            break
        terms.append((more[0], unit[0]))
        end = unit[1]
    back = word == "in" and _record(r, i)
    if r.word(end) in {"from", "after", "since"} and word == "in":
        return None
    if r.word(end) == "on":
        weekday = weekdays.weekday_name(r, end + 1)
        if weekday:
            return Offset(tuple(terms), 1, weekday=weekday[0]), weekday[1]
    return InUnits(tuple(terms), within=word == "within", back=back, vague=counted[2]), end


def _record(r: Reader, i: int) -> bool:
    """Whether "in three weeks" tells of a record behind it: "the first launch in three weeks"."""
    for k in range(max(0, i - 7), i):
        word = r.word(k)
        if word in {".", "\n", ";"}:
            return _record_from(r, k + 1, i)
    return _record_from(r, max(0, i - 7), i)


def _record_from(r: Reader, start: int, i: int) -> bool:
    return any(
        r.word(k) in ORDINALS or r.word(k) in {"most", "least", "only", "times", "twice"}
        or (len(r.word(k)) > 5 and r.word(k).endswith("est")) or ordinal_at(r.t, k) is not None
        for k in range(start, i)
    )


def length_at(r: Reader, i: int) -> tuple[tuple[tuple[float, str], ...], int, bool] | None:
    """A length at `i`: "2 weeks and 2 days", "a few days", "days"."""
    word = r.word(i)
    if word in PLURAL_UNITS and word not in {"seconds"}:
        named = periods.unit_at(r, i)
        if named:
            return ((periods._CUSTOMARY.get(named[0], 3), named[0]),), i + 1, True
    counted = periods.amount(r, i)
    named = periods.unit_at(r, counted[1]) if counted else None
    if counted is None or named is None or named[0] in {"business day"}:
        return None
    terms, end, vague = [(counted[0], named[0])], named[1], counted[2]
    while True:
        if r.word(end) == "and" and r.word(end + 1) in {"a", "half"} and "half" in {
                r.word(end + 1), r.word(end + 2)}:
            end += 2 if r.word(end + 1) == "half" else 3
            terms[-1] = (terms[-1][0] + 0.5, terms[-1][1])
            continue
        k = end + 1 if r.word(end) in {"and", ","} else end
        more = periods.amount(r, k) if r.word(k)[:1].isalnum() else None
        unit = periods.unit_at(r, more[1]) if more else None
        if more is None or unit is None:
            return tuple(terms), end, vague
        terms.append((more[0], unit[0]))
        end = unit[1]


@memo
def offset(r: Reader, i: int) -> Found | None:
    """Points counted from now or another date: "three weeks ago", "two days after Nov. 7",
    "a week later", "3 days from Tuesday", "more than two weeks ago"."""
    less = more = False
    start = i
    if r.word(i) in {"more", "less"} and r.word(i + 1) == "than":
        more, less = r.word(i) == "more", r.word(i) == "less"
        start = i + 2
    elif r.word(i) in {"over", "nearly", "almost"}:
        start = i + 1
    read = length_at(r, start)
    if read is None:
        return None
    terms, j, vague = read
    word = r.word(j)
    if word == "ago":
        node: Node = Offset(terms, -1, vague=vague)
        end = j + 1
        day = weekdays.weekday_name(r, end) if r.word(end)[:1].isalpha() else None
        if day and terms[-1][1] == "week":
            node, end = Offset(terms, -1, base=Weekday(day[0]), vague=vague), day[1]
        return (Approx(node) if start > i else node), end
    if word in {"earlier", "previously", "prior"} and r.word(j + 1) not in {"than", "to"}:
        return Offset(terms, -1, narrative=True, vague=vague), j + 1
    if word in {"later", "afterward", "afterwards", "thereafter", "hence"} and r.word(
            j + 1) not in {"than"}:
        if r.word(j + 1) in {"this", "in"}:
            return None
        return Offset(terms, 1, narrative=True, vague=vague), j + 1
    if word == "before" and not r.word(j + 1)[:1].isalnum() and r.word(i) != "the":
        return Offset(terms, -1, narrative=True, vague=vague), j + 1
    if word in {"from", "after", "before", "since"}:
        sign = -1 if word == "before" else 1
        if word == "from" and r.word(j + 1) in {"now", "today"}:
            if r.word(j + 1) == "today" and terms[-1][1] in {"minute", "hour", "second"}:
                return None
            offset, end = Offset(terms, sign, vague=vague), j + 2
        else:
            since = bounds.vouched_year(r, j + 1) if word == "since" else None
            base = longest(days.plain_day(r, j + 1), since)
            if base is None or (r.word(base[1]) in {"'", "’"} and r.word(base[1] + 1) == "s"):
                return None
            offset, end = Offset(terms, sign, base[0], vague=vague), base[1]
        if r.word(end) == "on":
            day = weekdays.weekday_name(r, end + 1)
            if day:
                return replace(offset, weekday=day[0]), day[1]
        if less:
            return Range(offset.base or Now("day"), offset), end
        if more:
            return Bound("before" if sign < 0 else "after", offset), end
        return offset, end
    if word in {"starting", "beginning"}:
        k = j + 2 if r.word(j + 1) in {"on", "from"} else j + 1
        base = points.point(r, k)
        if base and len(terms) == 1:
            return Span(terms[0][0], terms[0][1], 1, base=base[0]), base[1]
    return None
