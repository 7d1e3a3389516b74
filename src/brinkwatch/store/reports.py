"""Captures, reports, refusals and sentence vectors."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy import Row, delete, func, or_, select, update

from brinkwatch.errors import StoreError
from brinkwatch.model import Report
from brinkwatch.store.base import Base, now, packed
from brinkwatch.store.schema import Words, captures, claims, refusals, reports, vectors

if TYPE_CHECKING:
    import numpy

_words = Words()


class Refused(Protocol):
    """What `add_refusal` takes: anything with these attributes, such as collect's Refusal."""

    @property
    def path(self) -> str: ...
    @property
    def place(self) -> str | None: ...
    @property
    def reason(self) -> str: ...
    @property
    def mend(self) -> str: ...
    @property
    def sha256(self) -> str | None: ...


class Reports(Base):
    def capture(self, data: bytes, path: str, kind: str, at: datetime | None = None) -> str:
        """Keep bytes as they were found, once, with the moment (now, when None); return their
        SHA-256."""
        sha = hashlib.sha256(data).hexdigest()
        small = zlib.compress(data, 6)
        codec, body = ("zlib", small) if len(small) < len(data) else ("raw", data)
        with self._write() as connection:
            connection.execute(self._insert(captures).on_conflict_do_nothing(), {
                "sha256": sha, "body": body, "codec": codec, "size": len(data),
                "captured_at": at or now(), "path": path, "kind": kind,
            })
        return sha

    def captured(self, sha256: str) -> bytes:
        """Give captured bytes back.

        Raises:
            StoreError: nothing with this hash was captured, or it is damaged.
        """
        with self._read() as connection:
            row = connection.execute(
                select(captures.c.body, captures.c.codec).where(captures.c.sha256 == sha256)
            ).first()
        if row is None:
            raise StoreError(f"capture {sha256}: it is not in the store. "
                             "Read the file it came from again.")
        data = _opened(row.body, row.codec)
        if data is None:
            raise StoreError(f"capture {sha256}: its bytes are damaged. Restore the store from a "
                             "backup, or read the file it came from again.")
        return data

    def captures(self) -> Iterator[tuple[str, str, str, datetime, bytes]]:
        """Every capture by its hash: (SHA-256, path, kind, moment in UTC, bytes); those that
        cannot be unpacked are passed over (`verify_captures` names them)."""
        for row in self._capture_rows():
            data = _opened(row.body, row.codec)
            if data is not None:
                yield row.sha256, row.path, row.kind, row.captured_at, data

    def verify_captures(self) -> Iterator[tuple[str, str, str | None]]:
        """Hash every capture anew: (SHA-256, path, fault), fault None where it is sound."""
        for row in self._capture_rows():
            data = _opened(row.body, row.codec)
            fault = None
            if data is None:
                fault = "its bytes cannot be unpacked"
            elif hashlib.sha256(data).hexdigest() != row.sha256:
                fault = "its bytes are not those that were captured"
            yield row.sha256, row.path, fault

    def _capture_rows(self) -> Iterator[Row[Any]]:
        last = ""
        while True:
            with self._read() as connection:
                page = connection.execute(
                    select(captures).where(captures.c.sha256 > last)
                    .order_by(captures.c.sha256).limit(50)).all()
            yield from page
            if len(page) < 50:
                return
            last = page[-1].sha256

    def add_report(self, report: Report) -> str:
        """Store a report once.

        Returns "new"; "same" when it is there already; "changed" when only its date or other
        particulars differ, which are then brought up to date and its claims dropped, as they
        were read with the old ones.

        Raises:
            StoreError: another text is stored under its id.
        """
        values = _values(report)
        with self._write() as connection:
            stored = connection.execute(select(reports).where(reports.c.id == values["id"])).first()
            if stored is None:
                connection.execute(reports.insert(), values)
                return "new"
            if stored.text != values["text"]:
                raise StoreError(f"report {report.id}: another text is stored under this id. "
                                 "Give the report an id of its own.")
            particulars = ("title", "url", "source", "published", "published_precision", "language")
            if all(getattr(stored, name) == values[name] for name in particulars):
                return "same"
            connection.execute(update(reports).where(reports.c.id == values["id"]).values(
                **{name: values[name] for name in (*particulars, "published_at", "notes")},
                reader=None, read_at=None))
            connection.execute(delete(claims).where(claims.c.report == values["id"]))
            connection.execute(delete(vectors).where(vectors.c.report == values["id"]))
            return "changed"

    def has_report(self, id: str) -> bool:
        with self._read() as connection:
            return connection.execute(
                select(reports.c.seq).where(reports.c.id == id)).first() is not None

    def report(self, id: str) -> Report | None:
        with self._read() as connection:
            row = connection.execute(select(reports).where(reports.c.id == id)).first()
        return None if row is None else _report(row)

    def reports(self, since: datetime | None = None) -> Iterator[Report]:
        """Every report, first stored first, or those published (else captured) since a moment."""
        query = select(reports)
        if since is not None:
            query = query.where(
                func.coalesce(reports.c.published_at, reports.c.captured) >= since)
        return map(_report, self._rows(query, reports.c.seq))

    def unread(self, reader: str | None = None) -> Iterator[Report]:
        """Reports whose claims are not from this version of the reader; without one, those that
        no version has read."""
        never = reports.c.reader.is_(None)
        query = select(reports).where(never if reader is None else or_(
            never, reports.c.reader != reader))
        return map(_report, self._rows(query, reports.c.seq))

    def reading_version(self, id: str) -> str | None:
        """Version of the reader a report's claims are from; None when it was not read."""
        with self._read() as connection:
            return connection.execute(select(reports.c.reader).where(reports.c.id == id)).scalar()

    def add_refusal(self, refusal: Refused) -> None:
        """Record that an input was not read; the same refusal again renews its date."""
        code = getattr(refusal, "code", "format")
        key = packed([refusal.path, refusal.place, refusal.reason, refusal.sha256])
        values = {
            "digest": hashlib.sha256(key.encode()).hexdigest(), "path": refusal.path,
            "place": refusal.place, "reason": refusal.reason, "mend": refusal.mend, "code": code,
            "sha256": refusal.sha256, "at": now(),
        }
        with self._write() as connection:
            connection.execute(
                self._insert(refusals).values(values).on_conflict_do_update(
                    index_elements=["digest"], set_={"at": values["at"]}))

    def refusals(self) -> Iterator[dict[str, Any]]:
        """Every refusal: path, place, reason, mend, code, sha256, at (UTC, last seen)."""
        for row in self._rows(select(refusals), refusals.c.seq):
            yield {name: getattr(row, name)
                   for name in ("path", "place", "reason", "mend", "code", "sha256", "at")}

    def put_vectors(self, report_id: str, array: numpy.ndarray) -> None:
        """Keep a report's sentence vectors, float32 of shape (sentences, width)."""
        import numpy

        array = numpy.ascontiguousarray(array, dtype="<f4")
        if array.ndim != 2:
            raise StoreError(f"report {report_id}: vectors of shape {array.shape} cannot be "
                             "stored. Give one row for each sentence.")
        values = {"rows": array.shape[0], "columns": array.shape[1], "body": array.tobytes()}
        with self._write() as connection:
            connection.execute(self._insert(vectors).values(report=report_id, **values)
                               .on_conflict_do_update(index_elements=["report"], set_=values))

    def vectors(self, report_id: str) -> numpy.ndarray | None:
        """A report's sentence vectors, float32 of shape (sentences, width), or None."""
        import numpy

        with self._read() as connection:
            row = connection.execute(select(vectors).where(vectors.c.report == report_id)).first()
        if row is None:
            return None
        flat = numpy.frombuffer(row.body, dtype="<f4") if row.body else numpy.empty(0, "<f4")
        return flat.reshape(row.rows, row.columns).astype(numpy.float32)

    def _count(self, table: Any) -> int:
        with self._read() as connection:
            return connection.execute(select(func.count()).select_from(table)).scalar_one()


def _opened(body: Any, codec: str) -> bytes | None:
    if not isinstance(body, bytes | memoryview):
        return None  # SQLite gives back whatever somebody wrote there
    try:
        return zlib.decompress(body) if codec == "zlib" else bytes(body)
    except zlib.error:
        return None


def _values(report: Report) -> dict[str, Any]:
    when = report.published
    text = _words.process_bind_param
    return {
        "id": text(report.id, None), "sha256": report.sha256 or None,
        "title": text(report.title, None), "text": text(report.text, None),
        "url": text(report.url, None), "source": text(report.source, None),
        "published": None if when is None else when.isoformat(),
        "published_at": None if when is None else when if when.tzinfo else when.replace(tzinfo=UTC),
        "published_precision": report.published_precision, "language": report.language,
        "captured": report.captured, "path": report.path, "notes": packed(report.notes),
    }


def _report(row: Row[Any]) -> Report:
    return Report(
        id=row.id, text=row.text, title=row.title, url=row.url, source=row.source,
        published=None if row.published is None else datetime.fromisoformat(row.published),
        published_precision=row.published_precision, language=row.language,
        sha256=row.sha256 or "", captured=row.captured, path=row.path,
        notes=tuple(json.loads(row.notes)),
    )
