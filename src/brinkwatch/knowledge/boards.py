"""Indicator boards by scenario (`boards.yaml`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from brinkwatch.errors import KnowledgeError
from brinkwatch.knowledge.tables import parse_yaml


@dataclass(frozen=True, slots=True)
class Sign:
    """One line of a board. `events` are (PLOVER type, mode or None for any); `eases` marks what
    speaks against the scenario."""

    name: str
    change: str
    indicators: tuple[str, ...] = ()
    events: tuple[tuple[str, str | None], ...] = ()
    eases: bool = False


@dataclass(frozen=True, slots=True)
class Board:
    """A scenario's signs. `stale` is the number of days after which a sign counts as old."""

    scenario: str
    title: str
    kinds: tuple[str, ...]
    types: tuple[str, ...]
    stale: int
    signs: tuple[Sign, ...]


@cache
def boards() -> tuple[Board, ...]:
    """All boards, in file order.

    Raises:
        KnowledgeError: the data file is broken.
    """
    place = resources.files("brinkwatch.knowledge").joinpath("data/boards.yaml")
    try:
        rows = parse_yaml(place.read_text(encoding="utf-8"))
        return tuple(
            Board(
                row["scenario"], row["title"], tuple(row["fits"].get("kinds", ())),
                tuple(row["fits"].get("types", ())), int(row["stale"]),
                tuple(
                    Sign(sign["name"], sign["change"], tuple(sign.get("indicators", ())),
                         tuple((e["type"], e.get("mode")) for e in sign.get("events", ())),
                         bool(sign.get("eases")))
                    for sign in row["signs"]))
            for row in rows)
    except (OSError, yaml.YAMLError, TypeError, KeyError) as error:
        raise KnowledgeError(
            f"boards.yaml: cannot be read ({error}); install the package again") from error
