"""Figures of a launch's flight that somebody gives in a statement.

"The missile flew some 450 km, the minister said" is a statement with a distance in it; the distance
is one more account of the launch the report tells of.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from brinkwatch.fuse.given import Given
from brinkwatch.fuse.holders import Holders
from brinkwatch.fuse.keys import overlap, when
from brinkwatch.fuse.mentions import Group
from brinkwatch.model import Claim, Launch, Quantity, Report, Span, Statement

FIELDS = {
    "distance": "distance_km", "length": "distance_km",
    "altitude": "altitude_km", "height": "altitude_km",
}
"""Kinds of quantity, in kilometres, and the field of a launch they are a figure for."""

WITHIN = timedelta(days=2)
"""Time after a launch in which what is said of a flight is said of it."""

_FLIGHT = re.compile(r"\b(?:flew|flown|travel\w*|flight|rose|altitude|height|apogee)\b", re.I)
_ELSEWHERE = re.compile(
    r"^\s*(?:km|kilomet\w+|miles)?\s*(?:\([^)]*\)\s*)?"
    r"(?:north|south|east|west|off|from|away|of)\b", re.I)
"""What follows a distance between places rather than one that was flown."""

_STOP = re.compile(r"(?<=[.!?])[”\"’']?\s+(?=[\"“‘'A-Z0-9])|\n+")


def flight_told(
    groups: Sequence[Group], claims: Iterable[Claim], reports: Mapping[str, Report],
    holders: Holders,
) -> dict[int, list[Given]]:
    """Return what statements give for the launches of one story, by the launch's group number."""
    launches = [g for g in groups if any(isinstance(m.claim, Launch) for m in g.mentions)]
    found: dict[int, list[Given]] = defaultdict(list)
    for claim in claims if launches else ():
        if not isinstance(claim, Statement) or claim.direct:
            continue
        report = reports[claim.report]
        for quantity in claim.quantities:
            if quantity.kind not in FIELDS or not _of_flight(quantity, report.text):
                continue
            group = _launch_of(report, launches)
            if group is not None and not _given_already(quantity, report, group):
                assert quantity.start is not None
                assert quantity.end is not None
                found[group.number].append(Given(
                    name=FIELDS[quantity.kind], value=quantity.value,
                    holder=holders.of_claim(claim), claim=claim,
                    spans=(Span(claim.report, quantity.start, quantity.end),),
                    text=quantity.text or report.text[quantity.start : quantity.end],
                    certainty=claim.certainty))
    return found


def _of_flight(quantity: Quantity, text: str) -> bool:
    """Tell whether a quantity is one that was flown, by its own sentence or the one before."""
    start, end = quantity.start, quantity.end
    if quantity.value is None or quantity.unit != "km" or start is None or end is None:
        return False
    if _ELSEWHERE.match(text[end : end + 40]):
        return False
    cuts = [m.end() for m in _STOP.finditer(text, 0, start)]
    stop = _STOP.search(text, end)
    before = cuts[-2] if len(cuts) > 1 else 0
    return bool(_FLIGHT.search(text[before : stop.start() if stop else len(text)]))


def _launch_of(report: Report, launches: Sequence[Group]) -> Group | None:
    """Return the launch a report's figures are about: one of the last two days, its own before
    others, else the one most is said of."""
    def fits(group: Group) -> bool:
        said = (when(report) - WITHIN, when(report) + timedelta(minutes=1))
        return not report.published or any(
            m.dated and overlap(s, said) for m in group.mentions for s in m.spans)

    def rank(group: Group) -> tuple[bool, int, int]:
        own = any(m.report.id == report.id for m in group.mentions)
        return own, len(group.mentions), -group.number

    return max(filter(fits, launches), key=rank, default=None)


def _given_already(quantity: Quantity, report: Report, group: Group) -> bool:
    """Tell whether the launch's own claim has the figure from the same words."""
    return any(
        x.start is not None and x.end is not None
        and x.start < (quantity.end or 0) and (quantity.start or 0) < x.end
        for m in group.mentions
        if isinstance(m.claim, Launch) and m.report.id == report.id
        for x in (*m.claim.distance_km, *m.claim.altitude_km)
    )
