"""Parts of nouns as cells of a row: times, types, parties, places, counts. Unknown is None."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from brinkwatch.knowledge import ontology
from brinkwatch.knowledge.countries import countries
from brinkwatch.model import Actor, Detail, Measure, Place, Report, TimeRef

Row = dict[str, Any]

TIME_PRECISION = {"minute": 1, "hour": 1, "part of day": 1, "day": 1, "week": 2, "month": 3}
GEO_PRECISION = {"site": 1, "city": 1, "county": 2, "province": 3, "region": 3, "country": 3,
                 "sea": 3, "mountain": 2, "river": 3, "lake": 2, "continent": 3}
EXTENSIONS = frozenset({("MOBILIZE", "weapons-test")})
"""(type, mode) that are ours and not PLOVER's."""
AMONG = frozenset({"child", "children", "woman", "women", "girl", "boy", "baby"})
"""People who are counted among others."""


def toll(values: Row) -> Row:
    """The killed and hurt of fields such as "killed", "killed soldier": the total where one is
    given, else the kinds of people together, women and children not beside those they are among."""
    row: Row = {}
    for column, field in (("fatalities", "killed"), ("injured", "injured")):
        found = {name: held for name, value in values.items()
                 if name.partition(" ")[0] == field
                 and (held := (0, 0) if value == "none" else limits(value)) != (None, None)}
        if field in found:
            found = {field: found[field]}
        elif len(found) > 1:
            found = {n: v for n, v in found.items() if n.split()[-1] not in AMONG} or found
        if found:
            low = sum(v[0] or 0 for v in found.values())
            highs = [v[1] for v in found.values()]
            row |= {column: int(low), f"{column}_high": (
                None if None in highs else int(sum(h or 0 for h in highs)))}
        elif values.get("casualties") == "none":
            row |= {column: 0, f"{column}_high": 0}
    return row


def amount(one: Detail) -> Any:
    if one.value is None and (one.low is not None or one.high is not None):
        return {"low": one.low, "high": one.high}
    return one.value


def stamp(report: Report | None) -> str | None:
    if report is None or report.published is None:
        return None
    if report.published_precision == "day" and report.published.tzinfo is None:
        return report.published.date().isoformat()
    return report.published.isoformat()


def when(time: TimeRef | None) -> Row:
    if time is None:
        return {}
    return dates(time.begin, time.until, time.precision)


def dates(begin: str | None, until: str | None, known: str | None) -> Row:
    first, last = day_of(begin), day_of(until)
    precision = TIME_PRECISION.get(known or "")
    if precision is None and first is not None and first == last:
        precision = 1
    return {"event_date": first, "event_end": last, "event_begin": begin, "event_until": until,
            "year": first.year if first else None, "time_precision": precision if first else None,
            "time_known": known}


def day_of(stamp: str | None) -> date | None:
    try:
        return date.fromisoformat(stamp[:10]) if stamp else None
    except ValueError:
        return None


def what(type: str | None, mode: str | None, cameo: str | None) -> Row:
    return {"event_type": type, "mode": mode, "cameo": cameo,
            "extension": (type, mode) in EXTENSIONS if type else None,
            "plover_score": ontology.score(type, mode) if type else None}


def who(actors: Sequence[Actor], recipients: Sequence[Actor]) -> Row:
    row: Row = {"actors": list(dict.fromkeys(a.name for a in actors)),
                "recipients": list(dict.fromkeys(a.name for a in recipients))}
    one = actors[0] if actors else None
    other = next((a for a in recipients if one is None or a.name != one.name), None)
    for number, first in (("actor1", one), ("actor2", other)):
        row |= {number: first.name if first else None,
                f"{number}_country": first.country if first else None,
                f"{number}_sector": first.sector if first else None}
    return row


def where(place: Place | None) -> Row:
    if place is None:
        return {}
    country = countries().get(place.country or "")
    return {"location": place.name, "location_role": place.role,
            "country": country.name if country else None, "iso3": place.country,
            "latitude": place.lat, "longitude": place.lon,
            "geo_precision": GEO_PRECISION.get(place.precision or "", 3),
            "geo_known": place.precision, "radius_km": place.radius_km}


def first_of(measures: Sequence[Measure]) -> float | None:
    return next((v for m in measures if (v := between(m.value, m.low, m.high)) is not None), None)


def middle(value: Any) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value)
    low, high = limits(value)
    return between(None, low, high)


def between(value: float | None, low: float | None, high: float | None) -> float | None:
    if value is not None:
        return value
    if low is not None and high is not None:
        return (low + high) / 2
    return low if low is not None else high


def limits(value: Any) -> tuple[float | None, float | None]:
    if isinstance(value, bool):
        return None, None
    if isinstance(value, int | float):
        return float(value), float(value)
    if isinstance(value, dict):
        return value.get("low"), value.get("high")
    return None, None


def harm(casualties: Any, damage: Any) -> Row:
    number = casualties if isinstance(casualties, int | float) else None
    return {"casualties": None if casualties is None else str(casualties),
            "casualties_number": (
                0 if casualties == "none" else None if number is None else int(number)),
            "damage": None if damage is None else str(damage)}


def word(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else str(value)
