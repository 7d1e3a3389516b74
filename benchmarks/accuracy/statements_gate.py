"""Statements and certainty on real news, against mark-up made by reading before any output.

`annotations/statements.jsonl` holds 576 statements and `annotations/certainty.jsonl` 404
predicates of 50 Wikinews articles (keyed by address) and GUM documents (keyed by document id), as
character offsets into the article's text and labels; no text is stored. Two of them are
interviews, marked up to the offset `upto`. Output on some articles ("dev", 33) was looked at while
the rules were written, on others ("check", 17) never.

Measures: F1 over the word tokens of all contents (a token counts once however many statements
hold it); the same over direct and mixed quotes' tokens, recall; F1 over statements whose content
overlaps a marked one by half and whose speaker is the marked one; share of predicates with the
right certainty in four classes (asserted; hedged: suspected or possible; ahead: planned,
conditional or threatened; denied).
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import sys
import unicodedata
from collections import defaultdict
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FOUR = {
    "asserted": "asserted", "suspected": "hedged", "possible": "hedged", "planned": "ahead",
    "conditional": "ahead", "threatened": "ahead", "denied": "denied",
}
_SMALL = frozenset({"the", "a", "an", "of", "us", "u", "s", "uk", "and", "for", "prime",
                    "minister", "president", "former", "mr", "ms", "dr"})


def texts(data: Path, wanted: set[str]) -> dict[str, str]:
    """The marked articles' texts, by address or GUM document id."""
    return {key: text for key, (text, _) in dated(data, wanted).items()}


def dated(data: Path, wanted: set[str]) -> dict[str, tuple[str, datetime | None]]:
    """The same with the day of publication, which GUM's documents lack."""
    csv.field_size_limit(10_000_000)
    found: dict[str, tuple[str, datetime | None]] = {}
    for path in sorted((data / "wikinews").glob("wikinews_*.csv")):
        with path.open(newline="", encoding="utf-8") as file:
            found.update({
                r["url"]: (r["text"], datetime.fromisoformat(r["date"]) if r["date"] else None)
                for r in csv.DictReader(file) if r["url"] in wanted
            })
    for path in sorted((data / "ud_gum").glob("*.conllu")):
        found.update({k: (v, None) for k, v in gum(path).items() if k in wanted})
    return found


def gum(path: Path) -> dict[str, str]:
    """GUM documents as text: sentences joined by a blank, paragraphs by an empty line."""
    found: dict[str, str] = {}
    name = ""
    with path.open(encoding="utf-8") as file:
        for line in file:
            if line.startswith("# newdoc id"):
                name = line.split("=")[1].strip()
                found[name] = ""
            elif line.startswith("# newpar"):
                if found[name]:
                    found[name] = found[name].rstrip() + "\n\n"
            elif line.startswith("# text ="):
                if found[name] and not found[name].endswith("\n"):
                    found[name] += " "
                found[name] += line.split("=", 1)[1].strip()
    return found


def words(text: str, start: int, end: int) -> set[int]:
    return {start + m.start() for m in re.finditer(r"\w+", text[start:end])}


def plain(text: str) -> str:
    """Lower case without accents: "Erdoğan" and "Erdogan" are one name."""
    return "".join(c for c in unicodedata.normalize("NFD", text.lower())
                   if not unicodedata.combining(c))


def names(text: str) -> set[str]:
    return {w for w in re.findall(r"\w+", plain(text)) if w not in _SMALL}


def same_speaker(actor: Any, marked: list[str]) -> bool:
    """Does the actor's name, person or own words hold the marked name or its last word?"""
    mine = names(f"{actor.name} {actor.person or ''} {actor.office or ''} {actor.text}")
    for name in marked:
        theirs = names(name)
        if theirs <= mine or (mine and names(actor.name) <= theirs):
            return True
        last = re.findall(r"\w+", plain(name))[-1]
        if last in mine and last not in ("official", "officials", "minister"):
            return True
    return False


class Score:
    def __init__(self) -> None:
        self.tokens = [0, 0, 0]
        self.quoted = [0, 0]
        self.speakers = [0, 0, 0]
        self.acts = [0, 0]
        self.matched = 0
        self.exact = [0, 0]

    def add(self, text: str, gold: list[dict[str, Any]], found: list[Any], show: bool) -> None:
        self.exact[0] += sum(text[s.quote_start:s.quote_end] == s.quote for s in found)
        self.exact[1] += len(found)
        marked = [words(text, g["start"], g["end"]) for g in gold]
        read = [words(text, s.quote_start, s.quote_end) for s in found]
        all_gold, all_read = set().union(*marked), set().union(*read)
        for n, value in enumerate((len(all_gold & all_read), len(all_read), len(all_gold))):
            self.tokens[n] += value
        quoted = set().union(*(
            m for m, g in zip(marked, gold, strict=True) if g["form"] == "direct"
        ))
        self.quoted[0] += len(quoted & all_read)
        self.quoted[1] += len(quoted)
        pairs = sorted(
            ((len(m & r) / max(1, len(m | r)), i, j) for i, m in enumerate(marked)
             for j, r in enumerate(read)), reverse=True,
        )
        used_gold: dict[int, int] = {}
        used_read: set[int] = set()
        for overlap, i, j in pairs:
            if overlap >= 0.5 and i not in used_gold and j not in used_read:
                used_gold[i] = j
                used_read.add(j)
        right = 0
        for i, g in enumerate(gold):
            excerpt = " ".join(text[g["start"]:g["end"]].split())[:90]
            if i not in used_gold:
                if show:
                    print(f"  missed  {g['speakers'][0]} | {excerpt}")
                continue
            said = found[used_gold[i]]
            good = same_speaker(said.speaker, g["speakers"])
            right += good
            self.acts[0] += said.act in g["acts"]
            self.acts[1] += 1
            if show and not good:
                print(f"  speaker {g['speakers'][0]} | read {said.speaker.name} | {excerpt}")
            if show and said.act not in g["acts"]:
                print(f"  act     {g['acts']} | read {said.act} ({said.trigger}) | {excerpt}")
        for j, s in enumerate(found):
            if show and j not in used_read:
                quote = " ".join(s.quote.split())[:90]
                print(f"  extra   {s.speaker.name} ({s.trigger}) | {quote}")
        self.matched += len(used_gold)
        for n, value in enumerate((right, len(found), len(gold))):
            self.speakers[n] += value


def f1(counts: list[int]) -> float:
    right, found, gold = counts
    return 2 * right / max(1, found + gold)


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    default = os.environ.get("BRINKWATCH_DATA", ROOT.parent / "shared" / "data")
    parser.add_argument("--data", type=Path, default=Path(default))
    parser.add_argument("--show", choices=("dev", "check"), help="print the errors of one half")
    args = parser.parse_args(argv)
    if not (args.data / "wikinews").is_dir() or not (args.data / "ud_gum").is_dir():
        print(f"skipped: no wikinews and ud_gum under {args.data}")
        return 0
    from brinkwatch.extract import certainty, statements
    from brinkwatch.model import Report
    from brinkwatch.read.pipeline import Reader

    marks: dict[str, list[dict[str, Any]]] = defaultdict(list)
    sure: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for table, name in ((marks, "statements"), (sure, "certainty")):
        with (HERE / "annotations" / f"{name}.jsonl").open(encoding="utf-8") as file:
            for line in file:
                row = json.loads(line)
                table[row["article"]].append(row)
    halves = {k: rows[0]["split"] for k, rows in marks.items()}
    by_key = dated(args.data, set(marks))
    upto = {k: rows[0].get("upto") for k, rows in marks.items()}
    reports = [
        Report(id=k, text=by_key[k][0][:upto[k]], published=by_key[k][1], language="en")
        for k in sorted(marks)
    ]
    scores = {"dev": Score(), "check": Score(), "all": Score()}
    certain: dict[str, list[int]] = {"dev": [0, 0], "check": [0, 0], "all": [0, 0]}
    for report, doc in zip(reports, Reader().pipe(reports), strict=True):
        half = halves[report.id]
        show = args.show == half
        if show:
            print(report.id.rsplit("/", 1)[-1])
        found = statements.find(doc, report)
        scores[half].add(report.text, marks[report.id], found, show)
        scores["all"].add(report.text, marks[report.id], found, False)
        for row in sure[report.id]:
            token = next(t for t in doc if t.idx + len(t) > row["start"])
            read = certainty.of(doc, token.i)
            good = FOUR[read] == FOUR[row["certainty"]]
            for part in (half, "all"):
                certain[part][0] += good
                certain[part][1] += 1
            if show and not good:
                left = report.text[max(0, row["start"] - 60):row["start"]]
                right = report.text[row["start"]:row["end"] + 30]
                print(f"  certain {row['certainty']} | read {read} | "
                      f"{' '.join(left.split())} *{' '.join(right.split())}")
    floors = yaml.safe_load((HERE / "floors" / "statements.yaml").read_text("utf-8"))
    failed = False
    print(f"{'measure':44}{'value':>8}{'floor':>8}")
    for half, score in scores.items():
        hits, total = certain[half]
        for name, value in (
            ("content token F1", f1(score.tokens)),
            ("direct quote token recall", score.quoted[0] / max(1, score.quoted[1])),
            ("statement F1 (content overlaps by half)", f1([score.matched, *score.speakers[1:]])),
            ("speaker F1", f1(score.speakers)),
            ("speaker, share of matched", score.speakers[0] / max(1, score.matched)),
            ("act, share of matched", score.acts[0] / max(1, score.acts[1])),
            ("certainty, four classes", hits / max(1, total)),
            ("quotes that are exact substrings", score.exact[0] / max(1, score.exact[1])),
        ):
            floor = floors[half].get(name)
            failed |= floor is not None and value < floor
            print(f"{half + ': ' + name:44}{value:8.3f}{floor if floor is not None else '':>8}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
