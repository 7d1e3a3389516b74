"""Histories made by others, forecasts as they were made, and assessments (which are derived)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import delete, or_, select, update

from brinkwatch.model import Assessment
from brinkwatch.model.codec import build
from brinkwatch.model.forecasts import Forecast
from brinkwatch.model.log import Entry, History
from brinkwatch.store.base import Base, now, packed
from brinkwatch.store.schema import assessments, forecasts, histories, history_entries
from brinkwatch.store.schema import stories as all_stories


class Judgements(Base):
    def put_history(self, history: History) -> bool:
        """Keep a history; one of the same name is replaced. False when the same file was kept
        already."""
        with self._write() as connection:
            known = connection.execute(
                select(histories.c.digest).where(histories.c.name == history.name)).scalar()
            if known is not None and known == history.digest and history.digest:
                return False
            connection.execute(
                delete(history_entries).where(history_entries.c.history == history.name))
            connection.execute(delete(histories).where(histories.c.name == history.name))
            connection.execute(histories.insert(), {
                "name": history.name, "digest": history.digest,
                "body": packed(replace(history, entries=())), "at": now(),
            })
            if history.entries:
                connection.execute(history_entries.insert(), [
                    {"history": history.name, "place": place, "begin": e.begin,
                     "party": e.party, "body": packed(e)}
                    for place, e in enumerate(history.entries)])
        return True

    def histories(self) -> list[History]:
        """Every history with its rows, by name."""
        found = []
        with self._read() as connection:
            for row in connection.execute(select(histories).order_by(histories.c.name)):
                rows = connection.execute(
                    select(history_entries.c.body)
                    .where(history_entries.c.history == row.name)
                    .order_by(history_entries.c.place)).scalars()
                held = build(History, json.loads(row.body))
                found.append(replace(
                    held, entries=tuple(build(Entry, json.loads(body)) for body in rows)))
        return found

    def drop_history(self, name: str) -> bool:
        """Forget a history; False when there is none of that name."""
        with self._write() as connection:
            connection.execute(delete(history_entries).where(history_entries.c.history == name))
            return connection.execute(
                delete(histories).where(histories.c.name == name)).rowcount > 0

    def add_forecasts(self, items: Iterable[Forecast]) -> int:
        """Keep forecasts as they were made; one that is kept already stays as it is. Returns how
        many are new."""
        new = 0
        with self._write() as connection:
            for item in items:
                new += self._add(connection, forecasts, {
                    "id": item.id, "party": item.party, "made": item.made, "due": item.due,
                    "outcome": item.outcome, "scored": item.scored, "body": packed(item),
                    "at": now()})
        return new

    def forecasts(self, party: str | None = None) -> list[Forecast]:
        """Forecasts, first made first, with their outcomes."""
        query = select(forecasts).order_by(forecasts.c.made, forecasts.c.due, forecasts.c.id)
        if party is not None:
            query = query.where(forecasts.c.party == party)
        with self._read() as connection:
            return [
                replace(build(Forecast, json.loads(row.body)), outcome=row.outcome,
                        scored=row.scored)
                for row in connection.execute(query)]

    def score_forecast(self, item: Forecast) -> None:
        """Fill in outcome and day of scoring of a forecast that is kept."""
        with self._write() as connection:
            connection.execute(update(forecasts).where(forecasts.c.id == item.id).values(
                outcome=item.outcome, scored=item.scored))

    def put_assessments(self, items: Iterable[tuple[str, Assessment]],
                        stories: Iterable[str] | None = None) -> None:
        """Replace the assessments of some stories (else all) by (story, assessment) pairs: they are
        derived, and can be made again from reports, claims and histories. Those of stories that are
        no more go too."""
        gone = delete(assessments)
        if stories is not None:
            gone = gone.where(or_(
                assessments.c.story.in_(list(stories)),
                assessments.c.story.not_in(select(all_stories.c.id))))
        with self._write() as connection:
            connection.execute(gone)
            for place, (story, one) in enumerate(items):
                values = {"story": story, "kind": one.kind, "place": place, "method": one.method,
                          "body": packed(one)}
                connection.execute(self._insert(assessments).values(id=one.id, **values)
                                   .on_conflict_do_update(index_elements=["id"], set_=values))

    def assessments(self, story: str | None = None) -> list[Assessment]:
        """Assessments in the order they were made."""
        query = select(assessments.c.body).order_by(assessments.c.place)
        if story is not None:
            query = query.where(assessments.c.story == story)
        with self._read() as connection:
            return [build(Assessment, json.loads(body))
                    for body in connection.execute(query).scalars()]

    def assessment(self, id: str) -> Assessment | None:
        with self._read() as connection:
            body = connection.execute(
                select(assessments.c.body).where(assessments.c.id == id)).scalar()
        return None if body is None else build(Assessment, json.loads(body))
