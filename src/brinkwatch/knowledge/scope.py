"""Words that tell security and politics from other news (`data/story_scope.yaml`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from brinkwatch.errors import KnowledgeError
from brinkwatch.knowledge.tables import parse_yaml

STRONG, WEAK = 1.0, 0.35
"""Weights of a word met in a domain; each distinct word counts by its logarithm."""


@dataclass(frozen=True, slots=True)
class Domain:
    name: str
    inside: bool
    strong: re.Pattern[str]
    weak: re.Pattern[str]
    title: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    version: str
    margin: float
    minimum: float
    short: float
    title_weight: float
    domains: tuple[Domain, ...]


@cache
def scope() -> Scope:
    """Load the word lists.

    Raises:
        KnowledgeError: the data file is broken.
    """
    source = files("brinkwatch.knowledge") / "data" / "story_scope.yaml"
    try:
        data: dict[str, Any] = parse_yaml(source.read_text(encoding="utf-8"))
        domains = tuple(
            Domain(
                name, bool(d.get("inside")), _any(d["strong"]), _any(d["weak"]),
                re.compile("|".join(d["title"]), re.I) if d.get("title") else None,
            )
            for name, d in data["domains"].items()
        )
        return Scope(
            str(data["version"]), float(data["margin"]), float(data["minimum"]),
            float(data["short"]), float(data["title_weight"]), domains)
    except (KeyError, TypeError, ValueError, yaml.YAMLError, re.error) as error:
        raise KnowledgeError(
            f"story scope: {source}: {error!r}; restore the file from the package"
        ) from error


def _any(stems: list[str]) -> re.Pattern[str]:
    parts = sorted((re.escape(s).replace(r"\*", r"[\w-]*").replace(r"\ ", r"\s+") for s in stems),
                   key=lambda s: (-len(s), s))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?!\w)")
