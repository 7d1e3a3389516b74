"""Brinkwatch's own layout, which `launches --export csv` writes: one launch a row.

Columns date and party are needed; kind, range_class, system, count_low, count_high, outcome,
distance_km, altitude_km, place, lat and lon may be there.
"""

from __future__ import annotations

from typing import Any

from brinkwatch.assess.histories import cells
from brinkwatch.assess.histories.cells import BadCell
from brinkwatch.assess.histories.files import Rows
from brinkwatch.model.log import Entry

KINDS = ("ballistic", "cruise", "rocket artillery", "air defence", "space", "nuclear", "unknown")


def fits(header: list[str]) -> bool:
    """Whether a header is of this format."""
    return cells.column(header, "date", "begin") is not None and all(
        cells.column(header, name) for name in ("party", "kind"))


def entries(name: str, header: list[str], rows: Rows) -> tuple[
        list[Entry], list[tuple[str, str]]]:
    """Launches, and the rows left out with the reason."""
    day = cells.needed(name, header, "date", "begin")
    found, refused = [], []
    for place, row in rows:

        def get(field: str, row: dict[str, Any] = row) -> Any:
            column = cells.column(header, field)
            return row.get(column) if column else None

        try:
            first, last = cells.span(row.get(day))
            if cells.words(get("until")):
                last = cells.span(get("until"))[1]
            if last < first:
                raise BadCell(f"ends ({last}) before it begins ({first})")
            party = cells.country(get("party")) or cells.words(get("party"))
            if party is None:
                raise BadCell("no party")
            kind = (cells.words(get("kind")) or "unknown").lower()
            if kind not in KINDS:
                raise BadCell(f"kind {kind!r} is none of {', '.join(KINDS)}")
        except BadCell as error:
            refused.append((place, str(error)))
            continue
        found.append(Entry(
            id=f"{name}:{place.split()[-1]}", source=name, begin=first.isoformat(),
            until=last.isoformat(), party=party, kind=kind,
            range_class=cells.words(get("range_class")), system=cells.words(get("system")),
            count_low=cells.whole(get("count_low")), count_high=cells.whole(get("count_high")),
            outcome=cells.outcome(get("outcome")), distance_km=cells.number(get("distance_km")),
            altitude_km=cells.number(get("altitude_km")), place=cells.words(get("place")),
            lat=cells.number(get("lat")), lon=cells.number(get("lon")), type="MOBILIZE",
            mode="weapons-test",
        ))
    return found, refused
