"""The store as one thing."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from brinkwatch.model import Claim
from brinkwatch.store.accounts import Accounts
from brinkwatch.store.acts import Acts
from brinkwatch.store.alerts import Alerts
from brinkwatch.store.backup import Backup
from brinkwatch.store.browse import Browse
from brinkwatch.store.claims import Claims
from brinkwatch.store.engine import connect, guarded, name_of
from brinkwatch.store.judgements import Judgements
from brinkwatch.store.migrate import prepare
from brinkwatch.store.pages import Pages
from brinkwatch.store.retention import Retention
from brinkwatch.store.runs import Runs
from brinkwatch.store.schema import metadata
from brinkwatch.store.search import Search
from brinkwatch.store.watched import Watched

if TYPE_CHECKING:
    import numpy


class Store(
    Watched, Claims, Pages, Judgements, Runs, Search, Browse, Backup, Retention, Accounts, Acts,
    Alerts,
):
    """The record on disk. Each call is one transaction; `batch()` joins several."""

    @classmethod
    def open(cls, where: str | Path = ":memory:", *, create: bool = True, busy_ms: int = 10_000
             ) -> Store:
        """Open a store, making or migrating its tables where needed.

        Args:
            where: a file, an SQLAlchemy URL, or ":memory:" for one that ends with the process.
            create: make a new store where there is none.
            busy_ms: milliseconds to wait for another process that writes.

        Raises:
            StoreError: it cannot be opened, is locked, is something else's, or was written by a
                newer version.
        """
        if not create and "://" not in str(where) and not Path(where).expanduser().is_file():
            from brinkwatch.errors import StoreError

            raise StoreError(f"{where}: there is no store here. Read some reports first, or name "
                             "another store.")
        engine = connect(where, busy_ms)
        try:
            with guarded(engine):
                prepare(engine, create)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine)

    @property
    def name(self) -> str:
        """Its file, or its URL without the password."""
        return name_of(self.engine)

    def put_reading(self, report_id: str, items: Iterable[Claim], vectors: numpy.ndarray,
                    reader: str) -> None:
        """Replace a report's claims and sentence vectors in one transaction, marked with what
        they were read by: `reading_version` then gives `reader`."""
        with self.batch():
            self.put_claims(report_id, items, reader)
            self.put_vectors(report_id, vectors)

    def stats(self) -> dict[str, Any]:
        """How many rows each table holds."""
        return {table.name: self._count(table) for table in metadata.sorted_tables}

    def close(self) -> None:
        self.engine.dispose()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.close()
