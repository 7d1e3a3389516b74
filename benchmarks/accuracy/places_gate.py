"""Toponym resolution on GeoVirus (Gritta, Pilehvar and Collier 2018), given the spans.

Accuracy at 161 km: the share of linked gold toponyms whose resolved point lies within 161 km of the
gold one; a toponym without coordinates is wrong. The corpus counts offsets from one.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from pathlib import Path
from statistics import median
from xml.etree import ElementTree

import yaml

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
Gold = tuple[int, int, float, float]


def articles(path: Path) -> list[tuple[str, list[Gold]]]:
    """Text and gold (start, end, latitude, longitude) of each article."""
    out = []
    for article in ElementTree.parse(path).getroot().iter("article"):
        text = article.findtext("text") or ""
        gold = []
        for place in article.iter("location"):
            name = place.findtext("name") or ""
            start = int(place.findtext("start") or 0)
            start = next((s for s in (start, start - 1) if text.startswith(name, s)), start)
            lat, lon = place.findtext("lat"), place.findtext("lon")
            if lat and lon:
                gold.append((start, start + len(name), float(lat), float(lon)))
        out.append((text, gold))
    return out


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    default = os.environ.get("BRINKWATCH_DATA", ROOT.parent / "shared" / "data")
    parser.add_argument("--data", type=Path, default=Path(default))
    parser.add_argument("--show", action="store_true", help="print the wrong ones")
    args = parser.parse_args(argv)
    path = args.data / "geovirus" / "GeoVirus.xml"
    if not path.is_file():
        print(f"skipped: no {path}")
        return 0
    from brinkwatch.read.place_ranking import distance_km
    from brinkwatch.read.places import resolve

    errors: list[float] = []
    wrong: Counter[str] = Counter()
    resolve([(0, 5)], "Paris")
    began = time.perf_counter()
    for text, gold in articles(path):
        places = resolve([(s, e) for s, e, _, _ in gold], text)
        for (s, e, lat, lon), place in zip(gold, places, strict=True):
            off = 20_000.0
            if place.lat is not None and place.lon is not None:
                off = distance_km(lat, lon, place.lat, place.lon)
            errors.append(off)
            if off > 161:
                wrong[f"{text[s:e]} ({lat:.1f}, {lon:.1f}) as {place.name} {place.precision} "
                      f"{place.country} ({place.lat}, {place.lon})"] += 1
    took = time.perf_counter() - began
    score = sum(e <= 161 for e in errors) / len(errors)
    floor = yaml.safe_load((HERE / "floors" / "places.yaml").read_text())["accuracy at 161 km"]
    if args.show:
        for line, count in wrong.most_common():
            print(count, line)
    print(f"{'measure':40}{'value':>8}{'floor':>8}")
    print(f"{f'accuracy at 161 km of {len(errors)}':40}{score:8.3f}{floor:8.3f}")
    print(f"{'median error, km':40}{median(errors):8.0f}{'':>8}")
    print(f"{'without coordinates':40}{sum(e == 20_000 for e in errors):8}{'':>8}")
    print(f"{'milliseconds a toponym':40}{1000 * took / len(errors):8.2f}{'':>8}")
    return int(score < floor)


if __name__ == "__main__":
    sys.exit(main())
