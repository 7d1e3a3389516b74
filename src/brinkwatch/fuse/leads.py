"""The deed a report opens with, by which two alike reports of two launches are told apart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from brinkwatch.fuse.keys import is_day_or_finer
from brinkwatch.model import Claim, Event, Launch

OPENING = 400
"""Characters within which a report tells what it is about."""

FORCE = frozenset({"attack", "interception", "incursion", "clash"})
"""Kinds of event that are deeds of one day; so is whatever else is an assault."""

Lead = tuple[str, int]
"""What was done, "launch" or "force", and the day, as `date.toordinal` counts."""


def lead(claims: Sequence[Claim]) -> Lead | None:
    """Return the first deed a report opens with; None where it opens with words, or does not say
    on what day."""
    found: list[tuple[int, str, Claim]] = []
    for claim in claims:
        kind = _kind(claim)
        if kind is None or not claim.evidence or claim.certainty not in ("asserted", "suspected"):
            continue
        if claim.evidence[0].start <= OPENING:
            found.append((claim.evidence[0].start, claim.id, claim))
    if not found:
        return None
    first = min(found, key=lambda f: f[:2])[2]
    day = _day(first)
    return (_kind(first) or "", day) if day is not None else None


def _kind(claim: Claim) -> str | None:
    if isinstance(claim, Launch):
        return "launch"
    if isinstance(claim, Event) and (claim.kind in FORCE or claim.type == "ASSAULT"):
        return "force"
    return None


def _day(claim: Claim) -> int | None:
    if claim.time is None or not claim.time.begin or not is_day_or_finer(claim.time):
        return None
    try:
        return date.fromisoformat(claim.time.begin[:10]).toordinal()
    except ValueError:
        return None
