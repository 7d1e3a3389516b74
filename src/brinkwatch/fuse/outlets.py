"""Two outlets with one name, told apart by where they publish."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from brinkwatch.fuse.keys import outlet
from brinkwatch.knowledge.sources import source
from brinkwatch.model import Report

SECOND_LEVEL = frozenset({"ac", "co", "com", "edu", "gov", "net", "or", "org"})
"""Labels under which countries hand out names: "co" in example.co.uk."""


def told_apart(reports: Sequence[Report]) -> list[Report]:
    """Return the reports, the site added to a source's name where two sites bear the name.

    Outlets the desk knows keep their names: their reports are carried by many sites.
    """
    sites: dict[str, set[str]] = defaultdict(set)
    for r in reports:
        if r.source and source(r.source) is None and (at := site(r.url)):
            sites[outlet(r)].add(at)
    return [
        replace(r, source=f"{r.source} ({at})")
        if r.source and (at := site(r.url)) and len(sites.get(outlet(r), ())) > 1 else r
        for r in reports
    ]


def site(url: str | None) -> str:
    """Return the part of an address that somebody registered: "example.co.uk"; "" without one.

    A rule of thumb, no list of public suffixes: good enough to tell two papers apart.
    """
    try:
        labels = (urlsplit(url or "").hostname or "").split(".")
    except ValueError:
        return ""
    size = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in SECOND_LEVEL else 2
    return ".".join(labels[-size:]) if len(labels) > 1 else ""
