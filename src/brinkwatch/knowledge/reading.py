"""Words the reader must know before the language model sees a text (`data/reading.yaml`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from brinkwatch.errors import KnowledgeError
from brinkwatch.knowledge.tables import parse_yaml


@dataclass(frozen=True, slots=True)
class ReadingWords:
    """Prefixes that stay with their word, abbreviations that keep their full stop, the last words
    of names of facilities, and nouns in -s that are no plural (both lower case)."""

    prefixes: tuple[str, ...]
    abbreviations: tuple[str, ...]
    facilities: frozenset[str]
    uninflected: frozenset[str]


@cache
def reading_words() -> ReadingWords:
    """Raises KnowledgeError where the file is missing or lacks a list."""
    place = "knowledge/data/reading.yaml"
    try:
        path = resources.files("brinkwatch.knowledge").joinpath("data/reading.yaml")
        lists = parse_yaml(path.read_text("utf-8"))
        return ReadingWords(tuple(lists["prefixes"]), tuple(lists["abbreviations"]),
                            frozenset(lists["facilities"]), frozenset(lists["uninflected"]))
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        raise KnowledgeError(
            f"{place} cannot be read ({error}); install the package again"
        ) from error
