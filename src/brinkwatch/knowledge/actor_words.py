"""Word lists of the reader of actors and places (`data/actor_words.yaml`)."""

from __future__ import annotations

from functools import cache
from importlib import resources

import yaml

from brinkwatch.errors import KnowledgeError
from brinkwatch.knowledge.tables import parse_yaml

_FILE = "knowledge/data/actor_words.yaml"


@cache
def words(name: str) -> frozenset[str]:
    """The list called `name`.

    Raises:
        KnowledgeError: the file is broken or has no such list.
    """
    lists = _lists()
    if name not in lists:
        raise KnowledgeError(f"{_FILE} has no list '{name}'; add it")
    return lists[name]


@cache
def anaphors() -> dict[str, str]:
    """Noun to what it may stand for with "the": "body", "alliance" or "government"."""
    return {word: kind for kind in ("body", "alliance", "government")
            for word in words(f"anaphors {kind}")}


@cache
def _lists() -> dict[str, frozenset[str]]:
    try:
        text = resources.files("brinkwatch.knowledge").joinpath(
            "data/actor_words.yaml").read_text("utf-8")
        data = parse_yaml(text)
        return {name: frozenset(row["words"].split()) for name, row in data.items()}
    except (OSError, yaml.YAMLError, AttributeError, KeyError, TypeError) as error:
        raise KnowledgeError(
            f"{_FILE} cannot be read ({error}); each list needs a 'words' text"
        ) from error
