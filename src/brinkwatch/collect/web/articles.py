"""An article's page to a report: captured first, then read; a wall or an unchanged text is told."""

from __future__ import annotations

import hashlib
import json
import logging
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Protocol

from brinkwatch.collect.dates import published
from brinkwatch.collect.encodings import decode
from brinkwatch.collect.intake import gather_bytes
from brinkwatch.collect.outcomes import Limits, Refusal
from brinkwatch.collect.web.addresses import host_of
from brinkwatch.collect.web.fetching import Fetched
from brinkwatch.collect.web.walls import wall
from brinkwatch.errors import EncodingError, FetchError
from brinkwatch.model import Report
from brinkwatch.model.watched import Article

ACCEPT = "text/html, application/xhtml+xml, text/plain;q=0.8, */*;q=0.1"
FULL = 600
"""Characters of text in a feed's own entry from which it stands for a page that is walled off."""

_KINDS = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "txt", "": None}


class Captures(Protocol):
    """Keeps bytes, and lets those go that nothing was made of."""

    def capture(self, data: bytes, path: str, kind: str) -> str: ...
    def drop_capture(self, sha256: str) -> bool: ...
    def report(self, id: str) -> Report | None: ...


@dataclass(frozen=True, slots=True)
class Kept:
    """An article's text as a report, and the digest by which the same text is known again."""

    report: Report
    digest: str


def read_page(got: Fetched, article: Article, captures: Captures, limits: Limits,
              outlet: str | None) -> Kept:
    """Make a report of a page.

    What the page does not say of itself is taken from the feed: title and date; its outlet is the
    page's own, else `outlet`.

    Raises:
        FetchError: it is no text, holds none, or is a wall; code "format" or "wall".
    """
    if got.kind not in _KINDS:
        raise FetchError(f"{article.url}: it is {got.kind[:60]}, which is not read. "
                         "Read it yourself.", "format", lasting=True)
    sha = captures.capture(got.body, got.url, _KINDS[got.kind] or "html")
    try:
        report = _report(got, article, limits, outlet, sha)
    except BaseException:
        captures.drop_capture(sha)
        raise
    return Kept(report, text_digest(report))


def _report(got: Fetched, article: Article, limits: Limits, outlet: str | None, sha: str) -> Report:
    made = next(gather_bytes(got.body, kind=_KINDS[got.kind] or "html", path=got.url,
                             capture=lambda *_: sha, limits=limits))
    if isinstance(made, Refusal):
        raise FetchError(f"{article.url}: {made.reason}. {made.mend}.", "format", lasting=True)
    try:
        page = decode(got.body).text
    except EncodingError:  # gather_bytes found a way that depends on what the page declares
        page = got.body.decode("latin-1")
    if (kind := wall(got.url, page, made.text)) is not None:
        raise FetchError(f"{article.url}: a {kind} page stands before it. "
                         "Read it on the site.", "wall", lasting=True)
    return _completed(replace(made, url=_own(made.url, got.url)), article, outlet)


def read_entry(article: Article, captures: Captures, limits: Limits, outlet: str | None,
               why: str) -> Kept | None:
    """Make a report of what the feed itself carries, where that is more than a teaser."""
    if not article.html:
        return None
    row = {"url": article.url, "title": article.title, "published": article.published,
           "html" if "<" in article.html else "text": article.html}
    body = json.dumps(row, ensure_ascii=False).encode("utf-8", "replace")
    made = next(gather_bytes(body, kind="json", path=article.url, limits=limits))
    if isinstance(made, Refusal) or len(made.text) < FULL:
        return None
    sha = captures.capture(body, article.url, "json")
    report = _completed(replace(made, id=sha, sha256=sha), article, outlet)
    report = replace(report, notes=(*report.notes, f"text from the feed: {why}"))
    return Kept(report, text_digest(report))


def let_go() -> None:
    """Give back what the libraries that read pages remember of them: it helps within a round, and
    would only pile up over months."""
    from trafilatura.meta import reset_caches

    # It says as an error that one of the functions it looks after has nothing to clear.
    logging.getLogger("htmldate.meta").disabled = True
    reset_caches()


def text_digest(report: Report) -> str:
    """SHA-256 of title and words, spacing aside."""
    words = " ".join(f"{report.title or ''}\n{report.text}".split())
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()


def _completed(report: Report, article: Article, outlet: str | None) -> Report:
    when = published(article.published, datetime.now(UTC))
    date, precision = report.published, report.published_precision
    if date is None:
        date, precision = when.when, when.precision
    return replace(
        report, title=report.title or article.title, published=date,
        published_precision=precision, source=report.source or outlet,
        url=report.url or article.url)


def _own(claimed: str | None, url: str) -> str:
    """The page's address as it gives it, if it lies on its own site: a page may not pass itself
    off as another outlet's."""
    from brinkwatch.collect.web.addresses import canonical

    if claimed:
        try:
            named = canonical(claimed, url)
        except FetchError:
            return url
        if _site(named) == _site(url):
            return named
    return url


def _site(url: str) -> str:
    return re.sub(r"^(?:www|m|amp|mobile|edition)\.", "", host_of(url))
