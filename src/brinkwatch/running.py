"""Running stories: what a new batch of reports does to the stories on record.

A batch is fused together with the reports of every stored story within reach of it in time, so
that today's reports join yesterday's story under its old id, and a run that brings a story's
reports one by one ends where a run with all of them would.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from brinkwatch.errors import OvertakenError
from brinkwatch.model import LeftOut, Report, Story

if TYPE_CHECKING:
    from brinkwatch.fuse import Fusion
    from brinkwatch.reading import Reading
    from brinkwatch.store import Store

Done = TypeVar("Done")

TRIES = 5
"""Times something is made again because another process was quicker."""


def undisturbed(work: Callable[[], Done]) -> Done:
    """Do work that another process may overtake, again where one did.

    Raises:
        OvertakenError: another process was quicker each time.
    """
    for _ in range(TRIES - 1):
        try:
            return work()
        except OvertakenError:
            continue
    return work()


@dataclass(frozen=True, slots=True)
class Running:
    """What a batch comes to among the stories on record."""

    all: tuple[Story, ...]
    """Every story with a report of the batch."""
    stories: tuple[Story, ...]
    """Those of them that belong in an edition."""
    left_out: tuple[LeftOut, ...]
    readings: Mapping[str, Reading]
    """Of the batch and of the stored reports those stories rest on."""
    every: tuple[Story, ...]
    """Also the stories on record that were only looked at."""
    gone: tuple[str, ...]
    """Ids of stories that others took in."""
    mark: tuple[int, int]
    """`Store.stories_mark` when the stories on record were looked at."""

    def keep(self, store: Store) -> None:
        """Store the stories as they are now.

        Raises:
            OvertakenError: those on record are no longer the ones this was made from.
        """
        with store.batch():
            if store.stories_mark() != self.mark:
                raise OvertakenError("the stories on record: another process has changed them in "
                                     "the meantime. Try again.")
            store.put_stories(self.every, replace=False, drop=self.gone)


def fused(
    reports: Sequence[Report], readings: Mapping[str, Reading],
    known: Mapping[str, Sequence[str]] | None = None,
) -> Fusion:
    """Fuse reports with what was read in them, going on with known stories (id to reports' ids)."""
    from brinkwatch.fuse import fuse

    return fuse(
        reports,
        {rid: reading.claims for rid, reading in readings.items()},
        {rid: reading.vectors for rid, reading in readings.items()},
        known,
    )


def within_reach(store: Store, reports: Sequence[Report]) -> dict[str, list[str]]:
    """Return the stored stories that these reports might belong to, each with its reports' ids.

    A report without a date counts by when it was captured.
    """
    from brinkwatch.fuse import APART_DAYS

    moments = [m for r in reports if (m := r.published or r.captured) is not None]
    if not moments:
        return {}
    utc = [m.replace(tzinfo=UTC) if m.tzinfo is None else m.astimezone(UTC) for m in moments]
    reach = timedelta(days=APART_DAYS + 1)  # a bare date may lie a day off
    return store.stories_between(min(utc) - reach, max(utc) + reach)


def run_on(
    store: Store,
    reports: Sequence[Report],
    readings: Mapping[str, Reading],
    read: Callable[[Sequence[Report]], Mapping[str, Reading]],
    at: datetime,
) -> Running:
    """Fuse reports with the stories on record they might belong to.

    Args:
        readings: of `reports`.
        read: reads reports, or takes their readings from the store.
        at: when the edition is published; what has changed since the last is logged under it.
    """
    from brinkwatch.fuse import changes

    mark = store.stories_mark()
    known = within_reach(store, reports)
    mine = {r.id for r in reports}
    earlier = [
        found for rid in dict.fromkeys(rid for ids in known.values() for rid in ids)
        if rid not in mine and (found := store.report(rid)) is not None
    ]
    together = {**read(earlier), **readings}
    fusion = fused([*earlier, *reports], together, known)
    stamp = at.astimezone(UTC).isoformat(timespec="seconds")
    every = []
    for story in (*fusion.stories, *fusion.aside):
        before = store.story(story.id) if story.id in known else None
        taken_in = [old for old, new in fusion.retired.items() if new == story.id]
        new = changes(before, story, stamp, taken_in)
        every.append(replace(story, log=(*(before.log if before is not None else ()), *new)))
    touched = tuple(s for s in every if any(rid in mine for rid in s.reports))
    wanted = {rid for s in touched for rid in s.reports} | mine
    return Running(
        all=touched,
        stories=tuple(s for s in touched if s.off_topic is None),
        left_out=tuple(left for left in fusion.left_out if left.report in mine),
        readings={rid: r for rid, r in together.items() if rid in wanted},
        every=tuple(every),
        gone=tuple(id for id in known if id not in {s.id for s in every}),
        mark=mark,
    )
