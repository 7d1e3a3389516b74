"""An edition: pages in order under one headline and deck."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from brinkwatch.model import Edition, LeftOut, StoryPage
from brinkwatch.publish.decks import deck, headline
from brinkwatch.publish.weights import KIND_WEIGHT, TYPE_WEIGHT


def edition(
    pages: Sequence[StoryPage],
    left_out: Sequence[LeftOut],
    published: datetime,
    sample: bool = False,
) -> Edition:
    """Put pages in order of importance; a page without a sentence is no story, and its reports
    are listed as left out."""
    told = [p for p in pages if p.summary]
    untold = [p for p in pages if not p.summary]
    left = [
        *left_out,
        *[
            LeftOut(line.id, "no sentence about it could be composed that its words carry")
            for page in untold
            for line in page.reports
        ],
    ]
    told.sort(key=lambda p: (-importance(p), p.id))
    moment = published if published.tzinfo else published.replace(tzinfo=UTC)
    return Edition(
        headline=headline(told),
        deck=deck(told, sum(len(p.reports) for p in told)),
        published=moment.astimezone(UTC).isoformat(timespec="seconds"),
        stories=tuple(told),
        left_out=tuple(left),
        sample=sample,
    )


def importance(page: StoryPage) -> float:
    """Outlets and reports, the gravity of what happened, and how much could be told."""
    outlets = len({line.source for line in page.reports})
    kinds = [
        KIND_WEIGHT.get(i.kind, 3.0) if i.kind != "event" else TYPE_WEIGHT.get(i.type, 3.0)
        for i in page.incidents
    ] or [0.0]
    top = sorted(kinds, reverse=True)[:4]
    told = len(page.summary) + sum(len(s.sentences) for s in page.sections)
    return 3.0 * outlets + len(page.reports) + sum(top) / len(top) + 0.5 * min(told, 12)
