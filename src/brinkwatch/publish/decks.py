"""An edition's headline and deck."""

from __future__ import annotations

import re
from collections.abc import Sequence

from brinkwatch.model import StoryPage, Value
from brinkwatch.publish.phrasing import bounds, distance


def headline(pages: Sequence[StoryPage]) -> str:
    """The first story's title."""
    return pages[0].title if pages else "No story to report"


def deck(pages: Sequence[StoryPage], reports_count: int) -> str:
    """One sentence beneath the headline: how accounts stand, or what else the edition holds."""
    if not pages:
        return "No report that was read tells of a security or political event."
    first = pages[0]
    others = [p.title for p in pages[1:3]]
    if first.contradictions:
        fields = {
            "distance_km": "how far it flew",
            "altitude_km": "how high it flew",
            "casualties": "the number of casualties",
            "date": "the date",
        }
        what = next(
            (
                fields[c.field]
                for c in first.contradictions
                if c.field in fields and c.standing == "open"
            ),
            None,
        )
        if what:
            apart = next(c for c in first.contradictions if fields.get(c.field) == what)
            given = list(
                dict.fromkeys(
                    _figure(apart.field, v) for v in apart.values if v.superseded_by is None
                )
            )
            figures = f": {' or '.join(given[:3])}" if len(given) > 1 and all(given) else ""
            return f"Accounts differ on {what}{figures}."
    if others:
        return "Also in this edition: " + "; ".join(others) + "."
    return "Every sentence below opens the words behind it."


def _figure(name: str, value: Value) -> str:
    """A measured or counted value for a deck, "" for any other."""
    low, high = bounds(value.value)
    if low is None or low != high:
        return ""
    if name == "casualties":
        return f"{low:,.0f}"
    return distance(low, value.text) if re.search(r"km|kilomet|mile", value.text) else ""
