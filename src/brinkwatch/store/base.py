"""What every part of the store shares: transactions, paging, JSON."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, Select, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.pool import StaticPool

from brinkwatch.model.codec import plain
from brinkwatch.store.engine import guarded, reading, writing

PAGE = 500
"""Rows fetched at once by iterators, so that none holds a transaction open while it is used."""


class Base:
    """A store's engine and its transactions. Safe to use from several threads."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._mine = threading.local()
        # A store in memory has one connection; threads take turns.
        self._turn = threading.RLock() if isinstance(engine.pool, StaticPool) else None

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Put all that is stored inside the block into one transaction; an error undoes it all."""
        with self._write():
            yield

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        current = getattr(self._mine, "connection", None)
        if current is not None:
            yield current
            return
        with self._taking_turns(), guarded(self.engine), writing(self.engine) as connection, \
                connection.begin():
            self._mine.connection = connection
            try:
                yield connection
            finally:
                self._mine.connection = None

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        current = getattr(self._mine, "connection", None)
        if current is not None:
            yield current
            return
        with self._taking_turns(), guarded(self.engine), reading(self.engine) as connection:
            yield connection

    @contextmanager
    def _taking_turns(self) -> Iterator[None]:
        if self._turn is None:
            yield
        else:
            with self._turn:
                yield

    def _rows(self, query: Select[Any], seq: Any) -> Iterator[Row[Any]]:
        """Run `query` page by page in the order of `seq`, which must be one of its columns."""
        last = -1
        while True:
            with self._read() as connection:
                page: Sequence[Row[Any]] = connection.execute(
                    query.where(seq > last).order_by(seq).limit(PAGE)).all()
            yield from page
            if len(page) < PAGE:
                return
            last = page[-1]._mapping[seq]

    def _insert(self, table: Table) -> Any:
        """An INSERT that knows ON CONFLICT, for the database in use."""
        if self.engine.dialect.name == "postgresql":
            return postgresql.insert(table)
        return sqlite.insert(table)

    def _add(self, connection: Connection, table: Table, values: dict[str, Any]) -> bool:
        """Insert a row; False where one with its key is there already."""
        key = next(iter(table.primary_key.columns))
        return connection.execute(self._insert(table).on_conflict_do_nothing().values(
            values).returning(key)).first() is not None


def packed(value: Any) -> str:
    """JSON of a noun or plain value; ASCII, so any database holds it."""
    return json.dumps(plain(value), separators=(",", ":"))


def now() -> datetime:
    return datetime.now(UTC)
