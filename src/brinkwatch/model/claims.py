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


@dataclass(frozen=True, slots=True)
class Detail:
    """One field of a typed event as the text gives it: a number with bounds, or words."""

    name: str
    """The field: "killed", "weapon", "zone", …; which a kind has is data
    (`knowledge/data/event_kinds.yaml`)."""
    value: float | str | None
    """The number, or the value the words stand for; None where only bounds are known."""
    low: float | None = None
    high: float | None = None
    """Bounds of a number; None is open ("at least 12": low 12, high None)."""
    unit: str | None = None
    """Unit of a measured number ("kt", "km", "s"); None for a count or words."""
    of: str | None = None
    """What is counted, as a lemma ("drone", "people"); None for what is no count."""
    by: str | None = None
    """Name of the actor that says so; None where the report itself does."""
    certainty: str = "asserted"
    """How surely they say it."""
    text: str = ""
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Fields every record shares. `attribution` runs outermost source first; empty means the
    report itself says so."""

    record: ClassVar[str] = "claim"

    id: str
    """Stable over readings of the same text by the same code."""
    report: str
    """The input's own id where it has one, else the SHA-256 of the captured bytes."""
    evidence: tuple[Evidence, ...]
    """The sentences that support it, in text order."""
    type: str | None = None
    """PLOVER event type."""
    mode: str | None = None
    """PLOVER mode; "weapons-test" is our extension of MOBILIZE."""
    cameo: str | None = None
    """CAMEO code, where one maps."""
    actors: tuple[Actor, ...] = ()
    """Who does it."""
    recipients: tuple[Actor, ...] = ()
    """To whom."""
    places: tuple[Place, ...] = ()
    """Toponyms of its clauses with their roles."""
    time: TimeRef | None = None
    """When it happened, at the precision the report gives."""
    attribution: tuple[Actor, ...] = ()
    """Who says so, outermost source first; empty where the report itself does."""
    certainty: str = "asserted"
    """How surely whoever says it does so; see the values below."""
    quantities: tuple[Quantity, ...] = ()
    """Amounts in its clauses."""
    trigger: str | None = None
    """Lemma of the word that carries the event ("launch", "condemn", "visit")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Claim):
    """Somebody did something to somebody. `object` is what the deed is about, in the report's
    own words ("plans to construct a nuclear-powered submarine")."""

    record: ClassVar[str] = "event"
    object: str | None = None
    kind: str | None = None
    """What kind of happening, where a field set pays: "attack", "interception", "incursion",
    "clash", "exercise", "sanction", "deployment" or "nuclear test"; None for a plain event."""
    details: tuple[Detail, ...] = ()
    """The fields of its kind, every value with who gave it; all mentions of one happening are
    one record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Launch(Claim):
    """One launch or weapons test, all its mentions in one record."""

    record: ClassVar[str] = "launch"

    weapon: Weapon = field(default_factory=Weapon)
    """What was launched."""
    count: Count | None = None
    """How many, with bounds."""
    distance_km: tuple[Measure, ...] = ()
    """Kilometres flown, every figure with who gave it; the range of a weapon is none."""
    altitude_km: tuple[Measure, ...] = ()
    """Kilometres of greatest height, every figure with who gave it."""
    flight_seconds: tuple[Measure, ...] = ()
    """Seconds in the air, every figure with who gave it."""
    outcome: str | None = None
    """"success", "failure", "intercepted" or None."""
    casualties: int | str | None = None
    """A number, "none", "reported" or None."""
    damage: int | str | None = None
    """A number, "none", "reported" or None."""
    outside_eez: bool | None = None
    """Whether it fell outside an exclusive economic zone."""
    platform: str | None = None
    """What it was fired from, where the report says."""


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
