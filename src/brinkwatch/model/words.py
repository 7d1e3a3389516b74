"""A word of a sentence as the read stage sees it, for those who need no more of the reading."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """One word in its tree, labels of Universal Dependencies."""

    text: str
    lemma: str
    pos: str
    """UPOS: "NOUN", "VERB", "AUX", …"""
    relation: str
    """To its head: "nsubj", "ccomp", "aux:pass", …; "ROOT" for the root."""
    head: int
    """Index of the head in the same sentence; the root's own index for the root."""
    start: int
    """Offset in the text it was parsed from."""
