"""One thing a trend claim asks, judged under each of its plausible readings.

A launch found where there should be none, or more than were claimed, contradicts whatever the log
may lack. Anything that rests on there being no more (support, or "only two") needs a log that
covers the stretch: a history complete for the kind, or for support also the record's own watch.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from brinkwatch.assess import wording
from brinkwatch.assess.counting import Counted
from brinkwatch.assess.counts import rate_ratio_test
from brinkwatch.assess.log import COMPLETE, PARTIAL, Cover, Log, words
from brinkwatch.assess.windows import Stretch
from brinkwatch.assess.wording import Asked
from brinkwatch.model.log import Entry

SUPPORTED, CONTRADICTED, NOT_JUDGED = "supported", "contradicted", "not judged"

TOO_FEW = 3
"""Fewer launch days than this in both stretches together say nothing about a pace."""
SIGNIFICANT = 0.10
"""One-sided p up to which the later count is more than chance."""
SERIES_DAYS, SERIES_LEAST = 90, 3
"""Launch days in so many days that make "the latest in a series" one."""
YEAR = 365
"""Days before the stretch that make the longer baseline of a pace."""


@dataclass(frozen=True, slots=True)
class Own:
    """The launch a rank speaks of; `entry` is None where the log lacks it and the claim's own word
    for it is taken."""

    day: str
    entry: str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand what is asked, and what the log says to it.

    Attributes:
        unit: "launch days", "launches" or "missiles".
        begin, until: first and last day counted, ISO 8601; "" where none could be fixed.
        now: the count from `begin` to `until`; `possible` more are of a kind or day unknown.
        before: the count in the stretch compared with, which begins on `earlier`.
        cover: "complete", "watched" or "partial", of all that is counted.
        rows: ids of the launches counted.
        main: whether it reads the claim as worded.
    """

    counted: str
    unit: str
    begin: str
    until: str
    now: int
    verdict: str
    reason: str
    claimed: int | None = None
    possible: int = 0
    earlier: str | None = None
    before: int | None = None
    p: float | None = None
    cover: str = ""
    holes: tuple[tuple[str, str], ...] = ()
    rows: tuple[str, ...] = ()
    before_rows: tuple[str, ...] = ()
    main: bool = True
    direction: str | None = None
    tested: bool = False
    """Whether a pace could be put to the test, whatever came of it."""
    own: str | None = None
    days: tuple[str, ...] = field(default=())


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
            found.extend(_pace(asked.relation, asked.stretch, counted, party, at, log, main))
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
        rows = _between(log, party, counted, begin, until, own)
        maybe = _maybe(log, party, counted, begin, until, own)
        cover = log.cover(party, counted, begin, until)
        before = [e for e in log.launches(party, counted) if e.begin < begin.isoformat()]
        last = f"; the one before was on {words(_day(before[-1]))}" if before else ""
        if rows:
            verdict = CONTRADICTED
            reason = f"a launch on {words(_day(rows[-1]))} lies between"
        elif cover.grade == PARTIAL:
            verdict, reason = NOT_JUDGED, _uncovered(cover, counted)
        elif maybe:
            verdict, reason = NOT_JUDGED, (
                f"a launch on {words(_day(maybe[-1]))} is of a kind or day not known")
        else:
            verdict = SUPPORTED
            reason = f"no launch on record in between{last}"
        yield _reading(
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
        rows = _between(log, party, counted, begin, until, None)
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
        verdict, reason = NOT_JUDGED, f"{held}, but {_uncovered(cover, counted)}"
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
    return _reading(counted, unit, *span, rows, verdict, reason, cover, main, own,
                    claimed=claimed, possible=maybe, now=low)


def _count_from(stretch: Stretch, day: date) -> list[date]:
    if stretch.lengths:
        return [day - timedelta(days=longest - 1) for longest, _ in stretch.lengths]
    if stretch.named is not None:
        return [stretch.named[0]]
    return [stretch.begins] if stretch.begins is not None else []


def _pace(
    relation: str, stretch: Stretch, counted: Counted, party: str, at: date, log: Log, main: bool
) -> Iterator[Reading]:
    lengths = [n for n, _ in stretch.lengths]
    start = stretch.begins or (stretch.named[0] if stretch.named else None)
    if not lengths and start is not None:
        lengths = [max(1, (at - start).days + 1)]
    for length in lengths:
        first = at - timedelta(days=length - 1)
        longer = _covered(first - timedelta(days=max(length, YEAR)), first, 2 * length, party,
                          counted, log)
        for earlier in dict.fromkeys((first - timedelta(days=length), longer)):
            yield _compared(relation, counted, party, (earlier, first, at), log, main)


def _covered(
    earlier: date, first: date, shortest: int, party: str, counted: Counted, log: Log
) -> date:
    """The baseline's first day, later where only so much of it is covered, if that leaves enough
    to compare with."""
    holes = log.cover(party, counted, earlier, first).holes
    if len(holes) == 1 and holes[0][0] == earlier:
        later = holes[0][1] + timedelta(days=1)
        if (first - later).days >= shortest:
            return later
    return earlier


def _compared(
    relation: str, counted: Counted, party: str, days: tuple[date, date, date], log: Log,
    main: bool,
) -> Reading:
    earlier, first, at = days
    eve = first - timedelta(days=1)
    rows = _between(log, party, counted, first, at, None)
    old = _between(log, party, counted, earlier, eve, None)
    now, before = len({e.begin for e in rows}), len({e.begin for e in old})
    spans = ((at - first).days + 1, (first - earlier).days)
    up = relation == wording.UP
    p = p_against = None
    if now + before:
        rising = rate_ratio_test(now, before, *spans)
        falling = rate_ratio_test(before, now, spans[1], spans[0])
        p, p_against = (rising, falling) if up else (falling, rising)
    cover = log.cover(party, counted, earlier, at)
    tested = False
    if cover.grade == PARTIAL:
        verdict, reason = NOT_JUDGED, _uncovered(cover, counted)
    elif cover.grade != COMPLETE and counted.kinds is None and "record" in cover.by and (
            len(cover.by) > 1):
        verdict, reason = NOT_JUDGED, "the two stretches are known unequally well"
    elif now + before < TOO_FEW:
        verdict, reason = NOT_JUDGED, f"{now + before} launch days in both are too few to compare"
    elif up and not now and cover.grade == COMPLETE:
        tested = True
        verdict, reason = CONTRADICTED, "no launch at all in the stretch said to be faster"
    else:
        tested = True
        verdict, reason = _tested(p or 1.0, p_against or 1.0)
    return _reading(
        counted, "launch days", first, at, rows, verdict, reason, cover, main, None, now=now,
        earlier=earlier.isoformat(), before=before, p=None if p is None else round(p, 4),
        before_rows=tuple(e.id for e in old), direction=relation, tested=tested)


def _tested(p: float, against: float) -> tuple[str, str]:
    if p <= SIGNIFICANT:
        return SUPPORTED, f"the difference is more than chance (p = {p:.2f})"
    if against <= SIGNIFICANT:
        return CONTRADICTED, f"the log shows the opposite (p = {against:.2f})"
    return NOT_JUDGED, f"the difference could be chance (p = {p:.2f})"


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
        rows = _between(log, party, counted, begin, until, own)
        cover = log.cover(party, counted, begin, until)
        silent = sum(1 for e in rows if getattr(e, name) is None)
        if value is None:
            verdict, reason = NOT_JUDGED, f"the log has no {asked.field} for the launch itself"
        elif top := [e for e in rows if (getattr(e, name) or 0) > value]:
            verdict = CONTRADICTED
            reason = (f"{getattr(top[-1], name):g} on {words(_day(top[-1]))} is more than "
                      f"{value:g}")
        elif cover.grade == PARTIAL:
            verdict, reason = NOT_JUDGED, _uncovered(cover, counted)
        elif silent:
            verdict, reason = NOT_JUDGED, f"{silent} launches in between have no {asked.field}"
        else:
            verdict, reason = SUPPORTED, f"none of {len(rows)} launches in between had more"
        yield _reading(counted, "launches", begin, until, rows, verdict, reason, cover, main, own)


def _series(counted: Counted, party: str, at: date, log: Log, main: bool) -> Reading:
    """Whether "the latest in a series" follows enough others to be one."""
    begin = at - timedelta(days=SERIES_DAYS - 1)
    rows = _between(log, party, counted, begin, at, None)
    days = len({e.begin for e in rows})
    cover = log.cover(party, counted, begin, at)
    if days >= SERIES_LEAST:
        verdict, reason = SUPPORTED, f"{days} launch days make a series"
    else:
        verdict, reason = NOT_JUDGED, f"{days} launch days on record are too few to tell"
    return _reading(counted, "launch days", begin, at, rows, verdict, reason, cover, main, None)


def _between(
    log: Log, party: str, counted: Counted, begin: date, until: date, own: Own | None
) -> list[Entry]:
    return [
        e for e in log.launches(party, counted)
        if begin.isoformat() <= e.begin <= until.isoformat()
        and (own is None or e.id != own.entry)
    ]


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


def _reading(
    counted: Counted, unit: str, begin: date, until: date, rows: Sequence[Entry], verdict: str,
    reason: str, cover: Cover, main: bool, own: Own | None, **more: object,
) -> Reading:
    values: dict[str, object] = {"now": len({e.begin for e in rows}), **more}
    return Reading(
        counted=counted.name, unit=unit, begin=begin.isoformat(), until=until.isoformat(),
        verdict=verdict, reason=reason, cover=cover.grade,
        holes=tuple((a.isoformat(), b.isoformat()) for a, b in cover.holes),
        rows=tuple(e.id for e in rows), days=tuple(dict.fromkeys(e.begin for e in rows)),
        main=main, own=own.entry if own else None, **values)  # type: ignore[arg-type]


def _not(counted: str, reason: str, main: bool = True) -> Reading:
    return Reading(counted, "launch days", "", "", 0, NOT_JUDGED, reason, main=main)


def _day(e: Entry) -> date:
    return date.fromisoformat(e.begin)


def _uncovered(cover: Cover, counted: Counted) -> str:
    a, b = cover.holes[0]
    more = f" and {len(cover.holes) - 1} other stretches" if len(cover.holes) > 1 else ""
    return (f"no list of {counted.name} and no run of reports covers {words(a)} to {words(b)}"
            f"{more}")


def told(r: Reading) -> str:
    """A reading in a sentence."""
    if not r.begin:
        return f"{r.counted[:1].upper()}{r.counted[1:]}: {r.reason}."
    span = f"from {words(date.fromisoformat(r.begin))} to {words(date.fromisoformat(r.until))}"
    against = ""
    if r.before is not None and r.earlier:
        before = date.fromisoformat(r.begin) - timedelta(days=1)
        against = (f", {r.before} from {words(date.fromisoformat(r.earlier))} to "
                   f"{words(before)}")
    return (f"{r.counted[:1].upper()}{r.counted[1:]}, {r.unit}: {r.now} {span}{against}; "
            f"{r.reason}.")
