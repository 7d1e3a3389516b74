"""Cells of histories to values: days, numbers, weapons. A cell that says nothing is None."""

from __future__ import annotations

import calendar
import math
import re
from datetime import date, datetime, time, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

from brinkwatch.errors import FormatError
from brinkwatch.knowledge import weapons
from brinkwatch.knowledge.countries import country_named, demonym
from brinkwatch.knowledge.weapons import System
from brinkwatch.knowledge.zones import zone_of_country

NOTHING = frozenset({"", "unknown", "na", "n/a", "none", "null", "-", "tbd", "unclear"})
EARLIEST = 1900
"""Years before this are taken for slips of the pen."""

_MONTHS = {m.lower(): n for n, m in enumerate(calendar.month_abbr) if m}


class BadCell(ValueError):
    """A cell that cannot be read; the message says why, for the list of rows left out."""


def words(cell: Any) -> str | None:
    """The cell's text; None where it says nothing ("unknown", "N/A")."""
    if cell is None:
        return None
    text = " ".join(str(cell).split())
    return None if text.lower() in NOTHING else text


def span(cell: Any) -> tuple[date, date]:
    """First and last day a date cell may mean: a day, a month ("1984-09") or a year.

    Takes ISO dates, "20251107", "07 November 2025", "November 7, 2025", "9-Apr-84", "4/9/1984"
    (month first, as American sheets have it, unless the first number is over 12) and dates of a
    spreadsheet.

    Raises:
        BadCell: there is no date, or one no calendar has.
    """
    if isinstance(cell, datetime):
        return cell.date(), cell.date()
    if isinstance(cell, date):
        return cell, cell
    text = words(cell)
    if text is None:
        raise BadCell("no date")
    text = re.sub(r"[T ]\d\d?:\d\d.*$", "", text)
    year, month, day = _numbers(text)
    if not EARLIEST <= year <= date.max.year:
        raise BadCell(f"date {text!r} is before {EARLIEST}")
    try:
        if day is not None and month is not None:
            one = date(year, month, day)
            return one, one
        if month is not None:
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        return date(year, 1, 1), date(year, 12, 31)
    except (ValueError, calendar.IllegalMonthError):
        raise BadCell(f"no calendar has the date {text!r}") from None


def _numbers(text: str) -> tuple[int, int | None, int | None]:
    for pattern in (
        r"(?P<y>\d{4})-(?P<m>\d\d?)-(?P<d>\d\d?)$", r"(?P<y>\d{4})-(?P<m>\d\d?)$", r"(?P<y>\d{4})$",
        r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)$",
    ):
        if found := re.match(pattern, text):
            parts = found.groupdict()
            month, day = parts.get("m"), parts.get("d")
            return int(parts["y"]), int(month) if month else None, int(day) if day else None
    if found := re.match(r"(\d\d?)[/.](\d\d?)[/.](\d{4}|\d\d)$", text):
        a, b, year = int(found[1]), int(found[2]), _century(found[3])
        return (year, b, a) if a > 12 or "." in text else (year, a, b)
    if found := re.match(r"(\d\d?)[ -]([A-Za-z]{3})[a-z]*\.?[ ,-]+(\d{4}|\d\d)$", text):
        return _century(found[3]), _month(found[2], text), int(found[1])
    if found := re.match(r"([A-Za-z]{3})[a-z]*\.? (\d\d?),? (\d{4})$", text):
        return int(found[3]), _month(found[1], text), int(found[2])
    if found := re.match(r"([A-Za-z]{3})[a-z]*\.?,? (\d{4})$", text):
        return int(found[2]), _month(found[1], text), None
    raise BadCell(f"{text!r} is no date")


def _century(text: str) -> int:
    year = int(text)
    return year if len(text) == 4 else year + (1900 if year >= 50 else 2000)


def _month(name: str, text: str) -> int:
    if name.lower() not in _MONTHS:
        raise BadCell(f"{text!r} is no date")
    return _MONTHS[name.lower()]


def clock(cell: Any) -> time | None:
    """The time in "22:30 (UTC)", "22:30:00" or a spreadsheet's time; None where there is none."""
    if isinstance(cell, datetime):
        return cell.time()
    if isinstance(cell, time):
        return cell
    found = re.search(r"\b([01]?\d|2[0-3]):([0-5]\d)", words(cell) or "")
    return time(int(found[1]), int(found[2])) if found else None


def local_day(day: date, at: time, country: str) -> date:
    """The calendar day in the capital of a country, of a day and time in UTC."""
    zone = zone_of_country(country)
    moment = datetime.combine(day, at.replace(tzinfo=None), tzinfo=timezone(timedelta(0)))
    return moment.astimezone(ZoneInfo(zone)).date() if zone else day


def number(cell: Any) -> float | None:
    """The first number of the cell ("450 km", "1,200"); None where it says nothing."""
    if isinstance(cell, bool):
        return None
    if isinstance(cell, (int, float)):
        return float(cell) if cell == cell and abs(cell) != float("inf") else None
    text = words(cell)
    found = re.search(r"-?\d[\d,]*(?:\.\d+)?", text) if text else None
    value = float(found.group().replace(",", "")) if found else None
    return None if value is None or math.isinf(value) else value


def whole(cell: Any) -> int | None:
    value = number(cell)
    return int(value) if value is not None and value >= 0 else None


def outcome(cell: Any) -> str | None:
    text = (words(cell) or "").lower()
    if text.startswith("fail") or "failure" in text:
        return "failure"
    return "success" if text.startswith("succ") else None


def system(cell: Any) -> System | None:
    """The weapon system named, also inside a longer name ("rail-mobile-kn-23")."""
    text = words(cell)
    if text is None:
        return None
    known = weapons.system(text)
    if known is not None:
        return known
    key = _letters(text)
    inside = [
        (len(_letters(name)), s) for s in weapons.systems() for name in (s.name, *s.aliases)
        if len(_letters(name)) > 3 and _letters(name) in key
    ]
    return max(inside, key=lambda pair: pair[0])[1] if inside else None


def _letters(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "", name.lower())


def country(cell: Any) -> str | None:
    """ISO-3 of the country a cell names, alone or inside "Military Forces of X (2011-)"."""
    text = words(cell)
    if text is None:
        return None
    if re.fullmatch(r"[A-Z]{3}", text) and country_named(text) is None:
        return text
    bare = re.sub(r"\s*\(.*?\)", "", text)
    for part in (text, bare, *re.split(r"\b(?:of|from|in)\b|:|;", bare)[::-1]):
        part = part.strip().removeprefix("the ").strip()
        if part and (found := country_named(part)):
            return found
    first = demonym(bare.split()[0]) if bare.split() else None
    return first.iso3 if first is not None else None


def column(header: list[str], *names: str) -> str | None:
    """The header's own spelling of the first of `names` it has."""
    folded = {_letters(h): h for h in reversed(header) if h}
    return next((folded[_letters(n)] for n in names if _letters(n) in folded), None)


def needed(place: str, header: list[str], *names: str) -> str:
    """Like `column`, for what a format cannot do without.

    Raises:
        FormatError: the header has none of them.
    """
    found = column(header, *names)
    if found is None:
        raise FormatError(
            f"{place}: no column {names[0]!r}; the header has {', '.join(header[:12])}. "
            "Give the file as its publisher exports it, with its header.")
    return found
