"""How the story pages read, counted: `python -m benchmarks.pages [--only CORPUS] [--show N]`.

A regression measure for an editor's work, not a mark of quality: it counts faults that a machine
can see, on the sample dossier and on whatever real news the data folder holds. For each corpus

stories, sentences   what the edition tells
fails                sentences that fail the citation check (none may)
fallback             share of stories whose headline is the last resort
on the news          share whose headline tells what a report's own title tells: at least 0.3 of
                     the content words of the two together (Jaccard) are in both, or 0.6 of the
                     headline's in the title
led                  share whose headline is told by a report in its title or first two sentences
lead first           share whose first sentence is told in the first two sentences of a report
verbatim             headlines that copy a report's title word for word
repeated             sentences of which 0.7 of the content words stand in one earlier sentence
words                mean words a sentence
longest              sentences of the longest story
stray                pronouns and bare "the X" that nothing before them on the page stands for,
                     a hundred sentences
backward             stories that open on a day more than a week before their first report

`--show N` prints N pages of each corpus drawn with a fixed seed, for reading.
`--keep DIR` keeps the readings in DIR, so that a second run composes only.
"""

from __future__ import annotations

import argparse
import logging
import os
import random
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import structlog

from brinkwatch.desk import Desk
from brinkwatch.knowledge.prose import prose
from brinkwatch.making import make
from brinkwatch.model import Edition, Report, Sentence, StoryPage
from brinkwatch.publish import check, headlines
from brinkwatch.publish.excerpts import STOP
from brinkwatch.publish.fit import content
from brinkwatch.publish.phrasing import MONTHS
from brinkwatch.sample import dossier_paths

SEED = 20251107
AT = datetime(2026, 1, 1, tzinfo=UTC)
COLUMNS = (
    "corpus", "stories", "sentences", "fails", "fallback", "on the news", "led", "lead first",
    "verbatim", "repeated", "words", "longest", "stray", "backward",
)


def corpora(data: Path | None) -> Iterator[tuple[str, list[Path]]]:
    """Name and inputs of each corpus that is there: the sample dossier always."""
    yield "dossier", list(dossier_paths())
    if data is not None:
        for path in sorted((data / "wikinews").glob("wikinews_*.csv")):
            yield path.stem, [path]


def told(page: StoryPage) -> list[Sentence]:
    """A page's sentences in reading order."""
    return [*page.summary, *(s for section in page.sections for s in section.sentences)]


def opening(report: Report) -> str:
    """The first two sentences of a report, whatever stands above them left out."""
    parts = [p.strip() for p in STOP.split(report.text) if len(p.split()) > 5]
    return " ".join(parts[:2])


def shared(a: frozenset[str], b: frozenset[str]) -> float:
    """Share of `a` that stands in `b`."""
    return len(a & b) / len(a) if a else 0.0


def on_the_news(title: str, reports: list[Report]) -> bool:
    own = content(title)
    for report in reports:
        other = content(report.title or opening(report))
        if own and other and (
            len(own & other) / len(own | other) >= 0.3 or shared(own, other) >= 0.6
        ):
            return True
    return False


def led(text: str, reports: list[Report], least: float = 0.6) -> bool:
    own = content(text)
    return any(shared(own, content(f"{r.title or ''} {opening(r)}")) >= least for r in reports)


def repeated(sentences: list[Sentence]) -> int:
    bags = [content(re.sub(r", [^,]+ (?:said|reported)\.$", "", s.text)) for s in sentences]
    return sum(
        len(bag) > 2 and any(shared(bag, other) >= 0.7 for other in bags[:n])
        for n, bag in enumerate(bags)
    )


PRONOUN = re.compile(r"^(?:He|She|They|It|This|These|His|Her|Their|Its)\b")
BARE = re.compile(
    r"\b[Tt]he ([a-z]{4,})(?=[.,]|\s+(?:was|were|is|are|has|had|have|said|would|will|and|to|on|as|"
    r"by|at|that)\b)"
)


def stray(sentences: list[Sentence]) -> int:
    """Pronouns that open a sentence, and bare "the X" without an earlier word of its kind."""
    known, out = set(prose()["one_of_a_kind"]), 0
    before = ""
    for sentence in sentences:
        plain = re.sub(r"“[^”]*”", "", sentence.text)
        out += bool(PRONOUN.match(plain))
        for match in BARE.finditer(plain):
            noun = match[1]
            earlier = f"{before} {plain[: match.start()]}".lower()
            if noun not in known and noun[:5] not in earlier:
                out += 1
        before += f" {sentence.text}"
    return out


DATE = re.compile(r"\b(\d{1,2}) (" + "|".join(MONTHS) + r")(?: (\d{4}))?")


def backward(page: StoryPage, reports: list[Report]) -> bool:
    days = [r.published.date() for r in reports if r.published]
    found = DATE.search(page.summary[0].text) if page.summary and days else None
    if found is None:
        return False
    first = min(days)
    year = int(found[3] or first.year)
    try:
        day = first.replace(year=year, month=MONTHS.index(found[2]) + 1, day=int(found[1]))
    except ValueError:
        return False
    return (first - day).days > 7


@dataclass(frozen=True)
class Row:
    """The counts of one corpus, in the order of `COLUMNS`."""

    cells: tuple[object, ...]


def measure(name: str, edition: Edition, reports: Mapping[str, Report]) -> Row:
    """Count one edition."""
    pages = edition.stories
    n = max(1, len(pages))
    of = {p.id: [reports[x.id] for x in p.reports if x.id in reports] for p in pages}
    sentences = [s for p in pages for s in told(p)]
    count = max(1, len(sentences))

    def share(hits: int) -> str:
        return f"{hits / n:.2f}"

    return Row((
        name, len(pages), len(sentences), len(check(edition, reports)),
        share(sum(headlines.is_fallback(p.title) for p in pages)),
        share(sum(on_the_news(p.title, of[p.id]) for p in pages)),
        share(sum(led(p.title, of[p.id]) for p in pages)),
        share(sum(bool(p.summary) and led(p.summary[0].text, of[p.id]) for p in pages)),
        sum(any(headlines.is_copy(p.title, r.title) for r in of[p.id]) for p in pages),
        f"{sum(repeated(told(p)) for p in pages) / count:.3f}",
        f"{sum(len(s.text.split()) for s in sentences) / count:.1f}",
        max((len(told(p)) for p in pages), default=0),
        f"{100 * sum(stray(told(p)) for p in pages) / count:.1f}",
        sum(backward(p, of[p.id]) for p in pages),
    ))


def edition_of(name: str, inputs: list[Path], keep: Path) -> tuple[Edition, dict[str, Report]]:
    """Read a corpus (what `keep` holds is not read again) and compose its edition."""
    with Desk.open(keep / f"{name}.sqlite") as desk, Desk.open(":memory:") as fresh:
        desk.take(inputs)
        held = tuple(desk.store.reports())
        made = make(
            fresh.store, held, (), desk.read, lambda: desk.proofreader, published=AT
        )
    return made.edition, {r.id: r for r in held}


def show(page: StoryPage, reports: Mapping[str, Report]) -> str:
    lines = [f"\n## {page.title}"]
    lines += [f"   < {x.published or ''} {x.title or ''} >" for x in page.reports[:6]]
    lines.append("   " + " ".join(s.text for s in page.summary))
    for section in page.sections:
        lines.append(f" -- {section.heading}")
        lines += [f"    {s.text}" for s in section.sentences]
    return "\n".join(lines)


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder of the corpora ($BRINKWATCH_DATA)")
    parser.add_argument("--only", action="append", help="this corpus only; may be repeated")
    parser.add_argument("--keep", type=Path, help="folder for the readings")
    parser.add_argument("--show", type=int, default=0, help="pages to print of each corpus")
    args = parser.parse_args(argv)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    data = args.data or (Path(d) if (d := os.environ.get("BRINKWATCH_DATA")) else None)
    if data is None or not (data / "wikinews").is_dir():
        print("no corpora: the sample dossier only", file=sys.stderr)
        data = None
    failed = False
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        keep = args.keep or Path(folder)
        keep.mkdir(parents=True, exist_ok=True)
        for name, inputs in corpora(data):
            if args.only and name not in args.only:
                continue
            edition, reports = edition_of(name, inputs, keep)
            if args.show:
                pages = list(edition.stories)
                random.Random(SEED).shuffle(pages)
                print("\n".join(show(p, reports) for p in pages[: args.show]))
            rows.append(measure(name, edition, reports))
            failed |= bool(rows[-1].cells[3])
    widths = [max(len(str(x)) for x in column)
              for column in zip(COLUMNS, *(r.cells for r in rows), strict=True)]
    for cells in (COLUMNS, *(r.cells for r in rows)):
        print("  ".join(str(c).rjust(w) if k else str(c).ljust(w)
                        for k, (c, w) in enumerate(zip(cells, widths, strict=True))))
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
