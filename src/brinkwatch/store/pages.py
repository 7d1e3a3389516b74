"""Stories, incidents and editions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, or_, select

from brinkwatch.model import Edition, Incident, Story
from brinkwatch.model.codec import build, plain
from brinkwatch.store.base import Base, now, packed
from brinkwatch.store.schema import editions, incidents, reports, stories, story_reports


class Pages(Base):
    def put_stories(self, items: Iterable[Story], *, replace: bool = True,
                    drop: Iterable[str] = ()) -> None:
        """Keep stories with their incidents in one transaction. With `replace`, stories that are
        not among them are dropped: these are the stories now. Otherwise those in `drop` are."""
        held = list(items)
        at = now()
        with self._write() as connection:
            gone = delete(stories)
            if not replace:
                gone = gone.where(stories.c.id.in_([*(story.id for story in held), *drop]))
            connection.execute(gone)
            for story in held:
                body = plain(story)
                inside = body.pop("incidents")
                connection.execute(stories.insert(), {
                    "id": story.id, "begin": story.begin, "until": story.until,
                    "body": packed(body), "at": at,
                })
                if story.reports:
                    connection.execute(story_reports.insert(), [
                        {"story": story.id, "report": report, "place": place}
                        for place, report in enumerate(dict.fromkeys(story.reports))])
                if inside:
                    connection.execute(incidents.insert(), [
                        {"story": story.id, "id": one.id, "place": place, "type": one.type,
                         "kind": one.kind, "title": one.title, "begin": one.begin,
                         "until": one.until, "body": packed(body)}
                        for place, (one, body) in enumerate(
                            zip(story.incidents, inside, strict=True))])

    def stories_mark(self) -> tuple[int, int]:
        """Another one whenever the stories have changed."""
        with self._read() as connection:
            row = connection.execute(select(
                func.coalesce(func.max(stories.c.seq), 0), func.count()).select_from(stories)).one()
        return row[0], row[1]

    def stories(self) -> Iterator[Story]:
        for row in self._rows(select(stories), stories.c.seq):
            yield self._story(row)

    def story(self, id: str) -> Story | None:
        with self._read() as connection:
            row = connection.execute(select(stories).where(stories.c.id == id)).first()
        return None if row is None else self._story(row)

    def story_of(self, report_id: str) -> list[str]:
        """Ids of the stories a report is in."""
        with self._read() as connection:
            return list(connection.execute(
                select(story_reports.c.story).where(story_reports.c.report == report_id)).scalars())

    def stories_between(self, begin: datetime, end: datetime) -> dict[str, list[str]]:
        """Stories with a report published between two moments, or at an unknown one: story id to
        the ids of all its reports, in their order."""
        inside = (
            select(story_reports.c.story)
            .join(reports, reports.c.id == story_reports.c.report)
            .where(or_(reports.c.published_at.between(begin, end),
                       reports.c.published_at.is_(None)))
        )
        found: dict[str, list[str]] = {}
        with self._read() as connection:
            for row in connection.execute(
                select(story_reports.c.story, story_reports.c.report)
                .where(story_reports.c.story.in_(inside))
                .order_by(story_reports.c.story, story_reports.c.place)
            ):
                found.setdefault(row.story, []).append(row.report)
        return found

    def story_with(self, incident_id: str) -> Story | None:
        """The story an incident is in."""
        with self._read() as connection:
            id = connection.execute(
                select(incidents.c.story).where(incidents.c.id == incident_id)).scalar()
        return None if id is None else self.story(id)

    def incident(self, id: str) -> Incident | None:
        with self._read() as connection:
            row = connection.execute(
                select(incidents.c.body).where(incidents.c.id == id)).first()
        return None if row is None else build(Incident, json.loads(row.body))

    def put_edition(self, edition: Edition, upto: int | None = None) -> str:
        """Keep an edition for good; return its id, the SHA-256 of its JSON.

        Args:
            upto: key of the last report on record that was considered, where all were; see
                `edition_due`.
        """
        body = packed(edition)
        id = hashlib.sha256(body.encode()).hexdigest()
        with self._write() as connection:
            connection.execute(self._insert(editions).on_conflict_do_nothing(), {
                "id": id, "published": edition.published, "headline": edition.headline,
                "sample": edition.sample, "body": body, "at": now(), "upto": upto,
            })
        return id

    def edition_due(self, since: datetime) -> int | None:
        """The key of the last report, where one published (else captured) since a moment came after
        the last edition that considered all; None otherwise."""
        last = select(func.coalesce(func.max(editions.c.upto), 0)).scalar_subquery()
        query = select(func.max(reports.c.seq)).where(
            reports.c.seq > last,
            func.coalesce(reports.c.published_at, reports.c.captured) >= since)
        with self._read() as connection:
            return connection.execute(query).scalar()

    def edition(self, id: str) -> Edition | None:
        return self._edition(editions.c.id == id)

    def latest_edition(self) -> Edition | None:
        """The edition stored last."""
        return self._edition(None)

    def editions(self) -> Iterator[dict[str, Any]]:
        """Every edition, first stored first: id, published, headline, sample, at, upto."""
        names = ("id", "published", "headline", "sample", "at", "upto")
        query = select(editions.c.seq, *(editions.c[name] for name in names))
        for row in self._rows(query, editions.c.seq):
            yield {name: getattr(row, name) for name in names}

    def _edition(self, where: Any) -> Edition | None:
        query = select(editions.c.body).order_by(editions.c.seq.desc()).limit(1)
        with self._read() as connection:
            body = connection.execute(query if where is None else query.where(where)).scalar()
        return None if body is None else build(Edition, json.loads(body))

    def _story(self, row: Any) -> Story:
        with self._read() as connection:
            inside = connection.execute(
                select(incidents.c.body).where(incidents.c.story == row.id)
                .order_by(incidents.c.place)).scalars().all()
        return build(Story, {**json.loads(row.body), "incidents": [json.loads(i) for i in inside]})
