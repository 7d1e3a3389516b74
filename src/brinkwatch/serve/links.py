"""Addresses of the desk's own pages."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from urllib.parse import quote

from brinkwatch.errors import UsageError


def story(id: str, edition: str | None = None) -> str:
    return (f"/editions/{edition}" if edition else "") + f"/stories/{quote(id, safe='')}"


def incident(id: str, edition: str | None = None) -> str:
    return (f"/editions/{edition}" if edition else "") + f"/incidents/{quote(id, safe='')}"


def report(id: str, spans: Iterable[tuple[int, int]] = ()) -> str:
    """The reader, at some spans of the stored text."""
    at = ",".join(f"{start}-{end}" for start, end in spans)
    return f"/reports/{quote(id, safe='')}" + (f"?at={at}#here" if at else "")


def tension(one: str, two: str) -> str:
    return f"/tension/{one}/{two}"


def person(id: int | str) -> str:
    return f"/people/{id}"


def outside(url: str | None) -> str | None:
    """A link to another site, if it is one that a browser may be sent to."""
    return url if url and url.lower().startswith(("http://", "https://")) else None


def cursor(key: int) -> str:
    """Where the next page begins, as an opaque word."""
    return base64.urlsafe_b64encode(f"b{key}".encode()).decode().rstrip("=")


def opened(word: str | None) -> int | None:
    """What `cursor` closed.

    Raises:
        UsageError: it is no cursor of ours.
    """
    if not word:
        return None
    try:
        text = base64.b64decode(word + "=" * (-len(word) % 4), b"-_", validate=True).decode("ascii")
        if not text.startswith("b") or not text[1:].isdigit() or len(text) > 19:
            raise ValueError(text)
        return int(text[1:])
    except (ValueError, binascii.Error):
        raise UsageError(
            f"cursor {word[:40]!r}: it is none of ours. Take it from 'next'.") from None
