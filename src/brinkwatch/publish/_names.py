"""Names from the knowledge tables, as plain strings."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from importlib import resources


def _rows(name: str) -> list[dict[str, str]]:
    path = resources.files("brinkwatch.knowledge").joinpath("data", name)
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


@cache
def pairs() -> tuple[tuple[str, str], ...]:
    """(name, ISO-3) for every name, demonym and seat of government that may stand for a state."""
    return tuple(_pairs())


def _pairs() -> Iterator[tuple[str, str]]:
    for row in _rows("countries.csv"):
        names = [row["name"], *row["variants"].split("|")]
        if row.get("capital"):
            names.append(row["capital"])
        for name in names:
            if name:
                yield name, row["iso3"]
    for row in _rows("demonyms.csv"):
        yield row["word"], row["iso3"]
    for row in _rows("metonyms.csv"):
        yield row["word"], row["iso3"]


@cache
def aliases(key: str) -> frozenset[str]:
    """Other names for a name, given as comparison words joined by spaces."""
    return frozenset()


@cache
def _countries() -> dict[str, str]:
    return {row["iso3"]: row["name"] for row in _rows("countries.csv")}


def country_name(iso: str) -> str:
    """The name the desk uses for a state, "" when the code is not in the table."""
    return _countries().get(iso, "")


@cache
def _adjectives() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in _rows("demonyms.csv"):
        if row["kind"] == "adjective":
            found.setdefault(row["iso3"], row["word"])
    return {**found, "USA": "US", "GBR": "British"}


def adjective(iso: str | None) -> str:
    """ "North Korean"; "US" for the United States, as news has it."""
    return _adjectives().get(iso or "", "")
