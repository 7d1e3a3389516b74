"""Rows and JSON objects to reports, whatever they call their fields."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from brinkwatch.collect.dates import UNKNOWN, Published, published
from brinkwatch.collect.encodings import storable
from brinkwatch.collect.language import language
from brinkwatch.model import Report

NAMES: dict[str, tuple[str, ...]] = {
    "id": ("id", "_id", "uid", "uuid", "guid", "doc_id", "document_id", "article_id", "report_id",
           "news_id", "record_id", "identifier", "key"),
    "title": ("title", "headline", "heading", "head", "web_title", "article_title", "subject"),
    "text": ("text", "body", "content", "contents", "full_text", "article_body", "article_text",
             "body_text", "content_text", "plain_text", "main_text", "maintext", "clean_text",
             "article", "story", "document", "passage", "transcript", "raw_text", "description",
             "summary", "abstract", "snippet", "lead", "excerpt"),
    "html": ("html", "content_html", "body_html", "raw_html"),
    "url": ("url", "link", "href", "permalink", "canonical_url", "web_url", "article_url",
            "source_url", "page_url", "uri", "document_identifier"),
    "source": ("source", "outlet", "publisher", "source_name", "site_name", "sitename",
               "publication", "news_outlet", "newspaper", "media", "provider", "feed", "site",
               "domain", "source_common_name"),
    "published": ("published", "date", "published_at", "pub_date", "publication_date",
                  "date_published", "published_date", "publish_date", "date_publish",
                  "published_time", "datetime", "date_time", "timestamp", "time", "issued",
                  "iso_date", "seendate", "first_publication_date", "web_publication_date",
                  "created_at", "created", "date_created", "updated", "updated_at", "modified"),
    "language": ("language", "lang"),
}
"""Usual names of each field, best first; case, spaces, "_" and "-" make no difference."""

HEADER = "id,title,text,url,source,published"
"""The header to recommend."""


def _bare(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold()


_RANK = {
    _bare(name): (field, rank) for field, names in NAMES.items() for rank, name in enumerate(names)
}


@dataclass(frozen=True, slots=True)
class Parts:
    """What a document gives of itself, before it is a report."""

    text: str
    title: str | None = None
    id: str | None = None
    url: str | None = None
    source: str | None = None
    published: Published = UNKNOWN
    language: str | None = None
    notes: tuple[str, ...] = ()
    html: str | None = None


def known(name: str) -> str | None:
    """Which field a column or key of this name holds, or None."""
    found = _RANK.get(_bare(name))
    return found[0] if found else None


def parts(row: Mapping[str, Any], now: datetime, order: str | None = None) -> Parts | None:
    """Sort a row's values into fields; None when it holds neither text nor title.

    `order` is which comes first in slashed dates, "day" or "month".

    The text is the first text field that is not blank, exactly as given. Values that are not
    text are left aside ({"name": …} stands for its name).
    """
    ranked: dict[str, list[tuple[int, Any]]] = {}
    for name, value in row.items():
        if isinstance(name, str) and (found := _RANK.get(_bare(name))):
            ranked.setdefault(found[0], []).append((found[1], value))

    def values(field: str) -> list[Any]:
        return [value for _, value in sorted(ranked.get(field, ()), key=lambda pair: pair[0])]

    def first(field: str) -> str | None:
        return next((s for value in values(field) if (s := _short(value))), None)

    texts = [v for v in values("text") if isinstance(v, str) and v.strip()]
    titles = [v for v in values("title") if isinstance(v, str) and v.strip()]
    pages = [v for v in values("html") if isinstance(v, str) and v.strip()]
    if not (texts or titles or pages):
        return None
    when, notes = UNKNOWN, []
    for value in values("published"):
        when = published(value, now, order)
        if when.note:
            notes.append(when.note)
        if when.when is not None:
            break
    if not texts and not pages:
        notes.append("no text; the title is read")
    code = first("language")
    return Parts(
        text=texts[0] if texts else "" if pages else titles[0],
        title=" ".join(titles[0].split()) if titles else None,
        id=first("id"), url=first("url"), source=first("source"), published=when,
        language=code[:2].lower() if code and re.fullmatch(r"[A-Za-z]{2}([-_].*)?", code) else None,
        notes=tuple(notes), html=pages[0] if pages and not texts else None,
    )


def report(given: Parts, *, id: str, sha256: str, captured: datetime, path: str,
           default: Published) -> Report:
    """Make the report. `id` is used where the document brings none of its own."""
    text, note = storable(given.text)
    notes = [*given.notes, *([note] if note else [])]
    when = given.published
    if when.when is None and default.when is not None:
        when = default
        notes.append("no date of its own; the date given for the batch is used")
    return Report(
        id=_clean(given.id) or id, text=text, title=_clean(given.title), url=_clean(given.url),
        source=_clean(given.source), published=when.when, published_precision=when.precision,
        language=given.language or language(text), sha256=sha256, captured=captured,
        path=_clean(path), notes=tuple(notes),
    )


def same(a: Report, b: Report) -> bool:
    """Do two reports say the same: text, title, address and outlet?"""
    return (a.text, a.title, a.url, a.source) == (b.text, b.title, b.url, b.source)


def renamed(item: Report, id: str, note: str) -> Report:
    return replace(item, id=id, notes=(*item.notes, note))


def _short(value: Any) -> str | None:
    if isinstance(value, Mapping):
        value = value.get("name") or value.get("title")
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return str(value)
    return value.strip() or None if isinstance(value, str) else None


def _clean(value: str | None) -> str | None:
    return None if value is None else storable(value)[0]
