"""The eval gate of the bundled reader: the int8 file on the development sets, floors pinned.

`python -m benchmarks.accuracy.reader_gate [--data DIR]` prints task, set, score and floor, and
exits 1 where a score is under its floor. Corpora are not bundled: without them the gate says so
and checks nothing. Gold tokens where the task has them; `raw` rows start from running text
(paragraphs with blank lines between) and are scored as in the CoNLL 2018 shared task, by F1 over
words aligned by their characters.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import yaml

from brinkwatch.read.edit_scripts import apply_script
from brinkwatch.read.neural import NeuralReader, Network, Sentence
from training import corpora

ROOT = Path(__file__).parents[2]
FLOORS = Path(__file__).with_name("floors") / "reader.yaml"
Scores = dict[str, float]


def f1(right: int, found: int, gold: int) -> float:
    """F1 in percent."""
    return 200 * right / max(1, found + gold)


def read(net: Network, words: Iterable[list[str]],
         forced: Iterable[list[int] | None] | None = None) -> list[Sentence]:
    """Gold-token sentences through the network."""
    rows = list(words)
    marks = list(forced) if forced is not None else [None] * len(rows)
    out = [net.sentence(w, f) for w, f in zip(rows, marks, strict=True)]
    net.read(out)
    return out


def trees(net: Network, gold: list[corpora.Sentence]) -> Scores:
    """Part of speech, attachment and lemmas on gold tokens, percent of words."""
    words = upos = uas = las = lemma = 0
    for g, s in zip(gold, read(net, [g.words for g in gold]), strict=True):
        assert s.heads is not None and s.upos is not None
        assert s.relations is not None and s.lemma is not None
        for i in range(len(g.words)):
            words += 1
            upos += net.upos[s.upos[i]] == g.upos[i]
            attached = int(s.heads[i]) == g.heads[i]
            uas += attached
            las += attached and net.relations[s.relations[i]] == g.relations[i]
            mine = apply_script(g.words[i], net.scripts[s.lemma[i]])
            lemma += mine == g.lemmas[i]
    return {"upos": 100 * upos / words, "uas": 100 * uas / words, "las": 100 * las / words,
            "lemma": 100 * lemma / words}


def names(net: Network, gold: list[corpora.Sentence], scheme: str, kinds: set[str]) -> Scores:
    """F1 of names of `kinds`, exact span and kind, in percent."""
    right = found = total = 0
    for g, s in zip(gold, read(net, [g.words for g in gold]), strict=True):
        assert s.names is not None
        mine = {n for n in s.names[scheme] if n[0] in kinds}
        theirs = {n for n in g.names if n[0] in kinds}
        right += len(mine & theirs)
        found += len(mine)
        total += len(theirs)
    return {"ner": f1(right, found, total)}


def roles(net: Network, records: dict[str, dict]) -> Scores:
    """Argument F1 given the predicates, roleset accuracy, and F1 of predicates found."""
    rows = [r for r in records.values() if r["tokens"]]
    args = [0, 0, 0]
    sense = senses = 0
    forced = [[p["i"] for p in r["predicates"]] for r in rows]
    for r, s in zip(rows, read(net, [r["tokens"] for r in rows], forced), strict=True):
        assert s.predicates is not None
        mine = {w: (sense_id, spans) for w, sense_id, spans in s.predicates}
        for p in r["predicates"]:
            theirs = {(label, a, b + 1) for label, a, b in p["spans"] if label != "V"}
            sense_id, spans = mine[p["i"]]
            args = [args[0] + len(theirs & set(spans)), args[1] + len(spans),
                    args[2] + len(theirs)]
            sense += net.senses[sense_id] == p["roleset"].rpartition(".")[2]
            senses += 1
    right = found = total = 0
    for r, s in zip(rows, read(net, [r["tokens"] for r in rows]), strict=True):
        assert s.predicates is not None
        here = {w for w, *_ in s.predicates}
        there = {p["i"] for p in r["predicates"]}
        right, found, total = right + len(here & there), found + len(here), total + len(there)
    return {"arguments": f1(*args), "senses": 100 * sense / max(1, senses),
            "predicates": f1(right, found, total)}


def factuality(net: Network, gold: dict[tuple[str, ...], dict[int, float]]) -> Scores:
    """Pearson's r of factuality over annotated words."""
    truth: list[float] = []
    guess: list[float] = []
    for targets, s in zip(gold.values(), read(net, [list(k) for k in gold]), strict=True):
        assert s.factuality is not None
        for w, value in targets.items():
            truth.append(value)
            guess.append(float(s.factuality[w]))
    return {"factuality": float(np.corrcoef(truth, guess)[0, 1])}


def raw(reader: NeuralReader, gold: list[corpora.Sentence], gap: str = "\n\n") -> Scores:
    """Tokens, sentences, UPOS and LAS from running text; `gap` stands between paragraphs."""
    documents: dict[str, list[corpora.Sentence]] = {}
    for g in gold:
        documents.setdefault(g.doc, []).append(g)
    texts, truths = [], []
    for sentences in documents.values():
        text = ""
        truth: dict[tuple[int, int], tuple[str, str, tuple[int, int] | None]] = {}
        bounds = set()
        for g in sentences:
            if g.paragraph_start and text:
                text = text.rstrip() + gap
            spans = []
            for word, space in zip(g.words, g.space_after, strict=True):
                spans.append((len(text), len(text) + len(word)))
                text += word + (" " if space else "")
            for i, span in enumerate(spans):
                head = spans[g.heads[i] - 1] if g.heads[i] else None
                truth[span] = (g.upos[i], g.relations[i], head)
            bounds.add((spans[0][0], spans[-1][1]))
        texts.append(text.rstrip())
        truths.append((truth, bounds))
    tokens = upos = las = found = total = 0
    sentence = [0, 0, 0]
    for doc, (truth, bounds) in zip(reader.pipe(texts), truths, strict=True):
        total += len(truth)
        for t in doc:
            if t.is_space:
                continue
            found += 1
            span = (t.idx, t.idx + len(t))
            if span not in truth:
                continue
            tokens += 1
            pos, relation, head = truth[span]
            upos += t.pos_ == pos
            mine = None if t.head.i == t.i else (t.head.idx, t.head.idx + len(t.head))
            rel = "root" if t.dep_ == "ROOT" else t.dep_
            las += mine == head and rel == relation
        mine_bounds = set()
        for s in doc.sents:
            kept = [t for t in s if not t.is_space]
            if kept:
                mine_bounds.add((kept[0].idx, kept[-1].idx + len(kept[-1])))
        sentence = [sentence[0] + len(bounds & mine_bounds), sentence[1] + len(mine_bounds),
                    sentence[2] + len(bounds)]
    return {"tokens": f1(tokens, found, total), "sentences": f1(*sentence),
            "upos": f1(upos, found, total), "las": f1(las, found, total)}


def measure(data: Path, reader: NeuralReader) -> dict[str, Scores]:
    """Every score, by set."""
    net = reader.network
    ewt = list(corpora.conllu(data / "ud_ewt/en_ewt-ud-dev.conllu"))
    gum = list(corpora.conllu(data / "ud_gum/gum-open-dev.conllu"))
    uner = [s for s in corpora.iob(data / "uner_ewt/en_ewt-ud-dev.iob2", word=1, tag=2)
            if corpora.fold_of(s.doc) == net.card.get("held_out_fold", 0)]
    politics = list(corpora.iob(data / "crossner_politics/dev.txt"))
    defence = [s for s in corpora.re3d(data / "re3d") if corpora.fold_of(s.doc, 6) == 0]
    spaced = raw(reader, gum, gap=" ")
    return {
        "ud_ewt dev": trees(net, ewt),
        "ud_gum open dev": trees(net, gum),
        "uner_ewt dev, held-out fold": names(net, uner, "core", {"PER", "ORG", "LOC"}),
        "crossner_politics dev": names(
            net, politics, "crossner", {k for s in politics for k, *_ in s.names}),
        "re3d, held-out documents": names(
            net, defence, "defence", {"WEAPON", "PLATFORM", "PER", "ORG", "LOC"}),
        "propbank_ewt dev": roles(
            net, corpora.propbank(data / "propbank_ewt/dev.jsonl")),
        "uds_ih2 dev": factuality(net, corpora.factuality(data / "factuality/uds_ih2_dev.jsonl")),
        "ud_ewt dev, raw": raw(reader, ewt),
        "ud_gum open dev, raw": raw(reader, gum),
        "ud_gum open dev, raw, no paragraphs": {"sentences": spaced["sentences"]},
    }


def main(argv: list[str] | None = None) -> int:
    """Print the table; 1 if a score is under its floor, else 0."""
    parse = argparse.ArgumentParser(description=__doc__)
    parse.add_argument("--data", type=Path,
                       default=Path(os.environ.get("BRINKWATCH_DATA", ROOT / "../shared/data")))
    parse.add_argument("--model", type=Path, help="a folder of weights other than the bundled one")
    parse.add_argument("--json", type=Path, help="also write the scores here")
    args = parse.parse_args(argv)
    if not (args.data / "ud_ewt").is_dir():
        print(f"reader gate: SKIPPED, no corpora under {args.data} (set --data)")
        return 0
    reader = NeuralReader(args.model) if args.model else NeuralReader()
    floors = yaml.safe_load(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    scores = measure(args.data, reader)
    if args.json:
        args.json.write_text(json.dumps(scores, indent=1))
    below = 0
    print(f"{'task':12} {'set':38} {'score':>7} {'floor':>7}")
    for name, row in scores.items():
        for task, value in row.items():
            floor = (floors.get(name) or {}).get(task)
            under = floor is not None and value < floor
            below += under
            mark = "  BELOW" if under else ""
            shown = "" if floor is None else f"{floor:7.2f}"
            print(f"{task:12} {name:38} {value:7.2f} {shown:>7}{mark}")
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
