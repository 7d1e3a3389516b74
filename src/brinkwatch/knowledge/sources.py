"""Outlets, wires and offices, and the family each belongs to (`data/sources.yaml`)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

import yaml

from brinkwatch.errors import KnowledgeError
from brinkwatch.knowledge.tables import parse_yaml

KINDS = ("wire", "outlet", "state", "office")

_QUALIFIER = re.compile(r"\s*\((?:sample|online|print|english)\)\s*$", re.I)


@dataclass(frozen=True, slots=True)
class Source:
    """One outlet."""

    name: str
    family: str
    """The newsroom or wire it shares with others; its own name when it stands alone."""
    kind: str
    """"wire", "outlet", "state" or "office"."""
    country: str | None = None
    """ISO 3166-1 alpha-3 of its seat."""
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    invented: bool = False
    """Of the sample dossier."""


@cache
def sources() -> tuple[Source, ...]:
    """Every outlet known.

    Raises:
        KnowledgeError: the data file is broken, or one name or domain stands for two outlets.
    """
    path = files("brinkwatch.knowledge") / "data" / "sources.yaml"
    try:
        rows: list[dict[str, Any]] = parse_yaml(path.read_text(encoding="utf-8"))["sources"]
        found = tuple(_source(row) for row in rows)
    except (KeyError, TypeError, ValueError, yaml.YAMLError) as error:
        raise KnowledgeError(
            f"sources: {path}: {error!r}; restore the file from the package") from error
    taken: dict[str, str] = {}
    for one in found:
        for key in {*map(_key, (one.name, *one.aliases)), *one.domains}:
            if taken.setdefault(key, one.name) != one.name:
                raise KnowledgeError(
                    f"sources: {path}: {key!r} stands for {taken[key]} and {one.name}; keep one")
    return found


def source(name: str | None = None, url: str | None = None) -> Source | None:
    """Find an outlet by its name as a report gives it, else by the host of its address."""
    by_name, by_domain = _indexes()
    if name and (found := by_name.get(_key(name)) or by_domain.get(name.strip().casefold())):
        return found
    host = _host(url)
    while host:
        if host in by_domain:
            return by_domain[host]
        host = host.partition(".")[2]
    return None


def family(name: str | None = None, url: str | None = None) -> str | None:
    """The family of an outlet, or None when it is not known."""
    found = source(name, url)
    return found.family if found else None


def _source(row: dict[str, Any]) -> Source:
    if row["kind"] not in KINDS:
        raise ValueError(f"{row['name']}: the kind {row['kind']!r} is none of {KINDS}")
    return Source(
        name=row["name"], family=row.get("family") or row["name"], kind=row["kind"],
        country=row.get("country"), aliases=tuple(map(str, row.get("aliases", ()))),
        domains=tuple(row.get("domains", ())),
        invented=bool(row.get("invented", False)),
    )


@cache
def _indexes() -> tuple[dict[str, Source], dict[str, Source]]:
    names = {_key(n): one for one in sources() for n in (one.name, *one.aliases)}
    return names, {domain: one for one in sources() for domain in one.domains}


def _key(name: str) -> str:
    plain = unicodedata.normalize("NFKD", _QUALIFIER.sub("", name))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    return re.sub(r"[^\w]+", " ", plain).strip().removeprefix("the ")


def _host(url: str | None) -> str:
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""
