"""Launches: fields against a mark-up by hand, false launches, and the CNS test database.

`annotations/launches.jsonl` keys descriptions of CSIS's provocations by date and title and gives,
for each, the launches told in it with the fields a reader fills from its words, or none. Half of it
("dev") was looked at while rules were written, the other ("check") was not. A gold launch is paired
with the record that agrees with it most; fields of unpaired records count as missing or too many.
A launch marked "optional" (an earlier one, named in passing) may be on record or not.
What a named system implies (its kind, its class) is neither asked for nor held against a reader.

Descriptions without a mark are compared, where both say something, with the nearest day of the
CNS database: a disagreement may be the text's. Texts that tell of no launch: the descriptions
marked so, Wikinews articles (`no_launch.jsonl`), and our own sentences (`no_launch.yaml`).
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from benchmarks.accuracy.false_alarms_gate import articles
from brinkwatch.extract import launches
from brinkwatch.knowledge import weapons
from brinkwatch.model import Launch, Measure, Report
from brinkwatch.read.pipeline import Reader

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
NUMERIC = ("distance_km", "altitude_km", "flight_seconds")
NAMED = ("system", "range_class", "outcome", "platform", "damage", "outside_eez", "time")
Pair = tuple[float | None, float | None]


def near(a: float | None, b: float | None) -> bool:
    """Within 3 % or a tenth of a unit: what rounding from miles or feet may do."""
    if a is None or b is None:
        return a is b
    return abs(a - b) <= max(0.03 * max(abs(a), abs(b)), 0.1)


def bounds(measure: Measure) -> Pair:
    if measure.low is None and measure.high is None:
        return measure.value, measure.value
    return measure.low, measure.high


def fields(launch: Launch) -> dict[str, list[Any]]:
    """The filled fields of a record in the mark-up's terms."""
    weapon, count, when = launch.weapon, launch.count, launch.time
    out: dict[str, list[Any]] = defaultdict(list)
    for name in NUMERIC:
        for measure in getattr(launch, name):
            if not any(_same(name, bounds(measure), old) for old in out[name]):
                out[name].append(bounds(measure))
    plain = {
        "system": weapon.system, "range_class": weapon.range_class, "outcome": launch.outcome,
        "kind": None if weapon.kind == "unknown" else weapon.kind, "platform": launch.platform,
        "damage": launch.damage, "outside_eez": launch.outside_eez,
        "count": (count.low, count.high) if count else None,
        "time": when.begin[11:16] if when and when.begin and "T" in when.begin
        and when.precision in ("minute", "hour", "span") else None,
    }
    for name, value in plain.items():
        if value is not None:
            out[name].append(value)
    if launch.actors:
        out["actor"].append(launch.actors[0].country)
    for role in ("origin", "toward"):
        names = [f"{p.name} {p.text}" for p in launch.places if p.role == role]
        if names:
            out[role].append(names)
    return {name: values for name, values in out.items() if values}


def _same(name: str, got: Any, wanted: Any) -> bool:
    if name in NUMERIC:
        return near(got[0], wanted[0]) and near(got[1], wanted[1])
    if name in ("origin", "toward"):
        return any(re.search(rf"\b{re.escape(wanted)}", text, re.IGNORECASE) for text in got)
    if name == "count":
        return tuple(got) == tuple(wanted)
    return bool(got == wanted)


def agree(name: str, got: Sequence[Any], wanted: Sequence[Any]) -> tuple[int, int, int]:
    """(right, too many, missing) for one field."""
    left = list(got)
    right = 0
    for value in wanted:
        hit = next((g for g in left if _same(name, g, value)), None)
        if hit is not None:
            left.remove(hit)
            right += 1
    return right, len(left), len(wanted) - right


def gold_fields(mark: dict[str, Any]) -> dict[str, list[Any]]:
    return {k: v if k in NUMERIC else [v] for k, v in mark.items()}


def implied(mark: dict[str, Any], name: str, got: Sequence[Any]) -> bool:
    """Whether a value that the mark-up leaves open follows from the system it names."""
    system = weapons.system(mark.get("system", "")) if mark.get("system") else None
    return system is not None and (
        (name == "kind" and got[0] in (system.kind, "rocket artillery"))
        or (name == "range_class" and got[0] == system.range_class)
    )


class Tally:
    """Right, too many and missing, by field."""

    def __init__(self) -> None:
        self.by: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])

    def add(self, name: str, counts: Iterable[int]) -> None:
        for i, n in enumerate(counts):
            self.by[name][i] += n

    def f1(self, name: str | None = None) -> float:
        rows = [self.by[name]] if name else list(self.by.values())
        right, more, missing = (sum(r[i] for r in rows) for i in range(3))
        return 2 * right / max(1, 2 * right + more + missing)


def score(
    tally: Tally, got: Sequence[Launch], wanted: Sequence[dict[str, Any]]
) -> list[tuple[str, Any, Any]]:
    """Add one description to the tally; the fields that differ, for showing."""
    records = [fields(launch) for launch in got]
    spare = sum(mark.get("optional", False) for mark in wanted)
    wanted = [mark for mark in wanted if not mark.get("optional")]
    gold = [gold_fields(mark) for mark in wanted]
    scores = sorted(
        ((sum(agree(n, r.get(n, []), g[n])[0] for n in g), -i, -j)
         for i, g in enumerate(gold) for j, r in enumerate(records)), reverse=True)
    paired: dict[int, int] = {}
    for _, i, j in scores:
        if -i not in paired and -j not in paired.values():
            paired[-i] = -j
    wrong: list[tuple[str, Any, Any]] = []
    for i, g in enumerate(gold):
        r = records[paired[i]] if i in paired else {}
        for name in g.keys() | r.keys():
            if name not in g and (name == "actor" or implied(wanted[i], name, r[name])):
                continue
            counts = agree(name, r.get(name, []), g.get(name, []))
            tally.add(name, counts)
            if counts[1] or counts[2]:
                wrong.append((name, r.get(name), g.get(name)))
    for j, r in enumerate(records):
        if j not in paired.values():
            spare -= 1
            if spare >= 0:
                continue
            for name, values in r.items():
                tally.add(name, (0, len(values), 0))
            wrong.append(("record too many", r, None))
    wrong += [("record missing", None, g) for i, g in enumerate(gold) if i not in paired]
    return wrong


def _as_many(got: Sequence[Launch], wanted: Sequence[dict[str, Any]]) -> bool:
    sure = sum(not mark.get("optional") for mark in wanted)
    return sure <= len(got) <= len(wanted)


def described(data: Path) -> list[Report]:
    """The provocations with a description, dated at noon in Seoul."""
    with (data / "nk_facts" / "provocations_1958_2024.csv").open(newline="", encoding="utf-8") as f:
        return [
            Report(id=f"{row['date']} {row['event']}", text=row["description"],
                   title=row["event"], language="en",
                   published=datetime.fromisoformat(f"{row['date']}T12:00+09:00"))
            for row in csv.DictReader(f) if row["description"].strip()
        ]


def compare(
    data: Path, left: list[tuple[Report, list[Launch]]]
) -> dict[str, tuple[int, int]]:
    """(agreeing, both known) of a description's launches with CNS's tests of that day or the one
    before: a figure or site agrees when any of those tests has it, a count as their sum."""
    folder = data / "nk_facts"
    tests = json.loads((folder / "cns_tests_1984_2024.json").read_text("utf-8"))
    sites = json.loads((folder / "nagix_facility.en.json").read_text("utf-8"))["facilities"]
    by_day: dict[date, list[dict[str, Any]]] = defaultdict(list)
    for test in tests:
        if len(test["date"]) == 10:
            by_day[date.fromisoformat(test["date"])].append(test)
    found: dict[str, list[bool]] = defaultdict(list)
    for report, got in left:
        day = date.fromisoformat(report.id[:10])
        that = by_day[day] or by_day[day - timedelta(days=1)]
        if not that or not got:
            continue
        for name, key in (("distance_km", "distance"), ("altitude_km", "apogee")):
            known = [float(t[key]) for t in that if re.fullmatch(r"[\d.]+", str(t[key]))]
            said = [m.value or m.low or m.high for launch in got for m in getattr(launch, name)]
            if known and said:
                found[key].append(any(abs(s - k) <= 0.15 * k for s in said if s for k in known))
        known_sites = [sites[t["facility"]] for t in that if t["facility"] in sites
                       and t["facility"] != "unknown"]
        origins = [p for launch in got for p in launch.places
                   if p.role == "origin" and p.lat is not None]
        if known_sites and origins:
            found["site"].append(any(
                abs((p.lat or 0) - s["lat"]) < 0.6 and abs((p.lon or 0) - s["lon"]) < 0.8
                for p in origins for s in known_sites))
        counts = [launch.count for launch in got if launch.count]
        if len(counts) == len(got):
            n = len(that)
            found["count"].append(sum(c.low or 0 for c in counts) <= n
                                  <= sum(c.high or n for c in counts))
    return {name: (sum(hits), len(hits)) for name, hits in found.items()}


def own(reader: Reader, show: bool) -> dict[str, Tally]:
    """Scores on our own descriptions (`launches_own.yaml`), those read as of one day."""
    rows = yaml.safe_load((HERE / "annotations" / "launches_own.yaml").read_text("utf-8"))
    texts = [Report(id=str(i), text=row["text"], title="", language="en",
                    published=datetime(2025, 11, 8, 12, tzinfo=UTC)) for i, row in enumerate(rows)]
    tallies = {"dev": Tally(), "check": Tally()}
    for row, report, doc in zip(rows, texts, reader.pipe(texts), strict=True):
        wrong = score(tallies[row["split"]], launches.find(doc, report), row["launches"])
        if show and row["split"] == "dev" and wrong:
            print(f"\n{report.text}")
            for name, said, wanted in wrong:
                print(f"    {name}: {said}; {wanted} expected")
    return tallies


def no_launch_texts(data: Path) -> list[Report]:
    """Our own sentences, and the Wikinews articles marked as telling of no launch."""
    own = yaml.safe_load((HERE / "annotations" / "no_launch.yaml").read_text("utf-8"))
    texts = [Report(id=f"own {i}", text=t, title="", language="en") for i, t in enumerate(own)]
    if (data / "wikinews").is_dir():
        by_url = articles(data)
        marks = [json.loads(x) for x in (HERE / "annotations" / "no_launch.jsonl").open()]
        texts += [
            Report(id=m["url"], text=by_url[m["url"]]["text"], title="", language="en")
            for m in marks
        ]
    return texts


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    default = os.environ.get("BRINKWATCH_DATA", ROOT.parent / "shared" / "data")
    parser.add_argument("--data", type=Path, default=Path(default))
    parser.add_argument("--show", choices=("dev", "none", "own"), help="print what differs")
    args = parser.parse_args(argv)
    reader = Reader()
    mine = own(reader, args.show == "own")
    if not (args.data / "nk_facts").is_dir():
        print(f"skipped but for our own: no {args.data / 'nk_facts'}")
        return _print_own(mine)
    marks = [json.loads(x) for x in (HERE / "annotations" / "launches.jsonl").open()]
    by_key = {f"{m['date']} {m['title']}": m for m in marks}
    reports = described(args.data)
    read = list(zip(reports, reader.pipe(reports), strict=True))
    tallies = {"dev": Tally(), "check": Tally(), "all": Tally()}
    right_number: dict[str, list[bool]] = defaultdict(list)
    left, false, seen = [], [], set()
    for report, doc in read:
        got = launches.find(doc, report)
        mark = by_key.get(report.id)
        if mark is None:
            left.append((report, got))
            continue
        if report.id in seen:
            continue
        seen.add(report.id)
        if not mark["launches"]:
            false.append((report, got))
            continue
        for name in (mark["split"], "all"):
            wrong = score(tallies[name], got, mark["launches"])
            right_number[name].append(_as_many(got, mark["launches"]))
        if args.show == "dev" and mark["split"] == "dev" and wrong:
            print(f"\n{report.id}: {report.text}")
            for name, said, wanted in wrong:
                print(f"    {name}: {said}; {wanted} expected")
    texts = no_launch_texts(args.data)
    false += [(r, launches.find(d, r))
              for r, d in zip(texts, reader.pipe(texts), strict=True)]
    if args.show == "none":
        for report, got in false:
            for launch in got:
                print(f"{report.id}: {launch.trigger}: {launch.evidence[0].text}")
    below = _print(tallies, right_number, false, compare(args.data, left))
    return max(below, _print_own(mine))


def _print_own(tallies: dict[str, Tally]) -> int:
    floors = yaml.safe_load((HERE / "floors" / "launches.yaml").read_text())["own"]
    for split, tally in tallies.items():
        n = sum(sum(row[::2]) for row in tally.by.values())
        print(f"{f'own, {split}: F1 of {n} fields':44}{tally.f1():8.3f}{floors[split]:8.3f}")
    return int(any(tally.f1() < floors[split] for split, tally in tallies.items()))


def _print(
    tallies: dict[str, Tally], right_number: dict[str, list[bool]],
    false: list[tuple[Report, list[Launch]]], cns: dict[str, tuple[int, int]],
) -> int:
    floors = yaml.safe_load((HERE / "floors" / "launches.yaml").read_text())
    below = 0
    print(f"{'measure':44}{'value':>8}{'floor':>8}")
    for split, tally in tallies.items():
        rows = [("filled fields F1", tally.f1()),
                ("number of records right",
                 sum(right_number[split]) / max(1, len(right_number[split])))]
        if split == "all":
            rows += [(f"  {name} F1, {sum(tally.by[name][::2])}", tally.f1(name))
                     for name in sorted(tally.by)]
        for name, value in rows:
            floor = floors[split].get(name)
            below += floor is not None and value < floor
            print(f"{f'{split}: {name}':44}{value:8.3f}{floor if floor is not None else '':>8}")
    share = sum(bool(got) for _, got in false) / len(false)
    below += share > floors["false launches"]
    print(f"{f'false launches in {len(false)} texts (ceiling)':44}{share:8.3f}"
          f"{floors['false launches']:8.3f}")
    for name, (hits, total) in sorted(cns.items()):
        floor = floors["cns"].get(name)
        below += floor is not None and hits / max(1, total) < floor
        print(f"{f'CNS: {name} agrees, of {total}':44}{hits / max(1, total):8.3f}"
              f"{floor if floor is not None else '':>8}")
    return int(below > 0)


if __name__ == "__main__":
    sys.exit(main())
