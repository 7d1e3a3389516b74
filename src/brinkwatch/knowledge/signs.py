"""How reports word trend claims (`data/trends.yaml`)."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import Any

import yaml

from brinkwatch.errors import KnowledgeError
from brinkwatch.knowledge.tables import parse_yaml


def load(name: str) -> Any:
    """What `data/NAME` holds.

    Raises:
        KnowledgeError: the file cannot be read.
    """
    source = resources.files("brinkwatch.knowledge").joinpath(f"data/{name}")
    try:
        return parse_yaml(source.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise KnowledgeError(
            f"{name}: cannot be read ({error}); install the package again"
        ) from error


@cache
def measures() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """(measure, pattern) of the series that trend claims are about."""
    return tuple(
        (row["measure"], re.compile(row["words"], re.IGNORECASE))
        for row in load("trends.yaml")["measures"]
    )


@cache
def directions() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """(direction, pattern)."""
    return tuple(
        (name, re.compile(words, re.IGNORECASE))
        for name, words in load("trends.yaml")["directions"].items()
    )


@cache
def wording(name: str) -> re.Pattern[str]:
    """One of the other wordings: "records", "moved", "extremes", "latest", "windows", "in as many",
    "straight"."""
    return re.compile(load("trends.yaml")[name], re.IGNORECASE)
