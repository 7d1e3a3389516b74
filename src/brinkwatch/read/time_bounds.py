"""Open stretches: "since August", "no later than 6:00", "2014 or later", "shortly after 5 p.m."."""

from __future__ import annotations

from dataclasses import replace

from brinkwatch.read import time_days as days
from brinkwatch.read import time_grammar as grammar
from brinkwatch.read import time_ranges as ranges
from brinkwatch.read import time_years as years
from brinkwatch.read.time_dates import Found
from brinkwatch.read.time_nodes import (
    Approx,
    Bound,
    Clock,
    Cycle,
    DayWord,
    Node,
    Offset,
    Range,
    Weekday,
    Year,
)
from brinkwatch.read.time_reader import Reader
from brinkwatch.read.time_rules import BOUND_PHRASES, BOUNDS, longest
from brinkwatch.read.time_words import APPROXIMATE, MONTHS, PREPOSITIONS, WEEKDAYS

_TRAILERS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("or", "later"), "since"), (("or", "after"), "since"), (("and", "later"), "since"),
    (("and", "greater"), "since"), (("and", "after"), "since"), (("or", "earlier"), "until"),
    (("or", "before"), "until"), (("onwards",), "since"), (("onward",), "since"),
)
_QUICKLY = frozenset({"shortly", "just", "soon", "immediately", "moments", "minutes"})


def bounded(r: Reader, i: int) -> Found | None:
    """ "since August", "before 2010", "no later than 6:00", "shortly after 5 p.m."."""
    j, kind = i, ""
    for words, name in BOUND_PHRASES:
        if r.word(i) == words[0] and all(r.word(i + k) == w for k, w in enumerate(words)):
            j, kind = i + len(words), name
            break
    quick = r.word(i) in _QUICKLY
    if not kind:
        if quick:
            j += 1
        kind = BOUNDS.get(r.word(j), "")
        if not kind:
            return _to_date(r, i)
        word = r.word(j)
        j += 1
        if r.word(j) in {"on", "from"} and word in {"starting", "beginning", "ending"}:
            j += 1
    if r.word(j) in APPROXIMATE:
        j += 1
    clock = ranges.clock_bare(r, j) if r.word(j + 1) == ":" else None
    inner = longest(grammar.plain(r, j), clock,
                    vouched_year(r, j), ranges.noun_phrase_month(r, j, r.upper(j)))
    if inner is None:
        return _to_date(r, i)
    node, k = inner
    if r.word(k) in {"'", "’"} and r.word(k + 1) == "s":
        return None
    if isinstance(node, Year) and r.word(k).isalpha() and r.word(k) not in PREPOSITIONS and (
            r.word(k) not in {"but", "when", "is", "was", "while", "with", "that", "which", "as"}):
        return None
    if isinstance(node, (Range, Offset, Bound)) and not isinstance(node, Offset):
        return None
    if quick:
        return Approx(node), k
    if kind == "until" and r.word(j - 1) == "by" and isinstance(node, (Cycle, Year, Weekday)) and (
            r.word(k).istitle()):
        return None
    return Bound(kind, node), k


def _to_date(r: Reader, i: int) -> Found | None:
    """ "to date", "till date"."""
    if r.word(i) in {"to", "till"} and r.word(i + 1) == "date" and r.word(i - 1) not in {
            "up", "-", "equals"} and r.word(i + 2) not in {"from"} and not r.word(
            i + 2)[:1].isalnum():
        return Bound("before", DayWord(0)), i + 2
    return None


def vouched_year(r: Reader, i: int) -> Found | None:
    return years.year(r, i, True)


def comparison(r: Reader, i: int) -> Found | None:
    """ "=2019", ">= 2019"."""
    if r.word(i) not in {"=", ">", "<"}:
        return None
    j = i + 1
    if r.word(j) == "=":
        j += 1
    value = years.year(r, j, True)
    if value is None:
        return None
    kinds = {"=": "", ">": "since" if j > i + 1 else "after",
             "<": "until" if j > i + 1 else "before"}
    kind = kinds[r.word(i)]
    return (Bound(kind, value[0]) if kind else value[0]), value[1]


def trailed(r: Reader, found: Found | None) -> Found | None:
    """ "or later", "and after" behind an expression."""
    if found is None:
        return None
    node, j = found
    for words, kind in _TRAILERS:
        if r.word(j) == words[0] and all(r.word(j + k) == w for k, w in enumerate(words)):
            k = j + len(words)
            if words == ("and", "after") and r.word(k)[:1].isalnum():
                continue
            if words[0] == "or" and (r.word(k) == "than" or r.word(k)[:1].isdecimal()
                                     or r.word(k) in MONTHS or r.word(k) in WEEKDAYS):
                continue  # "before 2010 or after 2018"
            bound: Node = Bound(kind, node)
            if isinstance(node, Clock) and node.day is None:
                day = days.plain_day(r, k + 1 if r.word(k) == "on" else k)
                if day:
                    return Bound(kind, replace(node, day=day[0])), day[1]
            return bound, k
    return found
