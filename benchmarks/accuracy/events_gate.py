"""Event coding end to end from raw sentences: PLOVER's gold standard records, from CAMEO's manual.

A record is one sentence with one coded event. Every sentence is read as a report of its own,
without a date; what counts is the first event or launch record that `read` prints. Measures:

- `type`: its type. The records' labels are an older PLOVER: DEMAND is now REQUEST, DISAPPROVE and
  INVESTIGATE are ACCUSE, FIGHT is ASSAULT. Where a record carries its CAMEO code and
  CAMEO2PLOVER-2021 gives that code another type than the label, either type is right; `type,
  strict` counts the label alone.
- `source`, `target`: the countries of its actors and recipients. A body without a country counts by
  its kind: IGO, NGO, or IMG for an armed group. Right is a side that names somebody, and nobody
  outside the record's own list. Where the record has no target, the sentence must give no stranger
  as one: nobody, or a party of the source.
- `all three`: type, source and target of the same first event.
- `any ...`: the same for whichever event of the sentence fits best, for information.
- `events a sentence`: for information.

Three records of four were read while the frames were written; every fourth of the file ("unread",
positions 3, 7, 11 …) was only counted, so its column is what other records of the kind will give,
within a few points: 40 sentences, a standard error of 7 points. See docs/evaluation.md.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from brinkwatch.model import Actor, Claim, Report

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
RENAMED = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT"}
COUNTRY = {"ITL": "ITA", "JAP": "JPN", "VTN": "VNM"}
"""Codes of the records that ISO 3166 does not know, and what they mean."""

Coded = dict[str, Any]


def records(data: Path) -> list[dict[str, Any]]:
    """The gold records, in file order."""
    path = data / "plover" / "gold_standard_records.dev.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def conversion(data: Path) -> dict[str, str]:
    """CAMEO code to PLOVER type, from the table beside the records."""
    found = {}
    for line in (data / "plover" / "CAMEO2PLOVER-2021.txt").read_text("utf-8").splitlines():
        code, colon, rest = line.partition(":")
        if colon and code.strip().isdigit() and len(code.strip()) > 2:
            found[code.strip()] = rest.split(",")[0].strip()
    return found


def wanted(record: dict[str, Any], table: dict[str, str]) -> Coded:
    """What a record asks for: types, the strict type, and the two sides' codes."""
    strict = RENAMED.get(record["event"], record["event"])
    types = {strict} | {table[c] for c in record["cameo_from_manual"] if c in table}
    return {"type": strict, "types": types, "source": _codes(record["source"]),
            "target": _codes(record["target"])}


def _codes(side: Any) -> set[str]:
    entries = side if isinstance(side, list) else []
    codes = {e.get("code") for e in entries if isinstance(e, dict)}
    return {COUNTRY.get(c, c) for c in codes if c}


def code_of(actor: Actor) -> str | None:
    """The code a record would give an actor of ours."""
    if actor.country:
        return actor.country
    return {"IGO": "IGO", "NGO": "NGO", "REB": "IMG"}.get(actor.sector or "")


def judge(claim: Claim, gold: Coded) -> Coded:
    """Which of a record's measures one claim meets."""
    sides = [
        [code_of(a) for a in side] for side in (claim.actors, claim.recipients)
    ]
    source = _side(sides[0], gold["source"], set())
    target = _side(sides[1], gold["target"], gold["source"])
    kind = claim.type in gold["types"]
    return {"type": kind, "type, strict": claim.type == gold["type"], "source": source,
            "target": target, "all three": kind and source and target}


def _side(ours: list[str | None], gold: set[str], instead: set[str]) -> bool:
    if not gold:
        return {c for c in ours if c} <= instead
    return bool(ours) and set(ours) <= gold


def score(golds: Iterable[Coded], claims: Iterable[list[Claim]]) -> dict[str, float]:
    """Share of the records that meet each measure."""
    names = ("type", "type, strict", "source", "target", "all three")
    totals = dict.fromkeys([*names, *(f"any {n}" for n in names if n != "type, strict"),
                            "events a sentence"], 0.0)
    count = 0
    for gold, found in zip(golds, claims, strict=True):
        count += 1
        events = [c for c in found if c.record in ("event", "launch")]
        verdicts = [judge(c, gold) for c in events]
        totals["events a sentence"] += len(events)
        for name in names:
            totals[name] += bool(verdicts and verdicts[0][name])
            if f"any {name}" in totals:
                totals[f"any {name}"] += any(v[name] for v in verdicts)
    return {name: total / max(count, 1) for name, total in totals.items()}


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    default = os.environ.get("BRINKWATCH_DATA", ROOT.parent / "shared" / "data")
    parser.add_argument("--data", type=Path, default=Path(default))
    parser.add_argument("--show", choices=("read", "all"), help="print the misses of this part")
    args = parser.parse_args(argv)
    if not (args.data / "plover").is_dir():
        print(f"skipped: no {args.data / 'plover'}")
        return 0
    from brinkwatch.extract import claims
    from brinkwatch.read.pipeline import Reader

    gold_records = records(args.data)
    table = conversion(args.data)
    golds = [wanted(r, table) for r in gold_records]
    reports = [Report(id=r["id"], text=r["text"], language="en") for r in gold_records]
    found = [claims(doc, report)
             for doc, report in zip(Reader().pipe(reports), reports, strict=True)]
    read = [i for i in range(len(golds)) if i % 4 != 3]
    unread = [i for i in range(len(golds)) if i % 4 == 3]
    parts = {
        name: score([golds[i] for i in which], [found[i] for i in which])
        for name, which in (("all", [*read, *unread]), ("read", read), ("unread", unread))
    }
    floors = yaml.safe_load((HERE / "floors" / "events.yaml").read_text())
    failed = False
    print(f"{f'measure ({len(golds)} sentences)':30}" + "".join(f"{p:>9}" for p in parts)
          + f"{'floor':>9}")
    for name in parts["all"]:
        floor = floors.get(name)
        failed |= floor is not None and parts["all"][name] < floor
        print(f"{name:30}" + "".join(f"{part[name]:9.3f}" for part in parts.values())
              + (f"{floor:9.3f}" if floor is not None else ""))
    if args.show:
        for i in read if args.show == "read" else range(len(golds)):
            show(gold_records[i], golds[i], found[i])
    return int(failed)


def show(record: dict[str, Any], gold: Coded, found: list[Claim]) -> None:
    """Print a record that is not met, with what was read."""
    events = [c for c in found if c.record in ("event", "launch")]
    verdict = judge(events[0], gold) if events else {}
    if verdict.get("all three"):
        return
    missed = [n for n in ("type", "source", "target") if not verdict.get(n)]
    print(f"\n{record['id']} misses {', '.join(missed)}: {record['markup']}")
    print("   gold", sorted(gold["types"]), sorted(gold["source"]), sorted(gold["target"]))
    for c in events:
        print("   ours", c.type, c.trigger, [f"{a.name}/{code_of(a)}" for a in c.actors],
              [f"{a.name}/{code_of(a)}" for a in c.recipients], c.certainty)


if __name__ == "__main__":
    sys.exit(main())
