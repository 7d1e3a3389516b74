"""docs/reading.md: what the desk reads in ten sentences, and where it still errs.

    python -m benchmarks.reading_page            # print the page
    python -m benchmarks.reading_page --write    # write it anew

The records on the page are made by the code from the sentences and remarks of docs/reading.yaml; a
test fails where page and code differ.
"""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime, time
from pathlib import Path

import yaml

from brinkwatch.extract import claims
from brinkwatch.model import Report
from brinkwatch.read.pipeline import Reader
from brinkwatch.tables import HEADINGS, claim_row

DOCS = Path(__file__).parents[1] / "docs"
SOURCE, PAGE = DOCS / "reading.yaml", DOCS / "reading.md"

INTRODUCTION = """\
# What the desk reads

Ten sentences after the manner of news, written for this page, and the records that
`brinkwatch read` makes of each: who does what to whom, when, where, how surely, and according to
whom. Types are PLOVER's (see the [glossary](glossary.md)); a deed that is asked for, refused,
threatened or promised is recorded as the asking, refusal, threat or promise. An empty cell is
something the sentence leaves open, or the desk did not find; *errs* says which.

Made by `python -m benchmarks.reading_page --write`, as if published on {date}.
"""


def page() -> str:
    """The page as the code would write it now."""
    data = yaml.safe_load(SOURCE.read_text("utf-8"))
    published = datetime.combine(data["date"], time(12), UTC)
    reports = [
        Report(id=str(n), text=s["text"], language="en", published=published)
        for n, s in enumerate(data["sentences"], 1)
    ]
    parts = [INTRODUCTION.format(date=data["date"])]
    for report, doc, entry in zip(
        reports, Reader().pipe(reports), data["sentences"], strict=True
    ):
        parts.append(f"## {report.id}\n\n> {report.text}\n")
        found = [c for c in claims(doc, report) if c.record in ("event", "launch")]
        if found:
            rows = [HEADINGS, ["---"] * len(HEADINGS), *(claim_row(c) for c in found)]
            parts.append("\n".join("| " + " | ".join(row) + " |" for row in rows) + "\n")
        else:
            parts.append("Nothing.\n")
        parts.append(f"*Errs:* {entry.get('errs', 'nothing found wrong.')}\n")
    return "\n".join(parts)


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="what the desk reads in ten sentences")
    parser.add_argument("--write", action="store_true", help="write docs/reading.md")
    args = parser.parse_args(argv)
    if args.write:
        PAGE.write_text(page(), "utf-8")
    else:
        print(page())
    return 0


if __name__ == "__main__":
    sys.exit(main())
