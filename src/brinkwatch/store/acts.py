"""Analysts' acts, each with its line in the audit log."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select, update

from brinkwatch.errors import UsageError
from brinkwatch.model.acts import KINDS, VERDICTS, Act
from brinkwatch.store.audit import Audit
from brinkwatch.store.base import now, packed
from brinkwatch.store.schema import acts

AT_ONCE = 400


class Acts(Audit):
    def add_act(self, user: str, kind: str, subject: str, *, reason: str = "",
                detail: Mapping[str, Any] | None = None) -> Act:
        """Keep an act and its line in the audit log, in one transaction. A verdict on a claim, and
        a grade, take the place of the one before, which is undone by it.

        Raises:
            UsageError: there is no such kind of act.
        """
        if kind not in KINDS:
            raise UsageError(f"act {kind!r}: there is none. Acts are: {', '.join(KINDS)}.")
        act = Act(id=uuid.uuid4().hex, at=now(), user=user, kind=kind, subject=subject,
                  reason=reason, detail=dict(detail or {}))
        rivals = VERDICTS if kind in VERDICTS else ("regrade",) if kind == "regrade" else ()
        with self.batch(), self._write() as connection:
            for row in connection.execute(select(acts.c.id).where(
                    acts.c.subject == subject, acts.c.kind.in_(rivals),
                    acts.c.undone.is_(None))).all():
                self._undo(connection, row.id, user)
            connection.execute(acts.insert().values(
                id=act.id, at=act.at, user=user, kind=kind, subject=subject, reason=reason,
                detail=packed(act.detail)))
            self.note(user, kind, subject, id=act.id, reason=reason, **act.detail)
        return act

    def undo_act(self, id: str, user: str) -> bool:
        """Undo an act; False when there is none of this id that stands."""
        with self.batch(), self._write() as connection:
            return self._undo(connection, id, user)

    def act(self, id: str) -> Act | None:
        with self._read() as connection:
            row = connection.execute(select(acts).where(acts.c.id == id)).first()
        return None if row is None else _act(row)

    def acts(self, limit: int = 50, before: str | None = None, *, kind: str | None = None,
             standing: bool = False) -> list[Act]:
        """Acts, latest first; `before` is the id of the last one of the page before."""
        query = select(acts).order_by(acts.c.seq.desc()).limit(limit)
        if before is not None:
            query = query.where(acts.c.seq < select(acts.c.seq).where(
                acts.c.id == before).scalar_subquery())
        if kind is not None:
            query = query.where(acts.c.kind == kind)
        if standing:
            query = query.where(acts.c.undone.is_(None))
        with self._read() as connection:
            return [_act(row) for row in connection.execute(query)]

    def acts_on(self, subjects: Sequence[str]) -> dict[str, list[Act]]:
        """All acts on claims, stories or editions, first first, undone ones too."""
        found: dict[str, list[Act]] = {}
        with self._read() as connection:
            for begin in range(0, len(subjects), AT_ONCE):
                for row in connection.execute(select(acts).where(
                        acts.c.subject.in_(subjects[begin:begin + AT_ONCE])).order_by(acts.c.seq)):
                    found.setdefault(row.subject, []).append(_act(row))
        return found

    def _undo(self, connection: Connection, id: str, user: str) -> bool:
        row = connection.execute(
            update(acts).where(acts.c.id == id, acts.c.undone.is_(None))
            .values(undone=now(), undone_by=user).returning(acts.c.kind, acts.c.subject)).first()
        if row is not None:
            self.note(user, "undo", row.subject, id=id, kind=row.kind)
        return row is not None


def _act(row: Row[Any]) -> Act:
    return Act(id=row.id, at=row.at, user=row.user, kind=row.kind, subject=row.subject,
               reason=row.reason, detail=json.loads(row.detail), undone=row.undone,
               undone_by=row.undone_by)
