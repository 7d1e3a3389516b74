"""The evidence as a web archive, WARC/1.1 (ISO 28500): what was captured, and the text read in it.

Each capture is a `resource` record under the address it came from, else under the URN of its
SHA-256; the stored text, which all offsets index, is a `conversion` record that refers to it. Each
record is a gzip member of its own, so a reader can go to any of them.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime

import brinkwatch
from brinkwatch.export import published
from brinkwatch.export.folder import File, Folder
from brinkwatch.export.options import Options
from brinkwatch.export.selection import Selection
from brinkwatch.model import Report

TYPES = {"html": "text/html", "txt": "text/plain", "json": "application/json",
         "jsonl": "application/json", "csv": "text/csv", "tsv": "text/tab-separated-values",
         "feed": "application/xml", "page": "text/html"}


def write(chosen: Selection, folder: Folder, options: Options) -> None:
    """`evidence.warc.gz`."""
    of: dict[str, list[str]] = {}
    addresses: dict[str, str] = {}
    for report in chosen.reports():
        of.setdefault(report.sha256, []).append(report.id)
        address = published.web(report.url)
        if address is not None:
            addresses.setdefault(report.sha256, address)
    with folder.file("evidence.warc.gz", "warc", "warc records") as file:
        about = f"software: Brinkwatch {brinkwatch.__version__}\r\nformat: WARC File Format 1.1\r\n"
        _record(file, "warcinfo", _urn("warcinfo", "1"), datetime(1970, 1, 1, tzinfo=UTC),
                about.encode(), [("Content-Type", "application/warc-fields")])
        for capture in chosen.captures():
            address = addresses.get(capture.sha256, f"urn:sha256:{capture.sha256}")
            _record(file, "resource", _urn("capture", capture.sha256), capture.at, capture.data, [
                ("WARC-Target-URI", _line(address)),
                ("Content-Type", TYPES.get(capture.kind, "application/octet-stream")),
                ("WARC-Payload-Digest", _digest(capture.data))])
            for id in of.get(capture.sha256, ()):
                for report in _held(chosen, id):
                    text = report.text.encode("utf-8", "replace")
                    _record(file, "conversion", _urn("text", id), capture.at, text, [
                        ("WARC-Target-URI", _line(address)),
                        ("WARC-Refers-To", _urn("capture", capture.sha256)),
                        ("Content-Type", "text/plain; charset=utf-8"),
                        ("X-Brinkwatch-Report", _line(id))])


def _held(chosen: Selection, id: str) -> Iterator[Report]:
    report = chosen.report(id)
    if report is not None:
        yield report


def _record(file: File, kind: str, id: str, at: datetime, body: bytes,
            more: list[tuple[str, str]]) -> None:
    stamp = at.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"
    headers = [("WARC-Type", kind), ("WARC-Record-ID", id), ("WARC-Date", stamp),
               ("WARC-Block-Digest", _digest(body)), *more, ("Content-Length", str(len(body)))]
    head = "WARC/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in headers) + "\r\n"
    file.binary.write(gzip.compress(head.encode("utf-8") + body + b"\r\n\r\n", mtime=0))
    file.records += 1


def _urn(kind: str, key: str) -> str:
    return f"<urn:uuid:{published.stable_uuid('warc-' + kind, key)}>"


def _digest(data: bytes) -> str:
    return "sha256:" + base64.b32encode(hashlib.sha256(data).digest()).decode()


def _line(text: str) -> str:
    """A header's value: what would begin another header is taken out."""
    return published.writable(" ".join(text.split()))
