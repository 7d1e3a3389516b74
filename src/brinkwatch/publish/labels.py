"""Short labels a page shows: dates, outlets, addresses."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

from brinkwatch.model import Report
from brinkwatch.publish.excerpts import visible
from brinkwatch.publish.phrasing import MONTHS, day_of

UNNAMED = "unnamed outlet"


def safe_url(url: str | None) -> str | None:
    """Web addresses only; anything else is not linked."""
    return url if url and re.match(r"https?://[^\s\"'<>]+$", url) else None


def date_label(iso: str | None, time: bool = False) -> str:
    """ "7 Nov 2025", with the clock where the moment is known to the minute."""
    day = day_of(iso)
    if day is None:
        return ""
    label = f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"
    clock = re.match(
        r"\d{4}-\d\d-\d\dT(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?([+-]\d\d:\d\d|Z)?$", iso or ""
    )
    if clock and (time or clock[1]):
        zone = clock[2] or ""
        zone = "UTC" if zone in ("Z", "+00:00") else f"UTC{zone}" if zone else ""
        label += f", {clock[1]} {zone}".rstrip()
    return label


def short_day(iso: str) -> str:
    """ "7 Nov" """
    day = day_of(iso)
    return f"{day.day} {MONTHS[day.month - 1][:3]}" if day else iso


def outlet(report: Report | None) -> str:
    """Who published a report: its source, else the site of its address, else its file."""
    if report is None:
        return ""
    if report.source:
        return visible(report.source)
    site = urlsplit(safe_url(report.url) or "").hostname or ""
    if site:
        return visible(site.removeprefix("www."))
    return visible(Path((report.path or "").partition("#")[0]).name) or UNNAMED


def day_label(report: Report | None) -> str:
    """The day a report came out."""
    if report is None or report.published is None:
        return "no date"
    day = report.published
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def title(report: Report | None, fallback: str) -> str:
    return visible((report.title if report else None) or fallback)
