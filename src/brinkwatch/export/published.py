"""What the formats for published stories share: addresses, moments, sentences, corrections."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlsplit

from brinkwatch.model import Revision, Sentence, StoryPage, Value
from brinkwatch.model.codec import plain

NAMESPACE = uuid.UUID("6d1c7b0e-2b0f-5a53-9a0e-3c1f0d7b8e11")
"""Of every id we make out of another: the same thing has the same id in every export."""


_HOST = re.compile(r"[\w.:@%+~-]+")
_BROKEN = re.compile(r"%(?![0-9A-Fa-f]{2})|#.*#")


def stable_uuid(kind: str, key: str) -> str:
    return str(uuid.uuid5(NAMESPACE, f"{kind}:{writable(key)}"))


def writable(text: str) -> str:
    """Lone surrogates cannot be written as UTF-8; each becomes a question mark."""
    return text.encode("utf-8", "replace").decode("utf-8")


def story_address(base: str, id: str) -> str:
    """Where the served desk shows a story."""
    return f"{base.rstrip('/')}/stories/{quote(writable(id), safe='')}"


def web(url: str | None) -> str | None:
    """An address as formats with a "uri" want it; None for what is no web address."""
    if url is None or not url.lower().startswith(("http://", "https://")):
        return None
    try:
        held = urlsplit(url.strip())
        host = held.hostname
    except ValueError:
        return None
    if not host or not _HOST.fullmatch(held.netloc) or _BROKEN.search(url):
        return None
    return quote(writable(url.strip()), safe="!#$%&'()*+,/:;=?@_~-.")


def moment(text: str | None) -> datetime | None:
    """An ISO 8601 day or time with its zone; what gives no zone is taken as UTC."""
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def utc(text: str | None) -> str | None:
    """As RFC 3339 in UTC, to the millisecond."""
    found = moment(text)
    if found is None:
        return None
    return found.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def sentences(page: StoryPage) -> Iterator[tuple[str, Sentence]]:
    """Every sentence with the heading it stands under; the summary has none."""
    for one in page.summary:
        yield "", one
    for section in page.sections:
        for one in section.sentences:
            yield section.heading, one


def abstract(page: StoryPage) -> str:
    return " ".join(s.text for s in page.summary)


def text(page: StoryPage) -> str:
    """The story as plain text, a paragraph a section."""
    parts = [abstract(page)]
    for section in page.sections:
        parts += [section.heading, " ".join(s.text for s in section.sentences)]
    return "\n\n".join(p for p in parts if p)


def drafted(page: StoryPage) -> bool:
    """Whether a machine other than the desk wrote any of it."""
    return any(s.kind == "drafted" for _, s in sentences(page))


def correction(one: Revision) -> str:
    field = one.field.removesuffix("_km").removesuffix("_seconds").replace("_", " ")
    return (f"{one.holder} corrected {field}: from {value_text(one.before)} "
            f"to {value_text(one.after)}")


def value_text(value: Value) -> str:
    return value.text or _words(value.value)


def _words(value: Any) -> str:
    if isinstance(value, dict):
        low, high = value.get("low"), value.get("high")
        if low is not None and high is not None:
            return f"{low:g} to {high:g}"
        return f"at least {low:g}" if low is not None else f"at most {high:g}" if high else ""
    return str(plain(value)).replace("_", " ")
