"""Making an edition: fuse, assess, compose, check; then keep it all in one transaction.

What is made rests on the stories as they were at the start. Where another process has changed them
in the meantime nothing is kept and it is made again, so no report ends in two stories and nothing
is published twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from brinkwatch import judging
from brinkwatch.errors import CitationError
from brinkwatch.model import Assessment, Claim, Edition, LeftOut, Report, Story, StoryPage
from brinkwatch.reading import Progress, Reading, quiet
from brinkwatch.running import Running, run_on
from brinkwatch.store import Store

if TYPE_CHECKING:
    from brinkwatch.collect import Refusal
    from brinkwatch.publish import Proofreader

Read = Callable[[Sequence[Report]], Mapping[str, Reading]]
Revise = Callable[[Sequence[StoryPage], Mapping[str, Report]], list[StoryPage]]


@dataclass(frozen=True, slots=True)
class Made:
    """An edition that holds, and what it was made of. Nothing of it is kept yet."""

    edition: Edition
    running: Running
    judged: Mapping[str, Sequence[Assessment]]
    claims: Mapping[str, Claim]
    reports: Mapping[str, Report]
    """Those of the batch, and those on record that its stories rest on."""

    def keep(self, store: Store, upto: int | None = None) -> None:
        """Store stories, assessments and edition, in one transaction.

        Args:
            upto: key of the last report on record that was considered, where all were.

        Raises:
            OvertakenError: another process has changed the stories since.
        """
        with store.batch():
            self.running.keep(store)
            judging.keep(store, self.running.stories, self.judged, self.claims, self.reports)
            store.put_edition(self.edition, upto)


def make(
    store: Store,
    reports: Sequence[Report],
    refusals: Iterable[Refusal],
    read: Read,
    proofreader: Callable[[], Proofreader],
    *,
    published: datetime,
    sample: bool = False,
    revise: Revise | None = None,
    progress: Progress = quiet,
) -> Made:
    """Make an edition of reports that are on record.

    Args:
        revise: may change pages before they are checked.

    Raises:
        CitationError: a sentence is not carried by the spans it cites; names the first and counts
            the others.
    """
    from brinkwatch import publish

    readings = read(reports)
    progress("fusing", 0, None)
    running = run_on(store, reports, readings, read, published)
    held = _with_earlier(store, reports, running.readings)
    claims = {c.id: c for reading in running.readings.values() for c in reading.claims}
    progress("assessing", 0, None)
    judged = judging.judge(store, running.stories, claims, held)
    pages = _pages(running.stories, held, claims, judged, proofreader, progress)
    if revise is not None:
        pages = revise(pages, held)
    refused = (LeftOut(f"{r.path}, {r.place}" if r.place else r.path, r.reason) for r in refusals)
    edition = publish.edition(pages, (*running.left_out, *refused), published, sample)
    failures = publish.check(edition, held)
    if failures:
        first = failures[0]
        raise CitationError(
            f"{len(failures)} sentence(s) fail the citation check; the first: "
            f"{first.sentence!r}: {first.token!r} {first.reason}"
        )
    return Made(edition, running, judged, claims, held)


def _with_earlier(store: Store, reports: Iterable[Report], readings: Iterable[str]
                  ) -> dict[str, Report]:
    found = {r.id: r for r in reports}
    for rid in readings:
        if rid not in found and (report := store.report(rid)) is not None:
            found[rid] = report
    return found


def _pages(
    stories: Sequence[Story], reports: Mapping[str, Report], claims: Mapping[str, Claim],
    judged: Mapping[str, Sequence[Assessment]], proofreader: Callable[[], Proofreader],
    progress: Progress,
) -> list[StoryPage]:
    from brinkwatch import publish

    pages = []
    own = (reports[rid] for story in stories for rid in story.reports if rid in reports)
    openings = publish.openings(own, proofreader().parse)
    for n, story in enumerate(stories):
        progress("composing", n, len(stories))
        pages.append(
            publish.compose(story, reports, claims, judged[story.id], openings=openings))
    # one reading of all sentences is faster than one for each page
    struck = proofreader().faults(text for page in pages for text in publish.texts(page))
    for n, story in enumerate(stories):
        if any(text in struck for text in publish.texts(pages[n])):
            pages[n] = publish.compose(
                story, reports, claims, judged[story.id], proofreader(), openings)
    progress("composing", len(pages), len(pages))
    return pages
