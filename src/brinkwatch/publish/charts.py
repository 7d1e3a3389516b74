"""Drawings for the page: a locator from coordinates, bars of origins and of tempo. SVG, no script.

Shapes carry no colour of their own: classes are coloured by the page's style sheet, so they read
in the dark, in print and in black and white.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from brinkwatch.publish.land import land
from brinkwatch.publish.map_labels import Labels

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
    """A map without borders: shores on a plate carrée grid scaled by the middle latitude's cosine,
    the places, the way from an origin to where it was aimed, and arcs at claimed distances.

    Empty when fewer than one place has coordinates.
    """
    points = _apart(points)
    if not points:
        return Markup("")
    mid = sum(p.lat for p in points) / len(points)
    squeeze = max(0.2, math.cos(math.radians(mid)))
    if max(p.lon for p in points) - min(p.lon for p in points) > 180:  # across the date line
        points = [replace(p, lon=p.lon + 360) if p.lon < 0 else p for p in points]
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

    half_lon, half_lat = WIDTH / 2 * span / squeeze, HEIGHT / 2 * span
    window = (lon0 - half_lon, lat0 - half_lat, lon0 + half_lon, lat0 + half_lat)
    out = [Markup('<rect class="sea" width="{}" height="{}" rx="6"/>').format(WIDTH, HEIGHT)]
    out.append(land(xy, *window, WIDTH, HEIGHT))
    labels = Labels(WIDTH, HEIGHT)
    out.extend(_graticule(xy, lat0, lon0, span, squeeze, labels))
    labels.block((WIDTH - 96, 0, WIDTH, 22))  # the scale
    for point in points:
        x, y = xy(point.lat, point.lon)
        labels.block((x - 5, y - 5, x + 5, y + 5))
    waters = [p for p in points if p.role in ("toward", "target") and _wide(p)]
    for point in waters:
        x, y = xy(point.lat, point.lon)
        wide = 6.4 * len(point.name)
        x = min(max(x, wide / 2 + 4), WIDTH - wide / 2 - 4)
        y = min(max(y + 16, 14), HEIGHT - 8)
        labels.block((x - wide / 2, y - 11, x + wide / 2, y + 4))
        out.append(
            Markup(
                '<text class="water" x="{:.1f}" y="{:.1f}" text-anchor="middle">{}</text>'
            ).format(x, y, point.name)
        )
    if start is not None:
        x, y = xy(start.lat, start.lon)
        heading = None
        if toward is not None:
            tx, ty = xy(toward.lat, toward.lon)
            heading = math.atan2(ty - y, tx - x)
            labels.line(x, y, tx, ty)
            out.append(
                Markup('<path class="way" d="M{:.1f} {:.1f} L{:.1f} {:.1f}"/>').format(x, y, tx, ty)
            )
        for km, label in ranges_km[:3]:
            out.extend(_arc(x, y, km / 111.195 / span, heading, label, labels))
    for point in points:
        if point in waters:
            continue
        x, y = xy(point.lat, point.lon)
        doubt = (point.radius_km or 0.0) / 111.2 / span
        if 4 < doubt < 60:
            out.append(
                Markup('<circle class="doubt" cx="{:.1f}" cy="{:.1f}" r="{:.1f}"/>').format(
                    x, y, doubt
                )
            )
        out.append(_sign(point, x, y))
        out.append(labels.put(point.name, x, y))
    out.append(_scale(span))
    names = ", ".join(f"{p.name} ({ROLES.get(p.role, p.role)})" for p in points)
    return Markup(
        '<svg class="map" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>'
    ).format(WIDTH, HEIGHT, f"Map of {names}", Markup("").join(out))


ROLES = {"origin": "fired from", "toward": "fired towards", "target": "target", "at": "place"}


def _sign(point: Point, x: float, y: float) -> Markup:
    """A triangle for where something was fired, a disc for any other place: told apart without
    colour."""
    if point.role == "origin":
        return Markup('<path class="hot" d="M{:.1f} {:.1f}l5.2 9h-10.4z"/>').format(x, y - 6)
    return Markup('<circle class="dot" cx="{:.1f}" cy="{:.1f}" r="4"/>').format(x, y)


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
    labels: Labels,
) -> Iterator[Markup]:
    step = next(s for s in (1, 2, 5, 10, 15, 30, 45, 90) if s * squeeze / span > 44 or s == 90)
    first = math.floor((lat0 - HEIGHT * span / 2) / step) * step
    n = 0
    while n < 12:
        lat = first + n * step
        _, y = xy(lat, lon0)
        if 0 < y < HEIGHT and abs(lat) < 90:
            labels.block((2, y - 12, 30, y - 1))
            yield Markup(
                '<path class="grid" d="M0 {:.1f}H{}"/><text class="tick" x="4" y="{:.1f}">'
                '{}°{}</text>'
            ).format(y, WIDTH, y - 3, abs(int(lat)), _side(lat, "N", "S"))
        n += 1
    first = math.floor((lon0 - WIDTH * span / 2 / squeeze) / step) * step
    n = 0
    while n < 14:
        lon = first + n * step
        x, _ = xy(lat0, lon)
        if 24 < x < WIDTH - 12:
            shown = (lon + 180) % 360 - 180
            labels.block((x + 1, HEIGHT - 15, x + 32, HEIGHT - 3))
            yield Markup(
                '<path class="grid" d="M{:.1f} 0V{}"/><text class="tick" x="{:.1f}" y="{}">'
                '{}°{}</text>'
            ).format(x, HEIGHT, x + 3, HEIGHT - 5, abs(int(shown)), _side(shown, "E", "W"))
        n += 1


def _side(degrees: float, more: str, less: str) -> str:
    return more if degrees > 0 else less if degrees < 0 else ""


def _arc(
    x: float, y: float, r: float, heading: float | None, label: str, labels: Labels
) -> Iterator[Markup]:
    if r < 6 or r > 900:
        return
    if heading is None:
        yield Markup('<circle class="arc" cx="{:.1f}" cy="{:.1f}" r="{:.1f}"/>').format(x, y, r)
        tx, ty = x, y - r
    else:
        half = math.radians(26)
        a, b = heading - half, heading + half
        yield Markup(
            '<path class="arc" d="M{:.1f} {:.1f} A{:.1f} {:.1f} 0 0 1 {:.1f} {:.1f}"/>'
        ).format(
            x + r * math.cos(a), y + r * math.sin(a), r, r, x + r * math.cos(b), y + r * math.sin(b)
        )
        along = [
            (x + r * math.cos(a + (b - a) * n / 16), y + r * math.sin(a + (b - a) * n / 16))
            for n in range(17)
        ]
        for px, py in along:
            labels.block((px - 3, py - 3, px + 3, py + 3))
        tx, ty = next(((px, py) for px, py in along if 14 < py < HEIGHT - 14 and px > 0), along[0])
    if 0 < ty < HEIGHT and 0 < tx < WIDTH:
        yield labels.put(label, tx, ty, "small", 5.3) or labels.put(
            label.split(",")[0], tx, ty, "small", 5.3
        )


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
