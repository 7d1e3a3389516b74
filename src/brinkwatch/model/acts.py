"""What an analyst decides about the record: each act stands until it is undone, and both stay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

CONFIRM, REJECT, REGRADE = "confirm", "reject", "regrade"
MERGE, SPLIT, PUBLISH = "merge", "split", "publish"
KINDS = (CONFIRM, REJECT, REGRADE, MERGE, SPLIT, PUBLISH)
"""The subject of the first three is a claim, of merge and split a story, of publish an edition."""
VERDICTS = (CONFIRM, REJECT)
"""Of these a claim has one at a time: the later replaces the earlier."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One decision. `detail` by kind: regrade {"grade": Admiralty grade}, merge {"story": id of the
    story taken in}, split {"reports": ids that leave}."""

    id: str
    at: datetime
    """UTC."""
    user: str
    kind: str
    """One of `KINDS`."""
    subject: str
    """Id of the claim, story or edition."""
    reason: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)
    undone: datetime | None = None
    undone_by: str | None = None

    @property
    def stands(self) -> bool:
        return self.undone is None
