"""What two reports must share to speak of one thing: keys for actors, times and words.

Everything here is pure and independent of the order of its input.
"""

from __future__ import annotations

import hashlib
import math
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import cache

from brinkwatch.knowledge.lookalikes import plain
from brinkwatch.knowledge.organisations import organisation
from brinkwatch.knowledge.sources import source
from brinkwatch.model import Actor, Place, Report, TimeRef

FAR_FUTURE = datetime(9999, 1, 1, tzinfo=UTC)

STATE_SECTORS = frozenset({"GOV", "MIL", "LEG", "JUD", "SPY", "COP", "UNS"})
"""PLOVER sectors that speak for a state; "UNS" is kept because a state's plain name carries it."""

VAGUE = re.compile(
    r"^(?:some|many|several|a|an|one|two|unnamed|senior|former|local|government|military|state|"
    r"other|few|these|those)?\s*"
    r"(?:analysts?|experts?|officials?|observers?|sources?|critics?|lawmakers?|people|residents?|"
    r"witness(?:es)?|reports?|media|others?|diplomats?|scholars?|researchers?)\b",
    re.I,
)


def slug(text: str) -> str:
    """Return lower-case ASCII words joined by hyphens: "Han River Wire" is "han-river-wire"."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def digest(*parts: str) -> str:
    """Return eight hexadecimal digits that depend on every part and their order."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:8]


_QUALIFIER = re.compile(r"\s*\((?:sample|online|print|english)\)\s*$", re.I)


def outlet(report: Report) -> str:
    """Return a key for the outlet: its name without qualifiers, else the host of its address."""
    known = source(report.source, None if report.source else report.url)
    if known is not None:
        return slug(known.name)
    if report.source:
        return slug(_QUALIFIER.sub("", report.source)) or slug(report.source) or report.id
    if report.url:
        host = re.sub(r"^[a-z]+://", "", report.url).split("/")[0].split("@")[-1].split(":")[0]
        return slug(re.sub(r"^(?:www|m|en|edition|amp)\.", "", host)) or report.id
    return ""


def outlet_name(report: Report) -> str:
    """Return the outlet's name for display, "unnamed outlet" when the input gives none."""
    known = source(report.source, None if report.source else report.url)
    if known is not None:
        return known.name
    if report.source:
        return _QUALIFIER.sub("", report.source)
    key = outlet(report)
    return key.replace("-", ".") if key else "unnamed outlet"


def when(report: Report) -> datetime:
    """Return the time of publication in UTC; unknown sorts last, a bare date is midnight UTC."""
    return aware(report.published) if report.published else FAR_FUTURE


AHEAD = timedelta(days=2)
"""How far a date of publication may lie after its capture: clocks and zones, no more."""


def believed(report: Report) -> Report:
    """Return a report without its date where that lies after the moment it was captured."""
    if report.published is None or report.captured is None:
        return report
    ahead = aware(report.published) - aware(report.captured)
    return replace(report, published=None, published_precision=None) if ahead > AHEAD else report


@cache
def moment(text: str) -> datetime:
    """Return an ISO 8601 date or time in UTC, for order; a bare date is midnight UTC."""
    return aware(datetime.fromisoformat(text))


def said(time: str | None) -> datetime:
    """Return when something was said, for order; unknown sorts last."""
    return moment(time) if time else FAR_FUTURE


def aware(moment: datetime, zone: tzinfo = UTC) -> datetime:
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    return moment.astimezone(UTC)


def order(reports: Iterable[Report]) -> list[Report]:
    """Return reports by time of publication, then id: the order every later step relies on."""
    return sorted(reports, key=lambda r: (when(r), r.id))


# --- actors ----------------------------------------------------------------------------------

def is_vague(actor: Actor) -> bool:
    """Tell whether the words name nobody who could be asked: "some analysts", "officials"."""
    if actor.person or actor.office:
        return False
    return bool(VAGUE.match(actor.name.strip()))


def is_named(actor: Actor) -> bool:
    """Tell whether the words single somebody out: a person, an office, a state's, or a name."""
    if actor.person or actor.office:
        return True
    return not is_vague(actor) and (bool(actor.country) or is_name(actor.name))


@cache
def is_name(words: str) -> bool:
    """Tell whether words name somebody: a known body, or capitals beyond the first letter
    ("Rapid Support Forces", but not "Separatist militants" or "nine people")."""
    return organisation(words) is not None or any(c.isupper() for c in words.strip()[1:])


def actor_key(actor: Actor) -> str:
    """Return a key equal for two mentions of one actor: person, else body, else state."""
    if actor.person:
        return "person:" + person_key(actor.person)
    return f"body:{actor.country or ''}:{slug(actor.name)}"


def person_key(name: str) -> str:
    """Return a name's words in any order, so that "Ahn Gyu-back" and "Gyu-back Ahn" agree."""
    return "-".join(sorted(slug(name).split("-")))


def party(actor: Actor) -> str:
    """Return the party to a conflict an actor belongs to: its country, else its own key."""
    return actor.country or actor_key(actor)


def parties(actors: Iterable[Actor]) -> frozenset[str]:
    return frozenset(party(a) for a in actors if is_named(a))


# --- times -----------------------------------------------------------------------------------

Interval = tuple[datetime, datetime]

_PRECISE = ("minute", "hour", "part of day", "day")


@cache
def _parse(text: str) -> tuple[date, time | None, timezone | None] | None:
    try:
        if len(text) <= 10:
            year, month, day = [*map(int, text.split("-")), 1, 1][:3]
            return date(year, month, day), None, None
        moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except (ValueError, TypeError):
        return None
    offset = moment.utcoffset()
    zone = timezone(offset) if offset is not None else None
    return moment.date(), moment.time(), zone


def interval(ref: TimeRef | None, zones: Iterable[tzinfo] = ()) -> Interval | None:
    """Return the UTC interval a time covers, end exclusive; None when it says nothing.

    A date without an offset covers that day in each of `zones` (the place's and the
    publisher's, say); without zones, that day in UTC plus and minus 12 hours, since the day
    begins at +14:00 and ends at -12:00 somewhere.
    """
    if ref is None or not ref.begin:
        return None
    begin, until = _parse(ref.begin), _parse(ref.until or ref.begin)
    if begin is None or until is None:
        return None
    zones = tuple(zones)
    low = [_instant(begin, z, end=False) for z in _zones(begin, zones, timedelta(hours=12))]
    high = [_instant(until, z, end=True) for z in _zones(until, zones, timedelta(hours=-12))]
    start, stop = min(low), max(high)
    return (start, stop) if start < stop else (stop, start)


def _zones(
    parsed: tuple[date, time | None, timezone | None], zones: tuple[tzinfo, ...], spread: timedelta
) -> tuple[tzinfo, ...]:
    if parsed[2] is not None:
        return (parsed[2],)
    return zones or (timezone(spread),)


def _instant(
    parsed: tuple[date, time | None, timezone | None], zone: tzinfo, *, end: bool
) -> datetime:
    day, clock, _ = parsed
    moment = datetime.combine(day, clock or time(), zone)
    if end:
        try:
            moment += timedelta(days=1) if clock is None else timedelta(minutes=1)
        except OverflowError:
            return FAR_FUTURE
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return FAR_FUTURE


def overlap(a: Interval, b: Interval, slack: timedelta = timedelta(0)) -> bool:
    return a[0] < b[1] + slack and b[0] < a[1] + slack


def is_day_or_finer(ref: TimeRef | None) -> bool:
    return ref is not None and ref.begin is not None and ref.precision in _PRECISE


# --- places ----------------------------------------------------------------------------------

def km_between(a: Place, b: Place) -> float | None:
    """Return the great-circle distance in kilometres (haversine, mean radius 6,371.0088 km)."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    p, q = math.radians(a.lat), math.radians(b.lat)
    d_lat, d_lon = q - p, math.radians(b.lon - a.lon)
    h = math.sin(d_lat / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(d_lon / 2) ** 2
    return 2 * 6371.0088 * math.asin(min(1.0, math.sqrt(h)))


# --- words -----------------------------------------------------------------------------------

_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")

_FUNCTION_WORDS = """
a about above after again against all also am among an and another any are as at be became
because been before began being below between both but by came can could day days did do does
down during each even ever few first following for former from further gave get given go had has
have he her here him his how however i if in including into is it its itself just last later
least less like made make many may me might month months more most mr mrs ms much must my near
never new next no none nor not now of off often on one only or other our out over own part per
put quite rather said same saw say saying says see seen several she should since so some still
such than that the their them then there these they thing this those though three through time
times to today told too took toward towards two under until up upon us use used very was way we
week weeks well went were what when where which while who whom whose why will with within
without would year years yesterday yet you your monday tuesday wednesday thursday friday
saturday sunday january february march april june july august september october november
december jan feb mar apr jun jul aug sep sept oct nov dec according reported reportedly
reporters statement added
"""

STOP = frozenset(_FUNCTION_WORDS.split())
"""Words that say nothing about the matter: function words, days, months, words of saying."""


def words(text: str) -> list[str]:
    """Return lower-case words without accents, look-alike letters as Latin ones; possessive
    endings dropped."""
    low = plain(text.replace("’", "'"))
    return [w.removesuffix("'s") for w in _WORD.findall(low)]


def content_words(text: str) -> list[str]:
    return [w for w in words(text) if w not in STOP and (len(w) > 2 or w.isdigit())]
