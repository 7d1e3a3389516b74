"""Stories on real news that no choice was made by: a month of Australian radio dispatches.

The 300 dispatches of the Lee background corpus (Lee, Pincombe and Welsh 2005; it comes with the
package `gensim`, or lies at lee/lee_background.cor in the data folder), each cut after the sentence
that reaches 75 words, since many lines hold several bulletins. They carry no dates but stand latest
first through December 2001, so each gets the day its place says. `annotations/fuse_lee.yaml` says
which tell of one matter; it was marked before anything was clustered, and fusion's thresholds
were fixed before.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path

import yaml

from brinkwatch.model import Report

MARKS = Path(__file__).parent / "annotations" / "fuse_lee.yaml"
LAST = datetime(2001, 12, 31, 20, tzinfo=UTC)
DAYS = 30
WORDS = 75


def corpus(data: Path) -> Path | None:
    """Where the dispatches are, or None."""
    places = [data / "lee" / "lee_background.cor"]
    package = find_spec("gensim")
    if package is not None and package.origin:
        places.append(Path(package.origin).parent / "test/test_data/lee_background.cor")
    return next((p for p in places if p.is_file()), None)


def dispatches(path: Path) -> tuple[list[Report], dict[str, str]]:
    """Return the openings as reports, and the matter of each that is scored."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    marks = yaml.safe_load(MARKS.read_text(encoding="utf-8"))
    reports = [
        Report(id=str(n), text=opening(line), source="Radio", language="en",
               published=LAST - timedelta(days=DAYS * n / len(lines)),
               published_precision="minute")
        for n, line in enumerate(lines)]
    gold = {r.id: f"alone {r.id}" for r in reports if int(r.id) not in marks["unscored"]}
    gold |= {str(n): name for name, numbers in marks["stories"].items() for n in numbers}
    return reports, gold


def opening(text: str) -> str:
    """Return a text up to the end of the sentence that reaches `WORDS` words."""
    for end in re.finditer(r"[.!?][\"”]?(?=\s)", text):
        if len(text[: end.end()].split()) >= WORDS:
            return text[: end.end()]
    return text
