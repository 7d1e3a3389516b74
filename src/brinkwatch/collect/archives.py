"""Web archives (WARC) to the pages in them, one at a time, however large the archive is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, BinaryIO

KINDS = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "txt"}
"""Media types that are read, and the kind each stands for."""
CARRIERS = ("response", "resource", "conversion")
"""Record types that hold a page; the others tell of requests, revisits and the crawl."""


@dataclass(frozen=True, slots=True)
class Archived:
    """A page of an archive, or, with `fault`, why one or all that follow cannot be read."""

    url: str = ""
    data: bytes = b""
    kind: str = "html"
    taken: datetime | None = None
    """When the crawler fetched it, UTC."""
    fault: str | None = None
    place: str | None = None


def pages(stream: BinaryIO, limit: int) -> Iterator[Archived]:
    """Every page of an archive that was answered with status 200, in its order.

    Args:
        limit: bytes of one page, unpacked; a larger one is a fault of its own.

    Never raises for what the archive holds: where it is damaged what stands before was given.
    """
    from warcio.archiveiterator import ArchiveIterator

    number = 0
    try:
        for record in ArchiveIterator(stream):
            if record.format != "warc":  # it takes any line for one of the format before
                raise ValueError("what follows is no WARC record")
            number += 1
            if record.rec_type in CARRIERS and (found := _page(record, limit)) is not None:
                yield found
    except Exception as error:  # hostile bytes; whatever it trips over is the archive's fault
        said = f"{type(error).__name__}: {' '.join(str(error).split())[:120]}".rstrip(": ")
        yield Archived(fault=f"the archive is damaged ({said})", place=f"after record {number}")


def _page(record: Any, limit: int) -> Archived | None:
    headers = record.http_headers
    if record.rec_type == "response":
        if headers is None or headers.get_statuscode() != "200":
            return None
        media = headers.get_header("Content-Type") or "text/html"
    else:
        media = record.rec_headers.get_header("Content-Type") or ""
    kind = KINDS.get(media.partition(";")[0].strip().lower())
    url = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
    if kind is None or not url.startswith(("http://", "https://")):
        return None
    place = url if len(url) <= 200 else url[:200] + "…"
    taken = _moment(record.rec_headers.get_header("WARC-Date"))
    try:
        data = record.content_stream().read(limit + 1)
    except Exception as error:
        return Archived(url, fault=f"its body is damaged ({type(error).__name__})", place=place)
    if len(data) <= limit:
        record.raw_stream.read()
        if getattr(record.raw_stream, "limit", 0) > 0:
            return Archived(url, fault="its record breaks off", place=place)
    else:
        return Archived(url, fault=f"it is over the limit of {limit / 1e6:g} MB", place=place)
    return Archived(url, data, kind, taken, place=place)


def _moment(text: str | None) -> datetime | None:
    """A WARC-Date: UTC, to the second or finer (WARC 1.1, section 5.4)."""
    try:
        when = datetime.fromisoformat((text or "").replace("Z", "+00:00"))
    except ValueError:
        return None
    return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
