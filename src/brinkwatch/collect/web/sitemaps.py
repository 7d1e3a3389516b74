"""Sitemaps (sitemaps.org 0.9), their indexes and Google's news extension, packed or not.

A sitemap lists all of a site. What has no date on it when it is first seen is taken for old; from
then on an address not seen before is new.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from brinkwatch.collect.dates import published
from brinkwatch.collect.web.addresses import canonical
from brinkwatch.collect.web.bodies import unpacked
from brinkwatch.collect.web.feeds import Feed
from brinkwatch.collect.web.fetching import Fetched, Fetcher
from brinkwatch.errors import FetchError
from brinkwatch.model.watched import Entry

ACCEPT = "application/xml, text/xml;q=0.9, text/plain;q=0.5, */*;q=0.1"
MOST = 50_000
"""Addresses of one sitemap, as the protocol allows."""
PARTS = 10
"""Sitemaps of an index that are looked at in one visit, those changed last."""
_LINES = re.compile(rb"\s*https?://\S+\s*(?:\n|$)")


@dataclass(frozen=True, slots=True)
class _Place:
    url: str
    title: str | None = None
    changed: str | None = None
    """As written: <news:publication_date>, else <lastmod>."""
    when: datetime | None = None
    """The same in UTC."""


def sitemap(got: Fetched, fetcher: Fetcher, now: datetime) -> Feed:
    """Read a sitemap, or the parts of an index that changed last, as a feed of its addresses.

    Raises:
        FetchError: it is no sitemap; no part of an index could be read.
    """
    notes: list[str] = []
    kind, places = _read(got.body, got.url, fetcher.limits.size, now)
    if kind == "index":
        places = list(_parts(places, fetcher, now, notes))
    places = _latest(places)
    if len(places) > MOST:
        notes.append(f"{len(places) - MOST} addresses beyond the latest {MOST:,} were passed over")
    entries = {place.url: _entry(place) for place in places[:MOST]}
    dates = [place.when for place in places if place.when is not None and place.when <= now]
    return Feed(None, tuple(entries.values()), max(dates, default=None), tuple(notes))


def _parts(index: list[_Place], fetcher: Fetcher, now: datetime, notes: list[str]
           ) -> Iterator[_Place]:
    failure: FetchError | None = None
    read = 0
    for part in _latest(index)[:PARTS]:
        try:
            got = fetcher.get(part.url, accept=ACCEPT)
            kind, places = _read(got.body, got.url, fetcher.limits.size, now)
            if kind == "index":
                raise FetchError(f"{part.url}: it is an index inside an index. Add it by itself.",
                                 "format", lasting=True)
        except FetchError as error:
            failure = error
            notes.append(error.message)
            continue
        read += 1
        yield from places
    if not read and failure is not None:
        raise failure
    if len(index) > PARTS:
        notes.append(f"of {len(index)} sitemaps the {PARTS} changed last were looked at")


def _latest(places: list[_Place]) -> list[_Place]:
    """Dated ones first, latest first; the others as they stand."""
    old = datetime.min.replace(tzinfo=UTC)
    return sorted(places, key=lambda place: place.when or old, reverse=True)


def _read(body: bytes, url: str, limit: int, now: datetime) -> tuple[str, list[_Place]]:
    """What it is ("urlset" or "index") and the addresses in it."""
    if body[:2] == b"\x1f\x8b":
        body = unpacked([body], "gzip", limit, url)
    if _LINES.match(body):
        return "urlset", [place for line in body.decode("utf-8", "replace").split()
                          if (place := _place({"loc": line}, url, now))]
    try:
        kind, rows = _rows(body)
    except (ValueError, zlib.error) as error:
        raise FetchError(f"{url}: it cannot be read as a sitemap ({str(error)[:100]}). "
                         "It is tried again later.", "format") from error
    if kind is None:
        raise FetchError(f"{url}: it is no sitemap. Check the address.", "format", lasting=True)
    return kind, [place for row in rows if (place := _place(row, url, now))]


def _rows(body: bytes) -> tuple[str | None, list[dict[str, str]]]:
    """The root's kind, and the text of each child's elements by local name.

    Raises:
        ValueError: it is no XML. A sitemap that breaks off gives what stands before the break.
    """
    from lxml import etree

    kind, rows = None, []
    steps: Any = etree.iterparse(
        BytesIO(body), events=("start", "end"), resolve_entities=False, no_network=True,
        load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        for event, element in steps:
            name = etree.QName(element).localname
            if kind is None:
                kind = {"urlset": "urlset", "sitemapindex": "index"}.get(name)
                if kind is None:
                    return None, []
            elif event == "end" and name in ("url", "sitemap"):
                rows.append(_row(element))
                element.clear(keep_tail=False)
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        if not rows:
            raise ValueError(str(error)) from error
    return kind, rows


def _row(element: Any) -> dict[str, str]:
    """Its own elements and those of its <news:news>; images and videos have addresses too."""
    from lxml import etree

    found: dict[str, str] = {}
    for child in element:
        name = etree.QName(child).localname
        if name == "news":
            for one in child:
                found.setdefault(etree.QName(one).localname, "".join(one.itertext()).strip())
        elif name in ("loc", "lastmod"):
            found[name] = "".join(child.itertext()).strip()
    return found


def _place(row: dict[str, str], base: str, now: datetime) -> _Place | None:
    try:
        url = canonical(row.get("loc") or "", base)
    except FetchError:
        return None
    changed = row.get("publication_date") or row.get("lastmod")
    when = published(changed, now).when if changed else None
    if when is not None:
        when = when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
    return _Place(url, (row.get("title") or "")[:1_000] or None, changed, when)


def _entry(place: _Place) -> Entry:
    """An address whose date or title changes has perhaps another text."""
    said = f"{place.url}\n{place.title or ''}\n{place.changed or ''}"
    return Entry(url=place.url, title=place.title, published=place.changed,
                 digest=hashlib.sha256(said.encode("utf-8", "replace")).hexdigest())
