"""What the user named, as files: directories walked, standard input, and what cannot be opened."""

from __future__ import annotations

import errno
import io
import os
import re
import sys
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from brinkwatch.collect.outcomes import Refusal

KINDS = {
    ".txt": "txt", ".text": "txt", ".md": "txt",
    ".html": "html", ".htm": "html", ".xhtml": "html",
    ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl",
    ".csv": "csv", ".tsv": "tsv", ".tab": "tsv", ".warc": "warc",
    ".warc.gz": "warc", ".parquet": "parquet",
}
"""Suffixes that are read, and the kind each stands for."""

LATER = {
    ".rss": "feeds", ".atom": "feeds", ".opml": "feed lists",
    ".xml": "XML and feeds",
}
_URL = re.compile(r"[a-z][a-z0-9+.\-]+://", re.I)


def files(name: str | Path) -> Iterator[str | Refusal]:
    """Yield the paths behind one input, directories walked in name order; "-" stays as it is.

    In a directory, hidden files and files of other kinds are passed over; links to directories
    already walked are not followed again.
    """
    label = str(name)
    if label == "-":
        yield label
        return
    if isinstance(name, str) and _URL.match(name):
        local = name.casefold().startswith("file://")
        yield Refusal(label, None, "addresses are not fetched yet", (
            "Give the path without 'file://'" if local else "Save the page and give its file"),
            code="unsupported")
        return
    try:
        is_dir = Path(label).is_dir()
    except (OSError, ValueError) as error:
        yield refused(label, error)
        return
    if not is_dir:
        yield label
        return
    found = False
    for item in _walk(label, set()):
        found = True
        yield item
    if not found:
        kinds = " ".join(sorted(KINDS))
        yield Refusal(label, None, "the directory holds nothing that is read",
                      f"Put files of these kinds in it: {kinds}", code="empty")


def _walk(folder: str, seen: set[tuple[int, int]]) -> Iterator[str | Refusal]:
    try:
        status = os.stat(folder)
        if (status.st_dev, status.st_ino) in seen:
            return
        seen.add((status.st_dev, status.st_ino))
        with os.scandir(folder) as scan:
            entries = sorted(scan, key=lambda entry: entry.name)
    except OSError as error:
        yield refused(folder, error)
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        try:
            if entry.is_dir():
                yield from _walk(entry.path, seen)
            elif suffix(entry.name) in KINDS:
                if entry.is_file():
                    yield entry.path
                elif entry.is_symlink():
                    yield refused(entry.path, _broken_link(entry.path))
        except OSError as error:
            yield refused(entry.path, error)


def _broken_link(path: str) -> OSError:
    try:
        os.stat(path)
    except OSError as error:
        return error
    return OSError(errno.EINVAL, "not a regular file")


def opened(path: str) -> BinaryIO:
    """Open a path, or standard input for "-"; the stream can `peek`.

    Raises:
        OSError, ValueError: it cannot be opened.
    """
    if path == "-":
        raw: BinaryIO = sys.stdin.buffer
        return _Ahead(raw)
    return _Ahead(open(path, "rb"))


class _Ahead(io.BufferedReader):
    """A buffered stream whose `head` is there even when bytes trickle in."""

    HEAD = 1 << 18

    def __init__(self, stream: BinaryIO) -> None:
        self.head = b""
        while len(self.head) < self.HEAD and (more := stream.read(self.HEAD - len(self.head))):
            self.head += more
        super().__init__(_Chain(self.head, stream), 1 << 16)


class _Chain(io.RawIOBase):
    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = memoryview(head)
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self._head:
            count = min(len(buffer), len(self._head))
            buffer[:count] = self._head[:count]
            self._head = self._head[count:]
            return count
        data = self._rest.read(len(buffer))
        buffer[:len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed and self._rest is not getattr(sys.stdin, "buffer", None):
            self._rest.close()
        super().close()


def refused(path: str, error: Exception) -> Refusal:
    """Say why a path could not be opened and what mends it."""
    code = getattr(error, "errno", None)
    if code == errno.ENOENT:
        if os.path.islink(path):
            return Refusal(path, None, "the link points to nothing", "Mend or remove the link",
                           code="missing")
        return Refusal(path, None, "there is no such file", "Check the path", code="missing")
    if code in (errno.EACCES, errno.EPERM):
        return Refusal(path, None, "no permission to read it", "Give yourself read permission",
                       code="forbidden")
    if code == errno.ELOOP:
        return Refusal(path, None, "the link leads back to itself", "Remove the link",
                       code="missing")
    if isinstance(error, ValueError):
        return Refusal(path, None, "this is no path", "Check the path", code="missing")
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return Refusal(path, None, f"it cannot be read ({reason})", "Check the file and its disk",
                   code="missing")


def suffix(path: str) -> str:
    """The end of a file's name that says what it is: ".txt", ".warc.gz"."""
    stem, last = os.path.splitext(path.lower())
    return os.path.splitext(stem)[1] + last if last == ".gz" else last


def kind_of(path: str, head: bytes) -> str | None:
    """The kind of an input by its suffix, else by its first bytes; None when it is read later."""
    kind = KINDS.get(suffix(path))
    if kind is None and suffix(path) in LATER:
        return None
    if kind is None and _is_archive(head):
        return "warc"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if kind == "jsonl":
        first = head.lstrip().split(b"\n", 1)[0].strip()
        return "json" if start == b"[" or first == b"{" else kind
    return kind or _sniffed(head, start)


def _is_archive(head: bytes) -> bool:
    """Does it begin as a WARC file does, packed or not?"""
    if head[:2] == b"\x1f\x8b":
        with suppress(zlib.error):
            head = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(head[:4_096], 16)
    return head.startswith(b"WARC/")


def _sniffed(head: bytes, start: bytes) -> str:
    from brinkwatch.collect.documents import is_lines
    from brinkwatch.collect.fields import known

    if start == b"<":
        return "html"
    text = head.decode("utf-8", "replace").removeprefix("\ufeff")
    if start == b"{" and is_lines(text):
        return "jsonl"
    if start in (b"{", b"["):
        return "json"
    first = text.lstrip().split("\n", 1)[0]
    for delimiter, kind in (("\t", "tsv"), (",", "csv"), (";", "csv")):
        names = [known(name.strip(' "\r')) for name in first.split(delimiter)]
        fields = {name for name in names if name}
        if len(names) >= 2 and len(fields) >= 2 and fields & {"text", "title"}:
            return kind
    return "txt"
