"""Time expressions to intervals: what a report's "Friday" or "three weeks ago" means.

The grammar of `time_dates` and `time_clock` builds nodes from words; here they are found from left to
right, the longest first, joined (a date and the clock time beside it), and counted from the report's
date. News convention: a bare weekday or a date without a year is the latest that is not after the
anchor, unless the clause speaks of the future.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo

from spacy.tokens import Doc

from brinkwatch.knowledge.numbers import cardinal_at, lex
from brinkwatch.knowledge.zones import find_zone
from brinkwatch.model import TimeRef
from brinkwatch.read import time_clock, time_dates
from brinkwatch.read.time_calendar import Context, Interval
from brinkwatch.read.time_clock import Reader
from brinkwatch.read.time_nodes import (
    Bound,
    Clock,


    Node,
    Offset,
    Part,
    Span,
    This,

    Year,
    precision_of,
)
from brinkwatch.read.time_words import (
    APPROXIMATE,
    BACKWARD,
    DEICTICS,
    FORWARD,
    FUTURE_CUES,
    MODS,
    MONTHS,
    OFFSETS,
    SEASONS,
    UNITS,
    VAGUE,
)

Found = tuple[Node, int]
_PAPER = frozenset({"times", "post", "mirror", "express", "telegraph", "herald", "mail"})
_DATELINE = re.compile(
    r"\s*(?:(?P<first>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,\s+(?P<full>[A-Z][a-z]+ \d{1,2}, "
    r"\d{4}))|(?P<place>[A-Z][A-Z' .-]{2,40}(?:, (?!(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))[A-Z][A-Za-z. ]{1,20}?)?),? ?(?P<when>(?:[A-Z][a-z]{2,8}"
    r"\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}\.?)(?:,? \d{4})?)?\s*(?:\([^)\n]{2,40}\))?\s*[—–-]+\s)")


def annotate_times(doc: Doc, anchor: datetime | None, zone: str | None = None) -> None:
    """Set `doc._.times`: every time expression as a `TimeRef`, in text order.

    Args:
        anchor: when the report was published, in its own zone; None leaves what is relative
            without `begin` and `until`.
        zone: the zone of clock times that name none; the anchor's otherwise.
    """
    if not Doc.has_extension("times"):
        Doc.set_extension("times", default=())
    home: tzinfo | None = find_zone(zone) if zone else anchor.tzinfo if anchor else None
    text = doc.text
    r = Reader(lex(text), text)
    now = anchor.replace(tzinfo=None) if anchor is not None else None
    last: datetime | None = None
    refs: list[TimeRef] = []
    for first, end, node in _scan(r):
        start, stop = r.t.starts[first], r.t.ends[end - 1]
        found = node.resolve(Context(now, _future(doc, start), last, last or now, home))
        if found is not None and found.lo is not None and found.precision in {
            "day", "minute", "hour", "part of day",
        } and not found.floating:
            last = found.lo
        refs.append(_ref(found, node, text, start, stop))
    doc._.times = tuple(refs)


def dateline(text: str) -> tuple[date | None, str | None, int]:
    """(date, place, end offset) of the dateline a report opens with; (None, None, 0) for none.

    A date without a year is given only when the text names one.
    """
    match = _DATELINE.match(text)
    if match is None:
        return None, None, 0
    words = match["full"] or match["when"] or ""
    day = None
    r = Reader(lex(words), words)
    found = time_dates.month_first(r, 0) or time_dates.day_first(r, 0) if len(r.t.words) else None
    if found is not None and re.search(r"\d{4}", words):
        interval = found[0].resolve(Context(None))
        day = interval.lo.date() if interval is not None and interval.lo is not None else None
    return day, match["place"].strip(" ,") if match["place"] else None, match.end()


def _scan(r: Reader) -> list[tuple[int, int, Node]]:
    """(first token, token after the last, node), in order and not overlapping."""
    found: list[tuple[int, int, Node]] = []
    i, n = 0, len(r.t.words)
    while i < n:
        best = _at(r, i)
        if best is None:
            i += 1
            continue
        node, end = _joined(r, *best)
        first = i
        if r.word(i - 1) in {"since", "after", "before", "until"} and i:
            node = Bound(r.word(i - 1), node)
        found.append((first, max(end, i + 1), node))
        i = max(end, i + 1)
    return found


def _at(r: Reader, i: int) -> Found | None:
    """The longest expression that begins at a token."""
    if i and r.glued(i) and r.word(i - 1) not in {"(", '"', "'", "“", "‘", "-", "–", "—", "/", "["}:
        return None
    options = [
        time_dates.numeric(r, i), time_dates.month_first(r, i), time_dates.day_first(r, i),
        time_dates.weekday(r, i), time_dates.day_word(r, i), time_dates.holiday(r, i),
        time_clock.clock_at(r, i), _part(r, i), _relative(r, i), _month(r, i), _year(r, i),
        _season(r, i),
    ]
    kept = [x for x in options if x is not None]
    best = max(kept, key=lambda x: x[1], default=None)
    if best is not None and r.word(best[1]) in _PAPER and r.upper(best[1]):
        return None
    return best


def _joined(r: Reader, node: Node, end: int) -> Found:
    """A date with the clock time or part of day beside it, in either order."""
    while True:
        k = end
        if r.word(k) == "," and not isinstance(node, (This, Span, Offset, Year)):
            k += 1
        if r.word(k) in {"at", "on", "around", "about"}:
            k += 1
            if r.word(k) in APPROXIMATE:
                k += 1
        clock = time_clock.clock_at(r, k) if k < len(r.t.words) else None
        if isinstance(node, Clock) and node.day is None:
            day = _day(r, k + (r.word(k) == "on"))
            if day is not None:
                return replace(node, day=day[0]), day[1]
            return node, end
        if clock is not None and isinstance(clock[0], Clock) and _is_day(node):
            return replace(clock[0], day=node), clock[1]
        part = time_clock.part_word(r, end)
        if part is not None and _is_day(node):
            node, end = Part(part[0], node), part[1]
            continue
        return node, end


def _is_day(node: Node) -> bool:
    return precision_of(node) == "day"


def _day(r: Reader, i: int) -> Found | None:
    options = (time_dates.numeric(r, i), time_dates.month_first(r, i), time_dates.day_first(r, i),
               time_dates.weekday(r, i), time_dates.day_word(r, i))
    return max((x for x in options if x is not None), key=lambda x: x[1], default=None)


def _part(r: Reader, i: int) -> Found | None:
    """ "overnight", "this morning", "early Tuesday" is left to the weekday."""
    word = r.word(i)
    if word == "overnight":
        return Part("ON"), i + 1
    if word in {"this", "last"}:
        part = time_clock.part_word(r, i + 1)
        if part is not None:
            day = This("day", 0 if word == "this" else -1)
            return Part(part[0], day), part[1]
    return None


def _relative(r: Reader, i: int) -> Found | None:
    """Units counted from now: "three weeks ago", "last month", "in recent weeks"."""
    j = i + 1 if r.word(i) in {"the", "a", "an"} and r.word(i + 1) in DEICTICS else i
    word = r.word(j)
    if word in DEICTICS and not (j and r.word(j - 1) in {"this"}):
        unit = UNITS.get(r.word(j + 1))
        if unit is not None and word in OFFSETS and r.word(j + 1) not in {"seconds"} \
                and (not r.word(j + 1).endswith("s") or word == "this"):
            if word == "past" or (word == "last" and unit in {"hour", "minute", "second"}):
                return Span(1, unit, -1), j + 2
            base = "last" if word in {"same", "following", "preceding"} else "now"
            return This(unit, OFFSETS[word], base), j + 2
        if unit is not None and word in BACKWARD | FORWARD:
            return Span(_customary(unit), unit, -1 if word in BACKWARD else 1, vague=True), j + 2
        if word in BACKWARD | FORWARD:
            amount = _amount(r, j + 1)
            unit = UNITS.get(r.word(amount[1])) if amount else None
            if amount is not None and unit is not None:
                return (Span(amount[0], unit, -1 if word in BACKWARD else 1, vague=amount[2]),
                        amount[1] + 1)
    amount = _amount(r, i)
    if amount is not None:
        value, k, vague = amount
        unit = UNITS.get(r.word(k))
        if unit is not None:
            after = r.word(k + 1)
            if after in {"ago", "earlier", "before", "previously"}:
                return (Offset(((value, unit),), -1, narrative=after != "ago", vague=vague), k + 2)
            if after in {"later", "afterward", "afterwards"}:
                return Offset(((value, unit),), 1, narrative=True, vague=vague), k + 2
            if after == "from" and r.word(k + 2) == "now":
                return Offset(((value, unit),), 1, vague=vague), k + 3
    return None


def _customary(unit: str) -> float:
    """How long an unnumbered plural reaches: "recent weeks" is taken as three."""
    return {"day": 5, "week": 3, "month": 3, "year": 3}.get(unit, 3)


def _amount(r: Reader, i: int) -> tuple[float, int, bool] | None:
    """(value, token after it, vague) of a number of units."""
    word = r.word(i)
    if word == "a" and r.word(i + 1) in {"few", "couple"}:
        k = i + 2 + (r.word(i + 2) == "of")
        return (3.0 if r.word(i + 1) == "few" else 2.0), k, True
    if word in {"a", "an"}:
        return (1.0, i + 1, False) if r.word(i + 1) in UNITS else None
    if word in VAGUE:
        return float(VAGUE[word]), i + 1, True
    found = cardinal_at(r.t, i) if word else None
    return (found[0], found[1], False) if found is not None and 0 < found[0] < 2000 else None


def _month(r: Reader, i: int) -> Found | None:
    """A month by name: "October", "last September", "November 2025"."""
    j, offset = i, 0
    if r.word(i) in {"last", "next", "this"} and r.word(i + 1) in MONTHS:
        j, offset = i + 1, {"last": -1, "next": 1, "this": 0}[r.word(i)]
    if r.word(i) in MODS and r.word(i + 1) in MONTHS:
        j = i + 1
    if r.word(i) in MODS and r.word(i + 1) == "-" and r.word(i + 2) in MONTHS:
        j = i + 2
    found = time_dates.month_name(r, j)
    if found is None or not (r.upper(j) and (j > i or time_dates.sure_month(r, j, found[1]))):
        return None
    month, end = found
    tail = time_dates.year_tail(r, end)
    if tail is not None and isinstance(tail[0], int):
        return _Month(month, tail[0]), tail[1]
    return _Month(month, None, offset), end


def _year(r: Reader, i: int) -> Found | None:
    year = time_dates.digits_year(r, i)
    before = r.word(i - 1) if i else ""
    if year is not None and before in {
        "in", "since", "of", "from", "until", "by", "during", "to", "through", "before", "after",
        "early", "late", "mid", "and", "(", "year",
    } and 1800 <= year <= 2100 and UNITS.get(r.word(i + 1)) is None:
        follows = r.word(i + 1)
        if not follows.isalpha() or follows in {"and", "to", "when", "after", "but", "until",
                                                "as", "with", "that", "for", "by", "the", "or"}:
            return Year(year), i + 1
    return None


def _season(r: Reader, i: int) -> Found | None:
    word = r.word(i)
    if word in {"last", "this", "next"} and r.word(i + 1) in SEASONS \
            and r.word(i + 1) not in {"fall", "spring"}:
        return This("season", OFFSETS[word]), i + 2
    return None


class _Month:
    """A calendar month; without a year the one the clause means."""

    def __init__(self, month: int, year: int | None, offset: int = 0) -> None:
        self.month, self.year, self.offset = month, year, offset

    def resolve(self, context: Context) -> Interval | None:
        if self.year is None and context.now is None:
            return None
        year = self.year
        if year is None:
            assert context.now is not None
            later = self.month > context.now.month
            year = context.now.year - (1 if later and not context.future else 0)
            if context.future and self.month < context.now.month:
                year += 1
        lo = datetime(year, self.month, 1)
        hi = datetime(year + self.month // 12, self.month % 12 + 1, 1)
        return Interval(lo, hi, "month")


def _future(doc: Doc, char: int) -> bool | None:
    """Whether the clause around a character speaks of what is to come."""
    span = doc.char_span(char, char + 1, alignment_mode="expand")
    if span is None or not len(span):
        return None
    token = span[0]
    for _ in range(6):
        if token.pos_ in {"VERB", "AUX"}:
            if any(c.lower_ in {"will", "shall", "'ll"} for c in token.children) \
                    or token.lower_ in FUTURE_CUES:
                return True
            if token.tag_ == "VBD" or token.lower_.endswith("ed"):
                return False
        if token.head is token:
            break
        token = token.head
    return None


def _ref(found: Interval | None, node: Node, text: str, start: int, end: int) -> TimeRef:
    words = text[start:end]
    if found is None:
        precision = "month" if isinstance(node, _Month) else precision_of(node)
        return TimeRef(None, None, precision, words, start, end)
    approximate = found.approximate or re.search(
        r"\b(?:about|around|roughly|approximately|circa)\s$", text[max(0, start - 16):start]
    ) is not None
    until = found.hi
    if found.clock:
        if until is not None:
            until -= timedelta(minutes=1)
        return TimeRef(_stamp(found.lo, found.zone), _stamp(until, found.zone), found.precision,
                       words, start, end, approximate)
    if until is not None:
        until -= timedelta(days=1)
    return TimeRef(found.lo.date().isoformat() if found.lo else None,
                   until.date().isoformat() if until else None, found.precision, words, start,
                   end, approximate)


def _stamp(moment: datetime | None, zone: tzinfo | None) -> str | None:
    if moment is None:
        return None
    return moment.replace(tzinfo=zone).isoformat(timespec="minutes")


__all__ = ["annotate_times", "dateline"]
