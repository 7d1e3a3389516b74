"""knowledge/data/coastline.csv: the world's land, thinned, for the maps of pages.

    npm pack world-atlas && tar xzf world-atlas-*.tgz
    python -m training.coastline package/land-50m.json

Input is TopoJSON of Natural Earth's land at 1:50m (public domain). Rings are thinned after Douglas
and Peucker (1973) to `TOLERANCE`, kept to a hundredth of a degree, and written one a line as steps
from point to point.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

TOLERANCE = 0.025
"""Degrees that a thinned shore may lie off."""
SMALLEST = 0.07
"""Degrees across: smaller islands are left out."""
OUT = Path(__file__).parents[1] / "src/brinkwatch/knowledge/data/coastline.csv"
SOURCE = "Natural Earth 4.1.0 land 1:50m (public domain) by way of world-atlas 2.0.2"

Ring = list[tuple[float, float]]


def rings(data: dict) -> list[Ring]:  # type: ignore[type-arg]
    """Every ring of the land as (longitude, latitude)."""
    (sx, sy), (tx, ty) = data["transform"]["scale"], data["transform"]["translate"]
    arcs: list[Ring] = []
    for arc in data["arcs"]:
        x = y = 0
        line: Ring = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * sx + tx, y * sy + ty))
        arcs.append(line)
    out: list[Ring] = []
    for shape in data["objects"]["land"]["geometries"]:
        parts = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        for polygon in parts:
            for ring in polygon:
                line = []
                for n in ring:
                    piece = arcs[n] if n >= 0 else arcs[~n][::-1]
                    line.extend(piece[1:] if line else piece)
                out.append(line)
    return out


def thinned(line: Ring) -> Ring:
    """Douglas and Peucker, without recursion; ends stay."""
    keep = {0, len(line) - 1}
    todo = [(0, len(line) - 1)]
    if line[0] == line[-1]:  # a ring: split it at its farthest point
        far = max(range(len(line)), key=lambda n: _squared(line[n], line[0], line[0]))
        keep.add(far)
        todo = [(0, far), (far, len(line) - 1)]
    while todo:
        first, last = todo.pop()
        best, at = TOLERANCE**2, None
        for n in range(first + 1, last):
            off = _squared(line[n], line[first], line[last])
            if off > best:
                best, at = off, n
        if at is not None:
            keep.add(at)
            todo += [(first, at), (at, last)]
    return [line[n] for n in sorted(keep)]


def _squared(p: tuple[float, float], a: tuple[float, float], b: tuple[float, float]) -> float:
    """Squared distance of a point from a stretch."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    long = dx * dx + dy * dy
    t = 0.0 if long == 0 else max(0.0, min(1.0, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / long))
    return (p[0] - a[0] - t * dx) ** 2 + (p[1] - a[1] - t * dy) ** 2


def main(path: str) -> int:
    lines = []
    for ring in rings(json.loads(Path(path).read_text("utf-8"))):
        xs, ys = [p[0] for p in ring], [p[1] for p in ring]
        if max(max(xs) - min(xs), max(ys) - min(ys)) < SMALLEST:
            continue
        steps, last = [], (0, 0)
        for x, y in thinned(ring):
            here = (round(x * 100), round(y * 100))
            if here != last:
                steps.append(f"{here[0] - last[0]} {here[1] - last[1]}")
                last = here
        if len(steps) > 3:
            lines.append(" ".join(steps))
    OUT.write_text("ring,source\n" + "".join(
        f"{line},{SOURCE if n == 0 else 'ibid.'}\n" for n, line in enumerate(lines)), "utf-8")
    print(f"{OUT}: {len(lines)} rings, {OUT.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
