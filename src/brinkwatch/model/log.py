"""The launch log's rows: what a history lists, and what the desk's own record adds to it."""

from __future__ import annotations

from dataclasses import dataclass, field

RANGES = ("CRBM", "SRBM", "MRBM", "IRBM", "ICBM")
KINDS = ("ballistic", "cruise", "rocket artillery", "air defence", "space", "nuclear", "unknown")
"""What launches are told apart by: range classes of ballistic missiles, and kinds of weapon."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One launch (or, with another `type`, one coded event) on one day, as one source lists it.

    Days are calendar days of the place where it happened. `begin` and `until` differ where only
    the month or year is known.
    """

    id: str
    """"record:INCIDENT or CLAIM", or "HISTORY:ROW"."""
    source: str
    """"record" for the desk's own incidents, else the history's name."""
    begin: str
    """First possible day, ISO 8601."""
    until: str
    """Last possible day, ISO 8601."""
    party: str
    """ISO 3166-1 alpha-3 of who acts, else its name."""
    kind: str = "unknown"
    """Weapon kind as in `Weapon.kind`, "nuclear" for a nuclear test, "" for a coded event that is
    no launch."""
    range_class: str | None = None
    system: str | None = None
    count_low: int | None = None
    """Missiles, at least; None where the source gives no number."""
    count_high: int | None = None
    outcome: str | None = None
    distance_km: float | None = None
    altitude_km: float | None = None
    place: str | None = None
    lat: float | None = None
    lon: float | None = None
    certainty: str = "asserted"
    claims: tuple[str, ...] = ()
    incident: str | None = None
    type: str | None = None
    """PLOVER type, of coded events."""
    mode: str | None = None
    recipient: str | None = None
    origins: int = 1
    """Independent origins that report it."""
    zone_unsure: bool = False
    """Whether the source's day may be one off (a UTC date without a clock, say)."""
    same_as: tuple[str, ...] = ()
    """Ids of the entries of other sources that are the same launch."""
    differs: tuple[str, ...] = ()
    """Where those sources differ: "count: 2 (cns) against 3 (csis)"."""

    @property
    def dated(self) -> bool:
        """Whether the day is known."""
        return self.begin == self.until


@dataclass(frozen=True, slots=True)
class History:
    """A list of launches or events made by others, with what it does not know.

    A history covers a kind of weapon where it means to list every launch of that kind; the rest
    it lists only by chance.
    """

    name: str
    title: str
    format: str
    entries: tuple[Entry, ...] = ()
    begins: str | None = None
    """First day it covers, ISO 8601; None where it covers nothing for certain."""
    ends: str | None = None
    """Last day it covers, ISO 8601."""
    parties: tuple[str, ...] = ()
    """Whose launches it means to list."""
    complete: tuple[str, ...] = ()
    """Weapon kinds it means to list completely."""
    gaps: tuple[str, ...] = ()
    """What it does not list or does not know, as sentences."""
    counts: str = "launches"
    """What one row is: "missiles", "launches" (one row a firing), "events"."""
    source: str = ""
    refused: tuple[tuple[str, str], ...] = field(default=())
    """Rows left out: (place, reason)."""
    digest: str = ""
    """SHA-256 of the file it was read from."""
