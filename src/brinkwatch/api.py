"""The Python API: one object, the desk, with what a notebook or a program needs of it.

Filters are the same everywhere: `since` and `until` (ISO 8601 days, inclusive), `types` (PLOVER
types or kinds of record), `actors` (words of a name), `countries` (name or ISO 3166 code) and
`stories` (ids); each that is given must hold.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from brinkwatch.errors import UsageError
from brinkwatch.model import Claim, Edition, Report, Story

if TYPE_CHECKING:
    import pandas
    import polars

    from brinkwatch.config import Settings
    from brinkwatch.desk import Desk as Wiring
    from brinkwatch.desk import Intake
    from brinkwatch.explain import Explanation
    from brinkwatch.export import Selection
    from brinkwatch.export.options import Options
    from brinkwatch.store import Hit

Input = str | Path | Mapping[str, Any]
"""A file, a folder, or a report as a mapping with `text` and, where known, `id`, `title`, `url`,
`source`, `published` (ISO 8601)."""


class Filters(TypedDict, total=False):
    since: str | None
    until: str | None
    types: Sequence[str]
    actors: Sequence[str]
    countries: Sequence[str]
    stories: Sequence[str]


def open(where: str | Path | None = None, settings: Settings | None = None, *, create: bool = True
         ) -> Desk:
    """Open a desk over the record at `where`: a file, ":memory:" or a database URL; None is the
    user's own.

    Raises:
        StoreError: it cannot be opened, a newer version wrote it, or it is not there and `create`
            is False.
    """
    from brinkwatch.desk import Desk as Wiring

    return Desk(Wiring.open(where, settings, create=create))


class Table(Sequence[dict[str, Any]]):
    """Rows with named columns. Iterate over it, or take it as a frame."""

    def __init__(self, columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
        self.columns = tuple(columns)
        self._rows = [{name: row.get(name) for name in self.columns} for row in rows]

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, at: Any) -> Any:
        return self._rows[at]

    def __repr__(self) -> str:
        return f"Table({len(self)} rows: {', '.join(self.columns)})"

    def pandas(self) -> pandas.DataFrame:
        """As a pandas frame, dates as datetime64.

        Raises:
            UsageError: pandas is not installed.
        """
        try:
            import pandas
        except ImportError:
            raise UsageError("pandas is not installed. Install it with 'pip install pandas'."
                             ) from None
        frame = pandas.DataFrame(self._rows, columns=list(self.columns))
        for name in self.columns:
            if any(isinstance(row[name], date) for row in self._rows):
                frame[name] = pandas.to_datetime(frame[name])
        return frame

    def polars(self) -> polars.DataFrame:
        """As a polars frame.

        Raises:
            UsageError: polars is not installed.
        """
        try:
            import polars
        except ImportError:
            raise UsageError("polars is not installed. Install it with 'pip install polars'."
                             ) from None
        return polars.DataFrame(self._rows, schema=list(self.columns), infer_schema_length=None)


class Desk:
    """A desk over one record. Made by `brinkwatch.open`; close it, or use it in a `with`."""

    def __init__(self, wiring: Wiring) -> None:
        self._desk = wiring
        self._stale = False

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the record."""
        self._desk.store.close()

    def add(self, *inputs: Input, date: date | datetime | None = None) -> Intake:
        """Capture and read reports; what could not be read is among `refusals` with the reason.

        Args:
            inputs: files, folders, or reports as mappings.
            date: publication date of those that give none.
        """
        paths = [i for i in inputs if not isinstance(i, Mapping)]
        given = [i for i in inputs if isinstance(i, Mapping)]
        with tempfile.TemporaryDirectory() as folder:
            if given:
                path = Path(folder) / "given.jsonl"
                path.write_text("".join(json.dumps(dict(i), default=str) + "\n" for i in given),
                                encoding="utf-8")
                paths.append(path)
            taken = self._desk.take(paths, default_date=date)
        self._desk.read(taken.reports)
        self._stale = self._stale or bool(taken.reports)
        return taken

    def read(self, *inputs: Input, date: date | datetime | None = None) -> list[Claim]:
        """Add reports and give the claims in them, report by report."""
        taken = self.add(*inputs, date=date)
        return [c for report in taken.reports for c in self._desk.store.claims(report.id)]

    def reports(self, **filters: Unpack[Filters]) -> Iterator[Report]:
        """Reports, with their texts."""
        return self._selection(filters).reports()

    def claims(self, **filters: Unpack[Filters]) -> Iterator[Claim]:
        """Claims of every kind, as the model has them."""
        return self._selection(filters).claims()

    def stories(self, **filters: Unpack[Filters]) -> list[Story]:
        """Stories with their incidents, contradictions and origins."""
        return list(self._selection(filters).stories())

    def events(self, **filters: Unpack[Filters]) -> Table:
        """Deeds and launches, one row for each report's account (docs/export.md)."""
        return self._table("events", filters)

    def statements(self, **filters: Unpack[Filters]) -> Table:
        """What was said, one row for each statement."""
        return self._table("statements", filters)

    def incidents(self, **filters: Unpack[Filters]) -> Table:
        """Each happening once, with the number of outlets and independent origins."""
        return self._table("incidents", filters)

    def launches(self, since: date | None = None, until: date | None = None, *,
                 actor: str | None = None, kind: str | None = None, bundled: bool = True) -> Table:
        """The launch log: launches of the record joined with lists made by others.

        Args:
            actor: whose, by name or ISO 3166 code.
            kind: kind or range class of weapon ("ballistic", "ICBM").
            bundled: whether the desk's own list of announced launches is joined.
        """
        from dataclasses import fields

        from brinkwatch import judging
        from brinkwatch.launches import chosen
        from brinkwatch.model.codec import plain
        from brinkwatch.model.log import Entry

        self._fused()
        stories, claims, reports = self._desk.held()
        log = judging.log(self._desk.store, stories, claims, reports, bundle=bundled)
        found = chosen(log, since, until, kind, actor)
        return Table([f.name for f in fields(Entry)], [plain(e) for e in found])

    def search(self, words: str, kind: str = "reports", *, since: str | None = None,
               until: str | None = None, limit: int = 20) -> list[Hit]:
        """Best matches among "reports", "claims" or "people", each with where it stands.

        Raises:
            UsageError: there is nothing to search for.
        """
        return list(self._desk.store.search(
            words, kind, since=since, until=until, limit=limit).hits)  # type: ignore[arg-type]

    def explain(self, id: str) -> Explanation:
        """What stands behind an incident, one of its fields, a story, a claim or a judgement.

        Raises:
            UsageError: the record holds nothing with this id.
        """
        from brinkwatch.explain import explain
        from brinkwatch.knowledge.reliability import load

        own = self._desk.settings.reliability
        return explain(self._desk.store, id, load(own) if own is not None else None)

    def edition(self) -> Edition | None:
        """The latest edition, None before the first."""
        return self._desk.store.latest_edition()

    def brief(self, *inputs: str | Path, out: str | Path, date: date | datetime | None = None
              ) -> Edition:
        """Add files or folders and write an edition of them to the folder `out`.

        Raises:
            CitationError: a sentence is not carried by its spans; nothing is written.
        """
        return self._desk.brief(inputs, Path(out), default_date=date).edition

    def export(self, out: str | Path, *formats: str, options: Options | None = None,
               **filters: Unpack[Filters]) -> dict[str, Any]:
        """Write the record, or the part the filters choose, in open formats ("csv" when none is
        named); returns the manifest.

        Raises:
            UsageError: a format is unknown, or needs an extra that is not installed.
            PublishError: the folder cannot be written.
        """
        self._fused()
        return self._desk.export(Path(out), formats or ("csv",), options=options, **filters)

    def load(self, folder: str | Path) -> dict[str, int]:
        """Put a folder of exported JSON Lines into the record; returns how many of each kind.

        Raises:
            PublishError: a file is missing, was changed or is broken; nothing is kept.
        """
        return self._desk.load(Path(folder))

    def _fused(self) -> None:
        if self._stale:
            self._desk.rebuild()
            self._stale = False

    def _selection(self, filters: Filters) -> Selection:
        self._fused()
        return self._desk.selection(**filters)

    def _table(self, name: str, filters: Filters) -> Table:
        from brinkwatch.export.tabular import TABLES, table

        rows = list(table(self._selection(filters), name))
        return Table([c.name for c in TABLES[name]], rows)
