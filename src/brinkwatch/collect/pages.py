"""HTML to the parts of a report. The article's text comes from trafilatura, or, where that finds
none, from the page's own paragraphs. No text comes from scripts, styles, frames or hidden elements;
of scripts, only the date and publisher of schema.org metadata are looked at."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from html.parser import HTMLParser
from typing import Any

from brinkwatch.collect.dates import UNKNOWN, Published, published
from brinkwatch.collect.fields import Parts

SHORT = 250
"""Characters; below, trafilatura has fallen back on guesses, and a page's paragraphs are better
unless they are many times more."""
LONG = 4_000_000
"""Characters; longer pages are no news articles, and only their paragraphs are taken."""
LONGEST_TAG = 10_000
"""Characters of one tag; longer ones lose their attributes, which parsers compare pairwise."""

_DROPPED = ("script", "style", "noscript", "iframe", "frame", "object", "embed", "applet",
            "template", "svg", "math", "canvas", "select", "textarea", "button")
_ASIDE = ("nav", "footer", "aside", "header", "menu")
_BLOCKS = frozenset((
    "address", "article", "blockquote", "body", "br", "dd", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "main", "ol", "p",
    "pre", "section", "table", "td", "th", "tr", "ul",
))
_DATES = (
    ("property", "article:published_time"), ("name", "article:published_time"),
    ("itemprop", "datePublished"), ("property", "og:published_time"), ("name", "pubdate"),
    ("name", "publishdate"), ("name", "publish-date"), ("name", "publication_date"),
    ("name", "parsely-pub-date"), ("name", "sailthru.date"), ("name", "dc.date.issued"),
    ("name", "dc.date"), ("name", "dcterms.created"), ("name", "date"),
)
_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([A-Za-z0-9_:.\-]+)""", re.I)
_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*(?:\[[^\]]*\])?[^>]*>", re.I)
_TAG = re.compile(rf"<(/?[A-Za-z][\w:-]*)\s[^<>]{{{LONGEST_TAG},}}>")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_XML = re.compile(rb"""^\s*<\?xml[^>]+encoding\s*=\s*["']([A-Za-z0-9_:.\-]+)""", re.I)


def declared_charset(data: bytes) -> str | None:
    """The character set a page says it is in."""
    match = _XML.search(data[:1024]) or _CHARSET.search(data[:8192])
    return match[1].decode("ascii") if match else None


def page(text: str, now: datetime) -> Parts | None:
    """Read a page's article, title, outlet, address and date; None when it holds no text."""
    source = _TAG.sub(r"<\1>", _DOCTYPE.sub("", text.replace("\x00", ""), count=1))
    tree = _tree(source)
    if tree is None:  # not to be parsed, or nested deeper than a parser's stack
        body = _running_text(source)
        return Parts(text=body) if body.strip() else None
    meta, when = _meta(tree), _date(tree, now)
    language = (tree.get("lang") or "")[:2].lower()
    schema = _schema(tree)
    _strip(tree)
    plain = _paragraphs(tree)
    found = _article(tree) if len(source) <= LONG else None
    body = getattr(found, "text", None) or ""
    if len(body) < SHORT and (len(plain) < 2 * SHORT or len(body) < len(plain) / 4):
        body = plain
    title = meta["title"] or _line(getattr(found, "title", None))
    first, _, rest = body.strip().partition("\n")
    if rest and first == title:  # the heading is kept apart
        body = rest
    if not body.strip():
        return None
    for other in (schema.get("datePublished"), getattr(found, "date", None)):
        if when.when is None and other:
            when = published(other, now)
    return Parts(
        text=body.strip(), title=title, url=meta["url"],
        source=meta["source"] or schema.get("publisher") or _line(getattr(found, "sitename", None)),
        published=when, language=language if re.fullmatch("[a-z]{2}", language) else None,
        notes=(when.note,) if when.note else (),
    )


def _tree(source: str) -> Any:
    from lxml import etree, html

    parser = html.HTMLParser(no_network=True, recover=True, huge_tree=False, remove_comments=True,
                             remove_pis=True, encoding="utf-8")
    try:
        tree = html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError):
        return None
    return None if any("depth" in entry.message.lower() for entry in parser.error_log) else tree


def _strip(tree: Any) -> None:
    """Take out what a reader of the page does not read."""
    for element in [*tree.iter(*_DROPPED)]:
        if element.getparent() is not None:
            element.drop_tree()
    for element in [e for e in tree.iter() if isinstance(e.tag, str) and (
            e.get("hidden") is not None or _HIDDEN.search(e.get("style") or ""))]:
        if element.getparent() is not None and element.tag != "body":
            element.drop_tree()


class _Words(HTMLParser):
    """Text outside dropped elements, tag by tag, whatever the nesting."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._skipping: str | None = None

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if self._skipping is None and tag in _DROPPED:
            self._skipping = tag
        if tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._skipping:
            self._skipping = None
        if tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if self._skipping is None:
            self.pieces.append(data)


def _running_text(source: str) -> str:
    words = _Words()
    words.feed(re.sub(r"(?is)<(head)\b.*?</\1\s*>", "", source, count=1))
    words.close()
    return _lines(words.pieces)


def _schema(tree: Any) -> dict[str, str]:
    """Date and publisher out of schema.org metadata (JSON-LD)."""
    found: dict[str, str] = {}
    for element in tree.iter("script"):
        if (element.get("type") or "").lower() != "application/ld+json":
            continue
        try:
            held = json.loads(element.text or "")
        except (ValueError, RecursionError):
            continue
        for thing in _things(held):
            date, by = thing.get("datePublished"), thing.get("publisher")
            name = by.get("name") if isinstance(by, dict) else by
            if isinstance(date, str):
                found.setdefault("datePublished", date)
            if isinstance(name, str) and (line := _line(name)):
                found.setdefault("publisher", line)
    return found


def _things(held: Any, depth: int = 4) -> Iterator[dict[str, Any]]:
    if isinstance(held, dict):
        yield held
        held = held.get("@graph")
    if isinstance(held, list) and depth:
        for one in held:
            yield from _things(one, depth - 1)


def _article(tree: Any) -> Any:
    import copy

    from trafilatura import bare_extraction

    try:
        return bare_extraction(
            copy.deepcopy(tree), with_metadata=True, include_comments=False, include_tables=True,
            include_images=False, include_links=False,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except Exception:  # it reads hostile pages; whatever it trips over, the paragraphs remain
        return None


def _paragraphs(tree: Any) -> str:
    """The text of the article, main or body element, one line a block."""
    import copy

    root = copy.deepcopy(tree)
    roots = root.findall(".//article") or root.findall(".//main") or root.findall(".//body")
    root = max(roots, key=lambda r: len(r.text_content())) if roots else root
    for element in [*root.iter(*_ASIDE)]:
        if element is not root and element.getparent() is not None:
            element.drop_tree()
    pieces: list[str] = []
    from lxml import etree

    for event, element in etree.iterwalk(root, events=("start", "end")):
        block = element.tag in _BLOCKS
        if block:
            pieces.append("\n")
        if event == "start":
            pieces.append(element.text or "")
        elif element is not root:
            pieces.append(element.tail or "")
    return _lines(pieces)


def _lines(pieces: list[str]) -> str:
    """One line a block; line breaks inside running text are spaces."""
    text = "".join(p if p == "\n" else re.sub(r"\s+", " ", p) for p in pieces)
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _meta(tree: Any) -> dict[str, str | None]:
    def content(*pairs: tuple[str, str]) -> str | None:
        for attribute, name in pairs:
            for element in tree.iter("meta"):
                if (element.get(attribute) or "").lower() == name.lower():
                    value = _line(element.get("content"))
                    if value:
                        return value
        return None

    link = next((e.get("href") for e in tree.iter("link")
                 if (e.get("rel") or "").lower() == "canonical"), None)
    heading = next((line for e in tree.iter("h1") if (line := _line(e.text_content()))), None)
    title = next((line for e in tree.iter("title") if (line := _line(e.text_content()))), None)
    url = link or content(("property", "og:url"))
    return {
        "title": content(("property", "og:title")) or heading or title,
        "source": content(("property", "og:site_name"), ("name", "publisher"),
                          ("name", "application-name")),
        "url": url if url and re.match(r"https?://", url) else None,
    }


def _date(tree: Any, now: datetime) -> Published:
    for attribute, name in _DATES:
        for element in tree.iter("meta"):
            if (element.get(attribute) or "").lower() == name.lower():
                when = published(element.get("content"), now)
                if when.when is not None:
                    return when
    for element in tree.iter("time"):
        when = published(element.get("datetime") or element.text_content(), now)
        if when.when is not None:
            return when
    return UNKNOWN


def _line(value: str | None) -> str | None:
    return " ".join(value.split()) or None if value else None
