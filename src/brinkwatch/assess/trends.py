"""Trend claims tested against the tests on record.

A claim has readings: what is counted (all weapons tests, ballistic missiles …) and over which
stretch. Support needs a record that covers the stretch; a single test in the wrong place is
enough to contradict. Everything else is not judged, with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from brinkwatch.assess.counts import rate_ratio_test
from brinkwatch.assess.log import KINDS, Test, begins, party_of, published_day, tests
from brinkwatch.assess.windows import lengths, start
from brinkwatch.model import Assessment, Claim, Incident, Report, Span, Story, Trend

METHOD = "trend check 1.0"
KIND = "trend check"

SUPPORTED, CONTRADICTED, NOT_JUDGED = "supported", "contradicted", "not judged"

TOO_FEW = 3
"""Fewer tests than this in both windows together say nothing about a pace."""

SIGNIFICANT = 0.10
"""One-sided p up to which the later count is more than chance."""

ABOUT = 0.25
"""Share of a stretch by which "about two weeks" may be short."""

UP = ("accelerating", "rising")
DOWN = ("falling", "slowing", "decelerating")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a claim, and what the record says to it.

    `now` is the number of tests of the kind counted from `begin` to `until`, both inclusive.
    """

    counted: str
    begin: str
    """First day of the stretch, ISO 8601."""
    until: str
    now: int
    before: int | None
    """Tests in the stretch of equal length before; None where none is compared."""
    p: float | None
    verdict: str
    reason: str
    direction: str | None = None


def check(
    incident: Incident, story: Story, claims: Mapping[str, Claim], reports: Mapping[str, Report]
) -> Assessment:
    """Test one trend incident."""
    trends = [c for cid in incident.claims if isinstance(c := claims.get(cid), Trend)]
    trends.sort(key=lambda c: (c.report, c.id))
    log = tests(story, claims, reports)
    said = [d for c in trends if (r := reports.get(c.report)) and (d := published_day(r))]
    covered = begins(reports)
    party = next((p for c in trends if (p := party_of(c.actors))), None)
    inputs = [incident.id, *(c.id for c in trends)]
    gaps: list[str] = []
    readings: list[Reading] = []
    used: list[Test] = []
    if not trends or not said:
        gaps.append("The claim has no date to count back from.")
    elif party is None:
        gaps.append("The claim names nobody whose tests could be counted.")
    else:
        at = max(said)
        mine = [t for t in log if t.party == party and t.day <= at]
        trend = trends[0]
        for name in _counted(trend):
            chosen = [t for t in mine if KINDS[name] is None or t.kind in (KINDS[name] or ())]
            used.extend(t for t in chosen if t not in used)
            readings.extend(_readings(trend, name, chosen, at, covered))
        if covered is not None:
            gaps.append(
                f"The record begins on {_day(covered)}; earlier tests are known only where a "
                "report looks back on them.")
        if not readings:
            gaps.append("No stretch of time and no order could be read in the claim.")
    inputs.extend(dict.fromkeys(i for t in used for i in (t.incident, *t.claims) if i))
    verdict = _overall(readings)
    return Assessment(
        id=f"trend-check:{incident.id}", kind=KIND, verdict=verdict, method=METHOD,
        inputs=tuple(dict.fromkeys(inputs)), note=_note(readings, gaps),
        spans=tuple(dict.fromkeys(
            Span(c.report, e.start, e.end) for c in trends for e in c.evidence[:1])),
        detail={
            "claim": trends[0].evidence[0].text if trends and trends[0].evidence else "",
            "readings": [asdict(r) for r in readings],
            "gaps": gaps,
            "record_begins": covered.isoformat() if covered else None,
            "tests": [
                {"day": t.day.isoformat(), "kind": t.kind, "party": t.party,
                 "incident": t.incident, "claims": list(t.claims)}
                for t in used
            ],
        },
    )


def _counted(trend: Trend) -> Sequence[str]:
    text = f"{trend.measure} {trend.trigger or ''} " + " ".join(e.text for e in trend.evidence[:1])
    measure = trend.measure or text
    for pattern, names in (
        (r"ballistic", ("ballistic missiles",)),
        (r"cruise", ("cruise missiles",)),
        (r"artillery|rocket launcher", ("rocket artillery",)),
        (r"satellite|space", ("space launches",)),
        (r"missile", ("missiles", "ballistic missiles")),
        (r"weapon|test|launch|provocation|fir(?:ing|e)", (
            "all weapons tests", "ballistic missiles")),
    ):
        if re.search(pattern, measure, re.I):
            return names
    return () if not re.search(r"launch|test|missile|weapon", text, re.I) else (
        "all weapons tests", "ballistic missiles")


def _readings(
    trend: Trend, name: str, log: Sequence[Test], at: date, covered: date | None
) -> list[Reading]:
    stretch = " ".join(x for x in (trend.since, trend.window) if x)
    if trend.ordinal == 1 and stretch:
        return [_first(stretch, name, log, at, covered)]
    if trend.ordinal is not None and trend.ordinal > 1 and stretch:
        return [_nth(trend.ordinal, stretch, name, log, at, covered)]
    if trend.direction in (*UP, *DOWN):
        days = lengths(stretch) or lengths("recent weeks")
        return [_pace(trend.direction, n, name, log, at, covered) for n in days]
    return []


def _pace(
    direction: str, days: int, name: str, log: Sequence[Test], at: date, covered: date | None
) -> Reading:
    first = at - timedelta(days=days - 1)
    earlier = first - timedelta(days=days)
    now = sum(1 for t in log if first <= t.day <= at)
    before = sum(1 for t in log if earlier <= t.day < first)
    up = direction in UP
    more, less = (now, before) if up else (before, now)
    p = rate_ratio_test(more, less, days, days) if now + before else None
    if covered is None or covered > earlier:
        since = f" begins on {_day(covered)} and" if covered else ""
        verdict, reason = NOT_JUDGED, f"the record{since} does not cover the {days} days before"
    elif now + before < TOO_FEW:
        verdict, reason = NOT_JUDGED, "too few tests on record"
    elif more > less and p is not None and p <= SIGNIFICANT:
        verdict, reason = SUPPORTED, "the counts differ by more than chance"
    elif more < less:
        verdict, reason = CONTRADICTED, "the record shows the opposite"
    else:
        verdict, reason = NOT_JUDGED, "the difference could be chance"
    return Reading(
        name, first.isoformat(), at.isoformat(), now, before,
        None if p is None else round(p, 4), verdict, reason, direction)


def _first(
    stretch: str, name: str, log: Sequence[Test], at: date, covered: date | None
) -> Reading:
    latest = max((t.day for t in log), default=None)
    if latest is None:
        return Reading(name, "", at.isoformat(), 0, None, None, NOT_JUDGED, "no test on record")
    begin = start(stretch, latest)
    if begin is None:
        return Reading(
            name, "", at.isoformat(), 0, None, None, NOT_JUDGED,
            f"“{stretch}” names no day to count from")
    named = bool(lengths(stretch))
    slack = timedelta(days=round((latest - begin).days * ABOUT)) if named else timedelta(0)
    between = [t for t in log if begin + slack < t.day < latest]
    if between:
        verdict, reason = CONTRADICTED, f"a test on {_day(between[-1].day)} lies between"
    elif covered is None or covered > begin + slack:
        verdict, reason = NOT_JUDGED, f"the record does not reach back to {_day(begin)}"
    else:
        verdict, reason = SUPPORTED, f"no test on record between {_day(begin)} and the latest"
    return Reading(
        name, (begin + slack + timedelta(days=1)).isoformat(),
        (latest - timedelta(days=1)).isoformat(), len(between), None, None, verdict, reason)


def _nth(
    ordinal: int, stretch: str, name: str, log: Sequence[Test], at: date, covered: date | None
) -> Reading:
    begin = start(stretch, at)
    if begin is None:
        return Reading(
            name, "", at.isoformat(), 0, None, None, NOT_JUDGED,
            f"“{stretch}” names no day to count from")
    count = sum(1 for t in log if begin <= t.day <= at)
    if count > ordinal:
        verdict, reason = CONTRADICTED, f"the record holds {count}"
    elif covered is None or covered > begin:
        verdict, reason = NOT_JUDGED, f"the record does not reach back to {_day(begin)}"
    elif count == ordinal:
        verdict, reason = SUPPORTED, f"the record holds {count}"
    else:
        verdict, reason = CONTRADICTED, f"the record holds only {count}"
    return Reading(
        name, begin.isoformat(), at.isoformat(), count, None, None, verdict, reason)


def _overall(readings: Sequence[Reading]) -> str:
    """Return the verdict on the claim as worded: its first kind of count decides."""
    main = [r for r in readings if r.counted == readings[0].counted]
    judged = {r.verdict for r in main} - {NOT_JUDGED}
    return judged.pop() if len(judged) == 1 else NOT_JUDGED


def _note(readings: Sequence[Reading], gaps: Sequence[str]) -> str:
    parts = []
    for r in readings:
        length = ""
        if r.begin:
            first, last = date.fromisoformat(r.begin), date.fromisoformat(r.until)
            length = f" from {_day(first)} to {_day(last)}"
        against = f" and {r.before} in as many days before" if r.before is not None else ""
        parts.append(f"{r.counted}: {r.now}{length}{against}; {r.verdict}, {r.reason}.")
    return " ".join([*(p[0].upper() + p[1:] for p in parts), *gaps])


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
