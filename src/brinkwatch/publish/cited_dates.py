"""Dates and clock times in a text, and what they may mean, for the citation check."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from brinkwatch.publish.cited_clocks import clocks

MONTHS = {
    name: n
    for n, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}


WEEKDAYS = {
    name: n
    for n, names in enumerate(
        (
            "monday mon",
            "tuesday tue tues",
            "wednesday wed",
            "thursday thu thurs",
            "friday fri",
            "saturday sat",
            "sunday sun",
        )
    )
    for name in names.split()
}


_M = (
    r"(?P<month>(?:January|February|March|April|May|June|July|August|September|October|November|"
    r"December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)


_DAYS = r"(?P<days>\d{1,2}(?:st|nd|rd|th)?(?:\s*(?:,|and|or|to|–|-)\s*\d{1,2}(?:st|nd|rd|th)?)*)"


_YEAR = r"(?P<year>(?:1[89]|20)\d\d)"


NO_DAY: list[int | None] = [None]


PATTERNS = (
    re.compile(r"\b(?P<year>(?:1[89]|20)\d\d)-(?P<mm>\d\d)-(?P<days>\d\d)\b"),
    re.compile(rf"\b{_DAYS}\s+(?:of\s+)?{_M}(?:,?\s+{_YEAR}\b)?"),
    re.compile(rf"\b{_M}\s+{_DAYS}(?!\d|,\d|\s*(?:per\s?cent|%|km|missile))\b(?:,?\s+{_YEAR}\b)?"),
    re.compile(rf"\b{_M},?\s+{_YEAR}\b"),
)


LONE_MONTH = re.compile(
    r"\b(January|February|April|June|July|August|September|October|November|December|"
    r"(?<=in )March|(?<=since )March|(?<=of )March|(?<=last )March|(?<=until )March|(?<=in )May|"
    r"(?<=since )May|(?<=of )May|(?<=last )May|(?<=until )May)\b"
)


LONE_YEAR = re.compile(
    r"(?<![\d$£€,.\-])\b((?:1[89]|20)\d\d)\b(?!-?(?:\d|[a-z]{3,}\s*-))(?![,.]\d)(?!\s*(?:km|miles?|people|tons?|troops)\b)"
)


WEEKDAY = re.compile(
    r"\b(Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\b"
)


NEAR_DAY = {
    "yesterday": -1,
    "last night": -1,
    "today": 0,
    "tonight": 0,
    "this morning": 0,
    "this afternoon": 0,
    "this evening": 0,
    "earlier in the day": 0,
    "tomorrow": 1,
}


NEAR_MONTH = {"last month": -1, "this month": 0, "earlier this month": 0, "next month": 1}


NEAR_YEAR = {"last year": -1, "this year": 0, "next year": 1, "later this year": 0}


AHEAD = re.compile(
    r"\b(next|coming|will|until|scheduled|due|planned|plans?|upcoming|by|would|ahead|going to|"
    r"tomorrow|set to|starting|from)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class When:
    """A date as written: any part may be missing."""

    text: str
    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None


def written(text: str) -> list[When]:
    """Every date written in `text`; overlapping readings are given once, the longest first."""
    taken: list[tuple[int, int]] = []
    out: list[When] = []

    def free(start: int, end: int) -> bool:
        return all(end <= s or start >= e for s, e in taken)

    for pattern in PATTERNS:
        for m in pattern.finditer(text):
            if not free(*m.span()):
                continue
            parts = m.groupdict()
            month = (
                int(parts["mm"]) if parts.get("mm") else MONTHS[parts["month"].lower().rstrip(".")]
            )
            year = int(parts["year"]) if parts.get("year") else None
            days = [int(d) for d in re.findall(r"\d+", parts.get("days") or "")]
            if any(not 1 <= d <= 31 for d in days):
                continue
            taken.append(m.span())
            for day in days or NO_DAY:
                out.append(When(m.group().rstrip("."), m.start(), m.end(), year, month, day))
    for m in WEEKDAY.finditer(text):
        if free(*m.span()):
            taken.append(m.span())
            out.append(When(m.group(), m.start(), m.end(), weekday=WEEKDAYS[m.group().lower()]))
    for m in LONE_MONTH.finditer(text):
        if free(*m.span()):
            taken.append(m.span())
            out.append(When(m.group(), m.start(), m.end(), month=MONTHS[m.group().lower()]))
    for m in LONE_YEAR.finditer(text):
        if free(*m.span()):
            taken.append(m.span())
            out.append(When(m.group(), m.start(), m.end(), year=int(m.group())))
    return sorted(out, key=lambda w: w.start)


def blank(text: str) -> str:
    """`text` with its dates and clock times replaced by spaces, offsets kept."""
    out = text
    spans = [(w.start, w.end) for w in written(text)] + [(c.start, c.end) for c in clocks(text)]
    for start, end in spans:
        out = out[:start] + " " * (end - start) + out[end:]
    return out


def meanings(text: str, published: date | None) -> set[tuple[int | None, int | None, int | None]]:
    """What the dates of a span may mean: (year, month, day), None for a part that is open."""
    out: set[tuple[int | None, int | None, int | None]] = set()

    def add(day: date) -> None:
        out.add((day.year, day.month, day.day))

    days: set[date] = set()
    for when in written(text):
        if when.weekday is not None:
            if published is not None:
                back = (published.weekday() - when.weekday) % 7
                days.add(published - timedelta(days=back))
                if back == 0 and re.search(rf"\blast\s+{when.text}", text):
                    days.add(published - timedelta(days=7))
                if AHEAD.search(text):
                    days.add(published + timedelta(days=(7 - back) or 7))
            continue
        if when.day is not None and when.month is not None:
            for year in _years(when, published):
                if year is None:
                    out.add((None, when.month, when.day))
                    continue
                try:
                    days.add(date(year, when.month, when.day))
                except ValueError:
                    continue
        elif when.month is not None:
            out.update((year, when.month, None) for year in _years(when, published))
        else:
            out.add((when.year, None, None))
    low = " ".join(text.lower().split())
    if published is not None:
        days.update(published + timedelta(days=n) for w, n in NEAR_DAY.items() if w in low)
        for words, step in NEAR_MONTH.items():
            if words in low:
                index = published.year * 12 + published.month - 1 + step
                out.add((index // 12, index % 12 + 1, None))
        out.update((published.year + n, None, None) for w, n in NEAR_YEAR.items() if w in low)
    shifts = [c for c in clocks(text) if c.zones]
    for day in tuple(days):
        add(day)
        for clock in shifts:
            for zone in clock.zones:
                for offset in (-12, 14):
                    minute = clock.minute + 60 * (offset - zone)
                    add(day + timedelta(days=int(minute // 1440)))
    return out


def _years(when: When, published: date | None) -> list[int | None]:
    if when.year is not None:
        return [when.year]
    if published is None or when.month is None:
        return [None]
    ahead = when.month - published.month
    best = min(
        (published.year - 1, published.year, published.year + 1),
        key=lambda y: abs((y - published.year) * 12 + ahead),
    )
    return [best]


def carried(
    when: When, found: set[tuple[int | None, int | None, int | None]], weekday: int | None = None
) -> bool:
    """Whether a sentence's date is one its spans may mean. `weekday` is the weekday written
    beside a full date, which must then fall on it."""
    for year, month, day in found:
        if when.weekday is not None and when.day is None:
            if year and month and day and date(year, month, day).weekday() == when.weekday:
                return True
            continue
        if when.year is not None and year is not None and when.year != year:
            continue
        if when.year is not None and year is None:
            continue
        if when.month is not None and when.month != month:
            continue
        if when.day is not None and when.day != day:
            continue
        if weekday is not None and not (
            year and month and day and date(year, month, day).weekday() == weekday
        ):
            continue
        return True
    return False
