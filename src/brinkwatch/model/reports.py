"""What was captured."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Report:
    """One captured document.

    `id` is the input's own id where it has one, else the SHA-256 of the captured bytes.
    `text` is the stored text: every offset of every claim indexes it exactly. `title` is kept
    beside it and is not part of it. `published` carries a zone when the input gave one; a date
    without a time is midnight without a zone, and `published_precision` says which it is.
    """

    id: str
    text: str
    title: str | None = None
    url: str | None = None
    source: str | None = None
    """The outlet's name as the input gives it."""
    published: datetime | None = None
    published_precision: str | None = None
    """"minute", "day" or None when the date is unknown."""
    language: str | None = None
    """ISO 639-1, None when it could not be told."""
    sha256: str = ""
    """Of the captured bytes this report was read from."""
    captured: datetime | None = None
    """UTC."""
    path: str | None = None
    """Where it came from, as the user named it (file, "-", URL), with "#line" where it applies."""
    notes: tuple[str, ...] = ()
    """What a user should know about how it was read in ("dated in the future")."""
