"""Copies of the record: made while it is in use, checked before they count, put back whole."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from brinkwatch.errors import StoreError, UsageError
from brinkwatch.store.base import Base
from brinkwatch.store.engine import guarded, name_of
from brinkwatch.store.migrate import revisions
from brinkwatch.store.schema import APPLICATION


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy holds. `kept` is where a restored store's former content lies."""

    path: Path
    size: int
    reports: int
    editions: int
    kept: Path | None = None


class Backup(Base):
    def backup(self, path: Path, *, overwrite: bool = False) -> Copied:
        """Copy the record to a file as it is at one moment, while others go on writing.

        The copy is checked and put in place whole or not at all.

        Raises:
            UsageError: the file exists, or its folder does not.
            StoreError: this is no SQLite store, or the copy could not be written.
        """
        if self.engine.dialect.name != "sqlite":
            raise StoreError(f"{name_of(self.engine)}: only SQLite stores are copied this way. "
                             "Use the database's own tool, pg_dump.")
        if path.exists() and not overwrite:
            raise UsageError(f"{path}: it exists. Name another file, or say --force.")
        if not path.absolute().parent.is_dir():
            raise UsageError(f"{path}: there is no such folder. Make it first.")
        part = path.with_name(f".{path.name}.{os.getpid()}.part")
        try:
            with guarded(self.engine), self._read() as connection, \
                    closing(sqlite3.connect(part)) as target:
                connection.connection.driver_connection.backup(target)  # type: ignore[union-attr]
                target.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
            done = inspect(part)
            _settle(part)
            os.replace(part, path)
        except OSError as error:
            raise StoreError(f"{path}: the copy cannot be written ({error.strerror}). "
                             "Free some space, or name another place.") from error
        finally:
            for left in (part, part.with_name(part.name + "-journal")):
                left.unlink(missing_ok=True)
        return Copied(path, path.stat().st_size, done.reports, done.editions)


def restore(path: Path, where: str | Path) -> Copied:
    """Put a copy in the place of a store. What the store held before is kept beside it.

    Processes that have the store open see the restored content with their next transaction.

    Raises:
        StoreError: the file is no whole copy of a Brinkwatch store, or the store is in use for
            longer than ten seconds.
        UsageError: the store is no SQLite file.
    """
    target = Path(str(where)).expanduser()
    if "://" in str(where) or str(where) == ":memory:":
        raise UsageError(f"{where}: copies are restored into SQLite files only. Use the "
                         "database's own tool, pg_restore.")
    done = inspect(path)
    kept = None
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists() and target.stat().st_size:
        kept = _free_name(target)
        _copy(target, kept)
    _copy(path, target)
    inspect(target)
    return Copied(target, target.stat().st_size, done.reports, done.editions, kept)


def inspect(path: Path) -> Copied:
    """Check that a file is a whole Brinkwatch store this version can read.

    Raises:
        StoreError: it is not; the message says what is wrong.
    """
    if not path.is_file():
        raise StoreError(f"{path}: there is no such file. Check the path.")
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as raw:
            mark = raw.execute("PRAGMA application_id").fetchone()[0]
            if mark != APPLICATION:
                raise StoreError(f"{path}: it is no Brinkwatch store. Name another file.")
            found = raw.execute("SELECT version_num FROM alembic_version").fetchone()[0]
            if found not in revisions():
                raise StoreError(f"{path}: a newer Brinkwatch wrote it (tables {found}). "
                                 "Upgrade Brinkwatch.")
            sound = raw.execute("PRAGMA integrity_check(1)").fetchone()[0]
            if sound != "ok":
                raise StoreError(f"{path}: it is damaged ({sound}). Use another copy.")
            reports, editions = (raw.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
                                 for table in ("reports", "editions"))
    except (sqlite3.Error, TypeError) as error:
        raise StoreError(f"{path}: it is no whole Brinkwatch store ({error}). "
                         "Use another copy.") from error
    return Copied(path, path.stat().st_size, reports, editions)


def _copy(source: Path, target: Path) -> None:
    """Into the file itself, in one transaction, so that whoever has it open is not cut off."""
    try:
        with closing(sqlite3.connect(source, timeout=10)) as one, \
                closing(sqlite3.connect(target, timeout=10)) as other:
            one.backup(other)
            other.execute("PRAGMA journal_mode=WAL")
    except sqlite3.Error as error:
        raise StoreError(f"{target}: it cannot be written ({error}). Stop what uses it, and free "
                         "some space.") from error


def _free_name(target: Path) -> Path:
    number = 1
    while (path := target.with_name(f"{target.name}.before-restore-{number}")).exists():
        number += 1
    return path


def _settle(path: Path) -> None:
    """Have the bytes on the disk before the name points to them."""
    with open(path, "rb+") as file:
        os.fsync(file.fileno())
