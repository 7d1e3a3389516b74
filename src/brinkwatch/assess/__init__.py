"""Incidents to judgement: each with a written formula, its version, its inputs and an interval.

Where the record is too thin the verdict is "not judged", with the reason; there is never a number
from nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

from brinkwatch.assess.explain import explain
from brinkwatch.assess.tempo import tempo
from brinkwatch.assess.trends import check
from brinkwatch.model import Assessment, Claim, Report, Story

__all__ = ["assess", "explain"]


def assess(
    story: Story, claims: Mapping[str, Claim], reports: Mapping[str, Report]
) -> tuple[Assessment, ...]:
    """Return what may be judged of a story.

    Args:
        claims: every claim of the record by id, not only the story's: tests that other reports
            tell of are counted too.
        reports: every report of the record by id; the earliest tells how far back it reaches.
    """
    found = [
        check(incident, story, claims, reports)
        for incident in story.incidents if incident.kind == "trend"
    ]
    pace = tempo(story, claims, reports)
    return (*((pace,) if pace is not None else ()), *found)
