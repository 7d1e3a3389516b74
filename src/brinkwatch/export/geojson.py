"""GeoJSON (RFC 7946): incidents as points, and the circles they may lie in as polygons.

WGS 84, longitude first, no `crs`. Rings follow the right-hand rule (outer rings run anticlockwise);
what crosses the antimeridian is cut there (section 3.1.9).
"""

from __future__ import annotations

import json
from contextlib import ExitStack
from math import asin, atan2, cos, degrees, pi, radians, sin
from typing import Any

from brinkwatch.export import rows
from brinkwatch.export.folder import File, Folder
from brinkwatch.export.selection import Selection
from brinkwatch.export.tabular import TABLES

EARTH_KM = 6371.0088
"""Mean radius (IUGG)."""
CORNERS = 64
Position = tuple[float, float]
"""Longitude and latitude, degrees."""


def write(chosen: Selection, folder: Folder) -> None:
    """`incidents.geojson`, one point for each incident with a place, and `areas.geojson`, the
    circle of its radius."""
    shapes = {"incidents": _point, "areas": _area}
    with ExitStack() as stack:
        files = {name: stack.enter_context(folder.file(f"{name}.geojson", "geojson", name))
                 for name in shapes}
        for file in files.values():
            file.text.write('{"type":"FeatureCollection","features":[')
        for row, _, _ in rows.of_incidents(chosen):
            if row.get("latitude") is None or row.get("longitude") is None:
                continue
            properties = {c.name: _plain(row.get(c.name)) for c in TABLES["incidents"]
                          if c.name not in ("latitude", "longitude")}
            for name, shape in shapes.items():
                geometry = shape(row)
                if geometry is not None:
                    _feature(files[name], row["incident_id"], geometry, properties)
        for file in files.values():
            file.text.write("\n]}\n")


def _feature(file: File, id: str, geometry: dict[str, Any], properties: dict[str, Any]) -> None:
    file.text.write(",\n" if file.records else "\n")
    file.text.write(json.dumps(
        {"type": "Feature", "id": id, "geometry": geometry, "properties": properties},
        ensure_ascii=False, separators=(",", ":")))
    file.records += 1


def _point(row: rows.Row) -> dict[str, Any]:
    return {"type": "Point", "coordinates": _rounded((row["longitude"], row["latitude"]))}


def _area(row: rows.Row) -> dict[str, Any] | None:
    radius = row.get("radius_km")
    if not radius:
        return None
    return circle(row["longitude"], row["latitude"], radius)


def circle(lon: float, lat: float, radius_km: float) -> dict[str, Any]:
    """A circle on the sphere as a Polygon, or a MultiPolygon where it crosses the antimeridian.

    Args:
        lon, lat: its centre, WGS 84 degrees.
        radius_km: kilometres along the surface; at most a quarter of the globe is drawn.
    """
    angle = min(radius_km / EARTH_KM, pi / 2 - 1e-6)
    ring = []
    for n in range(CORNERS):
        bearing = -2 * pi * n / CORNERS
        north = asin(max(-1.0, min(1.0, sin(radians(lat)) * cos(angle)
                                   + cos(radians(lat)) * sin(angle) * cos(bearing))))
        east = atan2(sin(bearing) * sin(angle) * cos(radians(lat)),
                     cos(angle) - sin(radians(lat)) * sin(north))
        ring.append((lon + degrees(east), degrees(north)))
    if radians(90 - abs(lat)) <= angle:
        ring = _over_pole(ring, 90.0 if lat >= 0 else -90.0)
    parts = [part for shift in (-360.0, 0.0, 360.0)
             if (part := _between([(x + shift, y) for x, y in ring], -180.0, 180.0))]
    rings = [[_closed(part)] for part in parts]
    if len(rings) == 1:
        return {"type": "Polygon", "coordinates": rings[0]}
    return {"type": "MultiPolygon", "coordinates": rings}


def _over_pole(ring: list[Position], pole: float) -> list[Position]:
    """A circle with a pole inside is the cap beyond a line once around the globe."""
    around = sorted(((x + 180) % 360 - 180, y) for x, y in ring)
    edge = (around[0][1] + around[-1][1]) / 2
    line = [(-180.0, edge), *around, (180.0, edge)]
    if pole > 0:
        return [*line, (180.0, pole), (-180.0, pole)]
    return [(-180.0, pole), (180.0, pole), *reversed(line)]


def _between(ring: list[Position], west: float, east: float) -> list[Position]:
    """The part of a ring between two meridians (Sutherland and Hodgman)."""
    for edge, inside in ((west, lambda x: x >= west), (east, lambda x: x <= east)):
        cut: list[Position] = []
        for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], *ring[:1]], strict=True):
            if inside(x1):
                cut.append((x1, y1))
            if inside(x1) != inside(x2):
                cut.append((edge, y1 + (y2 - y1) * (edge - x1) / (x2 - x1)))
        ring = cut
    xs = {round(x, 6) for x, _ in ring}
    return ring if len(xs) > 1 else []


def _closed(ring: list[Position]) -> list[list[float]]:
    points = [_rounded(p) for p in ring]
    kept = [p for n, p in enumerate(points) if n == 0 or p != points[n - 1]]
    return kept if kept[0] == kept[-1] else [*kept, kept[0]]


def _rounded(position: Position) -> list[float]:
    """Six decimals, some ten centimetres, are more than any place is known to."""
    return [round(position[0], 6), round(position[1], 6)]


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
