"""Histories: what each list of launches means to hold (`histories.yaml`), and the bundled one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from brinkwatch.errors import KnowledgeError
from brinkwatch.knowledge.tables import parse_yaml, table
from brinkwatch.model.log import Entry, History


@cache
def profiles() -> dict[str, dict[str, Any]]:
    """Profile by name: title, format, begins, ends, parties, complete, counts, gaps, source.

    Raises:
        KnowledgeError: the data file is broken.
    """
    place = resources.files("brinkwatch.knowledge").joinpath("data/histories.yaml")
    try:
        rows = parse_yaml(place.read_text(encoding="utf-8"))
        return {row["name"]: row for row in rows}
    except (OSError, yaml.YAMLError, TypeError, KeyError) as error:
        raise KnowledgeError(
            f"histories.yaml: cannot be read ({error}); install the package again") from error


def history(name: str, entries: tuple[Entry, ...], **more: Any) -> History:
    """A history of the profile `name` with these rows; its last day is the profile's, else that
    of its last dated row."""
    profile = profiles()[name]
    ends = profile.get("ends") or max((e.until for e in entries if e.dated), default=None)
    values = {
        "name": name, "title": profile["title"], "format": profile["format"],
        "entries": entries, "begins": profile.get("begins"), "ends": ends,
        "parties": tuple(profile.get("parties", ())), "complete": tuple(profile["complete"]),
        "gaps": tuple(profile["gaps"]), "counts": profile["counts"],
        "source": profile["source"],
    }
    return History(**{**values, **more})


@cache
def bundled() -> History:
    """The desk's own list of announced North Korean launches (`launch_history.csv`).

    Raises:
        KnowledgeError: the data file is broken.
    """
    columns = ("date", "party", "kind", "range_class", "system", "count_low", "count_high",
               "outcome")
    entries = tuple(
        Entry(
            id=f"brinkwatch:{n}", source="brinkwatch", begin=row["date"], until=row["date"],
            party=row["party"], kind=row["kind"], range_class=row["range_class"] or None,
            system=row["system"] or None, count_low=_whole(row["count_low"]),
            count_high=_whole(row["count_high"]), outcome=row["outcome"] or None,
        )
        for n, row in enumerate(table("launch_history", *columns), start=2)
    )
    return history("brinkwatch", entries)


def _whole(cell: str) -> int | None:
    return int(cell) if cell else None


@dataclass(frozen=True, slots=True)
class Code:
    """What a list's own name of an event means: weapon kind ("" where it is no launch), range
    class, PLOVER type and mode."""

    words: re.Pattern[str]
    kind: str
    range_class: str | None
    type: str
    mode: str | None


@cache
def codes(history: str) -> tuple[Code, ...]:
    """The names of events that a history uses (`history_codes.csv`), in the order they are tried.

    Raises:
        KnowledgeError: the data file is broken.
    """
    return tuple(
        Code(re.compile(row["words"], re.IGNORECASE), row["kind"], row["range_class"] or None,
             row["type"], row["mode"] or None)
        for row in table("history_codes", "history", "words", "kind", "range_class", "type", "mode")
        if row["history"] == history
    )


def code(history: str, name: str) -> Code | None:
    """What `name` means in that history; None where no code knows it."""
    return next((c for c in codes(history) if c.words.search(name)), None)
