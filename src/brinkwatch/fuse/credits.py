"""Whom a text credits: the wire in its dateline, byline or last line."""

from __future__ import annotations

import re
from collections.abc import Mapping

from brinkwatch.fuse.keys import slug
from brinkwatch.knowledge import sources as publisher

DATELINE = re.compile(
    r"^\s*[A-Z][\w .,'’/-]{1,60}?(?:,\s*[A-Z][a-z]{2,8}\.?\s+\d{1,2})?"
    r"(?:\s*\((?P<wire>[^()\n]{2,40})\))?\s*(?:—|–|--|-)\s+"
)
_CREDITS = (
    re.compile(r"\((?P<wire>[A-Z][^()\n]{1,40})\)\s*$"),
    re.compile(r"(?:^|\n)\s*(?:—|–|--)\s*(?P<wire>[A-Z][^\n]{1,40}?)\s*\.?\s*$"),
    re.compile(r"(?:—|–|-|\()\s*(?:via|with|from)\s+(?P<wire>[A-Z][^\n.)]{1,40}?)\s*[.)]?\s*$"),
    re.compile(
        r"(?:^|\n)\s*(?:Source|Credit|Agency|Courtesy(?: of)?|Provided by|Distributed by)\s*:?\s+"
        r"(?P<wire>[A-Z][^\n.]{1,40}?)\s*\.?\s*(?:\n|$)"
    ),
    re.compile(
        r"(?:This (?:story|article|report)|The above)[^.\n]{0,60}?"
        r"(?:provided by|supplied by|distributed by|first (?:published|appeared) (?:by|in|on)|"
        r"originally published (?:by|in|on)|republished from)\s+(?P<wire>[A-Z][^\n.,]{1,40})"
    ),
    re.compile(
        r"(?:^|\n)\s*By [A-Z][^\n,|]{2,40}(?:,| \||\n)\s*(?P<wire>[A-Z][^\n]{1,40}?)\s*(?:\n|$)"
    ),
)


def credit(text: str, outlets: Mapping[str, str]) -> tuple[str, str] | None:
    """Return key and name of the wire a text credits, or None.

    A credit counts when it names an agency we know or another outlet of this batch; a bare
    name in brackets could be anything.
    """
    head, tail = text[:240], text[-260:]
    found = []
    line = DATELINE.match(head)
    if line and line["wire"]:
        found.append(line["wire"])
    for where, patterns in ((head, _CREDITS[4:]), (tail, _CREDITS)):
        for pattern in patterns:
            found.extend(m["wire"] for m in pattern.finditer(where))
    for name in found:
        name = re.sub(r"\s*\(sample\)$", "", name.strip(" .—–-"))
        key = slug(name)
        if key in outlets:
            return key, outlets[key]
        known = publisher.source(name)
        if known is not None and known.kind in ("wire", "state"):
            return slug(known.name), known.name
    return None
