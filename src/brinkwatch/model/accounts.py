"""Who may use a served desk, and what they did. All moments are UTC."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

READER, ANALYST, ADMIN = "reader", "analyst", "admin"
ROLES = (READER, ANALYST, ADMIN)
"""Each may do what those before it may."""


def allows(role: str, needed: str) -> bool:
    """May somebody in this role do what the other role is needed for?"""
    return role in ROLES and ROLES.index(role) >= ROLES.index(needed)


def lesser(one: str, other: str) -> str:
    """The role of the two that may do less."""
    return min(one, other, key=ROLES.index)


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """An account."""

    name: str
    role: str
    """One of `ROLES`."""
    active: bool = True
    created: datetime | None = None
    has_password: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A key to the HTTP API. The secret itself is shown once and not kept."""

    id: int
    user: str
    name: str
    role: str
    """What it may do at most; less where its user may do less."""
    created: datetime | None = None
    expires: datetime | None = None
    used: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A log-in. `csrf` is what its forms must send back."""

    user: User
    csrf: str
    created: datetime
    expires: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLine:
    """One thing somebody did. `digest` is the SHA-256 of the line before's digest and this line,
    so that none can be changed or taken out without showing."""

    seq: int
    at: str
    user: str
    act: str
    subject: str
    detail: Mapping[str, Any] = field(default_factory=dict)
    digest: str = ""
