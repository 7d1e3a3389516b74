"""How often a sentence that tells of no event between two actors gets one all the same.

The sentences were marked by reading them, before any output was seen, in a random sample of
Wikinews articles of 2019 and 2020; `annotations/no_event.jsonl` keys them by address and offset
into the article's text. An alarm is an event or launch record with both an actor and a recipient.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
from pathlib import Path

import yaml

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


def articles(data: Path) -> dict[str, dict[str, str]]:
    """The Wikinews articles by address, with their texts unchanged."""
    csv.field_size_limit(10_000_000)
    found = {}
    for path in sorted((data / "wikinews").glob("wikinews_*.csv")):
        with path.open(newline="", encoding="utf-8") as file:
            found.update({row["url"]: row for row in csv.DictReader(file)})
    return found


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    default = os.environ.get("BRINKWATCH_DATA", ROOT.parent / "shared" / "data")
    parser.add_argument("--data", type=Path, default=Path(default))
    parser.add_argument("--show", action="store_true", help="print what was read into each alarm")
    args = parser.parse_args(argv)
    if not (args.data / "wikinews").is_dir():
        print(f"skipped: no {args.data / 'wikinews'}")
        return 0
    from brinkwatch.extract import claims
    from brinkwatch.model import Report
    from brinkwatch.read.pipeline import Reader

    marks = [json.loads(x) for x in (HERE / "annotations" / "no_event.jsonl").open()]
    by_url = articles(args.data)
    urls = sorted({m["url"] for m in marks})
    reports = [
        Report(id=url, text=by_url[url]["text"], title=by_url[url]["title"], language="en")
        for url in urls
    ]
    alarms = 0
    read = dict(zip(urls, Reader().pipe(reports), strict=True))
    for report in reports:
        two_sided = [
            c for c in claims(read[report.id], report)
            if c.record in ("event", "launch") and c.actors and c.recipients
        ]
        for mark in (m for m in marks if m["url"] == report.id):
            hits = [
                c for c in two_sided
                if any(mark["start"] <= e.start < mark["end"] for e in c.evidence)
            ]
            alarms += bool(hits)
            if args.show and hits:
                print(" ".join(report.text[mark["start"]:mark["end"]].split()))
                for c in hits:
                    actors = [a.name for a in c.actors], [a.name for a in c.recipients]
                    print("   ", c.type, c.trigger, *actors)
    share = alarms / len(marks)
    ceiling = yaml.safe_load((HERE / "floors" / "false_alarms.yaml").read_text())["share"]
    print(f"{'measure':40}{'value':>8}{'ceiling':>9}")
    print(f"{f'false alarms in {len(marks)} sentences':40}{share:8.3f}{ceiling:9.3f}")
    return int(share > ceiling)


if __name__ == "__main__":
    sys.exit(main())
