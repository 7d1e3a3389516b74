"""Alerts: what to look out for, and when it was seen. All moments are UTC."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

PENDING, SENT, FAILED, HELD, DIGEST = "pending", "sent", "failed", "held back", "digest"
STATUSES = (PENDING, SENT, FAILED, HELD, DIGEST)
"""To be sent; sent; given up; not sent for a mute or a cool-down; kept for the day's digest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What sets an alert off: every condition that is given must hold, empty ones always do."""

    id: str
    name: str
    user: str
    """Name of the user it belongs to."""
    types: tuple[str, ...] = ()
    """PLOVER types."""
    actors: tuple[str, ...] = ()
    """Names, or ISO 3166-1 alpha-3 codes of countries."""
    places: tuple[str, ...] = ()
    """Names of places, or codes of countries."""
    indicators: tuple[str, ...] = ()
    level: int | None = None
    """The level of tension that must be reached."""
    targets: tuple[str, ...] = ()
    """Addresses it is sent to, as Apprise or a webhook knows them. They may hold secrets."""
    cool_down: int = 3_600
    """Seconds after an alert in which it sends no other."""
    daily: bool = False
    """Kept for the day's digest and not sent at once."""
    active: bool = True
    muted: datetime | None = None
    """Nothing is sent until then."""
    created: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Firing:
    """A rule was met. What set it off (`key`) sets it off once."""

    id: int
    rule: str
    key: str
    at: datetime
    title: str
    body: Mapping[str, Any] = field(default_factory=dict)
    status: str = PENDING
    """One of `STATUSES`."""
    due: datetime | None = None
    """When it is to be sent, or tried again."""
    tries: int = 0
    note: str | None = None
