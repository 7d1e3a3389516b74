"""Where a report writes a name or an office, in any spelling, nearest to a place in it."""

from __future__ import annotations

import re
from functools import lru_cache

from brinkwatch.model import Report, Span
from brinkwatch.publish.phrasing import clean
from brinkwatch.publish.same import words


def find(report: Report, name: str, near: int) -> Span | None:
    """Where a report writes a name (in any typography), nearest to a place in it."""
    parts = [re.escape(p).replace("’", "['’‘]") for p in clean(name).split()]
    if not parts:
        return None
    pattern = re.compile(r"(?<!\w)" + r"[\s\u00a0]+".join(parts) + r"(?!\w)", re.IGNORECASE)
    best: tuple[int, Span] | None = None
    for match in pattern.finditer(report.text):
        if best is None or abs(match.start() - near) < best[0]:
            best = (abs(match.start() - near), Span(report.id, match.start(), match.end()))
    return best[1] if best else None


def find_spelled(text: str, phrase: str, near: int) -> tuple[int, int] | None:
    """Where a phrase stands in a text in any spelling, nearest to a place."""
    want = tuple(words(phrase))
    if not want:
        return None
    starts, ends, keys = _tokens(text)
    best: tuple[int, tuple[int, int]] | None = None
    for i in range(len(keys) - len(want) + 1):
        if keys[i] == want[0] and keys[i : i + len(want)] == want:
            gap = abs(starts[i] - near)
            if best is None or gap < best[0]:
                best = (gap, (starts[i], ends[i + len(want) - 1]))
    return best[1] if best else None


@lru_cache(maxsize=64)
def _tokens(text: str) -> tuple[tuple[int, ...], tuple[int, ...], tuple[str, ...]]:
    """Start, end and comparison key of each word of a text."""
    found = list(re.finditer(r"[^\W_]+(?:['’.][^\W_]+)*", text))
    return (
        tuple(m.start() for m in found),
        tuple(m.end() for m in found),
        tuple(key(m.group()) for m in found),
    )


@lru_cache(maxsize=65536)
def key(word: str) -> str:
    """One comparison key for a written word, "" for none."""
    return next(iter(words(word)), "")
