"""The sample dossier: short dispatches by invented outlets about public facts.

It shows every stage of the desk without a network. Every record is marked `"sample": true`.
"""

from __future__ import annotations

from pathlib import Path

__all__ = ["dossier_paths"]


def dossier_paths() -> tuple[Path, ...]:
    """Return the files of the sample dossier, JSON Lines, ready for `collect`."""
    return (Path(__file__).with_name("dossier.jsonl"),)
