"""One visit to a source, one fetch of an article: from the network to nouns. Nothing is stored."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from brinkwatch.collect.dates import published
from brinkwatch.collect.web import feeds, sitemaps
from brinkwatch.collect.web.fetching import Fetched, Fetcher
from brinkwatch.errors import FetchError
from brinkwatch.model.watched import FAILED, NEW, SAME, SITEMAP, Article, Entry, Source, Visit

MOST_WAIT = timedelta(days=1)
"""A failing source is still asked this often."""
LONGEST_ASKED = 7 * 86_400
"""Seconds a server may ask to be left alone."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a visit came to: the visit, the source after it, and the articles it led to."""

    visit: Visit
    source: Source
    found: tuple[Article, ...] = ()


def visit(source: Source, fetcher: Fetcher, now: Callable[[], datetime], back: timedelta) -> Seen:
    """Ask a feed or a sitemap what is new.

    Args:
        back: articles the feed dates earlier than this before now are known of but not fetched.

    Never raises for what a source does: a failure is one of the three outcomes.
    """
    at = now()
    try:
        maps = source.kind == SITEMAP
        got = fetcher.get(source.url, etag=source.etag, modified=source.modified,
                          accept=sitemaps.ACCEPT if maps else feeds.ACCEPT)
        if got.unchanged:
            read = None
        elif maps:
            read = sitemaps.sitemap(got, fetcher, at)
        else:
            read = feeds.feed(got.body, got.url, got.header, at)
    except FetchError as error:
        return failed(source, error, at)
    after = replace(answered(source, at), moved_to=got.moved_to)
    done = Visit(source=source.url, at=at, outcome=SAME, status=got.status, size=got.size,
                 seconds=round(got.seconds, 3))
    if read is None:
        return Seen(done, after)
    newest = max(filter(None, (source.newest, read.newest)), default=None)
    after = replace(after, etag=got.etag, modified=got.modified, newest=newest,
                    title=source.title or read.title)
    found = tuple(_found(entry, source, at, back) for entry in read.entries)
    return Seen(replace(done, reason="; ".join(read.notes) or None), after, found)


def failed(source: Source, error: FetchError, at: datetime) -> Seen:
    """A visit that failed, and the source that now waits longer before the next."""
    wait = min(timedelta(seconds=source.every) * 2 ** min(source.fails, 10),
               max(MOST_WAIT, timedelta(seconds=source.every)))
    asked = timedelta(seconds=min(error.retry_after or 0.0, LONGEST_ASKED))
    after = replace(
        source, tried=at, due=at + max(shaken(wait), asked),
        fails=source.fails + 1, error=error.message, code=error.code, visits=source.visits + 1)
    return Seen(Visit(source=source.url, at=at, outcome=FAILED, reason=error.message,
                      code=error.code, status=error.status), after)


def outcome(done: Visit) -> Visit:
    """The visit with the outcome its figures give."""
    if done.outcome == FAILED:
        return done
    return replace(done, outcome=NEW if done.new or done.changed else SAME)


def shaken(wait: timedelta) -> timedelta:
    """Within a tenth of it either way, so that sources added together drift apart."""
    return wait * random.uniform(0.9, 1.1)


def article_of(got: Fetched, article: Article) -> Article:
    """The article once it has answered."""
    return replace(article, etag=got.etag or article.etag,
                   modified=got.modified or article.modified, fails=0)


def answered(source: Source, at: datetime) -> Source:
    """The source after it has answered."""
    return replace(source, tried=at, answered=at, visits=source.visits + 1, fails=0, error=None,
                   code=None, due=at + shaken(timedelta(seconds=source.every)))


def _found(entry: Entry, source: Source, at: datetime, back: timedelta) -> Article:
    when = published(entry.published, at).when
    if when is not None:
        when = when if when.tzinfo else when.replace(tzinfo=UTC)
    if when is not None:
        note = f"older than {back.days} days when it was found" if when < at - back else None
    else:  # a sitemap lists all there ever was
        first = source.kind == SITEMAP and source.answered is None
        note = "there, without a date, when its sitemap was first seen" if first else None
    return Article(
        url=entry.url, source=source.url, title=entry.title, published=entry.published,
        html=None if note else entry.html, entry=entry.digest, found=at, due=None if note else at,
        note=note)
