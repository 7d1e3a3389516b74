"""Incidents to judgement: each with a written formula, its version, its inputs and an interval.

Where the record is too thin the verdict is "not judged", with the reason; there is never a number
from nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from brinkwatch.assess import log as launch_log
from brinkwatch.assess import record, tempo, trends
from brinkwatch.assess.explain import explain
from brinkwatch.model import Assessment, Claim, Report, Story
from brinkwatch.model.log import History

__all__ = ["assess", "explain"]


def assess(
    story: Story, claims: Mapping[str, Claim], reports: Mapping[str, Report],
    histories: Sequence[History] | None = None,
) -> tuple[Assessment, ...]:
    """Return what may be judged of a story.

    Args:
        claims: every claim of the record by id, not only the story's: launches that other reports
            tell of are counted too.
        reports: every report of the record by id.
        histories: lists of launches made by others; None for the bundled one.
    """
    log = launch_log.build(story.incidents, claims, reports, histories)
    days = [d for rid in story.reports
            if rid in reports and (d := record.published_day(reports[rid])) is not None]
    last = max(days, default=None)
    pace = tempo.assess(story.incidents, story.id, last, log)
    checked = trends.checks(
        (i for i in story.incidents if i.kind == "trend"), claims, reports, log)
    return (*((pace,) if pace is not None else ()), *checked)
