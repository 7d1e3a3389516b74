"""Actors through the bundled model: `tests/data/actor_cases.yaml` and `coref_cases.yaml`.

A case names words of a sentence and who they are (name, country, sector, office), or that they are
nobody; the cases of coreference ask it of pronouns, titles alone, short names, seats of government
and bodies named again. `tests/test_actors.py` runs the first file on frozen trees
(`actor_parses.jsonl`), so that a new model cannot break them; this gate says how well the live
reader does. `--freeze` writes the trees anew.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from spacy.tokens import Doc

HERE = Path(__file__).parent
DATA = HERE.parents[1] / "tests" / "data"
CASES, PARSES = DATA / "actor_cases.yaml", DATA / "actor_parses.jsonl"
COREF = DATA / "coref_cases.yaml"
WHEN = date(2025, 11, 8)


def frozen(doc: Doc) -> dict[str, Any]:
    """The lower layers of a Doc as plain values."""
    return {
        "words": [t.text for t in doc], "spaces": [bool(t.whitespace_) for t in doc],
        "pos": [t.pos_ for t in doc], "lemmas": [t.lemma_ for t in doc],
        "heads": [t.head.i for t in doc], "deps": [t.dep_ for t in doc],
        "sent_starts": [bool(t.is_sent_start) for t in doc],
        "ents": [f"{t.ent_iob_}-{t.ent_type_}" if t.ent_type_ else "O" for t in doc],
    }


def read(doc: Doc, words: str) -> str:
    """What the Doc's actors make of `words` ("he#2" is the second such mention)."""
    text, _, number = words.partition("#")
    found = [a for a in doc._.actors if a.text == text]
    if len(found) < int(number or 1):
        return "absent"
    actor = found[int(number or 1) - 1]
    return " | ".join(x or "-" for x in (actor.name, actor.country, actor.sector, actor.office))


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--freeze", action="store_true", help="write the trees of the cases anew")
    parser.add_argument("--show", action="store_true", help="print the wrong ones")
    args = parser.parse_args(argv)
    from brinkwatch.read.actors import annotate_actors
    from brinkwatch.read.neural import NeuralReader
    from brinkwatch.read.places import annotate_places

    reader = NeuralReader()
    cases = yaml.safe_load(CASES.read_text("utf-8"))
    if args.freeze:
        lines = [json.dumps(frozen(doc), ensure_ascii=False)
                 for doc in reader.pipe([case["text"] for case in cases])]
        PARSES.write_text("\n".join(lines) + "\n", "utf-8")
    floors = yaml.safe_load((HERE / "floors" / "actors.yaml").read_text())
    failed = False
    print(f"{'measure':40}{'value':>8}{'floor':>8}")
    for measure, table in (
        ("mentions right", cases), ("coreference right", yaml.safe_load(COREF.read_text("utf-8")))
    ):
        right = total = 0
        docs = reader.pipe([case["text"] for case in table])
        for case, doc in zip(table, docs, strict=True):
            annotate_places(doc)
            annotate_actors(doc, case.get("when", WHEN))
            for words, wanted in case["says"].items():
                total += 1
                got = read(doc, words)
                right += got == wanted
                if args.show and got != wanted:
                    print(f"{case['text']}\n  {words}: {got}; {wanted} expected")
        share = right / total
        failed |= share < floors[measure]
        print(f"{f'{measure} of {total}':40}{share:8.3f}{floors[measure]:8.3f}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
