"""Seas told by their shores: "the sea between Korea and Japan" is the Sea of Japan
(`data/seas_between.csv`)."""

from __future__ import annotations

import re
from functools import cache

from brinkwatch.knowledge.tables import split, table


@cache
def _seas() -> tuple[re.Pattern[str], tuple[tuple[frozenset[str], frozenset[str], str], ...]]:
    rows = tuple(
        (frozenset(split(row["shore"].lower())), frozenset(split(row["other"].lower())),
         row["sea"])
        for row in table("seas_between", "shore", "other", "sea")
    )
    names = sorted({n for a, b, _ in rows for n in a | b}, key=len, reverse=True)
    name = "(?:the )?(" + "|".join(map(re.escape, names)) + ")"
    return re.compile(
        r"\b(?:seas?|(?:international |coastal |open )?waters|body of water) (?:that lies? )?"
        rf"between {name} and {name}\b", re.IGNORECASE
    ), rows


def find_between(text: str) -> list[tuple[int, int, str]]:
    """(start, end, name of the sea) of every sea that `text` names by two shores, in text order."""
    pattern, rows = _seas()
    found = []
    for match in pattern.finditer(text):
        one, two = match.group(1).lower(), match.group(2).lower()
        sea = next((sea for a, b, sea in rows
                    if (one in a and two in b) or (one in b and two in a)), None)
        if sea is not None:
            found.append((match.start(), match.end(), sea))
    return found
