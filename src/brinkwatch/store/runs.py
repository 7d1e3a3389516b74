"""The log of runs and their steps, for resuming, and problems that were contained."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select, update

from brinkwatch.store.base import Base, now, packed
from brinkwatch.store.schema import problems, runs, steps


class Runs(Base):
    def begin_run(self, command: str) -> str:
        """Open a run; return its id."""
        id = uuid.uuid4().hex
        with self._write() as connection:
            connection.execute(runs.insert(), {
                "id": id, "command": command, "started": now(), "status": "running"})
        return id

    def end_run(self, run: str, status: str = "done", note: str | None = None) -> None:
        """Close a run as "done" or "failed"."""
        with self._write() as connection:
            connection.execute(update(runs).where(runs.c.id == run).values(
                ended=now(), status=status, note=note))

    def runs(self, status: str | None = None) -> list[dict[str, Any]]:
        """Runs, newest first: id, command, started, ended, status, note."""
        query = select(runs).order_by(runs.c.started.desc())
        if status is not None:
            query = query.where(runs.c.status == status)
        with self._read() as connection:
            return [dict(row._mapping) for row in connection.execute(query)]

    def mark(self, run: str, step: str, key: str, note: str | None = None) -> bool:
        """Record that a step is done for a key (a report, a story). False when it was before.

        Inside `batch()` the mark and the step's own effect are stored together or not at all.
        """
        with self._write() as connection:
            return self._add(connection, steps, {
                "run": run, "step": step, "key": key, "at": now(), "note": note})

    def marked(self, run: str, step: str) -> set[str]:
        """Keys a step is done for."""
        with self._read() as connection:
            return set(connection.execute(
                select(steps.c.key).where(steps.c.run == run, steps.c.step == step)).scalars())

    def add_problem(self, stage: str, what: str, *, place: str | None = None,
                    mend: str | None = None, report: str | None = None) -> None:
        """Record something that went wrong and was contained; the same again is counted."""
        key = packed([stage, what, place, report])
        values = {
            "digest": hashlib.sha256(key.encode()).hexdigest(), "stage": stage, "what": what,
            "place": place, "mend": mend, "report": report, "at": now(), "times": 1,
        }
        with self._write() as connection:
            connection.execute(self._insert(problems).values(values).on_conflict_do_update(
                index_elements=["digest"],
                set_={"at": values["at"], "times": problems.c.times + 1, "mend": mend}))

    def problems(self) -> Iterator[dict[str, Any]]:
        """Every problem: stage, what, place, mend, report, at (UTC, last seen), times."""
        for row in self._rows(select(problems), problems.c.seq):
            yield {name: getattr(row, name)
                   for name in ("stage", "what", "place", "mend", "report", "at", "times")}
