"""The CNS/NTI North Korea Missile Test Database: the spreadsheet, and its re-edition in JSON.

One row is one missile. Rows of one day, system and site make one launch of so many missiles. Days
are in UTC: a row with a clock time gets its day in Korea, one without may be a day off.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from brinkwatch.assess.histories import cells
from brinkwatch.assess.histories.cells import BadCell
from brinkwatch.assess.histories.files import Rows
from brinkwatch.model.log import Entry

NAME = "cns"
PARTY = "PRK"

FIELDS = {
    "date": ("Date", "date"), "clock": ("Launch Time (UTC)", "Launch Time", "time"),
    "system": ("Missile Name", "missile"), "class": ("Missile Type",),
    "site": ("Facility Name", "facility"), "lat": ("Facility Latitude",),
    "lon": ("Facility Longitude",), "apogee": ("Apogee", "Apogee (km)"),
    "distance": ("Distance Travelled", "Distance Traveled", "Distance", "distance"),
    "outcome": ("Test Outcome", "Outcome", "outcome"),
    "more": ("Additional Information", "description"),
}
CLASSES = ("CRBM", "SRBM", "MRBM", "IRBM", "ICBM")


def fits(header: list[str]) -> bool:
    """Whether a header is of this format."""
    return all(cells.column(header, *FIELDS[f]) for f in ("date", "system", "site", "outcome"))


def entries(header: list[str], rows: Rows) -> tuple[list[Entry], list[tuple[str, str]]]:
    """Launches, and the rows left out with the reason."""
    names = {field: cells.column(header, *spellings) for field, spellings in FIELDS.items()}
    groups: dict[tuple[Any, ...], list[tuple[str, Entry, bool]]] = {}
    refused = []
    for place, row in rows:
        get = {f: row.get(n) if n else None for f, n in names.items()}
        try:
            entry = _missile(place, get)
        except BadCell as error:
            refused.append((place, str(error)))
            continue
        several = "several" in (cells.words(get["more"]) or "").lower() and not row.get("series")
        key = (entry.begin, entry.until, entry.system, entry.kind, entry.place)
        groups.setdefault(key, []).append((place, entry, several))
    return [_launch(group) for group in groups.values()], refused


def _missile(place: str, get: dict[str, Any]) -> Entry:
    first, last = cells.span(get["date"])
    at = cells.clock(get["clock"])
    exact = first == last
    if exact and at is not None:
        first = last = cells.local_day(first, at, PARTY)
    system = cells.system(get["system"])
    label = (cells.words(get["class"]) or "").upper()
    space = label == "SLV" or (system is not None and system.kind == "space")
    ranged = next((c for c in CLASSES if c in label), system.range_class if system else None)
    return Entry(
        id=f"{NAME}:{place.split()[-1]}", source=NAME, begin=first.isoformat(),
        until=last.isoformat(), party=PARTY, kind="space" if space else "ballistic",
        range_class=None if space else ranged,
        system=system.name if system else cells.words(get["system"]),
        outcome=cells.outcome(get["outcome"]), distance_km=cells.number(get["distance"]),
        altitude_km=cells.number(get["apogee"]), place=cells.words(get["site"]),
        lat=cells.number(get["lat"]), lon=cells.number(get["lon"]), type="MOBILIZE",
        mode="weapons-test", zone_unsure=exact and at is None,
    )


def _launch(group: list[tuple[str, Entry, bool]]) -> Entry:
    first = group[0][1]
    outcomes = {e.outcome for _, e, _ in group}
    return replace(
        first, count_low=len(group),
        count_high=None if any(several for _, _, several in group) else len(group),
        outcome=outcomes.pop() if len(outcomes) == 1 else None,
        distance_km=max((e.distance_km for _, e, _ in group if e.distance_km is not None),
                        default=None),
        altitude_km=max((e.altitude_km for _, e, _ in group if e.altitude_km is not None),
                        default=None),
    )
