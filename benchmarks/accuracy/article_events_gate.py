"""Events of whole news articles against mark-up made by reading before any output.

`annotations/article_events.jsonl` marks 276 sentences of Wikinews articles, keyed by address and
character offsets, with every event in them; no text is stored. Twelve articles are marked whole
(drawn at random among short ones); the other sentences are those of 80 event records that were
drawn at random from 212 further articles, so they hold more events than most. An event's mark has
its trigger's offsets, the types that count as right, the countries of its sides (a body without
one by its sector; "-" where the side may be left open; none given where any will do) and its
certainty in the four classes of the statements gate. `optional` marks are matters of taste, such
as deeds of long ago told in passing: right where read, no miss where not. Output on the "dev" half
was looked at while the frames were written, on the "check" half only counted.

Measures, over required marks and the records that meet no optional one:

- `precision, type`: share of the event and launch records that have the type of a mark in their
  sentence; `precision, whole`: and its sides and certainty.
- `recall, type`, `recall, whole`: share of the marks that some record meets.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import yaml

from benchmarks.accuracy.false_alarms_gate import articles
from benchmarks.accuracy.statements_gate import FOUR
from brinkwatch.model import Actor, Claim

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
MEASURES = ("precision, type", "precision, whole", "recall, type", "recall, whole")
Mark = dict[str, Any]


def marks() -> list[Mark]:
    """The marked sentences, in file order."""
    path = HERE / "annotations" / "article_events.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def code_of(actor: Actor) -> str:
    """How a mark would name an actor: by country, else by sector."""
    return actor.country or actor.sector or "?"


def fits(claim: Claim, mark: Mark) -> bool:
    """Whether a record of the right type has the mark's sides and certainty too."""
    for side, wanted in ((claim.actors, mark["actors"]), (claim.recipients, mark["recipients"])):
        if wanted is None:
            continue
        ours = {code_of(a) for a in side} or {"-"}
        if not ours <= set(wanted):
            return False
    return mark["certainty"] is None or FOUR[claim.certainty] == mark["certainty"]


def judge(found: list[Claim], events: list[Mark]) -> list[tuple[Claim, Mark | None, bool]]:
    """Each record of a sentence with the mark that it meets and whether it meets it whole; records
    that meet an optional mark are left out."""
    verdicts: list[tuple[Claim, Mark | None, bool]] = []
    open_marks = [m for m in events if not m.get("optional")]
    spare = [m for m in events if m.get("optional")]
    for whole in (True, False):
        for claim in list(found):
            met = next((
                m for m in open_marks if claim.type in m["types"] and (not whole or fits(claim, m))
            ), None)
            if met is not None:
                open_marks.remove(met)
                found.remove(claim)
                verdicts.append((claim, met, whole))
            elif whole and any(claim.type in m["types"] and fits(claim, m) for m in spare):
                found.remove(claim)
    return verdicts + [(claim, None, False) for claim in found]


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    default = os.environ.get("BRINKWATCH_DATA", ROOT.parent / "shared" / "data")
    parser.add_argument("--data", type=Path, default=Path(default))
    parser.add_argument("--show", action="store_true", help="print what is wrong in the dev half")
    args = parser.parse_args(argv)
    if not (args.data / "wikinews").is_dir():
        print(f"skipped: no {args.data / 'wikinews'}")
        return 0
    from brinkwatch.extract import claims
    from brinkwatch.model import Report
    from brinkwatch.read.pipeline import Reader

    by_url = articles(args.data)
    sentences: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks():
        sentences[mark["article"]].append(mark)
    reports = [
        Report(id=url, text=by_url[url]["text"], title=by_url[url]["title"], language="en")
        for url in sentences
    ]
    counts: dict[str, Counter[str]] = {"dev": Counter(), "check": Counter()}
    for doc, report in zip(Reader().pipe(reports), reports, strict=True):
        read = [c for c in claims(doc, report) if c.record in ("event", "launch")]
        for sentence in sentences[report.id]:
            start, end = sentence["start"], sentence["end"]
            found = [c for c in read if any(start <= e.start < end for e in c.evidence)]
            verdicts = judge(found, sentence["events"])
            wanted = [m for m in sentence["events"] if not m.get("optional")]
            count = counts[sentence["split"]]
            count["records"] += len(verdicts)
            count["marks"] += len(wanted)
            count["type"] += sum(m is not None for _, m, _ in verdicts)
            count["whole"] += sum(whole for _, _, whole in verdicts)
            if args.show and sentence["split"] == "dev":
                show(report.text, sentence, verdicts)
    floors = yaml.safe_load((HERE / "floors" / "article_events.yaml").read_text("utf-8"))
    counts = {"all": counts["dev"] + counts["check"], **counts}
    failed = False
    title = f"measure ({counts['all']['marks']} events)"
    print(f"{title:26}" + "".join(f"{part:>9}" for part in counts) + f"{'floor':>9}")
    for name in MEASURES:
        base, kind = name.split(", ")
        over = "records" if base == "precision" else "marks"
        values = {part: c[kind] / max(c[over], 1) for part, c in counts.items()}
        floor = floors.get(name)
        failed |= floor is not None and values["all"] < floor
        print(f"{name:26}" + "".join(f"{v:9.3f}" for v in values.values())
              + (f"{floor:9.3f}" if floor is not None else ""))
    return int(failed)


def show(text: str, sentence: Mark, verdicts: list[tuple[Claim, Mark | None, bool]]) -> None:
    """Print a sentence whose reading is not that of its marks."""
    met = [m for _, m, whole in verdicts if whole]
    missed = [m for m in sentence["events"] if not m.get("optional") and m not in met]
    wrong = [c for c, _, whole in verdicts if not whole]
    if not missed and not wrong:
        return
    print("\n" + " ".join(text[sentence["start"]:sentence["end"]].split()))
    for m in missed:
        print("   want", "/".join(m["types"]), text[m["start"]:m["end"]], m["actors"],
              m["recipients"], m["certainty"])
    for c in wrong:
        sides = [[f"{a.name}/{code_of(a)}" for a in side] for side in (c.actors, c.recipients)]
        print("   ours", c.type, c.trigger, *sides, c.certainty)


if __name__ == "__main__":
    sys.exit(main())
