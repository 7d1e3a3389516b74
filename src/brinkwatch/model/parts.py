"""The parts claims are made of: actors, places, times, quantities.

`start` and `end` are offsets into the report's stored text and slice it to `text`; they are None
only where the part was inferred rather than written (the "we" of a quote, say).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts or speaks: a state, a body, an office holder, a group."""

    name: str
    """Canonical name: "North Korea", "Pete Hegseth", "Joint Chiefs of Staff (South Korea)"."""
    country: str | None = None
    """ISO 3166-1 alpha-3 of the country it belongs to; None for international bodies."""
    sector: str | None = None
    """PLOVER sector: GOV, MIL, LEG, JUD, OPP, REB, CVL, MED, BUS, IGO, NGO, CRM, UNS, …"""
    person: str | None = None
    """Full name when it is a person."""
    office: str | None = None
    """Office held at the time, as a title: "Defense Minister", "President"."""
    text: str = ""
    """The words in the report; for a pronoun the pronoun itself."""
    start: int | None = None
    end: int | None = None
    verb: str | None = None
    """In an attribution chain: the word of saying ("said", "according to", "citing")."""


@dataclass(frozen=True, slots=True)
class Place:
    """A toponym with coordinates (WGS 84 degrees)."""

    name: str
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    """ISO 3166-1 alpha-3; None at sea."""
    precision: str | None = None
    """"site", "city", "county", "province", "country", "sea" or "region"."""
    role: str = "at"
    """"origin", "target", "toward" or "at"."""
    text: str = ""
    start: int | None = None
    end: int | None = None
    radius_km: float | None = None
    """How far the truth may lie from the point, by kind of place."""


@dataclass(frozen=True, slots=True)
class TimeRef:
    """An interval on the calendar.

    `begin` and `until` are ISO 8601, `until` inclusive at the precision given: a day is
    "2025-11-07".."2025-11-07", an hour "2025-11-07T17:00+09:00".."2025-11-07T17:59+09:00",
    with the offset of the place where the thing happened when it is known.
    Serialised as "start" and "end".
    """

    begin: str | None
    until: str | None
    precision: str
    """"minute", "hour", "part of day", "day", "week", "month", "season", "year", "span"."""
    text: str
    start: int | None = None
    end: int | None = None
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Quantity:
    """A measured or counted amount in its canonical unit (km, s, kg, %, count, USD …)."""

    kind: str
    """"distance", "altitude", "duration", "speed", "mass", "money", "percent", "count",
    "ordinal", "temperature", "area", "caliber", "length" …"""
    value: float | None
    unit: str | None
    low: float | None = None
    high: float | None = None
    """Bounds; None is open ("more than 10": low 10, high None)."""
    approximate: bool = False
    text: str = ""
    start: int | None = None
    end: int | None = None
    noun: str | None = None
    """What is counted: "missile", "people"."""
