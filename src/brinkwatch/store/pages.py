"""Stories, incidents and editions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import delete, select

from brinkwatch.model import Edition, Incident, Story
from brinkwatch.model.codec import build, plain
from brinkwatch.store.base import Base, now, packed
from brinkwatch.store.schema import editions, incidents, stories, story_reports


class Pages(Base):
    def put_stories(self, items: Iterable[Story], *, replace: bool = True) -> None:
        """Keep stories with their incidents in one transaction. With `replace`, stories that are
        not among them are dropped: these are the stories now."""
        held = list(items)
        at = now()
        with self._write() as connection:
            gone = delete(stories)
            if not replace:
                gone = gone.where(stories.c.id.in_([story.id for story in held]))
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

    def incident(self, id: str) -> Incident | None:
        with self._read() as connection:
            row = connection.execute(
                select(incidents.c.body).where(incidents.c.id == id)).first()
        return None if row is None else build(Incident, json.loads(row.body))

    def put_edition(self, edition: Edition) -> str:
        """Keep an edition for good; return its id, the SHA-256 of its JSON."""
        body = packed(edition)
        id = hashlib.sha256(body.encode()).hexdigest()
        with self._write() as connection:
            connection.execute(self._insert(editions).on_conflict_do_nothing(), {
                "id": id, "published": edition.published, "headline": edition.headline,
                "sample": edition.sample, "body": body, "at": now(),
            })
        return id

    def edition(self, id: str) -> Edition | None:
        return self._edition(editions.c.id == id)

    def latest_edition(self) -> Edition | None:
        """The edition stored last."""
        return self._edition(None)

    def editions(self) -> Iterator[dict[str, Any]]:
        """Every edition, first stored first: id, published, headline, sample, at."""
        names = ("id", "published", "headline", "sample", "at")
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
