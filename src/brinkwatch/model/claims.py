"""Claims: what a report says happened, was said, is growing, or may be coming.

A claim is never a fact. It carries its evidence, the chain of those who said it, and how surely.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from brinkwatch.model.parts import Actor, Place, Quantity, TimeRef
from brinkwatch.model.spans import Evidence

CERTAINTIES = (
    "asserted", "suspected", "possible", "planned", "threatened", "conditional", "denied",
)
"""From sure to refused; "suspected" is the holder's own hedge, "possible" is a mere chance."""

ACTS = (
    "threaten", "condemn", "praise", "pledge", "request", "deny", "support", "assess",
    "report", "announce",
)


@dataclass(frozen=True, slots=True)
class Measure:
    """A number about a launch, with who gave it. The unit is in the field's name."""

    value: float | None
    low: float | None = None
    high: float | None = None
    by: str | None = None
    """Name of the actor that measured or said it; None when the report gives none."""
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Count:
    low: float | None
    high: float | None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Weapon:
    kind: str = "unknown"
    """"ballistic", "cruise", "rocket artillery", "air defence", "space" or "unknown"."""
    range_class: str | None = None
    """"CRBM", "SRBM", "MRBM", "IRBM" or "ICBM"."""
    class_certainty: str | None = None
    system: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Fields every record shares. `attribution` runs outermost source first; empty means the
    report itself says so."""

    record: ClassVar[str] = "claim"

    id: str
    report: str
    evidence: tuple[Evidence, ...]
    type: str | None = None
    """PLOVER event type."""
    mode: str | None = None
    cameo: str | None = None
    actors: tuple[Actor, ...] = ()
    recipients: tuple[Actor, ...] = ()
    places: tuple[Place, ...] = ()
    time: TimeRef | None = None
    attribution: tuple[Actor, ...] = ()
    certainty: str = "asserted"
    quantities: tuple[Quantity, ...] = ()
    trigger: str | None = None
    """Lemma of the word that carries the event ("launch", "condemn", "visit")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Claim):
    """Somebody did something to somebody. `object` is what the deed is about, in the report's
    own words ("plans to construct a nuclear-powered submarine")."""

    record: ClassVar[str] = "event"
    object: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Launch(Claim):
    """One launch or weapons test, all its mentions in one record."""

    record: ClassVar[str] = "launch"

    weapon: Weapon = field(default_factory=Weapon)
    count: Count | None = None
    distance_km: tuple[Measure, ...] = ()
    altitude_km: tuple[Measure, ...] = ()
    flight_seconds: tuple[Measure, ...] = ()
    outcome: str | None = None
    """"success", "failure", "intercepted" or None."""
    casualties: int | str | None = None
    damage: int | str | None = None
    """A number, "none", "reported" or None."""
    outside_eez: bool | None = None
    platform: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Claim):
    """Somebody said something. `quote` is an exact substring of the stored text."""

    record: ClassVar[str] = "statement"

    speaker: Actor
    addressees: tuple[Actor, ...] = ()
    quote: str = ""
    direct: bool = False
    act: str = "report"
    quote_start: int | None = None
    quote_end: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend(Claim):
    """A claim about a series: "accelerating in recent weeks", "the fourth this year"."""

    record: ClassVar[str] = "trend"

    measure: str = ""
    direction: str | None = None
    """"accelerating", "rising", "falling", "steady"."""
    ordinal: int | None = None
    """4 for "the fourth"; -1 for "the latest"."""
    since: str | None = None
    """"2017" for "the largest since 2017", "three weeks" for "first in three weeks"."""
    window: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator(Claim):
    """A sign that something may be coming."""

    record: ClassVar[str] = "indicator"

    indicator: str = ""
    """"preparations detected", "monitoring", "closure notice", "engine test", "exercise", …"""
    status: str = "reported"
    """"reported", "ongoing", "planned", "ended", "denied"."""
