"""The shores of the world, thinned, for maps (`data/coastline.csv`; made by
`training/coastline.py` from Natural Earth, public domain)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from brinkwatch.errors import KnowledgeError
from brinkwatch.knowledge.tables import table


@dataclass(frozen=True, slots=True)
class Shore:
    """One closed line between land and water, WGS 84 degrees; an inner shore (the Caspian Sea)
    runs inside an outer one."""

    points: tuple[tuple[float, float], ...]
    """Longitude and latitude."""
    west: float
    south: float
    east: float
    north: float


@cache
def shores() -> tuple[Shore, ...]:
    """Every shore.

    Raises:
        KnowledgeError: the data file is missing or damaged.
    """
    out = []
    for n, row in enumerate(table("coastline", "ring"), 2):
        try:
            steps = [int(word) for word in row["ring"].split()]
        except ValueError as error:
            raise KnowledgeError(
                f"knowledge/data/coastline.csv, line {n}: {error}; install the package again"
            ) from error
        x = y = 0
        points = []
        for dx, dy in zip(steps[::2], steps[1::2], strict=False):
            x, y = x + dx, y + dy
            points.append((x / 100, y / 100))
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        out.append(Shore(tuple(points), min(xs), min(ys), max(xs), max(ys)))
    return tuple(out)


def within(west: float, south: float, east: float, north: float) -> list[tuple[float, Shore]]:
    """The shores that touch a window of degrees, each with the degrees of longitude to move it by
    (a window may reach past 180°)."""
    return [
        (turn, shore)
        for shore in shores()
        for turn in (-360.0, 0.0, 360.0)
        if shore.west + turn < east
        and shore.east + turn > west
        and shore.south < north
        and shore.north > south
    ]
