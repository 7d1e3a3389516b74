"""Many reports to stories and incidents, with origins counted and contradictions kept."""

from __future__ import annotations

from brinkwatch.fuse.fusing import Fusion, fuse

__all__ = ["Fusion", "fuse"]
