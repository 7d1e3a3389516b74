"""Files of rows, read one row at a time: JSON Lines and tables with a header.

Rows are cut out of the stream as bytes first, so that each can be captured before it is read, and
so that one broken row costs no other.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from brinkwatch.collect.dates import published
from brinkwatch.collect.encodings import decode
from brinkwatch.collect.fields import known
from brinkwatch.errors import EncodingError

_LARGE = "the row is over the row limit"


@dataclass(frozen=True, slots=True)
class Line:
    """One physical line with its end, as bytes; None where it is over the limit."""

    number: int
    data: bytes | None


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a table: its lines as bytes and its cells, or what is wrong with it."""

    first: int
    last: int
    data: bytes
    cells: tuple[str, ...] | None
    fault: str | None = None
    large: bool = False

    @property
    def place(self) -> str:
        return place(self.first, self.last)


def place(first: int, last: int) -> str:
    return f"line {first}" if first == last else f"lines {first}–{last}"


def lines(stream: BinaryIO, limit: int, codec: str | None = None) -> Iterator[Line]:
    """Cut `stream` into lines in bounded memory. With `codec` (text in two or four bytes a
    character) they come out as UTF-8; else they keep their bytes. A byte order mark is stripped."""
    # Latin-1 maps every byte to one character and back, so lines keep their exact bytes.
    text = io.TextIOWrapper(stream, encoding=codec or "latin-1", errors="replace", newline="")
    back = "utf-8" if codec else "latin-1"
    number = 0
    try:
        while line := text.readline(limit + 2):
            number += 1
            whole = line.endswith(("\n", "\r")) or len(line) < limit + 2
            if whole:
                data = line.encode(back, "replace")
                if number == 1 and codec:
                    data = data.removeprefix("\ufeff".encode())
                if number == 1:
                    data = data.removeprefix(codecs.BOM_UTF8)
                yield Line(number, data)
                continue
            while line and not line.endswith(("\n", "\r")):
                line = text.readline(1 << 20)
            yield Line(number, None)
    finally:
        text.detach()


class Table:
    """A table's rows. `columns` holds the header's names; `fault` says why there are no rows.

    `charset` is used for rows that are not UTF-8. At most `REREAD` lines are looked at again
    after broken rows, so that a hostile table cannot hold the reader up; what is left is refused.
    """

    REREAD = 500_000

    def __init__(self, source: Iterable[Line], kind: str, limit: int,
                 charset: str | None = None) -> None:
        self._lines = iter(source)
        self.charset = charset
        self._budget = self.REREAD
        self._back: deque[Line] = deque()
        self._limit = limit
        self.header = b""
        self.columns: tuple[str, ...] = ()
        self.fault: str | None = None
        self.delimiter = ","
        self._quoted = False
        self._open(kind)

    def _open(self, kind: str) -> None:
        first = next((n for n in self._lines if n.data is None or n.data.strip()), None)
        if first is None:
            self.fault = "the file is empty"
            return
        if first.data is None:
            self.fault = "the header line is over the row limit"
            return
        self.header = first.data
        text = self.text(first.data).strip("\r\n")
        choices = ("\t",) if kind == "tsv" else (",", ";", "\t", "|")
        found = {d: _cells(text, d) or [] for d in choices}
        self.delimiter = max(choices, key=lambda d: sum(known(c) is not None for c in found[d]))
        self.columns = tuple(c.strip() for c in found[self.delimiter])
        if not any(known(c) in ("text", "title", "html") for c in self.columns):
            shown = ", ".join(c[:30] for c in self.columns[:8])
            self.fault = f"the header names no text or title column (it reads: {shown})"

    def __iter__(self) -> Iterator[Record]:
        """Yield every row, the broken ones with their fault. After a broken row, reading goes on
        at the next line that is a sound row by itself."""
        broken = _Broken(self._limit)
        while (line := self._next()) is not None:
            if line.data is not None and not line.data.strip() and not broken.first:
                continue
            if self._budget <= 0:
                broken.add(line, "after too many broken quotes, this was not read")
                continue
            record, used = self._record(line)
            if record.cells is not None and (not broken.first or self._like_the_others(record)):
                if broken.first:
                    yield broken.record()
                    broken = _Broken(self._limit)
                self._quoted = self._quoted or record.data.startswith(b'"')
                yield record
                continue
            broken.add(line, record.fault or "not a row by itself", record.large)
            self._push(used[1:])
        if broken.first:
            yield broken.record()

    def text(self, data: bytes) -> str:
        """Decode a row."""
        try:
            return data.decode()
        except UnicodeDecodeError:
            pass
        try:
            return decode(data, self.charset).text
        except EncodingError:
            return data.decode("utf-8", "replace")

    def _next(self) -> Line | None:
        return self._back.popleft() if self._back else next(self._lines, None)

    def _push(self, read: list[Line]) -> None:
        self._budget -= len(read)
        self._back.extendleft(reversed(read))

    def _record(self, first: Line) -> tuple[Record, list[Line]]:
        """Take lines until the quotes are closed."""
        used, size, inside, line = [first], 0, False, first
        mark = self.delimiter.encode()
        while True:
            if line.data is None or (size := size + len(line.data)) > self._limit:
                return Record(first.number, line.number, b"", None, _LARGE, True), used
            inside = _inside(line.data, mark, inside)
            if not inside:
                break
            following = self._next()
            if following is None:
                return Record(first.number, line.number, b"", None, "a quote is never closed"), used
            line = following
            used.append(line)
        data = b"".join(n.data or b"" for n in used)
        cells = self._split(data)
        width = len(self.columns)
        if self.delimiter == "\t" and (cells is None or len(cells) != width):
            plain = self.text(used[0].data or b"").rstrip("\r\n").split("\t")
            if len(plain) == width:  # quotes are plain characters in many tab-separated files
                self._push(used[1:])
                data = used[0].data or b""
                return Record(first.number, first.number, data, tuple(plain)), used[:1]
        fault: str | None = None
        if cells is None:
            fault = "quotes are not balanced"
        else:
            while len(cells) > width and not cells[-1].strip():
                cells.pop()
            if len(cells) > width:
                fault = f"{len(cells)} cells under {width} columns"
            elif len(cells) < width and not self._enough(cells):
                fault = f"only {len(cells)} of {width} cells"
        if cells is None or fault:
            return Record(first.number, line.number, data, None, fault), used
        cells += [""] * (width - len(cells))
        return Record(first.number, line.number, data, tuple(cells)), used

    def _split(self, data: bytes) -> list[str] | None:
        text = self.text(data)
        if len(self.columns) == 1 and not text.startswith('"'):
            return [text.rstrip("\r\n")]
        return _cells(text, self.delimiter)

    def _enough(self, cells: list[str]) -> bool:
        """A short row will do when its text is there."""
        return any(cell.strip() and known(name) in ("text", "html")
                   for name, cell in zip(self.columns, cells, strict=False))

    def _like_the_others(self, record: Record) -> bool:
        """After a broken row: is this a row, or a piece of the broken one?"""
        cells = record.cells or ()
        if self._quoted and not record.data.startswith(b'"'):
            return False
        if len(self.columns) > 1 and sum(bool(c.strip()) for c in cells) < 2:
            return False
        return all(
            not cell.strip() or published(cell, order="month").when is not None
            for name, cell in zip(self.columns, cells, strict=False) if known(name) == "published"
        )


class _Broken:
    """Lines that make no row, kept up to the row limit."""

    def __init__(self, limit: int) -> None:
        self.first = self.last = 0
        self._data = bytearray()
        self._limit = limit
        self._fault = ""
        self._large = False

    def add(self, line: Line, fault: str, large: bool = False) -> None:
        if not self.first:
            self.first, self._fault, self._large = line.number, fault, large
        self.last = line.number
        self._data += (line.data or b"")[:self._limit - len(self._data)]

    def record(self) -> Record:
        return Record(self.first, self.last, bytes(self._data), None, self._fault, self._large)


def _cells(text: str, delimiter: str) -> list[str] | None:
    """The cells of one row, or None when its quotes are not in order."""
    if csv.field_size_limit() <= len(text):
        csv.field_size_limit(len(text) + 1)
    try:
        rows = list(csv.reader([text], delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None


def _inside(line: bytes, delimiter: bytes, inside: bool) -> bool:
    """Is a quoted cell still open at the end of `line`? A quote opens one only at its start."""
    if b'"' not in line:
        return inside
    at, end = 0, len(line)
    while at < end:
        if inside:
            at = line.find(b'"', at)
            if at < 0:
                return True
            if line[at + 1:at + 2] == b'"':
                at += 2
                continue
            inside, at = False, at + 1
        elif line[at:at + 1] == b'"':
            inside, at = True, at + 1
            continue
        at = line.find(delimiter, at)
        if at < 0:
            return False
        at += 1
    return inside
