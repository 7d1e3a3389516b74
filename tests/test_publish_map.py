"""Maps of a story: shores, places, names that do not collide."""

from __future__ import annotations

import re

import pytest

from brinkwatch.knowledge import coast
from brinkwatch.publish.charts import HEIGHT, WIDTH, Point, locator
from brinkwatch.publish.land import clipped
from brinkwatch.publish.map_labels import Labels

KOREA = [
    Point("Taegwan", 40.2, 125.2, "origin", 20),
    Point("Sea of Japan", 39.5, 134.5, "toward", 400),
]


def test_shores_are_closed_lines_on_the_globe() -> None:
    held = coast.shores()
    assert len(held) > 1000
    for shore in held:
        assert shore.points[0] == shore.points[-1]
        assert -180 <= shore.west < shore.east <= 180
        assert -90 <= shore.south < shore.north <= 90


@pytest.mark.parametrize(
    ("lon", "lat", "on_land"),
    [(127.0, 37.6, True), (134.5, 39.5, False), (51.5, 41.0, False), (29.2, -1.7, True),
     (-30.0, 30.0, False), (133.0, -25.0, True)],
)
def test_land_is_land_and_water_is_water(lon: float, lat: float, on_land: bool) -> None:
    inside = False
    for turn, shore in coast.within(lon - 1, lat - 1, lon + 1, lat + 1):
        points = [(x + turn, y) for x, y in shore.points]
        for (x0, y0), (x1, y1) in zip(points, points[1:], strict=False):
            if (y0 > lat) != (y1 > lat) and lon < (x1 - x0) * (lat - y0) / (y1 - y0) + x0:
                inside = not inside
    assert inside is on_land


def test_a_line_is_cut_at_the_edge_of_the_map() -> None:
    cut = clipped([(-10, 5), (5, 5), (5, 30), (-10, 30)], 0, 0, 20, 20)
    assert cut
    assert all(0 <= x <= 20 and 0 <= y <= 20 for x, y in cut)
    assert clipped([(-10, 5), (-5, 5), (-5, 9)], 0, 0, 20, 20) == []


def test_a_map_has_its_shores_and_its_names() -> None:
    drawn = str(locator(KOREA, [(700, "700 km, Seoul"), (450, "450 km, Tokyo")]))
    assert 'class="land"' in drawn
    for text in ("Taegwan", "Sea of Japan", "700 km, Seoul", "450 km, Tokyo"):
        assert f">{text}</text>" in drawn
    assert "fired from" in drawn  # the text alternative says what a place is


def test_a_story_across_the_date_line_is_drawn_across_it() -> None:
    drawn = str(locator([Point("Suva", -18.1, 178.4), Point("Apia", -13.8, -171.8)]))
    xs = [float(x) for x in re.findall(r'class="dot" cx="([\d.]+)"', drawn)]
    assert len(xs) == 2
    assert xs[0] < xs[1]
    assert "km" in drawn
    assert "10,000" not in drawn


def test_names_keep_clear_of_lines_and_of_each_other() -> None:
    labels = Labels(WIDTH, HEIGHT)
    labels.line(100, 100, 250, 100)
    first, second = labels.put("Westhaven", 100, 100), labels.put("Easthaven", 112, 104)
    assert "Westhaven" in first
    assert "Easthaven" in second
    boxes = labels.taken[-2:]
    (a, b) = boxes
    assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
    assert not any(a[0] < x < a[2] and a[1] < 100 < a[3] for x in range(102, 250))
