"""Claims: replaced report by report, so that reading twice doubles nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import delete, select, update

from brinkwatch.errors import StoreError
from brinkwatch.model import Claim, Statement
from brinkwatch.model.codec import claim as built
from brinkwatch.store.base import Base, now, packed
from brinkwatch.store.schema import claims, reports


class Claims(Base):
    def put_claims(self, report_id: str, items: Iterable[Claim], reader: str) -> int:
        """Replace a report's claims, in one transaction, with those this version of the reader
        found; return how many.

        Raises:
            StoreError: the report is not stored, or two claims share an id.
        """
        rows = [_row(item, report_id) for item in items]
        ids = [row["id"] for row in rows]
        if len(set(ids)) < len(ids):
            twice = next(id for id in ids if ids.count(id) > 1)
            raise StoreError(f"report {report_id}: two claims have the id {twice}. "
                             "Give each claim an id of its own.")
        with self._write() as connection:
            known = connection.execute(
                update(reports).where(reports.c.id == report_id)
                .values(reader=reader, read_at=now()))
            if known.rowcount == 0:
                raise StoreError(f"report {report_id}: it is not in the store. "
                                 "Add the report before its claims.")
            connection.execute(delete(claims).where(claims.c.report == report_id))
            if rows:
                connection.execute(claims.insert(), rows)
        return len(rows)

    def claims(self, report_id: str | None = None, *, record: str | None = None,
               type: str | None = None, country: str | None = None, since: str | None = None,
               until: str | None = None) -> Iterator[Claim]:
        """Claims in the order they were stored, of one report, record kind, PLOVER type, first
        actor's country (ISO 3166-1 alpha-3), or that begin in [since, until] (ISO 8601 dates)."""
        query = select(claims.c.seq, claims.c.body)
        for column, value in (
            (claims.c.report, report_id), (claims.c.record, record), (claims.c.type, type),
            (claims.c.country, country),
        ):
            if value is not None:
                query = query.where(column == value)
        if since is not None:
            query = query.where(claims.c.begin >= since)
        if until is not None:
            query = query.where(claims.c.begin < until + "~")  # "~" sorts after "T"
        for row in self._rows(query, claims.c.seq):
            yield built(json.loads(row.body))

    def claim(self, id: str) -> Claim | None:
        """The claim of this id, of the report stored first where several have it."""
        with self._read() as connection:
            row = connection.execute(
                select(claims.c.body).where(claims.c.id == id).order_by(claims.c.seq)).first()
        return None if row is None else built(json.loads(row.body))


def _row(item: Claim, report_id: str) -> dict[str, Any]:
    actor = item.speaker if isinstance(item, Statement) else next(iter(item.actors), None)
    return {
        "id": item.id, "report": report_id, "record": item.record, "type": item.type,
        "mode": item.mode, "actor": actor.name if actor else None,
        "country": actor.country if actor else None,
        "begin": item.time.begin if item.time else None, "certainty": item.certainty,
        "body": packed(item),
    }
