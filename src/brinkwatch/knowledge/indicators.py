"""How reports word indicators (`data/indicators.yaml`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from brinkwatch.errors import KnowledgeError
from brinkwatch.knowledge.signs import load


@dataclass(frozen=True, slots=True)
class Sign:
    """One wording of an indicator; see the data file's head for what each part does."""

    indicator: str
    verbs: frozenset[str]
    nouns: frozenset[str]
    what: re.Pattern[str] | None
    needs: re.Pattern[str] | None
    needs_with: dict[str, re.Pattern[str]]
    """What the sentence must say beside a verb that alone would be too wide."""
    phrases: tuple[re.Pattern[str], ...]
    excluded: re.Pattern[str] | None
    with_clauses: bool = False


@dataclass(frozen=True, slots=True)
class Signs:
    signs: tuple[Sign, ...]
    ending: frozenset[str]
    going_on: frozenset[str]


@cache
def signs() -> Signs:
    """The indicators, in the order they are tried.

    Raises:
        KnowledgeError: the data file is broken.
    """
    raw = load("indicators.yaml")
    try:
        return Signs(
            tuple(_sign(row) for row in raw["signs"]), frozenset(raw["ending"]),
            frozenset(raw["going on"]))
    except (KeyError, TypeError, re.error) as error:
        raise KnowledgeError(
            f"indicators.yaml: {error!r}; restore the file from the package") from error


def _sign(row: dict[str, Any]) -> Sign:
    def pattern(words: str | None) -> re.Pattern[str] | None:
        return re.compile(words, re.IGNORECASE) if words else None

    return Sign(
        row["indicator"], frozenset(row.get("verbs", ())), frozenset(row.get("nouns", ())),
        pattern(row.get("what")), pattern(row.get("needs")),
        {verb: re.compile(words, re.IGNORECASE)
         for verb, words in row.get("needs verbs", {}).items()},
        tuple(re.compile(words, re.IGNORECASE) for words in row.get("phrases", ())),
        pattern(row.get("not")), bool(row.get("with clauses")),
    )
