"""Many reports to stories and incidents, with origins counted and contradictions kept."""

from __future__ import annotations

from brinkwatch.fuse.changes import changes
from brinkwatch.fuse.fusing import Fusion, fuse
from brinkwatch.fuse.likeness import APART_DAYS

__all__ = ["APART_DAYS", "Fusion", "changes", "fuse"]
