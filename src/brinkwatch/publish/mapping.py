"""Which places a story's map shows, and the claimed distances as arcs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from markupsafe import Markup

from brinkwatch.model import Claim, Incident, Place, Report, StoryPage
from brinkwatch.publish import charts
from brinkwatch.publish.excerpts import visible
from brinkwatch.publish.phrasing import bounds
from brinkwatch.publish.value_views import holder_words


def story_map(
    page: StoryPage,
    main: Incident | None,
    claims: Mapping[str, Claim],
    reports: Mapping[str, Report],
) -> Markup:
    """The main incident's places, else the story's; with the claimed distances as arcs."""
    if main is None:
        return Markup("")
    found = points(main.claims, claims)
    if main.kind == "launch" and any(p.role == "origin" for p in found):
        found = [p for p in found if p.role != "at"]  # where it was told, not where it flew
    ranges: list[tuple[float, str]] = []
    field = main.fields.get("distance_km")
    for value in field.values if field is not None else ():
        low, _ = bounds(value.value)
        if (
            low
            and value.superseded_by is None
            and all(abs(low - r) > 0.04 * low for r, _ in ranges)
        ):
            holder = holder_words(value, reports).split(", ")[-1]  # of a body, its state
            ranges.append((low, f"{low:,.0f} km, {holder}"))
    if main.kind != "launch":
        found = found or points((c for i in page.incidents for c in i.claims), claims)
    return charts.locator(found, ranges)


def points(ids: Iterable[str], claims: Mapping[str, Claim]) -> list[charts.Point]:
    """The places of some claims that have coordinates, those named most first."""
    found: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], Place] = {}
    for cid in ids:
        claim = claims.get(cid)
        for place in claim.places if claim else ():
            if place.lat is None or place.lon is None or place.precision == "country":
                continue
            key = (place.name, place.role)
            found[key] += 1
            first.setdefault(key, place)
    return [
        charts.Point(visible(p.name), p.lat, p.lon, p.role, p.radius_km)
        for key, _ in found.most_common(6)
        for p in [first[key]]
        if p.lat is not None and p.lon is not None
    ]
