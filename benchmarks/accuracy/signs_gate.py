"""Indicators and trend claims on our own sentences (`annotations/indicators.yaml`, `trends.yaml`).

An indicator counts as found when its kind is, and as whole when its status and the country of who
does or sees it are right too. A trend claim counts when its measure and its direction or ordinal
are found, and as whole when its stretch is too. Every second sentence is kept for checking
("check"). Sentences and wording have one author: read the figures as a guard against loss.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from brinkwatch.extract import indicators, trends
from brinkwatch.model import Indicator, Report, Trend
from brinkwatch.read.pipeline import Reader

HERE = Path(__file__).parent


def cases(name: str) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = yaml.safe_load(
        (HERE / "annotations" / f"{name}.yaml").read_text("utf-8"))
    return loaded


def reports(rows: Sequence[dict[str, Any]]) -> list[Report]:
    when = datetime(2025, 11, 8, 12, tzinfo=UTC)
    return [Report(id=str(i), text=row["text"], title="", language="en", published=when)
            for i, row in enumerate(rows)]


def same_indicator(got: Indicator, wanted: list[str]) -> tuple[bool, bool]:
    kind, status, country = wanted
    countries = {a.country for a in got.actors} or {None}
    who = (country or None) in countries or (not country and None in countries)
    return got.indicator == kind, got.status == status and (who or not country)


def same_trend(got: Trend, wanted: dict[str, Any]) -> tuple[bool, bool]:
    found = got.measure == wanted["measure"] and (
        got.direction == wanted["direction"] if "direction" in wanted
        else got.ordinal == wanted.get("ordinal"))
    stretch = f"{got.window or ''} {got.since or ''}"
    asked = wanted.get("window") or wanted.get("since")
    return found, asked is None or all(
        re.search(rf"\b{re.escape(word)}", stretch, re.IGNORECASE) for word in asked.split())


def score(got: Sequence[Any], wanted: Sequence[Any], same: Any) -> list[int]:
    """[found, whole, too many, missing]"""
    left = list(got)
    counts = [0, 0, 0, 0]
    for want in wanted:
        hits = [g for g in left if same(g, want)[0]]
        hit = next((g for g in hits if same(g, want)[1]), hits[0] if hits else None)
        if hit is None:
            counts[3] += 1
            continue
        left.remove(hit)
        counts[0] += 1
        counts[1] += same(hit, want)[1]
    counts[2] = len(left)
    return counts


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", help="not used: the sentences are ours")
    parser.add_argument("--show", action="store_true", help="print what differs in dev")
    args = parser.parse_args(argv)
    floors = yaml.safe_load((HERE / "floors" / "signs.yaml").read_text())
    reader = Reader()
    below = 0
    print(f"{'measure':44}{'value':>8}{'floor':>8}")
    for name, find, same in (("indicators", indicators.find, same_indicator),
                             ("trends", trends.find, same_trend)):
        rows = cases(name)
        texts = reports(rows)
        totals: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
        for i, (row, report, doc) in enumerate(
                zip(rows, texts, reader.pipe(texts), strict=True)):
            got = find(doc, report)
            counts = score(got, row["is"], same)
            split = "check" if i % 2 else "dev"
            totals[split] = [a + b for a, b in zip(totals[split], counts, strict=True)]
            if args.show and split == "dev" and (counts[2] or counts[3] or counts[0] != counts[1]):
                print(f"{row['text']}\n    wanted {row['is']}\n    got {[_brief(g) for g in got]}")
        for split, (found, whole, more, missing) in sorted(totals.items()):
            values = {"F1": 2 * found / max(1, 2 * found + more + missing),
                      "whole, share of found": whole / max(1, found)}
            for measure, value in values.items():
                floor = floors[name][split].get(measure)
                below += floor is not None and value < floor
                print(f"{f'{name}, {split}: {measure}':44}{value:8.3f}"
                      f"{floor if floor is not None else '':>8}")
    return int(below > 0)


def _brief(got: Indicator | Trend) -> tuple[Any, ...]:
    if isinstance(got, Indicator):
        return got.indicator, got.status, [a.country for a in got.actors]
    return got.measure, got.direction, got.ordinal, got.since, got.window


if __name__ == "__main__":
    sys.exit(main())
