"""The stories of an edition as Atom (RFC 4287) and JSON Feed 1.1."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from typing import Any
from xml.etree import ElementTree as xml

from brinkwatch.export import published
from brinkwatch.export.folder import Folder
from brinkwatch.export.options import Options
from brinkwatch.export.selection import Selection
from brinkwatch.model import Edition, StoryPage

ATOM = "http://www.w3.org/2005/Atom"
HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML cannot hold."""

Address = Callable[[StoryPage], str]


def write_atom(chosen: Selection, folder: Folder, options: Options) -> None:
    pages = list(chosen.pages())
    with folder.file("atom.xml", "atom", "stories") as file:
        file.text.write(atom(chosen.edition, pages, options.base, _address(options)))
        file.records = len(pages)


def write_json_feed(chosen: Selection, folder: Folder, options: Options) -> None:
    pages = list(chosen.pages())
    with folder.file("feed.json", "jsonfeed", "stories") as file:
        made = json_feed(chosen.edition, pages, options.base, _address(options))
        file.text.write(json.dumps(made, ensure_ascii=False, indent=1) + "\n")
        file.records = len(pages)


def atom(edition: Edition | None, pages: Iterable[StoryPage], base: str, address: Address) -> str:
    """An Atom feed; its ids are stable over editions.

    Args:
        base: the desk's own address.
        address: where a story is to be read.
    """
    root = xml.Element("feed", xmlns=ATOM)
    stamp = published.utc(edition.published if edition else None) or "1970-01-01T00:00:00.000Z"
    _put(root, "id", f"urn:uuid:{published.stable_uuid('feed', base)}")
    _put(root, "title", "Brinkwatch")
    _put(root, "updated", stamp)
    if edition is not None:
        _put(root, "subtitle", edition.deck)
    xml.SubElement(root, "link", rel="alternate", href=base.rstrip("/") + "/")
    _put(root, "generator", "Brinkwatch")
    for page in pages:
        entry = xml.SubElement(root, "entry")
        _put(entry, "id", f"urn:uuid:{published.stable_uuid('story', page.id)}")
        _put(entry, "title", page.title)
        _put(entry, "updated", stamp)
        xml.SubElement(entry, "link", rel="alternate", href=address(page))
        for name in dict.fromkeys(r.source for r in page.reports if r.source):
            _put(xml.SubElement(entry, "contributor"), "name", name)
        _put(xml.SubElement(entry, "author"), "name", "Brinkwatch")
        _put(entry, "summary", published.abstract(page))
        _put(entry, "content", published.text(page)).set("type", "text")
    return _document(root)


def json_feed(edition: Edition | None, pages: Iterable[StoryPage], base: str, address: Address
              ) -> dict[str, Any]:
    """A JSON Feed with the incidents' ids as tags."""
    stamp = published.utc(edition.published if edition else None)
    return {
        "version": "https://jsonfeed.org/version/1.1", "title": "Brinkwatch",
        "home_page_url": base.rstrip("/") + "/",
        "description": edition.deck if edition else "No edition yet.",
        "authors": [{"name": "Brinkwatch"}], "language": "en",
        "items": [{
            "id": f"urn:uuid:{published.stable_uuid('story', page.id)}", "url": address(page),
            "title": page.title, "summary": published.abstract(page),
            "content_text": published.text(page),
            **({"date_published": stamp} if stamp else {}),
            "tags": list(dict.fromkeys(i.type for i in page.incidents if i.type)),
        } for page in pages],
    }


def _address(options: Options) -> Address:
    return lambda page: published.story_address(options.base, page.id)


def _document(root: xml.Element) -> str:
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + xml.tostring(root, "unicode") + "\n"


def _put(parent: xml.Element, name: str, text: str) -> xml.Element:
    made = xml.SubElement(parent, name)
    made.text = HIDDEN.sub("", text)
    return made


__all__ = ["HIDDEN", "atom", "json_feed", "write_atom", "write_json_feed"]
