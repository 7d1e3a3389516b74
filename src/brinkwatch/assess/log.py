"""The launch log: the record's own launches joined with histories made by others.

A launch of the record is one that somebody asserts or suspects on a day that is known. What the
log knows to be missing travels with it, so that a count can say what it may be worth.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from brinkwatch.assess import matching, record
from brinkwatch.assess.counting import Counted
from brinkwatch.knowledge.histories import bundled
from brinkwatch.model import Claim, Incident, Report
from brinkwatch.model.log import Entry, History

WATCH_GAP = 7
"""Days between two reports on a party up to which the record is taken to watch it: a launch in
between would have been told by the later one."""

COMPLETE, WATCHED, PARTIAL = "complete", "watched", "partial"


@dataclass(frozen=True, slots=True)
class Cover:
    """How far a stretch of days is known for what is counted.

    `grade` is "complete" (a history that means to list every such launch holds all of it),
    "watched" (what no history holds, the record's reports follow without long gaps) or "partial".
    """

    grade: str
    holes: tuple[tuple[date, date], ...] = ()
    """Stretches nobody watches."""
    by: tuple[str, ...] = ()
    """Names of the histories that cover part of it, "record" for the reports."""


@dataclass(frozen=True, slots=True)
class Log:
    """Launches by day, with the histories they are from and what the record watched."""

    entries: tuple[Entry, ...]
    histories: tuple[History, ...] = ()
    watched: Mapping[str, tuple[tuple[date, date], ...]] = field(default_factory=dict)
    """Stretches the record's reports follow, by party."""
    first_report: date | None = None
    last_report: date | None = None

    def launches(self, party: str, counted: Counted | None = None) -> list[Entry]:
        """The party's launches with a known day, by day; undated ones are in `undated`."""
        return [
            e for e in self.entries
            if e.party == party and e.kind and e.dated and (counted is None or counted.holds(e))
        ]

    def undated(self, party: str, counted: Counted, begin: date, until: date) -> list[Entry]:
        """Launches that may lie in the stretch, of which only the month or year is known."""
        return [
            e for e in self.entries
            if e.party == party and e.kind and not e.dated and counted.holds(e)
            and e.begin <= until.isoformat() and e.until >= begin.isoformat()
        ]

    def cover(self, party: str, counted: Counted, begin: date, until: date) -> Cover:
        """How far [begin, until] is known for the party and what is counted."""
        if until < begin:
            return Cover(COMPLETE)
        whole = [
            (date.fromisoformat(h.begins), date.fromisoformat(h.ends), h.name)
            for h in self.histories
            if h.begins and h.ends and party in h.parties and counted.within(h.complete)
        ]
        by = [name for a, b, name in whole if a <= until and b >= begin]
        holes = _holes(begin, until, [(a, b) for a, b, _ in whole])
        if not holes:
            return Cover(COMPLETE, (), tuple(by))
        watched = self.watched.get(party, ())
        if any(a <= until and b >= begin for a, b in watched):
            by.append("record")
        holes = [h for a, b in holes for h in _holes(a, b, watched)]
        return Cover(PARTIAL if holes else WATCHED, tuple(holes), tuple(by))

    def gaps(self, party: str, counted: Counted, since: date | None = None) -> list[str]:
        """What the log is known to lack for a count that begins on `since`, as sentences.
        Histories that end before it are not told of."""
        told = []
        used = {e.source for e in self.entries if e.party == party} | {
            s.split(":")[0] for e in self.entries if e.party == party for s in e.same_as}
        for h in self.histories:
            past = since is not None and h.ends is not None and h.ends < since.isoformat()
            if h.name in used and party in (h.parties or (party,)) and not past:
                told.append(f"{h.title}: {' '.join(h.gaps)}")
        if self.first_report is not None:
            told.append(
                f"The record's reports begin on {words(self.first_report)}; they are a selection, "
                "not a list of launches.")
        return told


def build(
    incidents: Iterable[Incident], claims: Mapping[str, Claim], reports: Mapping[str, Report],
    histories: Sequence[History] | None = None,
) -> Log:
    """Join the record's launches with histories.

    Args:
        histories: None for the bundled list alone; an empty sequence for no history at all.
    """
    held = (bundled(),) if histories is None else tuple(histories)
    own = record.entries(incidents, claims, reports)
    days = [d for r in reports.values() if (d := record.published_day(r)) is not None]
    return Log(
        matching.join(own, held), tuple(replace(h, entries=()) for h in held),
        record.watched(claims, reports, WATCH_GAP), min(days, default=None),
        max(days, default=None))


def _holes(
    begin: date, until: date, parts: Iterable[tuple[date, date]]
) -> list[tuple[date, date]]:
    found, at = [], begin
    for a, b in sorted(parts):
        if b < at or a > until:
            continue
        if a > at:
            found.append((at, a - timedelta(days=1)))
        at = max(at, b + timedelta(days=1))
    if at <= until:
        found.append((at, until))
    return found


def words(day: date) -> str:
    """ "7 November 2025" """
    return f"{day.day} {day:%B %Y}"
