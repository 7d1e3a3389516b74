"""Kinds of happening with a field set of their own, and how reports word them
(`data/event_kinds.yaml`; its head says what each key means)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from brinkwatch.errors import KnowledgeError
from brinkwatch.knowledge.signs import load

Pattern = re.Pattern[str]
FILLERS = ("count", "people", "measure", "words", "all words", "phrase", "actor", "actors",
           "proper name", "number", "pattern", "rank")
"""What a field may be filled by, one of them each."""
FLAGS = ("carried", "whole", "second", "target", "with verb", "own", "shared")


@dataclass(frozen=True, slots=True)
class HeadFrame:
    """A wording that tells of a happening."""

    verbs: frozenset[str]
    nouns: frozenset[str]
    words: Mapping[str, frozenset[str]]
    """"object", "subject", "means", "beside": words one of which must stand there."""
    aimed: bool = False
    official: bool = False
    event: bool = False
    proper: bool = False
    alone: bool = False
    """Whether the verb must have no object ("fired on the ship")."""
    needs: Pattern | None = None
    excluded: Pattern | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """A field of a kind, and how it is filled."""

    name: str
    filler: str
    verbs: frozenset[str] = frozenset()
    nouns: frozenset[str] = frozenset()
    of: frozenset[str] = frozenset()
    """What is counted."""
    objects: frozenset[str] = frozenset()
    table: tuple[tuple[str, Pattern], ...] = ()
    patterns: Mapping[str, Pattern] = field(default_factory=dict)
    """"none", "near", "needs", "number"."""
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """"upon", "with", "dead", "toll", "itself", "measure"."""
    flags: frozenset[str] = frozenset()
    """Of `FLAGS`; the data file's head says what each does."""
    least: float = 0
    most: float = float("inf")

    def has(self, flag: str) -> bool:
        return flag in self.flags


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of happening; `keeps` are the certainties under which it is on record."""

    name: str
    type: str
    types: frozenset[str]
    """Types under which the event lexicon may have read the same deed."""
    mode: str | None
    keeps: frozenset[str]
    heads: tuple[HeadFrame, ...]
    back: frozenset[str]
    slots: tuple[Slot, ...]
    sides: bool = False
    """Whether "between A and B" names who does it."""
    related: frozenset[str] = frozenset()
    """Kinds that may be told in the same words, and share their fields' values."""
    apart: bool = False
    """Whether two coordinated verbs with things of their own are two happenings."""


@dataclass(frozen=True, slots=True)
class EventKinds:
    kinds: tuple[Kind, ...]
    meanings: Mapping[str, str]
    """What each field says, by its name."""
    held: frozenset[str]
    """Verbs that hold a deed named by a noun."""
    befall: frozenset[str]
    """Verbs of what a deed named by a noun does."""
    ships: Mapping[str, str]
    """ISO-3 of the state whose warships' names begin so ("USS")."""
    abstract: frozenset[str]
    """What is attacked in words only."""
    played: frozenset[str]
    """Verbs under which a deed is only played or spoken of."""
    people: frozenset[str]
    """Who may be killed, hurt or taken."""
    verbs: frozenset[str]
    """Every first word of a verb that carries a kind."""
    nouns: frozenset[str]


@cache
def event_kinds() -> EventKinds:
    """The kinds, in the order they are tried.

    Raises:
        KnowledgeError: the data file is broken.
    """
    raw = load("event_kinds.yaml")
    try:
        classes = {name: frozenset(words) for name, words in raw["classes"].items()}
        kinds = tuple(_kind(row, classes) for row in raw["kinds"])
        frames = [frame for kind in kinds for frame in kind.heads]
        return EventKinds(
            kinds, dict(raw["meanings"]), frozenset(raw["held"]), frozenset(raw["befall"]),
            dict(raw["ship prefixes"]), frozenset(raw["abstract"]), frozenset(raw["played"]),
            classes["people"],
            frozenset(verb.split()[0] for frame in frames for verb in frame.verbs),
            frozenset(noun for frame in frames for noun in frame.nouns))
    except (KeyError, TypeError, StopIteration, re.error) as error:
        raise KnowledgeError(
            f"event_kinds.yaml: {error!r}; restore the file from the package") from error


def _pattern(words: str | None) -> Pattern | None:
    return re.compile(words, re.IGNORECASE) if words else None


def _words(value: Any, classes: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """A class by its name, or the words of a list."""
    return classes[value] if isinstance(value, str) else frozenset(value or ())


def _kind(row: dict[str, Any], classes: Mapping[str, frozenset[str]]) -> Kind:
    return Kind(
        row["kind"], row["type"], frozenset(row["types"]), row.get("mode"),
        frozenset(row.get("keeps", ())),
        tuple(_head(head, classes) for head in row["heads"]), frozenset(row["back"]),
        tuple(_slot(slot, classes) for slot in row["fields"]),
        bool(row.get("sides")), frozenset(row.get("related", ())), bool(row.get("apart")))


def _head(row: dict[str, Any], classes: Mapping[str, frozenset[str]]) -> HeadFrame:
    return HeadFrame(
        frozenset(row.get("verbs", ())), frozenset(row.get("nouns", ())),
        {place: _words(row[place], classes) for place in ("object", "subject", "means", "beside")
         if place in row},
        aimed=bool(row.get("aimed")), official=bool(row.get("official")),
        event=bool(row.get("event")), proper=bool(row.get("proper")),
        alone=bool(row.get("alone")),
        needs=_pattern(row.get("needs")), excluded=_pattern(row.get("not")))


def _slot(row: dict[str, Any], classes: Mapping[str, frozenset[str]]) -> Slot:
    filler = next(f for f in FILLERS if f in row)
    asked = row[filler]
    table = asked if filler in ("words", "all words") else ()
    patterns = {name: row[name] for name in ("none", "near", "needs", "number", "pattern")
                if isinstance(row.get(name), str)}
    lists = {name: row[name] for name in ("upon", "with", "dead", "toll", "of itself", "of nouns",
                                          "measure") if isinstance(row.get(name), list)}
    flags = frozenset(name for name in FLAGS if row.get(name) is True)
    return Slot(
        row["name"], filler, frozenset(row.get("verbs", ())), frozenset(row.get("nouns", ())),
        _words(row.get("of"), classes), _words(row.get("object"), classes),
        tuple((line["is"], re.compile(line["words"], re.IGNORECASE)) for line in table),
        {name: re.compile(words, re.IGNORECASE if name != "pattern" else 0)
         for name, words in patterns.items()},
        {name: tuple(words) for name, words in lists.items()},
        flags, float(row.get("at least", 0)), float(row.get("at most", "inf")))
