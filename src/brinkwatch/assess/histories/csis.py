"""The CSIS Beyond Parallel list of North Korean provocations (date, type, event, description).

One row is one firing or one day's exercise. What is no launch is kept as a coded event.
"""

from __future__ import annotations

import re

from brinkwatch.assess.histories import cells
from brinkwatch.assess.histories.cells import BadCell
from brinkwatch.assess.histories.files import Rows
from brinkwatch.knowledge import histories as known
from brinkwatch.knowledge import weapons
from brinkwatch.knowledge.numbers import find_numbers
from brinkwatch.model.log import Entry

NAME = "csis"
PARTY = "PRK"

_MISSILES = re.compile(
    r"\b(?:fired|launched|test-fired|tested|shot)\s+(?:off\s+)?(?:at least\s+|about\s+|some\s+)?"
    r"(?P<n>[\w-]+)\s+(?:[\w-]+\s+){0,6}?missiles?\b", re.IGNORECASE)


def fits(header: list[str]) -> bool:
    """Whether a header is of this format."""
    return all(cells.column(header, name) for name in ("date", "type", "event", "description"))


def entries(header: list[str], rows: Rows) -> tuple[list[Entry], list[tuple[str, str]]]:
    """Launches and other events, and the rows left out with the reason."""
    date_, event, text = (
        cells.needed(NAME, header, name) for name in ("date", "event", "description"))
    found, refused = [], []
    for place, row in rows:
        name = cells.words(row.get(event)) or ""
        story = cells.words(row.get(text)) or ""
        try:
            first, last = cells.span(row.get(date_))
            code = known.code(NAME, name)
            if code is None:
                raise BadCell(f"event {name!r} has no code")
        except BadCell as error:
            refused.append((place, str(error)))
            continue
        kind = code.kind
        if kind == "unknown":
            kind = next((k for k in ("ballistic", "cruise") if re.search(k, story, re.I)), kind)
        low, high = _missiles(story) if kind else (None, None)
        named = weapons.find(story) if kind else []
        found.append(Entry(
            id=f"{NAME}:{place.split()[-1]}", source=NAME, begin=first.isoformat(),
            until=last.isoformat(), party=PARTY, kind=kind, range_class=code.range_class,
            system=next((s.name for _, _, s in named if s.kind == kind), None),
            count_low=low, count_high=high, type=code.type, mode=code.mode, zone_unsure=True,
            outcome="failure" if kind and re.search(r"\bfail(?:ed|ure)\b", story, re.I) else None,
        ))
    return found, refused


def _missiles(text: str) -> tuple[int | None, int | None]:
    """Lowest and highest number of missiles in the row's description; None where it gives none."""
    match = _MISSILES.search(text)
    if match is None:
        return None, None
    word = match["n"].lower()
    if word in ("a", "an"):
        return 1, 1
    if word in ("several", "multiple"):
        return 2, None
    numbers = find_numbers(word)
    if not numbers or not 0 < numbers[0][2] < 100:
        return None, None
    n = int(numbers[0][2])
    return n, None if "at least" in match.group().lower() else n
