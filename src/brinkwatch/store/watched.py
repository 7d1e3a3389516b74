"""Sources that are watched, the articles they led to and the texts those had, one after another.

A visit and the articles it found are stored in one transaction, an article's new text and its
report in another: a crash leaves an article due and never half kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, func, or_, select, update

from brinkwatch.errors import UsageError
from brinkwatch.model import Report
from brinkwatch.model.watched import FEED, GAP_LEAST, Article, Source, Visit, after_move
from brinkwatch.store.reports import Reports
from brinkwatch.store.schema import articles, captures, reports, sources, versions, visits

AGAIN = timedelta(hours=1)
"""An item that changed in its feed is fetched again, but no sooner than this."""
SET_BACK = timedelta(minutes=5)
"""A source tried this far in the future is one that was tried before the clock was set back."""
AT_ONCE = 400
"""Addresses looked up with one query; SQLite takes some thousand parameters."""

_PLAIN = ("kind", "title", "every", "paused", "due", "tried", "answered", "moved", "newest", "gap",
          "etag", "modified", "fails", "error", "code", "visits", "moved_to", "missed")
_ARTICLE = ("title", "published", "html", "checked", "due", "checks", "fails", "etag", "modified",
            "digest", "note")


class Watched(Reports):
    def add_source(self, source: Source) -> bool:
        """Watch a source; False when it is watched already (it is then left as it is)."""
        with self._write() as connection:
            values = {name: getattr(source, name) for name in _PLAIN}
            return self._add(connection, sources, {
                "url": source.url, "added": source.added, **values})

    def change_source(self, url: str, **values: Any) -> None:
        """Change what a user may: title, every, paused, due, kind.

        Raises:
            UsageError: it is not watched.
        """
        with self._write() as connection:
            done = connection.execute(update(sources).where(sources.c.url == url).values(**values))
            if done.rowcount == 0:
                raise _unknown(url)

    def remove_source(self, url: str) -> None:
        """Watch a source no more. What was kept of it stays; what was still to be fetched is not.

        Raises:
            UsageError: it is not watched.
        """
        with self._write() as connection:
            seq = connection.execute(select(sources.c.seq).where(sources.c.url == url)).scalar()
            if seq is None:
                raise _unknown(url)
            connection.execute(update(articles).where(articles.c.source == seq).values(due=None))
            connection.execute(delete(sources).where(sources.c.seq == seq))

    def sources(self) -> list[Source]:
        """Every source, first added first."""
        counted = select(articles.c.source, func.count().label("articles")).group_by(
            articles.c.source).subquery()
        query = select(sources, counted.c.articles).outerjoin(
            counted, counted.c.source == sources.c.seq).order_by(sources.c.seq)
        with self._read() as connection:
            return [_source(row, row.articles or 0) for row in connection.execute(query)]

    def due_sources(self, now: datetime) -> list[Source]:
        """Sources to be visited, the one due longest first. A clock that was set back makes none
        wait for the time it has seen already."""
        query = select(sources).where(sources.c.paused.is_(False), or_(
            sources.c.due.is_(None), sources.c.due <= now, sources.c.tried > now + SET_BACK,
        )).order_by(sources.c.due)
        with self._read() as connection:
            return [_source(row, 0) for row in connection.execute(query)]

    def next_due(self) -> datetime | None:
        """When the next source or article is due; None when nothing is watched."""
        with self._read() as connection:
            moments = [
                connection.execute(select(func.min(sources.c.due)).where(
                    sources.c.paused.is_(False))).scalar(),
                connection.execute(select(func.min(articles.c.due))).scalar(),
            ]
        return min((m for m in moments if m is not None), default=None)

    def put_visit(self, visit: Visit, source: Source, found: Iterable[Article] = ()
                  ) -> tuple[Visit, int]:
        """Keep a visit, the source as it is after it and the articles it led to, in one
        transaction; return the visit with the number of new ones, and its key."""
        with self._write() as connection:
            before = connection.execute(
                select(sources).where(sources.c.url == source.url)).first()
            if before is None:  # removed while it was visited
                return visit, 0
            shown = list(found)
            new = self._put_articles(connection, before.seq, shown, visit.at)
            visit = replace(visit, new=visit.new + new)
            if source.kind == FEED and before.moved is not None and len(shown) >= GAP_LEAST \
                    and new == len(shown):
                source = replace(source, missed=visit.at)
            if visit.new or visit.changed:
                source = after_move(source, visit.at)
            values = {name: getattr(source, name) for name in _PLAIN}
            for kept in ("paused", "title", "every", "kind"):  # a user may have changed these
                values[kept] = getattr(before, kept)
            values["title"] = before.title or source.title
            connection.execute(
                update(sources).where(sources.c.seq == before.seq).values(**values))
            done = connection.execute(visits.insert().values(source=before.seq, **_visit(visit)))
            return visit, int((done.inserted_primary_key or (0,))[0])

    def count_visit(self, key: int, visit: Visit) -> None:
        """Bring a visit's figures up to date, once its articles were fetched."""
        with self._write() as connection:
            connection.execute(
                update(visits).where(visits.c.seq == key).values(**_visit(visit)))

    def visits(self, url: str, most: int = 50) -> list[Visit]:
        """A source's visits, latest first."""
        query = select(visits).join(sources, sources.c.seq == visits.c.source).where(
            sources.c.url == url).order_by(visits.c.seq.desc()).limit(most)
        with self._read() as connection:
            return [Visit(source=url, **{
                name: getattr(row, name) for name in Visit.__dataclass_fields__ if name != "source"
            }) for row in connection.execute(query)]

    def prune_visits(self, before: datetime) -> int:
        """Forget visits older than this; each source keeps its last one. Return how many."""
        last = select(func.max(visits.c.seq)).group_by(visits.c.source)
        with self._write() as connection:
            return connection.execute(delete(visits).where(
                visits.c.at < before, visits.c.seq.not_in(last))).rowcount

    def due_articles(self, now: datetime, most: int) -> list[Article]:
        """Articles to be fetched, the one due longest first."""
        query = _articles().where(articles.c.due <= now).order_by(
            articles.c.due, articles.c.seq).limit(most)
        with self._read() as connection:
            return [_article(row) for row in connection.execute(query)]

    def due_counts(self, now: datetime) -> dict[str, int]:
        """How many articles of each source are due."""
        query = select(sources.c.url, func.count()).join(
            articles, articles.c.source == sources.c.seq).where(
            articles.c.due <= now).group_by(sources.c.url)
        with self._read() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def articles(self, source_url: str | None = None) -> Iterator[Article]:
        """Every article, or those a source led to, first found first."""
        query = _articles()
        if source_url is not None:
            query = query.where(sources.c.url == source_url)
        return map(_article, self._rows(query, articles.c.seq))

    def article(self, url: str) -> Article | None:
        with self._read() as connection:
            row = connection.execute(_articles().where(articles.c.url == url)).first()
        return None if row is None else _article(row)

    def put_article(self, article: Article, report: Report | None = None) -> None:
        """Keep what a fetch of an article came to; with a report, as its next version, unless
        another process has kept this text of it in the meantime."""
        with self.batch(), self._write() as connection:
            row = connection.execute(select(articles.c.seq, articles.c.digest).where(
                articles.c.url == article.url)).first()
            if row is None:
                raise UsageError(f"{article.url}: no source led to it; add one that does.")
            seq = row.seq
            if report is not None and row.digest != article.digest:
                self.add_report(report)
                number = connection.execute(select(func.coalesce(
                    func.max(versions.c.number), 0)).where(versions.c.article == seq)).scalar_one()
                connection.execute(versions.insert().values(
                    article=seq, number=number + 1, report=report.id, digest=article.digest,
                    at=article.checked))
            connection.execute(update(articles).where(articles.c.seq == seq).values(
                **{name: getattr(article, name) for name in _ARTICLE}))

    def versions(self, url: str) -> list[tuple[datetime, str]]:
        """When each text of an article was kept, and the id of its report; first first."""
        query = select(versions.c.at, versions.c.report).join(
            articles, articles.c.seq == versions.c.article).where(
            articles.c.url == url).order_by(versions.c.number)
        with self._read() as connection:
            return [(row.at, row.report) for row in connection.execute(query)]

    def texts_like(self, digest: str) -> list[str]:
        """Addresses of articles that had a text of this digest; at most a hundred."""
        query = select(articles.c.url).join(versions, versions.c.article == articles.c.seq).where(
            versions.c.digest == digest).distinct().limit(100)
        with self._read() as connection:
            return list(connection.execute(query).scalars())

    def drop_capture(self, sha256: str) -> bool:
        """Let captured bytes go that no report was made of."""
        used = select(reports.c.seq).where(reports.c.sha256 == sha256).exists()
        with self._write() as connection:
            return connection.execute(delete(captures).where(
                captures.c.sha256 == sha256, ~used)).rowcount == 1

    def _put_articles(self, connection: Connection, source: int, found: Sequence[Article],
                      now: datetime) -> int:
        """Store articles not known by address, nor by the same item of the same source."""
        known: dict[str, Row[Any]] = {}
        items: set[str] = set()
        for begin in range(0, len(found), AT_ONCE):
            part = found[begin:begin + AT_ONCE]
            for row in connection.execute(select(articles).where(
                    articles.c.url.in_([one.url for one in part]))):
                known[row.url] = row
            items.update(connection.execute(select(articles.c.entry).where(
                articles.c.source == source,
                articles.c.entry.in_([one.entry for one in part if one.entry]))).scalars())
        new = 0
        for one in found:
            held = known.get(one.url)
            if held is not None:
                if one.entry and held.entry != one.entry and held.source == source:
                    self._changed(connection, held, one, now)
            elif not (one.entry and one.entry in items):
                connection.execute(articles.insert().values(
                    url=one.url, source=source, entry=one.entry or None, found=one.found,
                    **{name: getattr(one, name) for name in _ARTICLE}))
                if one.entry:
                    items.add(one.entry)
                new += 1
        return new

    def _changed(self, connection: Connection, row: Row[Any], item: Article, now: datetime) -> None:
        """The feed shows an item with other words: its page has changed, perhaps."""
        values: dict[str, Any] = {"entry": item.entry, "title": item.title}
        old = row.checked is None or row.checked < now - AGAIN
        if row.digest is not None and old and (row.due is None or row.due > now):
            values["due"] = now
        connection.execute(update(articles).where(articles.c.seq == row.seq).values(**values))


def _unknown(url: str) -> UsageError:
    return UsageError(f"{url}: it is not watched. 'brinkwatch sources' lists what is.")


def _source(row: Row[Any], count: int) -> Source:
    return Source(url=row.url, added=row.added, articles=count,
                  **{name: getattr(row, name) for name in _PLAIN})


def _articles() -> Select[Any]:
    count = select(func.count()).where(
        versions.c.article == articles.c.seq).scalar_subquery().label("versions")
    return select(articles, sources.c.url.label("source_url"), count).outerjoin(
        sources, sources.c.seq == articles.c.source)


def _article(row: Row[Any]) -> Article:
    return Article(url=row.url, source=row.source_url or "", entry=row.entry or "",
                   found=row.found, versions=row.versions,
                   **{name: getattr(row, name) for name in _ARTICLE})


def _visit(visit: Visit) -> dict[str, Any]:
    return {name: getattr(visit, name)
            for name in Visit.__dataclass_fields__ if name != "source"}
