"""Ranges of clock times, and the day or part of day that goes with them."""

from __future__ import annotations

from dataclasses import replace

from brinkwatch.read import time_days as days
from brinkwatch.read import time_points as points
from brinkwatch.read.time_clock import clock_at, part_word, with_part
from brinkwatch.read.time_dates import Found
from brinkwatch.read.time_nodes import Clock, Node, Part, Range
from brinkwatch.read.time_reader import Reader
from brinkwatch.read.time_rules import DASHES


def weak(node: Range) -> bool:
    """Whether neither end of a clock range bears a sign of a clock."""
    ends = (node.first, node.second)
    return all(isinstance(x, Clock) and x.minute is None and not x.meridiem and not x.zone
               for x in ends)


def shared(first: Clock, second: Clock) -> Range:
    """A clock range whose ends lend each other the half of the day and the zone."""
    if second.meridiem and not first.meridiem and first.hour <= 12:
        half = second.meridiem
        a, b = replace(first, meridiem=half), second
        if a.time() > b.time():
            other = "am" if half == "pm" else "pm"
            if half == "am" or first.hour != 12:
                a = replace(first, meridiem=other if half == "pm" else "")
        first = a
    elif first.meridiem and not second.meridiem and second.hour <= 12 and first.meridiem == "pm":
        if second.hour > first.hour % 12:
            second = replace(second, meridiem="pm")
    elif not second.meridiem and second.hour < first.hour and (
            first.meridiem == "am" or (not first.meridiem and first.hour <= 12)):
        second = replace(second, meridiem="pm")
    if second.zone and not first.zone:
        first = replace(first, zone=second.zone)
    return Range(first, replace(second, local=second.local or first.local))


def clocks(r: Reader, i: int, ends: frozenset[str], bare: bool) -> Found | None:
    """A clock range: "1-3 pm", "9:30 to 3:00 pm", "7 to 7:30", "0730-0930" after "between"."""
    first = clock_at(r, i, True)
    if first is None and bare:
        first = _military(r, i)
    if first is None or r.word(first[1]) not in ends:
        return None
    k = first[1] + 1
    if r.word(first[1]) in DASHES and r.word(i) in {"-"}:
        return None
    second = clock_at(r, k, True)
    if second is None and bare:
        second = _military(r, k)
    if second is None:
        return None
    node = shared(first[0], second[0])
    if weak(node) and not bare:
        return None
    if r.word(second[1]) in DASHES | {"/"} and r.glued(second[1]) and r.glued(second[1] + 1):
        return None
    return node, second[1]


def _military(r: Reader, i: int) -> tuple[Clock, int] | None:
    word = r.word(i)
    if len(word) == 4 and word.isdecimal() and word[0] == "0" and int(word[:2]) < 24 and int(
            word[2:]) < 60:
        return Clock(int(word[:2]), int(word[2:])), i + 1
    return None


def with_day(node: Range, day: Node) -> Range:
    first, second = node.first, node.second
    if isinstance(first, Clock):
        first = replace(first, day=day)
    if isinstance(second, Clock) and second.day is None:
        second = replace(second, day=day)
    return Range(first, second)


def clock_range_day(r: Reader, node: Range, j: int, needed: bool) -> Found | None:
    """The day or part of day that follows a clock range."""
    k = j + 1 if r.word(j) in {"on", "of", ","} else j
    part = points.part_of_day(r, k)
    day = days.plain_day(r, k)
    if part and (day is None or part[1] >= day[1]):
        found = part[0]
        if isinstance(found, Part):
            return in_part(node, found), part[1]
    if day:
        named = part_word(r, day[1])
        return with_day(node, day[0]), named[1] if named else day[1]
    if node_has_day(node):
        return node, j
    if needed:
        return None
    return (node, j) if not weak(node) or not needed else None


def node_has_day(node: Range) -> bool:
    return isinstance(node.first, Clock) and node.first.day is not None


def in_part(node: Range, part: Part) -> Range:
    first, second = node.first, node.second
    if isinstance(first, Clock):
        first = with_part(first, part.code)
    if isinstance(second, Clock):
        second = with_part(second, part.code)
    out = Range(first, second)
    return with_day(out, part.day) if part.day is not None else out
