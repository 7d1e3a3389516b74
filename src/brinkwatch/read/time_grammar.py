"""Whole time expressions in a text: days, clocks and periods joined, ranges, bounds, offsets.

`expressions` reads a text from left to right and keeps the longest expression at each place. It
knows words only; `brinkwatch.read.times` counts the nodes it finds from the report's date.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from brinkwatch.knowledge.holidays import holidays
from brinkwatch.knowledge.numbers import ONES, ORDINALS, TENS, lex, ordinal_at
from brinkwatch.read import time_dates as dates
from brinkwatch.read import time_periods as periods
from brinkwatch.read.time_clock import Reader, clock_at, part_word, with_part, zone
from brinkwatch.read.time_dates import Found
from brinkwatch.read.time_nodes import (
    Approx,
    Bound,
    Clock,
    Cycle,
    DayOfMonth,
    DayWord,
    InUnits,
    Mod,
    MonthDay,
    Node,
    Now,
    Offset,
    Part,
    Range,
    Span,
    Sub,
    This,
    Weekday,
    Year,
)
from brinkwatch.read.time_words import (
    APPROXIMATE,
    DECADES,
    DEICTICS,
    MEALS,
    MODS,
    MONTHS,
    PARTS,
    PLURAL_UNITS,
    PREPOSITIONS,
    SEASONS,
    VAGUE,
    WEEKDAYS,
)

_DASHES = frozenset({"-", "–", "—", "~"})
_TO = frozenset({"to", "through", "thru", "till", "until"})
_BOUNDS: dict[str, str] = {
    "since": "since", "after": "after", "before": "before", "until": "until", "till": "until",
    "by": "until", "starting": "since", "beginning": "since", "ending": "until",
}
_BOUND_PHRASES: tuple[tuple[tuple[str, ...], str], ...] = (
    (("as", "early", "as"), "since"), (("as", "late", "as"), "until"),
    (("no", "later", "than"), "until"), (("not", "later", "than"), "until"),
    (("no", "earlier", "than"), "since"), (("later", "than"), "after"),
    (("earlier", "than"), "before"), (("prior", "to"), "before"), (("up", "to"), "until"),
    (("any", "time", "from"), "since"), (("greater", "than"), "after"),
    (("year", "greater", "than"), "after"),
)
_TRAILERS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("or", "later"), "since"), (("or", "after"), "since"), (("and", "later"), "since"),
    (("and", "greater"), "since"), (("and", "after"), "since"), (("or", "earlier"), "until"),
    (("or", "before"), "until"), (("onwards",), "since"), (("onward",), "since"),
)
_NOW = frozenset({"now"})
_QUICKLY = frozenset({"shortly", "just", "soon", "immediately", "moments", "minutes"})
_HOLIDAY_STARTS = frozenset(lex(name).words[0] for name in holidays())
_STARTS = frozenset({
    *MONTHS, *WEEKDAYS, *SEASONS, *PARTS, *MEALS, *DECADES, *DEICTICS, *MODS, *VAGUE, *ONES, *TENS,
    *ORDINALS, *_HOLIDAY_STARTS, *APPROXIMATE, *_BOUNDS, "today", "yesterday", "tomorrow", "tmrw",
    "otd", "tonight", "tonite", "overnight", "noon", "midday", "midnight", "noonish", "now",
    "right", "half", "quarter", "a", "an", "the", "in", "within", "from", "between", "at", "couple",
    "year", "week", "weekend", "fiscal", "calendar", "school", "academic", "financial", "fy", "cy",
    "sy", "q", "h", "w", "eoy", "eod", "that", "these", "those", "as", "no", "not", "prior", "up",
    "any", "greater", "earlier", "rest", "remainder", "remaining", "final", "opening", "small",
    "predawn", "pre", "mid", "during", "shortly", "just", "'", "’", "to", "till", "days", "weeks",
    "months", "years", "hours", "minutes", "decades", "nighttime", "on", "current", "=", ">", "<",
    "working", "coming", "close", "noontime",
})
Parser = Callable[[Reader, int], Found | None]


def expressions(text: str) -> list[tuple[int, int, Node]]:
    """(start, end, node) of every time expression, by characters, in order, not overlapping."""
    r = Reader(lex(text), text)
    words, n = r.t.words, len(r.t.words)
    out: list[tuple[int, int, Node]] = []
    i = 0
    while i < n:
        word = words[i]
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


def memo(parser: Parser) -> Parser:
    """Keeps what a parser found at a token, since several rules ask for it."""
    name = parser.__qualname__

    def remembered(r: Reader, i: int) -> Found | None:
        key = (name, i)
        if key in r.memo:
            return r.memo[key]  # type: ignore[return-value]
        found = parser(r, i) if i < len(r.t.words) else None
        r.memo[key] = found
        return found

    return remembered


def longest(*found: Found | None) -> Found | None:
    best: Found | None = None
    for one in found:
        if one is not None and (best is None or one[1] > best[1]):
            best = one
    return best


def _at(r: Reader, i: int) -> Found | None:
    """The expression at a token where an expression may begin."""
    if i and r.glued(i) and not r.word(i)[0].isalpha() and r.word(i - 1)[-1:].isalpha():
        return None
    if i and r.glued(i) and r.word(i)[0].isalpha() and r.word(i - 1) in {"'", "’", "@", "#", "$"}:
        return None
    if r.word(i) in {"h", "q", "w", "a", "an", "the", "'", "’", "in", "at"} and not _promising(r, i):
        return None
    return _trailed(r, expression(r, i))


def _promising(r: Reader, i: int) -> bool:
    """Whether the word after a small word can go on a time expression."""
    word = r.word(i + 1)
    return bool(word) and (word in _STARTS or word[0].isdecimal() or word in {
        "day", "next", "second", "night", "hour", "minute", "month", "fortnight", "decade",
        "century", "/", "quarter", "early", "late", "present", "moment", "eod", "beginning",
        "start", "middle", "end", "opening"})


def _trailed(r: Reader, found: Found | None) -> Found | None:
    """ "or later", "and after" behind an expression."""
    if found is None:
        return None
    node, j = found
    for words, kind in _TRAILERS:
        if r.word(j) == words[0] and all(r.word(j + k) == w for k, w in enumerate(words)):
            k = j + len(words)
            if words == ("and", "after") and r.word(k)[:1].isalnum():
                continue
            bound: Node = Bound(kind, node)
            if isinstance(node, Clock) and node.day is None:
                day = plain_day(r, k + 1 if r.word(k) == "on" else k)
                if day:
                    return Bound(kind, replace(node, day=day[0])), day[1]
            return bound, k
    return found


def expression(r: Reader, i: int) -> Found | None:
    """The longest of all expressions at token `i`."""
    word = r.word(i)
    if word in APPROXIMATE and word != "some":
        inner = _plain(r, i + 1)
        if inner and isinstance(inner[0], (Clock, Part, MonthDay, Weekday, Cycle, Year, Range,
                                           DayWord, DayOfMonth)):
            return Approx(inner[0]), inner[1]
        if word in MEALS:
            return None
        return _meal(r, i + 1, True)
    return longest(_bounded(r, i), _from_to(r, i), _plain(r, i), _comparison(r, i),
                   _meal(r, i, False))


def _comparison(r: Reader, i: int) -> Found | None:
    """ "=2019", ">= 2019"."""
    if r.word(i) not in {"=", ">", "<"}:
        return None
    j = i + 1
    if r.word(j) == "=":
        j += 1
    value = periods.year(r, j, True)
    if value is None:
        return None
    kinds = {"=": "", ">": "since" if j > i + 1 else "after",
             "<": "until" if j > i + 1 else "before"}
    kind = kinds[r.word(i)]
    return (Bound(kind, value[0]) if kind else value[0]), value[1]


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


# ---- ranges and bounds -------------------------------------------------------------------------

def _from_to(r: Reader, i: int) -> Found | None:
    """ "from A to B", "between A and B"."""
    word = r.word(i)
    if word not in {"from", "between", "in"}:
        return None
    if word == "in":
        first = periods.year(r, i + 1, True)
        if first and r.word(first[1]) in {"through", "to"}:
            second = periods.year(r, first[1] + 1, True)
            return (Range(first[0], second[0]), second[1]) if second else None
        return None
    j = i + 1
    ends = _DASHES | _TO | ({"and"} if word == "between" else frozenset())
    found = _day_numbers(r, j, ends) or _clocks(r, j, ends, True)
    if found:
        node, k = found
        if isinstance(node, Range) and isinstance(node.first, Clock) and _weak(node):
            return _clock_range_day(r, node, k, needed=word != "between")
        if isinstance(node, Range) and isinstance(node.first, Clock):
            return _clock_range_day(r, node, k, needed=False)
        return node, k
    return _range(r, j, ends, vouched=True)


def _weak(node: Range) -> bool:
    """Whether neither end of a clock range bears a sign of a clock."""
    ends = (node.first, node.second)
    return all(isinstance(x, Clock) and x.minute is None and not x.meridiem and not x.zone
               for x in ends)


def _range(r: Reader, i: int, ends: frozenset[str], vouched: bool = False) -> Found | None:
    """A … B where A is any expression with a definite meaning."""
    first = longest(point(r, i), periods.period(r, i), _offset(r, i), _now(r, i),
                    periods.year(r, i, vouched), dates.numeric(r, i, vouched),
                    _clock_bare(r, i) if vouched else None, _noun_phrase_month(r, i, vouched))
    if first is None or r.word(first[1]) not in ends:
        return None
    return _second(r, first, ends, vouched)


def _noun_phrase_month(r: Reader, i: int, vouched: bool) -> Found | None:
    named = dates.month_name(r, i) if vouched else None
    if named is None or (len(r.word(i)) == 3 and not r.upper(i) and r.word(i) in {"may", "mar"}):
        return None
    tail = dates.year_tail(r, named[1])
    if tail:
        of = Year(tail[0]) if isinstance(tail[0], int) else tail[0]
        return Cycle("month", named[0], of=of), tail[1]
    return Cycle("month", named[0]), named[1]


def _clock_bare(r: Reader, i: int) -> Found | None:
    return clock_at(r, i, True)


def _second(r: Reader, first: Found, ends: frozenset[str], vouched: bool) -> Found | None:
    """The far end of a range whose near end was read."""
    node, j = first
    dash = r.word(j) in _DASHES
    k = j + 1
    if r.word(k) == "to":
        k += 1
    if dash and isinstance(node, Year):
        return _years(r, node, k)
    if dash and r.glued(j) != r.glued(j + 1) and r.word(j) == "-":
        return None
    if isinstance(node, MonthDay):
        day = dates._day_number(r, k)
        other = longest(dates.month_first(r, k), dates.numeric(r, k, True),
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
        if clock and point(r, k) is None:
            return _shared(node, clock[0]), clock[1]
    second = longest(point(r, k), periods.period(r, k), _offset(r, k), _now(r, k),
                     periods.year(r, k, vouched or r.word(j) in _TO),
                     dates.numeric(r, k, True), _noun_phrase_month(r, k, True))
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
    second = periods.year(r, k, True)
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


def _shared(first: Clock, second: Clock) -> Range:
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
    elif (first.meridiem == "am" and not second.meridiem and second.hour < first.hour) or (not first.meridiem and not second.meridiem and second.hour < first.hour <= 12):
        second = replace(second, meridiem="pm")
    if second.zone and not first.zone:
        first = replace(first, zone=second.zone)
    return Range(first, replace(second, local=second.local or first.local))


def _clocks(r: Reader, i: int, ends: frozenset[str], bare: bool) -> Found | None:
    """A clock range: "1-3 pm", "9:30 to 3:00 pm", "7 to 7:30", "0730-0930" after "between"."""
    first = clock_at(r, i, True)
    if first is None and bare:
        first = _military(r, i)
    if first is None or r.word(first[1]) not in ends:
        return None
    k = first[1] + 1
    if r.word(first[1]) in _DASHES and r.word(i) in {"-"}:
        return None
    second = clock_at(r, k, True)
    if second is None and bare:
        second = _military(r, k)
    if second is None:
        return None
    node = _shared(first[0], second[0])
    if _weak(node) and not bare:
        return None
    if r.word(second[1]) in _DASHES | {"/"} and r.glued(second[1]) and r.glued(second[1] + 1):
        return None
    return node, second[1]


def _military(r: Reader, i: int) -> tuple[Clock, int] | None:
    word = r.word(i)
    if len(word) == 4 and word.isdecimal() and word[0] == "0" and int(word[:2]) < 24 and int(
            word[2:]) < 60:
        return Clock(int(word[:2]), int(word[2:])), i + 1
    return None


def _with_day(node: Range, day: Node) -> Range:
    first, second = node.first, node.second
    if isinstance(first, Clock):
        first = replace(first, day=day)
    if isinstance(second, Clock) and second.day is None:
        second = replace(second, day=day)
    return Range(first, second)


def _clock_range_day(r: Reader, node: Range, j: int, needed: bool) -> Found | None:
    """The day or part of day that follows a clock range."""
    k = j + 1 if r.word(j) in {"on", "of", ","} else j
    part = part_of_day(r, k)
    day = plain_day(r, k)
    if part and (day is None or part[1] >= day[1]):
        found = part[0]
        if isinstance(found, Part):
            return _in_part(node, found), part[1]
    if day:
        return _with_day(node, day[0]), day[1]
    if node_has_day(node):
        return node, j
    if needed:
        return None
    return (node, j) if not _weak(node) or not needed else None


def node_has_day(node: Range) -> bool:
    return isinstance(node.first, Clock) and node.first.day is not None


def _in_part(node: Range, part: Part) -> Range:
    first, second = node.first, node.second
    if isinstance(first, Clock):
        first = with_part(first, part.code)
    if isinstance(second, Clock):
        second = with_part(second, part.code)
    out = Range(first, second)
    return _with_day(out, part.day) if part.day is not None else out


def _bounded(r: Reader, i: int) -> Found | None:
    """ "since August", "before 2010", "no later than 6:00", "shortly after 5 p.m."."""
    j, kind = i, ""
    for words, name in _BOUND_PHRASES:
        if r.word(i) == words[0] and all(r.word(i + k) == w for k, w in enumerate(words)):
            j, kind = i + len(words), name
            break
    quick = r.word(i) in _QUICKLY
    if not kind:
        if quick:
            j += 1
        kind = _BOUNDS.get(r.word(j), "")
        if not kind:
            return _to_date(r, i)
        word = r.word(j)
        j += 1
        if r.word(j) in {"on", "from"} and word in {"starting", "beginning", "ending"}:
            j += 1
    if r.word(j) in APPROXIMATE:
        j += 1
    inner = longest(_plain(r, j), _clock_bare(r, j) if r.word(j + 1) in {":"} else None,
                    _vouched_year(r, j), _noun_phrase_month(r, j, r.upper(j)))
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


def _vouched_year(r: Reader, i: int) -> Found | None:
    return periods.year(r, i, True)


# ---- single expressions ------------------------------------------------------------------------

def _now(r: Reader, i: int) -> Found | None:
    word = r.word(i)
    if word == "now":
        return Now(), i + 1
    if word == "right" and r.word(i + 1) == "now":
        return Now(), i + 2
    if word == "date" and r.word(i - 1) == "to":
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


@memo
def _plain(r: Reader, i: int) -> Found | None:
    """An expression that is not bounded: a point, a period, a range, an offset, now."""
    single = longest(point(r, i), periods.period(r, i), _offset(r, i), _now(r, i), _in_units(r, i))
    ranged = _plain_range(r, i)
    return longest(ranged, single)


def _plain_range(r: Reader, i: int) -> Found | None:
    """A range without "from": "Nov. 6-7", "2014-2018", "June-August 1992", "9 to 12 of June"."""
    ends = _DASHES | _TO
    found = _day_numbers(r, i, ends)
    if found:
        return found
    first = longest(point(r, i), periods.period(r, i))
    if first is None:
        numeric = dates.numeric(r, i, True)
        if numeric and r.word(numeric[1]) in _DASHES:
            second = dates.numeric(r, numeric[1] + 1, True)
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


def _in_units(r: Reader, i: int) -> Found | None:
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
        weekday = dates.weekday_name(r, end + 1)
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


def _terms(r: Reader, i: int) -> tuple[tuple[tuple[float, str], ...], int, bool] | None:
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
def _offset(r: Reader, i: int) -> Found | None:
    """Points counted from now or another date: "three weeks ago", "two days after Nov. 7",
    "a week later", "3 days from Tuesday", "more than two weeks ago"."""
    less = more = False
    start = i
    if r.word(i) in {"more", "less"} and r.word(i + 1) == "than":
        more, less = r.word(i) == "more", r.word(i) == "less"
        start = i + 2
    elif r.word(i) in {"over", "nearly", "almost"}:
        start = i + 1
    read = _terms(r, start)
    if read is None:
        return None
    terms, j, vague = read
    word = r.word(j)
    if word == "ago":
        node: Node = Offset(terms, -1, vague=vague)
        end = j + 1
        day = dates.weekday_name(r, end) if r.word(end)[:1].isalpha() else None
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
            base = longest(plain_day(r, j + 1), _vouched_year(r, j + 1) if word == "since" else None)
            if base is None or (r.word(base[1]) in {"'", "’"} and r.word(base[1] + 1) == "s"):
                return None
            offset, end = Offset(terms, sign, base[0], vague=vague), base[1]
        if r.word(end) == "on":
            day = dates.weekday_name(r, end + 1)
            if day:
                return replace(offset, weekday=day[0]), day[1]
        if less:
            return Range(offset.base or Now("day"), offset), end
        if more:
            return Bound("before" if sign < 0 else "after", offset), end
        return offset, end
    if word in {"starting", "beginning"}:
        k = j + 2 if r.word(j + 1) in {"on", "from"} else j + 1
        base = point(r, k)
        if base and len(terms) == 1:
            return Span(terms[0][0], terms[0][1], 1, base=base[0]), base[1]
    return None


@memo
def plain_day(r: Reader, i: int) -> Found | None:
    """A single day: a date, a weekday, today, a holiday, an offset that gives a day."""
    found = longest(dates.numeric(r, i), dates.month_first(r, i), dates.day_first(r, i),
                    dates.weekday(r, i), dates.day_word(r, i), dates.holiday(r, i),
                    _numbered_day(r, i), _week_day(r, i), _of_month(r, i))
    if found is None:
        return None
    node, j = found
    if isinstance(node, Weekday) and not node.mod:
        return _placed(r, node, j)
    if isinstance(node, Weekday):
        return _before_date(r, node, j)
    if r.word(i) in {"this", "next"} and isinstance(node, MonthDay) and node.weekday is None:
        return replace(node, pinned=True, shift=int(r.word(i) == "next")), j
    if isinstance(node, DayWord) and r.word(j) == ",":
        date = dates.numeric(r, j + 1) or dates.month_first(r, j + 1) or dates.day_first(r, j + 1)
        if date:
            return date[0], date[1] + (r.word(date[1]) == "," and clock_at(
                r, date[1] + 1 + (r.word(date[1] + 1) == "at"), True) is not None and 0)
    if isinstance(node, MonthDay) and r.word(j) == "(":
        day = dates.weekday_name(r, j + 1)
        if day and r.word(day[1]) == ")":
            return replace(node, weekday=day[0]), day[1] + 1
    return node, j


def _before_date(r: Reader, node: Weekday, j: int) -> Found:
    return node, j


def _numbered_day(r: Reader, i: int) -> Found | None:
    """ "the 18th" as a day of this month, where nothing else is counted; "this 5/12"."""
    if r.word(i) in {"this", "next"}:
        found = dates.numeric(r, i + 1, True) or dates.day_first(r, i + 1) or dates.month_first(
            r, i + 1)
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
    if before == "on" and r.word(j).isdecimal() and (not after or after in PREPOSITIONS or after in {
            ".", ",", ";", "-", "?", "!", ")"}):
        return DayOfMonth(ordinal[0]), k
    return None


def _of_month(r: Reader, i: int) -> Found | None:
    """ "the 15th day of June", "thirty-first day of the month"."""
    found = periods.sub(r, i)
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
    day = dates.weekday_name(r, k)
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
    read = _terms(r, i)
    if read is None or r.word(read[1]) not in {"from", "after"}:
        return None
    return _offset(r, i)


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
        return _of_day(r, Part(found[0], None, mod or inner), found[1])
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
        day = plain_day(r, k) if r.word(j) not in {"to", "into"} else None
        if day:
            return replace(part, day=day[0]), day[1]
    return part, j


@memo
def point(r: Reader, i: int) -> Found | None:
    """A day, a part of a day or a clock time, with what stands beside it joined."""
    found = longest(_from_day(r, i), _from_clock(r, i), _from_part(r, i), _day_mod(r, i))
    if found is None:
        return None
    return found


def _day_mod(r: Reader, i: int) -> Found | None:
    """ "early Tuesday", "late on Friday", "later today", "end of tomorrow", "eod"."""
    j = i + 1 if r.word(i) == "the" else i
    word = r.word(j)
    if word == "eod":
        return Clock(23, 59, day=DayWord(0)), j + 1
    if word == "end" and (r.word(j + 1) == "of" or r.word(j + 1) == "day"):
        k = j + 2 if r.word(j + 1) == "of" else j + 1
        if r.word(k) == "the" and weekday_after(r, k + 1):
            k += 1
        if r.word(k) == "day" or (r.word(k) == "the" and r.word(k + 1) == "day"):
            return Clock(23, 59, day=DayWord(0)), k + (1 if r.word(k) == "day" else 2)
        day = plain_day(r, k)
        return (Clock(23, 59, day=day[0]), day[1]) if day else None
    kind = MODS.get(word)
    if kind is None or word not in {"early", "late", "earlier", "later", "mid", "midway"} or j > i:
        return None
    k = j + 1
    if r.word(k) == "in" and r.word(k + 1) == "the" and r.word(k + 2) == "day":
        day = plain_day(r, k + 3) or plain_day(r, k + 4) if r.word(k + 3) in {
            "on", *WEEKDAYS, ","} else None
        return (Mod(kind, day[0] if day else DayWord(0)), day[1] if day else k + 3)
    if r.word(k) in {"on", "in"}:
        k += 1
    if r.word(k) == "-":
        return None
    part = part_word(r, k)
    if part:
        k2 = part[1]
        day = plain_day(r, k2 + 1 if r.word(k2) in {"on", "of"} else k2)
        mod = {"earlier": "start", "later": "end"}.get(kind, kind)
        if day:
            return Part(part[0], day[0], mod), day[1]
        return _with_clock(r, Part(part[0], None, mod), k2)
    day = plain_day(r, k)
    if day is None or isinstance(day[0], (DayOfMonth,)):
        return None
    node, end = day
    part = part_word(r, end)
    if part:
        mod = {"earlier": "start", "later": "end"}.get(kind, kind)
        return Part(part[0], node, mod), part[1]
    return Mod(kind, node), end


def weekday_after(r: Reader, k: int) -> bool:
    return dates.weekday_name(r, k) is not None


def _with_clock(r: Reader, part: Part, j: int) -> Found:
    """A clock time behind a part of day: "in the morning at 7", "early morning at 8:00"."""
    k = j + 1 if r.word(j) in {",", "at", "around", "about", "@", "by"} else j
    k = k + 1 if r.word(k) == "at" else k
    bare = k > j and r.word(j) != ","
    ranged = None
    if r.word(k) in {"from", "between"}:
        ranged = _clocks(r, k + 1, _DASHES | _TO | {"and"}, True)
    elif r.word(j) not in {","}:
        ranged = _clocks(r, k, _DASHES | _TO, part.day is not None)
    if ranged and isinstance(ranged[0], Range):
        node = _in_part(ranged[0], part)
        return node, ranged[1]
    clock = clock_at(r, k, bare)
    if clock:
        return replace(with_part(clock[0], part.code), day=part.day, part=part.code), clock[1]
    return part, j


def _from_part(r: Reader, i: int) -> Found | None:
    found = part_of_day(r, i)
    if found is None or not isinstance(found[0], Part):
        return found
    node, j = found
    clocked = _with_clock(r, node, j)
    if clocked[1] > j:
        return clocked
    if node.day is None or node.code == "ON":
        k = j + 1 if r.word(j) in {"on", "of", ","} else j
        day = plain_day(r, k)
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
    ranged = _clocks(r, start, _DASHES | _TO, False)
    if ranged and isinstance(ranged[0], Range):
        node, j = ranged
        placed = _clock_range_day(r, ranged[0], j, needed=False)
        return placed or (node, j)
    weak_range = _clocks(r, start, _DASHES | _TO, True) if start == i and r.word(
        i).isdecimal() | (r.word(i) in ONES) else None
    if weak_range and isinstance(weak_range[0], Range):
        placed = _clock_range_day(r, weak_range[0], weak_range[1], needed=True)
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
    day = plain_day(r, k)
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
        if named:
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
    found = plain_day(r, i)
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
    if r.word(k) in {",", "-", "–", "(", "@"} and not (r.word(k) == "(" ):
        k += 1
    if r.word(k) in {"at", "@", "around", "about", "by", "for"}:
        bare = r.word(k) not in {"by", "for"}
        k += 1
        if r.word(k) in APPROXIMATE:
            k += 1
    elif r.word(k) in {"from", "between"}:
        ranged = _clocks(r, k + 1, _DASHES | _TO | {"and"}, True)
        if ranged and isinstance(ranged[0], Range) and not (
                _weak(ranged[0]) and dates.month_name(r, ranged[1])):
            return _with_day(ranged[0], node), ranged[1]
        return node, j
    elif r.word(k) in {"before", "after", "until"} or (r.word(k) in {"later", "no"} and r.word(
            k + 1) in {"than", "later"}):
        bound = _clock_bound(r, k, node)
        if bound:
            return bound
    ranged = _clocks(r, k, _DASHES | _TO, isinstance(node, (Weekday, DayWord)) and k == j)
    if ranged and isinstance(ranged[0], Range):
        return _with_day(ranged[0], node), ranged[1]
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
    kind, j = _BOUNDS.get(r.word(k), ""), k + 1
    for words, name in _BOUND_PHRASES:
        if all(r.word(k + n) == w for n, w in enumerate(words)):
            kind, j = name, k + len(words)
            break
    if r.word(j) in APPROXIMATE:
        j += 1
    clock = clock_at(r, j)
    if not kind or clock is None:
        return None
    return Bound(kind, replace(clock[0], day=day)), clock[1]


__all__ = ["Found", "expressions", "zone"]
