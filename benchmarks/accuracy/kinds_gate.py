"""Kinds of event with fields of their own, on our sentences and Wikinews; false records.

`annotations/kinds.yaml` holds our own sentences with the records and fields a careful reader fills;
`kinds_wikinews.jsonl` keys sentences of Wikinews articles by address and offsets and gives values
only. A gold record is paired with the record of its kind that agrees with it most; a kind that is
missing or too many counts all its fields as missing or too many. Who does it is scored by country
(or name). A stretch of words is right when the value holds it.

Texts that tell of none: those of the launch gate (`no_launch`), with the kinds that they do tell of
marked in `kinds_none.jsonl`.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from benchmarks.accuracy.false_alarms_gate import articles
from benchmarks.accuracy.launches_gate import Tally, described, near, no_launch_texts
from brinkwatch.extract import claims
from brinkwatch.model import Detail, Event, Report
from brinkwatch.read.pipeline import Reader

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
DAY = datetime(2025, 11, 8, 12, tzinfo=UTC)
Pair = tuple[Event, dict[str, Any]]


def cases(data: Path) -> list[tuple[str, Report, list[dict[str, Any]]]]:
    """(split, text, its records): our own, and Wikinews sentences where the articles are there."""
    rows = yaml.safe_load((HERE / "annotations" / "kinds.yaml").read_text("utf-8"))
    found = [(row["split"], Report(id=f"own {i}", text=row["text"], title="", language="en",
                                   published=DAY), row["is"]) for i, row in enumerate(rows)]
    marks = HERE / "annotations" / "kinds_wikinews.jsonl"
    if (data / "wikinews").is_dir() and marks.exists():
        by_url = articles(data)
        for line in marks.open(encoding="utf-8"):
            mark = json.loads(line)
            text = by_url[mark["url"]]["text"][mark["start"]:mark["end"]]
            found.append(("wikinews", Report(
                id=f"{mark['url']} {mark['start']}", text=text, title="", language="en",
                published=DAY), mark["is"]))
    return found


def same(got: Detail, wanted: Any) -> bool:
    if isinstance(wanted, str):
        value = str(got.value).lower()
        return wanted.lower() in value
    low, high = wanted if isinstance(wanted, list) else (wanted, wanted)
    if isinstance(got.value, str):
        return False
    mine = (got.low, got.high) if got.value is None or (got.low, got.high) != (None, None) \
        else (got.value, got.value)
    return near(mine[0], low) and near(mine[1], high)


def compare(event: Event, gold: dict[str, Any]) -> dict[str, tuple[int, int, int]]:
    """(right, too many, missing) by field."""
    counts: dict[str, tuple[int, int, int]] = {"kind": (1, 0, 0)}
    if "by" in gold:
        mine = {a.country or a.name for a in event.actors}
        wanted = set(gold["by"])
        counts["by"] = len(mine & wanted), len(mine - wanted), len(wanted - mine)
    names = {d.name for d in event.details} | (gold.keys() - {"kind", "by", "optional"})
    for name in names:
        left = [d for d in event.details if d.name == name]
        right = 0
        for value in gold.get(name, []):
            hit = next((d for d in left if same(d, value)), None)
            if hit is not None:
                left.remove(hit)
                right += 1
        counts[name] = right, len(left), len(gold.get(name, [])) - right
    return counts


def score(tally: Tally, got: Sequence[Event], wanted: Sequence[dict[str, Any]]) -> list[str]:
    """Add one text to the tally; what differs, for showing."""
    wrong: list[str] = []
    ranked = sorted(((sum(c[0] for c in compare(e, g).values()), -i, -j)
                     for i, g in enumerate(wanted) for j, e in enumerate(got)
                     if e.kind == g["kind"]), reverse=True)
    paired: dict[int, int] = {}
    for _, i, j in ranked:
        if -i not in paired and -j not in paired.values():
            paired[-i] = -j
    for i, gold in enumerate(wanted):
        if i in paired:
            if gold.get("optional"):
                continue
            for name, counts in compare(got[paired[i]], gold).items():
                tally.add(name, counts)
                if counts[1] or counts[2]:
                    mine = [d.value if d.value is not None else (d.low, d.high)
                            for d in got[paired[i]].details if d.name == name]
                    if name == "by":
                        mine = [a.country or a.name for a in got[paired[i]].actors]
                    wrong.append(f"{name}: {mine}; {gold.get(name)} expected")
        elif not gold.get("optional"):
            for name, values in gold.items():
                if name != "optional":
                    tally.add(name, (0, 0, 1 if name == "kind" else len(values)))
            wrong.append(f"missing {gold}")
    for j, event in enumerate(got):
        if j not in paired.values():
            tally.add("kind", (0, 1, 0))
            for d in event.details:
                tally.add(d.name, (0, 1, 0))
            wrong.append(f"too many: {event.kind} <{event.trigger}>")
    return wrong


def kinds_of(doc: Any, report: Report) -> list[Event]:
    return [c for c in claims(doc, report) if isinstance(c, Event) and c.kind is not None]


def quiet(data: Path, reader: Reader) -> tuple[int, list[tuple[Report, Event]]]:
    """(texts, false records): records of kinds that a text of that gate does not tell of."""
    marks = [json.loads(x) for x in (HERE / "annotations" / "launches.jsonl").open()]
    none = {f"{m['date']} {m['title']}" for m in marks if not m["launches"]}
    texts = {r.id: r for r in described(data) if r.id in none}
    texts |= {r.id: r for r in no_launch_texts(data)}
    told: dict[str, list[str]] = {}
    for line in (HERE / "annotations" / "kinds_none.jsonl").open(encoding="utf-8"):
        row = json.loads(line)
        told[row["id"]] = row["tells"]
    reports = list(texts.values())
    false = [(r, e) for r, doc in zip(reports, reader.pipe(reports), strict=True)
             for e in kinds_of(doc, r) if e.kind not in told.get(r.id, ())]
    return len(reports), false


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    default = os.environ.get("BRINKWATCH_DATA", ROOT.parent / "shared" / "data")
    parser.add_argument("--data", type=Path, default=Path(default))
    parser.add_argument("--show", choices=("dev", "wikinews", "none"), help="print what differs")
    args = parser.parse_args(argv)
    reader = Reader()
    rows = cases(args.data)
    tallies: dict[str, Tally] = {}
    for (split, report, wanted), doc in zip(
            rows, reader.pipe([r for _, r, _ in rows]), strict=True):
        wrong = score(tallies.setdefault(split, Tally()), kinds_of(doc, report), wanted)
        if wrong and args.show == split:
            print("\n".join([report.text, *(f"    {w}" for w in wrong)]))
    floors = yaml.safe_load((HERE / "floors" / "kinds.yaml").read_text())
    print(f"{'measure':52}{'value':>8}{'floor':>8}")
    below = 0
    for split, tally in tallies.items():
        n = sum(sum(row[::2]) for row in tally.by.values())
        for name, value in ((f"F1 of {n} fields", tally.f1()), ("  kind F1", tally.f1("kind"))):
            floor = floors[split] if name.startswith("F1") else None
            below += floor is not None and value < floor
            print(f"{f'{split}: {name}':52}{value:8.3f}{floor if floor is not None else '':>8}")
    if (args.data / "nk_facts").is_dir():
        count, false = quiet(args.data, reader)
        if args.show == "none":
            for report, event in false:
                print(f"{report.id}: {event.kind} <{event.trigger}>: {event.evidence[0].text}")
        share = len({r.id for r, _ in false}) / count
        below += share > floors["false records"]
        print(f"{f'false records in {count} texts (ceiling)':52}{share:8.3f}"
              f"{floors['false records']:8.3f}")
    return int(below > 0)


if __name__ == "__main__":
    sys.exit(main())
