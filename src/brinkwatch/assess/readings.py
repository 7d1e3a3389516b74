"""One thing a trend claim asks, judged under each of its plausible readings.

A launch found where there should be none, or more than were claimed, contradicts whatever the log
may lack. Anything that rests on there being no more (support, or "only two") needs a log that
covers the stretch: a history complete for the kind, or for support also the record's own watch.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from brinkwatch.assess import wording
from brinkwatch.assess.counting import Counted
from brinkwatch.assess.log import COMPLETE, PARTIAL, Cover, Log, words
from brinkwatch.assess.pace import pace
from brinkwatch.assess.reading import (
    CONTRADICTED,
    NOT_JUDGED,
    SUPPORTED,
    Own,
    Reading,
    between,
    day_of,
    made,
    told,
    uncovered,
)
from brinkwatch.assess.windows import Stretch
from brinkwatch.assess.wording import Asked
from brinkwatch.model.log import Entry

SERIES_DAYS, SERIES_LEAST = 90, 3
"""Launch days in so many days that make "the latest in a series" one."""


def readings(asked: Asked, party: str, at: date, own: Own | None, log: Log) -> list[Reading]:
    """Every plausible reading, as worded first.

    Args:
        at: the day of the claim.
        own: the launch a rank speaks of.
    """
    if not asked.counted:
        return [_not("what it counts", "the log of launches does not tell these apart")]
    if asked.stretch is None and asked.relation != wording.LATEST:
        return [_not(asked.counted[0].name, "it names no stretch of time that could be counted")]
    found: list[Reading] = []
    for n, counted in enumerate(asked.counted):
        main = n == 0
        if asked.relation == wording.FIRST and own is not None and asked.stretch is not None:
            found.extend(_first(asked.stretch, counted, party, own, log, main))
        elif asked.relation == wording.NTH and own is not None and asked.stretch is not None:
            found.extend(_nth(asked, asked.stretch, counted, party, own, log, main))
        elif asked.relation in (wording.UP, wording.DOWN) and asked.stretch is not None:
            found.extend(pace(asked.relation, asked.stretch, counted, party, at, log, main))
        elif asked.relation == wording.MOST and own is not None and asked.stretch is not None:
            found.extend(_most(asked, asked.stretch, counted, party, own, log, main))
        elif asked.relation == wording.LATEST:
            found.append(_series(counted, party, at, log, main))
        else:
            found.append(_not(counted.name, "claims of this form are not tested", main))
    return found


def overall(found: Sequence[Reading]) -> str:
    """The verdict on what is asked: that of the readings as worded.

    Units are ways to count one thing: if any supports, the claim stands. Different lengths of a
    vague stretch must not disagree. A pace is judged when at least half of the readings that could
    be tested agree and none says the opposite, so that one of many windows proves nothing.
    """
    main = [r for r in found if r.main] or list(found)
    tested = [r for r in main if r.tested]
    if tested:
        says = [r.verdict for r in tested]
        for one, other in ((SUPPORTED, CONTRADICTED), (CONTRADICTED, SUPPORTED)):
            if 2 * says.count(one) >= len(says) and other not in says:
                return one
        return NOT_JUDGED
    judged = {r.verdict for r in main} - {NOT_JUDGED}
    if len(judged) == 1:
        return judged.pop()
    if judged and len({(r.begin, r.until) for r in main}) == 1:
        return SUPPORTED
    return NOT_JUDGED


def _first(
    stretch: Stretch, counted: Counted, party: str, own: Own, log: Log, main: bool
) -> Iterator[Reading]:
    day = date.fromisoformat(own.day)
    until = day - timedelta(days=1)
    for begin in _quiet_from(stretch, counted, party, day, log):
        rows = between(log, party, counted, begin, until, own)
        maybe = _maybe(log, party, counted, begin, until, own)
        cover = log.cover(party, counted, begin, until)
        before = [e for e in log.launches(party, counted) if e.begin < begin.isoformat()]
        last = f"; the one before was on {words(day_of(before[-1]))}" if before else ""
        if rows:
            verdict = CONTRADICTED
            reason = f"a launch on {words(day_of(rows[-1]))} lies between"
        elif cover.grade == PARTIAL:
            verdict, reason = NOT_JUDGED, uncovered(cover, counted)
        elif maybe:
            verdict, reason = NOT_JUDGED, (
                f"a launch on {words(day_of(maybe[-1]))} is of a kind or day not known")
        else:
            verdict = SUPPORTED
            reason = f"no launch on record in between{last}"
        yield made(
            counted, "launch days", begin, until, rows, verdict, reason, cover, main, own,
            claimed=0, possible=len(maybe))


def _quiet_from(
    stretch: Stretch, counted: Counted, party: str, day: date, log: Log
) -> list[date]:
    """First day of the stretch that must be free of launches, for each way to read it."""
    if stretch.lengths:
        return [day - timedelta(days=shortest - 1) for _, shortest in stretch.lengths]
    if stretch.named is not None:
        return [stretch.named[1] + timedelta(days=1)]
    if stretch.begins is not None:
        return [stretch.begins]
    known = [date.fromisoformat(h.begins) for h in log.histories
             if h.begins and party in h.parties and counted.within(h.complete)]
    return [min(known, default=date(1900, 1, 1))]


def _nth(
    asked: Asked, stretch: Stretch, counted: Counted, party: str, own: Own, log: Log, main: bool
) -> Iterator[Reading]:
    assert asked.number is not None
    day = date.fromisoformat(own.day)
    until = min(day, stretch.until) if stretch.until else day
    for begin in _count_from(stretch, day):
        rows = between(log, party, counted, begin, until, None)
        maybe = _maybe(log, party, counted, begin, until, own)
        cover = log.cover(party, counted, begin, day - timedelta(days=1))
        extra = 0 if any(e.id == own.entry for e in rows) else 1
        days = len({e.begin for e in rows}) + extra
        counts: list[tuple[str, int, int | None]] = [
            ("launch days", days, days), ("launches", len(rows) + extra, None)]
        if asked.missiles:
            low = sum(e.count_low or 1 for e in rows) + extra
            high = sum(e.count_high if e.count_high is not None else 10**6 for e in rows) + extra
            counts = [("missiles", low, high), *counts]
        seen: set[int] = set()
        for unit, least, most in counts:
            if least in seen and unit == "launches":
                continue
            seen.add(least)
            yield _counted_reading(
                asked.number, counted, unit, (begin, until), rows, least,
                least if most is None else most, len(maybe), cover, main, own)


def _counted_reading(
    claimed: int, counted: Counted, unit: str, span: tuple[date, date], rows: Sequence[Entry],
    low: int, high: int, maybe: int, cover: Cover, main: bool, own: Own,
) -> Reading:
    held = f"the log holds {low}" if high == low else f"the log holds at least {low}"
    if low > claimed:
        verdict, reason = CONTRADICTED, f"{held}, more than {claimed}"
    elif cover.grade == PARTIAL:
        verdict, reason = NOT_JUDGED, f"{held}, but {uncovered(cover, counted)}"
    elif low <= claimed <= high + maybe and (low == claimed or maybe or high > low):
        if low == claimed and not maybe:
            verdict, reason = SUPPORTED, held
        else:
            verdict, reason = NOT_JUDGED, f"{held}, with {maybe or 'more'} uncertain"
    elif cover.grade == COMPLETE:
        verdict, reason = CONTRADICTED, f"the log holds only {low}"
    else:
        verdict, reason = NOT_JUDGED, (
            f"the log holds {low}, and the record's reports are no complete list")
    return made(counted, unit, *span, rows, verdict, reason, cover, main, own,
                    claimed=claimed, possible=maybe, now=low)


def _count_from(stretch: Stretch, day: date) -> list[date]:
    if stretch.lengths:
        return [day - timedelta(days=longest - 1) for longest, _ in stretch.lengths]
    if stretch.named is not None:
        return [stretch.named[0]]
    return [stretch.begins] if stretch.begins is not None else []


def _most(
    asked: Asked, stretch: Stretch, counted: Counted, party: str, own: Own, log: Log, main: bool
) -> Iterator[Reading]:
    if not asked.field:
        yield _not(counted.name, "the log holds nothing that could be compared", main)
        return
    name = {"count": "count_low", "distance": "distance_km", "altitude": "altitude_km"}[asked.field]
    day = date.fromisoformat(own.day)
    mine = [v for e in log.launches(party, counted)
            if e.begin == own.day and (v := getattr(e, name)) is not None]
    value = max(mine, default=None)
    for begin in _quiet_from(stretch, counted, party, day, log):
        until = day - timedelta(days=1)
        rows = between(log, party, counted, begin, until, own)
        cover = log.cover(party, counted, begin, until)
        silent = sum(1 for e in rows if getattr(e, name) is None)
        if value is None:
            verdict, reason = NOT_JUDGED, f"the log has no {asked.field} for the launch itself"
        elif top := [e for e in rows if (getattr(e, name) or 0) > value]:
            verdict = CONTRADICTED
            reason = (f"{getattr(top[-1], name):g} on {words(day_of(top[-1]))} is more than "
                      f"{value:g}")
        elif cover.grade == PARTIAL:
            verdict, reason = NOT_JUDGED, uncovered(cover, counted)
        elif silent:
            verdict, reason = NOT_JUDGED, f"{silent} launches in between have no {asked.field}"
        else:
            verdict, reason = SUPPORTED, f"none of {len(rows)} launches in between had more"
        yield made(counted, "launches", begin, until, rows, verdict, reason, cover, main, own)


def _series(counted: Counted, party: str, at: date, log: Log, main: bool) -> Reading:
    """Whether "the latest in a series" follows enough others to be one."""
    begin = at - timedelta(days=SERIES_DAYS - 1)
    rows = between(log, party, counted, begin, at, None)
    days = len({e.begin for e in rows})
    cover = log.cover(party, counted, begin, at)
    if days >= SERIES_LEAST:
        verdict, reason = SUPPORTED, f"{days} launch days make a series"
    else:
        verdict, reason = NOT_JUDGED, f"{days} launch days on record are too few to tell"
    return made(counted, "launch days", begin, at, rows, verdict, reason, cover, main, None)


def _maybe(
    log: Log, party: str, counted: Counted, begin: date, until: date, own: Own
) -> list[Entry]:
    """Launches in the stretch that may belong: of unknown kind, or of unknown day."""
    dated = [
        e for e in log.launches(party)
        if counted.may_hold(e) and begin.isoformat() <= e.begin <= until.isoformat()
        and e.id != own.entry
    ]
    return [*dated, *log.undated(party, counted, begin, until)]


def _not(counted: str, reason: str, main: bool = True) -> Reading:
    return Reading(counted, "launch days", "", "", 0, NOT_JUDGED, reason, main=main)


__all__ = ["CONTRADICTED", "NOT_JUDGED", "SUPPORTED", "Own", "Reading", "overall", "readings",
           "told"]
