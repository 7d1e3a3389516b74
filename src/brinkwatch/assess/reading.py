"""One reading of a trend claim: what was counted, over which days, and what the log says to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from brinkwatch.assess.counting import Counted
from brinkwatch.assess.log import Cover, Log, words
from brinkwatch.model.log import Entry

SUPPORTED, CONTRADICTED, NOT_JUDGED = "supported", "contradicted", "not judged"


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


def between(
    log: Log, party: str, counted: Counted, begin: date, until: date, own: Own | None
) -> list[Entry]:
    """The launches counted in [begin, until], the launch spoken of left out."""
    return [
        e for e in log.launches(party, counted)
        if begin.isoformat() <= e.begin <= until.isoformat()
        and (own is None or e.id != own.entry)
    ]


def made(
    counted: Counted, unit: str, begin: date, until: date, rows: Sequence[Entry], verdict: str,
    reason: str, cover: Cover, main: bool, own: Own | None, **more: object,
) -> Reading:
    """A reading with its counts, days and cover filled in; `more` are further fields."""
    values: dict[str, object] = {"now": len({e.begin for e in rows}), **more}
    return Reading(
        counted=counted.name, unit=unit, begin=begin.isoformat(), until=until.isoformat(),
        verdict=verdict, reason=reason, cover=cover.grade,
        holes=tuple((a.isoformat(), b.isoformat()) for a, b in cover.holes),
        rows=tuple(e.id for e in rows), days=tuple(dict.fromkeys(e.begin for e in rows)),
        main=main, own=own.entry if own else None, **values)  # type: ignore[arg-type]


def day_of(e: Entry) -> date:
    """The first possible day of a launch."""
    return date.fromisoformat(e.begin)


def uncovered(cover: Cover, counted: Counted) -> str:
    """Why nothing follows from absence: the first stretch nobody watches."""
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
