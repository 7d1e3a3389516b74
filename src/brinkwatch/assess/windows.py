"""What a stretch of time in a trend claim may mean: "recent weeks", "this year", "since May 8"."""

from __future__ import annotations

import re
from datetime import date, timedelta

UNITS = {"day": 1, "week": 7, "fortnight": 14, "month": 30, "year": 365}
_NUMBERS = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen twenty
"""
NUMBERS = {word: n for n, word in enumerate(_NUMBERS.split())} | {"a": 1, "an": 1, "couple of": 2}
MONTHS = {
    name: n + 1 for n, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"))
}
RECENT = {"day": (3, 7, 14), "week": (14, 21, 28), "month": (60, 90, 180), "year": (730, 1095)}
"""Readings of "recent days", "recent weeks" …, in days; all are tried and reported."""

_SPAN = re.compile(
    r"(?P<n>\d+|couple of|" + "|".join(sorted(set(NUMBERS), key=len, reverse=True)) + r")"
    r"[\s-]+(?P<unit>day|week|fortnight|month|year)s?\b", re.I)
_RECENT = re.compile(
    r"\b(?:recent|past|last|few|several|these)\s+(?:few\s+|several\s+)?"
    r"(?P<unit>day|week|month|year)s\b", re.I)
_DAY = re.compile(
    r"\b(?:(?P<d1>\d{1,2})(?:st|nd|rd|th)?\s+)?"
    r"(?P<m>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
    r"(?:\s+(?P<d2>\d{1,2})(?:st|nd|rd|th)?)?(?:,?\s+(?P<y>\d{4}))?\b", re.I)
_YEAR = re.compile(r"\b(19\d\d|20\d\d)\b")


def lengths(text: str) -> tuple[int, ...]:
    """Return the plausible lengths of a stretch in days; empty when it names none.

    "recent weeks" has three readings, "about two weeks" one.
    """
    found = _SPAN.search(text)
    if found:
        word = found["n"].lower()
        n = int(word) if word.isdigit() else NUMBERS[word]
        return (n * UNITS[found["unit"].lower()],)
    vague = _RECENT.search(text)
    if vague:
        return RECENT[vague["unit"].lower()]
    return ()


def start(text: str, at: date) -> date | None:
    """Return the day a stretch begins, looking back from `at`; None when it names none.

    "this year" begins on 1 January, "since May 8" on that day, "since 2017" with that year,
    "in three weeks" three weeks before.
    """
    low = text.lower()
    if re.search(r"\b(?:this|the) year\b|\bso far this year\b|\bof the year\b", low):
        return date(at.year, 1, 1)
    if re.search(r"\bthis month\b", low):
        return at.replace(day=1)
    if re.search(r"\bthis week\b", low):
        return at - timedelta(days=at.weekday())
    day = _DAY.search(text)
    if day and (day["d1"] or day["d2"] or day["y"] or re.search(r"\bsince\b|\bin\b", low)
                or low.strip().rstrip(".") == day.group().lower().rstrip(".")):
        month = MONTHS[day["m"][:3].lower()]
        number = int(day["d1"] or day["d2"] or 1)
        year = int(day["y"]) if day["y"] else at.year
        try:
            found = date(year, month, number)
        except ValueError:
            return None
        return found if found <= at or day["y"] else found.replace(year=year - 1)
    year_only = _YEAR.search(text)
    if year_only:
        return date(int(year_only.group()), 1, 1)
    known = lengths(text)
    return at - timedelta(days=known[0]) if known else None
