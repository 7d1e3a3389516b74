"""Drawings for the page: a locator from coordinates, bars of origins and of tempo. SVG, no script.

Shapes carry no colour of their own: classes are coloured by the page's style sheet, so they read
in the dark, in print and in black and white.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

WIDTH, HEIGHT = 320.0, 210.0


EARTH_KM = 6371.0088
"""Mean radius of the Earth (IUGG)."""


@dataclass(frozen=True, slots=True)
class Point:
    """A place to draw. `role` is the Place's; `radius_km` how far the truth may lie."""

    name: str
    lat: float
    lon: float
    role: str = "at"
    radius_km: float | None = None


def km_between(a: Point, b: Point) -> float:
    """Great-circle distance (haversine)."""
    p, q = math.radians(a.lat), math.radians(b.lat)
    d = (
        math.sin((q - p) / 2) ** 2
        + math.cos(p) * math.cos(q) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    )
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(d)))


def locator(points: Sequence[Point], ranges_km: Sequence[tuple[float, str]] = ()) -> Markup:
    """A map without borders: a plate carrée grid scaled by the middle latitude's cosine, the
    places on it, the way from an origin to where it was aimed, and arcs at claimed distances.

    Empty when fewer than one place has coordinates.
    """
    points = _apart(points)
    if not points:
        return Markup("")
    mid = sum(p.lat for p in points) / len(points)
    squeeze = max(0.2, math.cos(math.radians(mid)))
    lats, lons = [p.lat for p in points], [p.lon for p in points]
    start = next((p for p in points if p.role == "origin"), None)
    toward = next((p for p in points if p.role in ("toward", "target")), None)
    reach = max((r for r, _ in ranges_km), default=0.0) / 111.2
    if start is not None and reach:
        around = 1.05 * reach if toward is None else 0.5 * reach
        lats += [start.lat - around, start.lat + around]
        if toward is None:
            lons += [start.lon - 1.05 * reach / squeeze, start.lon + 1.05 * reach / squeeze]
        else:
            lons.append(start.lon + 1.05 * reach / squeeze * (1 if toward.lon >= start.lon else -1))
    south, north, west, east = min(lats), max(lats), min(lons), max(lons)
    span = max(
        (north - south) / (HEIGHT - 60), (east - west) * squeeze / (WIDTH - 90), 2.2 / HEIGHT
    )
    lat0, lon0 = (south + north) / 2, (west + east) / 2

    def xy(lat: float, lon: float) -> tuple[float, float]:
        return (WIDTH / 2 + (lon - lon0) * squeeze / span, HEIGHT / 2 - (lat - lat0) / span)

    out = [Markup('<rect class="sea" width="{}" height="{}" rx="6"/>').format(WIDTH, HEIGHT)]
    out.extend(_graticule(xy, lat0, lon0, span, squeeze))
    if start is not None:
        x, y = xy(start.lat, start.lon)
        heading = None
        if toward is not None:
            tx, ty = xy(toward.lat, toward.lon)
            heading = math.atan2(ty - y, tx - x)
        for km, label in ranges_km[:3]:
            out.extend(_arc(x, y, km / 111.195 / span, heading, label))
        if toward is not None:
            out.append(
                Markup('<path class="way" d="M{:.1f} {:.1f} L{:.1f} {:.1f}"/>').format(x, y, tx, ty)
            )
    boxes: list[tuple[float, float, float, float]] = []
    for point in points:
        x, y = xy(point.lat, point.lon)
        if point.role in ("toward", "target") and _wide(point):
            out.append(
                Markup(
                    '<text class="water" x="{:.1f}" y="{:.1f}" text-anchor="middle">{}</text>'
                ).format(min(max(x, 50), WIDTH - 50), min(max(y + 16, 14), HEIGHT - 8), point.name)
            )
            continue
        kind = "hot" if point.role == "origin" else "dot"
        if point.radius_km and 3 < point.radius_km / 111.2 / span < 60:
            out.append(
                Markup('<circle class="doubt" cx="{:.1f}" cy="{:.1f}" r="{:.1f}"/>').format(
                    x, y, point.radius_km / 111.2 / span
                )
            )
        out.append(Markup('<circle class="{}" cx="{:.1f}" cy="{:.1f}" r="4"/>').format(kind, x, y))
        out.append(_label(point.name, x, y, boxes))
    out.append(_scale(span))
    names = ", ".join(f"{p.name} ({p.role})" for p in points)
    return Markup(
        '<svg class="map" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>'
    ).format(WIDTH, HEIGHT, f"Locator of {names}", Markup("").join(out))


def _wide(point: Point) -> bool:
    return (point.radius_km or 0) > 150


def _apart(points: Sequence[Point]) -> list[Point]:
    out: list[Point] = []
    rank = {"origin": 0, "toward": 1, "target": 1}
    for p in sorted(points, key=lambda p: rank.get(p.role, 2)):
        if all(p.name != o.name and km_between(p, o) > 25 for o in out):
            out.append(p)
    return out[:6]


def _graticule(
    xy: Callable[[float, float], tuple[float, float]],
    lat0: float,
    lon0: float,
    span: float,
    squeeze: float,
) -> Iterator[Markup]:
    step = next(s for s in (1, 2, 5, 10, 15, 30, 45, 90) if s * squeeze / span > 44 or s == 90)
    first = math.floor((lat0 - HEIGHT * span / 2) / step) * step
    n = 0
    while n < 12:
        lat = first + n * step
        _, y = xy(lat, lon0)
        if 0 < y < HEIGHT:
            yield Markup(
                '<path class="grid" d="M0 {:.1f}H{}"/><text class="tick" x="4" y="{:.1f}">'
                '{}°{}</text>'
            ).format(y, WIDTH, y - 3, abs(int(lat)), "N" if lat >= 0 else "S")
        n += 1
    first = math.floor((lon0 - WIDTH * span / 2 / squeeze) / step) * step
    n = 0
    while n < 14:
        lon = first + n * step
        x, _ = xy(lat0, lon)
        if 24 < x < WIDTH - 12:
            shown = (lon + 180) % 360 - 180
            yield Markup(
                '<path class="grid" d="M{:.1f} 0V{}"/><text class="tick" x="{:.1f}" y="{}">'
                '{}°{}</text>'
            ).format(x, HEIGHT, x + 3, HEIGHT - 5, abs(int(shown)), "E" if shown >= 0 else "W")
        n += 1


def _arc(x: float, y: float, r: float, heading: float | None, label: str) -> Iterator[Markup]:
    if r < 6 or r > 900:
        return
    if heading is None:
        yield Markup('<circle class="arc" cx="{:.1f}" cy="{:.1f}" r="{:.1f}"/>').format(x, y, r)
        tx, ty = x, y - r - 4
    else:
        half = math.radians(26)
        a, b = heading - half, heading + half
        yield Markup(
            '<path class="arc" d="M{:.1f} {:.1f} A{:.1f} {:.1f} 0 0 1 {:.1f} {:.1f}"/>'
        ).format(
            x + r * math.cos(a), y + r * math.sin(a), r, r, x + r * math.cos(b), y + r * math.sin(b)
        )
        tx, ty = x + r * math.cos(a), y + r * math.sin(a) - 4
    if 10 < ty < HEIGHT and tx > 0:
        anchor = "end" if tx > WIDTH - 46 else "middle"
        yield Markup('<text class="small" x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>').format(
            min(tx, WIDTH - 4), ty, anchor, label
        )


def _label(name: str, x: float, y: float, boxes: list[tuple[float, float, float, float]]) -> Markup:
    wide = 6.1 * len(name)
    for dx, dy, anchor in ((8, 4, "start"), (-8, 4, "end"), (0, -9, "middle"), (0, 17, "middle")):
        left = x + dx if anchor == "start" else x + dx - wide if anchor == "end" else x - wide / 2
        box = (left, y + dy - 10, left + wide, y + dy + 3)
        if left < 2 or box[2] > WIDTH - 2:
            continue
        if any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in boxes):
            continue
        boxes.append(box)
        return Markup('<text class="name" x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>').format(
            x + dx, y + dy, anchor, name
        )
    return Markup("")


def _scale(span: float) -> Markup:
    km_per_unit = 111.195 * span
    km = next(
        k
        for k in (10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000)
        if k / km_per_unit > 34 or k == 10000
    )
    long = km / km_per_unit
    x = WIDTH - 12 - long
    return Markup(
        '<path class="scale" d="M{:.1f} 16v4h{:.1f}v-4"/>'
        '<text class="tick" x="{:.1f}" y="13" text-anchor="end">{} km</text>'
    ).format(x, long, WIDTH - 12, f"{km:,}")


__all__ = ["Point", "locator"]
