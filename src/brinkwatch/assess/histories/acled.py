"""ACLED exports (one event a row, with a header), old and new column names.

Events are coded by sub-event type. A row whose notes tell of a missile test is a launch.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from brinkwatch.assess.histories import cells
from brinkwatch.assess.histories.cells import BadCell
from brinkwatch.assess.histories.files import Rows
from brinkwatch.knowledge import histories as known
from brinkwatch.model.log import Entry

NAME = "acled"

_TEST = re.compile(
    r"\b(?:test[- ]?(?:fir|launch)\w*|(?:fir|launch|test)(?:ed|es|ing)?)\b[^.]{0,60}?"
    r"\b(?P<kind>ballistic|cruise|missiles?|rockets?)\b[^.]*", re.IGNORECASE)
_HIT = re.compile(r"\b(?:struck|hit|killed|injured|wounded|casualt|targeted)\w*", re.IGNORECASE)


def fits(header: list[str]) -> bool:
    """Whether a header is of this format."""
    return all(cells.column(header, n) for n in ("event_date", "sub_event_type", "actor1"))


def entries(header: list[str], rows: Rows) -> tuple[list[Entry], list[tuple[str, str]]]:
    """Events, and the rows left out with the reason."""
    names = {n: cells.column(header, n) for n in (
        "event_id_cnty", "data_id", "event_date", "time_precision", "sub_event_type", "actor1",
        "actor2", "country", "location", "latitude", "longitude", "notes", "fatalities")}
    found, refused, seen = [], [], set()
    for place, row in rows:
        get = {f: row.get(n) if n else None for f, n in names.items()}
        key = cells.words(get["event_id_cnty"]) or cells.words(get["data_id"])
        try:
            if key is not None and key in seen:
                raise BadCell(f"event {key} is listed twice")
            seen.add(key)
            first, last = cells.span(get["event_date"])
            sub = cells.words(get["sub_event_type"]) or ""
            code = known.code(NAME, sub)
            if code is None:
                raise BadCell(f"sub-event type {sub!r} has no code")
            actor = cells.country(get["actor1"]) or cells.words(get["actor1"])
            if actor is None:
                raise BadCell("no actor")
        except BadCell as error:
            refused.append((place, str(error)))
            continue
        if first == last and (precision := cells.whole(get["time_precision"])) not in (None, 1):
            first, last = _wide(first, precision)
        notes = cells.words(get["notes"]) or ""
        test = _TEST.search(notes) if not _HIT.search(notes) and code.type != "PROTEST" else None
        deaths = cells.whole(get["fatalities"])
        kind = {"ballistic": "ballistic", "cruise": "cruise", "rocket": "rocket artillery"}.get(
            test["kind"].lower().rstrip("s"), "unknown") if test and not deaths else ""
        found.append(Entry(
            id=f"{NAME}:{key or place.split()[-1]}", source=NAME, begin=first.isoformat(),
            until=last.isoformat(), party=actor, kind=kind,
            type="MOBILIZE" if kind else code.type, mode="weapons-test" if kind else code.mode,
            recipient=cells.country(get["actor2"]) or cells.words(get["actor2"]),
            place=cells.words(get["location"]), lat=cells.number(get["latitude"]),
            lon=cells.number(get["longitude"]),
        ))
    return found, refused


def _wide(day: date, precision: int | None) -> tuple[date, date]:
    """Days of an event whose time precision is 2 (the week) or 3 (the month)."""
    around = timedelta(days=3 if precision == 2 else 15)
    return day - around, day + around
