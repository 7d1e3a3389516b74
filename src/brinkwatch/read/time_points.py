"""Points in time: a day, a part of a day or a clock time, with what stands beside it joined."""

from __future__ import annotations

from dataclasses import replace

from brinkwatch.knowledge.numbers import ONES
from brinkwatch.read import time_clock_ranges as clock_ranges
from brinkwatch.read import time_dates as dates
from brinkwatch.read import time_days as days
from brinkwatch.read import time_periods as periods
from brinkwatch.read.time_clock import clock_at, part_word, with_part
from brinkwatch.read.time_dates import Found
from brinkwatch.read.time_nodes import (
    Bound,
    Clock,
    DayOfMonth,
    DayWord,
    Mod,
    MonthDay,
    Node,
    Part,
    Range,
    Sub,
    This,
    Weekday,
)
from brinkwatch.read.time_reader import Reader
from brinkwatch.read.time_rules import BOUND_PHRASES, BOUNDS, DASHES, TO, longest, memo
from brinkwatch.read.time_words import APPROXIMATE, MODS, PARTS, WEEKDAYS


@memo
def point(r: Reader, i: int) -> Found | None:
    """A day, a part of a day or a clock time, with what stands beside it joined."""
    found = longest(_from_day(r, i), _from_clock(r, i), _from_part(r, i), _day_mod(r, i))
    if found is None:
        return None
    return found


@memo
def part_of_day(r: Reader, i: int) -> Found | None:
    """A part of a day with its own determiner: "this morning", "last night", "in the early
    morning", "overnight", "the early hours of Friday", "late in the evening"."""
    word = r.word(i)
    if word in {"tonight", "tonite"}:
        return Part("NI", DayWord(0)), i + 1
    if word == "overnight":
        return Part("ON"), i + 1
    j, mod = i, ""
    if word in {"early", "late", "later"} and r.word(i + 1) != "-":
        mod = {"early": "start"}.get(word, "end")
        j = i + 1
    first = r.word(j)
    if first in {"this", "that", "last", "next", "same"} or (
            first == "the" and r.word(j + 1) in {"same", "next", "following", "previous"}):
        k = j + 1 if first != "the" else j + 2
        key = first if first != "the" else r.word(j + 1)
        k, inner = _early(r, k)
        found = part_word(r, k)
        if found is None:
            return None
        day: Node = {"this": DayWord(0), "last": DayWord(-1), "next": DayWord(1),
                     "following": DayWord(1, "last"), "previous": DayWord(-1, "last"),
                     }.get(key, DayWord(0, "last"))
        return Part(found[0], day, mod or inner), found[1]
    if first in {"in", "during", "at", "the"} or mod:
        k = j
        if first in {"in", "during"}:
            k += 1
            if r.word(k) != "the" and not (first == "in" and part_word(r, k)):
                return None
        elif first == "at":
            k += 1
            if r.word(k) not in {"night", "dawn", "dusk", "sunrise", "sunset", "nightfall",
                                 "daybreak", "lunchtime"}:
                return None
        if r.word(k) == "the":
            k += 1
        k, inner = _early(r, k)
        if r.word(k) in {"hours"} and (inner or r.word(k - 1) in {"small", "predawn"}):
            return _of_day(r, Part("SMALL"), k + 1)
        if r.word(k) in {"small", "predawn", "pre"}:
            k2 = k + 3 if r.word(k) == "pre" else k + 1
            if r.word(k2) == "hours":
                return _of_day(r, Part("SMALL"), k2 + 1)
        found = part_word(r, k)
        if found is None and r.word(k) in {"mornings", "afternoons", "evenings"}:
            found = PARTS[r.word(k)[:-1]], k + 1
        if found is None or (first == "the" and not mod and not inner and r.word(found[1]) != "of"):
            return None
        placed = _of_day(r, Part(found[0], None, mod or inner), found[1])
        bare = first == "the" and not mod and not inner
        return None if bare and placed[1] == found[1] else placed
    if word == "predawn" and r.word(i + 1) != "hours":
        return None
    return None


def _early(r: Reader, k: int) -> tuple[int, str]:
    mods = {"early": "start", "late": "end", "mid": "mid", "later": "end"}
    if r.word(k) in mods:
        return (k + 2 if r.word(k + 1) == "-" else k + 1), mods[r.word(k)]
    return k, ""


def _of_day(r: Reader, part: Part, j: int) -> Found:
    """The day behind a part: "the night of Nov. 7", "in the morning on Friday"."""
    if r.word(j) in {"of", "on", "to", "into"} or r.word(j) in WEEKDAYS:
        k = j + 1 if r.word(j) in {"of", "on"} else j
        day = days.plain_day(r, k) if r.word(j) not in {"to", "into"} else None
        if day:
            return replace(part, day=day[0]), day[1]
    return part, j


def _day_mod(r: Reader, i: int) -> Found | None:
    """ "early Tuesday", "late on Friday", "later today", "end of tomorrow", "eod"."""
    j = i + 1 if r.word(i) == "the" else i
    word = r.word(j)
    if word == "eod":
        return Clock(23, 59, day=DayWord(0)), j + 1
    if word == "end" and (r.word(j + 1) == "of" or r.word(j + 1) == "day"):
        k = j + 2 if r.word(j + 1) == "of" else j + 1
        if r.word(k) == "the" and days.weekday_after(r, k + 1):
            k += 1
        if r.word(k) == "day" or (r.word(k) == "the" and r.word(k + 1) == "day"):
            return Clock(23, 59, day=DayWord(0)), k + (1 if r.word(k) == "day" else 2)
        day = days.plain_day(r, k)
        return (Clock(23, 59, day=day[0]), day[1]) if day else None
    kind = MODS.get(word)
    if kind is None or word not in {"early", "late", "earlier", "later", "mid", "midway"} or j > i:
        return None
    k = j + 1
    if r.word(k) == "in" and r.word(k + 1) == "the" and r.word(k + 2) == "day":
        day = days.plain_day(r, k + 3) or days.plain_day(r, k + 4) if r.word(k + 3) in {
            "on", *WEEKDAYS, ","} else None
        return (Mod(kind, day[0] if day else DayWord(0)), day[1] if day else k + 3)
    if r.word(k) in {"on", "in"}:
        k += 1
    if r.word(k) == "-":
        return None
    part = part_word(r, k)
    if part:
        k2 = part[1]
        day = days.plain_day(r, k2 + 1 if r.word(k2) in {"on", "of"} else k2)
        mod = {"earlier": "start", "later": "end"}.get(kind, kind)
        if day:
            return Part(part[0], day[0], mod), day[1]
        return _with_clock(r, Part(part[0], None, mod), k2)
    day = days.plain_day(r, k)
    if day is None or isinstance(day[0], (DayOfMonth,)):
        return None
    node, end = day
    part = part_word(r, end)
    if part:
        mod = {"earlier": "start", "later": "end"}.get(kind, kind)
        return Part(part[0], node, mod), part[1]
    return Mod(kind, node), end


def _with_clock(r: Reader, part: Part, j: int) -> Found:
    """A clock time behind a part of day: "in the morning at 7", "early morning at 8:00"."""
    k = j + 1 if r.word(j) in {",", "at", "around", "about", "@", "by"} else j
    k = k + 1 if r.word(k) == "at" else k
    bare = k > j and r.word(j) != ","
    ranged = None
    if r.word(k) in {"from", "between"}:
        ranged = clock_ranges.clocks(r, k + 1, DASHES | TO | {"and"}, True)
    elif r.word(j) not in {","}:
        ranged = clock_ranges.clocks(r, k, DASHES | TO, part.day is not None)
    if ranged and isinstance(ranged[0], Range):
        node = clock_ranges.in_part(ranged[0], part)
        return node, ranged[1]
    clock = clock_at(r, k, bare)
    if clock:
        return replace(with_part(clock[0], part.code), day=part.day, part=part.code), clock[1]
    return part, j


def _from_part(r: Reader, i: int) -> Found | None:
    found = part_of_day(r, i)
    if found is None or not isinstance(found[0], Part):
        return found
    node, j = found[0], found[1]
    clocked = _with_clock(r, node, j)
    if clocked[1] > j:
        return clocked
    if node.day is None or node.code == "ON":
        k = j + 1 if r.word(j) in {"on", "of", ","} else j
        day = days.plain_day(r, k)
        if day and not (r.word(j) == "," and not isinstance(day[0], (Weekday, MonthDay))) and (
                node.code != "ON" or r.word(j) != ","):
            return replace(node, day=day[0]), day[1]
    return node, j


def _from_clock(r: Reader, i: int) -> Found | None:
    """A clock time or range, and the day that follows it."""
    start = i
    if r.word(i) == "at":
        start = i + 1
        if r.word(start) in APPROXIMATE:
            start += 1
    ranged = clock_ranges.clocks(r, start, DASHES | TO, False)
    if ranged and isinstance(ranged[0], Range):
        node, j = ranged
        placed = clock_ranges.clock_range_day(r, ranged[0], j, needed=False)
        return placed or (node, j)
    weak_range = clock_ranges.clocks(r, start, DASHES | TO, True) if start == i and r.word(
        i).isdecimal() | (r.word(i) in ONES) else None
    if weak_range and isinstance(weak_range[0], Range):
        placed = clock_ranges.clock_range_day(r, weak_range[0], weak_range[1], needed=True)
        if placed:
            return placed
    clock = clock_at(r, start)
    if clock is None and start > i and len(r.word(start + 2)) == 2 and r.word(start + 1) == ".":
        clock = clock_at(r, start, True)
    bare = False
    if clock is None:
        clock = clock_at(r, start, True) if start > i or r.word(start + 1) == "," else None
        bare = True
    if clock is None:
        return None
    node2, j = clock
    k = j + 1 if r.word(j) in {"on", ",", "of", "in", "for"} else j
    part = part_of_day(r, k)
    day = days.plain_day(r, k)
    if part and isinstance(part[0], Part) and (day is None or part[1] > day[1]) and (
            r.word(j) not in {"of"}):
        return replace(with_part(node2, part[0].code), day=part[0].day, part=part[0].code), part[1]
    if day and (r.word(j) != "," or isinstance(day[0], (Weekday, MonthDay, DayWord))) and (
            r.word(j) not in {"for", "in"}):
        return _afterwards(r, replace(node2, day=day[0]), day[1])
    if part is None and r.word(j) in PARTS | {"early": "", "late": ""}:
        found = _day_mod(r, j) or None
        if found and isinstance(found[0], Part) and found[0].day is None:
            return with_part(node2, found[0].code), found[1]
        named = part_word(r, j)
        if named and (node2.minute is not None or node2.meridiem):
            return with_part(node2, named[0]), named[1]
    return None if bare else (node2, j)


def _afterwards(r: Reader, clock: Clock, j: int) -> Found:
    """The part of day behind a clock and its day: "five-thirty tomorrow evening"."""
    part = part_word(r, j)
    if part:
        return with_part(clock, part[0]), part[1]
    return clock, j


def _from_day(r: Reader, i: int) -> Found | None:
    """A day, and the part of day, clock time or clock range that follows it."""
    found = days.plain_day(r, i)
    if found is None:
        return None
    node, j = found
    late = _later(r, j)
    if late:
        k, mod = late
        part = part_word(r, k)
        if part:
            return _with_clock(r, Part(part[0], node, mod), part[1])
    part = part_word(r, j)
    if part is None and r.word(j) in {"in", "at", "during", "overnight"}:
        whole = part_of_day(r, j)
        if whole and isinstance(whole[0], Part) and whole[0].day is None:
            return _with_clock(r, replace(whole[0], day=node), whole[1])
    if part is None and r.word(j) in {"am", "pm"}:
        part = {"am": "MO", "pm": "AF"}[r.word(j)], j + 1
    if part:
        read = _with_clock(r, Part(part[0], node), part[1])
        if isinstance(read[0], Part) and r.word(part[1]) in {"next", "last", "this"}:
            week = periods.deictic(r, part[1])
            if week and isinstance(node, Weekday) and isinstance(week[0], This) and (
                    week[0].unit == "week"):
                return Part(part[0], Weekday(node.day, of=week[0])), week[1]
        if isinstance(read[0], Part) and r.word(part[1]) == "of" and isinstance(node, Sub):
            return read
        return read
    k, bare = j, False
    if r.word(k) in {",", "-", "–", "(", "@"} and r.word(k) != "(":
        k += 1
    if r.word(k) in {"at", "@", "around", "about", "by", "for"}:
        bare = r.word(k) not in {"by", "for"}
        k += 1
        if r.word(k) in APPROXIMATE:
            k += 1
    elif r.word(k) in {"from", "between"}:
        ranged = clock_ranges.clocks(r, k + 1, DASHES | TO | {"and"}, True)
        if ranged and isinstance(ranged[0], Range) and not (
                clock_ranges.weak(ranged[0]) and dates.month_name(r, ranged[1])):
            return clock_ranges.with_day(ranged[0], node), ranged[1]
        return node, j
    elif r.word(k) in {"before", "after", "until"} or (r.word(k) in {"later", "no"} and r.word(
            k + 1) in {"than", "later"}):
        bound = _clock_bound(r, k, node)
        if bound:
            return bound
    ranged = clock_ranges.clocks(r, k, DASHES | TO, isinstance(node, (Weekday, DayWord)) and k == j)
    if ranged and isinstance(ranged[0], Range):
        return clock_ranges.with_day(ranged[0], node), ranged[1]
    if r.word(k).isdecimal() or r.word(k)[:1].isalpha():
        spelled = isinstance(node, (MonthDay, DayOfMonth)) and k == j
        clock = clock_at(r, k, bare or (spelled and r.word(k) in ONES))
        if clock and not (spelled and not bare and clock[0].minute is None and not (
                clock[0].meridiem) and r.word(k) in ONES):
            return replace(clock[0], day=node), clock[1]
    return node, j


def _later(r: Reader, j: int) -> tuple[int, str] | None:
    """ "early", "late" between a day and its part: "Sunday early morning"."""
    if r.word(j) in {"early", "late"}:
        return j + 1, "start" if r.word(j) == "early" else "end"
    return None


def _clock_bound(r: Reader, k: int, day: Node) -> Found | None:
    """ "today before 4pm", "Wednesday later than 10 in the morning"."""
    kind, j = BOUNDS.get(r.word(k), ""), k + 1
    for words, name in BOUND_PHRASES:
        if all(r.word(k + n) == w for n, w in enumerate(words)):
            kind, j = name, k + len(words)
            break
    if r.word(j) in APPROXIMATE:
        j += 1
    clock = clock_at(r, j)
    if not kind or clock is None:
        return None
    return Bound(kind, replace(clock[0], day=day)), clock[1]
