"""The audit log: who did what, in lines only ever added, each chained to the one before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, event, select

from brinkwatch.model.accounts import AuditLine
from brinkwatch.store.base import Base, now, packed
from brinkwatch.store.schema import Words, audit, metadata

FIRST = "0" * 64
"""What the first line is chained to."""
REFUSED = "the audit log is append-only"
_words = Words()


class Audit(Base):
    def note(self, user: str, act: str, subject: str = "", **detail: Any) -> AuditLine:
        """Add a line. Inside `batch()` it is stored with what it tells of or not at all."""
        given = [_words.process_bind_param(text, None) or "" for text in (user, act, subject)]
        at, body = now().isoformat(timespec="milliseconds"), packed(detail)
        with self._write() as connection:
            last = connection.execute(
                select(audit.c.digest).order_by(audit.c.seq.desc()).limit(1)).scalar()
            digest = _chained(last or FIRST, at, *given, body)
            done = connection.execute(audit.insert().values(
                at=at, user=given[0], act=given[1], subject=given[2], detail=body, digest=digest))
            key = int((done.inserted_primary_key or (0,))[0])
        return AuditLine(seq=key, at=at, user=given[0], act=given[1], subject=given[2],
                         detail=json.loads(body), digest=digest)

    def audit(self, limit: int = 50, before: int | None = None, *, user: str | None = None,
              subject: str | None = None) -> list[AuditLine]:
        """Lines, latest first; `before` is the last `seq` of the page before."""
        query = select(audit).order_by(audit.c.seq.desc()).limit(limit)
        for column, value in ((audit.c.user, user), (audit.c.subject, subject)):
            if value is not None:
                query = query.where(column == value)
        if before is not None:
            query = query.where(audit.c.seq < before)
        with self._read() as connection:
            return [AuditLine(seq=row.seq, at=row.at, user=row.user, act=row.act,
                              subject=row.subject, detail=json.loads(row.detail),
                              digest=row.digest) for row in connection.execute(query)]

    def audit_fault(self) -> int | None:
        """The `seq` of the first line that is not what it was, or follows one that is gone; None
        where all hold. Lines missing at the end do not show; keep the last digest elsewhere."""
        last = FIRST
        for row in self._rows(select(audit), audit.c.seq):
            if row.digest != _chained(last, row.at, row.user, row.act, row.subject, row.detail):
                return int(row.seq)
            last = row.digest
        return None


def _chained(last: str, *fields: str) -> str:
    return hashlib.sha256("\x00".join((last, *fields)).encode()).hexdigest()


def ddl(dialect: str) -> Iterator[str]:
    """Triggers that keep lines as they were written, whoever holds the pen."""
    if dialect == "postgresql":
        yield ("CREATE FUNCTION brinkwatch_refused() RETURNS trigger LANGUAGE plpgsql AS "
               f"$$ BEGIN RAISE EXCEPTION '{REFUSED}'; END $$")
        yield ("CREATE TRIGGER audit_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
               "FOR EACH STATEMENT EXECUTE FUNCTION brinkwatch_refused()")
    else:
        for word in ("update", "delete"):
            yield (f"CREATE TRIGGER audit_{word} BEFORE {word.upper()} ON audit "
                   f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END")


@event.listens_for(metadata, "after_create")
def _keep(_: Any, connection: Connection, **__: Any) -> None:
    for statement in ddl(connection.dialect.name):
        connection.exec_driver_sql(statement)
