"""A report's text cut into pieces, so that cited words and claims can be marked in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from brinkwatch.model import Claim
from brinkwatch.model.hidden import HIDDEN

_SPAN = re.compile(r"(\d{1,9})-(\d{1,9})")
MOST = 200
"""Spans marked at once."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text with the same marks from end to end."""

    text: str
    start: int
    marked: bool
    """Cited: among the spans asked for."""
    first: bool
    """The first piece of a cited span, which a link leads to."""
    claims: int
    """How many claims have it as evidence."""


def spans(text: str, length: int) -> list[tuple[int, int]]:
    """"12-45,60-80" as offsets inside a text of this length; what is none is passed over."""
    found = []
    for match in list(_SPAN.finditer(text))[:MOST]:
        start, end = int(match[1]), min(int(match[2]), length)
        if start < end:
            found.append((start, end))
    return sorted(set(found))


def paragraphs(text: str, marked: Iterable[tuple[int, int]], claims: Iterable[Claim] = ()
               ) -> list[list[Piece]]:
    """The text by paragraphs, each cut wherever a mark or a claim's evidence begins or ends."""
    marks = sorted(marked)
    evidence = [(e.start, e.end) for claim in claims for e in claim.evidence]
    cuts = sorted({0, len(text), *(o for pair in (*marks, *evidence) for o in pair
                                   if 0 <= o <= len(text))})
    starts = {start for start, _ in marks}
    changes = [0] * (len(cuts) + 1)
    place = {cut: n for n, cut in enumerate(cuts)}
    for start, end in evidence:
        if start in place and end in place:
            changes[place[start]] += 1
            changes[place[end]] -= 1
    made: list[list[Piece]] = [[]]
    depth = 0
    for number, (start, end) in enumerate(zip(cuts, cuts[1:], strict=False)):
        depth += changes[number]
        cited = any(a <= start and end <= b for a, b in marks)
        at = start
        for part in re.split(r"(\n+)", text[start:end]):
            if part.startswith("\n"):
                made.append([])
            elif part:
                made[-1].append(Piece(HIDDEN.sub("", part), at, cited,
                                      cited and at in starts, depth))
            at += len(part)
    return [pieces for pieces in made if pieces]


def snippet(text: str, matches: Iterable[tuple[int, int]]) -> list[Piece]:
    """A search hit's words with the matches marked."""
    flat = [piece for pieces in paragraphs(text.replace("\n", " "), matches) for piece in pieces]
    return flat
