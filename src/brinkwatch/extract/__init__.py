"""Annotated text to claims. May import `read` for the annotated text, no other stage.

    claims(doc, report)  # every claim of one report, in the order of its words
"""

from __future__ import annotations

from spacy.tokens import Doc

from brinkwatch.extract import events, indicators, kinds, launches, statements, trends
from brinkwatch.extract.parties import Parties
from brinkwatch.model import Claim, Report

__all__ = ["claims"]


def claims(doc: Doc, report: Report) -> list[Claim]:
    """The claims of one report.

    Args:
        doc: its text, annotated by the read stage; `doc.text == report.text`.
    """
    parties = Parties(doc)
    launched = launches.find(doc, report, parties)
    taken = launches.tokens(doc, parties)
    deeds = events.find(doc, report, parties, taken, launched)
    found: list[Claim] = [
        *launched,
        *kinds.find(doc, report, parties, deeds,
                    launches.tokens(doc, parties, back=True) if launched else taken),
        *statements.find(doc, report),
        *indicators.find(doc, report, parties),
        *trends.find(doc, report, parties),
    ]
    unique = {claim.id: claim for claim in found}
    return sorted(unique.values(), key=lambda c: c.evidence[0].start if c.evidence else -1)
