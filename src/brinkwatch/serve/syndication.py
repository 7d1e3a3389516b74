"""The stories as RSS 2.0."""

from __future__ import annotations

from datetime import datetime
from email.utils import format_datetime
from xml.etree import ElementTree as xml

from brinkwatch.model.hidden import HIDDEN
from brinkwatch.serve import links
from brinkwatch.serve.board import Board


def rss(board: Board | None, base: str) -> str:
    """A feed of the edition's stories; `base` is the desk's own address."""
    root = xml.Element("rss", version="2.0")
    channel = xml.SubElement(root, "channel")
    edition = board.edition if board else None
    _put(channel, "title", "Brinkwatch")
    _put(channel, "link", base + "/")
    _put(channel, "description", edition.deck if edition else "No edition yet.")
    if board is not None and edition is not None:
        published = format_datetime(datetime.fromisoformat(edition.published))
        _put(channel, "lastBuildDate", published)
        for page in board.stories.values():
            item = xml.SubElement(channel, "item")
            _put(item, "title", page.title)
            _put(item, "link", base + links.story(page.id, board.id))
            _put(item, "description", " ".join(s.text for s in page.summary))
            _put(item, "pubDate", published)
            guid = xml.SubElement(item, "guid", isPermaLink="false")
            guid.text = f"{board.id}/{page.id}"
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + xml.tostring(root, "unicode") + "\n"


def _put(parent: xml.Element, name: str, text: str) -> None:
    xml.SubElement(parent, name).text = HIDDEN.sub("", text)
