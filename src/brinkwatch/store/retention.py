"""Letting old reports go, and never the evidence of a published page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, select

from brinkwatch.store.base import Base
from brinkwatch.store.schema import (
    actor_claims,
    actors,
    captures,
    editions,
    refusals,
    reports,
    story_reports,
)

AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Pruned:
    """What was let go. `spared` reports were old enough, but a page or a story rests on them."""

    reports: int
    spared: int
    captures: int
    size: int
    """Bytes of the captures as stored."""


class Retention(Base):
    def prune(self, before: datetime, *, dry_run: bool = False) -> Pruned:
        """Delete reports captured (else published) before a moment, with their claims and captures.

        Kept, however old: every report an edition names or cites, and every report of a current
        story. Each step is a transaction; a run that is cut off is finished by the next.
        """
        with self._read() as connection:
            needed = _needed(connection)
            when = func.coalesce(reports.c.captured, reports.c.published_at)
            old = list(connection.execute(
                select(reports.c.id).where(when < before).order_by(reports.c.seq)).scalars())
        gone = [id for id in old if id not in needed]
        if not dry_run:
            for begin in range(0, len(gone), AT_ONCE):
                self._delete(gone[begin:begin + AT_ONCE])
        count, size = self._captures(before, set(gone), dry_run)
        if not dry_run:
            with self._write() as connection:
                named = select(actor_claims.c.actor)
                connection.execute(delete(actors).where(actors.c.seq.not_in(named)))
        return Pruned(len(gone), len(old) - len(gone), count, size)

    def _delete(self, ids: list[str]) -> None:
        with self._write() as connection:
            # An edition may have been published since the look; look again, with the lock held.
            needed = _needed(connection)
            connection.execute(delete(reports).where(
                reports.c.id.in_([id for id in ids if id not in needed])))

    def _captures(self, before: datetime, gone: set[str], dry_run: bool) -> tuple[int, int]:
        """Captures no report and no refusal points to any more."""
        count, size, last = 0, 0, ""
        while True:
            with self._write() as connection:
                page = connection.execute(
                    select(captures.c.sha256, func.length(captures.c.body).label("size"))
                    .where(captures.c.sha256 > last, captures.c.captured_at < before)
                    .order_by(captures.c.sha256).limit(AT_ONCE)).all()
                free = [row for row in page if not self._used(connection, row.sha256, gone)]
                count += len(free)
                size += sum(row.size for row in free)
                if free and not dry_run:
                    connection.execute(delete(captures).where(
                        captures.c.sha256.in_([row.sha256 for row in free])))
            if len(page) < AT_ONCE:
                return count, size
            last = page[-1].sha256

    def _used(self, connection: Connection, sha: str, gone: set[str]) -> bool:
        by = connection.execute(select(reports.c.id).where(reports.c.sha256 == sha)).scalars()
        if any(id not in gone for id in by):
            return True
        return connection.execute(
            select(refusals.c.seq).where(refusals.c.sha256 == sha)).first() is not None


def _needed(connection: Connection) -> set[str]:
    """Ids of reports that an edition names or cites, or a current story holds."""
    needed = set(connection.execute(select(story_reports.c.report)).scalars())
    for body in connection.execute(select(editions.c.body)).scalars():
        needed.update(_named(json.loads(body)))
    return needed


def _named(data: Any) -> Iterator[str]:
    """Report ids anywhere in an edition: spans and left-out lines name a "report", source lists
    hold reports by "id", stories and origins list "reports"."""
    if isinstance(data, list):
        for item in data:
            yield from _named(item)
    elif isinstance(data, dict):
        for key, value in data.items():
            if key == "report" and isinstance(value, str):
                yield value
            elif key == "reports" and isinstance(value, list):
                yield from (one if isinstance(one, str) else str(one.get("id")) for one in value)
            else:
                yield from _named(value)
