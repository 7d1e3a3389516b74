"""Incidents to judgement: each with a written formula, its version, its inputs and an interval.

Where the record is too thin the verdict is "not judged", with the reason; there is never a number
from nothing. Methods: docs/methodology.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from brinkwatch.assess import boards, deeds, record, tempo, tension, trends
from brinkwatch.assess import log as launch_log
from brinkwatch.assess.explain import explain
from brinkwatch.assess.forecast import issue
from brinkwatch.model import Assessment, Claim, Report, Story
from brinkwatch.model.log import History

__all__ = ["assess", "explain", "judged_until"]

CURRENT = timedelta(days=3)
"""A story whose last report is older than this, by the record's last, has no forecast."""


def assess(
    story: Story, claims: Mapping[str, Claim], reports: Mapping[str, Report],
    histories: Sequence[History] | None = None,
) -> tuple[Assessment, ...]:
    """Return what may be judged of a story: tempo, trend checks, tension, boards, forecasts.

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
    found: list[Assessment | None] = [
        tempo.assess(record.launching(story.incidents, claims), story.id, last, log)]
    found += trends.checks(
        [i for i in story.incidents if i.kind == "trend"], claims, reports, log)
    coded = deeds.of_incidents(story.incidents, claims, reports)
    pair = next(iter(tension.pairs(coded)), None)
    if pair is not None:
        listed = deeds.of_entries(
            e for e in log.entries if not e.kind and e.begin <= (last or date.max).isoformat())
        found.append(tension.assess(story.id, [*coded, *listed], last, log, pair))
    found += boards.assess(story, claims, reports, last)
    if found[0] is not None and _current(last, log.last_report):
        party = str((found[0].detail or {})["party"])
        found.append(issue.assess(story.id, party, last, log))
    return tuple(a for a in found if a is not None)


def _current(last: date | None, newest: date | None) -> bool:
    return last is not None and newest is not None and newest - last <= CURRENT


def judged_until(held: launch_log.Log) -> date | None:
    """The last day a log can speak of: of its reports, else of its histories."""
    ends = [date.fromisoformat(h.ends) for h in held.histories if h.ends]
    return held.last_report or max(ends, default=None)
