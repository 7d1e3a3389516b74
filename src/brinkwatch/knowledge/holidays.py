"""Holidays with a date that can be computed, from `data/holidays.csv`.

Rules: "12-25" a date of every year; "easter+1" days from Western Easter Sunday;
"nth:11:3:4" the fourth (-1: last) Thursday (Monday is 0) of November, with "+1" the day after.
Holidays of lunar calendars are left out: they need a table, not a rule.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources

from brinkwatch.errors import KnowledgeError


@cache
def holidays() -> dict[str, str]:
    """Lower-case name (straight apostrophes) to rule."""
    try:
        text = resources.files("brinkwatch.knowledge").joinpath(
            "data/holidays.csv").read_text("utf-8")
        return {row["name"]: row["rule"] for row in csv.DictReader(text.splitlines())}
    except (OSError, KeyError) as error:
        raise KnowledgeError(
            f"knowledge/data/holidays.csv cannot be read ({error}); install the package again"
        ) from error
