"""Publication dates as feeds, tables and pages write them."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

MINUTE, DAY = "minute", "day"
EARLIEST, LATEST = 1900, 2100
"""Years outside are taken for something else than a date."""

MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july",
         "aug august", "sep sept september", "oct october", "nov november", "dec december"), 1)
    for name in names.split()
}
# Hours east of UTC. RFC 822 section 5.1 for the American ones; IANA tz database for the rest.
# An abbreviation that two regions share is the one of the region that files more news in it.
OFFSETS = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "west": 1, "bst": 1, "cet": 1, "cest": 2,
    "eet": 2, "eest": 3, "msk": 3, "trt": 3, "irst": 3.5, "gst": 4, "aft": 4.5, "pkt": 5,
    "ist": 5.5, "npt": 5.75, "mmt": 6.5, "ict": 7, "wib": 7, "hkt": 8, "sgt": 8, "pht": 8,
    "pst": -8, "awst": 8, "kst": 9, "jst": 9, "acst": 9.5, "aest": 10, "aedt": 11, "nzst": 12,
    "nzdt": 13, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pdt": -7,
    "akst": -9, "hst": -10, "brt": -3, "art": -3,
}
REGIONS = {
    "et": "America/New_York", "ct": "America/Chicago", "mt": "America/Denver",
    "pt": "America/Los_Angeles",
}

_MONTH = "(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\b"
_YEAR = r"(?P<year>\d{4})\b"
_FORMS = tuple(re.compile(form, re.I) for form in (
    r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)",
    r"\b(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?=$|[T\s])",
    rf"\b{_DAY}(?:\s+of)?[\s\-/,]*{_MONTH}[\s\-/,]*{_YEAR}",
    rf"\b{_MONTH}[\s\-/]*{_DAY},?[\s\-/]+{_YEAR}",
    rf"{_YEAR},?[\s\-/]*{_MONTH}[\s\-/]*{_DAY}",
    r"(?P<year>\d{4})\s*[年년.]\s*(?P<month>\d{1,2})\s*[月월.]\s*(?P<day>\d{1,2})\s*[日일.]?",
    r"\b(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})\b",
))
_SLASHED = re.compile(r"\b(\d{1,2})[/-](\d{1,2})[/-](\d{4})\b")
_CLOCK = re.compile(
    r"(?<![\d:.+\-])(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?)?"
    r"\s*(?P<half>[ap]\.?\s?m\b\.?)?", re.I)
_COMPACT = re.compile(r"^\d{8}T?(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})")
_WEEKDAY = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b", re.I)
_BETWEEN = re.compile(r"^(?:[\s,(|·–-]|t(?=\d)|at\b)*", re.I)
"""What stands between a date and its clock."""
_ZONE = re.compile(
    r"(?:\b(?:UTC|GMT))?\s*(?P<sign>[+\-\u2212])(?P<hours>\d{1,2}):?(?P<minutes>\d{2})?(?!\d)"
    r"|(?P<name>\b[A-Za-z]{1,5}\b|Z)")


@dataclass(frozen=True, slots=True)
class Published:
    when: datetime | None
    """With a zone when one was given; a date alone is midnight without a zone."""
    precision: str | None
    """"minute", "day" or None."""
    note: str | None = None


UNKNOWN = Published(None, None)


def published(
    value: object, now: datetime | None = None, order: str | None = None
) -> Published:
    """Read a publication date of any usual form: ISO 8601, RFC 822, seconds, milliseconds or
    microseconds since 1970, "20251107T041000Z", "Nov. 7, 2025, 1:10 p.m. KST", "7.11.2025".

    What cannot be read, or can be read two ways ("7/11/2025" without an `order`), is unknown, with
    a note. A date after `now` (default: this moment) by more than a day is kept, with a note.
    """
    found = _read(value, order)
    if found.when is None:
        return found
    now = now or datetime.now(UTC)
    when = found.when if found.when.tzinfo else found.when.replace(tzinfo=UTC)
    if when - now > timedelta(days=1):
        note = f"dated in the future ({found.when.isoformat()})"
        return Published(found.when, found.precision, note)
    return found


def given(value: date | datetime | str | None) -> Published:
    """The date a user gives for reports without one."""
    if value is None:
        return UNKNOWN
    if isinstance(value, datetime):
        return Published(value, MINUTE)
    if isinstance(value, date):
        return Published(datetime.combine(value, time()), DAY)
    return _read(value)


def is_date(text: str) -> bool:
    """Is `text` a date and nothing else ("Friday, January 4, 2019")?"""
    match = next((m for form in _FORMS if (m := form.search(text))), None)
    if match is None:
        return False
    rest = _WEEKDAY.sub("", text[:match.start()] + text[match.end():])
    return not re.search(r"\w", rest)


def order_in(text: str) -> str | None:
    """Whether slashed dates in `text` put the "day" or the "month" first, by those that can be
    read one way only; None when none tells or they disagree."""
    told = {
        "day" if int(first) > 12 else "month"
        for first, second, _ in _SLASHED.findall(text)
        if int(first) <= 31 and int(second) <= 31 and (int(first) > 12) != (int(second) > 12)
    }
    return told.pop() if len(told) == 1 else None


def _read(value: object, order: str | None = None) -> Published:
    if isinstance(value, bool) or value is None:
        return UNKNOWN
    if isinstance(value, datetime | date):
        return given(value)
    if isinstance(value, int | float):
        return _epoch(float(value) if abs(value) < 1e20 else math.inf)
    if not isinstance(value, str):
        return Published(None, None, f"the date is a {type(value).__name__}, not text")
    text = " ".join(value.split())[:120]
    if not text or text.casefold() in ("none", "null", "nan", "nat", "n/a", "unknown", "-"):
        return UNKNOWN
    if re.fullmatch(r"-?\d{9,10}(?:\.\d+)?|\d{13}|\d{16}", text):
        return _epoch(float(text))
    if re.fullmatch(r"\d{14}", text):
        text = f"{text[:8]}T{text[8:]}Z"  # as GDELT writes it, in UTC
    try:
        return _iso(text) or _worded(text) or _slashed(text, order) or _foreign(text)
    except (ValueError, OverflowError):
        return Published(None, None, f"the date {text!r} is not on the calendar")


def _epoch(seconds: float) -> Published:
    for scale in (1.0, 1e3, 1e6, 1e9):
        value = seconds / scale
        if 1e8 <= value < 4.2e9:
            return Published(datetime.fromtimestamp(round(value), UTC), MINUTE)
    return Published(None, None, f"the number {seconds:g} is not a date")


def _iso(text: str) -> Published | None:
    if not re.match(r"\d{4}-?\d{2}-?\d{2}", text):
        return None
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return None
    if not EARLIEST <= when.year <= LATEST:
        return None
    # Tables written by spreadsheets and data frames give a plain date as "2019-01-04 00:00:00".
    bare = when.tzinfo is None and when.time() == time()
    return Published(when.replace(microsecond=0), DAY if bare else MINUTE)


def _worded(text: str) -> Published | None:
    for form in _FORMS:
        match = form.search(text)
        if match is None:
            continue
        month = match["month"].lower()
        day = date(int(match["year"]), MONTHS.get(month) or int(month), int(match["day"]))
        if not EARLIEST <= day.year <= LATEST:
            continue
        return _with_clock(day, text, match)
    return None


def _slashed(text: str, order: str | None) -> Published | None:
    match = _SLASHED.search(text)
    if match is None:
        return None
    first, second, year = (int(part) for part in match.groups())
    if order is None and first <= 12 and second <= 12 and first != second:
        return Published(
            None, None, f"the date {text!r} can be read two ways; write it as {year}-MM-DD")
    day_first = first > 12 or (order == "day" and second <= 12)
    day, month = (first, second) if day_first else (second, first)
    return _with_clock(date(year, month, day), text, match)


def _with_clock(day: date, text: str, match: re.Match[str]) -> Published:
    compact = _COMPACT.match(text) if match.start() == 0 else None
    if compact:
        rest, clock = text[compact.end():], compact
    else:
        rest = _BETWEEN.sub("", text[match.end():])
        found = _clock_in(rest) or _clock_in(text[:match.start()])
        if found is None:
            return Published(datetime.combine(day, time()), DAY)
        clock = found
        rest = clock.string[clock.end():]
    groups = clock.groupdict()
    hour = int(groups["hour"])
    half = (groups.get("half") or "").lower()[:1]
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    when = datetime.combine(
        day, time(hour, int(groups["minute"] or 0), int(groups.get("second") or 0)))
    zone = _zone(rest, when)
    return Published(when.replace(tzinfo=zone), MINUTE)


def _clock_in(text: str) -> re.Match[str] | None:
    return next((m for m in _CLOCK.finditer(text) if m["minute"] or m["half"]), None)


def _zone(text: str, when: datetime) -> tzinfo | None:
    for match in _ZONE.finditer(text):
        if match["sign"]:
            hours = int(match["hours"]) + int(match["minutes"] or 0) / 60
            return _offset(hours if match["sign"] == "+" else -hours)
        name = match["name"].lower()
        if name in REGIONS:
            offset = when.replace(tzinfo=ZoneInfo(REGIONS[name])).utcoffset()
            return timezone(offset) if offset is not None else None
        if name in OFFSETS and not re.match(r"\s*[+\-\u2212]\d", text[match.end():]):
            return _offset(OFFSETS[name])
    return None


def _offset(hours: float) -> tzinfo:
    return UTC if hours == 0 else timezone(timedelta(hours=hours))


def _foreign(text: str) -> Published:
    """Months named in another language; the whole date must be written out."""
    unknown = Published(None, None, f"the date {text!r} could not be read; write it as 2025-11-07")
    if not re.search(r"\d{4}", text) or not re.search(r"[^\W\d_]", text):
        return unknown
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import dateparser

        try:
            when = dateparser.parse(
                text, settings={"STRICT_PARSING": True, "PARSERS": ["absolute-time"]})
        except Exception:
            return unknown
    if when is None or not EARLIEST <= when.year <= LATEST:
        return unknown
    bare = when.tzinfo is None and when.time() == time()
    shift = when.utcoffset()
    zone = None if shift is None else _offset(shift / timedelta(hours=1))
    return Published(when.replace(microsecond=0, tzinfo=zone), DAY if bare else MINUTE)
