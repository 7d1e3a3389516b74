"""What is watched: sources, the articles they lead to, and what became of each visit.

Two clocks are kept apart. The fetch clock says when a source last answered; the content clock says
when it last brought something new. A source that answers but no longer moves is told from one that
fails by the two. All moments are UTC.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

FEED, PAGE, SITEMAP = "feed", "page", "sitemap"
KINDS = (FEED, PAGE, SITEMAP)

NEW, SAME, FAILED = "new", "nothing new", "failed"
OUTCOMES = (NEW, SAME, FAILED)
"""What a visit can come to; there is no fourth."""

STATES = ("gone", "failing", "quiet", "gap", "hiccup", "new", "ok", "paused")
"""How a source can be doing, what needs a look first."""
NEED_A_LOOK = STATES[:4]

GAP_LEAST, GAP_SHOWN = 5, timedelta(days=7)
"""A feed of at least so many items, all of them new, has perhaps shown others in between; and how
long that is told."""
FAILING = 3
"""Failures in a row after which a source counts as failing and not as having hiccups."""
QUIET_GAPS, QUIET_LEAST = 5, timedelta(days=2)
"""A source is quiet after this many of its usual gaps without anything new, and never sooner than
this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A feed, a sitemap or a page that is watched."""

    url: str
    """Canonical."""
    kind: str = FEED
    title: str | None = None
    every: int = 900
    """Seconds between visits."""
    paused: bool = False
    added: datetime | None = None
    due: datetime | None = None
    """When it is to be visited next."""
    tried: datetime | None = None
    """The fetch clock's attempts: when it was last asked."""
    answered: datetime | None = None
    """The fetch clock: when it last answered, with something new or not."""
    moved: datetime | None = None
    """The content clock: when it last brought something new."""
    newest: datetime | None = None
    """The latest date it gives any of its items; what it claims, not what we saw."""
    gap: float | None = None
    """Usual seconds between two moves, smoothed."""
    etag: str | None = None
    modified: str | None = None
    """The Last-Modified header, as given."""
    fails: int = 0
    """Failures in a row."""
    error: str | None = None
    """The last failure's reason; kept until it answers again."""
    code: str | None = None
    """The last failure's kind, as `FetchError.code`."""
    visits: int = 0
    articles: int = 0
    """Articles it has led to."""
    moved_to: str | None = None
    """Where it says it has gone for good."""
    missed: datetime | None = None
    """When everything a feed showed was new, so that some may have scrolled past unseen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item of a feed."""

    url: str
    """Canonical address of the article."""
    id: str | None = None
    title: str | None = None
    published: str | None = None
    """As the feed writes it."""
    html: str | None = None
    """What the feed itself carries of the article."""
    digest: str = ""
    """SHA-256 of title, date and words: the same item under another address has the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An address a source led to, and what is known of it."""

    url: str
    source: str
    """The source's URL."""
    title: str | None = None
    published: str | None = None
    html: str | None = None
    """What the feed carries of it, until the page itself is kept."""
    entry: str = ""
    """`Entry.digest` of the item that named it."""
    found: datetime | None = None
    checked: datetime | None = None
    due: datetime | None = None
    """When it is to be fetched next; None when it is looked at no more."""
    checks: int = 0
    """Times it answered."""
    fails: int = 0
    etag: str | None = None
    modified: str | None = None
    digest: str | None = None
    """SHA-256 of the text kept last."""
    versions: int = 0
    """Texts kept of it."""
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One attempt at a source and what it came to."""

    source: str
    at: datetime
    outcome: str
    """One of `OUTCOMES`."""
    reason: str | None = None
    """Why it failed, or what is worth knowing of it."""
    code: str | None = None
    status: int | None = None
    """HTTP status."""
    size: int = 0
    """Bytes of the body."""
    seconds: float = 0.0
    new: int = 0
    """Articles not seen before."""
    changed: int = 0
    """Articles that have another text than before."""
    failed: int = 0
    """Articles that could not be fetched; they are tried again."""
    waiting: int = 0
    """Articles left for the next round."""


@dataclass(frozen=True, slots=True)
class Health:
    """How a source is doing, in a word and a sentence."""

    state: str
    """One of `STATES`."""
    note: str


def after_move(source: Source, at: datetime) -> Source:
    """The source when something new of it was seen at `at`: its content clock moves on."""
    gap = source.gap
    if source.moved is not None and at > source.moved:
        last = (at - source.moved).total_seconds()
        gap = last if gap is None else gap + (last - gap) / 5
    return replace(source, moved=at, gap=gap)


def health(source: Source, now: datetime) -> Health:
    """Judge a source by its two clocks."""
    if source.paused:
        return Health("paused", "it is not visited")
    if source.tried is None:
        return Health("new", "it has not been visited yet")
    if source.code == "gone":
        return Health("gone", source.error or "it is gone")
    if source.fails:
        times = "once" if source.fails == 1 else f"{source.fails} times in a row"
        since = f"; it last answered {ago(source.answered, now)}" if source.answered else ""
        state = "failing" if source.fails >= FAILING or source.answered is None else "hiccup"
        return Health(state, f"failed {times}: {_reason(source)}{since}")
    still = now - (source.moved or source.added or now)
    usual = timedelta(seconds=source.gap or 0)
    if still > max(QUIET_LEAST, QUIET_GAPS * usual):
        since = f"since {source.moved:%Y-%m-%d}" if source.moved else "since it was added"
        return Health("quiet", f"it answers, but has brought nothing new {since}")
    if source.missed is not None and now - source.missed < GAP_SHOWN:
        return Health("gap", f"on {source.missed:%Y-%m-%d %H:%M} UTC all it showed was new; others "
                             f"may have come and gone since the visit before. It is visited every "
                             f"{_span(source.every)}")
    if source.moved_to:
        return Health("ok", f"it says it has moved to {source.moved_to}")
    return Health("ok", f"new {ago(source.moved, now)}" if source.moved else "nothing new yet")


def _span(seconds: float) -> str:
    """A length of time as people say it, in its largest whole unit."""
    for size, name in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            count = round(seconds / size)
            return name if count == 1 else f"{count} {name}s"
    return f"{round(seconds)} seconds"


def _reason(source: Source) -> str:
    """The last failure without the address it begins with and the stop it ends with."""
    error = source.error or "no reason given"
    return error.removeprefix(f"{source.url}: ").rstrip(".")


def ago(when: datetime | None, now: datetime) -> str:
    """A moment as people say it; a clock that was set back reads "just now"."""
    if when is None:
        return "never"
    minutes = int((now - when).total_seconds() // 60)
    if minutes < 1:
        return "just now"
    for size, name in ((60 * 24, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size:
            count = minutes // size
            return f"{count} {name}{'s' if count > 1 else ''} ago"
    return "just now"
