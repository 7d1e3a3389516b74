"""Land on a map: shores cut to the window and drawn as one path."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markupsafe import Markup

from brinkwatch.knowledge.coast import within

XY = Callable[[float, float], tuple[float, float]]
Line = list[tuple[float, float]]
FINEST, SMALLEST = 0.9, 1.2
"""Drawing units: points of a shore nearer to each other are one; islands less across are left
out."""


def land(
    xy: XY, west: float, south: float, east: float, north: float, wide: float, high: float
) -> Markup:
    """The land in a window of degrees as an SVG path (even-odd: lakes stay open); empty at sea.

    Args:
        xy: latitude and longitude to drawing units.
        wide, high: size of the drawing.
    """
    parts: list[str] = []
    for turn, shore in within(west, south, east, north):
        line = [xy(lat, lon + turn) for lon, lat in shore.points]
        cut = clipped(line, -2.0, -2.0, wide + 2.0, high + 2.0)
        cut = _thin(cut)
        if len(cut) > 2 and _across(cut) >= SMALLEST:
            parts.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in cut) + "Z")
    if not parts:
        return Markup("")
    return Markup('<path class="land" fill-rule="evenodd" d="{}"/>').format("".join(parts))


def clipped(line: Sequence[tuple[float, float]], x0: float, y0: float, x1: float, y1: float
            ) -> Line:
    """A closed line cut to a rectangle (Sutherland and Hodgman 1974)."""
    out: Line = list(line)
    for axis, edge, keep_less in ((0, x0, False), (0, x1, True), (1, y0, False), (1, y1, True)):
        if not out:
            return []
        source, out = out, []
        for n, here in enumerate(source):
            before = source[n - 1]
            inside = here[axis] <= edge if keep_less else here[axis] >= edge
            was = before[axis] <= edge if keep_less else before[axis] >= edge
            if inside != was:
                t = (edge - before[axis]) / (here[axis] - before[axis])
                out.append((
                    before[0] + t * (here[0] - before[0]), before[1] + t * (here[1] - before[1])
                ))
            if inside:
                out.append(here)
    return out


def _thin(line: Line) -> Line:
    out: Line = []
    for point in line:
        if not out or abs(point[0] - out[-1][0]) + abs(point[1] - out[-1][1]) >= FINEST:
            out.append(point)
    return out


def _across(line: Line) -> float:
    xs, ys = [p[0] for p in line], [p[1] for p in line]
    return max(max(xs) - min(xs), max(ys) - min(ys))
