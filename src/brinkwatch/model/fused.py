"""What many reports make together: origins, incidents, contradictions, stories."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from brinkwatch.model.spans import Span


@dataclass(frozen=True, slots=True)
class Origin:
    """Who first said it. Outlets that reprint one text share an origin."""

    id: str
    name: str
    """The wire, the office or the outlet."""
    reports: tuple[str, ...]
    """Report ids, first published first."""
    reason: str
    """Why these reports share it: "near-copy", "wire credit", "publisher family",
    "own reporting"."""


@dataclass(frozen=True, slots=True)
class Value:
    """One claimed value of an incident's field."""

    value: Any
    by: str | None
    """Who gave it: an actor's name, else the outlet."""
    origin: str
    claims: tuple[str, ...]
    time: str | None = None
    """When it was said (ISO 8601), by publication."""
    certainty: str = "asserted"
    superseded_by: str | None = None
    """Claim id of the holder's own later correction."""
    spans: tuple[Span, ...] = ()
    text: str = ""
    """The words, for display ("roughly 435 miles")."""


@dataclass(frozen=True, slots=True)
class Field:
    """All claimed values of one field, the resolved one, and the rule that chose it."""

    resolved: Any
    rule: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Incident:
    """One happening in the world, fused from claims."""

    id: str
    type: str
    """PLOVER type."""
    kind: str
    """"launch", "statement", "event", "indicator", "trend"."""
    fields: dict[str, Field]
    claims: tuple[str, ...]
    origins: tuple[str, ...]
    outlets: int
    begin: str | None = None
    until: str | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Values of one field that cannot all be true."""

    incident: str
    field: str
    values: tuple[Value, ...]
    standing: str
    """"open", "revised" or "same moment" (two dates that are one in UTC)."""
    note: str = ""
    since: str | None = None
    """When both sides had first been said (ISO 8601, by publication)."""
    until: str | None = None
    """When a source's own correction ended it; None while it is open."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A source that corrected itself. Both values stay."""

    incident: str
    field: str
    holder: str
    before: Value
    after: Value
    when: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """Something about a story that differs from the edition before; in the first edition, what its
    reports have corrected and where they differ."""

    at: str
    """When the edition that first shows it was made, ISO 8601, UTC."""
    kind: str
    """"report", "incident", "value", "contradiction", "settled", "revision" or "merged"."""
    incident: str | None = None
    field: str | None = None
    before: Any = None
    after: Any = None
    """The value or standing then and now; for "report" and "merged" an id."""
    when: str | None = None
    """When it came about in the reports, ISO 8601 by publication; None where that is unknown."""
    holder: str | None = None
    """Who took a value back, in a "revision"."""


@dataclass(frozen=True, slots=True)
class Story:
    """The incidents and reports that belong together."""

    id: str
    reports: tuple[str, ...]
    incidents: tuple[Incident, ...]
    origins: tuple[Origin, ...]
    contradictions: tuple[Contradiction, ...] = ()
    revisions: tuple[Revision, ...] = ()
    claims: tuple[str, ...] = ()
    begin: str | None = None
    until: str | None = None
    log: tuple[Change, ...] = ()
    """What has changed from edition to edition, oldest first."""
    off_topic: str | None = None
    """Why the story belongs in no edition; None when it belongs in one."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A report that is in no story, and why."""

    report: str
    reason: str
