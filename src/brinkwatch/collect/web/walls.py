"""Pages that are not the article: paywalls, consent and log-in pages, challenges to prove human.

Told by what a page declares (schema.org), where it lies, and set phrases in short texts
(`data/walls.yaml`). A long article that mentions a subscription is an article.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

import yaml

from brinkwatch.errors import KnowledgeError
from brinkwatch.knowledge.tables import parse_yaml

SHORT = 1_500
"""Characters of text below which a page may be a wall; a teaser is shorter, an article longer."""

_NOT_FREE = re.compile(r'"isAccessibleForFree"\s*:\s*"?\s*false', re.I)


@dataclass(frozen=True, slots=True)
class _Wall:
    kind: str
    hosts: tuple[str, ...]
    paths: tuple[str, ...]
    phrases: re.Pattern[str] | None


def wall(url: str, html: str, text: str) -> str | None:
    """Which wall a page is: "paywall", "consent", "log-in" or "challenge"; None for an article.

    Args:
        url: where it was found, after redirects.
        html: the page as it came.
        text: the article found in it.
    """
    parts = urlsplit(url)
    host, path = (parts.hostname or ""), parts.path.lower()
    short = len(text) < SHORT
    for one in _walls():
        if any(host == name or host.endswith("." + name) for name in one.hosts):
            return one.kind
        if short and any(path.startswith(prefix) for prefix in one.paths):
            return one.kind
        if short and one.phrases and one.phrases.search(text or html[:200_000]):
            return one.kind
    return "paywall" if short and _NOT_FREE.search(html) else None


@cache
def _walls() -> tuple[_Wall, ...]:
    path = files("brinkwatch.collect.web") / "data" / "walls.yaml"
    try:
        rows = parse_yaml(path.read_text(encoding="utf-8"))["walls"]
        return tuple(_Wall(
            row["kind"], tuple(row.get("hosts", ())), tuple(row.get("paths", ())),
            re.compile("|".join(row["phrases"]), re.I) if row.get("phrases") else None,
        ) for row in rows)
    except (OSError, KeyError, TypeError, re.error, yaml.YAMLError) as error:
        raise KnowledgeError(f"{path}: {error!r}; restore the file from the package") from error
