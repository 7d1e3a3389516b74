"""Brings reports in: every input is captured, then read, and what cannot be read is refused with
the reason. One broken input costs no other."""

from __future__ import annotations

import codecs
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from brinkwatch.collect import columns, documents
from brinkwatch.collect.dates import Published, given, order_in
from brinkwatch.collect.encodings import SAMPLE, binary, decode, wide
from brinkwatch.collect.fields import HEADER, Parts, parts, renamed, report, same
from brinkwatch.collect.inputs import LATER, files, kind_of, opened, refused, suffix
from brinkwatch.collect.outcomes import Limits, Outcome, Refusal
from brinkwatch.collect.rows import Record, Table, lines
from brinkwatch.errors import EncodingError
from brinkwatch.model import Report

Capture = Callable[[bytes, str, str], str]
"""Keeps bytes with their path and kind ("txt", "html", "json", "jsonl", "csv", "tsv"); returns
their SHA-256."""

_FIELDS = "a field named text, body, content or title"


def gather(
    inputs: Iterable[str | Path], *, capture: Capture | None = None, limits: Limits | None = None,
    default_date: date | datetime | str | None = None,
    progress: Callable[[str, int], None] | None = None,
    known: Callable[[str], Report | None] | None = None, now: datetime | None = None,
) -> Iterator[Outcome]:
    """Read files, directories and "-" (standard input) into reports, in the order given.

    Args:
        capture: keeps the bytes of each document before it is read. A file of rows is captured
            row by row (a table's row with its header), every other file whole.
        default_date: for reports without a publication date of their own.
        progress: called with the path and the count of outcomes so far, at each file's start.
        known: looks an id up among reports stored before, so that another text under the same id
            gets an id of its own.
        now: the present, for dates in the future.

    Yields each report or refusal as it is read; never raises for a bad input. What `capture`
    raises goes through.
    """
    taker = _Intake(capture, limits or Limits(), default_date, known, now)
    for name in inputs:
        for path in files(name):
            if progress:
                progress(path if isinstance(path, str) else path.path, taker.count)
            if isinstance(path, Refusal):
                taker.count += 1
                yield path
            else:
                yield from taker.file(path)


def gather_bytes(
    data: bytes, *, kind: str | None = None, path: str = "-", capture: Capture | None = None,
    limits: Limits | None = None, default_date: date | datetime | str | None = None,
    known: Callable[[str], Report | None] | None = None, now: datetime | None = None,
) -> Iterator[Outcome]:
    """Read bytes at hand, such as an upload or a capture, as `gather` reads a file."""
    taker = _Intake(capture, limits or Limits(), default_date, known, now)
    head = data[:SAMPLE]
    yield from taker.stream(path, BytesIO(data), head, kind or kind_of(path, head))


class _Intake:
    def __init__(self, capture: Capture | None, limits: Limits, default_date: Any,
                 known: Callable[[str], Report | None] | None, now: datetime | None) -> None:
        self.count = 0
        self._capture = capture or (lambda data, path, kind: hashlib.sha256(data).hexdigest())
        self._limits = limits
        self._default: Published = given(default_date)
        self._known = known or (lambda id: None)
        self._now = now or datetime.now(UTC)
        self._order: str | None = None
        self._seen: dict[str, tuple[bytes, str]] = {}

    def file(self, path: str) -> Iterator[Outcome]:
        try:
            stream = opened(path)
        except (OSError, ValueError) as error:
            self.count += 1
            yield refused(path, error)
            return
        with stream:
            head = stream.head  # type: ignore[attr-defined]
            try:
                yield from self.stream(path, stream, head, kind_of(path, head))
            except OSError as error:
                self.count += 1
                yield refused(path, error)

    def stream(self, path: str, stream: BinaryIO, head: bytes, kind: str | None
               ) -> Iterator[Outcome]:
        self._order = order_in(head.decode("latin-1"))
        before = self.count
        for outcome in self._outcomes(path, stream, head, kind):
            self.count += 1
            yield self._unique(outcome) if isinstance(outcome, Report) else outcome
        if self.count == before:
            self.count += 1
            sha = self._capture(head, path, kind or "other")
            yield Refusal(path, None, "it holds no rows", "Remove it, or save it again", sha,
                          "empty")

    def _outcomes(self, path: str, stream: BinaryIO, head: bytes, kind: str | None
                  ) -> Iterator[Outcome]:
        if kind in ("jsonl", "csv", "tsv") and head.strip() and not binary(head):
            charset = _charset(head)
            if kind == "jsonl":
                yield from self._json_lines(path, stream, head, charset)
            else:
                yield from self._table(path, stream, head, kind, charset)
            return
        if kind == "warc":
            yield from self._archive(path, stream)
            return
        if kind == "parquet":
            yield from self._parquet(path, stream)
            return
        limit = self._limits.json_file if kind == "json" else self._limits.document
        data = stream.read(limit + 1)
        if len(data) > limit:
            yield Refusal(path, None, f"it is over the limit of {_size(limit)} for one document", (
                "Write it as JSON Lines, which has no limit, or raise" if kind == "json" else
                "Split it, or raise") + " the limit in the settings", code="too large")
            return
        taken = datetime.now(UTC)
        sha = self._capture(data, path, kind or "other")
        yield from self._document(path, data, kind, sha, taken)

    def _document(self, path: str, data: bytes, kind: str | None, sha: str, taken: datetime
                  ) -> Iterator[Outcome]:
        def refusal(place: str | None, reason: str, mend: str, code: str = "format") -> Refusal:
            return Refusal(path, place, reason, mend, sha, code)

        if not data.removeprefix(codecs.BOM_UTF8).strip():
            yield refusal(None, "it is empty", "Remove it, or save it again", "empty")
            return
        if what := binary(data[:SAMPLE]):
            yield refusal(None, f"it is {what}, not text",
                          "Unpack or convert it to text, HTML, JSON or CSV first", "binary")
            return
        if kind is None:
            what = LATER[suffix(path)]
            yield refusal(None, f"{what} are not read yet",
                          "Save its articles as text, HTML, JSON or CSV", "unsupported")
            return
        declared = None
        if kind == "html":
            from brinkwatch.collect.pages import declared_charset

            declared = declared_charset(data)
        try:
            decoded = decode(data, declared)
        except EncodingError as error:
            yield refusal(None, str(error), "Save it as UTF-8", "encoding")
            return
        notes = (decoded.note,) if decoded.note else ()
        if kind == "json":
            if documents.is_lines(decoded.text):
                stream = BytesIO(decoded.text.encode("utf-8", "surrogatepass"))
                yield from self._json_lines(path, stream, b"", None)
            else:
                yield from self._json(path, decoded.text, sha, taken, notes)
            return
        if kind == "html":
            found = self._page(decoded.text)
            if found is None:
                yield refusal(None, "the page holds no text outside scripts and menus",
                              "Save the page after it has loaded, or copy its text to a .txt file",
                              "empty")
                return
        elif not decoded.text.strip():
            yield refusal(None, "it is empty", "Remove it, or save it again", "empty")
            return
        else:
            found = Parts(decoded.text, documents.headline(decoded.text))
        yield self._report(found, path, sha, taken, sha, notes)

    def _archive(self, path: str, stream: BinaryIO) -> Iterator[Outcome]:
        """A web archive, page by page; each is captured by itself."""
        from brinkwatch.collect import archives
        from brinkwatch.collect.web.walls import wall

        count = 0
        for one in archives.pages(stream, self._limits.document):
            count += 1
            if one.fault is not None:
                yield Refusal(path, one.place, one.fault,
                              "Fetch it again; the other pages were read")
                continue
            sha = self._capture(one.data, one.url, one.kind)
            for made in self._document(f"{path}#{one.url}", one.data, one.kind, sha,
                                       one.taken or datetime.now(UTC)):
                if isinstance(made, Report):
                    page = one.data[:200_000].decode("utf-8", "replace")
                    if (kind := wall(one.url, page, made.text)) is not None:
                        yield Refusal(path, one.place, f"a {kind} page stands before the article",
                                      "Archive the page once it is open", sha)
                        continue
                    made = replace(made, url=made.url or one.url)
                yield made
        if not count:
            yield Refusal(path, None, "the archive holds no page that is read",
                          "Look at what it was made of", code="empty")

    def _parquet(self, path: str, stream: BinaryIO) -> Iterator[Outcome]:
        """A file of columns; each row is captured by itself, as JSON. Bytes at hand are read as
        they are, a file where it lies: one must seek in it, which its stream cannot."""
        for row in columns.rows(stream if stream.seekable() else path):
            place = f"row {row.number}"
            if row.fault is not None:
                yield Refusal(path, None, row.fault, row.mend)
            elif len(row.data) > self._limits.row:
                yield self._too_large(path, place)
            else:
                taken = datetime.now(UTC)
                sha = self._capture(row.data, f"{path}#{row.number}", "json")
                yield self._row(json.loads(row.data), path, place, sha, taken, sha, (), row.number)

    def _json(self, path: str, text: str, sha: str, taken: datetime, notes: tuple[str, ...]
              ) -> Iterator[Outcome]:
        any_item = False
        for item in documents.items(text):
            any_item = True
            if item.fault:
                yield Refusal(path, item.place, item.fault, "Mend the JSON there; what stands "
                              "before it was read" if item.place else "Mend the file", sha)
                continue
            yield self._row(item.value, path, item.place, sha, taken, item.digest or sha, notes)
        if not any_item:
            yield Refusal(path, None, "the list is empty", "Remove it, or save it again", sha,
                          "empty")

    def _json_lines(self, path: str, stream: BinaryIO, head: bytes, charset: str | None
                    ) -> Iterator[Outcome]:
        for line in lines(stream, self._limits.row, wide(head[:4096])):
            place = f"line {line.number}"
            if line.data is None:
                yield self._too_large(path, place)
                continue
            data = line.data.rstrip(b"\r\n")
            if not data.strip():
                continue
            taken = datetime.now(UTC)
            sha = self._capture(data, f"{path}#{line.number}", "jsonl")
            text, notes = self._text(data, charset)
            try:
                value = json.loads(text)
            except json.JSONDecodeError as error:
                yield Refusal(path, f"{place}, column {error.colno}", f"broken JSON: {error.msg}",
                              "Mend the line; the others were read", sha)
                continue
            except (ValueError, RecursionError) as error:
                deep = isinstance(error, RecursionError)
                reason = "it is nested too deeply" if deep else str(error)
                yield Refusal(path, place, f"broken JSON: {reason}",
                              "Mend the line; the others were read", sha)
                continue
            yield self._row(value, path, place, sha, taken, sha, notes, line.number)

    def _table(self, path: str, stream: BinaryIO, head: bytes, kind: str, charset: str | None
               ) -> Iterator[Outcome]:
        limit = self._limits.row
        table = Table(lines(stream, limit, wide(head[:4096])), kind, limit, charset)
        if table.fault:
            sha = self._capture(table.header or head[:limit], path, kind)
            yield Refusal(path, "line 1", table.fault,
                          f"Give the table a header such as {HEADER}", sha)
            return
        header = table.header.rstrip(b"\r\n") + b"\n"
        for record in table:
            yield self._record(record, table, path, kind, header)

    def _record(self, record: Record, table: Table, path: str, kind: str, header: bytes) -> Outcome:
        if record.large and not record.data:
            return self._too_large(path, record.place)
        taken = datetime.now(UTC)
        data = header + record.data.rstrip(b"\r\n")
        sha = self._capture(data, f"{path}#{record.first}", kind)
        if record.cells is None:
            mend = "Close its quotes, double those inside a quoted cell, and quote cells that " \
                   "hold the delimiter; the other rows were read"
            return Refusal(path, record.place, record.fault or "it is no row", mend, sha,
                           "too large" if record.large else "format")
        row = dict(reversed(list(zip(table.columns, record.cells, strict=True))))
        notes = self._text(record.data, table.charset)[1]
        return self._row(row, path, record.place, sha, taken, sha, notes, record.first)

    def _row(self, value: Any, path: str, place: str | None, sha: str, taken: datetime,
             fallback: str, notes: tuple[str, ...], line: int | None = None) -> Outcome:
        if not isinstance(value, dict):
            return Refusal(path, place, f"this is a {_json_name(value)}, not an object",
                           f"Write each article as an object with {_FIELDS}", sha)
        found = parts(value, self._now, self._order)
        if found is None:
            names = ", ".join(str(name)[:30] for name in list(value)[:8]) or "nothing"
            return Refusal(path, place, f"it holds neither text nor title (it has: {names})",
                           f"Give it {_FIELDS}", sha, "empty")
        if found.html is not None:
            page = self._page(found.html)
            if page is None:
                return Refusal(path, place, "its HTML holds no text", f"Give it {_FIELDS}", sha,
                               "empty")
            found = replace(found, text=page.text, title=found.title or page.title)
        if line is None and place is not None:
            line_text = place.rsplit("line ", 1)
            line = int(line_text[1]) if len(line_text) == 2 and line_text[1].isdigit() else None
        where = path if line is None else f"{path}#{line}"
        return self._report(found, where, sha, taken, fallback, notes)

    def _page(self, text: str) -> Parts | None:
        from brinkwatch.collect.pages import page

        return page(text, self._now)

    def _report(self, found: Parts, path: str, sha: str, taken: datetime, fallback: str,
                notes: tuple[str, ...]) -> Report:
        if notes:
            found = replace(found, notes=(*found.notes, *notes))
        return report(found, id=fallback, sha256=sha, captured=taken, path=path,
                      default=self._default)

    def _unique(self, item: Report) -> Outcome:
        """The same report again is refused; another text under a used id gets "#2"."""
        base, number, digest = item.id, 1, _digest(item)
        while True:
            first = self._seen.get(item.id)
            if first is not None and first[0] == digest:
                return Refusal(item.path or "-", None, f"the same report as {first[1]}",
                               "Remove one of the two", item.sha256, "duplicate")
            stored = self._known(item.id) if first is None else None
            if first is None and (stored is None or same(stored, item)):
                self._seen[item.id] = (digest, item.path or "-")
                return item
            number += 1
            other = first[1] if first else "a stored report"
            note = f"its id {base!r} is that of {other}, which has another text"
            item = renamed(replace(item, notes=tuple(
                n for n in item.notes if not n.startswith("its id "))), f"{base}#{number}", note)

    def _text(self, data: bytes, charset: str | None) -> tuple[str, tuple[str, ...]]:
        try:
            return data.decode(), ()
        except UnicodeDecodeError:
            pass
        try:
            decoded = decode(data, charset)
        except EncodingError:
            return data.decode("utf-8", "replace"), ("bytes that are not text were replaced",)
        note = decoded.note or f"read as {decoded.encoding}"
        return decoded.text, (note,)

    def _too_large(self, path: str, place: str) -> Refusal:
        return Refusal(path, place, f"the row is over the limit of {_size(self._limits.row)}",
                       "Split it, or raise the limit in the settings", code="too large")


def _charset(head: bytes) -> str | None:
    """The character set of a file of rows that is not UTF-8, from its first bytes."""
    if wide(head[:4096]):
        return None
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head, final=False)
        return None
    except UnicodeDecodeError:
        pass
    try:
        found = decode(head).encoding
    except EncodingError:
        return None
    return None if found == "utf-8" else found


def _digest(item: Report) -> bytes:
    whole = "\x1f".join(part or "" for part in (item.text, item.title, item.url, item.source))
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).digest()[:12]


def _size(count: int) -> str:
    return f"{count / 1e6:g} MB" if count >= 100_000 else f"{count:,} bytes"


def _json_name(value: Any) -> str:
    names = {list: "list", str: "string", bool: "boolean", int: "number", float: "number"}
    return names.get(type(value), "null")
