"""Which reports are the desk's matter: precision and recall on a year of Wikinews.

`annotations/fuse_scope_wikinews_2019.jsonl` marks each article, by its address, as in (security or
politics between or within states), out, or either, which is not scored: obituaries of politicians,
crime with a political side. The marks are by title and were made by one person.
"""

from __future__ import annotations

import csv
import json
from datetime import datetime
from pathlib import Path

from brinkwatch.model import Report

MARKS = Path(__file__).parent / "annotations" / "fuse_scope_wikinews_2019.jsonl"


def scope_scores(data: Path, show: bool) -> dict[str, float]:
    """Return precision and recall of "in"; empty, with a word about it, without the corpus."""
    path = data / "wikinews" / "wikinews_2019.csv"
    if not path.is_file():
        print(f"   scope: no {path}; not measured")
        return {}
    from brinkwatch.extract import claims
    from brinkwatch.fuse.scope import left_out
    from brinkwatch.read.pipeline import Reader

    marks = {
        row["url"]: row["scope"]
        for row in map(json.loads, MARKS.read_text(encoding="utf-8").splitlines())
    }
    with path.open(encoding="utf-8", newline="") as lines:
        reports = [
            Report(
                id=row["url"], text=row["text"], title=row["title"], source="Wikinews",
                published=datetime.fromisoformat(row["date"]), published_precision="day",
                language="en")
            for row in csv.DictReader(lines) if marks.get(row["url"], "either") != "either"
        ]
    right = taken = wanted = 0
    for report, doc in zip(reports, Reader().pipe(reports), strict=True):
        reason = left_out(report, claims(doc, report))
        inside = marks[report.id] == "in"
        right += inside and reason is None
        taken += reason is None
        wanted += inside
        if show and inside != (reason is None):
            print("   scope:", "missed" if inside else "false", report.id, reason or "")
    print(f"   scope: {len(reports)} articles, {wanted} in")
    return {"scope precision": right / max(1, taken), "scope recall": right / max(1, wanted)}
