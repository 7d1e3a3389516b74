"""How many days of weapons tests, and at what rate, with an exact interval."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta

from brinkwatch.assess.counts import poisson_interval
from brinkwatch.assess.log import begins, ends, tests
from brinkwatch.model import Assessment, Claim, Report, Story

METHOD = "tempo 1.0"
KIND = "tempo"

WINDOW = 28
"""Days looked back from the story's last report, less where the record is younger."""

SHORTEST = 7
"""Days a record must cover before a rate is stated."""

PER = 30
"""Days the rate is given for."""


def tempo(
    story: Story, claims: Mapping[str, Claim], reports: Mapping[str, Report]
) -> Assessment | None:
    """Return the tempo of the story's most active tester; None where nobody tests.

    The count of test days is taken as Poisson, its interval is Garwood's exact one at 95 %,
    scaled to 30 days. Tests cluster, so that the interval is too narrow rather than too wide.
    """
    log = tests(story, claims, reports)
    own = Counter(t.party for t in log if t.incident is not None)
    if not own:
        return None
    party = min(own, key=lambda p: (-own[p], p))
    last, first = ends(story, reports), begins(reports)
    if last is None or first is None:
        return _unjudged(story, party, "The story's reports have no dates.")
    begin = max(first, last - timedelta(days=WINDOW - 1))
    days = (last - begin).days + 1
    window = [t for t in log if t.party == party and begin <= t.day <= last]
    count = len({t.day for t in window})
    if days < SHORTEST:
        return _unjudged(
            story, party, f"The record covers {days} day(s); a rate needs {SHORTEST}.")
    if not count:
        return _unjudged(story, party, "No test in the window is on record.")
    low, high = poisson_interval(count)
    scale = PER / days
    return Assessment(
        id=f"tempo:{story.id}", kind=KIND, method=METHOD,
        verdict=f"{count} day{'s' * (count != 1)} with weapons tests in {days} days",
        value=round(count * scale, 2), low=round(low * scale, 2), high=round(high * scale, 2),
        inputs=tuple(dict.fromkeys(
            i for t in window for i in (t.incident, *t.claims) if i)),
        note=(
            f"A rate of {count * scale:.1f} test days in {PER} days "
            f"({low * scale:.1f} to {high * scale:.1f}, 95 % exact Poisson interval). "
            "No baseline: the record holds no earlier period to compare with."),
        detail={
            "party": party, "begin": begin.isoformat(), "until": last.isoformat(), "days": days,
            "count": count, "per": PER, "record_begins": first.isoformat(),
            "tests": [
                {"day": t.day.isoformat(), "kind": t.kind, "party": t.party,
                 "incident": t.incident, "claims": list(t.claims)}
                for t in window
            ],
        },
    )


def _unjudged(story: Story, party: str, why: str) -> Assessment:
    return Assessment(
        id=f"tempo:{story.id}", kind=KIND, verdict="not judged", method=METHOD, note=why,
        detail={"party": party, "tests": []},
    )
