"""A claim about a pace, compared with the stretch before and with the year before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from brinkwatch.assess import wording
from brinkwatch.assess.counting import Counted
from brinkwatch.assess.counts import rate_ratio_test
from brinkwatch.assess.log import COMPLETE, PARTIAL, Log
from brinkwatch.assess.reading import (
    CONTRADICTED,
    NOT_JUDGED,
    SUPPORTED,
    Reading,
    between,
    made,
    uncovered,
)
from brinkwatch.assess.windows import Stretch

TOO_FEW = 3
"""Fewer launch days than this in both stretches together say nothing about a pace."""
SIGNIFICANT = 0.10
"""One-sided p up to which the later count is more than chance."""
YEAR = 365
"""Days before the stretch that make the longer baseline of a pace."""


def pace(
    relation: str, stretch: Stretch, counted: Counted, party: str, at: date, log: Log, main: bool
) -> Iterator[Reading]:
    """A reading for each plausible length of the stretch and each of the two baselines.

    Args:
        relation: "up" or "down".
        at: the day of the claim, the last one counted.
        main: whether `counted` is what the claim counts as worded.
    """
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
    rows = between(log, party, counted, first, at, None)
    old = between(log, party, counted, earlier, eve, None)
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
        verdict, reason = NOT_JUDGED, uncovered(cover, counted)
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
    return made(
        counted, "launch days", first, at, rows, verdict, reason, cover, main, None, now=now,
        earlier=earlier.isoformat(), before=before, p=None if p is None else round(p, 4),
        before_rows=tuple(e.id for e in old), direction=relation, tested=tested)


def _tested(p: float, against: float) -> tuple[str, str]:
    if p <= SIGNIFICANT:
        return SUPPORTED, f"the difference is more than chance (p = {p:.2f})"
    if against <= SIGNIFICANT:
        return CONTRADICTED, f"the log shows the opposite (p = {against:.2f})"
    return NOT_JUDGED, f"the difference could be chance (p = {p:.2f})"
