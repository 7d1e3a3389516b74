"""The rule behind credibility grades and the cues of corrections (`data/credibility.yaml`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from brinkwatch.errors import KnowledgeError
from brinkwatch.knowledge.tables import parse_yaml


@dataclass(frozen=True, slots=True)
class GradeRule:
    grade: int
    """1 (confirmed) to 6 (cannot be judged), the Admiralty scale."""
    words: str
    when: dict[str, bool | int]


@dataclass(frozen=True, slots=True)
class Credibility:
    version: str
    grades: tuple[GradeRule, ...]
    note: re.Pattern[str]
    """A sentence in which an outlet corrects its own report."""
    holder: re.Pattern[str]
    """A sentence in which a source changes its own figure."""


@cache
def credibility() -> Credibility:
    """Load the rule.

    Raises:
        KnowledgeError: the data file is broken.
    """
    source = files("brinkwatch.knowledge") / "data" / "credibility.yaml"
    try:
        data: dict[str, Any] = parse_yaml(source.read_text(encoding="utf-8"))
        grades = tuple(
            GradeRule(int(g["grade"]), str(g["words"]), dict(g["when"])) for g in data["grades"]
        )
        cues = data["corrections"]
        return Credibility(
            version=str(data["version"]), grades=grades,
            note=re.compile("|".join(cues["note"]), re.I),
            holder=re.compile("|".join(cues["holder"]), re.I),
        )
    except (KeyError, TypeError, ValueError, yaml.YAMLError, re.error) as error:
        raise KnowledgeError(
            f"credibility rule: {source}: {error!r}; restore the file from the package"
        ) from error
