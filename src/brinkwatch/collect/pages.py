"""HTML to the parts of a report. The article's text comes from trafilatura, or, where that finds
none, from the page's own paragraphs; nothing ever comes from scripts, styles or frames."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from brinkwatch.collect.dates import UNKNOWN, Published, published
from brinkwatch.collect.fields import Parts

DEEPEST = 250
"""Levels of nested elements kept; extraction recurses, and real pages stay below 100."""

_DROPPED = ("script", "style", "noscript", "iframe", "frame", "object", "embed", "applet",
            "template", "svg", "math", "canvas", "form", "select", "textarea", "button")
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
_XML = re.compile(rb"""^\s*<\?xml[^>]+encoding\s*=\s*["']([A-Za-z0-9_:.\-]+)""", re.I)


def declared_charset(data: bytes) -> str | None:
    """The character set a page says it is in."""
    match = _XML.search(data[:1024]) or _CHARSET.search(data[:8192])
    return match[1].decode("ascii") if match else None


def page(text: str, now: datetime) -> Parts | None:
    """Read a page's article, title, outlet, address and date; None when it holds no text."""
    tree = _tree(text)
    if tree is None:
        return None
    meta = _meta(tree)
    when = _date(tree, now)
    language = (tree.get("lang") or "")[:2].lower()
    found = _article(tree)
    body = getattr(found, "text", None) or ""
    plain = _paragraphs(tree)
    if len(body.strip()) < min(200, len(plain) / 4):
        body = plain
    if not body.strip():
        return None
    if when.when is None and found is not None and found.date:
        when = published(found.date, now)
    return Parts(
        text=body, title=meta["title"] or _line(getattr(found, "title", None)),
        url=meta["url"] or getattr(found, "url", None),
        source=meta["source"] or _line(getattr(found, "sitename", None)), published=when,
        language=language if re.fullmatch("[a-z]{2}", language) else None,
        notes=(when.note,) if when.note else (),
    )


def _tree(text: str) -> Any:
    from lxml import etree, html

    parser = html.HTMLParser(no_network=True, recover=True, huge_tree=False, remove_comments=True,
                             remove_pis=True, encoding="utf-8")
    source = text.replace("\x00", "").encode("utf-8", "replace")
    try:
        tree = html.document_fromstring(source, parser=parser)
    except (etree.LxmlError, ValueError):
        return None
    _flatten(tree)
    return tree


def _flatten(tree: Any) -> None:
    """Drop what is nested deeper than any page needs (it would exhaust the stack)."""
    depth, deep = 0, []
    from lxml import etree

    for event, element in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if event == "start" and depth == DEEPEST:
            deep.append(element)
    for element in deep:
        words = " ".join(element.itertext(*_BLOCKS, "span", "a", "b", "i", "em", "strong"))
        for child in list(element):
            element.remove(child)
        element.text = words


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
    for element in [*root.iter(*_DROPPED)]:
        element.drop_tree()
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
            pieces.append(" ".join((element.text or " ").split()) if block else element.text or "")
        elif element is not root:
            pieces.append(element.tail or "")
    lines = (" ".join(line.split()) for line in re.sub(
        r"[^\S\n]*\n\s*", "\n", _unwrapped(pieces)).split("\n"))
    return "\n".join(line for line in lines if line)


def _unwrapped(pieces: list[str]) -> str:
    """Line breaks inside running text are spaces; only blocks break lines."""
    return "".join(p if p == "\n" else re.sub(r"\s+", " ", p) for p in pieces)


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
