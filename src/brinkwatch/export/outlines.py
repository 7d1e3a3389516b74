"""The watched feeds as OPML 2.0."""

from __future__ import annotations

from collections.abc import Iterable

from brinkwatch.export.folder import Folder
from brinkwatch.export.selection import Selection
from brinkwatch.model.watched import Source


def write(chosen: Selection, folder: Folder) -> None:
    """`sources.opml`, whatever the filters: a claim does not name the feed it came by."""
    held = [s for s in chosen.record.sources() if s.kind == "feed"]
    with folder.file("sources.opml", "opml", "feeds") as file:
        file.binary.write(as_opml(held))
        file.records = len(held)


def as_opml(sources: Iterable[Source]) -> bytes:
    """Feeds as OPML that every reader takes."""
    from lxml import etree

    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "Brinkwatch sources"
    body = etree.SubElement(root, "body")
    for source in sources:
        if source.kind == "feed":
            etree.SubElement(body, "outline", type="rss", text=source.title or source.url,
                             xmlUrl=source.url)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written
