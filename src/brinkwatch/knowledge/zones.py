"""Time zones by the names news gives them: "KST", "ET", "Moscow time", "UTC+9", "Asia/Seoul".

Names are in `data/time_zones.csv`. Daylight saving follows the IANA database, so "ET" in
November is UTC-05:00; "EST" and "EDT" are the fixed offsets they name.
"""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from brinkwatch.errors import KnowledgeError
from brinkwatch.model.parts import TimeRef

_OFFSET = re.compile(r"(?:utc|gmt)?\s*([+\-−])\s*(\d{1,2})(?::?(\d{2}))?$")


@cache
def _table() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """(abbreviation → zone, name that needs the word "time" → zone, ISO-3 → zone)."""
    abbreviations: dict[str, str] = {}
    names: dict[str, str] = {}
    countries: dict[str, str] = {}
    try:
        text = resources.files("brinkwatch.knowledge").joinpath(
            "data/time_zones.csv").read_text("utf-8")
        for row in csv.DictReader(text.splitlines()):
            if row["kind"] == "abbreviation":
                abbreviations[row["name"]] = row["zone"]
            else:
                names.setdefault(row["name"], row["zone"])
            if row["kind"] == "country":
                countries[row["country"]] = row["zone"]
    except (OSError, KeyError) as error:
        raise KnowledgeError(
            f"knowledge/data/time_zones.csv cannot be read ({error}); install the package again"
        ) from error
    return abbreviations, names, countries


def abbreviations() -> dict[str, str]:
    """Lower-case abbreviation to zone: {"kst": "Asia/Seoul", "edt": "UTC-04:00", …}."""
    return _table()[0]


def place_names() -> dict[str, str]:
    """Lower-case name that stands before "time" to zone: {"moscow": "Europe/Moscow", …}."""
    return _table()[1]


def zone_of_country(country: str) -> str | None:
    """IANA zone of the capital of an ISO 3166-1 alpha-3 country; None when it is unknown."""
    return _table()[2].get(country)


@cache
def find_zone(name: str) -> tzinfo | None:
    """The zone `name` stands for, None when it is not known.

    Takes abbreviations, "X time" with a city or country, "UTC+9", "+09:00" and IANA names.
    """
    key = " ".join(name.lower().split())
    short, names, _ = _table()
    key = key.removesuffix(" time").removesuffix(" timezone")
    value = short.get(key) or names.get(key) or name
    offset = _OFFSET.fullmatch(value.lower().strip())
    if offset:
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        if minutes > 14 * 60:
            return None
        return timezone(timedelta(minutes=minutes if offset[1] == "+" else -minutes))
    if value == "UTC":
        return UTC
    if "/" not in value:
        return None
    try:
        return ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def localise(ref: TimeRef, zone: str | None) -> TimeRef:
    """`ref` with the offset of `zone` on its clock times.

    Dates without a clock time and times that already carry an offset come back unchanged.
    """
    info = find_zone(zone) if zone else None
    if info is None:
        return ref
    return replace(ref, begin=_with_offset(ref.begin, info), until=_with_offset(ref.until, info))


def _with_offset(value: str | None, info: tzinfo) -> str | None:
    if value is None or "T" not in value:
        return value
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is not None:
        return value
    return moment.replace(tzinfo=info).isoformat(timespec="minutes")
