"""Names from the knowledge tables, as plain strings."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from brinkwatch.knowledge import countries as known
from brinkwatch.knowledge.organisations import metonyms
from brinkwatch.knowledge.tables import split, table
from brinkwatch.knowledge.weapons import systems


@cache
def pairs() -> tuple[tuple[str, str], ...]:
    """(name, ISO-3) for every name, demonym and seat of government that may stand for a state."""
    return tuple(_pairs())


def _pairs() -> Iterator[tuple[str, str]]:
    for iso, country in known.countries().items():
        for name in (country.name, *country.variants, country.capital):
            if name:
                yield name, iso
    for entries in known.demonyms().values():
        for entry in entries:
            yield entry.word, entry.iso3
    for stand_in in metonyms().values():
        if stand_in.country:
            yield stand_in.alias, stand_in.country


@cache
def groups() -> tuple[tuple[str, ...], ...]:
    """Names of one place, body or weapon: every listed alias with its canonical name."""
    out = [
        (row["name"], *split(row["aliases"]))
        for name in ("places", "organisations")
        for row in table(name, "name", "aliases")
    ]
    out.extend((s.name, *s.aliases) for s in systems())
    return tuple(g for g in out if len(g) > 1)


@cache
def _countries() -> dict[str, str]:
    return {iso: c.name for iso, c in known.countries().items()}


def country_name(iso: str) -> str:
    """The name the desk uses for a state, "" when the code is not in the table."""
    return _countries().get(iso, "")


@cache
def _adjectives() -> dict[str, str]:
    found: dict[str, str] = {}
    for entries in known.demonyms().values():
        for entry in entries:
            if entry.kind != "adjective":
                continue
            name = country_name(entry.iso3)
            old = found.get(entry.iso3)
            if old is None or _shared(entry.word, name) > _shared(old, name):
                found[entry.iso3] = entry.word
    return {**found, "USA": "US", "GBR": "British"}


def adjective(iso: str | None) -> str:
    """ "North Korean"; "US" for the United States, as news has it."""
    return _adjectives().get(iso or "", "")


def _shared(word: str, name: str) -> int:
    """Letters two words begin with in common."""
    n = 0
    for a, b in zip(word.lower(), name.lower(), strict=False):
        if a != b:
            break
        n += 1
    return n
