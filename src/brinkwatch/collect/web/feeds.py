"""RSS, Atom and JSON Feed to entries, whatever they claim to be.

A feed's ids are not trusted: an entry is known by its address, and by a digest of its title, date
and words where the address changes at every fetch.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from brinkwatch.collect.dates import published
from brinkwatch.collect.encodings import decode, storable
from brinkwatch.collect.web.addresses import canonical
from brinkwatch.errors import EncodingError, FetchError
from brinkwatch.model.watched import Entry

MOST = 1_000
"""Entries of one feed that are looked at, the first ones; feeds give the newest first."""
ACCEPT = ("application/atom+xml, application/rss+xml, application/feed+json, "
          "application/xml;q=0.9, application/json;q=0.8, text/xml;q=0.8, */*;q=0.1")

_HTML = re.compile(rb"<!doctype\s+html|<html[\s>]", re.I)
_FEED = re.compile(rb"<(?:\w+:)?(?:rss|feed|rdf)[\s>:]", re.I)
_LINK = re.compile(r"<link\b[^>]*>", re.I)
_TYPE = re.compile(r"""type\s*=\s*["']?application/(?:rss|atom|feed)\+(?:xml|json)""", re.I)
_HREF = re.compile(r"""href\s*=\s*(?:"([^"]+)"|'([^']+)'|([^\s>]+))""", re.I)
_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]+)""", re.I)
_DECLARED = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9_.:-]+)""", re.I)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_MARKUP = re.compile(r"<[^>]{0,2000}>")


@dataclass(frozen=True, slots=True)
class Feed:
    title: str | None
    entries: tuple[Entry, ...]
    newest: datetime | None
    """Latest date of any entry, UTC, dates in the future left aside."""
    notes: tuple[str, ...] = ()


def feed(body: bytes, url: str, header: str = "", now: datetime | None = None) -> Feed:
    """Read a feed.

    Args:
        url: where it was found; its links may be relative to it.
        header: its Content-Type, for the character set.

    Raises:
        FetchError: it is no feed; if it is a page that names one, the message gives its address.
    """
    start = body.lstrip(b"\xef\xbb\xbf \t\r\n\x00")[:2_000]
    if not start:
        raise FetchError(f"{url}: it is empty. It is tried again later.", "format")
    if start[:1] in (b"{", b"["):
        title, items = _json_feed(body, url)
    elif _HTML.search(start) and not _FEED.search(start):
        raise FetchError(f"{url}: it is a web page and no feed. {_named_feed(body, url)}",
                         "format", lasting=True)
    else:
        title, items = _xml_feed(body, url, header)
    return _sorted_out(title, items, url, now or datetime.now(UTC))


def _sorted_out(title: str | None, items: Iterator[dict[str, Any]], url: str, now: datetime
                ) -> Feed:
    entries: dict[str, Entry] = {}
    newest, homeless, over = None, 0, 0
    for item in items:
        if len(entries) >= MOST:
            over += 1
            continue
        address = _address(item["url"], item["id"], url)
        if address is None:
            homeless += 1
            continue
        when = published(item["published"], now).when
        if when is not None:
            when = when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
            if when <= now and (newest is None or when > newest):
                newest = when
        words = (item["title"], item["published"], _MARKUP.sub(" ", item["html"] or ""))
        entry = Entry(
            url=address, id=_text(item["id"]), title=_text(item["title"]),
            published=_text(item["published"]), html=_body(item["html"]), digest=_digest(words))
        entries.setdefault(address, entry)
    notes = []
    if homeless:
        notes.append(f"{homeless} entries have no address to fetch")
    if over:
        notes.append(f"{over} entries beyond the first {MOST} were passed over")
    return Feed(_text(title), tuple(entries.values()), newest, tuple(notes))


def _address(link: str | None, id: str | None, base: str) -> str | None:
    """Where an item leads: its link, else an id that is an address, as RSS allows."""
    if not link and not (id and id.startswith(("http://", "https://"))):
        return None
    try:
        return canonical(link or id or "", base)
    except FetchError:
        return None


def _json_feed(body: bytes, url: str) -> tuple[str | None, Iterator[dict[str, Any]]]:
    """JSON Feed 1.1 (jsonfeed.org/version/1.1)."""
    try:
        data = json.loads(decode(body).text)
    except (ValueError, RecursionError, EncodingError) as error:
        raise FetchError(f"{url}: its JSON is broken ({error}). It is tried again later.",
                         "format") from None
    items = data.get("items") if isinstance(data, dict) else None
    if not isinstance(items, list):
        raise FetchError(f"{url}: it is JSON, but no JSON Feed (it has no list of items). "
                         "Check the address.", "format", lasting=True)

    def each() -> Iterator[dict[str, Any]]:
        for item in items:
            if isinstance(item, dict):
                yield {
                    "url": _plain(item.get("url")) or _plain(item.get("external_url")),
                    "id": _plain(item.get("id")), "title": _plain(item.get("title")),
                    "published": _plain(item.get("date_published"))
                    or _plain(item.get("date_modified")),
                    "html": _plain(item.get("content_html")) or _plain(item.get("content_text"))
                    or _plain(item.get("summary")),
                }

    return _plain(data.get("title")), each()


def _xml_feed(body: bytes, url: str, header: str
              ) -> tuple[str | None, Iterator[dict[str, Any]]]:
    import feedparser

    charset = _CHARSET.search(header)
    declared = _DECLARED.search(body[:200])
    name = charset[1] if charset else declared[1].decode("ascii") if declared else None
    try:
        text = _DECLARATION.sub("", decode(body, name).text, count=1)
        # A stream, never a string: a string could be taken for an address or a file's name.
        parsed = feedparser.parse(
            BytesIO(text.encode("utf-8", "replace")), sanitize_html=False, response_headers={
                "content-location": url, "content-type": "application/xml; charset=utf-8"})
    except Exception as error:  # it reads hostile bytes; whatever it trips over is the feed's fault
        raise FetchError(f"{url}: it cannot be read as a feed ({type(error).__name__}: "
                         f"{str(error)[:100]}). It is tried again later.", "format") from error
    if not parsed.entries and not parsed.version:
        raise FetchError(f"{url}: it is no feed. Check the address.", "format", lasting=True)

    def each() -> Iterator[dict[str, Any]]:
        for item in parsed.entries:
            full = [_plain(one.get("value")) for one in item.get("content") or ()]
            yield {
                "url": _plain(item.get("link")), "id": _plain(item.get("id")),
                "title": _unmarked(_plain(item.get("title"))),
                "published": _plain(item.get("published")) or _plain(item.get("updated")),
                "html": max((text for text in (*full, _plain(item.get("summary"))) if text),
                            key=len, default=None),
            }

    return _plain(parsed.feed.get("title")), each()


def _named_feed(body: bytes, url: str) -> str:
    """The mend for a page: the feed it names in its head, if it does."""
    for tag in _LINK.findall(body[:200_000].decode("utf-8", "replace")):
        if _TYPE.search(tag) and (found := _HREF.search(tag)):
            try:
                return f"It names a feed: {canonical(next(filter(None, found.groups())), url)}"
            except FetchError:
                continue
    return "Check the address, or add it with --kind page."


def _plain(value: Any) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def _unmarked(value: str | None) -> str | None:
    import html

    return html.unescape(_MARKUP.sub("", value)) if value else None


def _text(value: str | None, most: int = 1_000) -> str | None:
    return storable(" ".join(value.split()))[0][:most] or None if value else None


def _body(value: str | None, most: int = 400_000) -> str | None:
    return storable(value)[0][:most] if value else None


def _digest(words: tuple[str | None, ...]) -> str:
    text = "\x00".join(" ".join((part or "").split()) for part in words)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest() if text.strip("\x00") else ""
