"""Connections to the record, and database errors as messages a user can act on.

One process writes at a time, whichever the database: SQLite takes its write lock when a writing
transaction begins, PostgreSQL an advisory lock that lasts as long. So what a transaction looks up
before it writes is still so when it writes. Readers see the record as it was when they began and
wait for nobody.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import (
    ArgumentError,
    NoSuchModuleError,
    PendingRollbackError,
    SQLAlchemyError,
)
from sqlalchemy.pool import StaticPool

from brinkwatch.errors import StoreError
from brinkwatch.store.schema import APPLICATION

WRITE = "brinkwatch_write"
"""Execution option of a connection that will write: it takes the write lock at the start."""
POSTGRESQL = "postgresql+psycopg"


def connect(where: str | Path, busy_ms: int) -> Engine:
    """Make an engine for a path, ":memory:" or an SQLAlchemy URL.

    Raises:
        StoreError: the URL cannot be used, or the folder of the file cannot be made.
    """
    text = str(where)
    if "://" not in text:
        text = "sqlite://" if text == ":memory:" else f"sqlite:///{Path(text).expanduser()}"
    try:
        url = make_url(text)
    except ArgumentError:
        raise StoreError(f"{where}: this is no path or database URL. "
                         "Give a file name or postgresql://host/name.") from None
    if url.drivername in ("postgres", "postgresql"):
        url = url.set(drivername=POSTGRESQL)
    options: dict[str, Any] = {}
    if url.drivername == POSTGRESQL:
        options = _postgresql(url, busy_ms)
    elif url.get_backend_name() == "sqlite":
        memory = not url.database or url.database == ":memory:"
        options["connect_args"] = {"timeout": busy_ms / 1000, "check_same_thread": False}
        if memory:
            options["poolclass"] = StaticPool
        elif not url.query.get("uri"):
            try:
                Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise StoreError(f"{url.database}: its folder cannot be made ({error.strerror}). "
                                 "Choose another place for the store.") from error
    try:
        engine = create_engine(url, **options)
    except (ImportError, NoSuchModuleError) as error:
        named = url.render_as_string(hide_password=True)
        mend = "Install it with 'pip install brinkwatch[postgresql]'" \
            if url.drivername == POSTGRESQL else "Install it"
        raise StoreError(f"{named}: no driver is installed ({error}). "
                         f"{mend}, or use an SQLite file.") from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _pragmas(busy_ms))
        event.listen(engine, "begin", _begin)
    elif engine.dialect.name == "postgresql":
        event.listen(engine, "connect", _session(busy_ms))
        event.listen(engine, "begin", _queue)
    return engine


def _postgresql(url: URL, busy_ms: int) -> dict[str, Any]:
    """A server that was stopped and came back is asked anew, not answered with a dead line."""
    patience = {} if "connect_timeout" in url.query else {
        "connect_timeout": max(2, busy_ms // 1000)}
    return {"pool_pre_ping": True, "connect_args": {"client_encoding": "utf8", **patience}}


def writing(engine: Engine) -> Connection:
    """A connection whose transactions take the write lock when they begin."""
    return engine.connect().execution_options(**{WRITE: True})


def reading(engine: Engine) -> Connection:
    """A connection whose transactions see the record as it was when they began."""
    connection = engine.connect()
    if engine.dialect.name == "postgresql":  # SQLite does so anyway
        connection = connection.execution_options(isolation_level="REPEATABLE READ")
    return connection


def name_of(engine: Engine) -> str:
    """How messages name the store: its file, or its URL without the password."""
    if engine.dialect.name == "sqlite":
        return engine.url.database or ":memory:"
    return engine.url.render_as_string(hide_password=True)


def _pragmas(busy_ms: int) -> Any:
    def on_connect(connection: sqlite3.Connection, _: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={int(busy_ms)}")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA synchronous=NORMAL")  # with WAL: a crash loses nothing committed
        cursor.execute("PRAGMA temp_store=MEMORY")
        cursor.close()

    return on_connect


def wal(engine: Engine) -> None:
    """Switch an SQLite file to write-ahead logging; another process may be doing the same."""
    if engine.dialect.name != "sqlite" or name_of(engine) == ":memory:":
        return
    with engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        for attempt in range(20):
            try:
                if raw.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                    raw.execute("PRAGMA journal_mode=WAL")
                return
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or attempt == 19:
                    raise trouble(engine, error) from error
                time.sleep(0.05)


def _begin(connection: Any) -> None:
    write = connection.get_execution_options().get(WRITE)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _session(busy_ms: int) -> Any:
    def on_connect(connection: Any, _: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = {int(busy_ms)}")
            cursor.execute("SET timezone = 'UTC'")
        connection.commit()

    return on_connect


def _queue(connection: Any) -> None:
    if connection.get_execution_options().get(WRITE):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({APPLICATION})")


@contextmanager
def guarded(engine: Engine) -> Iterator[None]:
    """Turn the database's errors into `StoreError`."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise trouble(engine, error) from error


def trouble(engine: Engine, error: Exception) -> StoreError:
    """What went wrong as an error that names the store and the mend."""
    name, cause = name_of(engine), str(getattr(error, "orig", None) or error)
    low = cause.lower()
    if _gone(error):
        low = _TROUBLES[-1][0][0]
    for signs, reason, mend, passing in _TROUBLES:
        if any(sign in low for sign in signs):
            return StoreError(f"{name}: {reason}. {mend}.", passing=passing)
    said = cause.splitlines()[0] if cause else type(error).__name__
    return StoreError(f"{name}: the database reports: {said}. Run 'brinkwatch doctor'.")


def _gone(error: Exception) -> bool:
    """Whether the server went away, by what the driver says rather than by its words."""
    if isinstance(error, PendingRollbackError) or getattr(error, "connection_invalidated", False):
        return True
    state = getattr(getattr(error, "orig", None), "sqlstate", None) or ""
    return state.startswith(_GONE)


_GONE = ("08", "57P")
"""SQLSTATE classes of a lost connection and of a server that stops or is not up yet (PostgreSQL's
appendix of error codes)."""

_TROUBLES = (
    (("not a database",), "this file is no Brinkwatch store", "Name another file", False),
    (("malformed",), "the store is damaged", "Restore it from a backup", False),
    (("locked", "lock timeout"), "another process is writing to the store",
     "Wait until it has finished, or stop it", True),
    (("disk is full", "no space left"), "the disk is full",
     "Free some space; nothing that was stored is lost", True),
    (("foreign key",), "a row names a report or story that is not stored",
     "Store that one first", False),
    (("readonly",), "the store may not be written",
     "Give yourself write permission to the file and its folder", True),
    (("read-only",), "the store may not be written",
     "Use a server that takes writes, as a user who may", True),
    (("permission denied",), "the store may not be written",
     "Give the user of the URL the right to this database", True),
    (("unable to open",), "the store cannot be opened",
     "Check that its folder exists and that you may write there", True),
    (("disk i/o",), "the disk reports an error",
     "Check the disk; restore from a backup if need be", True),
    (("password",), "the database refuses the log-in", "Check the user and password in the URL",
     True),
    (("database \"", "role \""), "there is no such database or user there",
     "Make it with createdb or createuser, or check the URL", True),
    (("connection refused", "no such file or directory", "timeout expired", "connection timeout",
      "could not translate host name", "failed to resolve host", "the database system is",
      "terminating connection", "server closed the connection", "connection is closed",
      "connection is lost", "connection to server", "consuming input failed",
      "connection already closed", "the connection is bad"),
     "no database answers there", "Start it, or check the URL", True),
)
"""Signs in what a database says, the reason and the mend we give, and whether it may pass."""
