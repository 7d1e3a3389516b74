"""Reliability of sources, A to F on the Admiralty scale (`data/reliability.yaml`).

A grade is that of the source itself where anybody has graded it, else that of its kind. Users'
own grades go before the desk's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from brinkwatch.errors import ConfigError, KnowledgeError
from brinkwatch.knowledge.sources import source
from brinkwatch.knowledge.tables import parse_yaml


@dataclass(frozen=True, slots=True)
class Rating:
    """One grade given to a source. `by` is "source", "kind", "unknown" or "user"."""

    grade: str
    words: str
    reason: str
    by: str
    since: date | None = None

    def __str__(self) -> str:
        return f"{self.grade}, {self.words}: {self.reason}"


Ratings = Mapping[str, tuple[Rating, ...]]
"""Canonical name of a source to its ratings, the latest last."""


def reliability(
    name: str | None, url: str | None = None, own: Ratings | None = None
) -> tuple[Rating, ...]:
    """Return the ratings of a source, the one that stands last.

    Args:
        own: a user's, as `load` gives them; they go before the desk's.
    """
    known = source(name, url)
    canonical = known.name if known is not None else (name or "")
    for held in (own or {}, _data()[1]):
        if canonical in held:
            return held[canonical]
    kinds = _data()[0]
    return (kinds[known.kind] if known is not None else kinds["unknown"],)


def load(path: Path) -> Ratings:
    """Read a user's file of grades.

    Raises:
        ConfigError: it cannot be read, or a grade is none of A to F.
    """
    try:
        return _ratings(parse_yaml(path.read_text(encoding="utf-8"))["sources"], "user")
    except (OSError, UnicodeDecodeError, KeyError, TypeError, ValueError, yaml.YAMLError) as error:
        raise ConfigError(
            f"{path}: no file of grades ({error!r}). Write it as 'sources:' with a name and a "
            "history of since, grade (A to F) and reason each, or mend the setting 'reliability'."
        ) from error


@cache
def _data() -> tuple[dict[str, Rating], Ratings]:
    path = files("brinkwatch.knowledge") / "data" / "reliability.yaml"
    try:
        data: dict[str, Any] = parse_yaml(path.read_text(encoding="utf-8"))
        kinds = {
            kind: Rating(row["grade"], _words()[row["grade"]], row["reason"], "kind")
            for kind, row in data["kinds"].items()
        }
        last = data["unknown"]
        kinds["unknown"] = Rating(last["grade"], _words()[last["grade"]], last["reason"], "unknown")
        return kinds, _ratings(data["sources"], "source")
    except (KeyError, TypeError, ValueError, yaml.YAMLError) as error:
        raise KnowledgeError(
            f"reliability: {path}: {error!r}; restore the file from the package") from error


@cache
def _words() -> dict[str, str]:
    path = files("brinkwatch.knowledge") / "data" / "reliability.yaml"
    return dict(parse_yaml(path.read_text(encoding="utf-8"))["grades"])


def _ratings(rows: list[dict[str, Any]], by: str) -> Ratings:
    found = {}
    for row in rows:
        known = source(row["name"])
        history = sorted(
            (Rating(e["grade"], _words()[e["grade"]], e["reason"], by,
                    date.fromisoformat(str(e["since"]))) for e in row["history"]),
            key=lambda r: r.since or date.min)
        found[known.name if known else str(row["name"])] = tuple(history)
    return found
