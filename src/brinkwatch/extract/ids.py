"""Stable ids: the same words in the same report give the same claim id on every run."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

LENGTH = 16
"""Hexadecimal digits kept: 64 bits, a collision in 4 billion claims is less likely than not."""


def claim_id(
    report: str, record: str, evidence: Iterable[tuple[int, int]], kind: str | None
) -> str:
    """Id of a claim.

    Args:
        report: id of the report.
        record: "event", "launch", "statement", "trend" or "indicator".
        evidence: (start, end) character offsets, in the order the claim gives them; may include
            the offsets of the trigger so that two claims of one sentence differ.
        kind: event type, indicator or measure; what the claim is of.
    """
    parts = [report, record, kind or ""]
    parts += [f"{start}-{end}" for start, end in evidence]
    digest = hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()
    return f"{record[:2]}-{digest[:LENGTH]}"
