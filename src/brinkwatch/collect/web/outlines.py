"""Lists of feeds (OPML 2.0) as others write them; `export.outlines` writes ours."""

from __future__ import annotations

from dataclasses import dataclass

from brinkwatch.errors import FormatError

LARGEST = 10_000_000


@dataclass(frozen=True, slots=True)
class Listed:
    """A feed of a list, as written."""

    url: str
    title: str | None


def opml(data: bytes, name: str) -> list[Listed]:
    """Feeds of an OPML document, in order, each address once.

    Raises:
        FormatError: it is no OPML, names no feed, or is too large.
    """
    from lxml import etree

    if len(data) > LARGEST:
        raise FormatError(f"{name}: it is over {LARGEST:,} bytes. Split the list.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as error:
        raise FormatError(f"{name}: it is no OPML ({error}). Export the list again.") from None
    if root is None or str(root.tag).rpartition("}")[2].lower() != "opml":
        raise FormatError(f"{name}: it is no OPML. Export the list again, as OPML.")
    found: dict[str, Listed] = {}
    for outline in root.iter("{*}outline"):
        fields = {str(key).lower(): str(value).strip() for key, value in outline.attrib.items()}
        url = fields.get("xmlurl")
        if url:
            found.setdefault(url, Listed(url, fields.get("title") or fields.get("text") or None))
    if not found:
        raise FormatError(f"{name}: it is OPML, but names no feed. Export the list again.")
    return list(found.values())
